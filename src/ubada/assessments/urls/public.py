"""Addresses of the public pages of rounds."""

from __future__ import annotations

from django.urls import URLPattern, path

from ubada.assessments.views import public, public_state, public_verdicts

urlpatterns: list[URLPattern] = [
    path("rounds/", public.round_list, name="rounds"),
    path("rounds/<slug:code>/", public.one_round, name="round"),
    path("rounds/<slug:code>/<state:state>/", public_state.round_state, name="round_state"),
    path("rounds/<slug:code>/<state:state>/<str:side>/<str:level>/", public_state.counted, name="round_list"),
    path("commitments/<str:ref>/<state:state>/verdicts/", public_verdicts.verdicts, name="verdicts"),
]
