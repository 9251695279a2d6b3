"""What waits, what is short, E-rate, another dollar: the report says what the plan's tables say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

import polars as pl

from techplan.documents.facts.shapes import Grid
from techplan.documents.paying.reasons import MOST, NO_WAY, reason_findings, reason_sections
from techplan.documents.words import amount
from techplan.planning.plan import Plan


def grids(plan: Plan) -> dict[str, Grid]:
    return {grid.id: grid for section in reason_sections(plan) for grid in section.grids}


def column(grid: Grid, label: str) -> list[int]:
    at = [head.label for head in grid.head].index(label)
    return [row.exact[at] or 0 for row in grid.rows]


def cells(grid: Grid, label: str) -> list[str]:
    at = [head.label for head in grid.head].index(label)
    return [row.cells[at] for row in grid.rows]


def figures(plan: Plan) -> dict[str, tuple[str, str]]:
    return {found.finding: (found.figure, found.reason) for found in reason_findings(plan)}


def test_every_part_with_rows_is_there_in_order(lakeside: Plan) -> None:
    assert [section.heading for section in reason_sections(lakeside)] == [
        "What waits for money", "What is not funded, and what would fund it", "E-rate", "What another dollar would buy",
    ]  # fmt: skip
    for name in ("slips", "ways_to_fund", "erate_lines", "fund_values"):
        assert lakeside.result(name).height
        assert name in {grid.source for grid in grids(lakeside).values()}


def test_what_waits_is_grouped_and_the_first_years_come_first(lakeside: Plan) -> None:
    sums: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in lakeside.slips.iter_rows(named=True):
        group = sums[row["from_fy"], row["title"], row["school"], row["to_fy"], row["past_support"]]
        for at, name in enumerate(("quantity", "amount_cents", "later_cents")):
            group[at] += row[name]
    grid = grids(lakeside)["slips"]
    printed = Counter(zip(column(grid, "Items"), column(grid, "Amount when due"), column(grid, "Amount when paid"),
                          strict=True))  # fmt: skip
    assert len(grid.rows) == MOST < len(sums)
    assert not printed - Counter(tuple(group) for group in sums.values())
    assert cells(grid, "Due") == [f"FY{key[0]}" for key in sorted(sums, key=lambda key: key[0])[:MOST]]
    assert grid.note == f"The table slips lists {len(sums) - MOST} more."


def test_the_finding_on_what_waits_is_the_tables_sum(lakeside: Plan) -> None:
    figure, reason = figures(lakeside)["Some replacements wait, so that more of what matters is funded."]
    items, cents = lakeside.slips["quantity"].sum(), lakeside.slips["amount_cents"].sum()
    assert figure == f"{items:,} items worth {amount(cents)} are paid later than they fall due."
    past = lakeside.slips.filter("past_support")["quantity"].sum()
    assert reason.startswith(f"{past:,} item" if past else "None of them")


def test_each_line_that_is_short_has_its_first_way_the_lowest_tier_first(lakeside: Plan) -> None:
    grid = grids(lakeside)["ways"]
    tiers = lakeside.unfunded["tier"].sort().to_list()
    assert cells(grid, "Tier") == [str(tier) for tier in tiers[:MOST]]
    short = dict(lakeside.unfunded.select("line", "amount_cents").iter_rows())
    assert set(column(grid, "Not funded")) <= set(short.values())
    ways = lakeside.result("ways_to_fund")
    assert dict(ways.select("line", "short_cents").iter_rows()) == short
    assert f"The table ways_to_fund lists {len(short) - MOST} more" in grid.note


def test_papers_are_told_where_they_cost_nothing(lakeside: Plan, lakeside_with: Callable[..., Plan]) -> None:
    """Nobody has certified a life at Lakeside. Once its improvement fund is rich, certificates are all it takes."""
    said = "Some of what is not funded needs a paper, not money."
    assert said not in figures(lakeside), "there no fund has money left for what only waits for a certificate"
    rich = pl.when(fund="003").then(1_000_000_000).otherwise("revenue_cents")
    plan = lakeside_with({"revenue_cents": rich}, minimum_life_months=pl.lit(None, dtype=pl.Int64))
    free = [row for row in plan.result("ways_to_fund").iter_rows(named=True)
            if row["rank"] == 1 and not row["new_money_cents"]]  # fmt: skip
    assert {row["fund"] for row in free if "certify" in row["way"]} == {"003"}
    cents = sum(row["short_cents"] for row in free)
    assert figures(plan)[said][0] == f"{len(free)} lines, {amount(cents)}, each taken by itself."


def test_erate_adds_up_to_the_table_and_the_finding(lakeside: Plan) -> None:
    grid, lines = grids(lakeside)["erate"], lakeside.erate_lines
    assert sum(column(grid, "Eligible")) == lines["eligible_cents"].sum()
    assert sum(column(grid, "Discount")) == lines["discount_cents"].sum()
    waiting = sum(
        cents
        for cents, counted in zip(column(grid, "Discount"), cells(grid, "Counted"), strict=True)
        if counted == "not until funded"
    )
    figure, reason = figures(lakeside)["E-rate is counted only where a request is funded."]
    assert f"would bring {amount(waiting)};" in reason
    assert f"{amount(lakeside.cost_lines['discount_cents'].sum())} is taken off bills" in figure
    assert f"{amount(lines.filter('counted')['returns_cents'].sum())} comes back" in figure


def test_a_dollar_of_every_fund_in_the_year_of_the_budget(lakeside: Plan) -> None:
    grid, year = grids(lakeside)["values"], lakeside.result("fund_values").filter(fy=lakeside.settings.focus)
    assert grid.title == "A dollar more in FY2028"
    assert cells(grid, "It would buy") == year.sort("fund", "award")["buys"].to_list()
    assert column(grid, "Left") == year.sort("fund", "award")["left_cents"].to_list()


def test_what_nobody_may_pay_is_not_left_out(lakeside_with: Callable[..., Plan]) -> None:
    """Where every fund pays only for software, the rest has no way; once funds are closed, nothing has."""
    software = lakeside_with(pays_categories=pl.lit("software"))
    grid = grids(software)["ways"]
    lines = software.result("ways_to_fund")["line"].n_unique()
    none = software.unfunded.height - lines
    assert none > 0 < lines
    assert grid.note.endswith(
        f"For {none:,} more lines no fund or award that is entered may pay, not even with a paper."
    )
    closed = grids(lakeside_with(last_fy=pl.lit(2020, dtype=pl.Int64)))["ways"]
    assert closed.rows == ()
    assert closed.empty == NO_WAY


def test_the_order_of_rows_changes_nothing(lakeside: Plan) -> None:
    """Requests of one number may have several rows; each keeps its place."""
    from dataclasses import replace

    mixed = replace(
        lakeside,
        erate_lines=lakeside.erate_lines.sample(fraction=1, shuffle=True, seed=3),
        slips=lakeside.slips.sample(fraction=1, shuffle=True, seed=4),
    )
    assert grids(mixed) == grids(lakeside)


def test_an_empty_book_has_no_reasons(nothing: Plan) -> None:
    assert reason_sections(nothing) == ()
    assert reason_findings(nothing) == ()
