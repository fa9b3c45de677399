"""Writing a verdict: by several people, on what the organisation speaks on, with text that stays text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template

from tests.assessments.people import (
    COLLECTING,
    KEY,
    REPLYING,
    REVIEWING,
    People,
    accepted,
    advance,
    draft,
    item_of,
    round_of,
    submitted,
)
from tests.assessments.rounds import shifted
from tests.world import both
from ubada.access.engine import Refused
from ubada.assessments.models import Assessment, EvidenceLink, Round
from ubada.assessments.rules import scale
from ubada.assessments.rules.lifecycle.machine import TransitionRefused
from ubada.assessments.services import (
    EditConflict,
    advance_rounds,
    begin_assessment,
    link_evidence,
    save_draft,
    submit_assessment,
    unlink_evidence,
    withdraw_assessment,
)
from ubada.evidence.services import withdraw_item
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify

HTML = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp; 7713'


def begin(people: People, organisation: str, key: str = KEY, who: str = "assessor") -> Assessment:
    return begin_assessment(
        actor=people.actor(f"{organisation}.{who}"), round_code="2026-2", state_commitment=key,
        organisation=organisation, now=COLLECTING,
    )  # fmt: skip


@pytest.mark.django_db
class TestBeginning:
    def test_two_people_who_begin_at_once_write_one_draft(self, people: People, opened: Round) -> None:
        first = begin(people, "clear-water")
        second = begin(people, "clear-water", who="coordinator")
        assert first.pk == second.pk

    @pytest.mark.parametrize("who", ["observer", "reviewer"])
    def test_who_looks_on_or_reviews_writes_nothing(self, people: People, opened: Round, who: str) -> None:
        with pytest.raises(Refused):
            begin(people, "clear-water", who=who)

    def test_nobody_writes_for_an_organisation_of_others(self, people: People, opened: Round) -> None:
        with pytest.raises(Refused):
            begin_assessment(
                actor=people.actor("mountain-voice"), round_code="2026-2", state_commitment=KEY,
                organisation="clear-water", now=COLLECTING,
            )  # fmt: skip

    def test_who_gives_money_grades_nothing(self, people: People, opened: Round) -> None:
        with pytest.raises(Refused):
            begin(people, "fund")

    @pytest.mark.parametrize(("organisation", "key"), [("ministry", "CEDAW-7@UZB"), ("clear-water", "CEDAW-7@KAZ")])
    def test_an_organisation_speaks_on_its_states_alone(
        self, people: People, opened: Round, organisation: str, key: str
    ) -> None:
        with pytest.raises(InvalidInput, match="does not speak on this state"):
            begin(people, organisation, key)

    def test_a_commitment_outside_the_scope_is_no_part_of_the_round(self, people: People) -> None:
        round_of("2026-2", scope=["CEDAW-7-A@KGZ"])
        advance(COLLECTING)
        with pytest.raises(InvalidInput, match="not in the round"):
            begin(people, "clear-water")

    def test_a_round_that_is_planned_or_closed_takes_no_beginnings(self, people: People, planned: Round) -> None:
        with pytest.raises(InvalidInput, match="takes no verdicts"):
            begin(people, "clear-water")
        advance(REVIEWING)
        with pytest.raises(InvalidInput, match="takes no verdicts"):
            begin(people, "clear-water")


@pytest.mark.django_db
class TestSaving:
    def test_two_people_editing_one_draft_lose_nothing(self, people: People, opened: Round) -> None:
        one = begin(people, "clear-water")
        mine = both("what I wrote")
        saved = save_draft(
            actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, narrative=both("what she wrote")
        )
        with pytest.raises(EditConflict) as caught:
            save_draft(
                actor=people.actor("clear-water.assessor"), uid=one.uid, seen_version=one.version, narrative=mine
            )
        assert caught.value.yours == {"narrative": mine}
        assert caught.value.theirs["narrative"] == both("what she wrote")
        assert caught.value.version == saved.version
        assert dict(Assessment.objects.get(pk=one.pk).narrative) == both("what she wrote")
        again = save_draft(
            actor=people.actor("clear-water.assessor"), uid=one.uid, seen_version=caught.value.version, narrative=mine
        )
        assert dict(again.narrative) == mine

    def test_an_old_page_can_neither_link_evidence_nor_hand_in(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        actor = people.actor("clear-water")
        item = item_of(people, "clear-water")
        with pytest.raises(EditConflict):
            link_evidence(
                actor=actor, uid=one.uid, item=item.pk, bearing="supports", reliability="A", credibility="1",
                seen_version=one.version - 1,
            )  # fmt: skip
        with pytest.raises(EditConflict):
            submit_assessment(actor=actor, uid=one.uid, seen_version=one.version - 1, now=COLLECTING)

    def test_saving_the_same_again_makes_no_version(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        again = save_draft(
            actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, level="I2",
            narrative=dict(one.narrative),
        )  # fmt: skip
        assert again.version == one.version

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("level", "I9", "choose from the list"), ("level", "IN", "choose from the list"),
            ("cooperation", "I2", "choose from the list"), ("trend", "K2", "choose from the list"),
            ("gap", "lost", "choose from the list"), ("narrative", {"xx": "text"}, "languages of the register"),
            ("narrative", {"en": "x" * 20_001}, "longer than"), ("narrative", {"en": "a\x00b"}, "no text"),
            ("narrative", {"en": "\ud800"}, "no text"), ("conflict_of_interest", "x" * 1001, "longer than"),
            ("measures", ["01ARZ3NDEKTSV4RRFFQ69G5FAV"], "choose from the list"),
            ("facts", ["law.KGZ.unseen"], "choose from the list"), ("facts", ["law.UZB.women.2024"], "choose"),
        ],
    )  # fmt: skip
    def test_what_is_no_value_of_a_field_is_refused_by_its_name(
        self, people: People, opened: Round, field: str, value: object, said: str
    ) -> None:
        one = begin(people, "clear-water")
        with pytest.raises(InvalidInput) as caught:
            save_draft(actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, **{field: value})
        assert [problem.field for problem in caught.value.problems] == [field]
        assert said in caught.value.problems[0].message
        assert Assessment.objects.get(pk=one.pk).version == one.version

    def test_a_field_that_no_draft_has_is_a_fault_of_the_program(self, people: People, opened: Round) -> None:
        one = begin(people, "clear-water")
        with pytest.raises(KeyError, match="state"):
            save_draft(actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, state="published")

    def test_html_is_text_in_every_field_and_escaped_on_a_page(self, people: People, opened: Round) -> None:
        one = draft(
            people, "clear-water", narrative={"en": HTML, "ru": HTML}, shared_draft=HTML, conflict_of_interest=HTML
        )
        link_evidence(
            actor=people.actor("clear-water"), uid=one.uid, item=item_of(people, "clear-water").pk, bearing="supports",
            reliability="A", credibility="1", pinpoint=HTML,
        )  # fmt: skip
        kept = Assessment.objects.get(pk=one.pk)
        assert dict(kept.narrative) == {"en": HTML, "ru": HTML}
        assert kept.shared_draft == kept.conflict_of_interest == HTML
        shown = Template("{{ one.narrative }}{{ one.shared_draft }}{{ link.pinpoint }}").render(
            Context({"one": kept, "link": EvidenceLink.objects.get(pinpoint=HTML)})
        )
        assert "<script" not in shown
        assert "<img" not in shown

    def test_another_level_takes_its_reason_for_missing_information_away(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water", level="IU")
        assert one.gap == "not-published"
        again = save_draft(actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, level="I1")
        assert again.gap == ""

    def test_facts_and_measures_that_were_considered_are_kept(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water", facts=["law.KGZ.dv.2017"])
        assert [fact.pk for fact in one.facts.all()] == ["law.KGZ.dv.2017"]

    def test_a_draft_of_a_round_that_moved_on_is_kept_and_not_changed(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        advance(REPLYING)
        with pytest.raises(InvalidInput, match="takes no verdicts") as caught:
            save_draft(actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, level="I4")
        assert "kept" in caught.value.hint


@pytest.mark.django_db
class TestEvidence:
    def test_an_item_that_the_person_may_not_see_is_none(self, people: People, opened: Round) -> None:
        one = begin(people, "clear-water")
        hidden = item_of(people, "mountain-voice", sensitivity="organisation")
        with pytest.raises(InvalidInput, match="choose from the list"):
            link_evidence(
                actor=people.actor("clear-water"), uid=one.uid, item=hidden.pk, bearing="supports", reliability="A",
                credibility="1",
            )  # fmt: skip

    def test_a_partner_s_item_can_be_cited(self, people: People, opened: Round) -> None:
        one = begin(people, "clear-water")
        shared = item_of(people, "mountain-voice", sensitivity="partners")
        link = link_evidence(
            actor=people.actor("clear-water"), uid=one.uid, item=shared.pk, bearing="contradicts", reliability="C",
            credibility="3",
        )  # fmt: skip
        assert link.bearing == "contradicts"

    def test_the_same_place_again_is_the_same_link(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        link = one.evidence_links.get()
        actor = people.actor("clear-water")
        for reliability in "AD":
            link_evidence(
                actor=actor, uid=one.uid, item=link.item_id, bearing="supports", reliability=reliability,
                credibility="2", pinpoint="page 4",
            )  # fmt: skip
        assert one.evidence_links.get().reliability == "D"
        assert unlink_evidence(actor=actor, uid=one.uid, item=link.item_id, pinpoint="page 5") == 0
        assert unlink_evidence(actor=actor, uid=one.uid, item=link.item_id) == 1
        assert verify().faults == ()

    @pytest.mark.parametrize(
        "wrong", [{"bearing": ""}, {"bearing": "proves"}, {"reliability": "G"}, {"credibility": "0"}, {"item": "none"}]
    )
    def test_a_link_without_a_code_of_the_list_is_refused(
        self, people: People, opened: Round, wrong: dict[str, str]
    ) -> None:
        one = begin(people, "clear-water")
        given = {
            "item": item_of(people, "clear-water").pk, "bearing": "supports", "reliability": "A", "credibility": "1",
        }  # fmt: skip
        with pytest.raises(InvalidInput):
            link_evidence(actor=people.actor("clear-water"), uid=one.uid, **(given | wrong))


@pytest.mark.django_db
class TestHandingIn:
    def test_everything_that_is_missing_is_named_at_once(self, people: People, opened: Round) -> None:
        one = begin(people, "clear-water")
        with pytest.raises(TransitionRefused) as caught:
            submit_assessment(actor=people.actor("clear-water"), uid=one.uid, now=COLLECTING)
        assert caught.value.codes == ("level-missing", "reasons-missing", "evidence-missing", "interest-not-declared")
        assert Assessment.objects.get(pk=one.pk).state == "draft"

    def test_not_knowing_needs_its_reason_and_no_evidence(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water", level="IU", gap="")
        with pytest.raises(TransitionRefused) as caught:
            submit_assessment(actor=people.actor("clear-water"), uid=one.uid, now=COLLECTING)
        assert caught.value.codes == ("information-gap-missing", "evidence-missing")
        one = save_draft(actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, gap="refused")
        assert submit_assessment(actor=people.actor("clear-water"), uid=one.uid, now=COLLECTING).state == "submitted"

    def test_evidence_that_was_withdrawn_is_none(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        actor = people.actor("clear-water")
        withdraw_item(actor=actor, uid=one.evidence_links.get().item_id, reason="consent")
        with pytest.raises(TransitionRefused) as caught:
            submit_assessment(actor=actor, uid=one.uid, now=COLLECTING)
        assert caught.value.codes == ("evidence-missing",)

    def test_an_organisation_moved_to_another_constituency_leaves_its_verdict_where_it_was_given(
        self, people: People, opened: Round
    ) -> None:
        one = accepted(people, "clear-water")
        other = draft(people, "clear-water", "CEDAW-7-A@KGZ")
        people.organisations["clear-water"].__class__.objects.filter(code="clear-water").update(constituency="EXP")
        late = submit_assessment(actor=people.actor("clear-water"), uid=other.uid, now=COLLECTING)
        assert late.constituency == "EXP"  # handed in after the move
        advance(REPLYING)
        kept = Assessment.objects.get(pk=one.pk)
        assert (kept.constituency, kept.state) == ("CSO", "open-for-reply")
        assert [(position.constituency, position.n) for position in kept.round.positions.all()] == [("CSO", 1)]

    def test_after_the_last_day_nothing_is_handed_in(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        advance(REVIEWING)
        with pytest.raises(TransitionRefused) as caught:
            submit_assessment(actor=people.actor("clear-water"), uid=one.uid, now=REVIEWING)
        assert caught.value.codes == ("round-takes-no-verdicts",)

    def test_what_was_handed_in_is_no_draft(self, people: People, opened: Round) -> None:
        one = submitted(people, "clear-water")
        with pytest.raises(InvalidInput, match="no draft"):
            save_draft(actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, level="I4")

    def test_a_scale_retired_in_mid_round_is_the_round_s_to_its_end(
        self, people: People, opened: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Invariant 7: no new version of a scale regrades what was begun with another."""
        old = scale.IMPLEMENTATION_SCALE
        retired = scale.ScaleVersion(old.vocabulary, old.version, old.terms, retired_on=COLLECTING.date())
        newer = scale.ScaleVersion(old.vocabulary, "2027-01", (("Z1", 1), ("Z0", 0)))
        monkeypatch.setitem(scale.SCALES, retired.id, retired)
        monkeypatch.setitem(scale.SCALES, newer.id, newer)
        one = accepted(people, "clear-water")
        with pytest.raises(InvalidInput):
            draft(people, "mountain-voice", level="Z1")
        advance(REPLYING)
        assert Assessment.objects.get(pk=one.pk).level == "I2"
        assert opened.positions.get().level == "I2"
        assert Round.objects.get(pk=opened.pk).implementation_scale == old.id
        late = round_of("2027-1", calendar=shifted(timedelta(days=365)))
        assert [step.round_code for step in advance_rounds(now=COLLECTING + timedelta(days=365))].count(late.code) == 0


@pytest.mark.django_db
class TestTakingBack:
    def test_a_draft_taken_back_leaves_nothing_for_others_and_its_words_for_its_own(
        self, people: People, opened: Round
    ) -> None:
        one = submitted(people, "clear-water")
        withdraw_assessment(actor=people.actor("clear-water"), uid=one.uid, reason="error", now=COLLECTING)
        kept = Assessment.objects.get(pk=one.pk)
        assert (kept.state, kept.level, dict(kept.narrative)) == ("withdrawn", "", {})
        assert [version.action for version in kept.versions.all()] == ["submit", "withdraw"]
        assert kept.versions.get(action="submit").content["level"] == "I2"
        assert verify().faults == ()

    def test_a_reason_that_is_none_and_a_second_time_are_refused(self, people: People, opened: Round) -> None:
        one = submitted(people, "clear-water")
        with pytest.raises(InvalidInput):
            withdraw_assessment(actor=people.actor("clear-water"), uid=one.uid, reason="regret", now=COLLECTING)
        withdraw_assessment(actor=people.actor("clear-water"), uid=one.uid, reason="error", now=COLLECTING)
        with pytest.raises(TransitionRefused):
            withdraw_assessment(actor=people.actor("clear-water"), uid=one.uid, reason="error", now=COLLECTING)

    def test_what_is_open_to_all_counts_no_more_once_it_is_taken_back(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water", level="I0")
        accepted(people, "mountain-voice", level="I4")
        advance(REPLYING)
        assert opened.positions.get().level == "I0"
        withdraw_assessment(actor=people.actor("clear-water"), uid=one.uid, reason="error", now=REPLYING)
        assert (opened.positions.get().level, opened.positions.get().n) == ("I4", 1)
