"""The budget as sections of a report: adopted form for the next year, forecast, set-aside, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.paying.forecast import cash_grid, lines_grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import about, amount, count, first_upper
from techplan.planning.budget.results import ADVICE, BUDGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from techplan.planning.plan import Plan

ASK = "ask your treasurer"


def budget_sections(plan: Plan) -> tuple[Section, ...]:
    """The sections, in the order of reading; what the state does not ask for is left out."""
    fy, names = plan.settings.focus, names_of(plan.book)
    made = [
        Section(
            heading=f"The budget of FY{fy}, for adoption",
            lead="Every dollar that a fund pays, by fund and account. What no fund pays is not in it.",
            grids=(_budgets(plan), _funds(plan, names), _accounts(plan)),
            signatures=("Treasurer",),
            turned=True,
            new_page=True,
            flowing=True,
        ),
        Section(
            heading="The district’s forecast with the plan",
            lead="The plan takes the place of the technology that is in the forecast.",
            grids=(cash_grid(plan), lines_grid(plan)),
            turned=True,
        ),
    ]
    if plan.result("set_aside").height:
        lead = "What the state asks to set aside for capital and maintenance, and what is left to do."
        made.append(Section(heading="Set aside for capital", lead=lead, grids=(_set_aside(plan),), turned=True))
    if plan.result("certificates").height:
        lead = f"Papers that are needed before orders and contracts of FY{fy} bind, the earliest first."
        made.append(
            Section(heading="Certificates", lead=lead, grids=(_papers(plan), _certificates(plan, names)), turned=True,
                    flowing=True, signatures=("Treasurer",))
        )  # fmt: skip
    return tuple(made)


def budget_findings(plan: Plan) -> tuple[Finding, ...]:
    """What stands out, the finding first; none where there is nothing to say."""
    found = (_short(plan), _unassigned(plan), _thin(plan), _reserve(plan), _uncertified(plan))
    return tuple(finding for finding in found if finding is not None)


def _short(plan: Plan) -> Finding | None:
    """Funds whose appropriation does not cover what the plan pays from them."""
    rows = plan.result("budget_funds").filter(pl.col("left_cents") < 0).sort("fy", "fund")
    if rows.is_empty():
        return None
    first = rows.row(0, named=True)
    return Finding(
        finding=f"Fund {first['fund']} is to pay more in FY{first['fy']} than the board has appropriated.",
        figure=f"{amount(-first['left_cents'])} too little; {amount(first['appropriated_cents'])} is appropriated.",
        reason="A supplemental appropriation must come first.",
    )


def _unassigned(plan: Plan) -> Finding | None:
    rows = plan.result("budget_funds").filter(pl.col("fy") == plan.settings.focus)
    cents = int(rows["unassigned_cents"].sum())
    if not cents:
        return None
    return Finding(
        finding=f"Part of the budget of FY{plan.settings.focus} has no account yet.",
        figure=f"{amount(cents)} is without function or object.",
        reason="Enter the category in account_rules, or the object on the row itself.",
    )


def _thin(plan: Plan) -> Finding | None:
    rows = plan.result("forecast_cash").filter(pl.col("advice") == ADVICE[0]).sort("fy")
    if rows.is_empty():
        return None
    first = rows.row(0, named=True)
    without = "" if first["days"] is None else f", {first['days']:.1f} without the plan"
    return Finding(
        finding=f"The general fund’s cash falls below what the state advises in FY{first['fy']}.",
        figure=f"It would last {first['days_with']:.1f} days with the plan{without}.",
        reason=first["why"],
    )


def _reserve(plan: Plan) -> Finding | None:
    rows = plan.result("set_aside").filter((pl.col("fy") == plan.settings.focus) & (pl.col("still_cents") > 0))
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    more = row["would_qualify_cents"]
    counts = f" {amount(more)} of the plan would count if confirmed: {ASK}." if more else ""
    return Finding(
        finding=f"In FY{row['fy']} money must still be set aside for capital and maintenance.",
        figure=f"{amount(row['still_cents'])} of {amount(row['required_cents'])}.{counts}",
        reason=row["why"],
    )


def _uncertified(plan: Plan) -> Finding | None:
    rows = plan.result("certificates").filter(pl.col("paper") == "certificate of estimated life")
    if rows.is_empty():
        return None
    cents = int(rows["amount_cents"].sum())
    return Finding(
        finding="Permanent improvement money is planned for things whose life nobody has certified.",
        figure=f"{count(rows.height, 'purchase')}, {about(cents)}.",
        reason=f"Before the order, {ASK} to certify the estimated life.",
    )


def _budgets(plan: Plan) -> Grid:
    frame = plan.result("budget_totals").filter(pl.col("fy") == plan.settings.focus)
    rows = [{**row, "name": first_upper(row["budget"])} for row in frame.iter_rows(named=True)]
    columns = (
        Column("Budget", "name", share=3), Column("At the start, dollars", "opening_cents", "dollars"),
        Column("New money, dollars", "revenue_cents", "dollars"),
        Column("Transfers, dollars", "other_sources_cents", "dollars"),
        Column("Spent, dollars", "spent_cents", "dollars"), Column("Lapsed, dollars", "lapsed_cents", "dollars"),
        Column("At the end, dollars", "closing_cents", "dollars"),
    )  # fmt: skip
    keys = [column.key for column in columns[1:]]
    return grid(
        "budget-totals", "Each budget from start to end", columns, rows, source="budget_totals",
        total={"name": "Together", **_sums(frame, keys)}, empty="No fund is entered.",
    )  # fmt: skip


def _sums(frame: pl.DataFrame, keys: Sequence[str]) -> dict[str, int]:
    return {key: int(frame[key].sum()) for key in keys}


def _funds(plan: Plan, names: Names) -> Grid:
    frame = plan.result("budget_funds").filter(pl.col("fy") == plan.settings.focus)
    rows = [
        {**row, "name": f"{row['fund']} {names.fund(row['fund'])}", "of": first_upper(row["budget"])}
        for row in frame.iter_rows(named=True)
    ]
    columns = (
        Column("Fund", "name", share=6), Column("Budget", "of", share=3),
        Column("To adopt, dollars", "amount_cents", "dollars"),
        Column("Appropriated, dollars", "appropriated_cents", "dollars", unknown="not yet"),
        Column("Left, dollars", "left_cents", "dollars", unknown="–"),
    )  # fmt: skip
    return grid(
        "budget-funds", "By fund", columns, rows, source="budget_funds",
        total={"name": "Together", "of": "", "appropriated_cents": "", "left_cents": "",
               "amount_cents": int(frame["amount_cents"].sum())},
        empty="No fund pays anything in this year.",
    )  # fmt: skip


def _accounts(plan: Plan) -> Grid:
    """Each account, with its missing parts as a note; accounts of several awards are shown together."""
    year = plan.result("budget_accounts").filter(pl.col("fy") == plan.settings.focus)
    frame = year.group_by("budget", "fund", "account").agg(
        pl.col("lines", "amount_cents").sum(), pl.col("adopted_cents", "missing", "confirmed", "why").first()
    ).sort("fund", "account")  # fmt: skip
    rows: list[dict[str, Any]] = []
    for budget in BUDGETS:
        part = frame.filter(pl.col("budget") == budget)
        if part.height:
            rows.append({"role": "group", "account": first_upper(budget), **_sums(part, ("lines", "amount_cents"))})
            rows += part.drop("budget").iter_rows(named=True)
    columns = (
        Column("Account", "account", share=8), Column("Lines", "lines", "count"),
        Column("To adopt, dollars", "amount_cents", "dollars"),
    )  # fmt: skip
    return grid(
        "budget-accounts", "By account", columns, rows, source="budget_accounts", note=_form_note(frame),
        total={"account": "Together", **_sums(frame, ("lines", "amount_cents"))}, empty="No account is paid from.",
    )  # fmt: skip


def _form_note(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return ""
    parts = sorted({part for text in frame["missing"].drop_nulls() for part in text.split(", ")})
    zeros = f"Shown as zeros where not known: {', '.join(parts)}. " if parts else ""
    unsure = sorted(set(frame.filter(~pl.col("confirmed"))["why"]))
    return zeros + "".join(f"{why} " for why in unsure)


def _set_aside(plan: Plan) -> Grid:
    frame = plan.result("set_aside").sort("fy")
    rows = [{**row, "year": f"FY{row['fy']}"} for row in frame.iter_rows(named=True)]
    columns = (
        Column("Year", "year", share=2), Column("Students", "students", "count"),
        Column("Required, dollars", "required_cents", "dollars"),
        Column("Offsets, dollars", "offsets_cents", "dollars"),
        Column("Plan, counted, dollars", "qualifying_cents", "dollars"),
        Column("Plan, if confirmed, dollars", "would_qualify_cents", "dollars"),
        Column("Still to set aside, dollars", "still_cents", "dollars"),
        Column("Reserve at the end, dollars", "reserve_cents", "dollars"),
    )  # fmt: skip
    note = f"{frame['why'][0].rstrip('. ')}. " if frame.height else ""
    return grid("set-aside", "Year by year", columns, rows, source="set_aside", note=note, empty="")


def _papers(plan: Plan) -> Grid:
    frame = plan.result("certificates").group_by("paper").agg(
        pl.len().alias("papers"), pl.col("amount_cents").sum(), pl.col("confirmed").all(), pl.col("needed_by").min()
    ).sort("needed_by", "paper")  # fmt: skip
    rows = [
        {**row, "name": first_upper(row["paper"]), "sure": "read" if row["confirmed"] else ASK}
        for row in frame.iter_rows(named=True)
    ]
    columns = (
        Column("Paper", "name", share=5), Column("How many", "papers", "count"),
        Column("Dollars", "amount_cents", "dollars"), Column("First by", "needed_by", "day", share=2),
        Column("The rule", "sure", share=3),
    )  # fmt: skip
    return grid(
        "papers", "How many", columns, rows, source="certificates", empty="",
        note="The amounts overlap and are not added up: one contract may need several papers. ",
    )  # fmt: skip


def _certificates(plan: Plan, names: Names) -> Grid:
    frame = plan.result("certificates").sort("needed_by", "certificate")
    rows = [
        {**row, "name": first_upper(row["paper"]), "pays": f"{row['fund']} {names.fund(row['fund'])}"}
        for row in frame.iter_rows(named=True)
    ]
    columns = (
        Column("Needed by", "needed_by", "day", share=2), Column("Paper", "name", share=4),
        Column("For", "title", share=5), Column("Fund", "pays", share=4), Column("Dollars", "amount_cents", "dollars"),
        Column("Why", "why", share=9),
    )  # fmt: skip
    return grid("certificates", "One by one", columns, rows, source="certificates", empty="")
