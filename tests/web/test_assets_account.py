"""The pages for signing in wear the shell and the form templates of the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import include, path, reverse

pytestmark = pytest.mark.django_db
urlpatterns = [path("accounts/", include("allauth.urls")), path("home/", lambda request: None, name="home")]


@pytest.fixture(autouse=True)
def only_account_addresses(settings):
    settings.ROOT_URLCONF = __name__
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def test_sign_in_page_is_in_the_shell_and_offers_no_registration(client):
    page = client.get(reverse("account_login")).content.decode()
    assert '<main id="main"' in page
    assert page.count("<h1>") == 1
    assert 'class="button"' in page
    assert "signup" not in page
    assert not re.search(r"style=|<style|<script", page)


def test_failed_sign_in_leads_to_the_mistake(client):
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert 'class="errors" role="alert"' in page
    assert 'href="#id_login"' in page


def test_forgotten_password_page_uses_the_same_form_parts(client):
    page = client.get(reverse("account_reset_password")).content.decode()
    assert 'class="field"' in page
    assert 'class="button"' in page
