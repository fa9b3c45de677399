"""Addresses of the spreadsheets of a round, and of its dates as a calendar."""

from __future__ import annotations

from django.urls import URLPattern, path

from ubada.assessments.views import calendars

urlpatterns: list[URLPattern] = [
    path("rounds/calendar.ics", calendars.rounds_calendar, name="rounds_calendar"),
    path("rounds/calendar/<state:code>.ics", calendars.state_calendar, name="state_calendar"),
    path("organisations/<slug:code>/calendar.ics", calendars.organisation_calendar, name="organisation_calendar"),
]
