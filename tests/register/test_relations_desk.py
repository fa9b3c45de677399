"""The desk of relations: what waits, side by side; what was decided; and the next pair. For editors alone."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.register.related import AGAIN, CONTRARY, SAME, TEXTS, add, answer
from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.ledger.models import Entry
from ubada.organisations.models import Account
from ubada.register.models import Relation
from ubada.register.services.relations import confirm_relation, relate_commitments, suggest_relations

LIST, DECIDE = "/desk/relations/", "/desk/relations/decide/"
RELATE = "/desk/commitments/C190-4/relate/"
SYSTEM = Actor.system("matching")
MEDIA = {
    "MEDIA-A": "Guarantee the independence of television and radio companies",
    "MEDIA-B": "Guarantee in practice the full independence of all television and radio companies",
}
LAST_BUT_ONE = "MEDIA-A~MEDIA-B:reiterates"
EVERY = [SAME, AGAIN, LAST_BUT_ONE, CONTRARY]
"""The suggestions, the surest first."""


@pytest.fixture
def suggested(world: World, settings: Settings) -> World:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    add(TEXTS | MEDIA)
    suggest_relations(actor=SYSTEM)
    return world


@pytest.fixture
def editor(suggested: World) -> Client:
    """The browser of an editor."""
    return browser(suggested.editor)


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def without_path(page: bytes) -> str:
    """A page without what it repeats of the address that was asked for."""
    return re.sub(r'href="(/ru)?/desk/[^"]*"', "", page.decode())


def shown(client: Client, path: str = LIST) -> str:
    answered = client.get(path)
    assert answered.status_code == 200
    return answered.content.decode()


def keys(page: str) -> list[str]:
    """The keys of the pairs on a page, in order."""
    return list(dict.fromkeys(re.findall(r'name="key" value="([^"]+)"', page)))


def is_at(page: str, key: str) -> bool:
    """Whether this is the pair that the page goes on with."""
    found = re.search(r'class="card pair here"\s+id="pair-([^"]+)"', page)
    return found is not None and found[1] == key.partition(":")[0].replace("~", "-")


def decide(client: Client, key: str, act: str, query: str = "") -> str:
    """Send a decision; the page one comes to."""
    answered = client.post(DECIDE, {"key": key, "act": act, "query": query})
    assert answered.status_code == 302
    assert answered.headers["Location"].startswith(f"{LIST}?")
    assert answered.headers["Location"].endswith("#now")
    return answered.headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LIST, DECIDE, RELATE, "/desk/commitments/NOWHERE/relate/"])
def test_the_desk_is_for_editors_and_for_others_there_is_none(suggested: World, path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/accounts/login/?next=")
    client = browser(suggested.assessor)
    missing = client.get("/desk/none/").content
    for answered in (client.get(path), client.post(path, {"key": SAME, "act": "confirm"})):
        assert (answered.status_code, without_path(answered.content)) == (404, without_path(missing))
    assert Relation.objects.get(key=SAME).state == "suggested"


@pytest.mark.django_db
def test_the_desk_offers_the_work_to_editors_with_what_waits(suggested: World, editor: Client) -> None:
    waiting = Relation.objects.filter(state="suggested").count()
    page = shown(editor, "/desk/")
    assert LIST in page
    assert f"{waiting} wait" in page
    assert LIST not in shown(browser(suggested.assessor), "/desk/")


@pytest.mark.django_db
def test_what_waits_stands_side_by_side_with_its_reasons_the_surest_first(suggested: World, editor: Client) -> None:
    answer("QUOTA-B", "noted", "2021")
    page = shown(editor)

    assert keys(page) == EVERY
    first = page.partition(AGAIN)[0]
    assert "one promise in the same words" in first
    assert first.index(">QUOTA-A</a>") < first.index(">QUOTA-B</a>")
    assert "Joint statement" in first
    assert "Regional seminar" in first
    assert 'datetime="2024-11-27"' in first
    assert re.search(r"Kyrgyzstan</b>\s*<span class=\"tag noted\">noted</span>\s*<time datetime=\"2021\"", first)
    assert '<mark class="shared">thirty</mark>' in first
    last = page[page.index("ask for opposite things") :]
    assert '<mark class="differs">Repeal</mark>' in last
    assert re.search(r"Only B says</dt>.*what is done</i> end or repeal", last, re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("type=conflicts", [CONTRARY]),
        ("state=UZB", []),
        ("state=KGZ", EVERY),
        ("score=90", [SAME, AGAIN]),
        ("ref=QUOTA-D", [AGAIN]),
        ("ref=QUOTA-D&type=duplicate", []),
        ("type=nonsense&score=many&state=FRA", EVERY),
        ("decided=confirmed", []),
    ],
)
def test_the_list_is_narrowed(editor: Client, query: str, left: list[str]) -> None:
    assert keys(shown(editor, f"{LIST}?{query}")) == left


@pytest.mark.django_db
def test_the_list_is_narrowed_to_a_theme_and_its_parts(suggested: World, editor: Client) -> None:
    for theme, left in (("equality.gender", EVERY), ("equality", EVERY), ("labour", []), ("none", EVERY)):
        assert keys(shown(editor, f"{LIST}?theme=themes:{theme}")) == left


@pytest.mark.django_db
def test_after_a_decision_comes_the_next_pair_with_what_was_decided_and_a_way_back(editor: Client) -> None:
    page = shown(editor, decide(editor, AGAIN, "confirm"))

    assert keys(page) == EVERY  # the one that was decided in the way back
    places = [page.index(one) for one in (f'value="{SAME}"', 'id="now"', "Confirmed:", f'value="{LAST_BUT_ONE}"')]
    assert places == sorted(places)
    assert is_at(page, LAST_BUT_ONE)
    back = shown(editor, decide(editor, AGAIN, "reopen"))
    assert "the pair waits again" in back
    assert is_at(back, AGAIN)
    assert Relation.objects.get(key=AGAIN).state == "suggested"


@pytest.mark.django_db
def test_a_pair_that_was_left_for_later_is_passed_over_and_the_last_one_leads_to_the_first(editor: Client) -> None:
    page = shown(editor, f"{LIST}?after={SAME}&did=later")
    assert is_at(page, AGAIN)
    page = shown(editor, f"{LIST}?after={CONTRARY}&did=later")
    assert is_at(page, SAME)
    assert "Confirmed:" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", [f"after={SAME}&did=confirm", "after=none&did=reject", "did=confirm", f"after={SAME}"]
)
def test_an_address_that_tells_of_what_did_not_happen_says_nothing(editor: Client, query: str) -> None:
    page = shown(editor, f"{LIST}?{query}")
    assert "notice said" not in page
    assert is_at(page, SAME)


@pytest.mark.django_db
def test_a_decision_keeps_the_filters_of_the_list(editor: Client) -> None:
    place = decide(editor, AGAIN, "reject", "type=reiterates&score=50")

    asked = parse_qs(urlsplit(place).query)
    assert (asked["type"], asked["score"], asked["after"]) == (["reiterates"], ["50"], [AGAIN])
    page = shown(editor, place)
    assert "Rejected:" in page
    assert is_at(page, LAST_BUT_ONE)


@pytest.mark.django_db
def test_an_editor_confirms_as_another_type(editor: Client) -> None:
    page = shown(editor, decide(editor, SAME, "narrower"))

    one = Relation.objects.get(key="QUOTA-A~QUOTA-B:narrower")
    assert (one.state, one.suggested_by) == ("confirmed", "person")
    assert re.search(r"Confirmed:\s*narrower", page)
    assert one.key in keys(page)  # the way back
    decide(editor, one.key, "reopen")
    assert Relation.objects.get(key=SAME).state == "suggested"


@pytest.mark.django_db
def test_what_someone_else_decided_meanwhile_is_told_and_not_overwritten(suggested: World, editor: Client) -> None:
    confirm_relation(actor=Actor.of(suggested.editor), key=SAME, on=TODAY)
    entries = Entry.objects.count()

    page = shown(editor, decide(editor, SAME, "reject"))

    assert "confirmed already. Take that decision back first." in page
    assert (Relation.objects.get(key=SAME).state, Entry.objects.count()) == ("confirmed", entries)


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"key": SAME, "act": "merge"}, {"key": "none", "act": "confirm"}, {}])
def test_nonsense_is_not_found(editor: Client, sent: dict[str, str]) -> None:
    assert editor.post(DECIDE, sent).status_code == 404
    assert editor.get(f"{LIST}?decided=maybe").status_code == 404


@pytest.mark.django_db
def test_a_suggestion_whose_text_has_changed_since_says_so(editor: Client) -> None:
    assert "have changed since" not in shown(editor)
    add({"QUOTA-B": "Reserve forty per cent of the seats in parliament for women."})

    page = shown(editor, f"{LIST}?type=duplicate")

    assert "have changed since" in page
    assert '<mark class="differs">forty</mark>' in page


@pytest.mark.django_db
def test_decided_pairs_are_listed_with_whose_idea_they_were_and_can_be_taken_back(editor: Client) -> None:
    decide(editor, SAME, "narrower")
    decide(editor, AGAIN, "confirm")

    page = shown(editor, f"{LIST}?decided=confirmed")
    assert keys(page) == ["QUOTA-A~QUOTA-B:narrower", AGAIN]
    assert page.count("suggested by a person") == 1
    assert keys(shown(editor, f"{LIST}?decided=rejected")) == [SAME]
    place = decide(editor, AGAIN, "reopen", "decided=confirmed")
    assert keys(shown(editor, place)) == ["QUOTA-A~QUOTA-B:narrower"]


@pytest.mark.django_db
def test_more_pairs_take_no_more_queries(
    suggested: World, editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(40) as few:
        shown(editor)
    add({f"SEAT-{at}": f"Reserve {at} seats in the council of elders for women" for at in range(10, 20)})
    add({f"SEAT-{at}-AGAIN": f"Reserve {at} seats in the council of elders for women!" for at in range(10, 20)})
    suggest_relations(actor=SYSTEM)

    with django_assert_max_num_queries(len(few)):
        assert len(keys(shown(editor))) == 10


@pytest.mark.django_db
class TestByHand:
    def test_an_editor_finds_the_way_from_the_page_of_a_commitment(self, suggested: World, editor: Client) -> None:
        assert RELATE in shown(editor, "/commitments/C190-4/")
        assert RELATE not in shown(Client(), "/commitments/C190-4/")
        assert RELATE not in shown(browser(suggested.assessor), "/commitments/C190-4/")

    @pytest.mark.parametrize(
        "said", ["STMT-4", " STMT-4 ", "https://register.example/ru/commitments/STMT-4/?a=b#states"]
    )
    def test_the_other_is_named_by_reference_or_address_and_both_are_shown(self, editor: Client, said: str) -> None:
        page = editor.get(RELATE, {"other": said})
        assert page.status_code == 200
        assert ">STMT-4</a>" in page.content.decode()
        assert "What are they to each other?" in page.content.decode()

    @pytest.mark.parametrize(
        ("said", "told"), [("C190-4", "this commitment itself"), ("NOWHERE", "no commitment"), ("", "required")]
    )
    def test_what_is_no_other_commitment_is_refused(self, editor: Client, said: str, told: str) -> None:
        page = editor.get(RELATE, {"other": said})
        assert page.status_code == 400
        assert told in page.content.decode()
        assert "What are they to each other?" not in page.content.decode()

    def test_saying_what_they_are_confirms_it_and_can_be_undone(self, editor: Client) -> None:
        answered = editor.post(f"{RELATE}?other=STMT-4", {"type": "narrower"})
        assert answered.status_code == 302

        page = shown(editor, answered.headers["Location"])

        one = Relation.objects.get(key="C190-4~STMT-4:narrower")
        assert (one.state, one.suggested_by) == ("confirmed", "person")
        assert keys(page) == [one.key]
        assert "Confirmed:" in page
        gone = shown(editor, decide(editor, one.key, "reopen", "decided=confirmed&ref=C190-4"))
        assert "not related any more" in gone
        assert not Relation.objects.filter(key=one.key).exists()

    def test_a_pair_that_is_related_already_is_refused_on_the_page(self, suggested: World, editor: Client) -> None:
        relate_commitments(
            actor=Actor.of(suggested.editor), first="C190-4", second="STMT-4", relation="broader", on=TODAY
        )
        answered = editor.post(f"{RELATE}?other=STMT-4", {"type": "narrower"})
        assert answered.status_code == 400
        assert "another confirmed relation" in answered.content.decode()

    def test_a_form_without_an_answer_says_what_is_missing(self, editor: Client) -> None:
        answered = editor.post(f"{RELATE}?other=STMT-4", {"kind": "x"})
        assert answered.status_code == 400
        assert 'role="alert"' in answered.content.decode()
        assert not Relation.objects.filter(suggested_by="person").exists()

    def test_readers_are_told_what_a_person_confirmed(self, suggested: World) -> None:
        actor = Actor.of(suggested.editor)
        relate_commitments(actor=actor, first="C190-4", second="STMT-4", relation="narrower", on=TODAY)

        assert "asks for part of this" in shown(Client(), "/commitments/C190-4/")
        assert "asks for all of this, and more" in shown(Client(), "/commitments/STMT-4/")
        assert "Related promises" not in shown(Client(), "/commitments/QUOTA-A/")
