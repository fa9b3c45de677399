"""Puts every kind of register object under the ledger's eye."""

from __future__ import annotations

from ubada.ledger.records import RecordType, register
from ubada.register.shapes import SHAPES

for _shape in SHAPES:
    register(RecordType(_shape.name, _shape.all))
