"""The tables of what the curriculum asks of the lifecycle."""

from __future__ import annotations

from techplan.book.columns import Table, count, fiscal_year, number, text, yes_no


class Deployments(Table):
    """Hours that deploying and collecting things takes in one fiscal year, against the staff there is."""

    fy = fiscal_year("Fiscal year in which things come into use.", key=True)
    bought = count("Items to unbox, enrol, tag and hand out.", required=True, unit="items")
    collected = count("Items to collect, wipe and hand over.", required=True, unit="items")
    hours = number("Hours needed.", required=True, unit="hours")
    available = number("Hours that technology staff have for deployments; empty where not entered.", unit="hours")
    short = number("Hours that are lacking; empty where not known.", unit="hours")
    untimed = count("Items of classes whose hours are not entered.", required=True, unit="items")
    why = text("How it was found.", required=True)


class ProgramRisks(Table):
    """Whether a program still has the devices that it asks for, if one class is not replaced any more."""

    program = text("Program, or the whole district.", key=True)
    asset_class = text("Class that its standards ask for.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    asked = count("Items that the program asks for, without spares.", required=True, unit="items")
    serviceable = count("Items still in service if none is replaced.", required=True, unit="items")
    short = count("Items lacking.", required=True, unit="items")
    fails = yes_no("Whether the program lacks devices then.", required=True)
    first_failure = yes_no("Whether it is the first year in which it does.", required=True)
    why = text("How it was found.", required=True)
