"""A text that is handed round is told by its letters, and is one vote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.rules.generated import COMMITMENT, ballots
from ubada.assessments.rules.drafting import SharedBecause, fingerprint, texts_of
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import Constituency, Verdict

PLAIN = "Закон о домашнем насилии принят, но приютов нет."


@pytest.mark.parametrize(
    "copied",
    [
        "  закон О ДОМАШНЕМ насилии — принят!\n\nНо приютов нет ",
        "Закон о домашнем насилии принят, но приютов нет.",
        "Закон о домашнем на\u00adсилии при\u200bнят, но приютов нет.",
        PLAIN.replace("о", "o").replace("а", "a").replace("р", "p"),
    ],
)
def test_case_spaces_punctuation_and_letters_that_look_alike_make_no_other_text(copied):
    assert fingerprint(copied) == fingerprint(PLAIN)


@pytest.mark.parametrize(
    "other", ["Закон о домашнем насилии не принят, и приютов нет.", PLAIN + " В 2026 году.", "1", "2"]
)
def test_other_words_or_numbers_make_another_text(other):
    assert fingerprint(other) not in ("", fingerprint(PLAIN))


def test_apostrophes_of_uzbek_are_one_letter_however_typed():
    assert len({fingerprint(f"O{mark}zbekiston qonuni") for mark in ("ʻ", "'", "’", "`")}) == 1


@pytest.mark.parametrize("nothing", ["", "   ", "—…!", "\u200b\u00ad"])
def test_what_has_no_letters_is_like_nothing_else(nothing):
    assert fingerprint(nothing) == ""
    silent = [
        Verdict(COMMITMENT, Constituency.CIVIL_SOCIETY, one, Level.PARTIAL, frozenset({fingerprint(nothing)}))
        for one in "ab"
    ]
    assert [len(group) for group, _ in texts_of(silent)] == [1, 1]


@given(st.text())
def test_a_fingerprint_of_any_text_is_a_hash_or_nothing(text):
    found = fingerprint(text)
    assert found == "" or len(found) == 64
    assert fingerprint(text + " !") == found


def test_a_text_that_links_two_groups_makes_them_one():
    def vote(name, *marks, draft=""):
        return Verdict(COMMITMENT, Constituency.CIVIL_SOCIETY, name, Level.PARTIAL, frozenset(marks), draft)

    votes = [
        vote("a", "1"),
        vote("b", "2"),
        vote("c", draft="x"),
        vote("d", "1", "2"),
        vote("e", "2", draft="x"),
        vote("f"),
    ]
    groups = {tuple(one.organisation for one in group): because for group, because in texts_of(votes)}
    assert groups == {tuple("abcde"): frozenset(SharedBecause), ("f",): frozenset()}


@given(ballots(), st.randoms(use_true_random=False))
def test_every_vote_stands_on_one_text_and_the_order_of_votes_changes_none(ballot, order):
    groups = {frozenset(one.organisation for one in group): because for group, because in texts_of(ballot)}
    assert sorted(name for group in groups for name in group) == sorted(one.organisation for one in ballot)
    order.shuffle(ballot)
    assert {frozenset(one.organisation for one in group): because for group, because in texts_of(ballot)} == groups


@given(ballots())
def test_two_votes_of_two_groups_share_nothing(ballot):
    groups = [group for group, _ in texts_of(ballot)]
    for place, group in enumerate(groups):
        for other in groups[place + 1 :]:
            for one in group:
                for two in other:
                    assert not one.fingerprints & two.fingerprints
                    assert one.shared_draft == "" or one.shared_draft != two.shared_draft
