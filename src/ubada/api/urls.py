"""Addresses of the interface. They are stable: programs rely on them."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from ubada.api import views
from ubada.api.answering import public
from ubada.api.mounting import api

app_name = "api"


def _operations() -> list[URLPattern]:
    return [
        path(str(pattern.pattern), public(pattern.callback), name=pattern.name)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


urlpatterns = [
    path("openapi.json", public(views.openapi_document), name="openapi"),
    *_operations(),
    re_path(r"^(?P<rest>(?s:.*))\Z", views.elsewhere),
]
