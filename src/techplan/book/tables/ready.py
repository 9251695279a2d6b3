"""Whether the ground is ready, and what people decided: connectivity, access, policies, security, decisions."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, number, text, yes_no
from techplan.book.tables.district import GRADES

READINESS_PARTS: Final = (
    "connectivity in school", "connectivity out of school", "devices", "digital content", "responsible use",
    "safety and security",
)  # fmt: skip
"""The parts of the ground that learning with technology stands on."""

READINESS_MEASURES: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("Internet per student", "Internet per user", "Internet at peak", "Internet until", "WAN per student",
         "WAN at peak", "Wi-Fi in rooms"),
        "connectivity in school",
    ),
    **dict.fromkeys(("Internet at home", "device at home"), "connectivity out of school"),
    **dict.fromkeys(
        ("students per device", "educators' devices", "supported devices", "capable devices"), "devices"
    ),
    **dict.fromkeys(
        ("content of programs", "student-data agreement", "accessibility statement", "licence through the year"),
        "digital content",
    ),
    **dict.fromkeys(
        ("Internet safety policy", "safety topics", "monitoring and education", "filter", "notice and hearing",
         "use agreement", "policy in date", "signatures"),
        "responsible use",
    ),
    **dict.fromkeys(
        ("cybersecurity program", "contract terms", "annual notice", "security training", "incident notice",
         "second factor", "tested backups", "self-assessment", "supported systems"),
        "safety and security",
    ),
}  # fmt: skip
"""Every measure of readiness, and the part that it is of."""

ANSWERED_MEASURES: Final = (
    "annual notice", "security training", "incident notice", "second factor", "tested backups",
)  # fmt: skip
"""Measures that an answer of the security self-assessment decides."""


class Connectivity(Table):
    """A school's connection as measured on one day."""

    school = text("School.", key=True, references="schools.code")
    measured_on = day("Day measured.", key=True)
    internet_mbps = number("Internet bandwidth available to the school.", unit="Mbps")
    wan_mbps = number("Bandwidth of the wide-area link.", unit="Mbps")
    peak_mbps = number("Peak use.", unit="Mbps")
    rooms_with_wifi = count("Instructional rooms with full Wi-Fi.", unit="rooms")
    source = text("How it was measured.")
    circuit = text("Internet connection that serves the school; schools that share one name the same.")
    circuit_peak_mbps = number("Peak use of that whole connection, all its schools together.", unit="Mbps")


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
    notice_on = day("Day of the public notice given before its hearing.")
    hearing_on = day("Day of the public hearing or meeting at which it was taken up.")
    evidence = text("Where notice and hearing are on file, such as minutes.")


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
    title = text("The question in words.")
    function = text("Function of the framework.")
    measure = text("Measure of readiness that the answer decides, where it is one.", choices=ANSWERED_MEASURES)
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
