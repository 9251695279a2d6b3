"""The one page on which total by goal, by fund and by year is the budget; whole dollars that add up both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.rounding import controlled_rounding
from techplan.book.school_years import label
from techplan.documents.facts.names import Names
from techplan.documents.facts.shapes import Grid, Head, Row
from techplan.documents.words import shortened, whole_number
from techplan.planning.alignment.money import NOT_FUNDED
from techplan.planning.alignment.results import NO_GOAL

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


LARGEST: Final = 5
OTHERS: Final = "others"


def goal_names(plan: Plan) -> dict[str, str]:
    """Goals as they are printed, by code."""
    named = {
        code: f"{code} {shortened(title, 30)}" for code, title in plan.book.goals.select("code", "title").iter_rows()
    }
    return {**named, NO_GOAL: "Serves no goal that anyone named"}


def by_year(plan: Plan) -> Grid:
    """Dollars of each goal in each year, with totals."""
    money = plan.result("goal_money")
    years = list(plan.settings.years)
    return _crossed(plan, money, "fy", years, [label(fy) for fy in years], "goals-years", "By goal and year, dollars")


def by_fund(plan: Plan, names: Names) -> Grid:
    """Dollars of each goal from each of the largest funds and the others, with totals; then what is not funded."""
    money = plan.result("goal_money")
    paid = money.filter(pl.col("fund") != NOT_FUNDED).group_by("fund").agg(pl.col("amount_cents").sum())
    largest = paid.sort(["amount_cents", "fund"], descending=[True, False])["fund"].to_list()[:LARGEST]
    named = pl.col("fund").is_in([*largest, NOT_FUNDED])
    money = money.with_columns(fund=pl.when(named).then("fund").otherwise(pl.lit(OTHERS)))
    heads = {**{fund: names.fund(fund) for fund in largest}, OTHERS: "Other funds", NOT_FUNDED: "Not funded"}
    funds = [fund for fund in heads if (money["fund"] == fund).any()]
    shown = [heads[fund] for fund in funds]
    return _crossed(plan, money, "fund", funds, shown, "goals-funds", "By goal and fund, dollars")


def _crossed(
    plan: Plan, money: pl.DataFrame, column: str, keys: list[int] | list[str], heads: list[str], name: str, title: str
) -> Grid:
    goals, named = sorted(money["goal"].unique(), key=lambda goal: (goal == NO_GOAL, goal)), goal_names(plan)
    cents = {(goal, str(key)): 0 for goal in goals for key in keys}
    for goal, key, amount in money.group_by("goal", column).agg(pl.col("amount_cents").sum()).iter_rows():
        cents[goal, str(key)] = amount
    rounded = controlled_rounding(cents).cells if cents else {}
    table = [[cents[goal, str(key)] for key in keys] for goal in goals]
    shown = [[rounded[goal, str(key)] // 100 for key in keys] for goal in goals]
    rows = [
        Row(
            cells=(named[goal], *(whole_number(value) for value in shown[at]), whole_number(sum(shown[at]))),
            exact=(None, *table[at], sum(table[at])),
        )
        for at, goal in enumerate(goals)
    ]
    if rows:
        down = [sum(line[at] for line in shown) for at in range(len(keys))]
        exact = [sum(line[at] for line in table) for at in range(len(keys))]
        cells = ("The plan", *map(whole_number, down), whole_number(sum(down)))
        rows.append(Row(cells=cells, exact=(None, *exact, sum(exact)), role="total"))
    head = (Head(label="Goal", numeric=False, share=1), *(Head(label=text) for text in heads), Head(label="Total"))
    return Grid(
        id=name, title=title, head=head, rows=tuple(rows), source="goal_money", empty="The plan has no spending.",
    )  # fmt: skip
