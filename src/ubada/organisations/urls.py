"""Addresses of the directory of organisations and of a person's own account."""

from __future__ import annotations

from django.urls import path

from ubada.organisations import views

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisations"),
    path("account/", views.account, name="account"),
    path("account/sessions/end/", views.end_sessions, name="end_sessions"),
]
