"""What holds outside a transaction; no test here opens one."""

from __future__ import annotations

import pytest
from pytest_django import DjangoDbBlocker

from ubada.register.services import write_records
from ubada.register.shapes import FACT


def test_records_are_refused_outside_the_transaction_of_their_change(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), pytest.raises(RuntimeError, match="inside the transaction"):
        write_records(FACT, {})
