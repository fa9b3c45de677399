"""What editors decided on clusters stays when the baseline comes again; the rest is the baseline's."""

from __future__ import annotations

import copy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.exchange import small_baseline
from tests.world import TODAY
from ubada.access.actors import Actor, PlatformRole
from ubada.exchange.baseline import import_baseline
from ubada.ledger.models import Entry
from ubada.organisations.services import create_account
from ubada.register.models import Cluster, Commitment
from ubada.register.services.clusters import (
    describe_cluster,
    dissolve_cluster,
    grow_cluster,
    make_cluster,
    take_out_of_cluster,
)
from ubada.register.services.relations import relate_commitments

OPERATOR = Actor.system("test")
REFS = ("C87-2", "DOC-1-A", "DOC-1-B", "DOC-1-C")


def content(**more: Any) -> dict[str, Any]:
    """The small baseline with two commitments that lie in no cluster of its own."""
    files = copy.deepcopy(small_baseline.files())
    like = files["commitments/c87.yaml"][1]
    files["commitments/c87.yaml"] += [
        {**like, "id": ref, "source": {"document": "DOC-1", "locator": f"item {ref[-1]}"}} for ref in REFS[2:]
    ]
    return files | more


def bring(folder: Path, files: dict[str, Any] | None = None) -> None:
    """Import the baseline with something else changed in each commitment and each cluster."""
    files = files or content()
    for one in files["commitments/c87.yaml"]:
        one["specificity"] = one["specificity"] % 5 + 1
    for one in files["clusters.yaml"]:
        one["summary"] = {**one["summary"], "ru": "Другие слова"}
    import_baseline(actor=OPERATOR, folder=small_baseline.write(folder, files))


def placed() -> dict[str, str | None]:
    return dict(Commitment.objects.order_by("ref").values_list("ref", "cluster"))


@pytest.fixture
def editor(db: None, tmp_path: Path) -> Actor:
    """An editor over the small baseline, who said of all four commitments that they are one promise."""
    import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content()))
    one = Actor.of(
        create_account(
            actor=OPERATOR, email="editor@example.org", name="Editor", password="a long pass phrase 1",
            platform_role=PlatformRole.EDITOR,
        )
    )  # fmt: skip
    for first, second in pairwise(REFS):
        relate_commitments(actor=one, first=first, second=second, relation="reiterates", on=TODAY)
    return one


@pytest.mark.django_db
def test_a_cluster_that_an_editor_made_stays(editor: Actor, tmp_path: Path) -> None:
    code = make_cluster(actor=editor, members=REFS[2:], title={"en": "Again"}, summary={}).code

    bring(tmp_path)

    assert placed() == {"C87-2": "unions", "DOC-1-A": "unions", "DOC-1-B": code, "DOC-1-C": code}


@pytest.mark.django_db
def test_what_an_editor_added_to_a_cluster_of_the_baseline_stays_in_it(editor: Actor, tmp_path: Path) -> None:
    grow_cluster(actor=editor, code="unions", members=["DOC-1-B"])

    bring(tmp_path)

    assert placed()["DOC-1-B"] == "unions"


@pytest.mark.django_db
def test_what_an_editor_took_out_of_a_cluster_of_the_baseline_stays_out(editor: Actor, tmp_path: Path) -> None:
    take_out_of_cluster(actor=editor, ref="DOC-1-A")

    bring(tmp_path)

    assert placed() == {"C87-2": "unions", "DOC-1-A": None, "DOC-1-B": None, "DOC-1-C": None}


@pytest.mark.django_db
def test_a_title_that_an_editor_gave_stays(editor: Actor, tmp_path: Path) -> None:
    describe_cluster(actor=editor, code="unions", title={"en": "Trade unions"}, summary={})

    bring(tmp_path)

    assert Cluster.objects.get(code="unions").title["en"] == "Trade unions"


@pytest.mark.django_db
def test_a_cluster_that_an_editor_dissolved_does_not_come_back(editor: Actor, tmp_path: Path) -> None:
    dissolve_cluster(actor=editor, code="unions")
    files = content()
    files["clusters.yaml"][0]["commitments"].append("DOC-1-B")

    bring(tmp_path, files)

    assert not Cluster.objects.exists()
    assert set(placed().values()) == {None}


@pytest.mark.django_db
def test_where_no_editor_decided_the_baseline_says_who_is_in_its_cluster(db: None, tmp_path: Path) -> None:
    import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content()))
    files = content()
    files["clusters.yaml"][0]["commitments"] = ["C87-2", "DOC-1-C"]

    bring(tmp_path, files)

    assert placed() == {"C87-2": "unions", "DOC-1-A": None, "DOC-1-B": None, "DOC-1-C": "unions"}


@pytest.mark.django_db
def test_a_second_import_over_an_editors_clusters_changes_nothing(editor: Actor, tmp_path: Path) -> None:
    take_out_of_cluster(actor=editor, ref="DOC-1-A")
    describe_cluster(actor=editor, code="unions", title={"en": "Trade unions"}, summary={})
    folder = small_baseline.write(tmp_path, content())
    import_baseline(actor=OPERATOR, folder=folder)
    entries = Entry.objects.count()

    outcome = import_baseline(actor=OPERATOR, folder=folder)

    assert (outcome.written, outcome.removed, outcome.left) == ((), (), ())
    assert Entry.objects.count() == entries
