"""What is promised and what is there to pay it: agreements, staff, funds, awards, appropriations, ledger."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, months, number, rate, text, yes_no
from techplan.book.tables.district import GRADES
from techplan.book.tables.things import E_RATE, TCO_CATEGORIES

BASES: Final = ("flat", "per student", "per staff", "per device", "per school")
FUND_KINDS: Final = (
    "general", "permanent improvement", "capital", "federal grant", "state grant", "local grant", "levy", "bond",
    "fees", "other",
)  # fmt: skip
PURPOSES: Final = ("licence", "service", "support", "warranty", "insurance", "repair", "lease")
FINANCING_KINDS: Final = ("lease", "subscription", "loan", "bond")
PAYS: Final = ("capital", "operating", "both")
STAGES: Final = ("temporary", "annual", "supplemental")
FORECAST_ROLES: Final = (
    "opening cash", "revenue", "other source", "expenditure", "other use", "encumbrance",
)  # fmt: skip
ACTIVITIES: Final = (
    "operations", "help desk", "administration", "training", "curriculum support", "data and reporting",
)  # fmt: skip


class Agreements(Table):
    """A contract or subscription that costs money every term."""

    agreement = text("Agreement code.", key=True)
    vendor = text("Vendor.")
    title = text("What it gives.", required=True)
    purpose = text("What kind of agreement it is.", choices=PURPOSES)
    category = text("Category of total cost of ownership.", choices=TCO_CATEGORIES, required=True)
    basis = text("What the amount is multiplied by.", choices=BASES, required=True)
    amount_cents = money("Amount for one term and one unit of the basis.", required=True)
    price_fy = fiscal_year("Fiscal year in which that amount holds; empty takes the year of the start.")
    asset_class = text("Class counted, where the basis is per device.", references="asset_classes.code")
    start_on = day("First day.")
    end_on = day("Last day of the term now running.")
    term_months = months("Months in a term; empty means twelve.")
    notice_on = day("Last day on which it can be ended.")
    price_lock_end = day("Day until which the price is held.")
    escalation = rate("Yearly price growth after the lock.", negative=True)
    renews = yes_no("Whether it is renewed when the term ends.")
    school = text("School served; empty means the district.", references="schools.code")
    grades = text("Grades served, separated by semicolons; empty means all.", choices=GRADES, separator=";")
    program = text("Program served.", references="programs.code")
    object_code = text("Object of the account that pays.")
    e_rate = text("E-rate category.", choices=E_RATE)
    tier = count("Priority tier, 1 (mandate) to 4 (wish).", unit="tier")
    may_slip_years = count("Years by which its start may be put off.", unit="years")
    whole = yes_no("Whether a term is paid whole or not at all.")
    paid_by = text("Fund that paid for it last year.", references="funds.fund")


class Coverage(Table):
    """What an agreement covers."""

    coverage = text("Coverage code.", key=True)
    agreement = text("Agreement.", required=True, references="agreements.agreement")
    asset = text("Asset covered.", references="assets.asset")
    asset_class = text("Class covered.", references="asset_classes.code")


class SupportStaff(Table):
    """A technology position."""

    position = text("Position code.", key=True)
    title = text("Title, never a name.", required=True)
    fte = number("Full-time equivalents.", required=True, unit="FTE")
    salary_cents = money("Yearly salary of one full-time equivalent.")
    benefits_cents = money("Yearly benefits of one full-time equivalent.")
    price_fy = fiscal_year("Fiscal year of these figures.")
    escalation = rate("Yearly growth.", negative=True)
    school = text("School; empty means the district.", references="schools.code")
    first_fy = fiscal_year("First fiscal year.")
    last_fy = fiscal_year("Last fiscal year.")
    deployment_hours = number("Hours a year that one full-time equivalent has for deployments.", unit="hours")
    object_code = text("Object of the account that pays.")
    paid_by = text("Fund that paid for it last year.", references="funds.fund")


class StaffActivities(Table):
    """How a position's time is shared out over activities."""

    position = text("Position.", key=True, references="support_staff.position")
    activity = text("Activity.", key=True, choices=ACTIVITIES)
    share = rate("Share of the time.", required=True)


class TimeSurvey(Table):
    """Hours that users spend on technology themselves, from the survey's five questions."""

    survey = text("Survey and group.", key=True)
    school = text("School.", references="schools.code")
    fy = fiscal_year("Fiscal year.", required=True)
    role = text("Role asked.")
    people = count("Persons in the group that the answers stand for; empty means those asked.", unit="persons")
    asked = count("Persons asked.", unit="persons")
    answered = count("Persons who answered.", unit="persons")
    formal_training_hours = number("Hours in formal training.", unit="hours per person and year")
    casual_learning_hours = number("Hours learning alone.", unit="hours per person and year")
    self_support_hours = number("Hours helping oneself and peers.", unit="hours per person and year")
    files_hours = number("Hours caring for files and data.", unit="hours per person and year")
    downtime_hours = number("Hours lost to downtime.", unit="hours per person and year")
    spread_hours = number(
        "Standard deviation, between persons, of the hours of all five questions together.", unit="hours"
    )
    hourly_cost_cents = money("Loaded cost of one hour.")


class Funds(Table):
    """A fund that may pay for technology, as the treasurer keeps it."""

    fund = text("Fund code, leading zeros kept.", key=True)
    name = text("Name.", required=True)
    kind = text("Kind of fund.", choices=FUND_KINDS, required=True)
    rule_set = text("Sets of rules that bind it, separated by semicolons, as title_iv_a or oh.permanent_improvement.")
    serves = text(
        "Programs, classes or agreements that alone it may pay for, separated by semicolons; empty means any.",
        separator=";",
    )
    pays = text("Which spending the treasurer allows; empty means both.", choices=PAYS)
    pays_categories = text(
        "Categories it may pay, separated by semicolons; empty means all.", choices=TCO_CATEGORIES, separator=";"
    )
    minimum_life_months = months("Least estimated life of what it may buy.")
    first_fy = fiscal_year("First fiscal year in which it may pay.")
    last_fy = fiscal_year("Last fiscal year in which it may pay.")
    one_time = yes_no("Whether its money comes once and does not return.")
    order = count("Order in which it is used where nothing else decides; lower first.")


class Awards(Table):
    """A grant to a fund, with its window."""

    award = text("Award code.", key=True)
    fund = text("Fund that holds it.", required=True, references="funds.fund")
    title = text("Title.")
    fain = text("Federal award identification number.")
    awarded_on = day("Day of award; federal thresholds follow it.")
    amount_cents = money("Amount that technology may use.", required=True)
    first_obligation_on = day("First day on which it may be obligated.")
    last_obligation_on = day("Last day on which it may be obligated.")
    liquidation_on = day("Last day on which obligations may be paid.")
    carryover = yes_no("Whether what is left at a fiscal year's end may be used in the next.")
    match_share = rate("Share of the whole that the district must add from its own money.")
    approved_on = day("Day on which the application was approved; nothing may be obligated before.")
    equitable_share = rate("Share set apart for pupils of non-public schools (equitable services).")
    indirect_rate = rate("Restricted indirect cost rate, charged on what is not capital.")
    spent_cents = money("Spent or obligated before the plan.")


class AwardShares(Table):
    """A cap or set-aside of an award for a category."""

    award = text("Award.", key=True, references="awards.award")
    category = text("Category.", key=True, choices=TCO_CATEGORIES)
    minimum_share = rate("At least this share of the award.")
    maximum_share = rate("At most this share of the award.")


class Appropriations(Table):
    """An appropriation of one fund for technology."""

    appropriation = text("Appropriation code.", key=True)
    fund = text("Fund.", required=True, references="funds.fund")
    fy = fiscal_year("Fiscal year.", required=True)
    stage = text("Temporary, annual (which replaces the temporary) or supplemental (which adds).", choices=STAGES)
    adopted_on = day("Day adopted.")
    amount_cents = money("Amount.", required=True, negative=True)


class FundBalances(Table):
    """What a fund has and gets for technology in one fiscal year."""

    fund = text("Fund.", key=True, references="funds.fund")
    fy = fiscal_year("Fiscal year.", key=True)
    opening_cents = money("Balance at the start of the year; given once, for the first year.", negative=True)
    revenue_cents = money("New money in the year.")
    floor_cents = money("Balance that must remain at the end.")
    certified_cents = money("Certified as available for technology in the year, opening balance and awards included.")
    basis = text("Actual, or estimated.", choices=("actual", "estimated"))


class Transfers(Table):
    """A transfer or advance between funds that the board approved."""

    transfer = text("Transfer number.", key=True)
    from_fund = text("Fund that gives.", required=True, references="funds.fund")
    to_fund = text("Fund that receives.", required=True, references="funds.fund")
    fy = fiscal_year("Fiscal year.", required=True)
    approved_on = day("Day approved by the board; without it nothing moves.")
    amount_cents = money("Amount.", required=True)
    returns_fy = fiscal_year("For an advance: fiscal year in which it goes back.")


class ErateRequests(Table):
    """A request for E-rate discount."""

    request = text("Request code or FRN.", key=True)
    funding_year = count("E-rate funding year, named by the year in which it starts.", required=True, unit="year")
    form_470 = text("Form 470 number.")
    form_471 = text("Form 471 number.")
    frn = text("Funding request number.")
    category = text("Category.", choices=("category one", "category two"))
    title = text("What is asked for.")
    asset_class = text(
        "Class asked for; where no agreement is named either, the request is for all that is eligible in its category.",
        references="asset_classes.code",
    )
    agreement = text("Agreement asked for.", references="agreements.agreement")
    decided_on = day("Day of the decision letter.")
    service_start = day("First day of service.")
    pre_discount_cents = money("Cost before discount.")
    ineligible_cents = money("Of it, not eligible.")
    discount = rate("Discount.")
    committed_cents = money("Committed.")
    disbursed_cents = money("Paid out.")
    invoicing = text("Who is paid: the vendor (SPI), or the district afterwards (BEAR).", choices=("SPI", "BEAR"))
    returns_on = day("Day on which a repayment to the district (BEAR) is expected.")
    status = text("Status.", choices=("planned", "filed", "funded", "denied", "cancelled"))


class ErateBudgets(Table):
    """The Category Two budget of an E-rate entity over one cycle of five funding years, as USAC shows it."""

    entity = text("USAC's billed entity number.", key=True)
    first_funding_year = count(
        "First funding year of the cycle, named by the year in which it starts.", key=True, unit="year"
    )
    last_funding_year = count("Last funding year of the cycle.", unit="year")
    school = text("School; empty means the district.", references="schools.code")
    students = count("Students that the budget is reckoned by.", unit="students")
    budget_cents = money("Budget before discount, for the whole cycle.")
    funded_cents = money("Of it, committed.")
    pending_cents = money("Of it, asked for and not yet decided.")
    available_cents = money("Of it, left, by USAC's own figure.", negative=True)
    version = text("USAC's word for how firm it is.")


class Financings(Table):
    """A lease, loan or bond that pays for technology over years."""

    financing = text("Financing code.", key=True)
    title = text("Title.")
    kind = text("What it is.", choices=FINANCING_KINDS)
    category = text("Category of total cost of ownership; empty means client computers.", choices=TCO_CATEGORIES)
    fund = text("Fund that pays.", references="funds.fund")
    start_on = day("First day.")
    payments = count("Number of payments.")
    payment_cents = money("One payment.")
    payment_months = months("Months between payments.")
    in_advance = yes_no("Whether each payment is due at the start of its period.")
    interest_rate = rate("Interest rate.")
    most_months = months("Longest time that it can run, options to renew included; empty means that of its payments.")
    ownership_at_end = yes_no("Whether the district owns it at the end.")


class AccountRules(Table):
    """Which account pays for a category."""

    rule = text("Rule code.", key=True)
    category = text("Category.", choices=TCO_CATEGORIES, required=True)
    kind = text("Capital or operating.", choices=("capital", "operating"), required=True)
    function = text("Function code.")
    object = text("Object code.")


class ForecastLines(Table):
    """A line of the district's whole financial forecast."""

    line = text("Line of the forecast.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    title = text("Title.")
    role = text("What the line is; a line without one is counted in no total.", choices=FORECAST_ROLES)
    amount_cents = money("Amount.", required=True, negative=True)
    technology_cents = money("Of it, technology that this plan replaces; empty means not known.", negative=True)


class SetAsides(Table):
    """What the state asks the district to set aside for capital and maintenance in one fiscal year, and what counts."""

    fy = fiscal_year("Fiscal year.", key=True)
    base_cost_cents = money("The state's average base cost of one student, of the year before.")
    students = count("Students of the year before; empty takes the enrolment there is.", unit="students")
    revenue_cents = money("Operating revenue of the year before, where the district goes by that.")
    offsets_cents = money("Levy, bond, insurance and sale proceeds that count in place of general money.")
    carried_cents = money(
        "Set aside earlier and not yet spent; below zero where earlier offsets are left over.", negative=True
    )
    waived = yes_no("Whether the state has waived it for the year.")


class Ledger(Table):
    """An account of the ledger in one fiscal year."""

    account = text("Account code in full.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    description = text("Description.")
    fund = text("Fund.", references="funds.fund")
    function = text("Function code.")
    object = text("Object code.")
    adopted_cents = money("Adopted budget.", negative=True)
    revised_cents = money("Revised budget.", negative=True)
    encumbered_cents = money("Encumbered.", negative=True)
    carried_encumbrance_cents = money("Of it, carried over from the year before.", negative=True)
    actual_cents = money("Spent.", negative=True)
    plan_line = text("Line of the adopted plan it belongs to.")


class AdoptedLines(Table):
    """A line of last year's adopted plan."""

    line = text("Plan line.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    title = text("Title.")
    category = text("Category.", choices=TCO_CATEGORIES)
    school = text("School.", references="schools.code")
    fund = text("Fund that was to pay.", references="funds.fund")
    goal = text("Goal that it serves.", references="goals.code")
    asset_class = text("Class to buy.", references="asset_classes.code")
    promised_quantity = count("Items promised.", unit="items")
    delivered_quantity = count("Items delivered; empty takes them from its orders and receipts.", unit="items")
    unit_price_cents = money("Price of one item, as adopted; empty takes the amount over the items promised.")
    amount_cents = money("Amount adopted.")
    orders = text(
        "Orders that it became, as ORDER or ORDER/LINE, separated by semicolons; empty takes those of its class.",
        separator=";",
    )
