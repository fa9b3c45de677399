"""Addresses of the interface. They are stable: programs rely on them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI

from ubada.api import views
from ubada.api.answering import View, public
from ubada.api.mounting import api, own_api
from ubada.api.owning import own

app_name = "api"


def _operations(of: NinjaAPI, face: Callable[[View], View]) -> list[URLPattern]:
    return [
        path(str(pattern.pattern), face(pattern.callback), name=pattern.name)
        for pattern in of.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


urlpatterns = [
    path("openapi.json", public(views.openapi_document), name="openapi"),
    path("own/openapi.json", public(views.own_openapi_document), name="own_openapi"),
    *_operations(own_api, own),
    *_operations(api, public),
    re_path(r"^(?P<rest>(?s:.*))\Z", views.elsewhere),
]
