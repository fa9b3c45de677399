"""What the public pages say of verdicts, and what they keep to themselves."""

from __future__ import annotations

import re

import pytest

from tests.assessments.people import (
    COLLECTING,
    KEY,
    PASSED,
    PUBLISHED,
    REPLYING,
    SECRET,
    SYSTEM,
    People,
    accepted,
    advance,
    draft,
    item_of,
)
from tests.assessments.rounds import LAST_YEAR, THIS_YEAR, published_round
from tests.assessments.seeing import REF, RESULTS, VERDICTS, client_of, page, publish, words
from tests.assessments.voices import Vote, crowd, write
from tests.world import both
from ubada.assessments.models import EvidenceLink, Round
from ubada.assessments.rules.scale import Level
from ubada.assessments.services import (
    begin_review,
    claim_measure,
    decide_review,
    explain_divergence,
    link_evidence,
    reply_to_assessment,
    submit_assessment,
    withdraw_assessment,
)
from ubada.assessments.services.results import refresh_results
from ubada.evidence.services import change_sensitivity, withdraw_item

pytestmark = pytest.mark.django_db
NAMED = re.compile("(?<!example.org/)mountain-voice(?! on CEDAW)")
"""The name of that organisation, but for the words and addresses that the tests give each verdict."""
MARK = "<script>alert('7731')</script>"


def test_a_published_round_tells_what_each_side_said_and_how_they_differ(people: People) -> None:
    published_round(people)
    said = words(VERDICTS)
    for phrase in (
        "clear-water on CEDAW-7@KGZ in 2025-2",  # reasons
        "usually reliable source; probably true",  # how far evidence can be relied on
        "page 4",
        "Corrected by its author after publication.", "The law is of 2024.",
        "This verdict was withdrawn.", "security",
        "Reply:", "Much was done.",
        "Adopted 1184.", "We do not see it so.", "dissents", "by a majority of the groups",
        "They look at 2023.", "they look at different periods",
        "OPPOSED",
        "1 with a protected name",
    ):  # fmt: skip
        assert phrase in said, phrase
    assert "Only proposed 9023." not in said
    assert "never open" not in said
    on_page = words(f"/commitments/{REF}/")
    assert "4 verdicts on Kyrgyzstan" in on_page
    assert SECRET not in on_page


def test_the_accreditation_of_the_day_stands_with_an_ombudsman_institution(people: People, opened: Round) -> None:
    accepted(people, "akyikatchy", level="I2")
    publish(people)
    assert "accredited with B" in words(VERDICTS)


def test_a_protected_name_is_nowhere_in_the_bytes(people: People) -> None:
    made = published_round(people)
    extra = f"/commitments/{REF}/KGZ/verdicts/?round={LAST_YEAR}"
    paths = ("/", "/rounds/", f"/rounds/{LAST_YEAR}/", f"/rounds/{LAST_YEAR}/KGZ/", f"/rounds/{LAST_YEAR}/KGZ/CSO/I0/")
    for path in (*paths, "/states/KGZ/", f"/commitments/{REF}/", VERDICTS, extra):
        for name in (None, "ministry.coordinator", "open-steppe.coordinator", "fund.observer"):
            seen = page(path, None if name is None else client_of(people, name))
            for secret in ("the net of mountain people", "6620"):
                assert secret not in seen, (path, name, secret)
            assert not NAMED.search(seen), (path, name)
    assert "the name is protected" in words(VERDICTS)
    withdraw_assessment(
        actor=people.actor("mountain-voice.assessor"), uid=made["protected"].uid, reason="security", now=PUBLISHED
    )
    seen = page(VERDICTS)
    assert "They look at 2023." in seen  # what it explained stays, still without its name
    assert not NAMED.search(seen)


def test_evidence_that_is_not_for_the_public_is_counted_and_nowhere_in_the_bytes(people: People, opened: Round) -> None:
    verdict = draft(people, "clear-water", level="I1")
    actor = people.actor("clear-water.assessor")
    hidden = {
        kind: item_of(
            people, "clear-water", title=both(f"hidden {kind} 4417"), source=f"source {kind} 4417", sensitivity=kind,
            url=f"https://example.org/4417/{kind}",
        )
        for kind in ("organisation", "partners")
    }  # fmt: skip
    for item in hidden.values():
        link_evidence(
            actor=actor, uid=verdict.uid, item=item.pk, bearing="contradicts", reliability="E", credibility="5",
            pinpoint="place 4417",
        )  # fmt: skip
    submit_assessment(actor=actor, uid=verdict.uid, now=COLLECTING)
    begin_review(actor=SYSTEM, uid=verdict.uid, reviewer=people.accounts["osce-office.reviewer"], now=COLLECTING)
    decide_review(
        actor=people.actor("osce-office.reviewer"), uid=verdict.uid, decision="accepted", checklist=PASSED,
        now=COLLECTING,
    )  # fmt: skip
    publish(people)
    seen = page(VERDICTS)
    assert "4417" not in seen
    assert not any(item.pk in seen for item in hidden.values())
    assert "2 pieces are not shown" in words(VERDICTS)


def test_evidence_taken_out_of_the_public_is_gone_at_once(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1")
    accepted(people, "open-steppe", level="I1", narrative=both("Another text."))
    publish(people)
    pieces = {
        link.item.organisation.code: link.item for link in EvidenceLink.objects.select_related("item__organisation")
    }
    for item in pieces.values():
        assert item.url in page(VERDICTS)
    change_sensitivity(
        actor=people.actor("clear-water.assessor"), uid=pieces["clear-water"].pk, sensitivity="organisation"
    )
    withdraw_item(actor=people.actor("open-steppe.assessor"), uid=pieces["open-steppe"].pk, reason="consent")
    seen = page(VERDICTS)
    for item in pieces.values():
        assert item.url not in seen
    assert "1 piece is not shown" in words(VERDICTS)
    assert "A piece of evidence was withdrawn here." in seen


def test_marks_in_any_text_are_shown_as_text(people: People, opened: Round) -> None:
    claim_measure(
        actor=people.actor("ministry.assessor"), organisation="ministry", state="KGZ", kind="law", title=both(MARK),
        summary=both(MARK), body=MARK, state_commitments=[KEY], now=COLLECTING,
    )  # fmt: skip
    verdict = draft(
        people, "clear-water", level="I1", narrative={"en": MARK, "ky": MARK}, conflict_of_interest=MARK,
        shared_draft=MARK,
    )  # fmt: skip
    actor = people.actor("clear-water.assessor")
    item = item_of(people, "clear-water", title=both(MARK), source=MARK)
    link_evidence(
        actor=actor, uid=verdict.uid, item=item.pk, bearing="supports", reliability="A", credibility="1", pinpoint=MARK
    )
    submit_assessment(actor=actor, uid=verdict.uid, now=COLLECTING)
    begin_review(actor=SYSTEM, uid=verdict.uid, reviewer=people.accounts["osce-office.reviewer"], now=COLLECTING)
    decide_review(
        actor=people.actor("osce-office.reviewer"), uid=verdict.uid, decision="accepted", checklist=PASSED,
        now=COLLECTING,
    )  # fmt: skip
    accepted(people, "ministry", level="I4")
    advance(REPLYING)
    reply_to_assessment(
        actor=people.actor("ministry"), uid=verdict.uid, organisation="ministry", text=both(MARK), now=REPLYING
    )
    explain_divergence(
        actor=people.actor("ministry"), round_code=THIS_YEAR, state_commitment=KEY, sides=("STA", "CSO"),
        resolution="scope", text=both(MARK), organisation="ministry", now=REPLYING,
    )  # fmt: skip
    publish(people)
    for path in RESULTS:
        assert "<script" not in page(path).partition("<main")[2]
    assert page(VERDICTS).count("&lt;script&gt;alert(&#x27;7731&#x27;)&lt;/script&gt;") >= 10


def test_a_text_in_a_language_that_no_page_has_can_be_read_all_the_same(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="I1", narrative={"en": "First.\n\nSecond.", "ky": "Кыргызча сөз."})
    publish(people)
    seen = page(VERDICTS)
    assert "<p>First.</p><p>Second.</p>" in seen
    assert '<span lang="ky">Кыргызча</span>' in seen
    assert "Кыргызча сөз." in seen


def test_many_verdicts_are_on_several_light_pages(people: People, opened: Round) -> None:
    organisations = crowd(7)
    long = "A reason that somebody gave. " * 40
    write(opened, [Vote(KEY, one, Level.INITIAL, f"{one.code}: {long}") for one in organisations], state="published")
    refresh_results(opened)
    Round.objects.filter(pk=opened.pk).update(state="published")
    seen = [page(VERDICTS), page(f"{VERDICTS}?page=2"), page(f"{VERDICTS}?page=3")]
    assert sum(one.count('class="verdict') for one in seen) == len(organisations) == 42
    assert all(len(one.encode()) < 150_000 for one in (*seen, page(f"/commitments/{REF}/")))
    page(f"{VERDICTS}?page=4", status=404)
    page(f"{VERDICTS}?round=none", status=404)
