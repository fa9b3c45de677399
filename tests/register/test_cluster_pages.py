"""The pages of the baseline's clusters: one promise through the years and mechanisms."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.register.related import add, answer, put_into
from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.exchange.baseline import import_baseline
from ubada.register.models import Cluster
from ubada.register.queries.clusters import cluster_history
from ubada.register.services.relations import relate_commitments


@pytest.mark.django_db
def test_the_clusters_of_the_baseline_tell_every_member_once_in_the_order_of_their_dates(
    client: Client, reader: Actor, settings: Settings
) -> None:
    cache.clear()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    import_baseline(actor=Actor.system("test"))
    clusters = list(Cluster.objects.all())
    assert len(clusters) == 20

    for cluster in clusters:
        times = cluster_history(reader, cluster)
        days = [one.made_on.earliest for one in times if one.made_on]
        page = client.get(f"/clusters/{cluster.code}/").content.decode().partition('id="times"')[2]
        page = page.partition('id="facts"')[0]

        assert sorted(one.commitment.ref for one in times) == sorted(cluster.commitments.values_list("ref", flat=True))
        assert days == sorted(days)
        assert all(page.count(f'href="{one.commitment.get_absolute_url()}"') == 1 for one in times)
        assert all(one.body is not None for one in times)


@pytest.mark.django_db
def test_a_cluster_shows_each_time_the_promise_was_made_the_earliest_first(world: World, reader: Actor) -> None:
    times = cluster_history(reader, Cluster.objects.get(code="harassment-at-work"))

    assert [(one.commitment.ref, str(one.made_on), one.body and one.body.code) for one in times] == [
        ("C190-4", "2019-06-21", "ILO"),
        ("STMT-3", "2024-11-27", "SEMINAR"),
    ]
    assert [given.standing.state_id for given in times[0].given] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]


@pytest.mark.django_db
def test_a_cluster_shows_how_each_state_answered_each_time_and_no_answer_twice(world: World, reader: Actor) -> None:
    answer("STMT-3", "noted", "2020")
    answer("STMT-3", "supported", "2025-03", state="KAZ")
    answer("STMT-3", "supported", "2025")

    times = cluster_history(reader, Cluster.objects.get(code="harassment-at-work"))

    said = {
        given.standing.state_id: [(one.official_class, str(one.dated)) for one in given.responses]
        for given in times[1].answered
    }
    assert times[0].answered == ()
    assert said == {"KAZ": [("supported", "2025-03")], "KGZ": [("noted", "2020"), ("supported", "2025")]}


@pytest.mark.django_db
def test_the_page_of_a_cluster_tells_the_times_and_the_answers(site: Client) -> None:
    answer("STMT-3", "noted", "2020")

    page = site.get("/clusters/harassment-at-work/").content.decode()

    _, heading, page = page.partition("Through the years and mechanisms")
    assert heading
    assert page.index('datetime="2019-06-21"') < page.index('datetime="2024-11-27"') < page.index('datetime="2020"')
    assert "International Labour Organization" in page
    assert "no answer on record" in page


@pytest.mark.django_db
def test_the_page_of_a_cluster_says_what_persons_confirmed_of_earlier_times(world: World, site: Client) -> None:
    page = site.get("/clusters/harassment-at-work/").content.decode()
    assert "the same promise in other words" not in page
    relate_commitments(actor=Actor.of(world.editor), first="STMT-3", second="C190-4", relation="reiterates", on=TODAY)

    page = site.get("/clusters/harassment-at-work/").content.decode()

    later = page[page.index('id="time-STMT-3"') :]
    assert page.count("the same promise in other words") == 1
    assert later.index("the same promise in other words") < later.index('href="#time-C190-4"')
    assert "/desk/" not in page


@pytest.mark.django_db
def test_an_editor_finds_the_way_from_a_cluster_to_its_desk(world: World, site: Client) -> None:
    site.force_login(world.editor)
    assert 'href="/desk/clusters/harassment-at-work/"' in site.get("/clusters/harassment-at-work/").content.decode()
    site.force_login(world.assessor)
    assert "/desk/clusters/" not in site.get("/clusters/harassment-at-work/").content.decode()


@pytest.mark.django_db
def test_a_question_that_facts_answer_is_told_once_with_what_it_is_asked_of(site: Client) -> None:
    page = site.get("/clusters/harassment-at-work/").content.decode()

    facts = page[page.index('id="facts"') :]
    assert facts.count("asked of") == facts.count('<ul class="dots">') > 0
    assert 'href="#time-C190-4"' in facts


@pytest.mark.django_db
def test_references_are_told_in_the_order_in_which_people_count(world: World, reader: Actor) -> None:
    add({f"NO-{number}": f"Reserve {number} seats" for number in (10, 9, 100)})
    for number in (10, 9, 100):
        put_into("harassment-at-work", f"NO-{number}")

    told = [one.commitment.ref for one in cluster_history(reader, Cluster.objects.get(code="harassment-at-work"))]

    assert [ref for ref in told if ref.startswith("NO-")] == ["NO-9", "NO-10", "NO-100"]


@pytest.mark.django_db
def test_a_longer_history_takes_no_more_queries(
    world: World, reader: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add({f"MORE-{at}": f"Reserve {at} seats" for at in range(20)})
    for at in range(20):
        put_into("harassment-at-work", f"MORE-{at}")
    cluster = Cluster.objects.get(code="harassment-at-work")

    with django_assert_num_queries(4):
        assert len(cluster_history(reader, cluster)) == 22
