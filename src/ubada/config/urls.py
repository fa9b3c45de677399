"""Every address of the site. Pages carry the language as a prefix (none for English); data and feeds do not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from ubada.web import views as web

urlpatterns = [
    path("robots.txt", web.robots, name="robots"),
    *i18n_patterns(
        path("", include("ubada.web.urls")),
        path("", include("ubada.register.urls")),
        path("", include("ubada.search.urls")),
        path("accounts/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "ubada.web.views.bad_request"
handler403 = "ubada.web.views.forbidden"
handler404 = "ubada.web.views.not_found"
handler500 = "ubada.web.views.server_error"
