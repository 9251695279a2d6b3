"""What is taught and what it asks for: goals, programs, standards, initiatives, contributions."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, number, rate, text, yes_no
from techplan.book.tables.district import GRADES, ROOM_TYPES, STAFF_ROLES
from techplan.book.tables.ready import READINESS_MEASURES, READINESS_PARTS
from techplan.book.tables.things import TCO_CATEGORIES

STANDARD_KINDS: Final = ("device", "software", "training hours", "bandwidth")
DRIVERS: Final = ("student", "teacher", "staff", "room", "school", "district", "as installed", "stated count")
MANDATES: Final = ("IEP", "504 plan", "law", "contract", "board policy")
"""What makes a standard a mandate: assistive technology that an individual education program names is one."""
EVIDENCE_TIERS: Final = ("strong", "moderate", "promising", "rationale", "none")


class Goals(Table):
    """A goal of the district."""

    code = text("Goal code.", key=True)
    title = text("The goal in a sentence.", required=True)
    weight = number("Weight against the other goals.")
    parent = text("Goal that it is part of.", references="goals.code")


class Indicators(Table):
    """A measure of a goal."""

    indicator = text("Indicator code.", key=True)
    goal = text("Goal measured.", references="goals.code")
    title = text("What is measured.", required=True)
    unit = text("Unit.")
    higher_is_better = yes_no("Whether more is better.")


class IndicatorValues(Table):
    """An indicator's value at one school in one fiscal year."""

    indicator = text("Indicator.", key=True, references="indicators.indicator")
    school = text("School.", key=True, references="schools.code")
    fy = fiscal_year("Fiscal year.", key=True)
    target = number("Target.", negative=True)
    actual = number("Value measured.", negative=True)
    n = count("Pupils or cases behind the value.")


class Programs(Table):
    """A program of the curriculum."""

    code = text("Program code.", key=True)
    title = text("Title.", required=True)
    subject = text("Subject.")
    grades = text("Grades taught, separated by semicolons.", choices=GRADES, separator=";")
    first_fy = fiscal_year("First fiscal year of the program.")
    last_fy = fiscal_year("Last fiscal year of the program.")
    adoption_cycle_years = count("Years from one adoption of materials to the next.", unit="years")


class Standards(Table):
    """What a program, or the district as a whole, asks for."""

    standard = text("Standard code.", key=True)
    program = text("Program that asks; empty means the district.", references="programs.code")
    kind = text("What is asked for.", choices=STANDARD_KINDS, required=True)
    asset_class = text("Class of device asked for.", references="asset_classes.code")
    agreement = text("Agreement that supplies it, and so carries its cost.", references="agreements.agreement")
    title = text("What is asked for, in words.")
    mandate = text("What makes it a mandate, which no rank can put last.", choices=MANDATES)
    driver = text("What the quantity follows.", choices=DRIVERS, required=True)
    school = text("Only at this school; empty means every school.", references="schools.code")
    grades = text("Only for these grades, separated by semicolons.", choices=GRADES, separator=";")
    role = text("Only for this staff role.", choices=STAFF_ROLES)
    room_type = text("Only for rooms of this type.", choices=ROOM_TYPES)
    ratio = number("Items for each unit of the driver; one for every two pupils is 0.5.", unit="items per driver")
    stated_count = count("The quantity itself, where the driver is a stated count.", unit="items")
    unit_price_cents = money("Price of one licence or one hour, where no agreement carries it.")
    price_fy = fiscal_year("Fiscal year in which that price holds; empty takes the plan's first.")
    take_home = yes_no("Whether pupils take the device home, so that all of its class are collected every summer.")
    spare_share = rate("Spares on top; empty takes the class's share.")
    pilot_share = rate("Share of the quantity asked for in the first fiscal year.")
    hand_down_to = text("Class that retired items serve, if they are still supported.", references="asset_classes.code")
    released_since = day("Models that appeared before this day cannot do what is asked for.")
    first_fy = fiscal_year("First fiscal year.")
    last_fy = fiscal_year("Last fiscal year.")
    tier = count(
        "Priority tier of licences and training, 1 (mandate) to 4 (wish); a device has its class's.", unit="tier"
    )
    may_slip_years = count("Years by which licences and training may slip; a device has its class's.", unit="years")


class Initiatives(Table):
    """A project with its own costs and benefits."""

    initiative = text("Initiative code.", key=True)
    title = text("Title.", required=True)
    sponsor = text("Role that answers for it.")
    sentence = text("The sponsor's sentence: what will be better, and for whom.")
    rank = count("The director's rank; 1 comes first.", least=1)
    evaluation = text("How it will be seen whether it worked.")
    first_fy = fiscal_year("First fiscal year.")
    tier = count("Priority tier, 1 (mandate) to 4 (wish).", unit="tier")
    may_slip_years = count("Years by which it may be put off, with all its costs.", unit="years")
    whole = yes_no("Whether each of its costs is paid whole or not at all.")
    depends_on = text(
        "Parts of readiness that it depends on, separated by semicolons.", choices=READINESS_PARTS, separator=";"
    )
    closes = text(
        "Measures of readiness whose gap it closes, separated by semicolons.",
        choices=tuple(READINESS_MEASURES),
        separator=";",
    )


class InitiativeCosts(Table):
    """One cost of an initiative in one fiscal year, in that year's prices."""

    cost = text("Cost code.", key=True)
    initiative = text("Initiative.", required=True, references="initiatives.initiative")
    fy = fiscal_year("Fiscal year in which it is paid.", required=True)
    school = text("School; empty means the district.", references="schools.code")
    category = text("Category of total cost of ownership.", choices=TCO_CATEGORIES, required=True)
    kind = text("Capital or operating.", choices=("capital", "operating"))
    title = text("What is paid for.")
    amount_cents = money("Amount.", required=True)
    recurring = yes_no("Whether it returns every year after.")
    estimated_life_months = count("Estimated life of what is bought.", unit="months")


class InitiativeBenefits(Table):
    """One expected benefit of an initiative."""

    benefit = text("Benefit code.", key=True)
    initiative = text("Initiative.", required=True, references="initiatives.initiative")
    fy = fiscal_year("Fiscal year.")
    kind = text("Kind of benefit.", choices=("saving", "revenue", "avoided cost", "productivity", "quality"))
    title = text("The benefit in words.")
    amount_cents = money("Amount, where it is money.")


class Contributions(Table):
    """How much a program, initiative, agreement or class helps a goal, in one person's judgement."""

    contribution = text("Contribution code.", key=True)
    goal = text("Goal helped.", required=True, references="goals.code")
    program = text("Program that helps.", references="programs.code")
    initiative = text("Initiative that helps.", references="initiatives.initiative")
    agreement = text("Agreement that helps.", references="agreements.agreement")
    asset_class = text("Class that helps.", references="asset_classes.code")
    scorer = text("Role of the person who judged.")
    low = number("Lowest contribution, 0 to 5.")
    likely = number("Most likely contribution, 0 to 5.")
    high = number("Highest contribution, 0 to 5.")
    likelihood = rate("Likelihood that it comes about.")
    evidence = text("Tier of evidence.", choices=EVIDENCE_TIERS)


class Content(Table):
    """Use of digital content under one agreement."""

    agreement = text("Agreement.", key=True, references="agreements.agreement")
    measured_on = day("Day measured.", key=True)
    program = text("Program served.", references="programs.code")
    purpose = text("What it is used for, in a word or two, such as 'math practice'.")
    seats = count("Seats paid for.", unit="seats")
    active_users = count("Users active in the month.", unit="users")
    privacy_agreement = yes_no("Whether a privacy agreement is signed.")
    accessibility_statement = yes_no("Whether an accessibility statement is on file.")
    terms = text("Terms on pupils' data that the contract holds, separated by semicolons.", separator=";")
