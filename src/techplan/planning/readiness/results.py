"""The tables of readiness."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, number, rate, text, yes_no
from techplan.book.tables.ready import READINESS_MEASURES, READINESS_PARTS

STANDINGS: Final = ("ready", "not ready", "unknown")
NOT_READY: Final = "not ready"
READY: Final = "ready"
UNKNOWN: Final = "unknown"
TIMES: Final = ("now", "year end")


class Readiness(Table):
    """One measure of readiness at one place against its target: what was measured, what is missing, what closes it."""

    part = text("Part of the ground.", key=True, choices=READINESS_PARTS)
    measure = text("What is measured.", key=True, choices=tuple(READINESS_MEASURES))
    school = text("School, or the whole district.", key=True)
    about = text("Grade, agreement, policy, question or time that the row is about, or a dash.", key=True)
    fy = fiscal_year("Fiscal year that is judged.", key=True)
    standing = text("Ready, not ready, or unknown.", choices=STANDINGS, required=True)
    found = text("What was found, in words.", required=True)
    value = number("Measured value, or the bound that decides; empty where it is not known.", negative=True)
    unit = text("Unit of the value and the target.", required=True)
    target = number("Target; empty where no rule gives one.", negative=True)
    gap = number("What is lacking, in that unit; empty where the standing is unknown.")
    missing = number("What would fill the gap, in things; empty where it is not known.")
    missing_unit = text("Unit of what is missing.")
    measured_on = day("Day of the measurement.")
    source = text("Source of the target.")
    link = text("Where the source was read.")
    target_on = day("Day from which the target holds.")
    confirmed = yes_no("Whether the target was read at its source, or is the district's own.", required=True)
    closing_lines = text("First lines of the plan that close the gap, separated by semicolons.", separator=";")
    closing_count = count("Lines of the plan that close it.", required=True, unit="lines")
    closing_fy = fiscal_year("Fiscal year in which it is closed, as far as the plan says.")
    closing_cents = money("What those lines cost.", required=True)
    closing_unfunded_cents = money("Of it, paid by nobody.", required=True)
    why = text("How it was judged, and what would make it known.", required=True)


class ReadinessDevices(Table):
    """Devices of pupils and educators at one school in one fiscal year, and how many lack their maker's support.

    pupils' + educators' + other staff's + others = in service − beyond support.
    """

    school = text("School, or the whole district.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    at = text("Now, or at the end of the year as planned.", key=True, choices=TIMES)
    students = count("Students; empty where none are entered.", unit="students")
    student_devices = count("Pupils' devices in service that their makers support.", required=True, unit="devices")
    students_per_device = number("Students for each of them; empty where there are none of either.")
    educators = count("Educators; empty where none are entered.", unit="persons")
    educator_devices = count("Educators' devices in service that are supported.", required=True, unit="devices")
    educators_per_device = number("Educators for each of them; empty where there are none of either.")
    staff_devices = count("Supported devices set aside for other staff.", required=True, unit="devices")
    other_devices = count("Supported computers that no standard asks for.", required=True, unit="devices")
    in_service = count("Computers in service.", required=True, unit="devices")
    beyond_support = count("Of them, those past their maker's support.", required=True, unit="devices")
    beyond_share = rate("Those as a share; empty where nothing is in service.")
    support_unknown = count("Of them, those whose end of support is not known.", required=True, unit="devices")
    why = text("How it was found.", required=True)


class ReadinessContent(Table):
    """Digital content under one agreement: who uses it, what a user costs, what is on file."""

    agreement = text("Agreement.", key=True)
    title = text("Title.")
    program = text("Program served.")
    measured_on = day("Day on which use was measured.")
    seats = count("Seats paid for.", unit="seats")
    active_users = count("Users active in the month.", unit="users")
    fy = fiscal_year("Fiscal year of the cost; empty where the plan has none.")
    cost_cents = money("Cost of that year.", required=True)
    user_cents = money("Cost for each active user; empty where use is not measured or nobody uses it.")
    privacy_agreement = yes_no("Whether a privacy agreement is signed; empty where not known.")
    accessibility_statement = yes_no("Whether an accessibility statement is on file; empty where not known.")
    ends_on = day("Last day of the licence.")
    renews = yes_no("Whether it renews; empty where not known.")
    ends_in_school_year = yes_no("Whether it ends while school is held; empty where not known.")


class ReadinessGates(Table):
    """A line of the plan that depends on a part of the ground that is not ready, or not known to be."""

    line = text("Cost line.", key=True)
    part = text("Part that it depends on.", key=True, choices=READINESS_PARTS)
    measure = text("Measure that is not ready.", key=True, choices=tuple(READINESS_MEASURES))
    fy = fiscal_year("Fiscal year that pays the line.", required=True)
    school = text("School of the line, or the whole district.", required=True)
    source_table = text("Initiative or program that depends on it.", choices=("initiatives", "programs"), required=True)
    source_key = text("Its code.", required=True)
    title = text("Its title.", required=True)
    amount_cents = money("Amount of the line.", required=True)
    standing = text("Not ready, or unknown.", choices=("not ready", "unknown"), required=True)
    places = text("Schools where, separated by semicolons.", required=True, separator=";")
    closing_fy = fiscal_year("Fiscal year in which the plan closes it, where it does everywhere.")
    why = text("What is said on the line.", required=True)


READINESS: Final[dict[str, type[Table]]] = {
    table.table_name(): table for table in (Readiness, ReadinessDevices, ReadinessContent, ReadinessGates)
}
"""Every table of readiness by its name, in the order people read them."""
