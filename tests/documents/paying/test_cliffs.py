"""Money that ends: the report says what the plan's tables say."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.paying.cliffs import CASH_YEARS, MOST, cliff_findings, cliff_sections
from techplan.documents.words import about, amount
from techplan.planning.plan import Plan


def grids(plan: Plan) -> dict[str, Grid]:
    return {grid.id: grid for section in cliff_sections(plan) for grid in section.grids}


def column(grid: Grid, label: str) -> list[int | None]:
    at = [head.label for head in grid.head].index(label)
    return [row.exact[at] for row in grid.rows]


def cells(grid: Grid, label: str) -> list[str]:
    at = [head.label for head in grid.head].index(label)
    return [row.cells[at] for row in grid.rows]


def the(plan: Plan, begins: str) -> Finding:
    (found,) = [finding for finding in cliff_findings(plan) if finding.finding.startswith(begins)]
    return found


def test_every_part_with_rows_is_there_in_order(lakeside: Plan) -> None:
    assert [section.heading for section in cliff_sections(lakeside)] == [
        "Money that ends", "What that money bought falls due again", "Use it in time", "Cash until money comes back",
    ]  # fmt: skip
    assert [grid.source for section in cliff_sections(lakeside) for grid in section.grids] == [
        "cliff_years", "cliff_lines", "replacement_waves", "expiring", "cash_quarters",
    ]  # fmt: skip


def test_each_year_is_that_of_the_table(lakeside: Plan) -> None:
    grid, table = grids(lakeside)["cliff-years"], lakeside.result("cliff_years").sort("fy")
    told = table.filter((pl.col("ending_cents") > 0) | (pl.col("once_paid_cents") > 0))
    assert cells(grid, "Year") == [f"FY{fy}" for fy in told["fy"]]
    parts = {
        "On money that ends": "ending_cents",
        "Once paid, now ended": "once_paid_cents",
        "Its fund’s next money": "same_fund_cents",
        "Other funds": "elsewhere_cents",
        "Nobody": "unfunded_cents",
    }
    for label, name in parts.items():
        assert column(grid, label) == told[name].to_list()
        assert sum(told[name]) == table[name].sum(), "years that are left out have none of it"
    for row in grid.rows:
        _, _, once, same, elsewhere, unfunded = row.exact[:6]
        assert once == (same or 0) + (elsewhere or 0) + (unfunded or 0)


def test_the_widest_gap_is_that_of_the_years(lakeside: Plan) -> None:
    grid = grids(lakeside)["cliff-years"]
    gaps = [
        (elsewhere or 0) + (nobody or 0)
        for elsewhere, nobody in zip(column(grid, "Other funds"), column(grid, "Nobody"), strict=True)
    ]
    at = gaps.index(max(gaps))
    pupil = column(grid, "Gap a student")[at]
    assert pupil is not None
    figure = the(lakeside, "Costs that return every year outlive").figure
    assert figure == (f"In {cells(grid, 'Year')[at]} the gap is widest: {amount(gaps[at])}, {amount(pupil)} a student.")


def test_each_cost_stands_once_in_the_first_year_that_it_is_missing(lakeside: Plan) -> None:
    first: dict[tuple[str, ...], tuple[int, int]] = {}
    for row in lakeside.result("cliff_lines").sort("fy").iter_rows(named=True):
        if row["elsewhere_cents"] + row["unfunded_cents"] > 0:
            key = tuple(row[name] for name in ("source_table", "source_key", "fund", "award"))
            first.setdefault(key, (row["fy"], row["remains_cents"]))
    grid = grids(lakeside)["cliff-costs"]
    assert len(grid.rows) == len(first) <= MOST
    printed = list(zip(cells(grid, "First missing in"), column(grid, "Its part, dollars"), strict=True))
    assert printed == [(f"FY{fy}", cents) for fy, cents in sorted(first.values(), key=lambda one: (one[0], -one[1]))]


def test_waves_add_up_to_the_table_and_the_finding(lakeside: Plan) -> None:
    grid, table = grids(lakeside)["waves"], lakeside.result("replacement_waves").filter(pl.col("items") > 0)
    assert len(grid.rows) == table.height, "else the printed sums are not the whole"
    assert sum(items or 0 for items in column(grid, "Items")) == table["items"].sum()
    assert sum(cents or 0 for cents in column(grid, "To replace, dollars")) == table["cost_cents"].sum()
    of_year: dict[str, list[int]] = {}
    rows = zip(cells(grid, "Year"), column(grid, "Items"), column(grid, "To replace, dollars"), strict=True)
    for year, items, cents in rows:
        sums = of_year.setdefault(year, [0, 0])
        sums[0] += items or 0
        sums[1] += cents or 0
    year, (items, cents) = max(of_year.items(), key=lambda one: one[1][0])
    found = the(lakeside, "What one-time money and grants bought")
    assert found.figure == f"The largest wave is {year}: {items:,} items, about {about(cents)}."
    assert f"{table['items'].sum():,} items" in found.reason


def test_a_wave_without_a_price_says_so(lakeside: Plan) -> None:
    grid = grids(lakeside)["waves"]
    prices = zip(column(grid, "To replace, dollars"), cells(grid, "To replace, dollars"), strict=True)
    for exact, printed in prices:
        assert (exact is None) == (printed == "no price")


def test_what_lapses_is_the_sum_of_the_list(lakeside_with: Callable[..., Plan]) -> None:
    """Where grants may pay for nothing but printers, which none of their rules allows, all of them lapses."""
    grants = pl.when(pl.col("kind") == "federal grant").then(pl.lit("printers")).otherwise("pays_categories")
    idle = lakeside_with(pays_categories=grants)
    grid, table = grids(idle)["expiring"], idle.result("expiring")
    assert len(grid.rows) == table.height
    lapses = [cents or 0 for cents in column(grid, "Lapses, dollars")]
    assert sum(lapses) == table["lapsed_cents"].sum() > 0
    assert cells(grid, "Last day") == sorted(cells(grid, "Last day"))
    first = next(cents for cents in lapses if cents)
    assert the(idle, "Money would lapse").figure.startswith(f"{amount(sum(lapses))}, the first {amount(first)} ")


def test_cash_is_printed_for_three_years_and_net_is_what_comes_back_less_what_goes_out(lakeside: Plan) -> None:
    grid, table = grids(lakeside)["cash"], lakeside.result("cash_quarters").sort("fy", "quarter")
    assert len(grid.rows) == 4 * CASH_YEARS
    for row in grid.rows:
        _, _, paid, erate, grants, net, _ = row.exact
        assert None not in (paid, erate, grants)
        assert net == (erate or 0) + (grants or 0) - (paid or 0)
    assert column(grid, "Still to come, dollars") == table["outstanding_cents"][: 4 * CASH_YEARS].to_list()
    assert grid.note.startswith(
        f"The table cash_quarters goes on for {table['fy'].n_unique() - CASH_YEARS} more years."
    )
    most = max(table["outstanding_cents"])
    assert the(lakeside, "The district lays out money").figure.startswith(f"At the most {amount(most)} at the end of ")


def test_what_the_tables_assume_is_said(lakeside: Plan) -> None:
    assert "as obligated" in grids(lakeside)["cash"].note
    assert "in no wave" in grids(lakeside)["waves"].note


def test_an_empty_book_has_no_money_that_ends(nothing: Plan) -> None:
    assert cliff_sections(nothing) == ()
    assert cliff_findings(nothing) == ()
