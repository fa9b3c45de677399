"""A wording is found again in its document, and a split recommendation's parts cover it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ubada.reading.locating import divide, locate

TEXT = (
    "121.1 Adopt a law on domestic vio-\nlence;12 and train the po\u00adlice of\n the self-\ngoverning towns (Norway);"
)
WHOLE = ((6, 41), (43, len(TEXT)))  # without the label and the footnote mark


def read(spans: tuple[tuple[int, int], ...]) -> str:
    return "".join(TEXT[start:end] for start, end in spans)


def test_a_wording_is_found_over_line_breaks_and_hyphens() -> None:
    assert read(locate(TEXT, "domestic violence")) == "domestic vio-\nlence"
    assert read(locate(TEXT, "the police of the self-governing towns")).startswith("the po\u00adlice")


def test_a_wording_is_found_over_a_footnote_mark_where_the_stretches_leave_it_out() -> None:
    assert locate(TEXT, "violence; and train") == ()
    assert len(locate(TEXT, "violence; and train", WHOLE)) == 2


def test_what_is_not_there_is_not_found() -> None:
    assert locate(TEXT, "Repeal a law") == ()
    assert locate(TEXT, " ­ ") == ()


def test_the_parts_of_a_wording_get_their_own_stretches() -> None:
    parts = divide(
        TEXT, WHOLE, ["Adopt a law on domestic violence;", "and train the police of the self-governing towns (Norway);"]
    )
    assert parts is not None
    assert [read(one) for one in parts] == [TEXT[6:41], TEXT[44:]]


def test_parts_that_leave_out_add_or_move_something_are_refused() -> None:
    first, second = "Adopt a law on domestic violence;", "and train the police of the self-governing towns (Norway);"
    assert divide(TEXT, WHOLE, [first]) is None
    assert divide(TEXT, WHOLE, [second, first]) is None
    assert divide(TEXT, WHOLE, [first, f"also {second}"]) is None
    assert divide(TEXT, WHOLE, [first, second, ""]) is None


@given(st.text(st.sampled_from("абвab -\n\u00ad;"), min_size=1, max_size=60), st.data())
def test_whatever_stands_in_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wording = text[start:end]
    found = locate(text, wording)
    counted = [one for one in wording if one not in " -\n\u00ad"]
    shown = [one for begin, finish in found for one in text[begin:finish] if one not in " -\n\u00ad"]
    assert shown == counted


@given(st.lists(st.text(st.sampled_from("abcд "), min_size=1, max_size=12), min_size=1, max_size=5))
def test_however_a_text_is_cut_its_parts_lie_in_order_and_cover_it(parts: list[str]) -> None:
    text = "".join(parts)
    divided = divide(text, ((0, len(text)),), parts)
    if any(not part.strip() for part in parts):
        assert divided is None
    else:
        assert divided is not None
        shown = "".join(text[start:end] for spans in divided for start, end in spans)
        assert shown.replace(" ", "") == text.replace(" ", "")
