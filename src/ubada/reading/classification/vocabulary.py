"""The fields by which a commitment is classified, the vocabulary of each, and the terms that stand for "none named"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VOCABULARY: Final[Mapping[str, str]] = {
    "themes": "themes",
    "persons": "affected-persons",
    "sdg_targets": "sdg-targets",
    "specificity": "action-category",
}
"""Field of a commitment to the code of its vocabulary; a term's key is vocabulary, colon, code."""
NO_THEME: Final = "unclassified"
"""The theme of what nobody has given a theme yet."""
EVERYONE: Final = "general"
"""The persons affected where no group is singled out."""
NONE_NAMED: Final[Mapping[str, str]] = {"themes": NO_THEME, "persons": EVERYONE}
"""What stands in a field that must not be empty, and stands alone."""
