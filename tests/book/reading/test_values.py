"""Money, numbers, fiscal years, yes and no; the cases of quirks/money.csv are among them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.money import dollars, plain_dollars
from techplan.book.reading.values import parse_fiscal_year, parse_money, parse_number, parse_whole, parse_yes_no


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$1,234.50", 123450), ("(1,234.50)", -123450), ("1,234.50-", -123450), ("-$1,234.50", -123450),
        ("1234.5 CR", -123450), ("7,583,810.00CR", -758381000), ("1,234.50DR", 123450), ("USD 1,234.50", 123450),
        ("USD1,234.50", 123450), ("1,234.50 USD", 123450), ("$(5.00)", -500), ("($5)", -500), (".00", 0), ("5.", 500),
        (" \u00a0 1,000.00", 100000), ("−3", -300), ("135.48-", -13548), ("$ -", 0), ("$-", 0), ("1234.5000", 123450),
        ("2,030.125", 203013), ("0.125", 13), ("1234.5600000000001", 123456), ("+5", 500),
    ],
)  # fmt: skip
def test_money_that_is_read(text: str, cents: int) -> None:
    read = parse_money(text)
    assert (read.value, read.fault) == (cents, None)


@pytest.mark.parametrize("text", ["", " ", "N/A", "-", "--", "–", "TBD", "null", "#N/A", "†"])
def test_money_that_is_not_known(text: str) -> None:
    read = parse_money(text)
    assert (read.value, read.fault) == (None, None)
    assert bool(read.note) == bool(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "1.234,50", "1 234,50", "1.234.567", "12,5", "1,23,450", "$1.2K", "12.5%", "#REF!", "#####", "1.5E+05", "€5",
        "CAD 5",
        "1.234", "12.340", "-(5)", "(5)CR", "--5", "five", "5 6", "1,2345", "$", "()", "٣", "9" * 30,
    ],
)  # fmt: skip
def test_money_that_is_refused_with_a_remedy(text: str) -> None:
    read = parse_money(text)
    assert read.value is None
    assert read.fault
    assert read.remedy


def test_readings_that_rest_on_a_rule_are_noted() -> None:
    assert "zero" in (parse_money("$ -").note or "")
    assert "rounded" in (parse_money("2,030.125").note or "")
    assert parse_money("2,030.10").note is None


@given(st.integers(-(10**15), 10**15))
def test_money_goes_round(cents: int) -> None:
    for written in (
        plain_dollars(cents),
        dollars(cents),
        f"${dollars(cents)}" if cents >= 0 else f"({dollars(-cents)})",
    ):
        assert parse_money(written).value == cents


@given(st.text(max_size=20))
def test_no_text_makes_a_parser_raise(text: str) -> None:
    for parse in (parse_money, parse_number, parse_whole, parse_fiscal_year, parse_yes_no):
        read = parse(text)
        assert read.value is None or read.fault is None
        assert bool(read.fault) == bool(read.remedy)


@pytest.mark.parametrize(
    ("text", "value"), [("1,234", 1234), ("12.0", 12), ("(3)", -3), ("-9", -9), ("0", 0), ("007", 7), ("18081", 18081)]
)
def test_whole_numbers(text: str, value: int) -> None:
    assert parse_whole(text).value == value


@pytest.mark.parametrize("text", ["12.5", "1,5", "1E3", "50%", "x", "12 months"])
def test_no_whole_numbers(text: str) -> None:
    assert parse_whole(text).fault


@pytest.mark.parametrize(
    ("text", "rate", "value"),
    [
        ("0.03", True, "0.03"), ("50%", True, "0.5"), ("91.8%", True, "0.918"), ("3 %", True, "0.03"),
        ("2.5", False, "2.5"),
        ("1,000.25", False, "1000.25"), ("0.1234567", False, "0.123457"), ("-1.5", False, "-1.5"), (".5", False, "0.5"),
    ],
)  # fmt: skip
def test_numbers_are_exact(text: str, rate: bool, value: str) -> None:
    assert parse_number(text, rate=rate).value == Decimal(value)


@pytest.mark.parametrize("text", ["50%", "0,5", "1.234,5", "1E3", "x", "1" * 13])
def test_numbers_that_are_refused(text: str) -> None:
    assert parse_number(text).fault


@given(st.decimals(-(10**11), 10**11, places=6))
def test_numbers_go_round(value: Decimal) -> None:
    assert parse_number(f"{value:f}").value == value


@pytest.mark.parametrize(
    ("text", "fy"),
    [("2027", 2027), ("FY27", 2027), ("FY2027", 2027), ("fy 2027", 2027), ("2026-27", 2027), ("2026–2027", 2027),
     ("SY 2026/27", 2027), ("1999-00", 2000), ("2027.0", 2027)],
)  # fmt: skip
def test_fiscal_years(text: str, fy: int) -> None:
    assert parse_fiscal_year(text).value == fy


@pytest.mark.parametrize("text", ["2026-28", "27", "2026-25", "next", "2026-27-28"])
def test_no_fiscal_years(text: str) -> None:
    assert parse_fiscal_year(text).fault


@pytest.mark.parametrize(
    ("text", "value"), [("Yes", True), ("TRUE", True), ("1", True), ("n", False), ("False", False), ("0", False)]
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert parse_yes_no(text).value is value


def test_neither_yes_nor_no() -> None:
    assert parse_yes_no("maybe").fault
    assert parse_yes_no("unknown").value is None
    assert parse_yes_no("unknown").fault is None
