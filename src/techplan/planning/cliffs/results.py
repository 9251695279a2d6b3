"""The tables of money that ends, and of cash."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, months, number, rate, text, yes_no

ORIGINS: Final = ("owned", "planned")
"""In the inventory now, or bought by this plan."""


class CliffYears(Table):
    """What rests on money that ends in one fiscal year, and what needs another payer because such money has ended.

    once paid = same fund + elsewhere + unfunded; gap = elsewhere + unfunded.
    """

    fy = fiscal_year("Fiscal year.", key=True)
    cost_cents = money("Technology cost of the year.", required=True)
    recurring_cents = money("Of it, what returns every year.", required=True)
    ending_cents = money("Recurring cost paid by money that ends.", required=True)
    one_time_cents = money("Of it, by one-time money and funds that end; the rest by awards that close.", required=True)
    ending_share = rate("Recurring cost on money that ends, as a share of the year's cost; empty without cost.")
    once_paid_cents = money("Recurring cost once paid by money that has since ended.", required=True)
    same_fund_cents = money("Of it, paid by later money of the same fund, such as the next grant.", required=True)
    elsewhere_cents = money("Of it, paid by another fund, whose money may end too.", required=True)
    unfunded_cents = money("Of it, paid by nobody.", required=True)
    gap_cents = money("What needed another payer: elsewhere and unfunded together.", required=True)
    students = count("Students, as projected; empty where none are entered.", unit="students")
    gap_per_student_cents = money("Gap for each student.")
    general_cents = money("New money of the general fund for technology; empty where none is entered.", negative=True)
    gap_of_general = number("Gap as a share of that.", unit="fraction of one")
    expenditure_cents = money("General-fund spending of the whole district, where its forecast says it.", negative=True)
    gap_of_expenditure = number("Gap as a share of that.", unit="fraction of one")
    largest_fund = text("Fund that pays the most; empty where nothing is paid.")
    largest_paid_cents = money("What it pays.", required=True)
    largest_share = rate("Its share of the year's cost; empty without cost.")
    why = text("How it was found.", required=True)


class CliffLines(Table):
    """One recurring source and one money that ends, in a fiscal year in which it pays, or no longer pays, its part.

    remains = same fund + elsewhere + unfunded.
    """

    source_table = text("Table of the source: agreements, support_staff, standards …", key=True)
    source_key = text("Its key.", key=True)
    fund = text("Fund whose money ends.", key=True)
    award = text("Award that ends, or a dash for the fund's own money.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    title = text("What is paid for.", required=True)
    ends_on = day("Last day of that money.", required=True)
    first_fy = fiscal_year("First fiscal year of the plan in which it pays.", required=True)
    last_fy = fiscal_year("Last fiscal year in which it pays.", required=True)
    cost_cents = money("Cost of the source in the year.", required=True)
    paid_cents = money("Of it, paid by this money.", required=True)
    paid_so_far_cents = money("Paid by this money up to the end of the year, since the plan began.", required=True)
    remains_cents = money("The part that this money once paid and pays no more.", required=True)
    same_fund_cents = money("Of it, paid by later money of the same fund.", required=True)
    elsewhere_cents = money("Of it, paid by another fund, whose money may end too.", required=True)
    unfunded_cents = money("Of it, paid by nobody.", required=True)
    payers = text("Who pays the source then; empty while this money pays.")
    why = text("How the part was found.", required=True)


class ReplacementWaves(Table):
    """Things bought with one-time money or an award that fall due again in a fiscal year; losses are not taken off."""

    fund = text("Fund that bought them.", key=True)
    award = text("Award that bought them, or a dash where none is recorded.", key=True)
    asset_class = text("Class that takes their place.", key=True)
    fy = fiscal_year("Fiscal year in which they fall due; what was due before the plan stands in its first.", key=True)
    origin = text("In the inventory now, or bought by this plan.", key=True, choices=ORIGINS)
    items = count("Items that fall due.", required=True, unit="items")
    backlog_items = count("Of them, due before the plan began.", required=True, unit="items")
    untraced_items = count(
        "More items, of purchases paid together with other money: how many are this money's own cannot be said.",
        required=True, unit="items",
    )  # fmt: skip
    unit_cents = money("Price of one in that year, as the plan has it; empty where the plan buys none then.")
    cost_cents = money("Items at that price; empty where there is no price.")
    why = text("How they were traced, and what is not known.", required=True)


class Expiring(Table):
    """Money with a last day, and what may still be done with it.

    left = planned + lapsed + kept.
    """

    fund = text("Fund.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    title = text("Its name.", required=True)
    last_on = day("Last day on which it may be obligated.", required=True)
    months_left = months("Whole months from the day of planning to that day.", required=True)
    left_cents = money("Left when the plan begins, with what comes to it later.", required=True, negative=True)
    planned_cents = money("Spent by the plan.", required=True)
    lapsed_cents = money("About to lapse.", required=True)
    kept_cents = money("Left when the plan ends, still open then.", required=True, negative=True)
    could_lines = count("Lines that may lawfully use more of it in time.", required=True, unit="lines")
    could_cents = money("What it does not yet pay of them.", required=True)
    could_unfunded_cents = money("Of that, paid by nobody.", required=True)
    ask_lines = count("More lines that may use it if the treasurer agrees.", required=True, unit="lines")
    first_lines = text("The first of the lines that may use it, the most urgent tier first.")
    what_to_do = text("What to do, in words.", required=True)


class CashQuarters(Table):
    """Cash of the plan in one quarter of a fiscal year: out when bills are paid, back when E-rate and grants reimburse.

    net = E-rate + grants − paid. Outstanding rises by what is claimed and falls by what comes back.
    """

    fy = fiscal_year("Fiscal year.", key=True)
    quarter = count("Quarter of the fiscal year.", key=True, least=1, most=4)
    from_on = day("First day.", required=True)
    to_on = day("Last day.", required=True)
    paid_cents = money("Paid out for lines of the plan.", required=True)
    claimed_cents = money("Of it, what E-rate and grants will give back.", required=True)
    erate_cents = money("Given back by E-rate.", required=True)
    grant_cents = money("Given back by federal grants.", required=True)
    net_cents = money("Given back less paid out.", required=True, negative=True)
    erate_open_cents = money("Still to come from E-rate at the quarter's end.", required=True)
    grant_open_cents = money("Still to come from grants at the quarter's end.", required=True)
    outstanding_cents = money("Still to come, together.", required=True)
    peak = yes_no("Whether this is the first quarter that ends with the most still to come.", required=True)
    confirmed = yes_no("Whether the delays that it rests on are confirmed.", required=True)
    why = text("What it rests on.", required=True)


CLIFFS: Final[dict[str, type[Table]]] = {
    table.table_name(): table for table in (CliffYears, CliffLines, ReplacementWaves, Expiring, CashQuarters)
}
"""Every table of money that ends by its name, in the order people read them."""
