"""The tables of ownership."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, fiscal_year, money, number, text, yes_no

GROUPS: Final = ("equipment", "software", "external services", "direct labour", "indirect labour")
"""The five input groups of K-12 total cost of ownership; the last is users' time and is not part of any budget."""


class Ownership(Table):
    """One account of the cost of ownership in one fiscal year, in a steady year's terms."""

    fy = fiscal_year("Fiscal year.", key=True)
    group = text("Input group.", key=True, choices=GROUPS)
    account = text("Account within the group.", key=True)
    amount_cents = money("Cost in the year; empty where it was not measured.", negative=True)
    margin_cents = money("Half of the 95 % interval of a sampled figure; empty where it is no sample or not known.")
    measured = yes_no("Whether the Book says enough to measure it.", required=True)
    rows = count("Rows behind it.", required=True)
    why = text("How it was found.", required=True)


class OwnershipRatios(Table):
    """Cost of ownership for each client device, student, teacher and school."""

    fy = fiscal_year("Fiscal year.", key=True)
    measure = text("What is divided: a group, direct, or total.", key=True)
    per = text("What it is divided by.", key=True, choices=("client device", "student", "teacher", "school"))
    amount_cents = money("Cost of one; empty where it was not measured, or there is none to divide by.", negative=True)
    units = count("How many there are.", required=True)
    low_cents = money("Low end of a published range; empty where none is known.")
    high_cents = money("High end of that range.")
    source = text("Where the range was published, and of what year it is.")


class OwnershipReadings(Table):
    """What the balance of the figures points to."""

    reading = text("Name of the reading.", key=True)
    says = text("What it points to.", required=True)
    figures = text("The figures that it rests on.", required=True)
    rests_on = text("Rule of reading, with its source.", required=True)


class DeviceCosts(Table):
    """One asset's cost of ownership so far: price, its share of agreements, repairs less what was recovered."""

    asset = text("Asset.", key=True)
    asset_class = text("Class.")
    school = text("School.")
    price_cents = money("What it cost; empty where not known.")
    agreements_cents = money("Its share of one term of each agreement that covers it.", required=True)
    repairs_cents = money(
        "Repairs and losses so far, less what was recovered and collected.", required=True, negative=True
    )
    total_cents = money("Together; empty where the price is not known.", negative=True)
    life_months = count("Useful life of its class.", unit="months")
    yearly_cents = money("Price and repairs over its life in years, and agreements.", negative=True)


class UsersTime(Table):
    """Users' time on technology in one fiscal year, from the survey's five questions."""

    fy = fiscal_year("Fiscal year.", key=True)
    role = text("Role asked.", key=True)
    activity = text("Question.", key=True)
    people = count("Persons that the answers stand for.", required=True, unit="persons")
    answered = count("Persons who answered.", required=True, unit="persons")
    hours = number("Hours a year of one person, as answered.", required=True, unit="hours")
    amount_cents = money("Value of the hours of all; empty where an hour's cost is not entered.")
    margin_cents = money("Half of the 95 % interval of the role's hours together, on its first question; else empty.")
    why = text("How it was found.", required=True)
