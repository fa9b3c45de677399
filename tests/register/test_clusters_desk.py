"""The desk of clusters: groups that confirmed relations make, what an editor does about each, and mending."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.register.related import TEXTS, add, cluster_of, join
from tests.world import World
from ubada.access.actors import Actor
from ubada.organisations.models import Account
from ubada.register.models import Cluster
from ubada.register.queries.groups import Case, open_groups
from ubada.register.services.clusters import make_cluster
from ubada.register.services.relations import suggest_relations

DESK, PLACE, OLD = "/desk/clusters/", "/desk/clusters/place/", "/desk/clusters/harassment-at-work/"
QUOTAS = ["QUOTA-A", "QUOTA-B", "QUOTA-D"]
GROUP = {"group": "QUOTA-A", "member": QUOTAS}
WORDS = {"title_en": "Seats for women", "title_ru": "Места для женщин", "summary_en": "Asked twice.", "summary_ru": ""}


@pytest.fixture
def joined(world: World, settings: Settings) -> World:
    """Three commitments that an editor said are one promise, and two more that are another."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    add(TEXTS)
    suggest_relations(actor=Actor.system("matching"))
    join(Actor.of(world.editor), ("QUOTA-A", "QUOTA-B"), ("QUOTA-A", "QUOTA-D"), ("AGENT-A", "QUOTA-C"))
    return world


@pytest.fixture
def person(joined: World) -> Actor:
    return Actor.of(joined.editor)


@pytest.fixture
def editor(joined: World) -> Client:
    return browser(joined.editor)


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def shown(client: Client, path: str = DESK) -> str:
    answered = client.get(path)
    assert answered.status_code == 200
    return answered.content.decode()


def form_of(group: str) -> dict[str, object]:
    """What the form of a group sends with the words of these tests in it."""
    return GROUP | {"group": group} | {f"{group}-{name}": words for name, words in WORDS.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [DESK, PLACE, OLD, "/desk/clusters/none/"])
def test_the_desk_is_for_editors_and_for_others_there_is_none(joined: World, path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/accounts/login/?next=")
    client = browser(joined.assessor)
    assert client.get(path).status_code == 404
    sent = form_of("QUOTA-A") | {"act": "dissolve", "cluster": "harassment-at-work"}
    assert client.post(path, sent).status_code == 404
    assert cluster_of("QUOTA-A", "C190-4") == [None, "harassment-at-work"]


@pytest.mark.django_db
def test_the_desk_offers_the_groups_that_wait(joined: World, editor: Client, person: Actor) -> None:
    assert len(open_groups(person)) == 2
    assert re.search(r"Clusters</a>.*2 wait", shown(editor, "/desk/"), re.DOTALL)


@pytest.mark.django_db
def test_a_new_group_is_shown_with_its_members_and_what_joins_them(editor: Client) -> None:
    page = shown(editor)

    own = page[page.index('id="group-QUOTA-A"') :]
    assert all(f">{ref}</a>" in own for ref in QUOTAS)
    assert own.count("look at it again") == 2
    assert "Reserve half of the seats for women" in own  # the title suggested


@pytest.mark.django_db
def test_a_cluster_is_made_of_one_group_with_the_words_that_were_given(editor: Client) -> None:
    answered = editor.post(DESK, form_of("QUOTA-A"))
    assert answered.headers["Location"] == DESK

    one = Cluster.objects.get(code="same-as-quota-a")
    assert one.title.as_dict() == {"en": "Seats for women", "ru": "Места для женщин"}
    assert one.summary.as_dict() == {"en": "Asked twice."}
    assert cluster_of(*QUOTAS, "AGENT-A", "QUOTA-C") == [one.code] * 3 + [None, None]
    page = shown(editor)
    assert "The cluster was made: Seats for women" in page
    assert 'id="group-QUOTA-A"' not in page


@pytest.mark.django_db
def test_a_form_that_lacks_a_title_comes_back_with_what_was_written(editor: Client) -> None:
    answered = editor.post(DESK, form_of("QUOTA-A") | {"QUOTA-A-title_ru": " ", "QUOTA-A-summary_en": "Words of mine"})

    assert answered.status_code == 400
    page = answered.content.decode()
    assert 'href="#id_QUOTA-A-title_ru"' in page
    assert "Words of mine" in page
    assert cluster_of(*QUOTAS) == [None, None, None]


@pytest.mark.django_db
def test_a_group_that_someone_else_clustered_meanwhile_is_not_made_again(editor: Client, person: Actor) -> None:
    code = make_cluster(actor=person, members=QUOTAS[:2], title={"en": "First"}, summary={}).code

    answered = editor.post(DESK, form_of("QUOTA-A"))

    assert answered.status_code == 302
    assert "lies in a cluster already" in shown(editor)
    assert cluster_of(*QUOTAS) == [code, code, None]


@pytest.mark.django_db
def test_a_group_grows_the_cluster_it_touches(editor: Client, person: Actor) -> None:
    join(person, ("QUOTA-D", "STMT-3"))
    assert [one.case for one in open_groups(person)] == [Case.NEW, Case.GROWS]

    page = shown(editor, f"{DESK}?show=grows")
    assert page.count("would be added") == 3
    assert page.count("in the cluster") >= 1
    sent = {"act": "grow", "cluster": "harassment-at-work", "member": QUOTAS, "query": "show=grows"}
    answered = editor.post(PLACE, sent)

    assert answered.headers["Location"] == f"{DESK}?show=grows"
    assert cluster_of(*QUOTAS) == ["harassment-at-work"] * 3
    assert "3 commitments were added" in shown(editor, f"{DESK}?show=grows")


@pytest.mark.django_db
def test_a_group_in_two_clusters_is_explained_and_sorted_out(editor: Client, person: Actor) -> None:
    code = make_cluster(actor=person, members=QUOTAS, title={"en": "Seats"}, summary={}).code
    join(person, ("QUOTA-D", "STMT-3"))
    assert [one.case for one in open_groups(person)] == [Case.BETWEEN, Case.NEW]

    page = shown(editor)
    assert "never merged" in page
    assert "Move to “No harassment at work”" in page
    assert "Move to “Seats”" in page
    assert page.count("Take out of its cluster") == 4
    editor.post(PLACE, {"act": "move", "member": "QUOTA-D", "cluster": "harassment-at-work"})

    assert cluster_of(*QUOTAS) == [code, code, "harassment-at-work"]
    assert "Move to “Seats”" in shown(editor, f"{DESK}?show=between")  # QUOTA-A still joins both
    editor.post(PLACE, {"act": "take_out", "member": "QUOTA-D"})
    page = shown(editor, f"{DESK}?show=between")
    assert "lies in no cluster" in page
    assert "Add there" in page
    editor.post(PLACE, {"act": "grow", "member": "QUOTA-D", "cluster": code})
    assert cluster_of(*QUOTAS) == [code] * 3


@pytest.mark.django_db
def test_what_cannot_be_placed_is_told(editor: Client) -> None:
    answered = editor.post(PLACE, {"act": "grow", "member": "QUOTA-C", "cluster": "harassment-at-work"})

    assert answered.status_code == 302
    assert "do not join" in shown(editor)
    assert cluster_of("QUOTA-C") == [None]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {"act": "merge", "member": "QUOTA-A", "cluster": "harassment-at-work"},
        {"act": "grow", "cluster": "harassment-at-work"},
        {"act": "grow", "member": "NOWHERE", "cluster": "harassment-at-work"},
        {"act": "move", "member": "C190-4", "cluster": "none"},
    ],
)
def test_nonsense_is_not_found(editor: Client, sent: dict[str, str]) -> None:
    assert editor.post(PLACE, sent).status_code == 404
    assert editor.get(f"{DESK}?show=some").status_code == 404


@pytest.mark.django_db
def test_every_cluster_is_listed_with_its_size(editor: Client) -> None:
    page = shown(editor, f"{DESK}?show=all")
    assert OLD in page
    assert "2 commitments" in page


@pytest.mark.django_db
def test_a_cluster_is_renamed_loses_a_member_and_is_dissolved(editor: Client) -> None:
    page = shown(editor, OLD)
    assert re.search(r"<textarea[^>]*>\s*No harassment at work</textarea>", page)
    assert ">STMT-3</a>" in page

    assert editor.post(OLD, WORDS | {"title_en": ""}).status_code == 400
    assert editor.post(OLD, WORDS).headers["Location"] == OLD
    assert Cluster.objects.get(code="harassment-at-work").title["en"] == "Seats for women"
    answered = editor.post(PLACE, {"act": "take_out", "member": "STMT-3", "back": "harassment-at-work"})
    assert answered.headers["Location"] == OLD
    assert "One commitment alone is no cluster" in shown(editor, OLD)
    assert editor.post(OLD, {"act": "dissolve"}).headers["Location"] == DESK
    assert cluster_of("C190-4", "STMT-3") == [None, None]
    assert "The cluster was dissolved." in shown(editor)
    assert editor.get(OLD).status_code == 404


@pytest.mark.django_db
def test_more_groups_take_no_more_queries(
    editor: Client, person: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(40) as few:
        shown(editor)
    add({f"SEAT-{at}-{side}": f"Reserve {at} seats" for at in range(6) for side in "AB"})
    join(person, *((f"SEAT-{at}-A", f"SEAT-{at}-B") for at in range(6)))

    with django_assert_max_num_queries(len(few)):
        assert shown(editor).count("Make the cluster") == 8
