"""Addresses of the directory of organisations and of a person's own account."""

from __future__ import annotations

from django.urls import path

from ubada.organisations import views

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisations"),
    path("account/", views.account, name="account"),
    path("account/sessions/end/", views.end_sessions, name="end_sessions"),
    path("account/tokens/", views.tokens, name="account_tokens"),
    path("account/tokens/new/", views.new_token, name="account_token_new"),
    path("account/tokens/<slug:name>/revoke/", views.revoke_token, name="account_token_revoke"),
]
