"""The summary sheet: totals by year as live formulas over the table sheets, with checks that they tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.documents.facts.names import names_of
from techplan.documents.words import day, first_upper
from techplan.planning.results import DISTRICT_WIDE, KINDS

if TYPE_CHECKING:
    from techplan.documents.workbook.looks import Looks
    from techplan.documents.workbook.table_sheet import Sheets
    from techplan.planning.plan import Plan

FIRST_YEAR = 2
"""Column of the first year; A holds the key that formulas look for, B its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One row: its key and name, the amounts' table and column, and the column that must equal the key (or none)."""

    key: str | int | None
    name: str
    table: str
    amount: str
    where: str | None


def write_summary(sheet: Any, looks: Looks, sheets: Sheets, plan: Plan) -> None:
    """Writes the whole sheet; every total is a formula with its value."""
    years = list(plan.settings.years)
    total = FIRST_YEAR + len(years)
    sheet.set_column(0, 0, 18, looks.label)
    sheet.set_column(1, 1, 38, looks.label)
    sheet.set_column(FIRST_YEAR, total, 15, looks.money)
    sheet.freeze_panes(4, FIRST_YEAR)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    district = plan.book.district["name"][0] if plan.book.district.height else "District without a name"
    sheet.write_string(0, 0, f"{district}: technology plan", looks.title)
    said = "Dollars and cents. Every figure is a formula over the other sheets; the sheet Columns says what each holds."
    sheet.write_string(1, 0, f"Planned on {day(plan.on)}. {said}", looks.quiet)
    sheet.write_string(3, 0, "Code", looks.head)
    sheet.write_string(3, 1, "Fiscal year", looks.head)
    for i, fy in enumerate(years):
        sheet.write_number(3, FIRST_YEAR + i, fy, looks.head_year)
    sheet.write_string(3, total, "Total", looks.head_number)
    writer = _Writer(sheet, looks, sheets, plan, years)
    row = 5
    for title, parts, last in _blocks(plan):
        row = writer.block(row, title, parts, last)
    row = _write_checks(sheet, looks, sheets, plan, row)
    _write_contents(sheet, looks, sheets, row)


def _blocks(plan: Plan) -> list[tuple[str, list[Part], Part]]:
    """Each block of rows: title, rows, and the row below that sums the same table as a whole."""
    names = names_of(plan.book)
    kinds = [Part(kind, first_upper(kind), "budget_years", "amount_cents", "kind") for kind in KINDS]
    used = set(plan.budget_years["category"])
    categories = [
        Part(category, first_upper(category), "budget_years", "amount_cents", "category")
        for category in TCO_CATEGORIES
        if category in used
    ]
    funds = [
        Part(fund, names.fund(fund), "allocations", "amount_cents", "fund")
        for fund in sorted(set(plan.fund_years["fund"]) | set(plan.allocations["fund"]))
    ]
    unfunded = Part(None, "Not funded", "unfunded", "amount_cents", None)
    tiers = [
        Part(tier, f"Not funded, tier {tier}", "unfunded", "amount_cents", "tier")
        for tier in sorted(set(plan.unfunded["tier"]))
    ]
    schools = sorted(set(plan.schedule["school"]), key=lambda code: (code == DISTRICT_WIDE, code))
    bought = [Part(code, names.school(code), "schedule", "amount_cents", "school") for code in schools]
    classes = [
        Part(code, names.asset_class(code), "schedule", "amount_cents", "asset_class")
        for code in sorted(set(plan.schedule["asset_class"]))
    ]
    needed = Part(None, "Needed in all", "budget_years", "amount_cents", None)
    backlog = Part(None, "Of it, due before the plan began", "budget_years", "backlog_cents", None)
    schedule = Part(None, "Purchases in all", "schedule", "amount_cents", None)
    return [
        ("Spending by kind", [*kinds, backlog], needed),
        ("Spending by category", categories, needed),
        ("Who pays", funds, Part(None, "Funded in all", "allocations", "amount_cents", None)),
        ("What is not funded", tiers, unfunded),
        ("Replacement schedule by school", bought, schedule),
        ("Replacement schedule by class", classes, schedule),
    ]


class _Writer:
    """Writes rows of formulas; each formula's value is computed from the same table.

    Text keys are compared by EXACT: for SUMIFS the codes 001 and 1 are the same, and a star in a code stands for all.
    """

    def __init__(self, sheet: Any, looks: Looks, sheets: Sheets, plan: Plan, years: Sequence[int]) -> None:
        self.sheet, self.looks, self.sheets, self.plan, self.years = sheet, looks, sheets, plan, years

    def block(self, row: int, title: str, parts: list[Part], last: Part) -> int:
        """Writes a block and gives the row after it."""
        self.sheet.write_string(row, 0, title, self.looks.group)
        for part in parts:
            row += 1
            self._row(row, part, self.looks.label, self.looks.money)
        row += 1
        self._row(row, last, self.looks.label_total, self.looks.money_total)
        return row + 2

    def _row(self, row: int, part: Part, label: Any, money: Any) -> None:
        if isinstance(part.key, int):
            self.sheet.write_number(row, 0, part.key, label)
        else:
            self.sheet.write_string(row, 0, part.key or "", label)
        self.sheet.write_string(row, 1, part.name, label)
        cents = self._cents(part)
        amounts, fy = self.sheets.place(part.table, part.amount), self.sheets.place(part.table, "fy")
        for i, year in enumerate(self.years):
            column = FIRST_YEAR + i
            when = f"{_letter(column)}$4"
            if part.where is None:
                formula = f"=SUMIFS({amounts},{fy},{when})"
            else:
                keys, key = self.sheets.place(part.table, part.where), f"$A{row + 1}"
                matching = f"EXACT({keys},{key})" if isinstance(part.key, str) else f"({keys}={key})"
                formula = f"=SUMPRODUCT({amounts}*({fy}={when})*{matching})"
            self.sheet.write_formula(row, column, formula, money, cents.get(year, 0) / 100)
        first, last = _letter(FIRST_YEAR), _letter(FIRST_YEAR + len(self.years) - 1)
        formula = f"=SUM({first}{row + 1}:{last}{row + 1})"
        self.sheet.write_formula(row, FIRST_YEAR + len(self.years), formula, money, sum(cents.values()) / 100)

    def _cents(self, part: Part) -> dict[int, int]:
        frame = self.plan.result(part.table)
        if part.where:
            frame = frame.filter(pl.col(part.where) == part.key)
        return dict(frame.group_by("fy").agg(pl.col(part.amount).sum()).iter_rows())


def _write_checks(sheet: Any, looks: Looks, sheets: Sheets, plan: Plan, row: int) -> int:
    """Differences that must be zero."""

    def amount(name: str) -> int:
        return int(plan.result(name)["amount_cents"].sum())

    def place(name: str) -> str:
        return sheets.place(name, "amount_cents")

    checks = [
        (
            "Budget less cost lines",
            f"=ROUND(SUM({place('budget_years')})-SUM({place('cost_lines')}),2)",
            amount("budget_years") - amount("cost_lines"),
        ),
        (
            "Cost lines less funded and not funded",
            f"=ROUND(SUM({place('cost_lines')})-SUM({place('allocations')})-SUM({place('unfunded')}),2)",
            amount("cost_lines") - amount("allocations") - amount("unfunded"),
        ),
    ]
    sheet.write_string(row, 0, "Checks: each must be zero", looks.group)
    for name, formula, cents in checks:
        row += 1
        sheet.write_string(row, 1, name, looks.label)
        sheet.write_formula(row, FIRST_YEAR, formula, looks.money, cents / 100)
    return row + 2


def _write_contents(sheet: Any, looks: Looks, sheets: Sheets, row: int) -> None:
    """The sheets of this workbook, each a link, with its number of rows."""
    sheet.write_string(row, 0, "Sheets", looks.group)
    for name, table in sheets.tables.items():
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks.link, name)
        sheet.write_string(row, 1, table.doc(), looks.label)
        sheet.write_number(row, FIRST_YEAR, sheets.rows[name], looks.kinds["count"])


def _letter(index: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(index))
