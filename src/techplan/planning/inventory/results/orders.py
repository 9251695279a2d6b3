"""What was ordered and what became of it, and what broke, was lost and was made good."""

from __future__ import annotations

from techplan.book.columns import Table, count, day, fiscal_year, money, text


class OrderLines(Table):
    """One line of an order: ordered, received, paid for, in the inventory, lost, made good."""

    order = text("Purchase order number.", key=True)
    line = text("Line of the order.", key=True)
    vendor = text("Vendor.")
    asset_class = text("Class ordered.")
    model = text("Model ordered.")
    fund = text("Fund.")
    award = text("Award.")
    ordered_on = day("Day of order.")
    expected_on = day("Day of expected delivery.")
    ordered = count("Items ordered.", required=True, unit="items")
    cancelled = count("Items cancelled.", required=True, unit="items")
    received = count("Items received in good order.", required=True, unit="items")
    damaged = count("Items received damaged.", required=True, unit="items")
    open = count("Items still to come.", required=True, unit="items")
    over = count("Items received beyond those ordered.", required=True, unit="items")
    overdue = count("Of the open items, those past the expected day.", required=True, unit="items")
    in_inventory = count("Assets that name this line.", required=True, unit="items")
    not_entered = count("Items received that are not in the inventory.", required=True, unit="items")
    lost = count("Of the assets, missing, lost or stolen.", required=True, unit="items")
    recovered = count("Of the lost, found again or made good.", required=True, unit="items")
    ordered_price_cents = money("Price of what was ordered and not cancelled.")
    received_price_cents = money("Price of what was received in good order.")
    invoiced_cents = money("Invoiced.", required=True)
    paid_cents = money("Paid.", required=True)
    recovery_cents = money("Recovered for lost or broken items.", required=True)
    recovered_from = text("Who made it good, separated by semicolons.", separator=";")
    why = text("What does not agree, in words; empty where everything agrees.")


class IncidentYears(Table):
    """Losses and repairs of one class in one fiscal year: what they cost and who bore it.

    net = cost − recovered − collected; charged = waived + collected + outstanding.
    """

    fy = fiscal_year("Fiscal year.", key=True)
    asset_class = text("Class; a dash where none is known.", key=True)
    cause = text("Cause; a dash where none is given.", key=True)
    incidents = count("Incidents.", required=True, unit="incidents")
    cost_cents = money("Cost of repair or replacement.", required=True)
    recovered_cents = money("Recovered from warranty, insurance or the vendor.", required=True)
    charged_cents = money("Charged to families.", required=True)
    waived_cents = money("Waived.", required=True)
    collected_cents = money("Collected.", required=True)
    outstanding_cents = money("Charged, neither waived nor collected.", required=True, negative=True)
    net_cents = money("What the district bore.", required=True, negative=True)
    barred_cents = money("Charged although a rule may bar a charge.", required=True)
