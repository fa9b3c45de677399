"""What suggesting terms for a text needs from the register: the editable table from themes to SDG targets."""

from __future__ import annotations

from typing import Final

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.reading.classification.concordance import Concordance, concordance_of
from ubada.register.models import TermMapping

THEMES: Final = "themes"


def concordance(actor: Actor) -> Concordance:
    """The mappings of our themes as the register has them now, for `reading.classification.suggesting.suggest`."""
    rows = visible_to(actor, TermMapping.objects.filter(term__vocabulary=THEMES)).order_by("term__order", "pk")
    return concordance_of(rows.values_list("term__code", "scheme", "target", "relation"))
