"""The desk of evidence as a person uses it: a browser, the form with everything in it, and what the answer says."""

from __future__ import annotations

import html
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.assessments.people import People
from ubada.evidence.models import EvidenceItem

NEW = "/desk/evidence/new/"
OWNER = "clear-water"
TYPED = {
    "return": "",
    "held": "",
    "organisation": OWNER,
    "title_en": "Seats in councils",
    "title_ky": "Кеңештердеги орундар",
    "kind": "statistics",
    "language": "ky",
    "dated": "2026-05",
    "captured_on": "2026-07-02",
    "source": "A bureau of statistics",
    "url": "https://stat.example.org/councils",
    "summary_en": "A third of the seats.",
    "sensitivity": "partners",
    "consent": "not-needed",
    "act": "add",
    "whole": "1",
}
"""The form as a browser sends it."""


def browser(people: People, name: str = f"{OWNER}.assessor") -> Client:
    """The browser of this person, or of a reader."""
    client = Client(raise_request_exception=False)
    if name != "reader":
        client.force_login(people.accounts[name if "." in name or name in people.accounts else f"{name}.coordinator"])
    return client


def send(client: Client, *, file: bytes | None = None, name: str = "paper.pdf", **changed: Any) -> Any:
    """The form sent with some fields changed; None leaves a field out."""
    fields = {key: value for key, value in (TYPED | changed).items() if value is not None}
    if file is not None:
        fields["file"] = SimpleUploadedFile(name, file)
    return client.post(NEW, fields)


def text_of(response: HttpResponse) -> str:
    """The words of a page as they are read."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def value_of(response: HttpResponse, field: str) -> str:
    """What stands in a field of the page that came back."""
    body = response.content.decode()
    found = re.search(rf'<input[^>]*name="{field}"[^>]*>', body)
    assert found, field
    value = re.search(r'value="([^"]*)"', found.group())
    return html.unescape(value.group(1)) if value else ""


def nothing_is_lost(response: HttpResponse) -> None:
    """The form came back with all that was typed."""
    assert response.status_code == 400
    body = html.unescape(response.content.decode())
    for field in ("title_en", "title_ky", "source", "dated", "captured_on", "url"):
        assert value_of(response, field) == TYPED[field], field
    assert TYPED["summary_en"] in body
    for field in ("sensitivity", "consent"):
        assert re.search(rf'<input[^>]*name="{field}" value="{TYPED[field]}"[^>]*checked', body), field
    for field in ("kind", "language"):
        assert re.search(rf'<option value="{TYPED[field]}" selected', body), field


def only_item() -> EvidenceItem:
    """The one item there is."""
    return EvidenceItem.objects.get()
