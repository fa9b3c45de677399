"""When two addresses of the web lead to the same page."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

_FOLLOWS_READERS: Final = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|_openstat|from|ref", re.IGNORECASE)


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
