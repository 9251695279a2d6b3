"""Whether the ground is ready, and what people decided: connectivity, access, policies, security, decisions."""

from __future__ import annotations

from techplan.book.columns import Table, count, day, fiscal_year, number, text, yes_no
from techplan.book.tables.district import GRADES


class Connectivity(Table):
    """A school's connection as measured on one day."""

    school = text("School.", key=True, references="schools.code")
    measured_on = day("Day measured.", key=True)
    internet_mbps = number("Internet bandwidth available to the school.", unit="Mbps")
    wan_mbps = number("Bandwidth of the wide-area link.", unit="Mbps")
    peak_mbps = number("Peak use.", unit="Mbps")
    rooms_with_wifi = count("Instructional rooms with full Wi-Fi.", unit="rooms")
    source = text("How it was measured.")


class HomeAccess(Table):
    """Out-of-school access of one school's grade, from a survey."""

    school = text("School.", key=True, references="schools.code")
    grade = text("Grade.", key=True, choices=GRADES)
    fy = fiscal_year("Fiscal year.", key=True)
    asked = count("Families asked.", unit="families")
    answered = count("Families who answered.", unit="families")
    adequate_internet = count("Pupils with adequate Internet at home.", unit="students")
    device = count("Pupils with a device at home.", unit="students")
    hotspots = count("Hotspots lent.", unit="items")


class Policies(Table):
    """A policy of the district."""

    policy = text("Policy number.", key=True)
    kind = text("What it governs.", required=True)
    title = text("Title.")
    adopted_on = day("Day adopted.")
    reviewed_on = day("Day last reviewed.")
    review_cycle_months = count("Months from one review to the next.", unit="months")
    elements = text("Elements covered, separated by semicolons.", separator=";")


class PolicySignatures(Table):
    """Signed agreements received by one school."""

    policy = text("Policy.", key=True, references="policies.policy")
    school = text("School.", key=True, references="schools.code")
    fy = fiscal_year("Fiscal year.", key=True)
    due = count("Signatures due.", unit="signatures")
    received = count("Signatures received.", unit="signatures")


class SecurityAnswers(Table):
    """An answer of the security self-assessment."""

    question = text("Question code.", key=True)
    function = text("Function of the framework.")
    answer = text("Answer.", choices=("yes", "partly", "no", "not known"))
    evidence = text("Evidence.")
    answered_on = day("Day.")


class Deadlines(Table):
    """A date that somebody must keep."""

    deadline = text("Deadline code.", key=True)
    title = text("Title.", required=True)
    due_on = day("Day.", required=True)
    repeats = text("How it repeats.", choices=("never", "monthly", "quarterly", "yearly"))
    owner = text("Role that answers for it.")
    done = yes_no("Whether it is done.")


class Decisions(Table):
    """An answer that a person gave to a finding or a candidate."""

    decision = text("Decision code.", key=True)
    about = text("Finding or candidate.", required=True)
    subject = text("Row that it is about, by its key; empty means every row of the finding.")
    answer = text("Answer.", required=True)
    reason = text("Reason.")
    who = text("Role that decided.")
    decided_on = day("Day.")
