"""The kinds of record that an edition with a round has beside those of the register: their fields, forms and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ubada.assessments.rules.divergence import PairClass
from ubada.assessments.rules.lifecycle.assessment import WithdrawalReason
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES
from ubada.register.fields import EDTF

Constraints = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind: the form of its cell in the table, and the kind that it leads to.

    ``form`` is text, integer, boolean, translated, list or json. ``is_array`` tells a list of objects from one object.
    ``links`` names the kind whose key the field holds; it may be empty.
    """

    name: str
    form: str = "text"
    links: str = ""
    among: tuple[str, ...] = ()
    pattern: str = ""
    is_array: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. Its first field is the key."""

    name: str
    fields: tuple[Field, ...]

    @property
    def key(self) -> str:
        """The name of the field that is the key."""
        return self.fields[0].name


def _date(name: str) -> Field:
    return Field(name, pattern=EDTF)


_SIDES: Final = tuple(one.value for one in VOICES)
_LEVELS: Final = tuple(one.value for one in Level)
_ROUND: Final = Field("round", links="round")
_ON: Final = Field("state_commitment", links="state_commitment")
_SIDE: Final = Field("constituency", among=_SIDES)
_WHO: Final = Field("organisation", links="organisation")
_EVIDENCE: Final = (Field("evidence", "list"), Field("n_evidence_not_shown", "integer"))

_KINDS: Final = (
    Kind(
        "round",
        (
            Field("code"), Field("title", "translated"), _date("period_from"), _date("period_to"), Field("zone"),
            *map(_date, ("opens", "closes", "review_from", "review_until", "reply_from", "reply_until", "freezes")),
            _date("publishes"), Field("implementation_scale"), Field("cooperation_scale"), Field("trend_scale"),
            Field("method"), Field("states", "list"), Field("asked", "json", is_array=False), Field("moves", "json"),
        ),
    ),
    Kind("scope", (Field("key"), _ROUND, _ON)),
    Kind("organisation", (Field("code"), Field("name", "translated"))),
    Kind(
        "verdict",
        (
            Field("key"), _ROUND, _ON, Field("voice", "integer"), _SIDE, _WHO, Field("is_name_protected", "boolean"),
            Field("accreditation"), Field("level", among=_LEVELS), Field("gap"), Field("cooperation"), Field("trend"),
            Field("narrative", "translated"), Field("fingerprints", "list"), Field("shared_draft"),
            Field("joint_draft", "integer"), Field("conflict_of_interest"), Field("evidence", "json"),
            Field("n_evidence_not_shown", "integer"), Field("n_evidence_withdrawn", "integer"),
            Field("measures", "list"), Field("facts", "list"), Field("correction", "translated"),
        ),
    ),
    Kind(
        "tombstone",
        (
            Field("key"), _ROUND, _ON, Field("voice", "integer"), _SIDE,
            Field("reason", among=tuple(one.value for one in WithdrawalReason)), _date("withdrawn_on"),
        ),
    ),
    Kind(
        "reply",
        (Field("key"), Field("verdict", links="verdict"), _SIDE, _WHO, Field("text", "translated"), *_EVIDENCE,
         _date("received_on")),
    ),
    Kind(
        "position",
        (
            Field("key"), _ROUND, _ON, _SIDE, Field("level", among=_LEVELS), Field("lowest"), Field("highest"),
            Field("n", "integer"), Field("n_unknown", "integer"), Field("voices", "json"),
            Field("is_split", "boolean"), Field("joint_texts", "json"),
        ),
    ),
    Kind(
        "divergence",
        (
            Field("key"), _ROUND, _ON, Field("first", among=_SIDES), Field("second", among=_SIDES),
            Field("pair_class", among=tuple(one.value for one in PairClass)), Field("steps", "integer"),
        ),
    ),
    Kind(
        "change",
        (
            Field("key"), _ROUND, Field("earlier"), _ON, _SIDE, Field("before", among=_LEVELS),
            Field("after", among=_LEVELS), Field("kind"), Field("steps", "integer"), Field("same_voices", "boolean"),
        ),
    ),
    Kind(
        "finding",
        (Field("key"), _ROUND, _ON, Field("text", "translated"), Field("level"), Field("basis"),
         Field("votes", "json"), _date("adopted_on")),
    ),
    Kind(
        "note",
        (Field("key"), _ROUND, _ON, Field("first", among=_SIDES), Field("second", among=_SIDES), Field("resolution"),
         Field("text", "translated"), Field("said_by", among=_SIDES), _WHO, _date("made_on")),
    ),
    Kind(
        "measure",
        (
            Field("key"), Field("state", links="state"), Field("kind"), Field("title", "translated"),
            Field("summary", "translated"), _date("dated"), Field("body"), Field("claimant", links="organisation"),
            Field("claimed_as"), Field("state_commitments", "list"), *_EVIDENCE,
        ),
    ),
    Kind(
        "grade_given",
        (
            Field("key"), Field("grading"), Field("grade"), _ON, _date("given_on"), Field("document", links="document"),
            Field("paragraph"), Field("source_title"), Field("source_url"),
        ),
    ),
    Kind(
        "evidence",
        (
            Field("key"), Field("kind"), Field("title", "translated"), Field("summary", "translated"), Field("source"),
            _date("dated"), _date("captured_on"), Field("language"), Field("url"), Field("copy_sha256"),
        ),
    ),
    Kind(
        "verdict_correction",
        (
            Field("key"), Field("round"), Field("edition"), _ON, _SIDE, _WHO, Field("level", among=_LEVELS),
            Field("gap"), Field("narrative", "translated"), Field("correction", "translated"),
        ),
    ),
)  # fmt: skip
ROUND_KINDS: Final[dict[str, Kind]] = {one.name: one for one in _KINDS}
"""Every kind by its name."""
