"""Addresses of the web: which lead to the same page, and which lead nowhere that a reader could go."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

_FOLLOWS_READERS: Final = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|_openstat|from|ref", re.IGNORECASE)
_OF_ONE_HOUSE: Final = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "test",
    "invalid",
)  # fmt: skip
"""Ends of names that lead somewhere inside one network alone (RFC 6761, 6762, 8375, and common use)."""


def has_credentials(url: str) -> bool:
    """Whether a name or password stands in the address: everyone who sees it could sign in with them."""
    try:
        return "@" in urlsplit(url.strip()).netloc
    except ValueError:
        return False


def is_inside(url: str) -> bool:
    """Whether the address lies inside somebody's own network: no reader can open it, and it tells of that network."""
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        place = ipaddress.ip_address(host)
    except ValueError:
        is_inner = "." not in host or host.endswith(tuple(f".{end}" for end in _OF_ONE_HOUSE))
        return bool(host) and is_inner
    mapped = place.ipv4_mapped if isinstance(place, ipaddress.IPv6Address) else None
    return not (mapped or place).is_global


def key_of(url: str) -> str:
    """The address in one form: without scheme, ``www``, port of the scheme, fragment, what follows readers around,
    and slash at the end; the query in order. Empty for what is no address.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        port = parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    query = sorted(
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _FOLLOWS_READERS.fullmatch(pair[0])
    )
    place = f"{host}:{port}" if port not in (None, 80, 443) else host
    return f"{place}{parts.path.rstrip('/')}{'?' + urlencode(query) if query else ''}"[:1000]
