"""How signing in behaves here: registration is closed, mails are plain and in one's language, nobody is traced."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes

from ubada.languages.table import BY_CODE
from ubada.organisations.models import Account

_THIS_PROCESS = secrets.token_bytes(32)
_NEIGHBOURHOOD = 64
"""Bits of an IPv6 address that stand for one subscriber."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators and coordinators; nobody registers by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name: they are known by e-mail address."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """A mark that counts attempts of one address; the address cannot be had back from it.

        The key of the mark lives as long as the process, so marks of two days cannot be joined either.
        """
        try:
            address = ipaddress.ip_address(get_client_ip(request) or "")
        except ValueError:
            address = ipaddress.ip_address(0)
        shown = (
            ipaddress.ip_network((address, _NEIGHBOURHOOD), strict=False).network_address
            if address.version == 6
            else address
        )
        return hmac.new(_THIS_PROCESS, str(shown).encode("ascii"), hashlib.sha256).hexdigest()

    def get_http_user_agent(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Nothing: what a person reads with is nobody's business, not even in a mail to that person."""
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a plain text in the language of the account that has the address, or else of the page."""
        account = Account.objects.filter(email__iexact=email).first() or context.get("user")
        language = BY_CODE[account.language].django_code if account else translation.get_language()
        context = {**context, "address": settings.PUBLIC_URL or settings.LOCAL_URL}
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address of the page for a new password, at this site's own name whatever the request called it."""
        uid, _, token = key.partition("-")
        return _absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ARG002
        """The address of the page that confirms an e-mail address, at this site's own name."""
        return _absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("home")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds and recovery codes lie encrypted in the database, under a key that is not in it."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode("utf-8")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode("utf-8")


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL or settings.LOCAL_URL}{path}"


def _cipher() -> MultiFernet:
    """The newest key encrypts; those of `SECRET_KEY_FALLBACKS` still read."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    digest = hmac.new(force_bytes(key), b"ubada second factor 1", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)
