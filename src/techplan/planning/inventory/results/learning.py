"""What the district's own history says of losses and lives, beside what its policy says."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, number, text, yes_no

MEASURES: Final = ("loss a year", "months in service")


class Learnt(Table):
    """One measure of one class (and grade) learnt from history, offered beside the policy figure."""

    asset_class = text("Class.", key=True)
    grade = text("Grade, or the word all.", key=True)
    measure = text("What is measured.", key=True, choices=MEASURES)
    items = count("Items in the history.", required=True, unit="items")
    events = count("Of them, lost (or gone, for months in service).", required=True, unit="items")
    months = count("Months over which it was measured.", required=True, unit="months")
    estimate = number("Estimate; empty where the history is too short or too thin.")
    low = number("Lower end of the 95 % interval.")
    high = number("Upper end of the 95 % interval.")
    policy = number("The figure that the plan uses; empty where it uses none.")
    policy_within = yes_no("Whether the policy figure lies within the interval.")
    why = text("Method, and what the figure rests on.", required=True)
