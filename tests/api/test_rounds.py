"""What rounds found, for programs: each list, its filters, and what of a verdict is in no answer."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.assessments.people import SECRET
from tests.published_rounds import BEFORE, EXERCISE, EXERCISE_WORDS, KEY, LATEST, OTHER_KEY, PRACTICE, RESTRICTED

pytestmark = pytest.mark.django_db
LISTS = (
    "rounds", "positions", "divergences", "verdicts", "findings", "measures", "grades", "distributions", "changes",
)  # fmt: skip


def get(api: Client, address: str) -> dict:
    answer = api.get(f"/api/v1/{address}")
    assert answer.status_code == 200, (address, answer.content[:400])
    return answer.json()


def items(api: Client, address: str) -> list[dict]:
    return get(api, address)["items"]


def test_a_round_says_its_dates_its_states_and_where_what_it_found_is(api: Client) -> None:
    one = get(api, f"rounds/{LATEST}")

    assert (one["state"], one["edition"], one["states"]) == ("published", "2", ["KGZ"])
    assert one["opens"] < one["closes"] < one["reply_from"] < one["publishes"]
    assert one["asked"] == [{"state": "KGZ", "constituencies": ["CSO", "NHR"]}]
    assert one["commitments"] == get(api, "states/KGZ/commitments?limit=1")["count"]
    for name, address in one["links"].items():
        assert get(api, address.removeprefix("/api/v1/"))["count"] >= 1, name


def test_a_position_is_a_level_that_somebody_gave_with_its_range_and_numbers(api: Client) -> None:
    [one] = items(api, f"positions?round={LATEST}&commitment=CEDAW-7&constituency=CSO")

    assert one["key"] == f"{LATEST}:{KEY}:CSO"
    assert (one["level"], one["lowest"], one["highest"], one["n"], one["n_unknown"]) == ("I0", "I0", "I0", 1, 0)
    assert (one["commitment"], one["state"], one["organisations"]) == ("CEDAW-7", "KGZ", ["open-steppe"])
    assert (one["is_divided"], one["n_protected"], one["joint_texts"], one["is_practice"]) == (False, 0, [], False)


def test_two_groups_that_are_far_apart_are_opposed(api: Client) -> None:
    [one] = items(api, f"divergences?round={LATEST}&commitment=CEDAW-7")

    assert (one["first"], one["second"], one["pair_class"], one["steps"]) == ("CSO", "NHR", "OPPOSED", 4)


def test_the_gravest_differences_come_first_where_that_is_asked_for(api: Client) -> None:
    gravest = items(api, "divergences?order=gravest")

    assert gravest[0]["key"] == f"{LATEST}:{KEY}:CSO-NHR"
    assert [one["pair_class"] for one in gravest] == ["OPPOSED", "MINOR"]
    by_key = [one["key"] for one in items(api, "divergences")]
    assert by_key == sorted(by_key)
    assert sorted(one["key"] for one in gravest) == by_key


def test_a_verdict_comes_with_reasons_evidence_replies_and_its_correction(api: Client) -> None:
    [one] = items(api, f"verdicts?round={LATEST}&organisation=akyikatchy")
    full = get(api, f"verdicts/{one['uid']}")

    assert (one["status"], one["level"], one["cooperation"], one["trend"]) == ("corrected", "I4", "K2", "first")
    assert one["reasons"] == {"en": f"Reasons of akyikatchy on {KEY} in {LATEST}"}
    assert one["correction"] == {"en": "The law is of 2024."}
    assert one["accreditation"] == "B"
    [piece] = one["evidence"]
    assert (piece["pinpoint"], piece["reliability"], piece["item"]["title"]) == ("page 4", "B", {"en": "A report"})
    assert [step["step"] for step in full["steps"]] == ["publish", "correct"]
    assert {name: value for name, value in full.items() if name != "steps"} == one


def test_a_reply_stands_beside_the_verdict_it_answers(api: Client) -> None:
    [one] = items(api, f"verdicts?round={LATEST}&organisation=open-steppe")
    [reply] = one["replies"]

    assert (reply["constituency"], reply["organisation"]) == ("NHR", "akyikatchy")
    assert reply["text"] == {"en": "Much was done."}


def test_a_verdict_taken_back_leaves_its_group_the_class_of_reason_and_nothing_else(api: Client) -> None:
    [one] = items(api, f"verdicts?round={LATEST}&status=withdrawn")

    assert (one["state_commitment"], one["constituency"], one["withdrawal_reason"]) == (OTHER_KEY, "CSO", "error")
    assert one["withdrawn_at"] is not None
    for name in ("organisation", "level", "gap", "cooperation", "trend", "reasons", "joint_text", "interests"):
        assert one[name] is None, name
    for name in ("evidence", "measures", "facts", "replies"):
        assert one[name] == [], name
    assert get(api, f"verdicts/{one['uid']}")["reasons"] is None
    assert one["uid"] not in [other["uid"] for other in items(api, "verdicts?organisation=open-steppe")]


def test_a_finding_has_every_vote_and_what_was_only_proposed_is_none(api: Client) -> None:
    [one] = items(api, f"findings?round={LATEST}")

    assert (one["text"], one["level"], one["basis"]) == ({"en": "Found together."}, "I1", "consensus")
    assert [(vote["constituency"], vote["agrees"]) for vote in one["votes"]] == [("CSO", True), ("NHR", True)]


def test_a_measure_is_a_claim_of_whoever_makes_it(api: Client) -> None:
    [one] = items(api, "measures?state=KGZ&kind=law&commitment=CEDAW-7")

    assert (one["claimant"], one["claimed_as"], one["dated"]) == ("akyikatchy", "NHR", "2024-06")
    assert one["state_commitments"] == [KEY]
    assert items(api, "measures?kind=budget") == []


def test_a_grade_of_others_comes_first_as_given_and_then_as_a_range(api: Client) -> None:
    given, no_report = items(api, "grades?state=KGZ&grading=hrc-followup")

    assert (given["grade"], given["paragraph"], given["given_on"]) == ("B", "para. 12", "2025")
    assert given["nearest"] == {"lowest": "I1", "highest": "I2", "cooperation": None, "relation": "closeMatch"}
    assert no_report["nearest"] == {"lowest": None, "highest": None, "cooperation": "K0", "relation": "closeMatch"}
    assert given["not_mapped"] is None


def test_counts_by_level_make_up_all_that_was_looked_at(api: Client) -> None:
    [one] = items(api, f"distributions?round={LATEST}&state=KGZ")

    assert [group["constituency"] for group in one["constituencies"]] == ["CSO", "NHR"]
    for group in one["constituencies"]:
        assert list(group["levels"]) == ["I4", "I3", "I2", "I1", "I0", "IR", "IU", "IN"]
        assert sum(group["levels"].values()) == one["in_scope"] == get(api, f"rounds/{LATEST}")["commitments"]
    assert one["constituencies"][0]["levels"]["I0"] == one["constituencies"][1]["levels"]["I4"] == 1


def test_counts_are_narrowed_to_a_theme(api: Client) -> None:
    theme = get(api, "commitments/CEDAW-7")["primary_theme"]
    [one] = items(api, f"distributions?round={LATEST}&theme={theme}")

    assert one["theme"] == theme
    assert 0 < one["in_scope"] < get(api, f"rounds/{LATEST}")["commitments"]
    [by_code] = items(api, f"distributions?round={LATEST}&theme={theme.removeprefix('themes:')}")
    assert by_code == one


def test_what_changed_is_said_group_by_group_on_what_both_rounds_looked_at(api: Client) -> None:
    [one] = items(api, f"changes?round={LATEST}")
    society, ombudsman = one["constituencies"]

    assert (one["earlier"], one["is_compared"], one["why_not"]) == (BEFORE, True, [])
    assert (society["constituency"], society["counts"]["down"], ombudsman["counts"]["up"]) == ("CSO", 1, 1)
    [move] = society["moves"]
    assert (move["state_commitment"], move["kind"], move["before"], move["after"]) == (KEY, "down", "I1", "I0")
    assert (move["steps"], move["same_voices"]) == (-1, True)
    assert sum(society["counts"].values()) == one["in_both"] == sum(society["before"].values())


def test_before_the_first_round_there_is_nothing_to_compare(api: Client) -> None:
    [one] = items(api, f"changes?round={BEFORE}")

    assert (one["earlier"], one["is_compared"], one["constituencies"]) == (None, False, [])


@pytest.mark.parametrize("name", LISTS)
def test_an_exercise_is_in_no_list_unless_it_is_asked_for_and_then_says_so(api: Client, name: str) -> None:
    without = api.get(f"/api/v1/{name}?limit=500").content.decode()
    asked = items(api, f"{name}?limit=500&practice=true")

    assert EXERCISE not in without
    assert EXERCISE_WORDS not in without
    assert PRACTICE not in without
    marked = [one for one in asked if one["is_practice"]]
    assert marked
    assert len(asked) == get(api, name)["count"] + len(marked)
    for one in marked:
        assert PRACTICE in str(one)


@pytest.mark.parametrize("name", [name for name in LISTS if name not in ("rounds", "measures", "grades")])
def test_an_exercise_named_without_being_asked_for_is_refused_and_not_an_empty_list(api: Client, name: str) -> None:
    for query in (f"round={EXERCISE}", f"state={PRACTICE}"):
        refused = api.get(f"/api/v1/{name}?{query}")
        assert refused.status_code == 400
        assert [one["parameter"] for one in refused.json()["errors"]] == ["practice"]
        assert items(api, f"{name}?{query}&practice=true")


def test_an_exercise_has_an_address_of_its_own_that_says_so(api: Client) -> None:
    assert get(api, f"rounds/{EXERCISE}")["is_practice"] is True
    uid = items(api, f"verdicts?practice=true&round={EXERCISE}")[0]["uid"]
    assert get(api, f"verdicts/{uid}")["is_practice"] is True


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("positions?round=none", "round"), ("positions?state=ZZZ", "state"), ("positions?theme=none", "theme"),
        ("positions?commitment=NONE", "commitment"), ("positions?constituency=DON", "constituency"),
        ("positions?level=IN", "level"), ("divergences?pair_class=FAR", "pair_class"),
        ("divergences?min_steps=6", "min_steps"), ("divergences?order=states", "order"),
        ("verdicts?organisation=none", "organisation"), ("verdicts?status=draft", "status"),
        ("findings?round=none", "round"), ("measures?kind=none", "kind"), ("measures?commitment=NONE", "commitment"),
        ("grades?grading=none", "grading"), ("grades?state=ZZZ", "state"), ("distributions?theme=none", "theme"),
        ("distributions?round=none", "round"), ("changes?round=none", "round"), ("rounds?state=ZZZ", "state"),
        ("verdicts?practice=maybe", "practice"),
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused_by_name(api: Client, address: str, parameter: str) -> None:
    answer = api.get(f"/api/v1/{address}")

    assert answer.status_code == 400, answer.content
    assert [one["parameter"] for one in answer.json()["errors"]] == [parameter]


def test_filters_narrow_one_another(api: Client) -> None:
    assert [one["steps"] for one in items(api, "divergences?min_steps=2")] == [4]
    assert [one["round"] for one in items(api, "divergences?pair_class=MINOR")] == [BEFORE]
    assert {one["level"] for one in items(api, "positions?level=I4")} == {"I4"}
    assert [one["level"] for one in items(api, f"verdicts?round={LATEST}&constituency=CSO&level=I0")] == ["I0"]
    theme = get(api, "commitments/CEDAW-7")["primary_theme"]
    assert {one["commitment"] for one in items(api, f"positions?theme={theme}")} == {"CEDAW-7"}
    assert items(api, "rounds?state=KAZ") == []


def test_every_page_that_a_record_names_is_there(api: Client) -> None:
    pages = {one["page"] for name in ("rounds", "verdicts") for one in items(api, name)}

    assert len(pages) >= 4
    assert [page for page in pages if api.get(page).status_code != 200] == []


def test_nothing_restricted_and_nobody_who_wrote_or_reviewed_is_in_any_answer(api: Client) -> None:
    for name in LISTS:
        text = api.get(f"/api/v1/{name}?limit=500&practice=true").content.decode()
        for words in (RESTRICTED, "page 9", "Well done 3371", "Only proposed", "assessor", "reviewer", "@example"):
            assert words not in text, (name, words)
        assert SECRET not in text
