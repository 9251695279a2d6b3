"""Who pays: sources and uses by year, what each fund has and keeps, and what nobody pays."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.book.money import half_up
from techplan.book.school_years import label
from techplan.documents.facts.names import Names
from techplan.documents.facts.rows import by_year, figures, group
from techplan.documents.facts.shapes import Grid, Head, Row
from techplan.documents.facts.spending import TIERS, Spending
from techplan.documents.facts.years import Years
from techplan.documents.whole_dollars import parts_of
from techplan.documents.words import count, dollars, first_upper, whole_number
from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

LISTED = 24
"""How many things without money the packet lists; the rest is totalled and stands in the workbook."""
NAMED = 3
"""How many funds a reason names on paper; the workbook names them all."""
_OF_MONEY = ("used up", "what is left", "has no money", "its appropriation", "is kept for", "the rest is set aside")
"""How planning begins a reason of a fund that could pay but for its money; a reader wants these before the others."""


def sources_grid(spending: Spending, years: Years, names: Names) -> Grid:
    """Uses by kind, then sources by fund, then what has no source; both add to the same total."""
    heads = by_year("Whole dollars", years)

    def row(name: str, each: tuple[Any, ...], total: tuple[Any, ...], role: Any = "body") -> Row:
        return figures(
            name,
            [*(spending.shown(*each, fy) for fy in years.all), spending.shown(*total)],
            [*(spending.exact(*each, fy) for fy in years.all), spending.exact(*total)],
            role,
        )

    rows = [
        group("Uses", len(heads)),
        *(row(first_upper(kind), ("kind year", kind), ("kind", kind)) for kind in spending.kinds),
        row("Uses in all", ("year",), ("all",), "subtotal"),
        group("Sources", len(heads)),
        *(row(names.fund(fund), ("paid", fund), ("fund", fund)) for fund in spending.funds),
        row("Funded in all", ("funded year",), ("funded",), "subtotal"),
        row("Not funded", ("unfunded year",), ("unfunded",)),
        row("Funded and not funded", ("year",), ("all",), "total"),
    ]
    return Grid(
        id="sources",
        title=f"Sources and uses {years.span}",
        head=heads,
        rows=tuple(rows),
        source="allocations, unfunded",
        note=""
        if spending.funds
        else "The Book names no fund, so nothing is funded. Add funds and fund balances to it.",
    )


def funds_grid(spending: Spending, years: Years, names: Names) -> Grid:
    """Each fund over the whole plan: what it has, gets, pays, loses and keeps."""
    parts = ("opening", "revenue", "fund", "lapsed", "closing")
    rows = [
        figures(
            names.fund(fund),
            [spending.shown(part, fund) for part in parts],
            [spending.exact(part, fund) for part in parts],
        )
        for fund in spending.funds
    ]
    every = [("opening all",), ("revenue all",), ("funded",), ("lapsed all",), ("closing all",)]
    total = figures(
        "In all", [spending.shown(*name) for name in every], [spending.exact(*name) for name in every], "total"
    )
    return Grid(
        id="funds",
        title=f"What each fund has for technology, {years.span}",
        head=(
            Head(label="Whole dollars", numeric=False, share=1),
            Head(label="At the start"),
            Head(label="New money"),
            Head(label="Paid to this plan"),
            Head(label="Lapsed"),
            Head(label=f"Left after {label(years.all[-1])}"),
        ),
        rows=(*rows, total) if rows else (),
        source="fund_years",
        note="At the start, plus new money, less what is paid and what lapses, is what is left. Lapsed money is lost "
        "because its window ends or it may not be carried over.",
        empty="The Book names no fund. Add the funds and what each has for technology, and the plan shows who pays.",
    )


def unfunded_grid(spending: Spending, years: Years) -> Grid:
    """What is not funded, by tier and year."""
    rows = [
        figures(
            f"Tier {tier}: {TIERS.get(tier, 'no description')}",
            [*(spending.shown("unpaid", tier, fy) for fy in years.all), spending.shown("tier", tier)],
            [*(spending.exact("unpaid", tier, fy) for fy in years.all), spending.exact("tier", tier)],
        )
        for tier in spending.tiers
    ]
    total = figures(
        "Not funded in all",
        [*(spending.shown("unfunded year", fy) for fy in years.all), spending.shown("unfunded")],
        [*(spending.exact("unfunded year", fy) for fy in years.all), spending.exact("unfunded")],
        "total",
    )
    return Grid(
        id="unfunded",
        title="What is not funded, by tier and year",
        head=by_year("Whole dollars", years),
        rows=(*rows, total) if rows else (),
        source="unfunded",
        empty="Every line of the plan is funded.",
    )


def unfunded_list(plan: Plan, spending: Spending, names: Names) -> Grid:
    """What nobody pays and why, by tier and then the largest first; the same thing over the years is one row."""
    lines = plan.unfunded.rename({"amount_cents": "unpaid_cents"}).join(
        plan.cost_lines.select("line", "school", "title", "amount_cents"), on="line", how="left"
    )
    in_dollars = _within_tiers(lines, spending)
    parts = (
        lines.sort(["unpaid_cents", "line"], descending=[True, False])
        .group_by("tier", "title", maintain_order=True)
        .agg(
            pl.col("unpaid_cents", "amount_cents").sum(),
            pl.col("school").unique().sort(),
            pl.len().alias("lines"),
            pl.col("why", "fy").first(),
            pl.col("why").n_unique().alias("reasons"),
            pl.col("fy").min().alias("from"),
            pl.col("fy").max().alias("to"),
        )
        .sort(["tier", "unpaid_cents", "title"], descending=[False, True, False])
        .to_dicts()
    )
    whole = [in_dollars[part["tier"], part["title"]] for part in parts]
    return Grid(
        id="unfunded-list",
        title="What has no money: tier by tier, the largest first",
        head=(
            Head(label="Tier", numeric=False),
            Head(label="What", numeric=False, share=4),
            Head(label="Where", numeric=False, share=4),
            Head(label="Years", numeric=False),
            Head(label="Needed"),
            Head(label="Not funded"),
            Head(label="Why", numeric=False, share=9),
        ),
        rows=tuple(_unfunded_row(part, unpaid, names) for part, unpaid in zip(parts[:LISTED], whole, strict=False)),
        source="unfunded",
        note=_rest(parts, whole),
        empty="Every line of the plan is funded.",
        lead=0,
    )


def _within_tiers(lines: pl.DataFrame, spending: Spending) -> dict[tuple[int, str], int]:
    """Whole dollars by tier and title, each less than a dollar off, that add up to what is printed for the tier."""
    sums = lines.group_by("tier", "title").agg(pl.col("unpaid_cents").sum()).sort("tier", "title")
    whole: dict[tuple[int, str], int] = {}
    for (tier,), part in sums.group_by("tier", maintain_order=True):
        shown = parts_of(spending.shown("tier", tier), part["unpaid_cents"].to_list())
        whole.update(zip([(tier, title) for title in part["title"]], shown, strict=True))
    return whole


def _unfunded_row(part: dict[str, Any], unpaid: int, names: Names) -> Row:
    where = _where(part["school"], names)
    years = label(part["from"]) if part["from"] == part["to"] else f"{label(part['from'])}–{label(part['to'])}"
    why = telling(part["why"])
    if part["reasons"] > 1:
        why = f"Largest of {count(part['lines'], 'line')}, {label(part['fy'])}: {why}"
    all_of_it = part["amount_cents"] == part["unpaid_cents"]
    needed = unpaid if all_of_it else max(half_up(Fraction(part["amount_cents"], 100)), unpaid)
    cells = (str(part["tier"]), part["title"], where, years, whole_number(needed), whole_number(unpaid), why)
    return Row(cells=cells, exact=(part["tier"], None, None, None, part["amount_cents"], part["unpaid_cents"], None))


def telling(why: str) -> str:
    """The reasons in short: what became of the money that could pay, and how many other funds may not.

    Where no fund may pay at all, the rules that forbid it are named instead. Each fund is named once, without awards.
    """
    reasons = [reason.rstrip(".").partition(": ") for reason in re.split(r"(?<=\.) (?=[A-Z])", why)]
    of_money = [reason for reason in reasons if reason[0].lower().startswith(_OF_MONEY)]
    said: list[str] = []
    named: set[str] = set()
    for words, _, funds in of_money or reasons:
        new = [fund for fund in _names(funds) if fund not in named]
        if new or not funds:
            said.append(_in_short(words, new))
        named.update(new)
    others = {fund for _, _, funds in reasons for fund in _names(funds)} - named
    if others:
        verb = "is" if len(others) == 1 else "are"
        said.append(f"{first_upper(count(len(others), 'other fund'))} {verb} not allowed to pay for this.")
    return " ".join(said)


def _names(funds: str) -> list[str]:
    """The funds of a reason, each once and without its awards and details."""
    return list(dict.fromkeys(fund.split(", ")[0] for fund in funds.split("; ") if fund))


def _in_short(words: str, funds: list[str]) -> str:
    if not funds:
        return f"{words}."
    more = len(funds) - NAMED
    shown = "; ".join(funds[:NAMED]) + (f"; and {whole_number(more)} more" if more > 0 else "")
    return f"{words}: {shown}."


def _where(schools: list[str], names: Names) -> str:
    if len(schools) == 1:
        return names.school(schools[0])
    own = [school for school in schools if school != DISTRICT_WIDE]
    counted = count(len(own), "building")
    return counted if len(own) == len(schools) else f"{counted} and the whole district"


def _rest(parts: list[dict[str, Any]], whole: list[int]) -> str:
    """What the list leaves out, so that it and the total of the tiers still tie."""
    hidden = parts[LISTED:]
    if not hidden:
        return f"Whole dollars; {dollars(sum(whole))} in all."
    lines = count(sum(part["lines"] for part in hidden), "smaller line")
    return (
        f"Whole dollars; {dollars(sum(whole[:LISTED]))} listed here. "
        f"{first_upper(lines)} more, {dollars(sum(whole[LISTED:]))} together, and every line by itself stand in "
        "the sheet 'unfunded' of the workbook."
    )
