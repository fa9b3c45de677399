from __future__ import annotations

import re
import threading
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ubada.kernel import ids
from ubada.kernel.errors import UbadaError
from ubada.kernel.ids import CROCKFORD, new_uid, slugify_ref, untimed_uid


def milliseconds(uid: str) -> int:
    number = 0
    for digit in uid[:10]:
        number = number * 32 + CROCKFORD.index(digit)
    return number


def test_uid_is_a_ulid_of_this_moment():
    before = time.time_ns() // 1_000_000
    uid = new_uid()
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", uid)
    assert before <= milliseconds(uid) <= time.time_ns() // 1_000_000 + 1


def test_uids_grow_within_a_millisecond():
    made = [new_uid() for _ in range(5000)]
    assert made == sorted(set(made))


def test_uids_grow_when_the_clock_steps_back(monkeypatch):
    before = new_uid()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000_000)
    assert new_uid() > before


def test_uids_of_many_threads_are_all_different():
    made: list[str] = []

    def make():
        made.extend([new_uid() for _ in range(500)])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("CEDAW:7(a)", "CEDAW-7-a"),
        ("A/HRC/14/10", "A-HRC-14-10"),
        ("140.12", "140.12"),
        ("  UPR — KGZ 2020 ", "UPR-KGZ-2020"),
        ("Заң № 5", "Zang-No-5"),
        ("Ҳуқуқи зан", "Huquqi-zan"),
        ("Türkmenistan", "Turkmenistan"),
        ("oʻzbek", "ozbek"),
        ("И\u0306од", "Yod"),
        ("a..b./.c", "a..b-c"),
    ],
)
def test_reference_can_stand_in_an_address(text, ref):
    assert slugify_ref(text) == ref


@given(st.text(max_size=20))
def test_reference_is_plain_and_stays_as_it_is(text):
    try:
        ref = slugify_ref(text)
    except UbadaError:
        assume(False)
    assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.]|-(?!-))*", ref)
    assert slugify_ref(ref) == ref


@pytest.mark.parametrize("text", ["", " / ", "…", "ьъ"])
def test_nothing_to_make_a_reference_of_is_an_error(text):
    with pytest.raises(UbadaError):
        slugify_ref(text)


def test_an_untimed_identifier_has_the_form_of_a_ulid_and_tells_no_moment():
    made = [untimed_uid() for _ in range(200)]
    assert all(re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", one) for one in made)
    assert len(set(made)) == 200
    assert len({one[:3] for one in made}) > 150, "a clock would give all of them the same beginning"
