"""Addresses of the spreadsheets of a round, and of its dates as a calendar."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
