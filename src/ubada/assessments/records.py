"""How rounds, verdicts and what is said on them are written down for the ledger.

What a verdict says is known here by the hash of its content alone, and nobody's name appears. The steps that a calendar
takes with every verdict of a round at once are the round's: a verdict's record tells how far people brought it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from ubada.assessments.models import (
    Assessment,
    DivergenceNote,
    EvidenceLink,
    Finding,
    FindingVote,
    GradeGiven,
    Measure,
    Reply,
    Review,
    Round,
)
from ubada.assessments.rules.states import AssessmentState
from ubada.kernel.canonical import record_hash
from ubada.ledger.records import Record, RecordType, register
from ubada.ledger.services import Change
from ubada.register.shapes import plain

AS_MANY_AT_ONCE: Final = 2000
MILESTONES: Final = (
    "period_from", "period_to", "opens", "closes", "review_from", "review_until", "reply_from", "reply_until",
    "freezes", "publishes",
)  # fmt: skip


def content_of(one: Assessment) -> dict[str, Any]:
    """What a verdict says, as a version keeps it: no name of a person or an organisation, no state, no date."""
    return {
        "constituency": one.constituency,
        "level": one.level,
        "gap": one.gap,
        "cooperation": one.cooperation,
        "trend": one.trend,
        "narrative": plain(one.narrative),
        "shared_draft": one.shared_draft,
        "measures": sorted(_keys(one, "measures")),
        "facts": sorted(_keys(one, "facts")),
        "evidence": [link_content(each) for each in sorted(_links(one), key=_link_order)],
        "has_declared": one.has_declared,
        "conflict_of_interest": one.conflict_of_interest,
        "is_name_protected": one.is_name_protected,
        "correction": plain(one.correction),
    }


def _keys(one: Assessment, name: str) -> Iterable[Any]:
    """The keys of what a verdict weighs; what was read with many verdicts at once is not read again."""
    found = getattr(one, name)
    keys: Iterable[Any] = (
        (each.pk for each in found.all()) if _is_read(one, name) else found.order_by().values_list("pk", flat=True)
    )
    return keys


def _links(one: Assessment) -> Iterable[EvidenceLink]:
    # The order of links is that of everything they hang on, which costs more than the links.
    return one.evidence_links.all() if _is_read(one, "evidence_links") else one.evidence_links.order_by()


def _is_read(one: Assessment, name: str) -> bool:
    return name in getattr(one, "_prefetched_objects_cache", {})


def link_content(link: EvidenceLink) -> dict[str, str]:
    """What a link says: the item, where in it, for or against, and how far it can be relied on."""
    return {
        "item": link.item_id,
        "bearing": link.bearing,
        "pinpoint": link.pinpoint,
        "reliability": link.reliability,
        "credibility": link.credibility,
    }


def assessment_record(one: Assessment) -> Record:
    """The canonical record of a verdict, published or not."""
    state = AssessmentState(one.state)
    return {
        "uid": one.uid,
        "round": one.round_id,
        "state_commitment": one.state_commitment_id,
        "organisation": one.organisation.code,
        "stage": AssessmentState.ACCEPTED.value if state.is_open_to_all else state.value,
        "withdrawal_reason": one.withdrawal_reason,
        "content_sha256": record_hash(content_of(one)),
    }


def verdict_record(one: Assessment) -> Record:
    """The canonical record of a verdict that was published: what everybody may know of it, and its tombstone."""
    is_withdrawn = one.state == AssessmentState.WITHDRAWN
    return verdict_known(
        uid=one.uid,
        round_code=one.round_id,
        state_commitment=one.state_commitment_id,
        constituency=one.constituency,
        organisation=None if one.is_name_protected or is_withdrawn else one.organisation.code,
        content_sha256=None if is_withdrawn else record_hash(content_of(one)),
        withdrawn=one.withdrawal_reason or None,
    )


def verdict_known(
    *,
    uid: str,
    round_code: str,
    state_commitment: str,
    constituency: str,
    organisation: str | None,
    content_sha256: str | None,
    withdrawn: str | None = None,
) -> Record:
    """The record of a published verdict from its parts; no organisation where its name is protected."""
    return {
        "uid": uid,
        "round": round_code,
        "state_commitment": state_commitment,
        "constituency": constituency,
        "organisation": organisation,
        "withdrawn": withdrawn,
        "content_sha256": content_sha256,
    }


def round_record(one: Round) -> Record:
    """The canonical record of a round."""
    return {
        "code": one.code,
        "title": plain(one.title),
        "zone": one.zone,
        **{name: getattr(one, name).isoformat() for name in MILESTONES},
        "state": one.state,
        "states": sorted(state.code for state in one.states.all()),
        "asked": one.asked,
        "implementation_scale": one.implementation_scale,
        "cooperation_scale": one.cooperation_scale,
        "trend_scale": one.trend_scale,
        "method": one.method,
        "edition": one.edition,
        "is_practice": one.is_practice,
        "scope_sha256": record_hash(sorted(one.scope.values_list("state_commitment_id", flat=True))),
        "moves": [
            [move.milestone, move.before.isoformat(), move.after.isoformat(), move.reason] for move in one.moves.all()
        ],
    }


def review_record(one: Review) -> Record:
    """The canonical record of a review; who reviewed is the organisation."""
    return {
        "assessment": one.assessment_id,
        "version": one.version,
        "organisation": one.organisation.code,
        "organisations": sorted(one.organisations),
        "checklist": one.checklist,
        "decision": one.decision,
        "comments_sha256": record_hash(one.comments),
    }


def reply_record(one: Reply) -> Record:
    """The canonical record of a reply."""
    return {
        "uid": one.uid,
        "assessment": one.assessment_id,
        "organisation": one.organisation.code,
        "constituency": one.constituency,
        "is_name_protected": one.is_name_protected,
        "text_sha256": record_hash(plain(one.text)),
        "evidence": sorted(item.pk for item in one.evidence.all()),
        "received_at": one.received_at.isoformat(),
    }


def finding_record(one: Finding) -> Record:
    """The canonical record of a joint finding with its votes."""
    return {
        "uid": one.uid,
        "round": one.round_id,
        "state_commitment": one.state_commitment_id,
        "text_sha256": record_hash(plain(one.text)),
        "level": one.level,
        "basis": one.basis,
        "votes": [_vote(each) for each in sorted(one.votes.all(), key=lambda vote: vote.constituency)],
    }


def _vote(one: FindingVote) -> list[Any]:
    return [one.constituency, one.organisation.code, one.agrees, record_hash(plain(one.dissent))]


def note_record(one: DivergenceNote) -> Record:
    """The canonical record of an explanation of a divergence."""
    return {
        "uid": one.uid,
        "round": one.round_id,
        "state_commitment": one.state_commitment_id,
        "sides": [one.first, one.second],
        "resolution": one.resolution,
        "organisation": one.organisation.code,
        "text_sha256": record_hash(plain(one.text)),
    }


def measure_record(one: Measure) -> Record:
    """The canonical record of what somebody says was done."""
    return {
        "uid": one.uid,
        "state": one.state_id,
        "kind": one.kind,
        "title": plain(one.title),
        "summary": plain(one.summary),
        "dated": str(one.dated) if one.dated else None,
        "body": one.body,
        "claimant": one.claimant.code,
        "claimed_as": one.claimed_as,
        "state_commitments": sorted(each.pk for each in one.state_commitments.all()),
        "evidence": sorted(each.pk for each in one.evidence.all()),
    }


def grade_record(one: GradeGiven) -> Record:
    """The canonical record of a grade that a body gave elsewhere."""
    return {
        "key": one.key,
        "grading": one.grading,
        "grade": one.grade,
        "state_commitment": one.state_commitment_id,
        "given_on": str(one.given_on),
        "document": one.document_id,
        "paragraph": one.paragraph,
        "source_title": one.source_title,
        "source_url": one.source_url,
    }


def assessment_changes(one: Assessment) -> list[Change]:
    """The ledger's notes of a verdict as it now stands: inside, and as the public knows it once it was published."""
    notes = [Change("assessment", one.uid, record_hash(assessment_record(one)))]
    if one.published_at is not None:
        notes.append(Change("verdict", one.uid, record_hash(verdict_record(one))))
    return notes


def round_change(one: Round) -> Change:
    """The ledger's note of a round as it now stands."""
    return Change("round", one.code, record_hash(round_record(one)))


def review_change(one: Review) -> Change:
    """The ledger's note of a review as it now stands."""
    return Change("review", str(one.pk), record_hash(review_record(one)))


def reply_change(one: Reply) -> Change:
    """The ledger's note of a reply."""
    return Change("reply", one.uid, record_hash(reply_record(one)))


def finding_change(one: Finding) -> Change:
    """The ledger's note of a joint finding as it now stands."""
    return Change("finding", one.uid, record_hash(finding_record(one)))


def note_change(one: DivergenceNote) -> Change:
    """The ledger's note of an explanation of a divergence."""
    return Change("divergence_note", one.uid, record_hash(note_record(one)))


def measure_change(one: Measure) -> Change:
    """The ledger's note of a measure."""
    return Change("measure", one.uid, record_hash(measure_record(one)))


def grade_change(one: GradeGiven) -> Change:
    """The ledger's note of a grade of others."""
    return Change("grade_given", one.key, record_hash(grade_record(one)))


def _link_order(link: EvidenceLink) -> tuple[str, str]:
    return link.item_id, link.pinpoint


def _assessments() -> Iterator[tuple[str, Record]]:
    rows = Assessment.objects.select_related("organisation").order_by("pk")
    rows = rows.prefetch_related("evidence_links", "measures", "facts")
    for one in rows.iterator(chunk_size=AS_MANY_AT_ONCE):
        yield one.uid, assessment_record(one)


def _verdicts() -> Iterator[tuple[str, Record]]:
    rows = Assessment.objects.filter(published_at__isnull=False).select_related("organisation").order_by("pk")
    rows = rows.prefetch_related("evidence_links", "measures", "facts")
    for one in rows.iterator(chunk_size=AS_MANY_AT_ONCE):
        yield one.uid, verdict_record(one)


def _rounds() -> Iterator[tuple[str, Record]]:
    for one in Round.objects.prefetch_related("states", "moves"):
        yield one.code, round_record(one)


def _reviews() -> Iterator[tuple[str, Record]]:
    for one in Review.objects.select_related("organisation").iterator():
        yield str(one.pk), review_record(one)


def _replies() -> Iterator[tuple[str, Record]]:
    rows = Reply.objects.select_related("organisation").prefetch_related("evidence").order_by("pk")
    for one in rows.iterator(chunk_size=AS_MANY_AT_ONCE):
        yield one.uid, reply_record(one)


def _findings() -> Iterator[tuple[str, Record]]:
    for one in Finding.objects.prefetch_related("votes__organisation"):
        yield one.uid, finding_record(one)


def _notes() -> Iterator[tuple[str, Record]]:
    for one in DivergenceNote.objects.select_related("organisation"):
        yield one.uid, note_record(one)


def _measures() -> Iterator[tuple[str, Record]]:
    rows = Measure.objects.select_related("claimant").prefetch_related("state_commitments", "evidence")
    for one in rows.iterator(chunk_size=AS_MANY_AT_ONCE):
        yield one.uid, measure_record(one)


def _grades() -> Iterator[tuple[str, Record]]:
    for one in GradeGiven.objects.all():
        yield one.key, grade_record(one)


# What is done with drafts, reviews and replies is the work of desks and leaves public pages as they are; once a round
# is published, its verdicts are known as "verdict".
register(RecordType("assessment", _assessments, is_inner=True))
register(RecordType("review", _reviews, is_inner=True))
register(RecordType("reply", _replies, is_inner=True))
register(RecordType("verdict", _verdicts))
register(RecordType("round", _rounds))
register(RecordType("finding", _findings, is_inner=True))
register(RecordType("divergence_note", _notes, is_inner=True))
register(RecordType("measure", _measures))
register(RecordType("grade_given", _grades))
