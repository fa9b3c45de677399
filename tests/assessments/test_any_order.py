"""Whatever people do in whatever order, the round keeps its rules: a random walk through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.assessments.people import KEY, OTHER_KEY, PASSED, People, at, item_of, reviewer_for, round_of
from tests.assessments.test_results import rows_of
from tests.world import both
from ubada.access.engine import Refused
from ubada.assessments import queries, services
from ubada.assessments.models import Assessment, Position, Review, Round
from ubada.assessments.rules.lifecycle.assessment import ASSESSMENT, AssessmentAction
from ubada.assessments.rules.positions import find_positions
from ubada.assessments.rules.refusal import RuleBroken
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.services.results import open_verdicts
from ubada.evidence.services import withdraw_item
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify

NO = (Refused, RuleBroken, InvalidInput, ObjectDoesNotExist, services.EditConflict)
"""How a service says no; anything else is a fault."""
GIVERS = ("ministry", "clear-water", "mountain-voice", "akyikatchy")
givers = st.sampled_from(GIVERS)
keys = st.sampled_from([KEY, OTHER_KEY])
levels = st.sampled_from(["I4", "I2", "I0", "IR", "IU"])
ORDER = list(RoundState)


class AnyOrder(RuleBasedStateMachine):
    """One round, four organisations, two commitments, a clock that may jump, and everybody in a hurry."""

    people: ClassVar[People]

    @initialize(ready=st.lists(st.tuples(givers, keys, levels), min_size=2, max_size=6, unique_by=lambda one: one[:2]))
    def begin(self, ready: list[tuple[str, str, str]]) -> None:
        """A round that has some verdicts ready, so that a walk of few steps gets somewhere."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.round = round_of()
        self.now = at(date(2026, 7, 2))
        services.advance_rounds(now=self.now)
        self.stage = RoundState.OPEN
        self.texts = 0
        for organisation, key, level in ready:
            self.all_the_way(organisation, key, level)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            try:
                assert verify().faults == ()
            finally:
                transaction.set_rollback(True)
                self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[..., Any], **given: Any) -> Any:
        """Do it if it is allowed; what is refused has changed nothing."""
        before = Assessment.objects.count(), Review.objects.count()
        try:
            with transaction.atomic():
                return act(**given)
        except NO:
            assert before == (Assessment.objects.count(), Review.objects.count())
            return None

    def uid(self, organisation: str, key: str) -> str:
        found = Assessment.objects.filter(organisation__code=organisation, state_commitment=key)
        return found.values_list("uid", flat=True).first() or ""

    def writer(self, organisation: str) -> Any:
        return self.people.actor(f"{organisation}.assessor")

    @rule(organisation=givers, key=keys, level=levels, with_evidence=st.booleans(), shared=st.booleans())
    def write(self, organisation: str, key: str, level: str, with_evidence: bool, shared: bool) -> None:
        actor = self.writer(organisation)
        one = self.attempt(
            services.begin_assessment, actor=actor, round_code="2026-2", state_commitment=key,
            organisation=organisation, now=self.now,
        )  # fmt: skip
        if one is None:
            return
        self.texts += 1
        text = "One text for many." if shared else f"Text {self.texts}"
        self.attempt(
            services.save_draft, actor=actor, uid=one.uid, seen_version=one.version, level=level, has_declared=True,
            gap="refused" if level == "IU" else "", narrative=both(text),
        )  # fmt: skip
        if with_evidence:
            item = item_of(self.people, organisation)
            self.attempt(
                services.link_evidence, actor=actor, uid=one.uid, item=item.pk, bearing="supports", reliability="B",
                credibility="2",
            )  # fmt: skip

    @rule(organisation=givers, key=keys, stale=st.integers(0, 1))
    def hand_in(self, organisation: str, key: str, stale: int) -> None:
        version = Assessment.objects.filter(pk=self.uid(organisation, key)).values_list("version", flat=True).first()
        self.attempt(
            services.submit_assessment, actor=self.writer(organisation), uid=self.uid(organisation, key),
            seen_version=(version or 1) - stale, now=self.now,
        )  # fmt: skip

    @rule(organisation=givers, key=keys, own=st.booleans())
    def take_up(self, organisation: str, key: str, own: bool) -> None:
        who = f"{organisation}.reviewer" if own else reviewer_for(organisation)
        self.attempt(services.begin_review, actor=self.people.actor(who), uid=self.uid(organisation, key), now=self.now)

    @rule(organisation=givers, key=keys, decision=st.sampled_from(["accepted", "accepted", "returned"]))
    def decide(self, organisation: str, key: str, decision: str) -> None:
        self.attempt(
            services.decide_review, actor=self.people.actor(reviewer_for(organisation)),
            uid=self.uid(organisation, key), decision=decision, checklist=PASSED, comments="Say when.", now=self.now,
        )  # fmt: skip

    @rule(organisation=givers, key=keys, level=levels)
    def all_the_way(self, organisation: str, key: str, level: str) -> None:
        """What usually happens."""
        self.write(organisation, key, level, with_evidence=True, shared=False)
        self.hand_in(organisation, key, 0)
        self.take_up(organisation, key, own=False)
        self.decide(organisation, key, "accepted")

    @rule(organisation=givers, key=keys)
    def revise(self, organisation: str, key: str) -> None:
        uid = self.uid(organisation, key)
        self.attempt(services.revise_assessment, actor=self.writer(organisation), uid=uid, now=self.now)

    @rule(organisation=givers, key=keys, by=st.sampled_from(GIVERS), late=st.booleans())
    def reply(self, organisation: str, key: str, by: str, late: bool) -> None:
        now = self.now + timedelta(days=40) if late else self.now
        replied = self.attempt(
            services.reply_to_assessment, actor=self.writer(by), uid=self.uid(organisation, key), organisation=by,
            text=both("No."), now=now,
        )  # fmt: skip
        assert replied is None or self.round.calendar.reply_window.holds(now)
        assert replied is None or by != organisation

    @rule(organisation=givers, key=keys, reason=st.sampled_from(["error", "security"]))
    def withdraw(self, organisation: str, key: str, reason: str) -> None:
        self.attempt(
            services.withdraw_assessment, actor=self.writer(organisation), uid=self.uid(organisation, key),
            reason=reason, now=self.now,
        )  # fmt: skip

    @rule(organisation=givers, key=keys)
    def correct(self, organisation: str, key: str) -> None:
        self.attempt(
            services.correct_assessment, actor=self.writer(organisation), uid=self.uid(organisation, key),
            correction=both("It was May."), now=self.now,
        )  # fmt: skip

    @rule(organisation=givers)
    def withdraw_evidence(self, organisation: str) -> None:
        item = self.people.organisations[organisation].evidence.filter(is_withdrawn=False).first()
        if item is not None:
            withdraw_item(actor=self.writer(organisation), uid=item.pk, reason="consent")

    @rule(days=st.sampled_from([-30, 1, 25, 45, 60]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        services.advance_rounds(now=self.now)
        if Round.objects.get(pk="2026-2").stage is RoundState.EDITION_FROZEN:
            self.attempt(services.name_edition, actor=self.people.actor("editor"), code="2026-2", edition="7")

    @invariant()
    def the_round_never_goes_back(self) -> None:
        stage = Round.objects.get(pk="2026-2").stage
        assert ORDER.index(stage) >= ORDER.index(self.stage)
        self.stage = stage

    @invariant()
    def every_verdict_stands_where_its_steps_lead(self) -> None:
        for one in Assessment.objects.prefetch_related("versions"):
            state = AssessmentState.DRAFT
            for version in one.versions.all():
                step = ASSESSMENT.of(AssessmentAction(version.action))
                assert state in step.sources
                state = step.target
            assert one.state == state.value

    @invariant()
    def all_that_are_open_were_opened_at_one_moment(self) -> None:
        opened = set(Assessment.objects.filter(opened_at__isnull=False).values_list("opened_at", flat=True))
        assert opened <= {self.round.calendar.reply_window.opens}

    @invariant()
    def rows_are_what_the_rules_find(self) -> None:
        one = Round.objects.get(pk="2026-2")
        found = find_positions(open_verdicts(one))
        rows = {(row.state_commitment_id, row.constituency): row.level for row in Position.objects.all()}
        assert rows == {tuple(key): position.level for key, position in found.items()}
        if rows:
            before = rows_of(one)
            services.refresh_results(one)
            assert rows_of(one) == before

    @invariant()
    def an_official_sees_what_is_open_and_its_own(self) -> None:
        shown = {
            one.uid for key in (KEY, OTHER_KEY) for one in queries.assessments_on(self.people.actor("ministry"), key)
        }
        assert shown == set(Assessment.objects.filter(opened_at__isnull=False).values_list("uid", flat=True))

    @invariant()
    def the_database_agrees(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_the_round_keeps_its_rules(people: People) -> None:
    AnyOrder.people = people
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
