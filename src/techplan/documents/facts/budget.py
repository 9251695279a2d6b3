"""The budget of the next year and the forecast over the horizon, each split into operating and capital."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from techplan.book.school_years import label
from techplan.documents.facts.erate import erate_note
from techplan.documents.facts.privacy import private_classes
from techplan.documents.facts.rows import by_year, figures, group, summed
from techplan.documents.facts.shapes import Grid, Head, Row
from techplan.documents.facts.spending import Spending
from techplan.documents.facts.years import Years
from techplan.documents.whole_dollars import parts_of
from techplan.documents.words import count, first_upper, whole_number

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

Figures: TypeAlias = tuple[str, list[int], list[int]]
"""A label, whole dollars as printed, and the cents behind."""

Split: TypeAlias = dict[tuple[str, str], tuple[int, int, int, int]]
"""By kind and category: funded and unfunded in cents, then both in whole dollars."""

TIERS_IN_WORDS = "Tiers: 1 required by law or contract, 2 keeps what runs running, 3 improves, 4 would be good to have."

LARGEST = 12
"""How many parts of the budget are named; the rest is totalled in one row."""


def budget_note(years: Years) -> str:
    """Which year is in progress and which is the budget, in a sentence or two."""
    now = f"{years.long(years.in_progress)} is in progress: committed and estimated." if years.in_progress else ""
    if years.budget is not None:
        return f"{now} {years.long(years.budget)} is the budget that the board decides next.".strip()
    return (
        f"{now} The plan ends with {years.long(years.all[-1])}; plan more years to see the budget that follows.".strip()
    )


def budget_grid(plan: Plan, spending: Spending, split: Split, years: Years) -> Grid:
    """The budget year by kind and category beside the year in progress, with what is funded and what is not."""
    fy, before = years.focus, years.in_progress if years.in_progress != years.focus else None
    heads = [Head(label="Whole dollars", numeric=False, share=1)]
    if before is not None:
        heads.append(Head(label=f"{label(before)}, in progress"))
    name = "budget" if years.budget is not None else "in progress"
    heads += [Head(label=f"{label(fy)}, {name}"), Head(label="Of it, funded"), Head(label="Not funded")]
    rows: list[Row] = []
    everything: list[Figures] = []
    for kind in spending.kinds:
        part = [_budget_figures(spending, split, kind, category, fy, before) for category in spending.categories[kind]]
        part = [row for row in part if any(row[2])]
        rows.append(group(first_upper(kind), len(heads)))
        rows += [figures(*row) for row in part]
        rows.append(figures(*_sum(f"{first_upper(kind)} in all", part, len(heads) - 1), "subtotal"))
        everything += part
    rows.append(figures(*_sum("Budget in all", everything, len(heads) - 1), "total"))
    rows += _backlog_rows(spending, years, before, len(heads))
    return Grid(
        id="budget",
        title=f"Budget for {years.long(fy)} by kind and category",
        head=tuple(heads),
        rows=tuple(rows),
        source="budget_years",
        note=erate_note(plan, [year for year in (before, fy) if year is not None]),
        empty="The plan holds no spending.",
    )


def _backlog_rows(spending: Spending, years: Years, before: int | None, width: int) -> list[Row]:
    shown = [fy for fy in (before, years.focus) if fy is not None]
    if not any(spending.backlog(fy)[0] for fy in shown):
        return []
    cells = [whole_number(spending.backlog(fy)[1]) for fy in shown]
    exact: list[int | None] = [spending.backlog(fy)[0] for fy in shown]
    rest = width - 1 - len(shown)
    split = "–" if exact[-1] else "0"  # what was due before is not told apart by who pays, but nothing is nothing
    return [
        Row(
            cells=(f"Of the budget, due before {label(years.first)}", *cells, *[split] * rest),
            exact=(None, *exact, *[None] * rest),
            role="note",
        )
    ]


def split_of(plan: Plan, spending: Spending, fy: int) -> Split:
    """Funded and unfunded of each kind and category of one year, in cents and dollars; columns tie to the year."""
    rows = plan.budget_years.filter(pl.col("fy") == fy).sort("kind", "category").to_dicts()
    needed = [spending.shown("entry", row["kind"], row["category"], fy) for row in rows]
    funded = parts_of(spending.shown("funded year", fy), [row["funded_cents"] for row in rows], needed)
    return {
        (row["kind"], row["category"]): (row["funded_cents"], row["unfunded_cents"], paid, whole - paid)
        for row, paid, whole in zip(rows, funded, needed, strict=True)
    }


def _budget_figures(spending: Spending, split: Split, kind: str, category: str, fy: int, before: int | None) -> Figures:
    years = [year for year in (before, fy) if year is not None]
    shown = [spending.shown("entry", kind, category, year) for year in years]
    exact = [spending.exact("entry", kind, category, year) for year in years]
    funded, unfunded, paid, unpaid = split.get((kind, category), (0, 0, 0, 0))
    return first_upper(category), [*shown, paid, unpaid], [*exact, funded, unfunded]


def _sum(name: str, rows: list[Figures], width: int) -> Figures:
    """The sum of rows as printed, so that a reader who adds finds the same."""
    return name, summed((row[1] for row in rows), width), summed((row[2] for row in rows), width)


def largest_grid(plan: Plan, spending: Spending, years: Years) -> Grid:
    """What the budget buys: its largest parts by name, with quantity, unit price and tier."""
    fy = years.focus
    parts = (
        plan.cost_lines.filter(pl.col("fy") == fy)
        .group_by("kind", "category", "title", "tier")
        .agg(
            pl.col("amount_cents").sum(),
            pl.col("quantity").sum(),
            pl.col("unit_cents").min().alias("low"),
            pl.col("unit_cents").max().alias("high"),
            pl.len().alias("lines"),
        )
        .sort(["amount_cents", "title", "kind", "category", "tier"], descending=[True, False, False, False, False])
        .to_dicts()
    )
    private = set(plan.book.asset_classes.filter(pl.col("code").is_in(sorted(private_classes(plan))))["name"])
    for part in parts:
        part["private"] = part["title"] in private
    whole = _within_entries(parts, spending, fy)
    rows = [_largest_row(part, dollars) for part, dollars in zip(parts[:LARGEST], whole, strict=False)]
    rest = parts[LARGEST:]
    if rest:
        cents = sum(part["amount_cents"] for part in rest)
        named = f"{count(len(rest), 'smaller part')}"
        rows.append(Row(cells=(named, "–", "–", "–", whole_number(sum(whole[LARGEST:]))), exact=(None,) * 4 + (cents,)))
    total = ("Budget in all", "", "", "", whole_number(spending.shown("year", fy)))
    rows.append(Row(cells=total, exact=(None,) * 4 + (spending.exact("year", fy),), role="total"))
    return Grid(
        id="largest",
        title=f"What the {label(fy)} budget buys: its largest parts",
        head=(
            Head(label="What is paid for", numeric=False, share=3),
            Head(label="Tier"),
            Head(label="Quantity"),
            Head(label="Unit price, dollars"),
            Head(label="Amount, whole dollars"),
        ),
        rows=tuple(rows),
        source="cost_lines",
        note=f"{TIERS_IN_WORDS} {erate_note(plan, [fy])}".rstrip(),
    )


def _within_entries(parts: list[dict[str, Any]], spending: Spending, fy: int) -> list[int]:
    """Whole dollars of each part, so that the parts of a kind and category add up to what the budget prints for it."""
    whole = [0] * len(parts)
    for kind, category in sorted({(part["kind"], part["category"]) for part in parts}):
        mine = [i for i, part in enumerate(parts) if (part["kind"], part["category"]) == (kind, category)]
        entry = spending.shown("entry", kind, category, fy)
        for i, dollars in zip(mine, parts_of(entry, [parts[i]["amount_cents"] for i in mine]), strict=True):
            whole[i] = dollars
    return whole


def _largest_row(part: dict[str, Any], dollars: int) -> Row:
    low, high = part["low"], part["high"]
    price = _price(low) if low == high else f"{_price(low)}–{_price(high)}"
    quantity = part["quantity"]
    shown = f"{quantity:,.0f}" if quantity == quantity.to_integral_value() else f"{quantity.normalize():,f}"
    if part["private"]:  # a small count, or a price by which it could be found, may name a pupil
        shown, price, low = "–", "–", None
    return Row(
        cells=(part["title"], str(part["tier"]), shown, price, whole_number(dollars)),
        exact=(None, part["tier"], None, low if low == high else None, part["amount_cents"]),
    )


def _price(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


def forecast_grid(plan: Plan, spending: Spending, years: Years) -> Grid:
    """Every plan year by kind and category."""
    heads = by_year("Whole dollars", years)
    rows: list[Row] = []
    for kind in spending.kinds:
        rows.append(group(first_upper(kind), len(heads)))
        rows += [
            _year_row(spending, years, first_upper(category), ("entry", kind, category), ("category", kind, category))
            for category in spending.categories[kind]
        ]
        rows.append(
            _year_row(
                spending, years, f"{first_upper(kind)} in all", ("kind year", kind), ("kind", kind), role="subtotal"
            )
        )
    rows.append(_year_row(spending, years, "Spending in all", ("year",), ("all",), role="total"))
    backlog = [spending.backlog(fy) for fy in years.all]
    if any(cents for cents, _ in backlog):
        shown, exact = [dollars for _, dollars in backlog], [cents for cents, _ in backlog]
        name = f"Of it, due before {label(years.first)}"
        rows.append(figures(name, [*shown, sum(shown)], [*exact, sum(exact)], "note"))
    return Grid(
        id="forecast",
        title=f"Forecast {years.span} by kind and category",
        head=heads,
        rows=tuple(rows),
        source="budget_years",
        note=erate_note(plan, years.all),
        empty="The plan holds no spending.",
    )


def _year_row(
    spending: Spending, years: Years, name: str, each: tuple[Any, ...], total: tuple[Any, ...], role: Any = "body"
) -> Row:
    return figures(
        name,
        [*(spending.shown(*each, fy) for fy in years.all), spending.shown(*total)],
        [*(spending.exact(*each, fy) for fy in years.all), spending.exact(*total)],
        role,
    )
