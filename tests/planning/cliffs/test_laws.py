"""Laws that every plan obeys: parts add up, order changes nothing, without one-time money there is no cliff."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import techplan
from techplan.planning.cliffs import ending_money, replacement_waves
from techplan.planning.cliffs.results import CLIFFS

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"
YEARS = (2027, 2028, 2029, 2030)
POTS = (("001", "-"), ("507", "E3"), ("572", "T1-27"), ("572", "expected FY2028"), ("007", "-"))
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def small_plans(draw: st.DrawFn) -> dict[str, Any]:
    """Lines of a few sources, some recurring; who pays what of each; E-rate on some."""
    lines, paid, short, erate = [], [], [], []
    for source in range(draw(st.integers(0, 3))):
        recurring = draw(st.booleans())
        for fy in draw(st.lists(st.sampled_from(YEARS), unique=True)):
            for part in range(draw(st.integers(1, 2))):
                line = f"{source}/{fy}/{part}"
                cents = draw(st.integers(0, 10_000))
                day = date(fy - 1, 7, 1) + timedelta(days=draw(st.integers(0, 364)))
                lines.append({"line": line, "fy": fy, "amount_cents": cents, "pay_on": day, "recurring": recurring,
                              "source_table": "agreements", "source_key": str(source)})  # fmt: skip
                left = cents
                for fund, award in draw(st.lists(st.sampled_from(POTS), unique=True)):
                    amount = draw(st.integers(0, left))
                    left -= amount
                    if amount:
                        paid.append((line, fund, award, fy, amount))
                if left:
                    short.append((line, fy, left))
                if draw(st.booleans()):
                    erate.append({"line": line, "request": "R", "invoicing": draw(st.sampled_from(["BEAR", "SPI"])),
                                  "discount_cents": draw(st.integers(0, cents)), "counted": draw(st.booleans()),
                                  "returns_on": day + timedelta(days=draw(st.integers(-50, 900)))})  # fmt: skip
    return {"lines": lines, "paid": paid, "short": short, "erate": erate}


def frames_of(made: dict[str, Any], small: Any, plans: Any) -> dict[str, pl.DataFrame]:
    spent: dict[tuple[str, str, int], int] = {}
    for _, fund, award, fy, cents in made["paid"]:
        spent[fund, award, fy] = spent.get((fund, award, fy), 0) + cents
    years = [(fund, award, fy, cents + 500, 0, cents, 300) for (fund, award, fy), cents in spent.items()]
    return {
        "cost_lines": small.lines_of(*made["lines"]),
        "allocations": plans.paid(*made["paid"]),
        "unfunded": plans.short(*made["short"]),
        "fund_years": plans.years(*years),
        "erate_lines": plans.erate_lines(*made["erate"]),
        "eligibility": plans.eligibility(
            *(
                {"line": line["line"], "fund": fund, "award": award, "answer": "yes"}
                for line in made["lines"]
                for fund, award in POTS
            )
        ),
    }


def book_of(small: Any, plans: Any) -> Any:
    gifts = {"fund": "007", "name": "Gifts", "kind": "local grant", "one_time": True}
    balance = {"fund": "572", "fy": 2028, "revenue_cents": 9_000}
    return small.book_of(
        funds=[*plans.funds, gifts], awards=[plans.award_e, plans.award_t], fund_balances=[balance]
    )  # fmt: skip


@SLOW
@given(made=small_plans())
def test_parts_add_up(made: dict[str, Any], small: Any, plans: Any) -> None:
    book = book_of(small, plans)
    frames = frames_of(made, small, plans)
    found = plans.cliffs(book, small.settings(book, 4), **frames)
    assert all(table.is_valid(found.result(name)) for name, table in CLIFFS.items())
    years, lines = found.result("cliff_years"), found.result("cliff_lines")
    for whole, of_lines in (("ending_cents", "paid_cents"), ("once_paid_cents", "remains_cents")):
        by_year = dict(lines.group_by("fy").agg(pl.col(of_lines).sum()).iter_rows())
        assert years[whole].to_list() == [by_year.get(fy, 0) for fy in YEARS]
    parts = pl.col("same_fund_cents") + pl.col("elsewhere_cents") + pl.col("unfunded_cents")
    assert lines.filter(pl.col("remains_cents") != parts).is_empty()
    assert years.filter(pl.col("once_paid_cents") != parts).is_empty()
    assert years.filter(pl.max_horizontal("once_paid_cents", "ending_cents") > pl.col("recurring_cents")).is_empty()
    assert years["cost_cents"].sum() == frames["cost_lines"]["amount_cents"].sum()
    per_source = lines.group_by("source_key", "fy").agg(
        pl.col("unfunded_cents").sum(), pl.col("remains_cents", "paid_cents").sum(), pl.col("cost_cents").first()
    )
    assert per_source.filter(pl.max_horizontal("remains_cents", "paid_cents") > pl.col("cost_cents")).is_empty()
    nobody = frames["cost_lines"].join(frames["unfunded"], on="line").group_by("source_key", "fy").agg(
        nobody=pl.col("amount_cents_right").sum()
    )  # fmt: skip
    missing = per_source.join(nobody, on=["source_key", "fy"], how="left").fill_null(0)
    assert missing.filter(pl.col("unfunded_cents") > pl.col("nobody")).is_empty()


@SLOW
@given(made=small_plans())
def test_cash_adds_up(made: dict[str, Any], small: Any, plans: Any) -> None:
    book = book_of(small, plans)
    frames = frames_of(made, small, plans)
    cash = plans.cliffs(book, small.settings(book, 4), **frames).result("cash_quarters")
    by_year = dict(frames["allocations"].group_by("fy").agg(pl.col("amount_cents").sum()).iter_rows())
    paid = cash.group_by("fy").agg(pl.col("paid_cents").sum()).sort("fy")["paid_cents"].to_list()
    assert paid == [by_year.get(fy, 0) for fy in YEARS]
    back = pl.col("erate_cents") + pl.col("grant_cents")
    assert cash.filter(pl.col("net_cents") != back - pl.col("paid_cents")).is_empty()
    opening = cash["outstanding_cents"].shift(1, fill_value=0)
    moved = opening + cash["claimed_cents"] - cash["erate_cents"] - cash["grant_cents"]
    assert moved.to_list() == cash["outstanding_cents"].to_list()
    assert cash.filter(pl.col("claimed_cents") > pl.col("paid_cents")).is_empty()
    most = cash["outstanding_cents"].max()
    assert cash.filter("peak")["outstanding_cents"].to_list() == ([most] if most else [])


@SLOW
@given(made=small_plans())
def test_expiring_money_adds_up(made: dict[str, Any], small: Any, plans: Any) -> None:
    book = book_of(small, plans)
    found = plans.cliffs(book, small.settings(book, 4), **frames_of(made, small, plans)).result("expiring")
    whole = pl.col("planned_cents") + pl.col("lapsed_cents") + pl.col("kept_cents")
    assert found.filter(pl.col("left_cents") != whole).is_empty()
    assert found.filter(pl.col("could_unfunded_cents") > pl.col("could_cents")).is_empty()
    assert set(found["fund"]) <= {"507", "572"}  # gifts have no last day, expected grants are no award


@SLOW
@given(made=small_plans(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(made: dict[str, Any], seed: int, small: Any, plans: Any) -> None:
    book = book_of(small, plans)
    frames = frames_of(made, small, plans)
    mixed = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in frames.items()}
    one = plans.cliffs(book, small.settings(book, 4), **frames)
    other = plans.cliffs(book, small.settings(book, 4), **mixed)
    assert all(one.result(name).equals(other.result(name)) for name in CLIFFS)
    assert one.assumptions == other.assumptions


@SLOW
@given(made=small_plans())
def test_without_one_time_money_there_is_no_cliff(made: dict[str, Any], small: Any, plans: Any) -> None:
    going_on = [(line, "001", "-", fy, cents) for line, _, _, fy, cents in made["paid"]]
    merged: dict[tuple[str, int], int] = {}
    for line, _, _, fy, cents in going_on:
        merged[line, fy] = merged.get((line, fy), 0) + cents
    made = {**made, "paid": [(line, "001", "-", fy, cents) for (line, fy), cents in merged.items()]}
    book = small.book_of(funds=[plans.general])
    found = plans.cliffs(book, small.settings(book, 4), **frames_of(made, small, plans))
    assert found.result("cliff_lines").is_empty()
    assert found.result("replacement_waves").is_empty()
    assert found.result("expiring").is_empty()
    assert found.result("cliff_years").select("ending_cents", "once_paid_cents", "gap_cents").sum().row(0) == (0, 0, 0)


def test_an_empty_book(small: Any, plans: Any) -> None:
    empty = techplan.Book()
    found = plans.cliffs(empty, small.settings(empty, 2), cost_lines=small.lines_of())
    assert {name: found.result(name).height for name in CLIFFS} == {
        "cliff_years": 2, "cliff_lines": 0, "replacement_waves": 0, "expiring": 0, "cash_quarters": 8,
    }  # fmt: skip
    assert all(table.is_valid(found.result(name)) for name, table in CLIFFS.items())
    assert found.assumptions == ()


@pytest.fixture(scope="module")
def lakeside() -> Any:
    return techplan.plan(techplan.read_book(LAKESIDE), on=date(2027, 1, 15))


def test_lakeside_ties_to_its_plan(lakeside: Any, small: Any, plans: Any) -> None:
    plan = lakeside
    frames = {
        name: getattr(plan, name)
        for name in ("needs", "asset_due", "cost_lines", "allocations", "unfunded", "fund_years")
    }
    found = plans.cliffs(plan.book, plan.settings, **frames)
    assert all(table.is_valid(found.result(name)) for name, table in CLIFFS.items())
    assert found.result("cliff_years")["cost_cents"].sum() == plan.totals()["needed_cents"]
    assert found.result("cash_quarters")["paid_cents"].sum() == plan.allocations["amount_cents"].sum()
    things = plan.book.assets.join(plan.asset_due, on="asset").filter(
        pl.col("award").is_not_null() | pl.col("fund").is_in(["007", "019", "499", "507"])
    )
    inside = things.filter(pl.col("due_fy") <= plan.settings.last_fy)
    waves = found.result("replacement_waves").filter(pl.col("origin") == "owned")
    assert waves["items"].sum() == inside.height > 0
    lapsed = plan.fund_years.join(plan.book.awards, on="award", how="semi")["lapsed_cents"].sum()
    assert found.result("expiring")["lapsed_cents"].sum() == lapsed


def test_what_lakeside_buys_falls_due_again_when_its_needs_say() -> None:
    """What one money buys alone is replaced in the plan's own projection on a day in the year found for it.

    The permanent improvement levy is taken to end in FY2031, so that much is bought with money that ends.
    """
    book = techplan.read_book(LAKESIDE)
    levy = pl.when(pl.col("fund") == "003").then(2031).otherwise("last_fy").cast(pl.Int64)
    plan = techplan.plan(book.with_tables(funds=book.funds.with_columns(last_fy=levy)), on=date(2027, 1, 15))
    endings = ending_money(plan.book, plan.settings, plan.fund_years)
    waves, _ = replacement_waves(
        plan.book, *(getattr(plan, name) for name in ("needs", "cost_lines", "allocations", "asset_due")), endings,
        plan.settings,
    )  # fmt: skip
    planned = waves.filter((pl.col("origin") == "planned") & (pl.col("items") > 0))
    assert planned.height
    again = plan.needs.filter(pl.col("cycle") > 1).select("asset_class", fy="due_fy").unique()
    assert planned.join(again, on=["asset_class", "fy"], how="anti").is_empty()
