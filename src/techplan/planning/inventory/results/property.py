"""What an auditor asks for: the property record, and how things may be disposed of."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, money, rate, text, yes_no

PROPERTY_KINDS: Final = ("equipment", "supply", "not known")


class PropertyRecord(Table):
    """One thing bought with federal money, with the fields of 2 CFR 200.313(d)(1)."""

    asset = text("Asset.", key=True)
    description = text("Description.")
    serial = text("Serial or other identification number.")
    fund = text("Fund that paid.")
    award = text("Award that paid.")
    fain = text("Federal award identification number.")
    title_holder = text("Who holds title.")
    acquired_on = day("Day of acquisition.")
    cost_cents = money("Cost.")
    federal_share = rate("Federal share of the cost.")
    location = text("Location: school and room.")
    used_for = text("Use.")
    condition = text("Condition.")
    disposed_on = day("Day of disposal.")
    sale_price_cents = money("What its sale brought.")
    kind = text("Equipment, or supply below the threshold.", choices=PROPERTY_KINDS, required=True)
    threshold_cents = money("Unit cost from which it is equipment: the lesser of the district's and the federal level.")
    missing = text("Required fields that are missing, separated by semicolons.", separator=";")
    against = text("What a missing field offends: federal rule, or local policy.", choices=("law", "local policy"))
    last_counted_on = day("Day on which a count last found it.")
    why = text("Rule by which its kind was decided, with its citation.", required=True)


class Disposals(Table):
    """One thing that has left service and is still owned, and how it may be disposed of."""

    asset = text("Asset.", key=True)
    description = text("Description.")
    serial = text("Serial number.")
    school = text("School.")
    status = text("Status.", required=True)
    acquired_on = day("Day of acquisition.")
    cost_cents = money("Cost.")
    fund = text("Fund that paid.")
    award = text("Award that paid.")
    federal_share = rate("Federal share of the cost.")
    value_cents = money("Estimated value: the salvage value of its class; empty where not known.")
    may_dispose = yes_no("Whether it may be disposed of now; empty where nobody can say without the treasurer.")
    how = text("How it may be disposed of.", required=True)
    earliest_on = day("First day on which it may be sold, where a rule sets one.")
    proceeds_to = text("Fund that what it brings goes to.")
    confirmed = yes_no("Whether every rule behind it was confirmed at its source.", required=True)
    why = text("Rules, with their citations.", required=True)
    lot = count("Number of the lot on the board's list: things that may be disposed of in the same way.", unit="lot")
