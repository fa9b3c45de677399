"""What organisations correct after publication is printed by the next edition, beside what the verdict said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.assessments.people import KEY, PUBLISHED, People, advance
from tests.editions.carried import CODE, HIDDEN, ON, frozen_round
from tests.world import both
from ubada.access.actors import Actor
from ubada.assessments.models import Assessment
from ubada.assessments.services import correct_assessment, name_edition, withdraw_assessment
from ubada.editions.carrying import folder_of
from ubada.editions.services import build_edition, publish_edition
from ubada.editions.verify import check
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
SAID = "The law is of 2024, not of 2023."


@pytest.fixture
def made(people: People) -> dict[str, Assessment]:
    """The verdicts of a round that came out in edition 1, two of them corrected since."""
    made = frozen_round(people)
    build_edition(actor=SYSTEM, number=1, on=ON, round_code=CODE)
    advance(PUBLISHED)
    for name, organisation in (("named", "clear-water"), ("protected", "mountain-voice")):
        correct_assessment(
            actor=people.actor(f"{organisation}.assessor"), uid=made[name].uid,
            correction=both(SAID, "Закон принят в 2024 году."), now=PUBLISHED,
        )  # fmt: skip
    return made


def _corrections(number: int) -> list[dict[str, Any]]:
    path = folder_of(number) / "records" / "verdict_correction.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_the_next_edition_prints_the_verdict_with_what_was_corrected(made: dict[str, Assessment]) -> None:
    build_edition(actor=SYSTEM, number=2, on=ON)
    named, hidden = sorted(_corrections(2), key=lambda one: one["organisation"] is None)
    assert (named["organisation"], named["round"], named["edition"]) == ("clear-water", CODE, "1")
    assert (named["level"], named["state_commitment"], named["correction"]["en"]) == ("I1", KEY, SAID)
    assert named["narrative"]["en"].startswith("Found by one group")
    assert hidden["organisation"] is None
    page = re.sub(r"\s+", " ", HTMLParser((folder_of(2) / "en" / "corrections.html").read_bytes()).text())
    assert SAID in page
    assert "first printed in edition 1" in page
    assert "the name is protected" in page
    assert check(str(folder_of(2))).ok
    assert not (folder_of(2) / "records" / "verdict.jsonl").exists()
    for path in folder_of(2).rglob("*"):
        if path.is_file() and path.suffix != ".woff2":
            for mark in HIDDEN:
                assert mark.encode() not in path.read_bytes(), f"{mark} in {path}"


def test_a_verdict_counts_as_published_again_once_that_edition_is_out(made: dict[str, Assessment]) -> None:
    build_edition(actor=SYSTEM, number=2, on=ON)
    assert Assessment.objects.get(pk=made["named"].pk).state == "corrected"
    publish_edition(actor=SYSTEM, number=2)
    for name in ("named", "protected"):
        one = Assessment.objects.get(pk=made[name].pk)
        assert one.state == "published"
        assert one.versions.order_by("-number").first().action == "publish-again"
    assert verify().faults == ()
    build_edition(actor=SYSTEM, number=3, on=ON)
    assert _corrections(3) == []


def test_the_first_edition_stays_as_it_is_and_its_page_tells_the_correction(made: dict[str, Assessment]) -> None:
    assert check(str(folder_of(1))).ok
    page = HTMLParser(Client().get("/editions/1/").content)
    text = re.sub(r"\s+", " ", page.text())
    assert SAID in text
    assert "Corrected by the organisation itself" in text
    assert "mountain-voice" not in text
    assert [node.text(strip=True) for node in page.css(".tally b")][-1] == "6"
    assert "No verdict has been given yet" not in text


def test_a_corrected_verdict_that_was_taken_back_is_not_printed(made: dict[str, Assessment], people: People) -> None:
    build_edition(actor=SYSTEM, number=2, on=ON)
    withdraw_assessment(
        actor=people.actor("clear-water.assessor"), uid=made["named"].uid, reason="security", now=PUBLISHED
    )
    with pytest.raises(InvalidInput, match="taken back or changed"):
        publish_edition(actor=SYSTEM, number=2)
    build_edition(actor=SYSTEM, number=2, on=ON)
    assert [one["organisation"] for one in _corrections(2)] == [None]
    publish_edition(actor=SYSTEM, number=2)
    assert Assessment.objects.get(pk=made["named"].pk).state == "withdrawn"


def test_a_correction_made_before_its_round_has_an_edition_stands_with_the_round(people: People) -> None:
    made = frozen_round(people)
    name_edition(actor=people.actor("editor"), code=CODE, edition="1")
    advance(PUBLISHED)
    correct_assessment(
        actor=people.actor("clear-water.assessor"), uid=made["named"].uid, correction=both(SAID), now=PUBLISHED
    )
    build_edition(actor=SYSTEM, number=1, on=ON, round_code=CODE)
    verdicts = [json.loads(line) for line in (folder_of(1) / "records" / "verdict.jsonl").read_text().splitlines()]
    assert [one["correction"] for one in verdicts if one["correction"]] == [{"en": SAID}]
    assert _corrections(1) == []
    publish_edition(actor=SYSTEM, number=1)
    assert Assessment.objects.get(pk=made["named"].pk).state == "published"
