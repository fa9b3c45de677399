"""Ubada: the joint register of what five Central Asian states promised and what is known about it."""

from __future__ import annotations

__version__ = "0.1.0"
