"""The ledger: append-only, chained, and able to name what was changed behind its back."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from ubada.access.actors import Actor
from ubada.kernel.canonical import record_hash
from ubada.ledger import queries
from ubada.ledger.models import Entry
from ubada.ledger.services import Change, gathered, record
from ubada.organisations import services as organisations
from ubada.organisations.models import Organisation
from ubada.register.models import State

pytestmark = pytest.mark.django_db

OPERATOR = Actor.system("test")


@pytest.fixture
def _kyrgyzstan() -> None:
    State.objects.create(code="KGZ", alpha2="KG", numeric="417", name={"en": "Kyrgyzstan"}, order=2)


def write(count: int) -> list[Entry]:
    with transaction.atomic():
        for number in range(count):
            record(actor=OPERATOR, action="test", subject=f"act {number}")
    return list(Entry.objects.order_by("sequence"))[-count:]


def behind_its_back(statement: str, parameters: list[object]) -> None:
    """Do what someone with the database's own rights could do: switch the triggers off and write."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")


def test_each_entry_follows_from_the_one_before() -> None:
    first, second, third = write(3)
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert [fault for fault in queries.verify().faults if "ledger entry" in fault.where] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET subject = 'another' WHERE sequence = 1",
        "DELETE FROM ledger_entry WHERE sequence = 1",
        "TRUNCATE ledger_entry",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(statement: str) -> None:
    write(2)
    refusal = pytest.raises(DatabaseError, match=r"append-only|foreign key")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 2


def test_the_database_refuses_an_entry_that_does_not_follow() -> None:
    write(1)
    stray = Entry.objects.get(sequence=1)
    stray.sequence, stray.hash = 5, "a" * 64
    with pytest.raises(DatabaseError, match="must follow"), transaction.atomic():
        stray.save(force_insert=True)


@pytest.mark.parametrize(
    ("column", "value"),
    [("subject", "another"), ("actor", "account:someone"), ("action", "other"), ("recorded_at", "2020-01-01")],
)
def test_a_changed_row_is_named(column: str, value: str) -> None:
    write(4)
    behind_its_back(f"UPDATE ledger_entry SET {column} = %s WHERE sequence = 3", [value])  # noqa: S608
    faults = [str(fault) for fault in queries.verify().faults]
    assert len(faults) == 1
    assert faults[0].startswith("ledger entry 3: ")


def test_a_removed_row_is_named() -> None:
    write(4)
    behind_its_back("DELETE FROM ledger_entry WHERE sequence = %s", [2])
    assert "ledger entry 3: entry 2 is missing before it" in [str(fault) for fault in queries.verify().faults]


def test_a_row_rewritten_with_a_fitting_hash_breaks_the_next_link() -> None:
    write(3)
    forged = Entry.objects.get(sequence=2)
    forged.subject = "another"
    behind_its_back(
        "UPDATE ledger_entry SET subject = %s, hash = %s WHERE sequence = 2", [forged.subject, forged.computed_hash()]
    )
    assert [fault.where for fault in queries.verify().faults] == ["ledger entry 3"]


def test_what_is_gathered_is_appended_at_the_end_in_order() -> None:
    (before,) = write(1)
    with gathered():
        for number in range(3):
            record(actor=OPERATOR, action="test", subject=f"work {number}")
        assert Entry.objects.latest("sequence") == before
    entries = list(Entry.objects.filter(sequence__gt=before.sequence).order_by("sequence"))
    assert [entry.subject for entry in entries] == ["work 0", "work 1", "work 2"]
    assert entries[0].previous_hash == before.hash
    write(1)
    assert [fault for fault in queries.verify().faults if "ledger entry" in fault.where] == []


@pytest.mark.django_db(transaction=True)
def test_others_append_while_long_work_is_gathered() -> None:
    """Found on a sheet of a thousand verdicts: everybody's every act waited for it from its first row."""
    refused: list[Exception] = []

    def append_meanwhile() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
                record(actor=OPERATOR, action="test", subject="meanwhile")
        except DatabaseError as error:
            refused.append(error)
        finally:
            connection.close()

    with gathered():
        record(actor=OPERATOR, action="test", subject="long work")
        other = threading.Thread(target=append_meanwhile)
        other.start()
        other.join(timeout=20)
    assert refused == []
    assert list(Entry.objects.order_by("sequence").values_list("subject", flat=True)) == ["meanwhile", "long work"]
    assert [fault for fault in queries.verify().faults if "ledger entry" in fault.where] == []


@pytest.mark.usefixtures("_kyrgyzstan")
def test_work_that_fails_leaves_neither_change_nor_entry() -> None:
    write(1)

    def fail() -> None:
        with gathered():
            organisations.create_organisation(
                actor=OPERATOR, code="half-done", name={"en": "Half done"}, states=("KGZ",), constituency="CSO"
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Organisation.objects.filter(code="half-done").exists()
    assert not Entry.objects.filter(subject__contains="half-done").exists()
    write(1)
    assert [fault for fault in queries.verify().faults if "ledger entry" in fault.where] == []


def test_an_entry_needs_the_transaction_of_its_change(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction of the change"):
        record(actor=OPERATOR, action="test", subject="loose")


@pytest.mark.usefixtures("_kyrgyzstan")
def test_a_register_row_changed_outside_the_services_is_named() -> None:
    organisations.create_organisation(
        actor=OPERATOR, code="osh-lawyers", name={"en": "Osh lawyers"}, constituency="CSO", states=["KGZ"]
    )
    before = {str(fault) for fault in queries.verify().faults}
    Organisation.objects.filter(code="osh-lawyers").update(constituency="STA")
    added = {str(fault) for fault in queries.verify().faults} - before
    assert added == {
        "organisation osh-lawyers: differs from what ledger entry 1 left; the row was changed outside Ubada"
    }


@pytest.mark.usefixtures("_kyrgyzstan")
def test_a_row_put_in_or_taken_out_outside_the_services_is_named() -> None:
    organisations.create_organisation(
        actor=OPERATOR, code="osh-lawyers", name={"en": "Osh lawyers"}, constituency="CSO", states=["KGZ"]
    )
    Organisation.objects.get(code="osh-lawyers").delete()
    Organisation.objects.create(code="smuggled", name={"en": "Smuggled"}, constituency="IGO")
    where = {fault.where: fault.what for fault in queries.verify().faults}
    assert "no ledger entry ever wrote it" in where["organisation smuggled"]
    assert "is missing" in where["organisation osh-lawyers"]


def test_the_ledger_keeps_hashes_and_no_content() -> None:
    with transaction.atomic():
        record(
            actor=OPERATOR, action="test", subject="x", changes=[Change("thing", "a", record_hash({"secret": "text"}))]
        )
    entry = Entry.objects.latest("sequence")
    assert "text" not in str(entry.changes)
    assert entry.after_states() == {("thing", "a"): record_hash({"secret": "text"})}
