from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.errors import UbadaError

parse = PartialDate.parse

days = st.dates()
marks = st.sampled_from(["", "?", "~", "%"])


@st.composite
def singles(draw) -> str:
    day = draw(days)
    shapes = [
        f"{day.year:04d}",
        f"{day.year:04d}-{day.month:02d}",
        day.isoformat(),
        f"{day.year:04d}"[:3] + "X",
        f"{day.year:04d}"[:2] + "XX",
        f"{day.year:04d}-XX",
        f"{day.year:04d}-XX-XX",
        f"{day.year:04d}-{day.month:02d}-XX",
    ]
    return draw(st.sampled_from(shapes)) + draw(marks)


@st.composite
def texts(draw) -> str:
    first, last = sorted([draw(singles()), draw(singles())], key=lambda text: parse(text).earliest)
    return draw(st.sampled_from([first, f"{first}/..", f"../{first}", f"{first}/{last}"]))


dates = texts().map(parse)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024-01-31", date(2024, 1, 31), date(2024, 1, 31), "day"),
        ("2019/2021", date(2019, 1, 1), date(2021, 12, 31), "interval"),
        ("2019-03/2019-05-02", date(2019, 3, 1), date(2019, 5, 2), "interval"),
        ("2019/..", date(2019, 1, 1), date.max, "interval"),
        ("../2021-06", date.min, date(2021, 6, 30), "interval"),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), "interval"),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31), "interval"),
        ("2019-XX", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("2019-XX-XX", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("2019-06-XX", date(2019, 6, 1), date(2019, 6, 30), "month"),
    ],
)
def test_text_says_a_span(text, earliest, latest, precision):
    read = parse(text)
    assert (read.earliest, read.latest, read.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2019", False, False),
        ("2019?", True, False),
        ("2010~", False, True),
        ("2015-06%", True, True),
        ("2019?/2021~", True, True),
        ("2019/2021~", False, True),
    ],
)
def test_marks_say_how_sure_the_source_is(text, uncertain, approximate):
    read = parse(text)
    assert (read.uncertain, read.approximate) == (uncertain, approximate)
    assert read.earliest == parse("2015-06" if text.startswith("2015") else text[:4]).earliest


@pytest.mark.parametrize(
    ("text", "fault", "says"),
    [
        ("2023-02-30", "day", "February 2023 has 28 days"),
        ("2024-04-31", "day", "April 2024 has 30 days"),
        ("2023-13", "month", "no month 13"),
        ("2023-00-01", "month", "no month 00"),
        ("2023-01-00", "day", "no day 00"),
        ("0000", "year", "years begin at 0001"),
        ("", "empty", "it is empty"),
        ("2021/2019", "order", "2019 lies before the start 2021"),
        ("2019/", "form", "written .."),
        ("/2019", "form", "written .."),
        ("../..", "form", "says nothing"),
        ("2019/2020/2021", "form", "one /"),
        ("2019-XX-05", "form", "unspecified month"),
        ("201X-05", "form", "unspecified digits"),
        ("2001-21", "month", "no month 21"),
        ("31.01.2024", "form", "YYYY-MM-DD"),
        ("2024-1-3", "form", "YYYY-MM-DD"),
        ("2024-01-31T10:00", "form", "YYYY-MM-DD"),
        ("2024?~", "form", "at its end"),
        ("-0044", "form", "YYYY"),
        ("２０２４", "form", "YYYY"),
        ("2019/2023-02-30", "day", "February 2023"),
    ],
)
def test_what_is_not_a_date_is_refused_with_its_text_and_its_fault(text, fault, says):
    with pytest.raises(InvalidDate) as caught:
        parse(text)
    assert caught.value.fault == fault
    assert caught.value.text == text
    assert f"“{text}”" in str(caught.value)
    assert says in str(caught.value)
    assert isinstance(caught.value, UbadaError)


def test_a_very_long_text_is_shown_shortened():
    with pytest.raises(InvalidDate) as caught:
        parse("9" * 10_000)
    assert len(str(caught.value)) < 200


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_an_invalid_date(text):
    try:
        read = parse(text)
    except InvalidDate:
        return
    assert str(read) == text.strip()


@given(texts())
def test_text_comes_back_as_it_was(text):
    assert str(parse(text)) == text
    assert parse(str(parse(text))) == parse(text)


@given(dates)
def test_span_runs_forward_and_covers_its_ends(value):
    assert value.earliest <= value.latest
    assert value.covers(value.earliest)
    assert value.covers(value.latest)


@given(dates, days)
def test_a_day_is_covered_exactly_within_the_span(value, day):
    assert value.covers(day) == (value.earliest <= day <= value.latest)


@given(dates, dates)
def test_order_is_total_and_by_earliest_then_latest(a, b):
    assert (a < b) + (a > b) + (a == b) == 1
    assert (a <= b) == (not a > b)
    assert (a >= b) == (not a < b)
    if a < b:
        assert (a.earliest, a.latest) <= (b.earliest, b.latest)
    if a == b:
        assert hash(a) == hash(b)


@given(st.lists(dates, max_size=8))
def test_sorting_is_by_the_span(values):
    spans = [(value.earliest, value.latest) for value in sorted(values)]
    assert spans == sorted(spans)


def test_comparison_with_something_else_is_refused():
    with pytest.raises(TypeError):
        parse("2019") < "2020"  # noqa: B015


@given(dates, dates)
def test_before_and_after_mirror_each_other(a, b):
    assert a.certainly_before(b) == b.certainly_after(a)
    assert not (a.certainly_before(b) and b.certainly_before(a))


@given(dates, dates, st.data())
def test_certainty_holds_for_every_day_of_both(a, b, data):
    answer = a.certainly_before(b)
    one = data.draw(st.dates(a.earliest, a.latest))
    other = data.draw(st.dates(b.earliest, b.latest))
    if answer is not None:
        assert (one < other) is answer


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2018", "2019", True),
        ("2019", "2018", False),
        ("2019", "2019", None),
        ("2019-05-01", "2019-05-01", False),
        ("2019", "2019-05", None),
        ("2018/..", "2030", None),
        ("2019/..", "2018", False),
        ("../2018", "2019", True),
        ("2010~", "2024", None),
        ("2010?", "2024", None),
        ("2010?/2012", "2024", True),
        ("2010/2012~", "2024", None),
        ("2024", "2010/2012~", None),
        ("2024", "2010~/2012", False),
        ("201X", "2020", True),
        ("201X", "2015", None),
    ],
)
def test_before_is_known_only_where_no_doubt_is_left(one, other, before):
    assert parse(one).certainly_before(parse(other)) is before


def test_a_plain_day_can_be_compared_with():
    assert parse("2018").certainly_before(date(2019, 1, 1)) is True
    assert parse("2018").certainly_after(date(2019, 1, 1)) is False


@given(days)
def test_day_is_read_from_a_date(day):
    assert PartialDate.of(day) == parse(day.isoformat())
    assert PartialDate.of(day).latest - PartialDate.of(day).earliest == timedelta(0)


def test_bare_year_and_text_are_read():
    assert PartialDate.of(2019) == parse("2019")
    assert PartialDate.of(987) == parse("0987")
    assert PartialDate.of("2019~") == parse("2019~")
    assert PartialDate.of(parse("2019")) == parse("2019")


@pytest.mark.parametrize("value", [datetime(2024, 1, 1, tzinfo=UTC), True, -5, 20240101])
def test_a_moment_a_truth_value_or_a_wild_number_is_no_date(value):
    with pytest.raises(InvalidDate):
        PartialDate.of(value)


def test_an_interval_may_be_open():
    assert parse("2019/..").is_open
    assert parse("../2019").is_open
    assert not parse("2019/2020").is_open


@given(dates)
def test_dates_survive_pickling(value):
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301


def test_dates_cannot_be_changed():
    with pytest.raises(AttributeError):
        parse("2019").earliest = date.min  # type: ignore[misc]
