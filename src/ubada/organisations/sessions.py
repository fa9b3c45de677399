"""The sessions of an account. A row names its account only inside its signed data, so rows are read one by one."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from ubada.organisations.models import Account


def live_sessions(account: Account) -> Iterator[Session]:
    """The sessions in which this account is signed in."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            yield session


def end_sessions(account: Account, *, keep: str = "") -> int:
    """End the account's sessions, all but the one with the key ``keep``; gives how many."""
    keys = [session.session_key for session in live_sessions(account) if session.session_key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
