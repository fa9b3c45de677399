"""Addresses of evidence: its desk, and the copies that readers may have."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
