"""Addresses of the register. They are stable: others link to them."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
