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
        path("", include("ubada.organisations.urls")),
        path("accounts/", include("allauth.account.urls")),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "ubada.web.errors.bad_request"
handler403 = "ubada.web.errors.forbidden"
handler404 = "ubada.web.errors.not_found"
handler500 = "ubada.web.errors.server_error"
handler429 = "ubada.web.errors.too_many_attempts"
