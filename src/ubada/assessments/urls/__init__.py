"""Addresses of rounds: the pages of readers, and the desk of those who take part."""

from __future__ import annotations

from ubada.assessments.urls import public, reviewing, sheets, steering, working

urlpatterns = [
    *public.urlpatterns,
    *steering.urlpatterns,
    *reviewing.urlpatterns,
    *sheets.urlpatterns,
    *working.urlpatterns,
]
