"""What E-rate requests take off cost lines: by hand, from the worked vectors, and as laws."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.planning.erate import Discounted, discounted
from techplan.planning.results import CostLines, ErateLines
from techplan.rules.load import load_rules

ON = date(2027, 1, 15)
RULES = load_rules()


def said(found: Discounted) -> dict[str, str]:
    return {item.assumption: item.value for item in found.assumptions}


def amounts(found: Discounted) -> dict[str, tuple[int, int]]:
    return {
        line: (paid, off) for line, paid, off in found.lines.select("line", "amount_cents", "discount_cents").rows()
    }


def test_the_worked_vector_at_eighty_percent(case: Any) -> None:
    request = case.request(pre_discount_cents=34_730_511, ineligible_cents=0)
    found = case.of([request], [case.need("a", 34_730_511)])
    assert amounts(found) == {"a": (6_946_102, 27_784_409)}  # 347,305.11 at 80 %: 277,844.09 and 69,461.02
    why = found.lines["why"][0]
    assert "E-rate takes off 277,844.09 (request R1: 80% of 347,305.11 eligible" in why
    assert found.lines["may_slip_years"][0] == 0
    assert said(found)["lines with an E-rate discount are not put off"] == "0 years"
    assert found.returns.is_empty()
    CostLines.validate(found.lines)
    ErateLines.validate(found.table)
    assert found.table.select("eligible_cents", "discount_cents", "counted", "returns_on").rows() == [
        (34_730_511, 27_784_409, True, None)
    ]


def test_what_is_not_eligible_is_paid_in_full_and_shared_by_size(case: Any) -> None:
    request = case.request(pre_discount_cents=100_00, ineligible_cents=1)
    found = case.of([request], [case.need("a", 50_00), case.need("b", 30_00), case.need("c", 20_00)])
    # 99.99 over 50, 30 and 20 is 49.995, 29.997 and 19.998: remainders give 49.99, 30.00 and 20.00;
    # 80 % of 99.99 is 79.992, so 79.99, over these 39.991, 23.999 and 15.9995: 39.99, 24.00 and 16.00
    assert found.table.select("eligible_cents", "discount_cents").rows() == [(4999, 3999), (3000, 2400), (2000, 1600)]
    assert amounts(found) == {"a": (1001, 3999), "b": (600, 2400), "c": (400, 1600)}


def test_the_commitment_is_the_most_that_is_counted(case: Any) -> None:
    request = case.request(pre_discount_cents=100_00, ineligible_cents=0, committed_cents=50_00)
    found = case.of([request], [case.need("a", 100_00)])
    assert amounts(found) == {"a": (50_00, 50_00)}
    assert "held to the 50.00 committed" in found.table["why"][0]
    cheaper = case.of([{**request, "committed_cents": 80_00}], [case.need("a", 60_00)])
    assert amounts(cheaper) == {"a": (12_00, 48_00)}  # what is bought for less gets its rate, not the commitment


def test_a_commitment_without_a_cost_covers_what_is_bought(case: Any) -> None:
    found = case.of([case.request(committed_cents=30_00)], [case.need("a", 100_00)])
    assert amounts(found) == {"a": (70_00, 30_00)}


def test_under_bear_the_fund_carries_the_whole_amount_and_money_returns_later(case: Any) -> None:
    request = case.request(pre_discount_cents=100_00, ineligible_cents=0, invoicing="BEAR")
    found = case.of([request], [case.need("a", 100_00)])
    assert amounts(found) == {"a": (100_00, 0)}
    # installed by 30 September 2027, and five months later: 29 February 2028, in FY2028
    assert found.returns.rows() == [("a", "R1", 2028, 80_00)]
    assert found.table.select("returns_on", "returns_fy").rows() == [(date(2028, 2, 29), 2028)]
    assert found.lines["may_slip_years"][0] == 0
    assert "E-rate pays back 80.00 in FY2028" in found.lines["why"][0]
    assert said(found)["E-rate repayments go to the fund that paid"] == "80.00 in FY2028"
    assert said(found)["day of repayment not entered"] == "5 months after the last day of service"


def test_the_day_of_repayment_is_that_entered_or_follows_the_kind_of_service(case: Any) -> None:
    internet = case.request(category="category one", pre_discount_cents=100_00, invoicing="BEAR")
    found = case.of([internet], [case.term("net", 100_00)])
    assert found.table["returns_on"].to_list() == [date(2027, 11, 30)]  # service ends on 30 June
    entered = case.of([{**internet, "returns_on": date(2037, 9, 1)}], [case.term("net", 100_00)])
    assert entered.returns.rows() == [("net", "R1", 2038, 80_00)]  # beyond the plan's last year, FY2031
    assert "day of repayment not entered" not in said(entered)


def test_what_is_paid_back_already_is_not_expected_again(case: Any) -> None:
    request = case.request(pre_discount_cents=100_00, invoicing="BEAR", disbursed_cents=30_00)
    found = case.of([request], [case.need("a", 60_00), case.need("b", 40_00)])
    assert found.returns.rows() == [("a", "R1", 2028, 30_00), ("b", "R1", 2028, 20_00)]
    assert found.table["returns_cents"].to_list() == [30_00, 20_00]
    assert said(found)["E-rate paid out already is in the funds' figures"] == "30.00"
    over = case.of([{**request, "disbursed_cents": 90_00}], [case.need("a", 100_00)])
    assert over.returns.is_empty()


def test_who_is_paid_is_not_guessed_in_the_districts_favour(case: Any) -> None:
    found = case.of([case.request(pre_discount_cents=100_00, invoicing=None)], [case.need("a", 100_00)])
    assert amounts(found) == {"a": (100_00, 0)}
    assert said(found)["who is paid by E-rate is not entered"] == "BEAR"
    assert found.table["invoicing"].to_list() == [None]


@pytest.mark.parametrize("status", ["planned", "filed", None])
def test_nothing_counts_before_it_is_funded(status: str | None, case: Any) -> None:
    found = case.of([case.request(pre_discount_cents=100_00, status=status)], [case.need("a", 100_00)])
    assert amounts(found) == {"a": (100_00, 0)}
    assert found.lines["may_slip_years"][0] == 1
    assert found.table.select("discount_cents", "counted").rows() == [(80_00, False)]
    assert "not counted until it is funded" in found.table["why"][0]
    assert said(found)["E-rate requests that are not funded are not counted"] == "80.00 less cost if all are funded"


@pytest.mark.parametrize("status", ["denied", "cancelled"])
def test_denied_and_cancelled_requests_do_not_appear(status: str, case: Any) -> None:
    found = case.of([case.request(pre_discount_cents=100_00, status=status)], [case.need("a", 100_00)])
    assert found.table.is_empty()
    assert amounts(found) == {"a": (100_00, 0)}


@pytest.mark.parametrize("funding_year", [2025, 2031])
def test_funding_years_outside_the_plan_touch_nothing(funding_year: int, case: Any) -> None:
    # the plan is FY2027 to FY2031, funding years 2026 to 2030
    request = case.request(pre_discount_cents=100_00, funding_year=funding_year)
    found = case.of([request], [case.need("a", 100_00), case.need("z", 100_00, pay_on=date(2031, 5, 1))])
    assert found.table.is_empty()
    assert {item.assumption for item in found.assumptions} == {"E-rate is counted only where a request is funded"}


def test_a_request_covers_what_it_names_else_all_of_its_category(case: Any) -> None:
    lines = [
        case.need("ap", 100, "ap"), case.need("switch", 100), case.need("tablet", 100, "tablet"),
        case.need("cable", 100, "cable"), case.term("net", 100), case.term("lms", 100, "LMS"),
        case.need("other year", 100, pay_on=date(2027, 7, 1)),
    ]  # fmt: skip

    def covered(**more: Any) -> list[str]:
        return case.of([case.request(pre_discount_cents=10_00, **more)], lines).table["line"].to_list()

    assert covered() == ["ap", "switch"]
    assert covered(category="category one") == ["net"]
    assert covered(asset_class="ap") == ["ap"]
    assert covered(asset_class="cable") == ["cable"]  # not marked, but named
    assert covered(asset_class="tablet") == []  # marked not eligible, whoever names it
    assert covered(agreement="LMS", category="category one") == ["lms"]
    assert covered(asset_class="ap", agreement="NET", category=None) == ["ap", "net"]
    assert covered(category=None) == []


def test_a_request_without_a_line_is_said(case: Any) -> None:
    found = case.of([case.request(asset_class="tablet")], [case.need("a", 100, "tablet")])
    item = next(item for item in found.assumptions if item.assumption == "E-rate request covers no line of the plan")
    assert (item.about, item.value) == ("request R1", "not counted")
    assert "tablet" in item.why


def test_no_dollar_is_discounted_twice(case: Any) -> None:
    named = case.request("Z", asset_class="switch", pre_discount_cents=60_00)
    general = case.request("A", pre_discount_cents=100_00)
    found = case.of([general, named], [case.need("a", 100_00)])
    # the one that names what it is for comes first: 60.00 are its, and 40.00 are left for the other
    assert found.table.select("request", "eligible_cents", "discount_cents").rows() == [
        ("A", 40_00, 32_00),
        ("Z", 60_00, 48_00),
    ]
    assert amounts(found) == {"a": (20_00, 80_00)}
    planned = case.of([{**named, "status": "planned"}, general], [case.need("a", 100_00)])
    assert planned.table["request"].to_list() == ["A"]  # what is funded comes before what is hoped for


def test_category_two_may_be_bought_from_april_for_the_next_funding_year(case: Any) -> None:
    april = case.need("april", 100_00, pay_on=date(2027, 4, 1))
    march = case.need("march", 100_00, pay_on=date(2027, 3, 31))
    upcoming = case.request(funding_year=2027, pre_discount_cents=200_00)
    found = case.of([upcoming], [april, march])
    assert amounts(found) == {"april": (20_00, 80_00), "march": (100_00, 0)}
    assert "as category two allows" in found.table["why"][0]
    own = case.request("own", pre_discount_cents=100_00)
    both = case.of([upcoming, own], [april])
    assert both.table["request"].to_list() == ["own"]
    internet = case.request(category="category one", funding_year=2027, pre_discount_cents=100_00)
    service = case.term("net", 100_00, pay_on=date(2027, 5, 1))
    assert case.of([internet], [service]).table.is_empty()


def test_a_request_without_a_discount_takes_the_districts_own_where_it_is_certain(case: Any) -> None:
    schools = [{"code": "010", "name": "Oak", "urban_rural": "rural"}]
    request = case.request(pre_discount_cents=100_00, discount=None)
    lines = [case.need("a", 100_00)]

    def enrolled(eligible: int) -> list[dict[str, Any]]:
        return [{"school": "010", "grade": "3", "fy": 2027, "students": 400, "free_reduced": eligible}]

    found = case.of([request], lines, schools=schools, enrollment=enrolled(220))
    assert amounts(found) == {"a": (20_00, 80_00)}  # 55 % is 80 %
    assert said(found)["E-rate discount not entered"] == "80%"
    edge = case.of([request], lines, schools=schools, enrollment=enrolled(198))  # 49.5 %: 70 % or 80 %?
    assert amounts(edge) == {"a": (100_00, 0)}
    assert edge.table.select("discount_cents", "counted").rows() == [(None, False)]
    assert "it would be 80%: ask your treasurer" in edge.table["why"][0]
    assert said(edge)["funded E-rate request not counted"] == "no discount"
    unknown = case.of([request], lines)
    assert "enter the discount of the request" in unknown.table["why"][0]


def test_a_funded_request_with_neither_cost_nor_commitment_asks(case: Any) -> None:
    found = case.of([case.request()], [case.need("a", 100_00)])
    assert amounts(found) == {"a": (100_00, 0)}
    assert "enter the cost before discount, or what was committed" in found.table["why"][0]


def test_without_a_request_only_the_note_is_said(case: Any) -> None:
    found = case.of([], [case.need("a", 100_00), case.need("t", 1, "tablet")])
    assert found.lines.equals(case.lines(case.need("a", 100_00), case.need("t", 1, "tablet")))
    assert [(item.assumption, item.rows) for item in found.assumptions] == [
        ("E-rate is counted only where a request is funded", 1)
    ]
    assert case.of([], [case.need("t", 1, "tablet")]).assumptions == ()
    assert case.of([], []).lines.schema == CostLines.polars_schema()


REQUESTS = st.lists(
    st.fixed_dictionaries(
        {
            "funding_year": st.integers(2025, 2028),
            "category": st.sampled_from(["category one", "category two", None]),
            "asset_class": st.sampled_from([None, None, "switch", "ap", "cable"]),
            "agreement": st.sampled_from([None, None, "NET", "LMS"]),
            "pre_discount_cents": st.none() | st.integers(0, 50_000),
            "ineligible_cents": st.none() | st.integers(0, 9_000),
            "discount": st.none() | st.sampled_from([Decimal(text) for text in ("0", "0.2", "0.6", "0.85", "1")]),
            "committed_cents": st.none() | st.integers(0, 30_000),
            "disbursed_cents": st.none() | st.integers(0, 30_000),
            "invoicing": st.sampled_from(["SPI", "SPI", "BEAR", None]),
            "status": st.sampled_from(["funded", "funded", "filed", "planned", "denied", None]),
        }
    ),
    max_size=6,
)
DAYS = st.sampled_from([date(2026, 7, 1), date(2027, 3, 31), date(2027, 4, 1), date(2027, 6, 30), date(2027, 7, 1)])
ITEMS = st.lists(
    st.tuples(st.sampled_from(["switch", "ap", "tablet", "cable", "NET", "LMS"]), st.integers(0, 20_000), DAYS),
    max_size=8,
)


def drawn(case: Any, requests: list[dict[str, Any]], items: list[tuple[str, int, date]]) -> tuple[Any, pl.DataFrame]:
    rows = [case.request(f"R{n}", **row) for n, row in enumerate(requests)]
    makers = []
    for n, (of, cents, day) in enumerate(items):
        make = case.term if of in ("NET", "LMS") else case.need
        makers.append(make(f"l{n}", cents, of, day, may_slip_years=2))
    return case.book(rows), case.lines(*makers)


@settings(deadline=None, max_examples=60)
@given(requests=REQUESTS, items=ITEMS)
def test_discounts_obey_their_laws(requests: list[dict[str, Any]], items: list[Any], case: Any) -> None:
    book, lines = drawn(case, requests, items)
    found = discounted(book, lines, case.settings(book), RULES, ON)
    CostLines.validate(found.lines)
    ErateLines.validate(found.table)
    # the amount and the discount together are what the line cost before
    assert (found.lines["amount_cents"] + found.lines["discount_cents"]).to_list() == lines["amount_cents"].to_list()
    counted = found.table.filter(pl.col("counted"))
    spi = counted.filter(pl.col("invoicing") == "SPI")
    assert found.lines["discount_cents"].sum() == spi["discount_cents"].sum()
    # no request brings more than was committed, and BEAR and hopes change no amount
    for code, cents in counted.group_by("request").agg(pl.col("discount_cents").sum()).rows():
        committed = book.erate_requests.filter(pl.col("request") == code)["committed_cents"][0]
        assert committed is None or cents <= committed
    touched = set(spi.filter(pl.col("discount_cents") > 0)["line"])
    assert set(found.lines.filter(pl.col("discount_cents") > 0)["line"]) == touched
    # no dollar of a line is eligible twice
    whole = dict(lines.select("line", "amount_cents").rows())
    for line, cents in found.table.group_by("line").agg(pl.col("eligible_cents").sum()).rows():
        assert cents <= whole[line]
    assert found.returns["cents"].sum() <= counted["discount_cents"].sum() - spi["discount_cents"].sum()
    assert found.table["counted"].sum() == 0 or set(counted["status"]) == {"funded"}


@settings(deadline=None, max_examples=60)
@given(requests=REQUESTS, items=ITEMS, seed=st.integers(0, 9))
def test_the_order_of_rows_changes_nothing(
    requests: list[dict[str, Any]], items: list[Any], seed: int, case: Any
) -> None:
    book, lines = drawn(case, requests, items)
    shuffled = type(book)(**{name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in book.tables()})
    found = discounted(book, lines, case.settings(book), RULES, ON)
    again = discounted(shuffled, lines.sample(fraction=1, shuffle=True, seed=seed), case.settings(book), RULES, ON)
    assert found.lines.sort("line").equals(again.lines.sort("line"))
    assert found.table.equals(again.table)
    assert found.returns.equals(again.returns)
    assert found.assumptions == again.assumptions


@settings(deadline=None, max_examples=60)
@given(items=ITEMS)
def test_without_requests_lines_stay_as_they_are(items: list[Any], case: Any) -> None:
    book, lines = drawn(case, [], items)
    found = discounted(book, lines, case.settings(book), RULES, ON)
    assert found.lines.equals(lines)
    assert set(found.lines["discount_cents"]) <= {0}
