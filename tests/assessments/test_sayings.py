"""Joint findings with their dissent, why sides differ, measures that are claimed, and grades of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    KEY,
    OTHER_KEY,
    PUBLISHED,
    REPLYING,
    SYSTEM,
    People,
    accepted,
    advance,
    draft,
    item_of,
)
from tests.world import both
from ubada.access.engine import Refused
from ubada.assessments import queries
from ubada.assessments.models import DivergenceNote, Finding, FindingVote, GradeGiven, Measure, Round
from ubada.assessments.rules.scale import Cooperation, Level
from ubada.assessments.services import (
    GradeRow,
    adopt_finding,
    claim_measure,
    explain_divergence,
    name_edition,
    propose_finding,
    record_grades,
    save_draft,
    vote_on_finding,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db
HTML = "<script>alert(1)</script>"


@pytest.fixture
def replying(people: People, opened: Round) -> Round:
    """A round open for reply in which state and civil society are opposed."""
    accepted(people, "ministry", level="I4")
    accepted(people, "clear-water", level="I0")
    advance(REPLYING)
    opened.refresh_from_db()
    return opened


def propose(people: People, **more: object) -> Finding:
    given: dict = {"state_commitment": KEY, "text": both("We agree on this."), "level": "I1", "now": REPLYING}
    return propose_finding(actor=people.actor("editor"), round_code="2026-2", **(given | more))


def vote(people: People, one: Finding, organisation: str, *, agrees: bool = True, **more: object) -> FindingVote:
    given: dict = {"dissent": None if agrees else both("We see it otherwise."), "now": REPLYING}
    return vote_on_finding(
        actor=people.actor(organisation), uid=one.uid, organisation=organisation, agrees=agrees, **(given | more)
    )


class TestFindings:
    @pytest.mark.parametrize(
        ("votes", "basis"),
        [
            ({"ministry": True, "clear-water": True}, "consensus"),
            ({"ministry": False, "clear-water": True, "akyikatchy": True}, "majority"),
            ({"ministry": False, "clear-water": True}, None),
            ({"ministry": False, "osce-office": False, "clear-water": True, "akyikatchy": True}, None),
            ({"clear-water": True}, None),
            ({}, None),
        ],
    )
    def test_a_finding_is_adopted_by_consensus_or_a_majority_of_those_that_voted(
        self, people: People, replying: Round, votes: dict[str, bool], basis: str | None
    ) -> None:
        one = propose(people)
        for organisation, agrees in votes.items():
            vote(people, one, organisation, agrees=agrees)
        if basis is None:
            with pytest.raises(InvalidInput, match="No majority"):
                adopt_finding(actor=people.actor("editor"), uid=one.uid, now=REPLYING)
            return
        assert adopt_finding(actor=people.actor("editor"), uid=one.uid, now=REPLYING).basis == basis
        assert verify().faults == ()

    def test_a_finding_leaves_the_positions_where_they_are(self, people: People, replying: Round) -> None:
        before = list(replying.positions.values_list("constituency", "level"))
        one = propose(people)
        vote(people, one, "ministry")
        vote(people, one, "clear-water")
        adopt_finding(actor=people.actor("editor"), uid=one.uid, now=REPLYING)
        assert list(replying.positions.values_list("constituency", "level")) == before

    def test_one_organisation_speaks_for_a_constituency_and_may_change_its_mind(
        self, people: People, replying: Round
    ) -> None:
        one = propose(people)
        vote(people, one, "clear-water")
        with pytest.raises(InvalidInput, match="another organisation"):
            vote(people, one, "mountain-voice")
        vote(people, one, "clear-water", agrees=False)
        assert [(each.constituency, each.agrees) for each in one.votes.all()] == [("CSO", False)]

    @pytest.mark.parametrize("who", ["village-union", "law-faculty", "fund", "ministry-uzb"])
    def test_who_has_no_vote_here_casts_none(self, people: People, replying: Round, who: str) -> None:
        one = propose(people)
        with pytest.raises((Refused, InvalidInput, Finding.DoesNotExist)):
            vote(people, one, who)

    def test_a_vote_is_the_coordinator_s(self, people: People, replying: Round) -> None:
        one = propose(people)
        with pytest.raises(Refused):
            vote_on_finding(
                actor=people.actor("ministry.assessor"), uid=one.uid, organisation="ministry", agrees=True, now=REPLYING
            )

    def test_dissent_says_why_and_is_printed(self, people: People, replying: Round) -> None:
        one = propose(people)
        with pytest.raises(InvalidInput, match="otherwise"):
            vote(people, one, "ministry", agrees=False, dissent=None)
        vote(people, one, "ministry", agrees=False, dissent={"en": HTML})
        vote(people, one, "clear-water")
        vote(people, one, "akyikatchy")
        adopt_finding(actor=people.actor("editor"), uid=one.uid, now=REPLYING)
        shown = queries.finding(people.actor("clear-water"), one.uid)
        assert [(each.constituency, dict(each.dissent)) for each in shown.votes if not each.agrees] == [
            ("STA", {"en": HTML})
        ]

    @pytest.mark.parametrize(
        ("more", "said"),
        [({"text": {}}, "language"), ({"level": "IN"}, "list"), ({"level": "I9"}, "list"),
         ({"state_commitment": "CEDAW-7@XXX"}, "not in the round"), ({"text": {"en": "x" * 5001}}, "longer")],
    )  # fmt: skip
    def test_a_proposal_that_is_none_is_refused(self, people: People, replying: Round, more: dict, said: str) -> None:
        with pytest.raises(InvalidInput, match=said):
            propose(people, **more)

    def test_sides_are_brought_together_between_opening_and_freezing_alone(self, people: People, opened: Round) -> None:
        accepted(people, "ministry")
        with pytest.raises(InvalidInput, match="brought together"):
            propose(people, now=COLLECTING)
        advance(REPLYING)
        one = propose(people)
        vote(people, one, "ministry")
        vote(people, one, "clear-water")
        advance(FROZEN)
        for late in (
            lambda: vote(people, one, "akyikatchy", now=FROZEN),
            lambda: adopt_finding(actor=people.actor("editor"), uid=one.uid, now=FROZEN),
        ):
            with pytest.raises(InvalidInput, match="brought together"):
                late()

    def test_what_is_adopted_is_voted_on_no_more(self, people: People, replying: Round) -> None:
        one = propose(people)
        vote(people, one, "ministry")
        vote(people, one, "clear-water")
        adopt_finding(actor=people.actor("editor"), uid=one.uid, now=REPLYING)
        with pytest.raises(InvalidInput, match="adopted"):
            vote(people, one, "akyikatchy")

    @pytest.mark.parametrize("who", ["ministry", "clear-water", "reader", "fund"])
    def test_only_the_secretariat_proposes_and_adopts(self, people: People, replying: Round, who: str) -> None:
        one = propose(people)
        with pytest.raises(Refused):
            propose_finding(
                actor=people.actor(who), round_code="2026-2", state_commitment=KEY, text=both("Mine"), now=REPLYING
            )
        with pytest.raises((Refused, Finding.DoesNotExist)):
            adopt_finding(actor=people.actor(who), uid=one.uid, now=REPLYING)


class TestExplanations:
    def explain(self, people: People, who: str = "ministry", **more: object) -> DivergenceNote:
        given: dict = {
            "round_code": "2026-2", "state_commitment": KEY, "sides": ("CSO", "STA"), "resolution": "period",
            "text": both("They look at 2023."), "organisation": who, "now": REPLYING,
        }  # fmt: skip
        return explain_divergence(actor=people.actor(who), **(given | more))

    def test_a_side_explains_and_everybody_reads_it_once_published(self, people: People, replying: Round) -> None:
        note = self.explain(people, text={"en": HTML})
        assert (note.first, note.second) == ("STA", "CSO")
        assert queries.notes_on(people.actor("reader"), KEY) == []
        advance(FROZEN)
        name_edition(actor=people.actor("editor"), code="2026-2", edition="7")
        advance(PUBLISHED)
        told = queries.notes_on(people.actor("reader"), KEY)
        assert [(dict(each.text), each.said_by) for each in told] == [({"en": HTML}, "STA")]
        assert verify().faults == ()

    @pytest.mark.parametrize(
        ("who", "more"),
        [
            ("akyikatchy", {}), ("ministry", {"sides": ("STA", "STA")}), ("ministry", {"sides": ("STA", "XXX")}),
            ("ministry", {"resolution": "mood"}), ("ministry", {"text": {}}), ("ministry", {"sides": ("CSO", "COM")}),
            ("ministry", {"state_commitment": OTHER_KEY}),
        ],
    )  # fmt: skip
    def test_what_explains_no_difference_of_these_sides_is_refused(
        self, people: People, replying: Round, who: str, more: dict
    ) -> None:
        with pytest.raises(InvalidInput):
            self.explain(people, who, **more)

    @pytest.mark.parametrize("who", ["village-union", "fund"])
    def test_who_explains_nothing_is_refused(self, people: People, replying: Round, who: str) -> None:
        with pytest.raises(Refused):
            self.explain(people, who)


class TestMeasures:
    def claim(self, people: People, who: str = "ministry", **more: object) -> Measure:
        given: dict = {
            "organisation": who, "state": "KGZ", "kind": "law", "title": both("Law on equal rights"),
            "state_commitments": [KEY], "dated": "2024-05", "body": "Parliament",
        }  # fmt: skip
        return claim_measure(actor=people.actor(who), **(given | more))

    def test_a_claim_is_its_claimant_s_and_is_weighed_by_others(self, people: People, opened: Round) -> None:
        item = item_of(people, "ministry")
        one = self.claim(people, title={"en": HTML}, evidence=[item.pk])
        shown = queries.measures_on(people.actor("reader"), KEY)
        assert [(each.measure, each.claimed_as, dict(each.measure.title)) for each in shown] == [
            (one, "STA", {"en": HTML})
        ]
        assert shown[0].evidence == ()  # public only once a published verdict cites it
        verdict = draft(people, "clear-water")
        save_draft(actor=people.actor("clear-water"), uid=verdict.uid, seen_version=verdict.version, measures=[one.uid])
        assert queries.assessment(people.actor("clear-water"), verdict.uid).measures == (one,)
        assert verify().faults == ()

    def test_a_measure_of_another_state_is_not_weighed(self, people: People, opened: Round) -> None:
        one = self.claim(people, "ministry-uzb", state="UZB", state_commitments=["CEDAW-7@UZB"])
        verdict = draft(people, "clear-water")
        with pytest.raises(InvalidInput):
            save_draft(
                actor=people.actor("clear-water"), uid=verdict.uid, seen_version=verdict.version, measures=[one.uid]
            )

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"kind": "speech"}, "kind"), ({"title": {}}, "title"), ({"dated": "soon"}, "dated"),
            ({"state": "UZB", "state_commitments": ["CEDAW-7@UZB"]}, "state"), ({"state_commitments": []},
            "state_commitments"), ({"state_commitments": ["CEDAW-7@UZB"]}, "state_commitments"),
            ({"body": "x" * 301}, "body"), ({"evidence": ["nothing"]}, "evidence"),
        ],
    )  # fmt: skip
    def test_a_claim_that_is_none_is_refused_by_field(self, people: People, more: dict, field: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            self.claim(people, **more)
        assert caught.value.problems[0].field == field
        assert not Measure.objects.exists()

    @pytest.mark.parametrize("who", ["fund", "outsider", "reader"])
    def test_who_grades_nothing_claims_nothing(self, people: People, who: str) -> None:
        with pytest.raises(Refused):
            claim_measure(
                actor=people.actor(who), organisation="fund", state="KGZ", kind="law", title=both("A law"),
                state_commitments=[KEY],
            )  # fmt: skip


ROW = GradeRow(
    key="HRC/KGZ/2019/12", grading="hrc-followup", grade="B", state_commitment=KEY, given_on="2019-03",
    paragraph="para. 12", source_title="Report on follow-up", source_url="https://example.org/ccpr",
)  # fmt: skip


class TestGrades:
    def test_grades_are_taken_over_as_given_and_again_change_nothing(self, people: People) -> None:
        rows = [ROW, replace(ROW, key="HRC/KGZ/2019/14", grade="D", paragraph="para. 14")]
        assert record_grades(actor=people.actor("editor"), rows=rows).added == 2
        again = record_grades(actor=people.actor("editor"), rows=rows)
        assert (again.added, again.changed, again.same) == (0, 0, 2)
        shown = queries.grades_on(people.actor("reader"), KEY)
        assert [(each.grade.grade, each.translation.levels, each.translation.cooperation) for each in shown] == [
            ("B", (Level.INITIAL, Level.PARTIAL), None), ("D", (), Cooperation.NO_REPLY),
        ]  # fmt: skip
        assert verify().faults == ()

    def test_a_grade_that_its_source_corrected_is_corrected(self, people: People) -> None:
        record_grades(actor=SYSTEM, rows=[ROW])
        uid = GradeGiven.objects.get().uid
        told = record_grades(actor=SYSTEM, rows=[replace(ROW, grade="C")])
        assert (told.added, told.changed) == (0, 1)
        assert (GradeGiven.objects.get().grade, GradeGiven.objects.get().uid) == ("C", uid)
        assert verify().faults == ()

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"grading": "none"}, "grading"), ({"grade": "F"}, "code"), ({"paragraph": " "}, "paragraph"),
            ({"state_commitment": "X@KGZ"}, "state_commitment"), ({"document": "X"}, "document"),
            ({"given_on": "soon"}, "given_on"), ({"source_url": "javascript:alert(1)"}, "source_url"),
            ({"source_title": "x" * 301}, "source_title"),
        ],
    )  # fmt: skip
    def test_every_row_that_is_wrong_is_named_and_none_is_written(self, people: People, more: dict, field: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            record_grades(actor=SYSTEM, rows=[replace(ROW, key="right"), replace(ROW, **more)])
        assert [(problem.record, problem.field) for problem in caught.value.problems] == [(ROW.key, field)]
        assert not GradeGiven.objects.exists()

    @pytest.mark.parametrize("who", ["reader", "ministry", "clear-water", "fund"])
    def test_only_the_secretariat_takes_grades_over(self, people: People, who: str) -> None:
        with pytest.raises(Refused):
            record_grades(actor=people.actor(who), rows=[ROW])
