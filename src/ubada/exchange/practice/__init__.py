"""The practice state: promises, organisations, people and rounds, all invented, so that a newcomer can try it all."""

from ubada.exchange.practice.making import (
    KNOWN_PASSWORD,
    Made,
    make_practice,
    practice_accounts,
    real_accounts,
    sign_ins,
)

__all__ = ["KNOWN_PASSWORD", "Made", "make_practice", "practice_accounts", "real_accounts", "sign_ins"]
