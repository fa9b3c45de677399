"""What every list of the rounds takes and says: codes of scales and groups, and the filters they have in common."""

from __future__ import annotations

from typing import Literal, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import Field

from ubada.access.actors import Actor
from ubada.assessments.queries import lists
from ubada.register.queries import lists as register
from ubada.resources.lists import LONGEST_VALUE, Asked, known, reader_of, refuse

M = TypeVar("M", bound=Model)

LevelCode = Literal["I4", "I3", "I2", "I1", "I0", "IR", "IU", "IN"]
LEVEL_MEANS = (
    "How far it is implemented: I4 implemented, I3 substantially, I2 partially, I1 initial steps, I0 no action, IR "
    "contrary measures or regression; IU insufficient information, which is a result; IN not assessed. IU and IN have "
    "no place on the scale and are no numbers."
)
GivenLevel = Literal["I4", "I3", "I2", "I1", "I0", "IR", "IU"]
GradedLevel = Literal["I4", "I3", "I2", "I1", "I0", "IR"]
CooperationCode = Literal["K3", "K2", "K1", "K0", "KX", "KN"]
COOPERATION_MEANS = (
    "How the state answers, an axis of its own: K3 in full, K2 in part, K1 beside the point, K0 no reply, KX refusal, "
    "KN not asked."
)
TrendCode = Literal["improving", "unchanged", "worsening", "first"]
GapCode = Literal["not-published", "refused", "not-collected", "not-accessible"]
GAP_MEANS = "Why there is not enough information to grade; with IU alone."
Voice = Literal["STA", "CSO", "NHR", "IGO", "COM", "EXP"]
VOICE_MEANS = (
    "The group: STA state, CSO civil society, NHR ombudsman institutions, IGO international organisations, COM "
    "affected communities, EXP experts. Donors give no verdicts."
)
PairClassCode = Literal["OPPOSED", "MAJOR", "MINOR", "CONCUR", "INFO_GAP", "BOTH_UNKNOWN", "MISSING"]
PAIR_MEANS = (
    "How two groups differ: CONCUR the same level, MINOR one step apart, MAJOR two or three, OPPOSED four or more or "
    "one side alone sees regression; INFO_GAP one side knows and the other could not find out, BOTH_UNKNOWN both "
    "searched in vain, MISSING one side said nothing. The last three are no disagreement."
)
ROUND_MEANS = "Code of the round."
KEY_MEANS = "Key of the commitment as it is followed for the state: commitment@state."
PRACTICE_MEANS = "Whether it is an exercise: invented, and in no edition."


class OfPractice(Asked):
    """Whether exercises are listed."""

    practice: bool = Field(
        False, description="Whether practice, which is invented, is listed too; each item says so.", examples=[False]
    )


class OfOneRound(OfPractice):
    """The filters of lists that have an item for each state of a round."""

    round: str | None = Field(None, min_length=1, max_length=40, description="Code of a round.", examples=["2026-2"])
    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KGZ"])


class OfRounds(OfOneRound):
    """The filters of lists that have items on commitments."""

    commitment: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Reference of a commitment.", examples=["CEDAW-7"]
    )
    theme: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="Code or key of a theme; its parts are included.",
        examples=["civic-space"],
    )


def reader_asking(request: HttpRequest, *, practice: bool) -> Actor:
    """Who asks; where exercises are asked for, one who is shown them too."""
    actor = reader_of(request)
    return actor.asking_for_practice() if practice else actor


def narrowed(actor: Actor, rows: QuerySet[M], asked: OfRounds) -> QuerySet[M]:
    """The rows on the round, state, commitment and theme that were asked for.

    Raises InvalidInput for a code that does not exist, and for practice that was not asked for.
    """
    require_round(actor, asked)
    require_state(actor, asked)
    require_commitment(actor, asked.commitment)
    if asked.round is not None:
        rows = rows.filter(round=asked.round)
    return lists.about(rows, state=asked.state, theme=theme_key(actor, asked.theme), commitment=asked.commitment)


def require_round(actor: Actor, asked: OfOneRound) -> None:
    """Pass silently if the round exists and may be asked for. Raises InvalidInput."""
    known(lists.all_rounds(actor, practice=True), "round", asked.round, pk=asked.round)
    invented = lists.all_rounds(actor, practice=True).filter(is_practice=True)
    if asked.round is not None and not asked.practice and invented.filter(pk=asked.round).exists():
        refuse("practice", f"{asked.round} is a practice round: ask for it with practice=true.")


def require_state(actor: Actor, asked: OfPractice) -> None:
    """Pass silently if the state exists and may be asked for. Raises InvalidInput."""
    state: str | None = getattr(asked, "state", None)
    known(register.all_states(actor), "state", state, code=state)
    invented = register.all_states(actor).filter(is_practice=True)
    if state is not None and not asked.practice and invented.filter(code=state).exists():
        refuse("practice", f"{state} is a practice state: ask for it with practice=true.")


def require_commitment(actor: Actor, ref: str | None) -> None:
    """Pass silently if the commitment exists. Raises InvalidInput."""
    known(register.commitments(actor), "commitment", ref, ref=ref)


def theme_key(actor: Actor, theme: str | None) -> str | None:
    """The key of a theme given by its code or its key. Raises InvalidInput if there is none."""
    if theme is None:
        return None
    key = f"themes:{theme.removeprefix('themes:')}"
    known(register.terms(actor, "themes"), "theme", theme, key=key)
    return key


def parts_of(key: str) -> tuple[str, str]:
    """The commitment's reference and the state's code in the key of a commitment of a state."""
    ref, _, state = key.rpartition("@")
    return ref, state
