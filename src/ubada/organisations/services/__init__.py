"""Every write to organisations, accounts, memberships and tokens."""

from ubada.organisations.services.members import (
    ONE_STATE_ONLY,
    begin_membership,
    change_status,
    create_account,
    create_organisation,
    describe_oneself,
    end_membership,
    end_other_sessions,
    password_link,
    record_accreditation,
    set_account_active,
    set_platform_role,
)
from ubada.organisations.services.tokens import LIFETIMES, Acting, Made, act_through, make_token, revoke_token

__all__ = [
    "LIFETIMES",
    "ONE_STATE_ONLY",
    "Acting",
    "Made",
    "act_through",
    "begin_membership",
    "change_status",
    "create_account",
    "create_organisation",
    "describe_oneself",
    "end_membership",
    "end_other_sessions",
    "make_token",
    "password_link",
    "record_accreditation",
    "revoke_token",
    "set_account_active",
    "set_platform_role",
]
