"""An edition and its round come out at one moment, on the round's date, and whatever is in the way is said."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tests.assessments.people import (
    CALENDAR,
    COLLECTING,
    FROZEN,
    KEY,
    PUBLISHED,
    People,
    accepted,
    advance,
    at,
    round_of,
)
from tests.assessments.rounds import LAST_YEAR, published_round
from tests.editions.carried import CODE, ON, PRACTICE_ROUND, frozen_round
from ubada.access.actors import Actor
from ubada.assessments.models import Round
from ubada.assessments.services import name_edition, send_reminders, withdraw_assessment
from ubada.cli.doctor_checks import _WITH_DATABASE
from ubada.editions import services
from ubada.editions.carrying import folder_of, hindrances, is_current
from ubada.editions.models import Edition
from ubada.editions.services import AlreadyPublished, build_edition, keep_current, publish_edition
from ubada.editions.verify import check
from ubada.evidence.services import withdraw_item
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
LATE = at(CALENDAR.publishes + timedelta(days=3))


def _build(**more: Any) -> Edition:
    return build_edition(actor=SYSTEM, on=ON, **({"number": 1, "round_code": CODE} | more)).edition


def _state(code: str = CODE) -> tuple[str, str]:
    one = Round.objects.get(pk=code)
    return one.state, one.edition


def test_building_names_the_number_to_the_round_and_both_come_out_at_one_moment(people: People) -> None:
    frozen_round(people)
    edition = _build()
    assert _state() == ("edition-frozen", "1")
    assert edition.title["en"] == "Second half of 2026"
    advance(PUBLISHED)
    edition.refresh_from_db()
    assert _state() == ("published", "1")
    assert (edition.state, edition.published_at) == ("published", PUBLISHED)
    assert (Path(folder_of(1)).parent / "1.zip").is_file()
    actions = list(Entry.objects.order_by("-sequence").values_list("action", flat=True)[:4])
    assert {"round_publish", "publish_edition"} <= set(actions)
    assert verify().faults == ()
    assert hindrances(SYSTEM, PUBLISHED) == []


def test_a_number_named_by_hand_after_the_build_does_not_part_a_round_from_its_edition(people: People) -> None:
    frozen_round(people)
    _build()
    name_edition(actor=people.actor("editor"), code=CODE, edition="8")
    advance(PUBLISHED)
    assert _state() == ("published", "1")
    assert Edition.objects.get(number=1).state == "published"
    assert verify().faults == ()


def test_a_silent_party_delays_nothing(people: People) -> None:
    round_of()
    advance(COLLECTING)
    accepted(people, "clear-water", level="I0")
    advance(FROZEN)
    _build()
    advance(PUBLISHED)
    assert _state()[0] == "published"
    assert Edition.objects.get(number=1).state == "published"


def test_nobody_publishes_the_edition_before_its_round(people: People) -> None:
    frozen_round(people)
    _build()
    with pytest.raises(InvalidInput, match=f"the calendar publishes both on {CALENDAR.publishes}"):
        publish_edition(actor=SYSTEM, number=1)
    assert Edition.objects.get(number=1).state == "built"


def test_the_round_that_an_edition_in_preparation_carries_is_kept_by_the_next_build(people: People) -> None:
    frozen_round(people)
    _build()
    again = build_edition(actor=SYSTEM, on=ON, number=1)
    assert (again.edition.round_code, again.is_new) == (CODE, False)


def test_a_number_that_was_named_before_is_the_one_that_is_built(people: People) -> None:
    frozen_round(people)
    name_edition(actor=people.actor("editor"), code=CODE, edition="4")
    assert _build(number=None).number == 4


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("no-such-round", "There is no round no-such-round"),
        (PRACTICE_ROUND, "practice is in no edition"),
        ("2027-1", "is not frozen yet"),
    ],
)
def test_what_no_edition_can_carry_is_refused_and_nothing_is_made(people: People, code: str, message: str) -> None:
    frozen_round(people)
    round_of("2027-1", states=["KAZ"])
    with pytest.raises(InvalidInput, match=message):
        _build(round_code=code)
    assert not Edition.objects.exists()
    assert not Path(folder_of(1)).exists()


def test_a_round_is_carried_by_one_edition_and_an_edition_carries_one_round(people: People) -> None:
    frozen_round(people)
    _build()
    with pytest.raises(InvalidInput, match="belongs to edition 1, not to edition 2"):
        _build(number=2)
    other = round_of("2026-2-kaz", states=["KAZ"])
    advance(COLLECTING)
    advance(FROZEN)
    with pytest.raises(InvalidInput, match=f"carries the round {CODE}"):
        _build(round_code=other.code)
    assert _build(round_code=other.code, number=2).round_code == other.code


def test_a_verdict_taken_back_after_the_build_goes_out_in_no_edition(people: People) -> None:
    made = frozen_round(people)
    before = _build()
    withdraw_assessment(
        actor=people.actor("clear-water.assessor"), uid=made["named"].uid, reason="security", now=FROZEN
    )
    assert not is_current(before)
    advance(PUBLISHED)
    assert _state() == ("edition-frozen", "1")
    assert Edition.objects.get(number=1).state == "built"
    (hindrance,) = hindrances(SYSTEM, PUBLISHED)
    assert hindrance.is_late
    assert "was taken back" in hindrance.what

    assert keep_current(now=PUBLISHED) == [1]
    advance(PUBLISHED)
    assert _state() == ("published", "1")
    edition = Edition.objects.get(number=1)
    assert edition.root_hash != before.root_hash
    assert edition.register_date == ON
    for path in folder_of(1).rglob("*"):
        if path.is_file():
            assert "Found by one group: I1" not in path.read_text(errors="ignore"), path
    assert verify().faults == ()


def test_evidence_taken_back_after_the_build_goes_out_in_no_edition(people: People) -> None:
    made = frozen_round(people)
    edition = _build()
    item = next(link.item for link in made["named"].evidence_links.all() if link.item.sensitivity == "public")
    withdraw_item(actor=people.actor("clear-water.assessor"), uid=item.pk, reason="consent")
    assert not is_current(edition)
    assert keep_current(now=FROZEN) == [1]
    assert keep_current(now=FROZEN) == []
    verdicts = [json.loads(line) for line in (folder_of(1) / "records" / "verdict.jsonl").read_text().splitlines()]
    assert {one["n_evidence_withdrawn"] for one in verdicts if one["organisation"] == "clear-water"} == {1}


def test_a_damaged_folder_holds_the_round_back_and_other_rounds_go_on(people: People) -> None:
    frozen_round(people)
    other = round_of("2026-2-kaz", states=["KAZ"])
    advance(COLLECTING)
    advance(FROZEN)
    _build()
    _build(round_code=other.code, number=2)
    (folder_of(1) / "README.md").write_text("x")
    advance(PUBLISHED)
    assert _state()[0] == "edition-frozen"
    assert _state(other.code)[0] == "published"
    (hindrance,) = hindrances(SYSTEM, LATE)
    assert "README.md" in hindrance.what
    assert keep_current(now=LATE) == [1]
    advance(LATE)
    assert _state()[0] == "published"
    assert Edition.objects.get(number=1).published_at == LATE


def test_a_build_under_way_is_not_waited_for_and_the_round_comes_out_a_minute_later(people: People) -> None:
    frozen_round(people)
    _build()
    with services.editions_folder(folder_of(1).parent):
        advance(PUBLISHED)
        assert _state()[0] == "edition-frozen"
    advance(PUBLISHED)
    assert _state()[0] == "published"


def test_without_an_edition_the_round_is_named_as_late_and_editors_are_reminded(people: People) -> None:
    frozen_round(people)
    assert hindrances(SYSTEM, FROZEN) == []  # twelve days ahead
    (early,) = hindrances(SYSTEM, at(date(2026, 11, 22)))
    assert not early.is_late
    finding = _WITH_DATABASE["rounds"]("rounds")  # by the clock of the day on which the test runs
    assert finding.status in ("warning", "failed")
    assert CODE in finding.message
    assert f"ubada edition build --round {CODE}" in finding.hint
    advance(PUBLISHED)
    assert _state() == ("edition-frozen", "")
    (late,) = hindrances(SYSTEM, LATE)
    assert late.is_late
    assert late.do == f"Build it: ubada edition build --round {CODE}"
    Round.objects.filter(pk=CODE).update(reminded_on=CALENDAR.publishes)
    mail.outbox.clear()
    send_reminders(now=LATE)
    told = [one.body for one in mail.outbox if one.to == ["editor@example.org"]]
    assert len(told) == 2  # one and three days after
    assert all("should have been published" in body for body in told)


def test_a_round_that_is_out_reminds_editors_of_nothing(people: People) -> None:
    frozen_round(people)
    _build()
    advance(PUBLISHED)
    Round.objects.filter(pk=CODE).update(reminded_on=CALENDAR.publishes)
    mail.outbox.clear()
    send_reminders(now=LATE)
    assert not [one for one in mail.outbox if one.to == ["editor@example.org"]]


def test_an_edition_built_after_the_date_brings_the_round_out(people: People) -> None:
    frozen_round(people)
    advance(PUBLISHED)
    _build()
    advance(LATE)
    assert _state() == ("published", "1")
    assert Edition.objects.get(number=1).state == "published"


def test_a_round_published_without_its_edition_is_named_and_the_edition_can_follow(people: People) -> None:
    frozen_round(people)
    name_edition(actor=people.actor("editor"), code=CODE, edition="1")
    advance(PUBLISHED)
    assert _state() == ("published", "1")
    (hindrance,) = hindrances(SYSTEM, PUBLISHED)
    assert "its edition 1 is not" in hindrance.what
    with pytest.raises(InvalidInput, match="belongs to edition 1"):
        _build(number=2)
    _build()
    publish_edition(actor=SYSTEM, number=1)
    assert hindrances(SYSTEM, PUBLISHED) == []


def test_a_published_edition_keeps_its_round_whatever_is_taken_back_later(people: People) -> None:
    made = frozen_round(people)
    _build()
    advance(PUBLISHED)
    withdraw_assessment(actor=people.actor("clear-water.assessor"), uid=made["named"].uid, reason="error")
    assert check(str(folder_of(1))).ok
    with pytest.raises(AlreadyPublished):
        _build()
    assert Edition.objects.get(number=1).round_code == CODE


def test_the_next_edition_without_a_round_says_where_the_verdicts_are(people: People) -> None:
    frozen_round(people)
    _build()
    advance(PUBLISHED)
    Round.objects.filter(pk=CODE).update(publishes=ON)
    build_edition(actor=SYSTEM, number=2, on=date(2026, 11, 20))
    said = (folder_of(2) / "README.md").read_text()
    assert "No verdict has been given yet" not in said
    assert f"the verdicts of the last one, {CODE}, are in edition 1" in said
    assert not (folder_of(2) / "records" / "verdict.jsonl").exists()
    assert KEY in (folder_of(2) / "records" / "state_commitment.jsonl").read_text()


def test_what_changed_since_the_round_before_is_in_the_edition_for_each_group_by_itself(people: People) -> None:
    published_round(people)
    frozen_round(people)
    _build(number=4)
    records = {
        kind: [json.loads(line) for line in (folder_of(4) / "records" / f"{kind}.jsonl").read_text().splitlines()]
        for kind in ("change", "position", "verdict_correction")
    }
    told = {(one["state_commitment"], one["constituency"]): one for one in records["change"]}
    state = told[KEY, "STA"]
    assert (state["earlier"], state["before"], state["after"], state["kind"]) == (LAST_YEAR, "I4", "I4", "same")
    assert told[KEY, "CSO"]["before"] == "I0"
    now = {(one["state_commitment"], one["constituency"]): one["level"] for one in records["position"]}
    assert all(one["after"] == now.get(place, "IN") for place, one in told.items())
    page = (folder_of(4) / "en" / "changes.html").read_text()
    assert f"Compared with the round {LAST_YEAR}." in page
    (corrected,) = records["verdict_correction"]  # of last year, and printed here
    assert (corrected["round"], corrected["edition"]) == (LAST_YEAR, "3")
    assert check(str(folder_of(4))).ok
