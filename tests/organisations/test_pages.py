"""The directory of organisations and the page of one's own account."""

from __future__ import annotations

import pytest
from django.test import Client

from ubada.access.actors import Actor
from ubada.ledger.models import Entry
from ubada.organisations import services
from ubada.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def test_the_directory_says_so_when_nobody_takes_part_yet(client) -> None:
    assert "No organisation has been admitted yet." in client.get("/organisations/").content.decode()


def test_the_directory_lists_the_approved_by_constituency_with_states_and_accreditation(world, client) -> None:
    services.create_organisation(
        actor=Actor.system("test"), code="gone", name={"en": "Gone"}, constituency="CSO", states=["KGZ"]
    )
    services.change_status(
        actor=Actor.system("test"), organisation=Organisation.objects.get(code="gone"),
        status=Organisation.Status.SUSPENDED,
    )  # fmt: skip
    page = client.get("/organisations/").content.decode()
    assert page.index("Civil society") < page.index("Open Steppe") < page.index("Ombudsman institutions")
    assert page.index("Ombudsman institutions") < page.index("Akyikatchy") < page.index("B status")
    assert "Kazakhstan" in page
    assert "Chart of accredited institutions" in page
    assert "Gone" not in page
    assert "Открытая степь" in client.get("/ru/organisations/").content.decode()


def test_ones_own_page_shows_oneself_and_no_one_else(world, signed_in) -> None:
    page = signed_in(world.assessor).get("/account/").content.decode()
    for expected in ("assessor@example.org", "Open Steppe", "assessor · Civil society", "Off. A password alone"):
        assert expected in page
    assert "editor@example.org" not in page
    assert "create_account" not in page


def test_name_and_language_are_changed_and_the_act_is_shown(world, signed_in) -> None:
    client = signed_in(world.assessor)
    answer = client.post("/account/", {"name": "New name", "language": "ru"}, follow=True)
    page = answer.content.decode()
    assert "New name" in page
    assert "Changed name or language" in page
    assert client.post("/account/", {"name": "", "language": "ru"}).status_code == 400
    assert client.post("/account/", {"name": "x", "language": "xx"}).status_code == 400
    assert Entry.objects.filter(action="describe_oneself").count() == 1


def test_the_other_sessions_end_and_this_one_goes_on(world, signed_in) -> None:
    other = Client()
    other.force_login(world.assessor)
    stranger = Client()
    stranger.force_login(world.editor)
    client = signed_in(world.assessor)
    assert "2 devices" in client.get("/account/").content.decode()
    assert client.get("/account/sessions/end/").status_code == 405
    client.post("/account/sessions/end/")
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert stranger.get("/account/").status_code == 200


def test_a_member_of_a_suspended_organisation_reads_that_nothing_can_be_done_in_its_name(world, signed_in) -> None:
    services.change_status(
        actor=Actor.system("test"), organisation=world.civil_society, status=Organisation.Status.SUSPENDED
    )
    page = signed_in(world.assessor).get("/account/").content.decode()
    assert "suspended: nothing can be done in its name" in page


def test_the_page_of_an_account_is_kept_by_no_cache(world, signed_in) -> None:
    client = signed_in(world.assessor)
    for address in ("/account/", "/organisations/", "/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
