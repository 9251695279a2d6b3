"""The tables of E-rate."""

from __future__ import annotations

from techplan.book.columns import Table, count, fiscal_year, money, rate, text, yes_no


class ErateDiscounts(Table):
    """The district's discount in one category and funding year, and what it rests on."""

    funding_year = count("Funding year, named by the year in which it starts.", key=True, unit="year")
    category = text("Category.", key=True, choices=("category one", "category two"))
    students = count("Full-time students.", required=True, unit="students")
    eligible = count("Of them, counted as eligible for school lunch.", required=True, unit="students")
    share = rate("Share eligible; empty where there are no students.")
    rural = yes_no("Whether the district is rural; empty where no school's status is entered.")
    discount = rate("Discount; empty where share or status is not known.")
    confirmed = yes_no("Whether every rule behind it was confirmed at its source.", required=True)
    why = text("How it was found, with citations.", required=True)


class ErateEntitlements(Table):
    """The Category Two budget of one cycle, before discount, by USAC's ways of computing it."""

    first_funding_year = count("First funding year of the cycle.", key=True, unit="year")
    students = count("Full-time students.", required=True, unit="students")
    schools = count("Schools with students.", required=True, unit="schools")
    by_students_cents = money("Multiplier times all students.", required=True)
    by_floors_cents = money("Floor times schools.", required=True)
    by_schools_cents = money("Sum over schools of the larger of both; empty where the district has too many schools.")
    budget_cents = money("The largest that applies.", required=True)
    stated_cents = money("What USAC's own tool says, where that is in the Book.")
    at_boundary = yes_no("Whether the number of schools is the one on which sources differ.", required=True)
    confirmed = yes_no("Whether every rule behind it was confirmed at its source.", required=True)
    why = text("How it was found, with citations.", required=True)


class ErateBudgetYears(Table):
    """The Category Two budget through one funding year of its cycle, before discount.

    opening − used = left. What is used is what requests ask for or, where that is more, what the plan buys.
    """

    first_funding_year = count("First funding year of the cycle.", key=True, unit="year")
    funding_year = count("Funding year, named by the year in which it starts.", key=True, unit="year")
    fy = fiscal_year("Fiscal year in which it starts.", required=True)
    budget_cents = money("Budget of the whole cycle: USAC's figure where entered, else computed; empty where unknown.")
    opening_cents = money("What of it is left at the start of the year.")
    committed_cents = money("Eligible cost of funded requests.", required=True)
    asked_cents = money("Eligible cost of filed requests, not yet decided.", required=True)
    planned_cents = money("Eligible cost of requests planned or without a status.", required=True)
    need_cents = money("Cost lines of the plan that are eligible.", required=True)
    used_cents = money("What of the budget is used, never more than is left.")
    left_cents = money("What is left at the end of the year; it is lost when the cycle ends.")
    over_cents = money("Eligible cost for which no budget is left.")
    confirmed = yes_no("Whether every rule and figure behind the budget is confirmed.", required=True)
    why = text("How it was found, and what it means.", required=True)
