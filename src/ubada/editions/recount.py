"""Positions and divergences of an edition, worked out again from its verdicts: the rules in plain Python, once more.

Written apart from the rules of the site and held to them by tests, so that a mistake in one shows in the other. In an
edition this stands within verify.py: no import but Python's own, nothing newer than Python 3.9.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Any

METHODS = ("positions@2026-11",)
SIDES = ("STA", "CSO", "NHR", "IGO", "COM", "EXP")
STEPS = {"I4": 4, "I3": 3, "I2": 2, "I1": 1, "I0": 0, "IR": -1}
LEVEL_AT = {step: level for level, step in STEPS.items()}
SPLIT_FROM, OPPOSED_FROM = 3, 4
COMPUTED = ("position", "divergence")
LOOK_ALIKE = str.maketrans("асеорхукмтвніјѕһԁԛԝ", "aceopxykmtbhijshdqw")

Records = dict[str, dict[str, Any]]


def result_faults(kinds: dict[str, Records], expected: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The name and the fault of every result that does not follow from the verdicts.

    ``kinds`` are the records that give their hash, ``expected`` the kinds of the manifest: with a record missing or
    changed nothing is worked out, since its own fault is noted already.
    """
    if "round" not in expected or any(len(kinds[name]) != len(expected[name]["records"]) for name in expected):
        return
    try:
        yield from list(_result_faults(kinds))
    except (LookupError, TypeError, ValueError, AttributeError):
        yield "that is computed", "cannot be worked out again from these records"


def _result_faults(kinds: dict[str, Records]) -> Iterator[tuple[str, str]]:
    for code, one in kinds["round"].items():
        if one["method"] not in METHODS:
            yield (
                f"round {code}",
                f"was computed by {one['method']}, which this program does not know; take a newer one",
            )
            return
    yield from _verdict_faults(kinds)
    should_be = recount(kinds)
    for kind in COMPUTED:
        for key in sorted(should_be[kind].keys() | kinds[kind].keys()):
            should, stands = should_be[kind].get(key), kinds[kind].get(key)
            if stands is None:
                yield f"{kind} {key}", "is missing, though it follows from the verdicts"
            elif should is None:
                yield f"{kind} {key}", "follows from no verdict"
            elif should != stands:
                wrong = ", ".join(name for name in sorted(should) if should[name] != stands.get(name))
                yield f"{kind} {key}", f"does not follow from the verdicts: {wrong or 'more than there should be'}"


def _verdict_faults(kinds: dict[str, Records]) -> Iterator[tuple[str, str]]:
    places = set()
    for key, one in kinds["verdict"].items():
        place = f"{one['round']}/{one['state_commitment']}"
        places.add((place, one["voice"]))
        if key != f"{place}/{one['voice']}":
            yield f"verdict {key}", "is not of the commitment and voice that its key names"
        if place not in kinds["scope"]:
            yield f"verdict {key}", "is on a commitment that the round did not look at"
        if one["level"] not in STEPS and one["level"] != "IU":
            yield f"verdict {key}", "has no level that can be given"
        if one["fingerprints"] != sorted({mark for mark in map(fingerprint, one["narrative"].values()) if mark}):
            yield f"verdict {key}", "does not give the fingerprints that it carries"
    for key, one in kinds["tombstone"].items():
        if (f"{one['round']}/{one['state_commitment']}", one["voice"]) in places:
            yield f"tombstone {key}", "has the voice of a verdict that stands"


def fingerprint(text: str) -> str:
    """The SHA-256 of a text's letters and digits alone, or an empty string where it has none."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(one for one in plain if one.isalnum() and unicodedata.category(one) != "Lm")
    return hashlib.sha256(kept.translate(LOOK_ALIKE).encode()).hexdigest() if kept else ""


def recount(kinds: dict[str, Records]) -> dict[str, Records]:
    """The positions and divergences that follow from the verdicts, each by its key."""
    ballots: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for vote in kinds["verdict"].values():
        sides = ballots.setdefault((vote["round"], vote["state_commitment"]), {})
        sides.setdefault(vote["constituency"], []).append(vote)
    found: dict[str, Records] = {kind: {} for kind in COMPUTED}
    for (code, on), sides in ballots.items():
        place = {"round": code, "state_commitment": on}
        positions = {side: _position(votes) for side, votes in sides.items()}
        for side, position in positions.items():
            key = f"{code}/{on}/{side}"
            found["position"][key] = {"key": key, **place, "constituency": side, **position}
        asked = kinds["round"].get(code, {}).get("asked", {}).get(kinds["state_commitment"][on]["state"], [])
        speak = [side for side in SIDES if side in positions or side in asked]
        for first, second in combinations(speak, 2):
            pair = _pair(positions.get(first), positions.get(second))
            if pair is not None:
                key = f"{code}/{on}/{first}-{second}"
                found["divergence"][key] = {"key": key, **place, "first": first, "second": second, **pair}
    return found


def _position(votes: list[dict[str, Any]]) -> dict[str, Any]:
    """The low median of the grades of one constituency; voices on one text count once."""
    counted, joint = [], []
    for members, because in _texts(sorted(votes, key=lambda vote: vote["voice"])):
        level = _middle(members) or "IU"
        speaker = next(vote for vote in members if vote["level"] == level)
        counted.append(speaker)
        if len(members) > 1:
            verdicts = [[vote["voice"], vote["level"]] for vote in members]
            joint.append({"counted": speaker["voice"], "verdicts": verdicts, "because": because})
    steps = sorted(STEPS[vote["level"]] for vote in counted if vote["level"] in STEPS)
    return {
        "level": _middle(counted) or "IU",
        "lowest": LEVEL_AT[steps[0]] if steps else None,
        "highest": LEVEL_AT[steps[-1]] if steps else None,
        "n": len(steps),
        "n_unknown": len(counted) - len(steps),
        "voices": sorted(vote["voice"] for vote in counted),
        "is_split": bool(steps) and steps[-1] - steps[0] >= SPLIT_FROM,
        "joint_texts": sorted(joint, key=lambda text: text["counted"]),
    }


def _middle(votes: list[dict[str, Any]]) -> str | None:
    steps = sorted(STEPS[vote["level"]] for vote in votes if vote["level"] in STEPS)
    return LEVEL_AT[steps[(len(steps) - 1) // 2]] if steps else None


def _texts(votes: list[dict[str, Any]]) -> list[tuple[list[dict[str, Any]], list[str]]]:
    """The votes by the text they stand on, with the grounds: a fingerprint or a declared joint text in common."""
    groups: list[tuple[list[dict[str, Any]], set[Any]]] = []
    for vote in votes:
        marks: set[Any] = set(vote["fingerprints"])
        if vote["joint_draft"] is not None:
            marks.add(vote["joint_draft"])
        members, joined, apart = [vote], marks, []
        for group in groups:
            if group[1] & marks:
                members, joined = group[0] + members, joined | group[1]
            else:
                apart.append(group)
        groups = [*apart, (sorted(members, key=lambda one: one["voice"]), joined)]
    return [(members, _grounds(members)) for members, _marks in groups]


def _grounds(members: list[dict[str, Any]]) -> list[str]:
    drafts = [vote["joint_draft"] for vote in members if vote["joint_draft"] is not None]
    marks = [mark for vote in members for mark in vote["fingerprints"]]
    because = ["declared"] if len(drafts) > len(set(drafts)) else []
    return because + (["same-text"] if len(marks) > len(set(marks)) else [])


def _pair(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any] | None:
    """How two constituencies differ; None where neither said anything."""
    if one is None and other is None:
        return None
    if one is None or other is None:
        return {"pair_class": "MISSING", "steps": None}
    first, second = STEPS.get(one["level"]), STEPS.get(other["level"])
    if first is None or second is None:
        return {"pair_class": "BOTH_UNKNOWN" if first is second else "INFO_GAP", "steps": None}
    steps = abs(first - second)
    if steps >= OPPOSED_FROM or (steps and "IR" in (one["level"], other["level"])):
        return {"pair_class": "OPPOSED", "steps": steps}
    return {"pair_class": ("CONCUR", "MINOR", "MAJOR", "MAJOR")[steps], "steps": steps}
