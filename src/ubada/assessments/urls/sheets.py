"""Addresses of the spreadsheets of a round, and of its dates as a calendar."""

from __future__ import annotations

from django.urls import URLPattern, path

from ubada.assessments.views import calendars, sheets

urlpatterns: list[URLPattern] = [
    path("desk/rounds/<slug:code>/<slug:organisation>/sheet/", sheets.sheet, name="desk_sheet"),
    path("desk/rounds/<slug:code>/<slug:organisation>/sheet/verdicts.xlsx", sheets.sheet_file, name="desk_sheet_file"),
    path("desk/rounds/<slug:code>/<slug:organisation>/sheet/<str:uid>/", sheets.sheet_held, name="desk_sheet_held"),
    path("rounds/calendar.ics", calendars.rounds_calendar, name="rounds_calendar"),
    path("rounds/calendar/<state:code>.ics", calendars.state_calendar, name="state_calendar"),
    path("organisations/<slug:code>/calendar.ics", calendars.organisation_calendar, name="organisation_calendar"),
]
