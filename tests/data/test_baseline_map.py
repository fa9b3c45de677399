"""The outlines of the five states in data/geo/map.json."""

from __future__ import annotations

import json
from pathlib import Path

MAP = Path(__file__).resolve().parents[2] / "data" / "geo" / "map.json"


def test_the_outlines_are_small_and_hold_their_labels() -> None:
    outlines = json.loads(MAP.read_text(encoding="utf-8"))
    width, height = (int(part) for part in outlines["viewbox"].split()[2:])
    assert len(MAP.read_bytes()) < 20_000
    for state, outline in outlines["states"].items():
        xs, ys = _corners(outline["path"])
        assert 0 <= min(xs) <= outline["label_x"] <= max(xs) <= width, state
        assert 0 <= min(ys) <= outline["label_y"] <= max(ys) <= height, state


def test_neighbours_share_their_border_exactly() -> None:
    states = json.loads(MAP.read_text(encoding="utf-8"))["states"]
    corners = {state: {*zip(*_corners(one["path"]), strict=True)} for state, one in states.items()}
    for pair in (
        ("KAZ", "KGZ"),
        ("KAZ", "UZB"),
        ("KAZ", "TKM"),
        ("KGZ", "UZB"),
        ("KGZ", "TJK"),
        ("TJK", "UZB"),
        ("TKM", "UZB"),
    ):
        assert len(corners[pair[0]] & corners[pair[1]]) > 5, pair


def _corners(path: str) -> tuple[list[float], list[float]]:
    """The corners of a path of the form M x,y l dx,dy … z, rounded to the tenth in which it is written."""
    xs: list[float] = []
    ys: list[float] = []
    for ring in filter(None, path.split("z")):
        start, steps = ring.removeprefix("M").split("l")
        x, y = (float(part) for part in start.split(","))
        xs.append(round(x, 1))
        ys.append(round(y, 1))
        for step in steps.split():
            dx, dy = (float(part) for part in step.split(","))
            x, y = x + dx, y + dy
            xs.append(round(x, 1))
            ys.append(round(y, 1))
    return xs, ys
