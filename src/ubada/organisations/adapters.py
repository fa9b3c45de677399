"""How signing in behaves here: registration is closed, and names come from the account itself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators and coordinators; nobody registers by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name: they are known by e-mail address."""
