"""The tables that a Plan is made of, defined once like the Book's.

Every row can be opened down to the Book rows behind it (by class, school, due date, agreement, award …), and every
row that rests on a choice says why.
"""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, months, number, text, yes_no
from techplan.book.tables.things import TCO_CATEGORIES

DISTRICT_WIDE: Final = "(district)"
"""Stands in result tables where a row belongs to no one school."""

CAUSES: Final = ("replacement", "loss", "growth")
KINDS: Final = ("capital", "operating")


class AssetDue(Table):
    """When one asset now in stock falls due, and by which rule."""

    asset = text("Asset.", key=True)
    school = text("School.", required=True)
    asset_class = text("Class.", required=True)
    in_service_on = day("Day on which it went into service.")
    aged_on = day("Day on which its useful life ends.")
    support_end = day("Last day of support.")
    due_on = day("Day on which it falls due; empty where nothing makes it due.")
    due_fy = fiscal_year("Fiscal year of that day.")
    backlog = yes_no("Whether it was due before the first plan year began.", required=True)
    why = text("What makes it due: age, support end, a person's date, or grade entry.")


class DataGaps(Table):
    """A row of the Book that the plan could not use in full, and what would mend it."""

    table = text("Table.", key=True)
    key = text("Key of the row.", key=True)
    gap = text("What is missing.", key=True)
    column = text("Column to fill.")
    school = text("School.")
    at_stake_cents = money("Cost recorded on the row, where known.")
    remedy = text("How to put it right.", required=True)


class Assumptions(Table):
    """A default or simplification that figures of the plan rest on."""

    assumption = text("What was assumed.", key=True)
    about = text("What it was assumed of: a setting, class, agreement, fund, or the whole plan.", key=True)
    value = text("Value used.", required=True)
    why = text("Why, and where the value comes from.", required=True)
    confirmed = yes_no("Whether the value rests on a source that was read.", required=True)
    rows = count("Rows that rest on it.")


class Needs(Table):
    """Items to buy: one class at one school, falling due on one day."""

    need = text("Identity of the need.", key=True)
    school = text("School, or the whole district.", required=True)
    asset_class = text("Class to buy.", required=True)
    replaces = text("Class replaced, where one is.")
    cause = text("Why it is needed.", choices=CAUSES, required=True)
    cycle = count("1 for what is there now, 2 for its replacement's replacement, and so on.", required=True)
    backlog = yes_no("Whether it was due before the first plan year began.", required=True)
    due_on = day("Day on which it falls due.", required=True)
    due_fy = fiscal_year("Fiscal year of that day.", required=True)
    deploy_by = day("Day by which it is to be in use.", required=True)
    order_on = day("Day by which it is to be ordered.", required=True)
    late = yes_no(
        "Whether that day lay before the plan could pay, so that it is paid in the first plan year.", required=True
    )
    paying_fy = fiscal_year("Fiscal year that pays.", required=True)
    quantity = count("Items.", required=True, unit="items")
    why = text("Rule or driver behind it.", required=True)


class Stock(Table):
    """The stock of one class at one school through one fiscal year.

    opening − lost − retired + received + handed_in + bought = closing, and surplus = closing − required where positive.
    Years are those in which items come into use, not those that pay.
    """

    school = text("School, or the whole district.", key=True)
    asset_class = text("Class, or the class that takes its place.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    opening = count("Items at the start of the year.", required=True, unit="items")
    lost = count("Lost or broken beyond repair.", required=True, unit="items")
    retired = count("Taken out of service because they were due.", required=True, unit="items")
    received = count("Received on open orders.", required=True, unit="items")
    handed_in = count("Received by hand-down.", required=True, unit="items")
    bought = count("Bought.", required=True, unit="items")
    closing = count("Items at the end of the year.", required=True, unit="items")
    required = count("Items asked for by standards, or installed at the start.", required=True, unit="items")
    short = count("Items still missing at the end of the year.", required=True, unit="items")
    surplus = count("Items beyond what is asked for.", required=True, unit="items")
    undated = count("Of the opening stock, items whose due date is not known.", required=True, unit="items")


class CostLines(Table):
    """Every dollar of the plan, once: one paying year, school, category and source row."""

    line = text("Identity of the line.", key=True)
    fy = fiscal_year("Fiscal year that pays.", required=True)
    school = text("School, or the whole district.", required=True)
    category = text("Category of total cost of ownership.", choices=TCO_CATEGORIES, required=True)
    kind = text("Capital or operating.", choices=KINDS, required=True)
    source_table = text(
        "Result or Book table behind the line: needs, agreements, standards, support_staff, initiative_costs.",
        required=True,
    )
    source_key = text("Its key.", required=True)
    title = text("What is paid for.", required=True)
    asset_class = text("Class bought.")
    program = text("Program served.")
    quantity = number("Items, students, FTE or terms.", required=True)
    unit_cents = money("Price of one, in the paying year, rounded to the cent.", required=True)
    amount_cents = money("Amount that the district pays.", required=True)
    discount_cents = money("E-rate discount paid to the vendor directly; already taken off the amount.", required=True)
    function = text("Function of the account.")
    object = text("Object of the account.")
    tier = count("Priority tier, 1 (mandate) to 4 (wish).", required=True)
    may_slip_years = count("Years by which it may be put off.", required=True)
    pay_on = day("Day on which money is obligated.", required=True)
    billed_on = day("Day by which what is bought is delivered and its bill paid; empty means the day of obligation.")
    recurring = yes_no("Whether it returns every year.", required=True)
    backlog = yes_no("Whether it was due before the first plan year began.", required=True)
    whole = yes_no("Whether it is paid whole or not at all.", required=True)
    estimated_life_months = months("Estimated life of what is bought.")
    life_certified = yes_no("Whether the treasurer certified that life.", required=True)
    why = text("How the amount was found.", required=True)


class Allocations(Table):
    """What one fund pays of one line."""

    line = text("Cost line.", key=True)
    fund = text("Fund.", key=True)
    award = text("Award drawn on, or a dash for the fund's own money.", key=True)
    fy = fiscal_year("Fiscal year.", required=True)
    amount_cents = money("Amount.", required=True)
    why = text("Why this fund may pay.", required=True)


class Unfunded(Table):
    """What no fund pays of one line."""

    line = text("Cost line.", key=True)
    fy = fiscal_year("Fiscal year.", required=True)
    tier = count("Priority tier.", required=True)
    amount_cents = money("Amount left unfunded.", required=True)
    why = text("Each fund's reason.", required=True)


class FundYears(Table):
    """One fund, or one award of it, through one fiscal year.

    opening + revenue + returned − spent − indirect − lapsed = closing.
    """

    fund = text("Fund.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    opening_cents = money("At the start.", required=True, negative=True)
    revenue_cents = money("New money.", required=True, negative=True)
    returned_cents = money("Paid back by E-rate on what this fund carried.", required=True)
    spent_cents = money("Paid to lines of this plan.", required=True)
    indirect_cents = money("Restricted indirect cost charged on it.", required=True)
    lapsed_cents = money("Lost because its window ended or it may not be carried over.", required=True)
    closing_cents = money("At the end.", required=True, negative=True)
    floor_cents = money("What must remain.", required=True)
    appropriated_cents = money("Appropriated for technology, where the board has acted.", negative=True)


class ErateLines(Table):
    """What one request for E-rate discount brings, or would bring, for one cost line."""

    line = text("Cost line.", key=True)
    request = text("Request.", key=True)
    funding_year = count("Funding year, named by the year in which it starts.", required=True, unit="year")
    category = text("Category.", choices=("category one", "category two"))
    invoicing = text("Who is paid, vendor (SPI) or district (BEAR); empty where not entered, then taken as BEAR.")
    status = text("Status of the request; empty where not entered.")
    eligible_cents = money("Part of the line that the request covers, before discount.", required=True)
    discount_cents = money("Discount on it; empty where it is not known.")
    counted = yes_no("Whether the plan counts it: only where the request is funded.", required=True)
    returns_on = day("Under BEAR, day on which the money is expected back.")
    returns_fy = fiscal_year("Fiscal year of that day, which may lie after the plan.")
    returns_cents = money("Under BEAR, what is still to come back then; empty where nothing is counted.")
    why = text("How it was found, or what is missing.", required=True)


class BudgetYears(Table):
    """The budget of one fiscal year by kind and category: needed, funded, unfunded."""

    fy = fiscal_year("Fiscal year.", key=True)
    kind = text("Capital or operating.", key=True, choices=KINDS)
    category = text("Category of total cost of ownership.", key=True, choices=TCO_CATEGORIES)
    amount_cents = money("Needed.", required=True)
    backlog_cents = money("Of it, due before the first plan year began.", required=True)
    funded_cents = money("Funded.", required=True)
    unfunded_cents = money("Not funded.", required=True)


class Schedule(Table):
    """The replacement schedule: items and dollars by school, class and paying year; years without need show zero."""

    school = text("School, or the whole district.", key=True)
    asset_class = text("Class.", key=True)
    fy = fiscal_year("Fiscal year that pays.", key=True)
    quantity = count("Items.", required=True, unit="items")
    amount_cents = money("Amount.", required=True)
    backlog_cents = money("Of it, due before the first plan year began.", required=True)


class Slips(Table):
    """What the plan pays later than it falls due, or begins later, because money is short."""

    line = text("Cost line as it would have been.", key=True)
    to_fy = fiscal_year("Fiscal year that pays instead; one beyond the plan where its chain moves it there.", key=True)
    school = text("School, or the whole district.", required=True)
    title = text("What is put off.", required=True)
    asset_class = text("Class, where things are replaced later.")
    from_fy = fiscal_year("Fiscal year in which it was due to be paid.", required=True)
    quantity = count("Items that wait.", required=True, unit="items")
    amount_cents = money("What they would have cost in that year.", required=True)
    later_cents = money("What they cost in the later one, where that lies in the plan.", required=True)
    past_support = yes_no("Whether they are used past the end of their maker's support meanwhile.", required=True)
    why = text("Why it is put off.", required=True)


RESULTS: Final[dict[str, type[Table]]] = {
    table.table_name(): table
    for table in (
        BudgetYears, Schedule, Needs, Stock, AssetDue, CostLines, Allocations, Unfunded, Slips, FundYears, ErateLines,
        DataGaps, Assumptions,
    )
}  # fmt: skip
"""Every result table by its name, in the order people read them."""
