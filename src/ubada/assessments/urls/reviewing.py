"""Addresses of the desk where verdicts are reviewed, answered and brought together."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
