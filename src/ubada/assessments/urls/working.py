"""Addresses of the desk where verdicts are written."""

from __future__ import annotations

from django.urls import URLPattern, path

from ubada.assessments.views import working, writing

urlpatterns: list[URLPattern] = [
    path("desk/rounds/", working.round_list, name="desk_rounds"),
    path("desk/rounds/<str:code>/<str:organisation>/", working.my_round, name="desk_round"),
    path("desk/rounds/<str:code>/<str:organisation>/<str:key>/", writing.verdict, name="desk_verdict"),
    path("desk/verdicts/<str:uid>/versions/", working.versions, name="desk_versions"),
    path("desk/verdicts/<str:uid>/withdraw/", working.withdraw, name="desk_withdraw"),
]
