"""A round as records: what everybody may read of it, and what follows from that, in canonical form.

Records carry no identifier of the installation's own for what people wrote: such identifiers tell when something was
begun, and two that lie close together would tell whose a protected verdict is. A verdict is known by its commitment
and the number of its voice, a piece of evidence by a hash of what is printed of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ubada.access.actors import Actor
from ubada.assessments.models import Round
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries import changes_since, publishing, round_or_none, rounds
from ubada.assessments.queries.showing import ReplyShown, VerdictShown
from ubada.assessments.records import MILESTONES
from ubada.assessments.rules.comparison import MoveKind
from ubada.assessments.rules.divergence import divergences_of
from ubada.assessments.rules.positions import Position, find_positions
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency, PositionKey, Verdict
from ubada.editions.rounds.kinds import ROUND_KINDS
from ubada.evidence.models import EvidenceItem
from ubada.kernel.canonical import record_hash
from ubada.organisations.models import Organisation
from ubada.register.shapes import Record, plain

Records = dict[str, dict[str, Record]]
FREEZER: Final = Actor.system("edition build")
SHORT: Final = 20
"""How many figures of a hash name a piece of evidence."""
WIDTH: Final = 5
"""Voices are compared as texts by the rules; with so many figures their order is that of the numbers."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an edition carries beside the register: a round, and corrected verdicts of earlier editions, by uid.

    ``corrected`` is None for those that wait for their next edition; what is read is said in `taken`.
    """

    round_code: str = ""
    corrected: Sequence[str] | None = ()
    taken: list[str] = field(default_factory=list)


def read_round(carried: Carried, register: Mapping[str, Mapping[str, Record]], on: date) -> Records:
    """The records of what an edition carries, kept to what the register's part of the edition knows.

    Raises Round.DoesNotExist, also for a practice round: practice is in no edition.
    """
    records: Records = {}
    if carried.round_code:
        one = round_or_none(FREEZER, carried.round_code)
        if one is None or one.is_practice:
            raise Round.DoesNotExist(carried.round_code)
        records = _Reading(one, register, on).records()
    waiting = publishing.corrected_verdicts(FREEZER, carried.corrected) if carried.corrected != () else []
    carried.taken.extend(sorted(each.uid for each in waiting))
    earlier = [each for each in waiting if each.round.pk != carried.round_code]  # others stand with their round
    if earlier:
        _add_corrections(records, earlier, register)
    return records


def rounds_before(carried: Carried, on: date) -> tuple[Record, ...]:
    """The rounds that were published by the day and that the edition does not carry, newest first."""
    found = rounds(FREEZER).filter(state__in=sorted(ROUND_PUBLIC), publishes__lte=on).exclude(pk=carried.round_code)
    return tuple({"code": one.code, "title": plain(one.title), "edition": one.edition} for one in found)


@dataclass
class _Reading:
    """One round while it is written down."""

    one: Round
    register: Mapping[str, Mapping[str, Record]]
    on: date

    def records(self) -> Records:
        """Every kind, each by key."""
        self.found: Records = {name: {} for name in ROUND_KINDS if name != "verdict_correction"}
        self.voices = publishing.voices(FREEZER, self.one)
        self.number = {voice.uid: voice for voice in self.voices}
        self._keep("round", _round(self.one))
        self._scope()
        for shown in publishing.verdicts_to_publish(FREEZER, self.one):
            self._verdict(shown)
        self._results()
        self._changes()
        self._sayings()
        return self.found

    def _keep(self, kind: str, record: Record) -> str:
        key = str(record[ROUND_KINDS[kind].key])
        self.found[kind][key] = record
        return key

    def _scope(self) -> None:
        for key in self.one.scope.order_by("state_commitment").values_list("state_commitment_id", flat=True):
            if key in self.register["state_commitment"]:
                place = self._at(key)
                self._keep("scope", {"key": place, "round": self.one.code, "state_commitment": key})

    def _at(self, key: str) -> str:
        return f"{self.one.code}/{key}"

    def _is_in_scope(self, key: str) -> bool:
        return self._at(key) in self.found["scope"]

    def _verdict(self, shown: VerdictShown) -> None:
        key = shown.state_commitment.pk
        if not self._is_in_scope(key):
            return
        voice = self.number[shown.uid]
        place = {
            "key": f"{self._at(key)}/{voice.number}", "round": self.one.code, "state_commitment": key,
            "voice": voice.number, "constituency": shown.constituency.value,
        }  # fmt: skip
        if shown.is_tombstone:
            gone = None if shown.withdrawn_at is None else self.one.calendar.day_of(shown.withdrawn_at).isoformat()
            self._keep("tombstone", {**place, "reason": shown.withdrawal_reason, "withdrawn_on": gone})
            return
        evidence = [
            {
                "evidence": self._evidence(link.item), "bearing": link.bearing, "pinpoint": link.pinpoint,
                "reliability": link.reliability, "credibility": link.credibility,
            }
            for link in shown.evidence
            if link.item is not None
        ]  # fmt: skip
        record = {
            **place,
            "organisation": self._organisation(shown.organisation),
            "is_name_protected": shown.is_name_protected,
            "accreditation": shown.accreditation,
            "level": _code(shown.level),
            "gap": shown.gap,
            "cooperation": shown.cooperation,
            "trend": shown.trend,
            "narrative": plain(shown.narrative),
            "fingerprints": list(voice.fingerprints),
            "shared_draft": shown.shared_draft,
            "joint_draft": voice.joint_draft,
            "conflict_of_interest": shown.conflict_of_interest,
            "evidence": sorted(evidence, key=lambda link: (link["evidence"], link["pinpoint"])),
            "n_evidence_not_shown": shown.n_not_shown,
            "n_evidence_withdrawn": sum(link.is_withdrawn for link in shown.evidence),
            "measures": sorted(each.pk for each in shown.measures),
            "facts": sorted(each.pk for each in shown.facts if each.pk in self.register["fact"]),
            "correction": plain(shown.correction),
        }
        verdict = self._keep("verdict", record)
        self._replies(verdict, shown.replies)

    def _replies(self, verdict: str, replies: Iterable[ReplyShown]) -> None:
        said = [
            {
                "verdict": verdict,
                "constituency": each.constituency.value,
                "organisation": self._organisation(each.organisation),
                "text": plain(each.text),
                "evidence": sorted(self._evidence(item) for item in each.evidence),
                "n_evidence_not_shown": each.n_not_shown,
                "received_on": self.one.calendar.day_of(each.received_at).isoformat(),
            }
            for each in replies
        ]
        for number, record in enumerate(sorted(said, key=record_hash), start=1):
            self._keep("reply", {"key": f"{verdict}/{number}", **record})

    def _evidence(self, item: EvidenceItem) -> str:
        printed = {
            "kind": item.kind, "title": plain(item.title), "summary": plain(item.summary), "source": item.source,
            "dated": plain(item.dated), "captured_on": item.captured_on.isoformat(), "language": item.language,
            "url": item.url, "copy_sha256": item.public_copy.sha256 if item.public_copy is not None else None,
        }  # fmt: skip
        return self._keep("evidence", {"key": record_hash(printed)[:SHORT], **printed})

    def _organisation(self, one: Organisation | None) -> str | None:
        return None if one is None else self._keep("organisation", {"code": one.code, "name": plain(one.name)})

    def _results(self) -> None:
        """Positions and divergences, worked out by the rules from the voices that are frozen here."""
        spoken = [
            Verdict(
                voice.state_commitment, voice.constituency, f"{voice.number:0{WIDTH}}", voice.level,
                frozenset(voice.fingerprints), "" if voice.joint_draft is None else str(voice.joint_draft),
            )
            for voice in self.voices
            if not voice.is_tombstone and voice.level is not None and self._is_in_scope(voice.state_commitment)
        ]  # fmt: skip
        by_commitment: dict[str, dict[Constituency, Position]] = {}
        for (key, side), position in find_positions(spoken).items():
            by_commitment.setdefault(key, {})[side] = position
            self._keep("position", {**self._on_side(key, side), **_position(position)})
        for key, positions in by_commitment.items():
            asked = self.one.asked.get(self.register["state_commitment"][key]["state"], ())
            for pair in divergences_of(positions, key, [Constituency(side) for side in asked]):
                first, second = (side.value for side in pair.sides)
                record = {
                    "key": f"{self._at(key)}/{first}-{second}", "round": self.one.code, "state_commitment": key,
                    "first": first, "second": second, "pair_class": pair.pair_class.value, "steps": pair.difference,
                }  # fmt: skip
                self._keep("divergence", record)

    def _on_side(self, key: str, side: Constituency) -> Record:
        place = f"{self._at(key)}/{side.value}"
        return {"key": place, "round": self.one.code, "state_commitment": key, "constituency": side.value}

    def _changes(self) -> None:
        since = changes_since(FREEZER, self.one)
        if since.earlier is None:
            return
        for change in since.changes:
            for move in change.moves:
                if move.kind is MoveKind.STILL_SILENT or not self._is_in_scope(move.state_commitment):
                    continue
                record = self._on_side(*PositionKey(move.state_commitment, change.constituency)) | {
                    "earlier": since.earlier.code, "before": move.before.level.value, "after": move.after.level.value,
                    "kind": move.kind.value, "steps": move.steps, "same_voices": move.same_voices,
                }  # fmt: skip
                self._keep("change", record)

    def _sayings(self) -> None:
        for key, finding in publishing.findings_to_publish(FREEZER, self.one):
            if not self._is_in_scope(key):
                continue
            votes = [
                {"constituency": vote.constituency.value, "agrees": vote.agrees, "dissent": plain(vote.dissent)}
                for vote in finding.votes
            ]
            adopted = finding.adopted_at
            record = {
                "key": finding.uid, "round": self.one.code, "state_commitment": key,
                "text": plain(finding.text), "level": _code(finding.level), "basis": finding.basis, "votes": votes,
                "adopted_on": None if adopted is None else self.one.calendar.day_of(adopted).isoformat(),
            }  # fmt: skip
            self._keep("finding", record)
        self._notes()
        for measure, items in publishing.measures_to_publish(FREEZER, self.one, until=self.on):
            if measure.state_id not in self.register["state"]:
                continue
            cited = [item for item in measure.evidence.all() if not item.is_withdrawn]
            record = {
                "key": measure.pk, "state": measure.state_id, "kind": measure.kind, "title": plain(measure.title),
                "summary": plain(measure.summary), "dated": plain(measure.dated), "body": measure.body,
                "claimant": self._organisation(measure.claimant), "claimed_as": measure.claimed_as,
                "state_commitments": [each.pk for each in measure.state_commitments.all()
                                      if self._is_in_scope(each.pk)],
                "evidence": sorted(map(self._evidence, items)), "n_evidence_not_shown": len(cited) - len(items),
            }  # fmt: skip
            self._keep("measure", record)
        self._drop_measures_not_kept()
        for grade in publishing.grades_to_publish(FREEZER, self.one):
            if self._is_in_scope(grade.state_commitment_id) and grade.given_on.earliest <= self.on:
                document = grade.document_id if grade.document_id in self.register["document"] else None
                record = {
                    "key": grade.key, "grading": grade.grading, "grade": grade.grade,
                    "state_commitment": grade.state_commitment_id, "given_on": str(grade.given_on),
                    "document": document, "paragraph": grade.paragraph, "source_title": grade.source_title,
                    "source_url": grade.source_url,
                }  # fmt: skip
                self._keep("grade_given", record)

    def _notes(self) -> None:
        said: dict[str, list[Record]] = {}
        for key, note in publishing.notes_to_publish(FREEZER, self.one):
            if self._is_in_scope(key):
                record = {
                    "round": self.one.code, "state_commitment": key, "first": note.first.value,
                    "second": note.second.value, "resolution": note.resolution, "text": plain(note.text),
                    "said_by": note.said_by.value, "organisation": self._organisation(note.organisation),
                    "made_on": self.one.calendar.day_of(note.made_at).isoformat(),
                }  # fmt: skip
                said.setdefault(f"{self._at(key)}/{record['first']}-{record['second']}", []).append(record)
        for place, records in said.items():
            for number, record in enumerate(sorted(records, key=record_hash), start=1):
                self._keep("note", {"key": f"{place}/{number}", **record})

    def _drop_measures_not_kept(self) -> None:
        """A verdict names only the measures that are here: one claimed after the edition's day is not."""
        for verdict in self.found["verdict"].values():
            verdict["measures"] = [key for key in verdict["measures"] if key in self.found["measure"]]


def _code(level: Level | None) -> str | None:
    return None if level is None else level.value


def _round(one: Round) -> Record:
    moves = [
        {"milestone": move.milestone, "before": move.before.isoformat(), "after": move.after.isoformat(),
         "reason": move.reason}
        for move in one.moves.all()
    ]  # fmt: skip
    return {
        "code": one.code, "title": plain(one.title), "zone": one.zone,
        **{name: getattr(one, name).isoformat() for name in MILESTONES},
        "implementation_scale": one.implementation_scale, "cooperation_scale": one.cooperation_scale,
        "trend_scale": one.trend_scale, "method": one.method,
        "states": sorted(state.code for state in one.states.all()),
        "asked": {state: list(sides) for state, sides in sorted(one.asked.items())}, "moves": moves,
    }  # fmt: skip


def _position(one: Position) -> Record:
    return {
        "level": one.level.value,
        "lowest": one.lowest.value if one.lowest else None,
        "highest": one.highest.value if one.highest else None,
        "n": one.n,
        "n_unknown": one.n_unknown,
        "voices": [int(voice) for voice in one.organisations],
        "is_split": one.is_split,
        "joint_texts": [
            {
                "counted": int(text.counted),
                "verdicts": [[int(voice), level.value] for voice, level in text.verdicts],
                "because": sorted(ground.value for ground in text.because),
            }
            for text in one.joint_texts
        ],
    }


def _add_corrections(
    records: Records, waiting: Iterable[VerdictShown], register: Mapping[str, Mapping[str, Record]]
) -> None:
    organisations, corrections = records.setdefault("organisation", {}), records.setdefault("verdict_correction", {})
    numbers: dict[str, dict[str, int]] = {}
    for shown in waiting:
        one, key = shown.round, shown.state_commitment.pk
        if key not in register["state_commitment"]:
            continue
        if one.pk not in numbers:
            numbers[one.pk] = {voice.uid: voice.number for voice in publishing.voices(FREEZER, one)}
        if shown.organisation is not None:
            code = shown.organisation.code
            organisations[code] = {"code": code, "name": plain(shown.organisation.name)}
        place = f"{one.code}/{key}/{numbers[one.pk][shown.uid]}"
        corrections[place] = {
            "key": place, "round": one.code, "edition": one.edition, "state_commitment": key,
            "constituency": shown.constituency.value,
            "organisation": None if shown.organisation is None else shown.organisation.code,
            "level": _code(shown.level), "gap": shown.gap, "narrative": plain(shown.narrative),
            "correction": plain(shown.correction),
        }  # fmt: skip
