"""Saying that something was done, through the pages."""

from __future__ import annotations

import pytest

from tests.assessments.desks import browser, page, sent
from tests.assessments.people import SYSTEM, TODAY, People, item_of
from tests.world import both
from ubada.assessments.models import Measure
from ubada.organisations.models import Organisation
from ubada.organisations.services import begin_membership, change_status

pytestmark = pytest.mark.django_db
LIST = "/desk/measures/"
NEW = "/desk/measures/new/"
CLAIM = {
    "title_en": "A law on harassment at work", "title_ru": "Закон о домогательствах на работе", "kind": "law",
    "state": "KGZ", "state_commitments": ["C190-4@KGZ", "STMT-3@KGZ"], "dated": "2026-04", "body": "Parliament",
    "summary_en": "It is in force.", "act": "claim",
}  # fmt: skip


def test_a_measure_is_claimed_for_several_commitments(people: People) -> None:
    item = item_of(people, "ministry", title=both("Text of the law 5501"))
    client = browser(people, "ministry")
    assert "Text of the law 5501" in page(client, NEW)
    text = sent(client, NEW, {**CLAIM, "evidence": [item.uid]})
    assert "A law on harassment at work" in text
    assert "April 2026" in text
    one = Measure.objects.get()
    assert (str(one.dated), one.claimant.code, one.claimed_as) == ("2026-04", "ministry", "STA")
    assert sorted(each.pk for each in one.state_commitments.all()) == ["C190-4@KGZ", "STMT-3@KGZ"]
    assert [each.pk for each in one.evidence.all()] == [item.pk]


def test_commitments_are_searched_and_what_is_typed_and_ticked_stays(people: People) -> None:
    data = {**CLAIM, "state_commitments": ["CEDAW-7@KGZ"], "find_commitment": "harassment", "act": "find"}
    response = browser(people, "ministry").post(NEW, data)
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="CEDAW-7@KGZ" id="id_state_commitments_0" checked' in text
    assert 'value="C190-4@KGZ"' in text
    assert "C190-4@UZB" not in text
    assert "Закон о домогательствах на работе" in text
    assert "errors" not in text
    assert not Measure.objects.exists()
    data["find_commitment"] = "xyzzy"
    assert "No other commitment has these words." in browser(people, "ministry").post(NEW, data).content.decode()
    assert 'value="CEDAW-7-A@KGZ"' in page(browser(people, "ministry"), f"{NEW}?about=CEDAW-7-A")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title_en": "", "title_ru": ""}, "Write it in at least one language."),
        ({"title_en": "t" * 301}, "at most 300"),
        ({"kind": ""}, "This field is required."),
        ({"kind": "miracle"}, "Select a valid choice"),
        ({"state": "UZB"}, "Select a valid choice"),
        ({"state_commitments": []}, "Search for at least one commitment and tick it."),
        ({"state_commitments": ["C190-4@UZB"]}, "Select a valid choice"),
        ({"dated": "last spring"}, "When:"),
        ({"dated": "2026-02-31"}, "When:"),
        ({"body": "b" * 301}, "at most 300 characters"),
        ({"summary_en": "s" * 5001}, "at most 5000"),
        ({"evidence": ["<b>"]}, "Select a valid choice"),
    ],
)
def test_a_claim_that_cannot_stand_is_shown_again_with_what_is_wrong(people: People, given: dict, words: str) -> None:
    text = sent(browser(people, "ministry"), NEW, {**CLAIM, **given}, status=400)
    assert words in text
    if "title_ru" not in given:
        assert "Закон о домогательствах на работе" in text
    assert not Measure.objects.exists()


def test_a_commitment_of_another_state_than_the_one_named_is_refused(people: People) -> None:
    data = {**CLAIM, "state": "UZB", "state_commitments": ["C190-4@KGZ"]}
    assert "Choose from the list." in sent(browser(people, "osce-office"), NEW, data, status=400)


def test_markup_is_shown_as_it_was_typed(people: People) -> None:
    evil = "<script>alert(1)</script>"
    data = {**CLAIM, "title_en": evil, "body": evil, "summary_en": evil}
    text = sent(browser(people, "ministry"), NEW, data)
    assert evil not in text
    assert "&lt;script&gt;" in text
    assert evil not in sent(browser(people, "ministry"), NEW, {**data, "kind": ""}, status=400)


def test_whoever_writes_for_two_organisations_chooses_one(people: People) -> None:
    begin_membership(
        actor=SYSTEM, account=people.accounts["clear-water.coordinator"],
        organisation=people.organisations["open-steppe"], role="assessor", began_on=TODAY,
    )  # fmt: skip
    client = browser(people, "clear-water")
    assert "?as=open-steppe" in page(client, NEW)
    sent(client, f"{NEW}?as=open-steppe", CLAIM)
    assert Measure.objects.get().claimant.code == "open-steppe"
    assert "A law on harassment" in page(client, f"{LIST}?as=open-steppe")
    assert "None yet." in page(client, LIST)
    page(client, f"{LIST}?as=ministry", status=404)
    sent(client, f"{NEW}?as=ministry", CLAIM, status=404)


@pytest.mark.parametrize(
    ("who", "status"),
    [("reader", 302), ("outsider", 404), ("editor", 404), ("fund", 404), ("clear-water.observer", 404),
     ("clear-water.reviewer", 404), ("clear-water.assessor", 200), ("ministry", 200), ("village-union", 200)],
)  # fmt: skip
def test_who_claims(people: People, who: str, status: int) -> None:
    client = browser(people, who)
    for path in (LIST, NEW):
        page(client, path, status=status)
    client.post(NEW, CLAIM)
    assert Measure.objects.count() == (1 if status == 200 else 0)


def test_a_suspended_organisation_claims_nothing(people: People) -> None:
    client = browser(people, "ministry")
    change_status(actor=SYSTEM, organisation=people.organisations["ministry"], status=Organisation.Status.SUSPENDED)
    sent(client, NEW, CLAIM, status=404)
