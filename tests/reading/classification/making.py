"""Labelled texts in words of our own: an invented register of requests, large enough to learn from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ubada.reading.classification.labelled import LabelledText

OPENINGS = {
    "1": ["Seek advice on", "Share lessons about", "Request outside help with", "Call on partners to assist"],
    "2": ["Continue work on", "Maintain the course of", "Pursue the reform of", "Keep going with"],
    "3": ["Consider a new approach to", "Examine options for", "Explore ways into", "Review the state of"],
    "4": ["Strengthen efforts for", "Promote respect for", "Improve conditions of", "Step up support to"],
    "5": ["Adopt a law on", "Ratify the treaty on", "Establish a body for", "Abolish the fee for"],
}
TOPICS = {
    "Water": ["clean wells", "river quality", "tap water in villages"],
    "Roads": ["mountain roads", "bridge repair", "winter roads"],
    "Schools": ["village schools", "school meals", "teachers of the north"],
}


def requests(states: Sequence[str] = ("Aland", "Bland", "Cland", "Dland", "Eland", "Fland")) -> list[LabelledText]:
    """Every opening with every topic, spread over one document for each state, sessions 1 to 6 in turn."""
    found: list[LabelledText] = []
    wording = [
        (category, f"{opening} {words}", topic)
        for category, openings in OPENINGS.items()
        for opening in openings
        for topic, listed in TOPICS.items()
        for words in listed
    ]
    for (category, text, _), state in zip(wording, itertools.cycle(states), strict=False):
        session = str(states.index(state) + 1)
        found.append(LabelledText(f"{text} in {state}", (category,), f"{state} {session}", state, session))
    return found


def topics() -> list[LabelledText]:
    """The same texts labelled with their topic; winter roads also with Schools, which they lead to."""
    found: list[LabelledText] = []
    for one in requests():
        labels = [topic for topic, listed in TOPICS.items() if any(words in one.text for words in listed)]
        if "winter" in one.text:
            labels.append("Schools")
        found.append(LabelledText(one.text, tuple(sorted(labels)), one.document, one.state, one.cycle))
    return found
