"""The site's own addresses and one at which a test hands in files."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, JsonResponse
from django.urls import path

from ubada.config import urls

PAGE = "/desk/trying/"


def try_it(request: HttpRequest) -> JsonResponse:
    """What arrived, and what lies in the data folder while it is here."""
    arrived = {
        field: [one.name, one.size, hashlib.sha256(b"".join(one.chunks())).hexdigest()]
        for field, one in request.FILES.items()
    }
    named = [one for one in (Path(settings.DATA_DIR) / "files").rglob("*") if one.is_file()]
    modes = [oct(stat.S_IMODE(one.stat().st_mode)) for one in (Path(settings.DATA_DIR) / "files").rglob("*")]
    return JsonResponse({"files": arrived, "named": len(named), "modes": modes, "words": request.POST.get("words", "")})


urlpatterns = [
    *i18n_patterns(path(PAGE[1:], try_it), prefix_default_language=False),
    path("elsewhere/", try_it),
    *urls.urlpatterns,
]
handler400, handler404 = urls.handler400, urls.handler404
