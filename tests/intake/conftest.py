"""The register of `tests.world` with a document that an editor brought in, and the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.intake.documents import REPORT, described
from tests.world import World, both, build_world, write_baseline
from ubada.access.actors import Actor
from ubada.intake.models import Reading
from ubada.intake.services import describe_document, read_document, receive_document

KINDS = {
    "id": "document-kinds", "version": "1", "owner": "Ubada", "kind": "nominal", "title": both("Kinds of document"),
    "source_url": None, "retrieved_on": None, "licence_note": "",
    "terms": [
        {"code": "upr-report", "label": both("Report of a review", "Доклад о проведении обзора"), "parent": None},
        {"code": "statement", "label": both("Statement", "Заявление"), "parent": None},
    ],
}  # fmt: skip

THEMES = {
    "id": "themes", "version": "1", "owner": "Ubada", "kind": "nominal", "title": both("themes"), "source_url": None,
    "retrieved_on": None, "licence_note": "",
    "terms": [{"code": "unclassified", "label": both("Not classified", "Не отнесено"), "parent": None}],
}  # fmt: skip


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, and the kinds of document, in an open transaction around all tests of a module that ask for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        write_baseline({"vocabulary": [KINDS, THEMES]})
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world: World, db: None) -> World:
    """The register and its organisations, and no page kept from an earlier test."""
    cache.clear()
    return standing_world


@pytest.fixture
def editor(world: World) -> Actor:
    """The person who decides what enters."""
    return Actor.of(world.editor)


Bring = Callable[..., Reading]


@pytest.fixture
def bring(editor: Actor) -> Bring:
    """Brings a document in and has it read at once."""

    def _bring(text: str = REPORT, *, name: str = "report.txt") -> Reading:
        received = receive_document(actor=editor, name=name, chunks=[text.encode()])
        return read_document(uid=received.reading.uid)

    return _bring


@pytest.fixture
def reading(editor: Actor, bring: Bring) -> Reading:
    """A report that was read and described."""
    return describe_document(actor=editor, uid=bring().uid, **described())
