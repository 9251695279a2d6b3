"""The tables of the budget."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, number, rate, text, yes_no
from techplan.book.tables.money import FORECAST_ROLES

OPERATING: Final = "operating"
IMPROVEMENT: Final = "permanent improvement"
GRANT: Final = "grant"
BUDGETS: Final = (OPERATING, IMPROVEMENT, GRANT)
UNASSIGNED: Final = "unassigned"
"""Stands for a function, an object or a line of the forecast that nobody entered."""

PAPERS: Final = (
    "fiscal officer's certificate", "certificate for each later year", "certificate of revenue",
    "certificate of estimated life",
)  # fmt: skip
ADVICE: Final = ("below what the state advises", "as the state advises", "above what the state advises")


class BudgetAccounts(Table):
    """What one account of the budget pays in one fiscal year; together they are all that funds pay."""

    fy = fiscal_year("Fiscal year.", key=True)
    fund = text("Fund.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    function = text("Function, or “unassigned”.", key=True)
    object = text("Object, or “unassigned”.", key=True)
    school = text("School, or the whole district.", key=True)
    budget = text("Budget that the fund belongs to.", choices=BUDGETS, required=True)
    account = text("Account in full, as the state writes it.", required=True)
    missing = text("Parts of the account that the Book does not say, shown as zeros.")
    lines = count("Cost lines in it.", required=True)
    amount_cents = money("Amount funded.", required=True)
    adopted_cents = money(
        "The same account in the ledger: revised budget, else adopted; empty where not there.", negative=True
    )
    confirmed = yes_no("Whether the form of the account was confirmed at its source.", required=True)
    why = text("Where the form comes from.", required=True)


class BudgetFunds(Table):
    """One fund in one fiscal year beside what the board has appropriated for technology."""

    fy = fiscal_year("Fiscal year.", key=True)
    fund = text("Fund.", key=True)
    budget = text("Budget that the fund's own money belongs to.", choices=BUDGETS, required=True)
    amount_cents = money("Amount funded, from awards too.", required=True)
    unassigned_cents = money("Of it, in accounts without function or object.", required=True)
    appropriated_cents = money("Appropriated, where the board has acted.", negative=True)
    left_cents = money("Appropriated less funded; below zero, the board must act first.", negative=True)


class BudgetTotals(Table):
    """One budget through one fiscal year: opening + revenue + other sources − spent − lapsed = closing."""

    fy = fiscal_year("Fiscal year.", key=True)
    budget = text("Budget.", key=True, choices=BUDGETS)
    opening_cents = money("At the start.", required=True, negative=True)
    revenue_cents = money("New money, with what E-rate pays back, less indirect cost.", required=True, negative=True)
    other_sources_cents = money("Transfers from other budgets, less those to them.", required=True, negative=True)
    spent_cents = money("Paid to lines of the plan.", required=True)
    lapsed_cents = money("Lost because its window ended.", required=True)
    closing_cents = money("At the end.", required=True, negative=True)


class ForecastWithPlan(Table):
    """One line of the district's whole forecast, without and with the plan: without − technology + plan = with."""

    fy = fiscal_year("Fiscal year.", key=True)
    line = text("Line of the forecast, or “unassigned”.", key=True)
    title = text("Title.")
    role = text("What the line is.", choices=FORECAST_ROLES)
    without_cents = money("As the treasurer has it.", required=True, negative=True)
    technology_cents = money("Of it, technology that the plan replaces; empty where not known.", negative=True)
    plan_cents = money("What the plan pays from the general fund; empty for years that it does not cover.")
    with_cents = money("With the plan; empty where it cannot be known.", negative=True)
    confirmed = yes_no("Whether the line's number was confirmed at its source.", required=True)
    why = text("How it was found.", required=True)


class ForecastCash(Table):
    """Cash through one fiscal year of the whole forecast, without and with the plan.

    opening + revenue − expenditure = ending, other sources and uses included.
    """

    fy = fiscal_year("Fiscal year.", key=True)
    opening_cents = money("Cash at the start, without the plan.", negative=True)
    revenue_cents = money("Revenue and other sources.", required=True, negative=True)
    expenditure_cents = money("Expenditure and other uses, without the plan.", required=True, negative=True)
    ending_cents = money("Cash at the end, without the plan.", negative=True)
    days = number("Days of spending that it would last, without the plan.", unit="days", negative=True)
    opening_with_cents = money("Cash at the start, with the plan.", negative=True)
    revenue_with_cents = money("Revenue and other sources, with the plan.", negative=True)
    expenditure_with_cents = money("Expenditure and other uses, with the plan.", negative=True)
    ending_with_cents = money("Cash at the end, with the plan; empty where it cannot be known.", negative=True)
    days_with = number("Days of spending that it would last, with the plan.", unit="days", negative=True)
    encumbered_cents = money("Of the ending cash, encumbered.", required=True, negative=True)
    advice = text("How the days with the plan stand to the state's advice.", choices=ADVICE)
    deficit = yes_no("Whether the state asks for a written plan, since cash with the plan ends below zero.")
    confirmed = yes_no("Whether the rules behind it were confirmed at their sources.", required=True)
    why = text("How it was found.", required=True)


class SetAside(Table):
    """What is to be set aside for capital and maintenance in one fiscal year, and what is left to do.

    required − offsets − qualifying = still, less what earlier offsets left over; with what is carried over it is the
    reserve. Neither falls below zero.
    """

    fy = fiscal_year("Fiscal year.", key=True)
    students = count("Students of the year before.", unit="students")
    by_base_cost_cents = money("Share of base cost times students; empty where not known.")
    by_revenue_cents = money("Share of operating revenue; empty where not known.")
    required_cents = money("Required; empty where it cannot be known.")
    offsets_cents = money("What counts in place of general money.", required=True)
    from_general_cents = money("Required less offsets.")
    carried_cents = money(
        "Set aside earlier and not yet spent; below zero, offsets left over.", required=True, negative=True
    )
    qualifying_cents = money("Spending of the plan from the general fund that counts.", required=True)
    would_qualify_cents = money("More that would count, if the treasurer confirms it.", required=True)
    still_cents = money("Still to be set aside; empty where it cannot be known.")
    reserve_cents = money("Set aside and not spent at the end of the year, this and earlier years together.")
    confirmed = yes_no("Whether every rule behind it was confirmed at its source.", required=True)
    why = text("How it was found.", required=True)


class Certificates(Table):
    """A paper that is needed before a contract, an order or an appropriation of the budget year binds."""

    certificate = text("Identity: paper, table, key, fund and award.", key=True)
    paper = text("What it is.", choices=PAPERS, required=True)
    source_table = text("Table of what it is for.", required=True)
    source_key = text("Its key.", required=True)
    title = text("What it is for.", required=True)
    fund = text("Fund that pays.", required=True)
    award = text("Award, or a dash for the fund's own money.", required=True)
    amount_cents = money("Amount that it covers.", required=True)
    needed_by = day("Day by which it is needed.", required=True)
    rule = text("Rule that asks for it.", required=True)
    confirmed = yes_no("Whether the rule was confirmed at its source.", required=True)
    why = text("Why it is needed.", required=True)


class SalarySplits(Table):
    """Which funds pay a position of support staff in one fiscal year; the parts and what nobody pays are the whole."""

    position = text("Position.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    fund = text("Fund, or a dash for what nobody pays.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    title = text("Title.", required=True)
    whole_cents = money("Salary and benefits of the position in the year.", required=True)
    amount_cents = money("Of it, paid by this fund.", required=True)
    share = rate("Its share of the position.", required=True)
    records = yes_no("Whether records of the work must bear the share out, since a federal grant pays.", required=True)
    why = text("Which rule asks for records.")


class Effort(Table):
    """Whether the district keeps up its own spending, as a program asks of those who take its money."""

    rule_set = text("Program's set of rules.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    before_cents = money("Spent by the general fund the year before, in the forecast with the plan.")
    spent_cents = money("Spent in this year.")
    required_cents = money("Least that the program asks for; empty where it cannot be measured here.")
    short_cents = money("By how much it falls short; empty where it cannot be measured here.")
    standing = text("How it stands.", choices=("kept", "falls short", "not measured"), required=True)
    confirmed = yes_no("Whether the rule was confirmed at its source.", required=True)
    why = text("How it was found.", required=True)


RESULTS: Final[tuple[type[Table], ...]] = (
    BudgetAccounts, BudgetFunds, BudgetTotals, ForecastWithPlan, ForecastCash, SetAside, Certificates,
    SalarySplits, Effort,
)  # fmt: skip
"""Every table of the budget, in the order people read them."""
