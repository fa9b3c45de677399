"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from ubada.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("desk/keys/", views.desk_keys, name="desk_keys"),
]
