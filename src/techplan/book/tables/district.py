"""Who the district is: settings, schools, rooms, enrolment, staff."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, fiscal_year, money, number, rate, text, yes_no

GRADES: Final = ("PK", "KG", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "UG", "AE")
"""Grades in the order pupils pass them; PK pre-kindergarten, KG kindergarten, UG ungraded, AE adult education."""

DEPLOYMENT_POLICIES: Final = ("as due", "summer before", "summer after")
STAFF_ROLES: Final = ("teacher", "aide", "administrator", "counselor", "support", "technology", "other")
ROOM_TYPES: Final = (
    "classroom", "lab", "library", "media", "gym", "cafeteria", "auditorium", "office", "conference", "closet",
    "server room", "storage", "outdoor", "other",
)  # fmt: skip

FUNDING_GOALS: Final = (
    "mandates", "value by tier", "support end", "earlier years", "expiring money", "general fund", "order of funds",
    "even years",
)  # fmt: skip
"""What a funding plan is good at, one goal after the other; a district may put them in another order."""

MONTH_DAY: Final = (
    "^(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))$"
)
"""A month and day that every year has."""


class District(Table):
    """The district's settings; exactly one row."""

    district = text("Short code of the district, used in file names.", key=True)
    name = text("The district's full name, as the board uses it.", required=True)
    state = text("Two-letter state code; it chooses the state's rules.")
    nces_leaid = text("NCES agency number, seven digits, leading zeros kept.")
    fiscal_year_start_month = count(
        "Month (1-12) in which the fiscal year starts; July is 7.", unit="month", least=1, most=12
    )
    first_plan_year = fiscal_year("First fiscal year of the plan.")
    horizon_years = count("How many fiscal years the plan covers.", unit="years", least=1, most=50)
    deployment_policy = text(
        "When a device that falls due is replaced: on its day, in the summer before, or in the summer after.",
        choices=DEPLOYMENT_POLICIES,
    )
    first_day_of_school = text(
        "Month and day on which school starts, as MM-DD; summers end the day before.", pattern=MONTH_DAY
    )
    capital_unit_threshold_cents = money("Unit cost from which an item is capital outlay.")
    capital_aggregate_threshold_cents = money(
        "Cost of a group bought in one year from which the group is capital although each item is below the unit level."
    )
    lease_threshold_cents = money("Present value from which a lease is reported as such (GASB 87).")
    subscription_threshold_cents = money("Present value from which a subscription is reported as such (GASB 96).")
    discount_rate = rate("Yearly rate at which later money is discounted.")
    escalation = rate("Yearly price growth used where a row has none of its own.", negative=True)
    price_per_kwh_cents = money("Price of a kilowatt-hour of electricity.")
    hours_per_fte = number("Paid working hours of one full-time position in a year.", unit="hours")
    yearly_cap_cents = money("Most that the plan may spend in one year, from all funds together.")
    funding_goals = text(
        "Goals of who pays in the district's order, separated by semicolons; those left out follow as usual.",
        choices=FUNDING_GOALS,
        separator=";",
    )


class Schools(Table):
    """A school or another building of the district."""

    code = text("School code as the district writes it, leading zeros kept.", key=True)
    name = text("Name of the school.", required=True)
    nces_id = text("NCES school number, twelve digits, leading zeros kept.")
    grades = text("Grades taught, in order, separated by semicolons.", choices=GRADES, separator=";")
    instructional = yes_no("Whether pupils are taught here; a bus garage or board office is not instructional.")
    urban_rural = text("USAC's E-rate status, which is not the NCES locale.", choices=("urban", "rural"))
    cep = yes_no("Whether the school takes part in the Community Eligibility Provision.")
    identified_students = count("Students identified (directly certified) for CEP.", unit="students")
    opens_fy = fiscal_year("First fiscal year in which the school is open.")
    closes_fy = fiscal_year("Last fiscal year in which the school is open.")


class Rooms(Table):
    """A room of a school."""

    school = text("School that the room belongs to.", key=True, references="schools.code")
    room = text("Room number as written on the door.", key=True)
    type = text("What the room is used for.", choices=ROOM_TYPES)
    capacity = count("Seats.", unit="seats")
    from_fy = fiscal_year("First fiscal year in use.")
    to_fy = fiscal_year("Last fiscal year in use.")


class Enrollment(Table):
    """Students of one school and grade in one fiscal year."""

    school = text("School attended.", key=True, references="schools.code")
    grade = text("Grade.", key=True, choices=GRADES)
    fy = fiscal_year("Fiscal year.", key=True)
    students = count("Students enrolled.", required=True, unit="students")
    free_reduced = count("Of these, eligible for free or reduced-price meals.", unit="students")
    basis = text("Counted, or projected.", choices=("actual", "projected"))


class Staff(Table):
    """Staff of one school and role in one fiscal year."""

    school = text("School worked at.", key=True, references="schools.code")
    role = text("Role.", key=True, choices=STAFF_ROLES)
    fy = fiscal_year("Fiscal year.", key=True)
    fte = number("Full-time equivalents.", required=True, unit="FTE")
    heads = count("Persons, where it differs from the full-time equivalents.", unit="persons")
