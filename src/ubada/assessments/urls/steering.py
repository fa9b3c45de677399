"""Addresses of the desk of those who plan rounds and see them through."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
