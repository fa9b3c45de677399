"""Who sees an item: by lists, counts, by itself, its history, its citation and its files, for every kind of actor."""

from __future__ import annotations

import pytest

from tests.assessments.people import People, draft, item_of
from tests.evidence import making
from tests.world import both
from ubada.access.actors import Actor
from ubada.access.engine import Action, Refused, can, visible_to
from ubada.assessments.models import Assessment, EvidenceLink, Round
from ubada.assessments.rules.states import AssessmentState
from ubada.evidence import queries
from ubada.evidence.models import EvidenceItem
from ubada.evidence.policies import OPEN_TO_PARTIES
from ubada.evidence.services import (
    Incoming,
    change_sensitivity,
    describe_item,
    hold_file,
    make_public_copy,
    read_original,
    withdraw_item,
)
from ubada.files.models import StoredFile
from ubada.files.queries import accepted
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db
OWNER = "clear-water"
OWN = {f"{OWNER}.{role}" for role in ("coordinator", "assessor", "reviewer", "observer")} | {"system"}


def seen_by(people: People, item: EvidenceItem) -> set[str]:
    """Everyone who sees it, by whichever question; the questions must agree."""
    found = set()
    for name in people.names():
        actor = people.actor(name)
        by_list = queries.items(actor).filter(pk=item.pk).count() == 1
        by_organisation = queries.items_of(actor, item.organisation).filter(pk=item.pk).exists()
        by_rule = can(actor, Action.VIEW, EvidenceItem.objects.get(pk=item.pk))
        try:
            queries.item(actor, item.pk)
            by_itself = True
        except EvidenceItem.DoesNotExist:
            by_itself = False
        by_duplicates = [one.item.pk for one in queries.find_duplicates(actor, url=item.url)] == [item.pk]
        assert by_list == by_organisation == by_rule == by_itself, name
        assert item.is_withdrawn or by_duplicates == by_list, name
        assert by_list or item.pk not in set(queries.choices_for(actor, item.organisation).values_list("pk", flat=True))
        if by_list:
            found.add(name)
        assert bool(queries.history(actor, item)) == (name in OWN), name
    return found


def test_an_item_of_an_organisation_is_seen_by_its_members_alone_and_by_no_editor(people: People) -> None:
    assert seen_by(people, item_of(people, OWNER, sensitivity="organisation")) == OWN


def test_an_item_for_partners_is_seen_by_no_state_no_donor_no_editor_and_no_reader(people: People) -> None:
    seen = seen_by(people, item_of(people, OWNER, sensitivity="partners"))
    assert seen >= OWN
    assert not {name for name in seen if name.startswith(("ministry", "fund"))}
    assert not {"reader", "editor", "outsider"} & seen
    assert {"osce-office.observer", "akyikatchy.assessor", "village-union.coordinator"} <= seen


@pytest.mark.parametrize("state", list(AssessmentState))
def test_a_public_item_is_seen_as_the_verdict_that_cites_it_is(
    people: People,
    opened: Round,
    state: AssessmentState,
) -> None:
    item = item_of(people, OWNER)
    assert seen_by(people, item) == OWN
    verdict = draft(people, OWNER)
    EvidenceLink.objects.create(assessment=verdict, item=item, bearing="supports", reliability="B", credibility="2")
    more = (
        {}
        if state is not AssessmentState.WITHDRAWN
        else {"withdrawn_at": verdict.began_at, "withdrawal_reason": "error"}
    )
    if state not in (AssessmentState.DRAFT, AssessmentState.WITHDRAWN):
        more["submitted_at"] = verdict.began_at
    Assessment.objects.filter(pk=verdict.pk).update(state=state.value, **more)
    seen = seen_by(people, item)
    if state in (AssessmentState.PUBLISHED, AssessmentState.CORRECTED):
        assert seen == set(people.names())
    elif state.is_open_to_all:
        assert {"ministry.observer", "mountain-voice.assessor"} <= seen
        assert not {"reader", "outsider", "fund.coordinator"} & seen
    else:
        assert seen == OWN


def test_the_states_in_which_parties_read_are_those_of_the_verdicts_machine() -> None:
    assert {one.value for one in AssessmentState if one.is_open_to_all} == OPEN_TO_PARTIES


def test_a_withdrawn_item_is_gone_for_others_and_says_so_where_it_was_cited(people: People) -> None:
    item = item_of(people, OWNER, sensitivity="partners")
    item = withdraw_item(actor=people.actor(f"{OWNER}.assessor"), uid=item.pk, reason="consent")
    assert seen_by(people, item) == OWN
    assert queries.as_cited(people.actor("osce-office"), [item.pk])[item.pk].is_withdrawn
    for name in ("ministry", "reader", "editor", "fund"):
        assert queries.as_cited(people.actor(name), [item.pk]) == {}
    with pytest.raises(InvalidInput):
        describe_item(actor=people.actor(f"{OWNER}.assessor"), uid=item.pk, source="x")
    assert verify().faults == ()


def test_only_its_own_organisation_widens_an_item(people: People) -> None:
    item = item_of(people, OWNER, sensitivity="partners")
    for name in ("osce-office.assessor", f"{OWNER}.observer"):
        for wanted in ("public", "organisation"):
            with pytest.raises(Refused):
                change_sensitivity(actor=people.actor(name), uid=item.pk, sensitivity=wanted)
    for name in ("reader", "ministry.coordinator", "editor"):
        with pytest.raises(EvidenceItem.DoesNotExist):
            change_sensitivity(actor=people.actor(name), uid=item.pk, sensitivity="public")
    actor = people.actor(f"{OWNER}.assessor")
    assert change_sensitivity(actor=actor, uid=item.pk, sensitivity="public").sensitivity == "public"
    assert change_sensitivity(actor=actor, uid=item.pk, sensitivity="organisation").sensitivity == "organisation"


def test_the_original_is_for_members_and_by_no_other_address_for_anyone(people: People) -> None:
    actor = people.actor(f"{OWNER}.assessor")
    stored = hold_file(actor=actor, file=Incoming("photo of Aizada.jpg", [making.jpeg()]))
    item = item_of(people, OWNER, sensitivity="partners", file=stored.uid)
    item = make_public_copy(uid=item.pk)
    assert item.public_copy is not None
    assert item.public_copy.name == f"evidence-{item.pk.lower()}.jpg"
    for name in people.names():
        one = people.actor(name)
        if name in OWN:
            assert read_original(actor=one, uid=item.pk, what="file")[0] == stored
        else:
            with pytest.raises(EvidenceItem.DoesNotExist):
                read_original(actor=one, uid=item.pk, what="file")
        if name != "system":
            for each in (stored, item.public_copy):
                assert not visible_to(one, StoredFile.objects.filter(pk=each.pk)).exists()
                with pytest.raises(StoredFile.DoesNotExist):
                    accepted(one, each.uid)
    assert verify().faults == ()


def test_the_very_same_file_address_and_title_are_shown_before(people: People) -> None:
    from ubada.kernel.dates import PartialDate  # noqa: PLC0415
    from ubada.kernel.text import TranslatedText  # noqa: PLC0415

    actor = people.actor(f"{OWNER}.assessor")
    stored = hold_file(actor=actor, file=Incoming("a.jpg", [making.jpeg()]))
    day = PartialDate.parse("2026-05")
    item = item_of(people, OWNER, sensitivity="organisation", title=both("Отчёт о законе"), dated=day,
                   file=stored.uid, url="https://www.example.org/a/?utm_source=x#top")  # fmt: skip
    same = {
        "bytes": {"sha256": stored.sha256},
        "address": {"url": "http://example.org/a"},
        "title": {"title": TranslatedText.of({"ru": "Отчет о законе"}), "dated": day},
    }
    for why, asked in same.items():
        assert [(one.item, one.why) for one in queries.find_duplicates(actor, **asked)] == [(item, why)]
        assert queries.find_duplicates(people.actor("osce-office"), **asked) == []
    assert queries.items(actor, text="ОТЧЁТ").get() == item
    assert not queries.items(Actor.reader(), text="ОТЧЁТ").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", {"en": "\x00"}), ("title", {"en": "x" * 301}), ("source", ""), ("url", "javascript:alert(1)"),
        ("url", "https://x y"), ("kind", "weapon"), ("language", "xx"), ("consent", "withdrawn"),
        ("sensitivity", "all"), ("file", "nothing"), ("snapshot", "nothing"),
    ],
)  # fmt: skip
def test_bad_input_is_named_by_its_field_and_nothing_is_kept(people: People, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        item_of(people, OWNER, **{field: value})
    assert [one.field for one in refusal.value.problems] == [field]
    assert not EvidenceItem.objects.exists()
