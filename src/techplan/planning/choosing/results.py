"""The tables of choices, and of leases and subscriptions."""

from __future__ import annotations

from techplan.book.columns import Table, count, day, fiscal_year, money, text, yes_no


class AlternativeCosts(Table):
    """What one way to meet a need costs over the years compared."""

    choice = text("Choice.", key=True)
    alternative = text("Way.", key=True)
    title = text("What it is.", required=True)
    way = text("Kind of way.", required=True)
    nominal_cents = money("All that is paid, less what is brought back.", required=True, negative=True)
    present_cents = money("Its value at the start, discounted.", required=True, negative=True)
    yearly_cents = money("Nominal cost divided by the years.", required=True, negative=True)
    rank = count("1 is the least by present value.", required=True)
    rank_nominal = count("1 is the least by what is paid.", required=True)
    why = text("How it was found.", required=True)


class AlternativeYears(Table):
    """What one way costs in one year."""

    choice = text("Choice.", key=True)
    alternative = text("Way.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    amount_cents = money("Paid in the year, less what is brought back.", required=True, negative=True)
    so_far_cents = money("Paid up to the end of the year.", required=True, negative=True)


class BreakEvens(Table):
    """From when one way has cost less than another."""

    choice = text("Choice.", key=True)
    alternative = text("Way that costs more at first.", key=True)
    against = text("Way that costs less at first.", key=True)
    fy = fiscal_year("First fiscal year from whose end on it has cost less; empty where it never does.")
    says = text("The same in words.", required=True)


class Sensitivities(Table):
    """Whether the least way stays the least when one figure changes."""

    choice = text("Choice.", key=True)
    figure = text("Figure that changes.", key=True)
    change = text("By how much.", key=True)
    least = text("Least way by present value then.", required=True)
    changes_rank = yes_no("Whether that is another way than before.", required=True)
    saving_cents = money("How much less it is than the next.", required=True)


class LeaseClasses(Table):
    """How one financing is classed under GASB 87 and 96, and why."""

    financing = text("Financing.", key=True)
    title = text("Title.")
    kind = text("What the district calls it.")
    classed_as = text("How it is reported.", required=True)
    present_cents = money("Present value of its payments; empty where it cannot be found.")
    threshold_cents = money("The district's threshold; empty where it has none.")
    reported = yes_no("Whether a liability and an asset are reported; empty where nobody can say.")
    confirmed = yes_no("Whether every figure behind it is entered.", required=True)
    why = text("Rule and reason.", required=True)


class LeasePayments(Table):
    """One payment of a financing: interest, principal and what is still owed."""

    financing = text("Financing.", key=True)
    number = count("Payment.", key=True, least=1)
    due_on = day("Day due.", required=True)
    fy = fiscal_year("Fiscal year.", required=True)
    amount_cents = money("Payment.", required=True)
    interest_cents = money("Of it, interest.", required=True, negative=True)
    principal_cents = money("Of it, principal.", required=True, negative=True)
    owed_cents = money("Owed afterwards.", required=True, negative=True)


class Aggregates(Table):
    """A group of purchases of one class and year that is capital together though each item is below the unit level."""

    fy = fiscal_year("Fiscal year.", key=True)
    asset_class = text("Class.", key=True)
    quantity = count("Items.", required=True, unit="items")
    unit_cents = money("Highest price of one.", required=True)
    amount_cents = money("Together.", required=True)
    unit_threshold_cents = money("Unit level.", required=True)
    aggregate_threshold_cents = money("Level of a group.", required=True)
    why = text("Rule.", required=True)
