"""Choices that are open: several ways to meet one need, with what each costs over its life."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, fiscal_year, money, months, number, rate, text

WAYS: Final = ("buy", "lease", "extend", "other device", "insource", "outsource")


class Choices(Table):
    """One need that can be met in several ways."""

    choice = text("Choice code.", key=True)
    title = text("What is to be chosen.", required=True)
    asset_class = text("Class concerned.", references="asset_classes.code")
    quantity = count("Items needed.", required=True, unit="items", least=1)
    first_fy = fiscal_year("Fiscal year in which the need begins; empty means the plan's first.")
    years = count("Years over which the ways are compared.", required=True, unit="years", least=1, most=50)
    discount_rate = rate("Yearly rate at which later money is discounted; empty means the district's.")


class Alternatives(Table):
    """One way to meet a need; amounts are in the prices of the year in which the need begins."""

    choice = text("Choice.", key=True, references="choices.choice")
    alternative = text("Code of the way.", key=True)
    title = text("What it is.", required=True)
    way = text("Kind of way.", choices=WAYS, required=True)
    unit_price_cents = money("Price of one item, bought at the start of each life.")
    starts_after_years = count("Years before the first purchase or payment, as when a life is extended.", unit="years")
    life_months = months("Months until an item must be bought again; empty means it lasts.")
    payment_cents = money("One yearly payment for one item, as of a lease or a service.")
    payments = count("Number of those payments; empty means every year.", unit="payments")
    yearly_cents = money("Running cost of one item in a year: licence, support, power, repairs.")
    extra_yearly_cents = money("Running cost added to that in the years before the first purchase, as for old devices.")
    one_time_cents = money("Cost once at the start, for all items together, such as moving data.")
    hours_per_year = number("Hours of the district's own staff in a year for one item.", unit="hours")
    hour_cents = money("Cost of one such hour.")
    salvage_cents = money("What one bought item brings at the end of its life; what is leased goes back.")
    escalation = rate("Yearly growth of its prices; empty means the district's.", negative=True)
