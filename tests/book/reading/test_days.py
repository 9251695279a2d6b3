"""Days: one order for a column, found or refused; the cases of quirks/mixed_dates.csv are among them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.reading.days import parse_days

AUGUST_4 = date(2021, 8, 4)


def one(text: str) -> date | None:
    read = parse_days([text]).by_text[text.strip()]
    assert read.fault is None
    return read.value


@pytest.mark.parametrize(
    "text",
    [
        "2021-08-04", "2021/8/4", "20210804", "4-Aug-21", "4 Aug 2021", "August 4, 2021", "Aug 4, 2021", "Aug. 4 2021",
        "Wednesday, August 4 2021 at 1:45 PM", "4th August 2021", "2021-08-04T00:00:00Z", "2021-08-04 09:08 AM",
        "2021-08-04 14:11:07.0000000", "2021-08-04T13:08:09.123456789+05:30", "2021-08-04T00:00:00.000",
        "44412", "44412.0",
        "44412.75", "1628035200", "1628035200000",
    ],
)  # fmt: skip
def test_one_day_however_it_is_written(text: str) -> None:
    assert one(text) == AUGUST_4


@pytest.mark.parametrize(
    ("text", "day"),
    [("2022-06", date(2022, 6, 30)), ("Jun 2030", date(2030, 6, 30)), ("June 2030", date(2030, 6, 30)),
     ("06/2022", date(2022, 6, 30)), ("2024-02", date(2024, 2, 29))],
)  # fmt: skip
def test_a_month_is_its_last_day(text: str, day: date) -> None:
    assert one(text) == day


@pytest.mark.parametrize(
    "text",
    ["", " ", "N/A", "0000-00-00", "0000-00-00 00:00:00", "1/1/1900", "9999-12-31", "9999-12-31 23:59:59.0000000",
     "Never",
     "TBD", "0001-01-01T00:00:00", "1/0/1900", "1970-01-01T00:00:00Z"],
)  # fmt: skip
def test_days_that_mean_none(text: str) -> None:
    read = parse_days([text]).by_text[text.strip()]
    assert (read.value, read.fault) == (None, None)
    assert bool(read.note) == bool(text.strip())


@pytest.mark.parametrize(
    "text",
    ["FY21", "2021", "Aug-21", "21-Aug", "2/30/2021x", "13/13/2021", "2021-02-30", "Smarch 4, 2021", "soon", "#####"],
)
def test_what_is_no_day_has_a_remedy(text: str) -> None:
    read = parse_days([text]).by_text[text]
    assert read.value is None
    assert read.fault
    assert read.remedy


def test_any_part_above_twelve_decides_for_the_column() -> None:
    american = parse_days(["8/4/2021", "08-04-21", "8/23/2021", "8/4/21 0:00"])
    assert american.order == "mdy"
    assert american.by_text["8/4/2021"].value == american.by_text["08-04-21"].value == AUGUST_4
    assert american.assumed[0] == "month before day, as 8/23/2021 shows"
    european = parse_days(["8/4/2021", "13/08/2021", "04.08.2021"])
    assert european.order == "dmy"
    assert european.by_text["8/4/2021"].value == date(2021, 4, 8)
    assert european.by_text["04.08.2021"].value == AUGUST_4


def test_a_column_that_shows_neither_is_refused_unless_told() -> None:
    read = parse_days(["8/4/2021", "5/5/2021", "2021-08-04"])
    assert read.order is None
    assert "Nothing in this column" in (read.by_text["8/4/2021"].fault or "")
    assert "mdy" in (read.by_text["8/4/2021"].remedy or "")
    assert read.by_text["5/5/2021"].value == date(2021, 5, 5)
    assert read.by_text["2021-08-04"].value == AUGUST_4
    assert parse_days(["8/4/2021"], "mdy").by_text["8/4/2021"].value == AUGUST_4
    assert parse_days(["8/4/2021"], "dmy").by_text["8/4/2021"].value == date(2021, 4, 8)


def test_a_column_that_shows_both_is_refused_unless_told() -> None:
    texts = ["13/8/2021", "8/14/2021", "8/4/2021"]
    assert all(read.fault for read in parse_days(texts).by_text.values())
    told = parse_days(texts, "mdy").by_text
    assert told["8/14/2021"].value == date(2021, 8, 14)
    assert told["13/8/2021"].fault == "There is no such day."


def test_a_year_that_may_lead_is_refused() -> None:
    assert parse_days(["21-08-04"]).by_text["21-08-04"].fault
    assert parse_days(["21-08-04"], "dmy").by_text["21-08-04"].value == date(2004, 8, 21)
    assert parse_days(["13/08/21"]).by_text["13/08/21"].value == date(2021, 8, 13)


def test_two_digit_years_and_the_ohio_form_without_signs() -> None:
    read = parse_days(["10/27/28", "1/23/69", "08042021", "12312019"])
    assert [one.value for one in read.by_text.values()] == [
        date(2028, 10, 27), date(1969, 1, 23), AUGUST_4, date(2019, 12, 31),
    ]  # fmt: skip
    assert "years of two digits as 1969 to 2068" in read.assumed


DAYS = st.dates(date(1971, 1, 1), date(2068, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=20))
def test_days_go_round(days: list[date]) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%d-%b-%y", "%B %d, %Y", "%Y-%m-%dT%H:%M:%SZ"):
        texts = [day.strftime(form) for day in days]
        read = parse_days(texts)
        assert [read.by_text[text].value for text in texts] == days


@given(
    st.lists(DAYS, min_size=1, max_size=20),
    st.sampled_from(["mdy", "dmy"]),
    st.sampled_from("/-."),
    st.sampled_from("Yy"),
)
def test_an_order_found_is_the_order_written(days: list[date], order: str, sign: str, year: str) -> None:
    """A column is read rightly or refused, never read wrongly."""
    form = sign.join(f"%{part}" for part in (("m", "d") if order == "mdy" else ("d", "m"))) + f"{sign}%{year}"
    texts = [day.strftime(form) for day in days]
    found = parse_days(texts)
    told = parse_days(texts, order)  # type: ignore[arg-type]
    for text, day in zip(texts, days, strict=True):
        assert found.by_text[text].value in (day, None)
        assert told.by_text[text].value == day


@given(st.lists(st.text(max_size=12), max_size=5))
def test_no_text_makes_it_raise(texts: list[str]) -> None:
    assert set(parse_days(texts).by_text) == {text.strip() for text in texts}


@given(st.integers(20000, 60000))
def test_spreadsheet_days_count_from_1899(serial: int) -> None:
    assert one(str(serial)) == date.fromordinal(date(1899, 12, 30).toordinal() + serial)
