"""The plan as a budget: accounts, totals, forecast, set-aside, certificates."""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.budget.accounts import budget_accounts
from techplan.planning.budget.cash import days_of_cash, forecast_cash
from techplan.planning.budget.certificates import certificates
from techplan.planning.budget.effort import effort
from techplan.planning.budget.forecast import forecast_with_plan
from techplan.planning.budget.law import Law, law_of
from techplan.planning.budget.salaries import salary_splits
from techplan.planning.budget.set_aside import set_aside
from techplan.planning.budget.totals import budget_funds, budget_totals
from techplan.planning.settings import Settings
from techplan.rules.load import Rules


def budget_tables(
    book: Book,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    fund_years: pl.DataFrame,
    settings: Settings,
    rules: Rules,
    known: date | None = None,
) -> dict[str, pl.DataFrame]:
    """Every table of ``results.RESULTS`` by name, from a plan's cost lines, allocations and fund years.

    Rules are asked as on the day of planning and as known on ``known``, that same day where it is left out.
    """
    law = law_of(book, rules, settings.on, known)
    accounts = budget_accounts(book, lines, allocations, law)
    forecast = forecast_with_plan(book, lines, allocations, settings, law)
    return {
        "budget_accounts": accounts,
        "budget_funds": budget_funds(book, accounts, fund_years),
        "budget_totals": budget_totals(book, fund_years),
        "forecast_with_plan": forecast,
        "forecast_cash": forecast_cash(forecast, law),
        "set_aside": set_aside(book, lines, allocations, law),
        "certificates": certificates(book, lines, allocations, settings, law),
        "salary_splits": salary_splits(book, lines, allocations, law),
        "effort": effort(book, forecast, law),
    }


__all__ = [
    "Law",
    "budget_accounts",
    "budget_funds",
    "budget_tables",
    "budget_totals",
    "certificates",
    "days_of_cash",
    "effort",
    "forecast_cash",
    "forecast_with_plan",
    "law_of",
    "salary_splits",
    "set_aside",
]
