"""Writing canonical records: twice is once, all or nothing, and translations that fall behind are called so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.world import World, raw_world, write_baseline
from ubada.access.actors import Actor
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.languages.models import Translation
from ubada.ledger import queries as ledger
from ubada.ledger.models import Entry
from ubada.register.fields import PartialDateField
from ubada.register.models import Commitment, Fact, StructuralResult, TreatyAction, VerificationTask
from ubada.register.queries.vocabulary import translation_status
from ubada.register.services import write_records
from ubada.register.shapes import COMMITMENT, SHAPES
from ubada.search.models import Outbox


def test_the_same_records_written_again_change_nothing(world: World) -> None:
    before = Entry.objects.count()

    write_baseline(raw_world())

    assert Entry.objects.count() == before


def test_only_what_differs_is_written_and_its_fields_are_named(world: World) -> None:
    record = COMMITMENT.record_of(COMMITMENT.rows().get(pk="CEDAW-7"))
    other = COMMITMENT.record_of(COMMITMENT.rows().get(pk="C190-4"))

    with transaction.atomic():
        applied = write_records(COMMITMENT, {"CEDAW-7": {**record, "specificity": 2}, "C190-4": other})

    assert [(one.key, one.is_new, one.fields) for one in applied] == [("CEDAW-7", False, ("specificity",))]


def test_a_fault_in_one_record_leaves_none_written(world: World) -> None:
    record = COMMITMENT.record_of(COMMITMENT.rows().get(pk="CEDAW-7"))
    wanted = {"NEW-1": {**record, "ref": "NEW-1"}, "NEW-2": {**record, "ref": "NEW-2", "specificity": 9}}

    with pytest.raises(IntegrityError), transaction.atomic():
        write_records(COMMITMENT, wanted)

    assert not Commitment.objects.filter(ref__startswith="NEW").exists()
    assert not Translation.objects.filter(record_key__startswith="NEW").exists()


def test_a_translation_falls_behind_when_its_source_changes_and_recovers_when_it_follows(world: World) -> None:
    def rewritten(**texts: str) -> str | None:
        raw = raw_world()
        raw["commitment"][0]["title"] = {**raw["commitment"][0]["title"], **texts}
        write_baseline(raw)
        return translation_status(Actor.reader(), "commitment", "CEDAW-7", "ru")

    assert translation_status(Actor.reader(), "commitment", "CEDAW-7", "ru") == "draft"
    assert rewritten(en="Give women half of public life") == "stale"
    assert rewritten(en="Give women half of public life", ru="Отдать женщинам половину") == "draft"


def test_the_search_is_told_of_the_commitments_that_changed(world: World) -> None:
    Outbox.objects.all().delete()
    raw = raw_world()
    raw["commitment"][0]["specificity"] = 2

    write_baseline(raw)

    assert set(Outbox.objects.values_list("kind", "key")) == {("commitment", "CEDAW-7")}


def test_a_new_fact_moves_standing_answer_and_task_with_it(world: World) -> None:
    raw = raw_world()
    fact = next(one for one in raw["fact"] if one["id"] == "treaty.TKM.C190")
    fact |= {"confidence": "seen", "source_title": "ILO", "source_url": "https://example.org/ilo", "status": "party"}

    write_baseline(raw)

    assert TreatyAction.objects.get(pk="treaty.TKM.C190").status == "party"
    assert StructuralResult.objects.get(pk="party-c190@TKM").answer == "yes"
    assert Commitment.objects.get(pk="C190-4").state_commitments.get(state="TKM").standing == "bound"
    assert not VerificationTask.objects.filter(fact="treaty.TKM.C190").exists()
    assert ledger.verify().faults == ()


def test_a_fact_that_loses_its_source_takes_its_answer_away(world: World) -> None:
    raw = raw_world()
    fact = next(one for one in raw["fact"] if one["id"] == "treaty.KGZ.C190")
    fact |= {"confidence": "unverified", "source_title": None, "source_url": None}

    write_baseline(raw)

    assert StructuralResult.objects.get(pk="party-c190@KGZ").answer == "unknown"
    assert not TreatyAction.objects.filter(pk="treaty.KGZ.C190").exists()
    assert VerificationTask.objects.get(fact="treaty.KGZ.C190").reason == "unverified"


def test_every_record_reads_back_as_it_was_written(world: World) -> None:
    for shape in SHAPES:
        for key, record in shape.all():
            row = shape.rows().get(pk=key)
            assert shape.record_of(row) == record
            assert not set(shape.kept_inside) & set(shape.public_record_of(row))


def test_the_database_itself_refuses_to_publish_what_did_not_pass_the_gate(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk="law.KGZ.unseen").update(is_published=True)


def test_text_and_dates_come_back_as_values_of_their_own_kind(world: World) -> None:
    fact = Fact.objects.get(pk="nhri.KGZ.ganhri")

    assert isinstance(fact.label, TranslatedText)
    assert fact.label.best("ru").text == "Accreditation (по-русски)"
    assert fact.date == PartialDate.parse("2012-03")
    assert Fact.objects.filter(date=PartialDate.parse("2012-03")).get() == fact


def test_the_database_refuses_a_date_that_is_no_partial_date(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk="nhri.KGZ.ganhri").update(date=_Raw("31.12.2012"))


class _Raw(str):
    """Text that goes to the column as it is."""

    __slots__ = ()


@pytest.mark.parametrize("given", ["31.12.2012", "2012-13", "soon"])
def test_a_form_is_told_which_date_it_cannot_read(given: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PartialDateField().to_python(given)

    assert given in str(caught.value)


def test_the_history_of_an_object_is_kept_by_the_database_without_its_actors(world: World) -> None:
    raw = raw_world()
    raw["commitment"][0]["specificity"] = 2
    write_baseline(raw)

    reader: Any = Actor.reader()
    assert [event.action for event in ledger.history_of(reader, "commitment", "CEDAW-7")] == ["import_baseline"] * 2
    assert len(ledger.history_of(reader, "commitment", "C190-4")) == 1
    assert ledger.history_of(reader, "account", world.editor.uid) == []
