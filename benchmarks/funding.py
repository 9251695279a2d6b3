"""Time who pays: Lakeside with and without waiting, and 4,000 made-up lines, divisible and one in five whole.

The made-up district has 25 funds and 10 years. Beside it stands the same program written line by line in linopy, on the
same solver, whose unfunded dollars must be the same. Prints seconds (the middle of the runs), the gap that is left, the
share of the time that building takes, and ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import linopy
import numpy as np
import pandas as pd
import polars as pl

import techplan
from techplan.book.book import Book, make_book
from techplan.book.tables.things import TCO_CATEGORIES
from techplan.planning.funding import Funding, allocate, model
from techplan.planning.results import CostLines
from techplan.planning.settings import Settings, settings_of

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "lakeside"
ON = date(2027, 1, 15)
YEARS, FUNDS, RUNS = 10, 25, 3
AIM_SLIPPING, AIM_WHAT_IF, AIM_DIVISIBLE, AIM_WHOLE, AIM_GAP = 5.0, 1.0, 0.5, 30.0, 0.005


def main() -> None:
    """Print every measurement."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--lines", type=int, default=4_000)
    given.add_argument("--by-line", type=int, default=1_000, help="lines of the program written line by line")
    wanted = given.parse_args()
    lakeside()
    made_up(wanted.lines)
    beside_linopy(wanted.by_line)


def middle(work: Callable[[], Any]) -> float:
    """Seconds of a piece of work, the middle of the runs after one that warms up."""
    work()
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def lakeside() -> None:
    """The whole plan of the example, with slips and as due."""
    book = techplan.read_book(EXAMPLE)
    slipping = middle(lambda: techplan.plan(book, on=ON))
    as_due = middle(lambda: techplan.plan(book, on=ON, slipping=False))
    made = techplan.plan(book, on=ON)
    print(f"Lakeside, {made.cost_lines.height:,} lines, {book.funds.height} funds, {made.settings.horizon} years")
    print(f"  whole plan, slips chosen   {slipping:6.2f} s  (aim for who pays: below {AIM_SLIPPING} s)")
    print(f"  whole plan, as due         {as_due:6.2f} s  (aim: below {AIM_WHAT_IF} s)  ratio {slipping / as_due:.1f}")
    print(f"  gap {made.solver['gap cents']} cents, {made.solver['status']}")


def made_up(lines: int) -> None:
    """The made-up district's lines, divisible and with one in five whole."""
    book, settings = district()
    for name, share, aim in (("divisible", 0.0, AIM_DIVISIBLE), ("one in five whole", 0.2, AIM_WHOLE)):
        frame = cost_lines(lines, share)
        seconds = middle(lambda frame=frame: allocate(book, frame, settings))
        found = allocate(book, frame, settings)
        print(f"{lines:,} lines, {name}: {found.solver['columns']:,} columns, {found.solver['rows']:,} rows")
        print(f"  who pays                   {seconds:6.2f} s  (aim: below {aim} s)")
        print(f"  building the program       {building(book, frame, settings) / seconds:6.1%}    (aim: below 20 %)")
        print(f"  gap of what is unfunded    {gap(found):6.3%}    (aim: below {AIM_GAP:.1%}), {found.solver['status']}")


def building(book: Book, frame: pl.DataFrame, settings: Settings) -> float:
    """Seconds in which the program is built."""
    built, found = model._built, []

    def timed(*given: Any) -> Any:
        start = time.perf_counter()
        made = built(*given)
        found.append(time.perf_counter() - start)
        return made

    with mock.patch.object(model, "_built", timed):
        allocate(book, frame, settings)
    return sum(found)


def gap(found: Funding) -> float:
    """The largest gap of any tier between what is unfunded and its bound, as a share of the bound."""
    tiers = [tier for tier in (1, 2, 3, 4) if f"tier {tier} bound cents" in found.solver]
    parts = [(int(found.solver[f"tier {t} weighed unfunded cents"]), int(found.solver[f"tier {t} bound cents"]))
             for t in tiers]  # fmt: skip
    return max((left - bound) / max(bound, 1) for left, bound in parts)


def district() -> tuple[Book, Settings]:
    """25 funds, a third for some categories alone, a third with an end; money each year for about two thirds."""
    chance = random.Random(7)
    funds, balances = [], []
    for number in range(FUNDS):
        code = f"{number:03d}"
        listed = ";".join(sorted(chance.sample(TCO_CATEGORIES, 4))) if chance.random() < 0.4 else None
        last = 2027 + chance.randint(1, YEARS) if chance.random() < 0.3 else None
        kind = "general" if number == 0 else chance.choice(["levy", "local grant", "capital", "bond"])
        funds.append({"fund": code, "name": code, "kind": kind, "pays_categories": listed, "last_fy": last})
        balances += [
            {"fund": code, "fy": 2027 + year, "opening_cents": 0 if year == 0 else None,
             "revenue_cents": chance.randint(0, 30_000_000)}
            for year in range(YEARS)
        ]  # fmt: skip
    named = {"district": "d", "name": "D", "fiscal_year_start_month": 7, "first_plan_year": 2027,
             "horizon_years": YEARS, "escalation": Decimal("0.03")}  # fmt: skip
    tables = {"district": [named], "funds": funds, "fund_balances": balances}
    book = make_book({name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()})
    return book, settings_of(book, ON)[0]


def cost_lines(number: int, whole: float) -> pl.DataFrame:
    """Lines of every tier, category and year, of 100 to 20,000 dollars."""
    chance = random.Random(11)
    rows = []
    for place in range(number):
        fy = 2027 + chance.randrange(YEARS)
        cents = chance.randint(10_000, 2_000_000) * 1_000 // max(number // 4, 1)
        row = {
            "line": f"L{place:06d}", "fy": fy, "school": "010", "category": chance.choice(TCO_CATEGORIES),
            "kind": chance.choice(["capital", "operating"]), "source_table": "agreements", "source_key": f"{place}",
            "title": "Line", "quantity": Decimal(1), "unit_cents": cents, "amount_cents": cents,
            "tier": chance.choice([1, 2, 2, 3, 3, 3, 4]), "may_slip_years": 0, "discount_cents": 0,
            "pay_on": date(fy - 1, 7, 1) + timedelta(days=chance.randrange(365)), "recurring": chance.random() < 0.15,
            "whole": chance.random() < whole, "life_certified": False, "backlog": False, "why": "Made up.",
        }  # fmt: skip
        rows.append(row)
    schema = CostLines.polars_schema()
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def beside_linopy(number: int) -> None:
    """The goals on what is unfunded, by tier, written line by line."""
    book, settings = district()
    frame = cost_lines(number, 0.0)
    start = time.perf_counter()
    theirs = by_line(book, frame)
    slow = time.perf_counter() - start
    fast = middle(lambda: allocate(book, frame, settings))
    found = allocate(book, frame, settings)
    ours = dict(found.unfunded.group_by("tier").agg(pl.col("amount_cents").sum()).iter_rows())
    print(f"{number:,} divisible lines beside linopy, line by line, tiers alone")
    print(f"  Techplan, every goal       {fast:6.2f} s")
    print(f"  linopy                     {slow:6.2f} s  ratio {slow / fast:.0f}")
    print(f"  unfunded, largest difference {max(abs(ours.get(t, 0) - theirs[t]) for t in theirs):.2f} cents")


def by_line(book: Book, frame: pl.DataFrame) -> dict[int, float]:
    """The least unfunded of each tier, one after the other: one flow for each line and fund that may pay it."""
    lines, funds = frame.to_dicts(), book.funds.to_dicts()
    flows = [(n, m) for n, line in enumerate(lines) for m, fund in enumerate(funds) if may_pay(fund, line)]
    owner, payer = (np.array(part) for part in zip(*flows, strict=True))
    program = linopy.Model()
    at = pd.RangeIndex(len(flows), name="flow")
    paid = program.add_variables(lower=0, coords=[at], name="paid")
    amounts = np.array([line["amount_cents"] for line in lines], dtype=float)
    grouper = pd.Series(owner, index=at, name="line")
    of_line = paid.groupby(grouper).sum()
    known = of_line.indexes["line"]
    program.add_constraints(of_line <= pd.Series(amounts[known], index=known), name="lines")
    comes = _money(book, funds)
    year_of = np.array([line["fy"] - 2027 for line in lines])[owner]
    for m in range(len(funds)):
        for year in range(YEARS):
            inside = at[(payer == m) & (year_of <= year)]
            if len(inside):
                program.add_constraints(paid.sel(flow=inside).sum() <= comes[m, year], name=f"money {m} {year}")
    found = {}
    tiers = np.array([line["tier"] for line in lines])
    for tier in sorted(set(tiers)):
        mine = at[tiers[owner] == tier]
        program.add_objective(-1 * paid.sel(flow=mine).sum(), overwrite=True)
        program.solve(solver_name="highs", io_api="direct", output_flag=False)
        best = float(program.objective.value)
        found[int(tier)] = float(amounts[tiers == tier].sum()) + best
        program.add_constraints(paid.sel(flow=mine).sum() >= -best - 1e-3, name=f"tier {tier}")
    return found


def may_pay(fund: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a fund's category and last year let it pay a line."""
    listed = fund["pays_categories"]
    return (listed is None or line["category"] in listed.split(";")) and line["fy"] <= (fund["last_fy"] or 9_999)


def _money(book: Book, funds: list[dict[str, Any]]) -> dict[tuple[int, int], float]:
    """What each fund may have paid by the end of each year."""
    came = dict(book.fund_balances.select(pl.concat_str("fund", "fy"), "revenue_cents").iter_rows())
    return {
        (m, year): float(sum(came[f"{fund['fund']}{2027 + past}"] for past in range(year + 1)))
        for m, fund in enumerate(funds)
        for year in range(YEARS)
    }


if __name__ == "__main__":
    main()
