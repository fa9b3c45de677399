"""An organisation's own verdicts through a token: read, begun, written, handed in, taken back; never another's."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.assessments.people import (
    COLLECTING,
    KEY,
    OTHER_KEY,
    PASSED,
    REVIEWING,
    People,
    advance,
    draft,
    item_of,
    reviewer_for,
    reviewing,
    round_of,
    submitted,
)
from tests.world import both
from ubada.api.openapi import openapi
from ubada.assessments.models import Assessment, AssessmentVersion, Round
from ubada.assessments.services import decide_review, save_draft
from ubada.ledger.models import Entry
from ubada.organisations.models import Account, Organisation
from ubada.organisations.services import change_status, make_token, revoke_token
from ubada.organisations.tokens import new_name

pytestmark = pytest.mark.django_db
ALL = ("assessments:read", "assessments:write", "evidence:read")
OWN = "/api/v1/own/"
HTML = '<script>alert(1)</script><img src=x onerror=alert(1)> & "quotes"'


class Program:
    """A program with a token, or with none."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        if self.token:
            headers.setdefault("authorization", f"Bearer {self.token}")
        more = {"content_type": "application/json", "data": "" if body is None else body} if method != "get" else {}
        return getattr(self.client, method)(f"{OWN}{address}", headers=headers, **more)

    def get(self, address: str, **headers: str) -> Any:
        return self.ask("get", address, **headers)


def program(people: People, who: str, *scopes: str) -> Program:
    """A program of a member, with all scopes unless told."""
    name = who if "." in who else f"{who}.assessor"
    account = Account.objects.get(pk=people.accounts[name].pk)
    made = make_token(
        actor=account.as_actor(), name=new_name(), organisation=name.partition(".")[0], label="a program",
        scopes=scopes or ALL, days=30,
    )  # fmt: skip
    return Program(made.text)


def problem(answer: Any, status: int, kind: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict = answer.json()
    assert told["type"] == f"/api/v1/docs/#{kind}"
    return told


class TestWhoMay:
    @pytest.mark.parametrize("address", ["rounds", "assessments", f"assessments/{'0' * 26}", "evidence"])
    def test_without_a_token_nothing_is_said(self, people: People, opened: Round, address: str) -> None:
        answer = Program().get(address)

        problem(answer, 401, "token-missing")
        assert answer["WWW-Authenticate"] == 'Bearer realm="ubada"'
        assert answer["Cache-Control"] == "no-store"

    def test_a_session_opens_nothing_and_a_token_in_an_address_neither(self, people: People, opened: Round) -> None:
        token = program(people, "clear-water").token
        signed_in = Program()
        signed_in.client.force_login(people.accounts["clear-water.assessor"])

        problem(signed_in.get("assessments"), 401, "token-missing")
        for name in ("token", "access_token", "authorization", "api_key"):
            answer = Program().get(f"assessments?{name}={token}")
            problem(answer, 401, "token-missing")
            assert token not in answer.content.decode()
        problem(Program().get("rounds", authorization=f"Basic {token}"), 401, "token-missing")
        problem(Program().get("rounds", authorization=token), 401, "token-missing")

    def test_a_token_changes_nothing_in_the_public_interface(self, people: People, opened: Round) -> None:
        draft(people, "clear-water")
        mine = program(people, "clear-water")
        for path in ("/api/v1/verdicts", "/api/v1/positions", "/api/v1/"):
            plain = mine.client.get(path)
            with_token = mine.client.get(path, headers={"authorization": f"Bearer {mine.token}"})
            assert with_token.content == plain.content

    def test_a_token_that_ended_opens_nothing_from_then_on(self, people: People, opened: Round) -> None:
        mine = program(people, "clear-water")
        assert mine.get("rounds").status_code == 200
        organisation = people.organisations["clear-water"]
        change_status(actor=people.actor("system"), organisation=organisation, status=Organisation.Status.SUSPENDED)
        problem(mine.get("rounds"), 401, "token-missing")
        change_status(actor=people.actor("system"), organisation=organisation, status=Organisation.Status.APPROVED)
        assert mine.get("rounds").status_code == 200
        revoke_token(actor=people.actor("clear-water"), name=mine.token[4:14])
        problem(mine.get("rounds"), 401, "token-missing")

    def test_failures_are_counted_and_tokens_that_work_go_on_working(self, people: People, opened: Round) -> None:
        cache.clear()
        mine = program(people, "clear-water")
        guesses = [Program(f"uba_{new_name()}_{'A' * 43}").get("rounds").status_code for _ in range(31)]

        assert guesses == [401] * 30 + [429]
        last = Program("guess").get("rounds")
        problem(last, 429, "too-many-attempts")
        assert last["Retry-After"] == "60"
        assert mine.get("rounds").status_code == 200

    @pytest.mark.parametrize(
        ("scope", "method", "address"),
        [
            ("evidence:read", "get", "rounds"), ("evidence:read", "get", "assessments"),
            ("evidence:read", "get", "assessments/{uid}"), ("assessments:read", "get", "evidence"),
            ("assessments:write", "get", "evidence"), ("assessments:read", "patch", "assessments/{uid}"),
            ("assessments:read", "post", "assessments/{uid}/submit"),
            ("assessments:read", "post", "assessments/{uid}/withdraw"),
            ("assessments:read", "delete", "assessments/{uid}/evidence/x"),
        ],
    )  # fmt: skip
    def test_what_a_token_is_not_for_it_does_not_do(
        self, people: People, opened: Round, scope: str, method: str, address: str
    ) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water", scope)
        body = {"reason": "error"} if address.endswith("withdraw") else {"version": 1} if method == "patch" else None
        answer = mine.ask(method, address.format(uid=one.uid), body)

        problem(answer, 403, "scope-missing")
        assert "insufficient_scope" in answer["WWW-Authenticate"]
        assert Assessment.objects.get(pk=one.pk).version == one.version

    def test_an_observer_reads_and_writes_nothing_through_a_token_either(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water.observer")

        assert mine.get(f"assessments/{one.uid}").status_code == 200
        problem(
            mine.ask("patch", f"assessments/{one.uid}", {"version": one.version, "level": "I4"}), 403, "not-allowed"
        )
        begun = mine.ask("post", "assessments", {"round": "2026-2", "state_commitment": OTHER_KEY})
        problem(begun, 403, "not-allowed")

    @pytest.mark.parametrize("who", ["mountain-voice", "ministry", "akyikatchy", "fund", "osce-office"])
    def test_what_is_of_others_is_not_there(self, people: People, opened: Round, who: str) -> None:
        one = draft(people, "clear-water")
        hidden = item_of(people, "clear-water", title=both("theirs 6612"), sensitivity="partners")
        theirs = program(people, who)

        assert theirs.get("assessments").json()["count"] == 0
        assert "theirs 6612" not in theirs.get("evidence").content.decode()
        attempts = [
            theirs.get(f"assessments/{one.uid}"),
            theirs.ask("patch", f"assessments/{one.uid}", {"version": one.version, "level": "I0"}),
            theirs.ask("put", f"assessments/{one.uid}", {"version": one.version}),
            theirs.ask("post", f"assessments/{one.uid}/submit"),
            theirs.ask("post", f"assessments/{one.uid}/revise"),
            theirs.ask("post", f"assessments/{one.uid}/withdraw", {"reason": "error"}),
            theirs.ask(
                "post", f"assessments/{one.uid}/evidence",
                {"item": hidden.uid, "bearing": "supports", "reliability": "A", "credibility": "1"},
            ),
            theirs.ask("delete", f"assessments/{one.uid}/evidence/{hidden.uid}"),
        ]  # fmt: skip
        for answer in attempts:
            problem(answer, 404, "not-found")
        assert Assessment.objects.get(pk=one.pk).version == one.version

    def test_no_line_of_the_log_holds_a_token(
        self, people: People, opened: Round, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        mine = program(people, "clear-water")

        def fail(*_: object, **__: object) -> None:
            message = f"failed with {mine.token}"
            raise RuntimeError(message)

        monkeypatch.setattr("ubada.assessments.api.own.rounds.rounds_in_hand", fail)
        from ubada.config.logs import LeanFormatter  # noqa: PLC0415

        with caplog.at_level(logging.DEBUG):
            problem(mine.get("rounds"), 500, "server-error")
            problem(Program(mine.token[:-1] + "é").get("rounds"), 401, "token-missing")
        lines = [LeanFormatter("%(levelname)s %(name)s: %(message)s").format(one) for one in caplog.records]
        assert any("failed" in line for line in lines)
        assert not [line for line in lines if mine.token[-43:-1] in line]


class TestReading:
    def test_the_round_says_what_is_left_to_do(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        handed_in = submitted(people, "clear-water", OTHER_KEY)
        submitted(people, "mountain-voice")
        [found] = program(people, "clear-water").get("rounds").json()["items"]

        assert (found["code"], found["state"], found["closes"]) == ("2026-2", "open", "2026-08-31")
        begun = {task["state_commitment"]: task for task in found["to_assess"]}
        assert (begun[KEY]["uid"], begun[KEY]["status"]) == (one.uid, "draft")
        assert [task["uid"] for task in found["done"]] == [handed_in.uid]
        assert set(found) == {
            "code", "title", "state", "closes", "zone", "to_assess", "returned", "overdue", "done", "is_practice",
        }  # fmt: skip

    def test_verdicts_are_listed_in_whatever_state_and_narrowed(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        handed_in = submitted(people, "clear-water", OTHER_KEY)
        mine = program(people, "clear-water")

        assert {each["uid"] for each in mine.get("assessments").json()["items"]} == {one.uid, handed_in.uid}
        for query, expected in (("status=draft", one), ("commitment=CEDAW-7-A", handed_in)):
            assert [each["uid"] for each in mine.get(f"assessments?{query}").json()["items"]] == [expected.uid]
        page = mine.get("assessments?limit=1").json()
        assert page["next"] == f"{OWN}assessments?limit=1&offset=1"
        problem(mine.get("assessments?stat=draft"), 400, "unknown-parameter")
        problem(mine.get("assessments?limit=501"), 400, "invalid-parameter")

    def test_a_verdict_has_its_version_as_tag_and_its_pieces_for_who_may_read_evidence(
        self, people: People, opened: Round
    ) -> None:
        one = draft(people, "clear-water")
        answer = program(people, "clear-water").get(f"assessments/{one.uid}")
        found = answer.json()

        assert answer["ETag"] == f'"{one.version}"'
        assert answer["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer
        assert (found["level"], found["version"], found["narrative"]) == ("I2", one.version, dict(one.narrative))
        [piece] = found["evidence"]
        assert (piece["pinpoint"], piece["piece"]["title"]) == ("page 4", {"en": "A report"})
        without = program(people, "clear-water", "assessments:read").get(f"assessments/{one.uid}").json()
        assert without["evidence"] == [{**piece, "piece": None}]

    def test_a_known_version_is_not_sent_again(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water")

        assert mine.ask("get", f"assessments/{one.uid}", **{"if-none-match": f'"{one.version}"'}).status_code == 304
        assert mine.ask("get", f"assessments/{one.uid}", **{"if-none-match": '"1"'}).status_code == 200
        assert mine.ask("head", f"assessments/{one.uid}").content == b""

    def test_what_a_reviewer_asks_for_is_there_and_not_who_it_was(self, people: People, opened: Round) -> None:
        one = reviewing(people, "clear-water").assessment
        decide_review(
            actor=people.actor(reviewer_for("clear-water")), uid=one.uid, decision="returned",
            checklist={**PASSED, "evidence_supports": False}, comments="Say when.", now=REVIEWING,
        )  # fmt: skip
        mine = program(people, "clear-water")
        answer = mine.get(f"assessments/{one.uid}")

        [review] = answer.json()["reviews"]
        assert (review["decision"], review["comments"]) == ("returned", "Say when.")
        assert "osce" not in answer.content.decode()
        revised = mine.ask("post", f"assessments/{one.uid}/revise").json()
        assert revised["status"] == "draft"

    def test_own_evidence_is_listed_whoever_else_may_see_it(self, people: People, opened: Round) -> None:
        items = {item_of(people, "clear-water", sensitivity=one).uid: one for one in ("organisation", "public")}
        item_of(people, "mountain-voice", sensitivity="partners")
        mine = program(people, "clear-water")

        assert {one["uid"]: one["sensitivity"] for one in mine.get("evidence").json()["items"]} == items
        assert mine.get("evidence?sensitivity=public").json()["count"] == 1


class TestWriting:
    def test_a_verdict_goes_from_nothing_to_review(self, people: People, opened: Round) -> None:
        mine = program(people, "clear-water")
        item = item_of(people, "clear-water")
        begun = mine.ask("post", "assessments", {"round": "2026-2", "state_commitment": KEY})
        one = begun.json()
        assert (begun.status_code, one["status"], one["version"]) == (201, "draft", 1)
        assert begun["Location"] == f"{OWN}assessments/{one['uid']}"
        again = mine.ask("post", "assessments", {"round": "2026-2", "state_commitment": KEY})
        assert (again.status_code, again.json()["uid"]) == (200, one["uid"])

        lacking = problem(mine.ask("post", f"assessments/{one['uid']}/submit"), 409, "not-now")
        assert [unmet["code"] for unmet in lacking["unmet"]] == [
            "level-missing", "reasons-missing", "evidence-missing", "interest-not-declared",
        ]  # fmt: skip
        assert lacking["unmet"][0]["what"] == "No level is chosen."
        assert "Choose a level" in lacking["unmet"][0]["remedy"]

        written = mine.ask(
            "put", f"assessments/{one['uid']}",
            {"level": "I2", "cooperation": "K1", "trend": "first", "facts": ["law.KGZ.dv.2017"], "has_declared": True,
             "narrative": {"en": "It was said.", "ru": "Сказано."}},
            **{"if-match": begun["ETag"]},
        )  # fmt: skip
        assert (written.status_code, written["ETag"]) == (200, '"2"')
        linked = mine.ask(
            "post", f"assessments/{one['uid']}/evidence",
            {"item": item.uid, "bearing": "supports", "reliability": "A", "credibility": "1", "pinpoint": "page 2"},
            **{"if-match": '"2"'},
        )  # fmt: skip
        assert [each["item"] for each in linked.json()["evidence"]] == [item.uid]
        handed_in = mine.ask("post", f"assessments/{one['uid']}/submit", **{"if-match": linked["ETag"]})
        assert handed_in.json()["status"] == "submitted"
        kept = AssessmentVersion.objects.get(assessment=one["uid"], action="submit")
        assert kept.made_by_id == people.accounts["clear-water.assessor"].pk
        entry = Entry.objects.get(action="submit_assessment", subject=f"assessment {one['uid']}")
        assert entry.actor == f"account:{people.accounts['clear-water.assessor'].uid}"

    def test_a_change_leaves_the_rest_and_a_whole_draft_empties_it(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water", shared_draft="ours")
        mine = program(people, "clear-water")
        changed = mine.ask("patch", f"assessments/{one.uid}", {"version": one.version, "level": "I1"}).json()
        assert (changed["level"], changed["shared_draft"], changed["cooperation"]) == ("I1", "ours", "K2")
        whole = mine.ask("put", f"assessments/{one.uid}", {"version": changed["version"], "level": "I3"}).json()
        assert (whole["level"], whole["shared_draft"], whole["cooperation"]) == ("I3", None, None)
        assert (whole["narrative"], whole["has_declared"]) == (None, False)
        assert len(whole["evidence"]) == 1, "evidence has addresses of its own"

    def test_two_people_editing_one_draft_get_both_texts_and_lose_none(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        save_draft(  # somebody at the desk
            actor=people.actor("clear-water"), uid=one.uid, seen_version=one.version, narrative=both("what she wrote")
        )
        mine = program(people, "clear-water")
        body = {"narrative": {"en": "what I wrote"}}
        by_header = mine.ask("patch", f"assessments/{one.uid}", body, **{"if-match": f'"{one.version}"'})
        by_body = mine.ask("patch", f"assessments/{one.uid}", body | {"version": one.version})

        for told in (problem(by_header, 412, "changed-since"), problem(by_body, 409, "edit-conflict")):
            assert told["yours"] == {"narrative": {"en": "what I wrote"}}
            assert told["theirs"]["narrative"] == {"en": "what she wrote"}
            assert told["version"] == one.version + 1
        assert by_header["ETag"] == f'"{one.version + 1}"'
        assert dict(Assessment.objects.get(pk=one.pk).narrative) == both("what she wrote")
        saved = mine.ask("patch", f"assessments/{one.uid}", body, **{"if-match": by_header["ETag"]})
        assert saved.json()["narrative"] == {"en": "what I wrote"}

    def test_an_old_version_can_neither_hand_in_nor_link_nor_unlink(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        item = one.evidence_links.get().item_id
        mine = program(people, "clear-water")
        old = {"if-match": f'"{one.version - 1}"'}
        link = {"item": item, "bearing": "supports", "reliability": "A", "credibility": "1"}

        for answer in (
            mine.ask("post", f"assessments/{one.uid}/submit", **old),
            mine.ask("post", f"assessments/{one.uid}/evidence", link, **old),
            mine.ask("delete", f"assessments/{one.uid}/evidence/{item}", **old),
            mine.ask("post", f"assessments/{one.uid}/revise", **old),
            mine.ask("post", f"assessments/{one.uid}/withdraw", {"reason": "error"}, **old),
        ):
            problem(answer, 412, "changed-since")
        assert Assessment.objects.get(pk=one.pk).version == one.version

    @pytest.mark.parametrize("if_match", [None, "*", '"one"', "", '"1", "2"', '"-1"', '"99999999999"'])
    def test_who_does_not_say_what_they_saw_changes_nothing(
        self, people: People, opened: Round, if_match: str | None
    ) -> None:
        one = draft(people, "clear-water")
        headers = {} if if_match is None else {"if-match": if_match}
        answer = program(people, "clear-water").ask("patch", f"assessments/{one.uid}", {"level": "I4"}, **headers)

        problem(answer, 428, "version-missing")
        assert Assessment.objects.get(pk=one.pk).level == "I2"

    def test_evidence_is_taken_from_under_a_draft_at_one_place_or_at_all(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        item = one.evidence_links.get().item_id
        mine = program(people, "clear-water")
        address = f"assessments/{one.uid}/evidence/{item}"

        problem(mine.ask("delete", f"{address}?pinpoint=page%2099"), 404, "not-found")
        assert mine.ask("delete", f"{address}?pinpoint=page%204").json()["evidence"] == []
        problem(mine.ask("delete", address), 404, "not-found")

    def test_a_verdict_is_taken_back_once_and_for_a_class_of_reason(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water")
        address = f"assessments/{one.uid}/withdraw"

        told = problem(mine.ask("post", address, {"reason": "shame"}), 422, "invalid-value")
        assert [each["parameter"] for each in told["errors"]] == ["reason"]
        assert mine.ask("post", address, {"reason": "error"}).json()["status"] == "withdrawn"
        again = problem(mine.ask("post", address, {"reason": "error"}), 409, "not-now")
        assert [unmet["code"] for unmet in again["unmet"]] == ["wrong-state"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"level": "I9"}, "level"), ({"level": "IN"}, "level"), ({"level": 4}, "level"), ({"gap": "lost"}, "gap"),
            ({"cooperation": "I2"}, "cooperation"), ({"trend": "up"}, "trend"), ({"narrative": "text"}, "narrative"),
            ({"narrative": {"xx": "text"}}, "narrative"), ({"narrative": {"English": "text"}}, "narrative"),
            ({"narrative": {"en": "x" * 20_001}}, "narrative"), ({"narrative": {"en": "a\x00b"}}, "narrative"),
            ({"narrative": {"en": ["x"]}}, "narrative"), ({"has_declared": "yes"}, "has_declared"),
            ({"has_declared": None}, "has_declared"), ({"facts": ["law.KGZ.unseen"]}, "facts"),
            ({"facts": ["law\x00"]}, "facts"), ({"facts": "law.KGZ.dv.2017"}, "facts"), ({"facts": [None]}, "facts"),
            ({"measures": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}, "measures"), ({"measures": ["x"] * 201}, "measures"),
            ({"conflict_of_interest": "x" * 1001}, "conflict_of_interest"), ({"state": "published"}, "state"),
            ({"author": "me"}, "author"), ({"organisation": "ministry"}, "organisation"), ({"version": "x"}, "version"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_kept_is_refused_by_the_name_of_its_member(
        self, people: People, opened: Round, body: dict, field: str
    ) -> None:
        one = draft(people, "clear-water")
        given = {"version": one.version} | body
        told = problem(
            program(people, "clear-water").ask("patch", f"assessments/{one.uid}", given), 422, "invalid-value"
        )

        assert {each["parameter"] for each in told["errors"]} == {field}
        assert Assessment.objects.get(pk=one.pk).version == one.version

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"round": "none", "state_commitment": KEY}, "round"), ({"state_commitment": KEY}, "round"),
            ({"round": "2026-2", "state_commitment": "NONE@KGZ"}, "state_commitment"),
            ({"round": "2026-2", "state_commitment": "CEDAW-7@UZB"}, "state_commitment"),
            ({"round": "2026-2\x00", "state_commitment": KEY}, "round"),
            ({"round": "2026-2", "state_commitment": KEY, "organisation": "ministry"}, "organisation"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_begun_is_refused_by_the_name_of_its_member(
        self, people: People, opened: Round, body: dict, field: str
    ) -> None:
        told = problem(program(people, "clear-water").ask("post", "assessments", body), 422, "invalid-value")

        assert [each["parameter"] for each in told["errors"]] == [field]
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"bearing": "likes"}, "bearing"), ({"reliability": "G"}, "reliability"),
            ({"credibility": "7"}, "credibility"), ({"item": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "item"),
            ({"item": "\x00"}, "item"), ({"pinpoint": "x" * 201}, "pinpoint"),
        ],
    )  # fmt: skip
    def test_a_link_that_means_nothing_is_refused_by_the_name_of_its_member(
        self, people: People, opened: Round, more: dict, field: str
    ) -> None:
        one = draft(people, "clear-water")
        item = item_of(people, "clear-water").uid
        link = {"item": item, "bearing": "supports", "reliability": "A", "credibility": "1"} | more
        answer = program(people, "clear-water").ask("post", f"assessments/{one.uid}/evidence", link)

        assert [each["parameter"] for each in problem(answer, 422, "invalid-value")["errors"]] == [field]

    def test_evidence_of_others_that_is_not_for_us_cannot_be_linked(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        hidden = item_of(people, "mountain-voice", sensitivity="organisation").uid
        link = {"item": hidden, "bearing": "supports", "reliability": "A", "credibility": "1"}
        told = problem(
            program(people, "clear-water").ask("post", f"assessments/{one.uid}/evidence", link), 422, "invalid-value"
        )
        nothing = {**link, "item": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}
        other = program(people, "clear-water").ask("post", f"assessments/{one.uid}/evidence", nothing)
        assert other.json()["errors"] == told["errors"], "what is hidden and what is not there look alike"

    @pytest.mark.parametrize(
        "body",
        ["{", "[]", '"text"', "null", "nonsense", '{"level": NaN}', "[" * 100_000, "\x00", '{"level": "\\ud800"}'],
    )
    def test_a_body_that_is_no_object_changes_nothing(self, people: People, opened: Round, body: str) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water")
        answer = mine.client.patch(
            f"{OWN}assessments/{one.uid}", body, content_type="application/json",
            headers={"authorization": f"Bearer {mine.token}", "if-match": f'"{one.version}"'},
        )  # fmt: skip
        assert answer.status_code in (400, 422), answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert Assessment.objects.get(pk=one.pk).version == one.version

    def test_a_body_that_is_too_large_or_no_json_is_not_read(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water")
        large = mine.ask("patch", f"assessments/{one.uid}", {"narrative": {"en": "x" * 3_000_000}})
        problem(large, 413, "body-too-large")
        form = mine.client.post(
            f"{OWN}assessments/{one.uid}/withdraw",
            {"reason": "error"},
            headers={"authorization": f"Bearer {mine.token}"},
        )
        problem(form, 415, "unsupported-media-type")
        assert Assessment.objects.get(pk=one.pk).state == "draft"

    def test_html_stays_text_wherever_it_is_written(self, people: People, opened: Round) -> None:
        one = draft(people, "clear-water")
        mine = program(people, "clear-water")
        given = {"narrative": {"en": HTML}, "shared_draft": "<b>ours</b>", "conflict_of_interest": HTML}
        answer = mine.ask("patch", f"assessments/{one.uid}", given | {"version": one.version})

        assert {name: answer.json()[name] for name in given} == given
        assert answer["Content-Type"].startswith("application/json")
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_what_is_no_draft_any_more_is_not_written(self, people: People, opened: Round) -> None:
        one = submitted(people, "clear-water")
        mine = program(people, "clear-water")
        told = problem(
            mine.ask("patch", f"assessments/{one.uid}", {"version": one.version, "level": "I4"}), 409, "not-now"
        )
        assert "no draft any more" in told["detail"]

    def test_a_round_that_takes_no_verdicts_says_so(self, people: People, planned: Round) -> None:
        mine = program(people, "clear-water")
        told = problem(mine.ask("post", "assessments", {"round": "2026-2", "state_commitment": KEY}), 409, "not-now")
        assert "takes no verdicts" in told["detail"]
        assert mine.get("rounds").json()["items"][0]["state"] == "planned"

    @pytest.mark.parametrize(
        ("method", "address", "allowed"),
        [
            ("delete", "assessments", {"GET", "POST"}), ("post", "rounds", {"GET"}),
            ("get", "assessments/x/submit", {"POST"}), ("post", "assessments/x", {"GET", "PUT", "PATCH"}),
        ],
    )  # fmt: skip
    def test_a_method_that_an_address_does_not_take_is_refused(
        self, people: People, opened: Round, method: str, address: str, allowed: set[str]
    ) -> None:
        answer = program(people, "clear-water").ask(method, address)
        problem(answer, 405, "method-not-taken")
        assert {one.strip() for one in answer["Allow"].split(",")} == allowed


def test_what_needs_a_token_is_in_no_description_of_what_is_public() -> None:
    assert not [path for path in openapi()["paths"] if "/own" in path]


def test_a_second_round_is_a_round_of_its_own(people: People, opened: Round) -> None:
    round_of("2026-3", scope=[KEY])
    advance(COLLECTING)
    mine = program(people, "clear-water")
    first, second = (
        mine.ask("post", "assessments", {"round": code, "state_commitment": KEY}).json()["uid"]
        for code in ("2026-2", "2026-3")
    )
    assert first != second
    assert mine.get("assessments?round=2026-3").json()["count"] == 1
