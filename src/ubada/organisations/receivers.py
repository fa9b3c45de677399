"""Acts on one's own way of signing in, noted in the ledger. What was set is never noted, only that it was."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.db import transaction
from django.dispatch import Signal

from ubada.access.actors import Actor
from ubada.ledger.services import record

ACTS: tuple[tuple[Signal, str], ...] = (
    (account.password_changed, "change_password"),
    (account.password_set, "set_password"),
    (account.password_reset, "reset_password"),
    (account.email_changed, "change_email"),
    (second_factor.authenticator_added, "add_second_factor"),
    (second_factor.authenticator_removed, "remove_second_factor"),
    (second_factor.authenticator_reset, "renew_recovery_codes"),
)


class Note:
    """A receiver that writes one kind of act into the ledger."""

    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, sender: object, **arguments: Any) -> None:  # noqa: ARG002
        person = arguments["user"]
        with transaction.atomic():
            record(actor=Actor.of(person), action=self.action, subject=f"account {person.uid}")


for _signal, _action in ACTS:
    _signal.connect(Note(_action), weak=False, dispatch_uid=f"ubada.ledger.{_action}")
