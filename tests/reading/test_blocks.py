"""Lines, labels and the rule of white space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.reading.blocks import build, clean
from ubada.reading.formats.text import decode, from_text
from ubada.reading.model import Label, letter_value, roman_value
from ubada.reading.numbering import Labels, parse_label

WORDS = st.text(alphabet=st.sampled_from("абвгдежзик abcdefgh -.,;:()12345\n\t\u00a0«»“”"), max_size=400)


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("121.184 Ratify", "dotted", "121.184"),
        ("76.55. The Government", "dotted", "76.55"),
        ("6.1\tRatify", "dotted", "6.1"),
        ("5. Обеспечить", "number", "5"),
        ("5) обеспечить", "number", "5"),
        ("7.The Committee", "number", "7"),
        ("(12) Adopt", "number", "12"),
        ("(a) Adopt", "letter", "a"),
        ("a) adopt", "letter", "a"),
        ("б) принять", "letter", "б"),
        ("(aa) Adopt", "letter", "aa"),
        ("(ii) Adopt", "letter", "ii"),
        ("(iv) Adopt", "roman", "iv"),
        ("(viii) Adopt", "roman", "viii"),
        ("A. PRIORITY", "upper", "A"),
        ("XV. RECOMMENDATIONS", "upper", "XV"),
        ("• Adopt", "bullet", "•"),
        ("– принять", "bullet", "•"),
        ("Recommendation 5: Adopt", "named", "5"),
        ("Рекомендация № 5. Принять", "named", "5"),
    ],
)
def test_labels_are_told_by_their_form(text: str, scheme: str, value: str) -> None:
    found = parse_label(text)
    assert found is not None
    if (scheme, value) == ("letter", "ii"):
        assert found[0] in (Label("letter", "ii"), Label("roman", "ii"))
    else:
        assert found[0] == Label(scheme, value)


@pytest.mark.parametrize(
    "text",
    ["2030. Ensure", "3.5 per cent", "article 5.", "a plan", "(see below)", "50% quota", "-5 degrees", "(OPCAT) and"],
)
def test_other_beginnings_are_no_labels(text: str) -> None:
    found = parse_label(text)
    assert found is None or found[0].scheme == "dotted"


def test_a_label_after_an_unended_line_counts_only_if_it_is_due() -> None:
    labels = Labels()
    assert labels.accepts(Label("number", "4"), "", gap=True)
    assert labels.accepts(Label("number", "5"), "no full stop here", gap=False)
    assert not labels.accepts(Label("number", "19"), "no full stop here", gap=False)
    assert not labels.accepts(Label("number", "6"), "as set out in article", gap=False)
    assert labels.accepts(Label("number", "19"), "a full stop here.", gap=False)


def test_values_of_letters_and_roman_numerals() -> None:
    assert [letter_value(one) for one in ("a", "z", "aa", "а", "е", "ж")] == [1, 26, 27, 1, 6, 7]
    assert [roman_value(one) for one in ("i", "iv", "ix", "xii", "q")] == [1, 4, 9, 12, 0]


@given(WORDS)
def test_offsets_of_blocks_stay_inside_the_text_and_in_order(text: str) -> None:
    document = build("a.txt", "0" * 64, "text", from_text(text, []))
    last = 0
    for block in document.blocks:
        assert block.text == " ".join(block.text.split())
        for start, end in block.segments:
            assert last <= start <= end <= len(text)
            last = end
        assert clean(text, block.segments) == block.text or "-\n" in text


@given(WORDS)
def test_no_letter_is_lost_or_made_up_but_in_labels_marks_and_page_heads(text: str) -> None:
    document = build("a.txt", "0" * 64, "text", from_text(text, []))
    pieces = "".join(text[start:end] for block in document.blocks for start, end in block.segments)
    letters = [one for one in pieces if one.isalpha()]
    assert letters == [one for block in document.blocks for one in block.text if one.isalpha()]


@given(st.binary(max_size=400))
def test_every_sequence_of_bytes_is_decoded(data: bytes) -> None:
    text, notes = decode(data)
    assert isinstance(text, str)
    assert isinstance(notes, list)


@given(WORDS)
def test_utf8_is_decoded_as_it_is(text: str) -> None:
    assert decode(text.encode())[0] == text


def test_page_heads_of_typed_reports_are_left_out_and_count_the_pages() -> None:
    text = (
        "First part of the\n\n\n12\n                 A/HRC/43/15\n\n\nsentence ends.\n\n13\n   A/HRC/43/15\n\nNext.\n"
    )
    document = build("a.txt", "0" * 64, "text", from_text(text, []))
    assert [(block.text, block.page) for block in document.blocks] == [
        ("First part of the sentence ends.", 1),
        ("Next.", 3),
    ]
