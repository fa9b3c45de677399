"""The pages of the baseline's clusters: one promise through the years and mechanisms."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from ubada.access.actors import Actor
from ubada.exchange.baseline import import_baseline
from ubada.register.models import Cluster
from ubada.register.queries.clusters import cluster_history


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

        assert sorted(one.commitment.ref for one in times) == sorted(cluster.commitments.values_list("ref", flat=True))
        assert days == sorted(days)
        assert all(page.count(f'href="{one.commitment.get_absolute_url()}"') == 1 for one in times)
        assert all(one.body is not None for one in times)
