"""Every address of the site. Pages carry the language as a prefix (none for English); data and feeds do not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from ubada.api import dataset, feeds, sitemaps
from ubada.api import views as api
from ubada.web import views as web

urlpatterns = [
    path("robots.txt", web.robots, name="robots"),
    *i18n_patterns(
        path("api/v1/docs/", api.documentation, name="api_docs"),  # before the interface, which answers for the rest
        prefix_default_language=False,
    ),
    path("api/v1/", include("ubada.api.urls")),
    path("feeds/editions.atom", feeds.edition_feed, name="edition_feed"),
    path("feeds/changes.atom", feeds.change_feed, name="change_feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.section, name="sitemap_section"),
    path("data/dataset.jsonld", dataset.dataset, name="dataset"),
    *i18n_patterns(
        path("", include("ubada.web.urls")),
        path("", include("ubada.register.urls")),
        path("", include("ubada.search.urls")),
        path("", include("ubada.editions.urls")),
        path("", include("ubada.organisations.urls")),
        path("", include("ubada.assessments.urls")),
        path("", include("ubada.evidence.urls")),
        path("", include("ubada.intake.urls")),
        path("", include("ubada.files.urls")),
        path("accounts/", include("allauth.account.urls")),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "ubada.api.views.bad_request"
handler403 = "ubada.web.errors.forbidden"
handler404 = "ubada.web.errors.not_found"
handler500 = "ubada.api.views.server_error"
handler429 = "ubada.web.errors.too_many_attempts"
