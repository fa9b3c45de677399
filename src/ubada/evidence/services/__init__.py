"""Every write to evidence: handing a file in, adding and describing an item, saying who sees it, withdrawing it."""

from __future__ import annotations

from ubada.evidence.services.copying import make_public_copy
from ubada.evidence.services.holding import Incoming, held, hold_file, let_go_of_files, release_file
from ubada.evidence.services.keeping import add_item, attach_snapshot, describe_item
from ubada.evidence.services.opening import change_sensitivity, read_original, withdraw_item

__all__ = [
    "Incoming",
    "add_item",
    "attach_snapshot",
    "change_sensitivity",
    "describe_item",
    "held",
    "hold_file",
    "let_go_of_files",
    "make_public_copy",
    "read_original",
    "release_file",
    "withdraw_item",
]
