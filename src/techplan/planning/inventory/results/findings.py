"""What is wrong with the inventory, or looks so."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, money, text, yes_no

SEVERITIES: Final = ("error", "warning", "note")


class Findings(Table):
    """One kind of fault in the inventory: how often it occurs, what is at stake and how to put it right."""

    finding = text("Name of the finding.", key=True)
    severity = text("How bad it is.", choices=SEVERITIES, required=True)
    title = text("What is wrong, in words.", required=True)
    rows = count("Rows that have it.", required=True, unit="rows")
    accepted = count("Of them, accepted with a reason.", required=True, unit="rows")
    open = count("Of them, still open.", required=True, unit="rows")
    at_stake_cents = money("Recorded cost of the assets in the open rows, each asset once.", required=True)
    unpriced = count("Assets in the open rows that have no recorded cost.", required=True, unit="items")
    remedy = text("How to put it right.", required=True)
    rests_on = text("Rule or norm by which it was found, with its citation.")


class FindingRows(Table):
    """One row of the Book that has a finding."""

    finding = text("Finding.", key=True)
    table = text("Table of the Book.", key=True)
    subject = text("Key of the row; the parts of a key of several columns are joined by a slash.", key=True)
    column = text("Column, or a dash where the row as a whole is meant.", key=True)
    value = text("Value found.")
    what = text("What is wrong with this row.", required=True)
    school = text("School.")
    at_stake_cents = money("Recorded cost of the asset.")
    accepted = yes_no("Whether a person accepted it.", required=True)
    reason = text("Why it was accepted.")
