"""The tables of the year-end review and of the ways to pay."""

from __future__ import annotations

from typing import Final

import dataframely as dy

from techplan.book.columns import Table, count, day, fiscal_year, money, number, rate, text, yes_no

MATCHES: Final = ("plan line", "rule", "unmatched")
"""By the account's own plan line, by a saved rule of the Book, or not at all."""
VERDICTS: Final = ("favourable", "on budget", "unfavourable", "no budget", "not in the ledger")
DIMENSIONS: Final = ("fund", "school", "category", "goal")
TIES: Final = ("plan line", "rule", "unmatched", "ledger", "printed", "difference")
ROLLED: Final = ("open encumbrance", "unspent", "not delivered")
ERROR_KINDS: Final = ("price", "quantity", "timing")
METHODS: Final = ("cohort survival", "last year again")
READINGS: Final = ("met", "not met", "not known", "too few to show")
ASSOCIATIONS: Final = ("association", "too few schools for an interval", "not comparable")
ACTIONS: Final = ("cut", "share", "re-negotiate", "re-assign", "claim")
STANDINGS: Final = ("open", "accepted", "declined")
NOT_KNOWN: Final = "(not known)"
UNMATCHED: Final = "(unmatched)"
SHARE: Final = "Committed share of the budget; empty where there is no budget."


def _cents(doc: str) -> dy.Int64:
    """An amount that is always there and may be below zero."""
    return money(doc, required=True, negative=True)


def _off() -> dy.Int64:
    """A forecast less a count: a whole number of either sign."""
    return dy.Int64(
        nullable=False, description="Forecast less counted.", metadata={"kind": "count", "unit": "students"}
    )


class ReviewAccounts(Table):
    """One account of the ledger in the year reviewed, and what of the plan it belongs to."""

    account = text("Account code in full.", key=True)
    description = text("Description.")
    matched_by = text("How it was matched.", choices=MATCHES, required=True)
    line = text("Plan line; empty where it is matched to a category only, or not at all.")
    fund = text("Fund.", required=True)
    school = text("School.", required=True)
    category = text("Category.", required=True)
    goal = text("Goal.", required=True)
    adopted_cents = _cents("Adopted budget.")
    revised_cents = _cents("Budget as revised, else as adopted.")
    encumbered_cents = _cents("Ordered and not yet paid.")
    actual_cents = _cents("Spent.")
    left_cents = _cents("Budget less encumbered less spent; below zero where overspent.")
    committed_cents = _cents("Encumbered and spent together.")
    committed_share = number(SHARE, unit="fraction of one", negative=True)
    committed_printed = text("That share as it is printed: never 100 % before nothing is left.")
    verdict = text("Favourable where something is left.", choices=VERDICTS, required=True)
    why = text("What it rests on.", required=True)


class ReviewLines(Table):
    """One line of the adopted plan, one category without a line, or what is not matched, against the ledger."""

    line = text("Plan line, or a category or (unmatched) in brackets.", key=True)
    title = text("Title.", required=True)
    fund = text("Fund that was to pay.")
    school = text("School.")
    category = text("Category.")
    goal = text("Goal.")
    accounts = count("Accounts matched.", required=True, unit="accounts")
    planned_cents = money("Amount of the adopted plan; empty where it is no line of it.")
    over_plan_cents = money("Committed above the adopted plan; below zero where less.", negative=True)
    adopted_cents = _cents("Adopted budget.")
    revised_cents = _cents("Budget as revised, else as adopted.")
    encumbered_cents = _cents("Ordered and not yet paid.")
    actual_cents = _cents("Spent.")
    left_cents = _cents("Budget less encumbered less spent; below zero where overspent.")
    committed_cents = _cents("Encumbered and spent together.")
    committed_share = number(SHARE, unit="fraction of one", negative=True)
    committed_printed = text("That share as it is printed: never 100 % before nothing is left.")
    verdict = text("Favourable where something is left.", choices=VERDICTS, required=True)
    why = text("What it rests on.", required=True)


class ReviewTotals(Table):
    """The ledger by fund, by school, by category or by goal; each dimension adds up to the whole ledger."""

    dimension = text("By what.", key=True, choices=DIMENSIONS)
    item = text("Its code, or (not known).", key=True)
    title = text("Its name.", required=True)
    accounts = count("Accounts.", required=True, unit="accounts")
    adopted_cents = _cents("Adopted budget.")
    revised_cents = _cents("Budget as revised, else as adopted.")
    encumbered_cents = _cents("Ordered and not yet paid.")
    actual_cents = _cents("Spent.")
    left_cents = _cents("Budget less encumbered less spent; below zero where overspent.")
    committed_cents = _cents("Encumbered and spent together.")
    committed_share = number(SHARE, unit="fraction of one", negative=True)
    committed_printed = text("That share as it is printed: never 100 % before nothing is left.")
    verdict = text("Favourable where something is left.", choices=VERDICTS, required=True)
    why = text("What it rests on.", required=True)


class ReviewTies(Table):
    """Whether the ledger ties: by plan line + by rule + unmatched = ledger; printed totals are only compared."""

    part = text("Part.", key=True, choices=TIES)
    accounts = count("Accounts; empty for what a report prints.", unit="accounts")
    adopted_cents = money("Adopted.", negative=True)
    revised_cents = money("Budget as revised.", negative=True)
    encumbered_cents = money("Encumbered.", negative=True)
    actual_cents = money("Spent.", negative=True)
    left_cents = money("Left.", negative=True)
    why = text("What it is.", required=True)


class ReviewPace(Table):
    """How far the money is, beside how far the year is."""

    fy = fiscal_year("Fiscal year.", key=True)
    as_of = day("Day of it, within the year.", required=True)
    elapsed_share = rate("Share of the year's days gone by.", required=True)
    spent_share = number("Spent share of the budget; empty without a budget.", unit="fraction of one", negative=True)
    encumbered_share = number("Encumbered share; empty without a budget.", unit="fraction of one", negative=True)
    why = text("What it rests on.", required=True)


class ReviewPromises(Table):
    """What one line of the adopted plan promised, and what came."""

    line = text("Plan line.", key=True)
    title = text("Title.", required=True)
    school = text("School.")
    asset_class = text("Class.")
    promised = count("Items promised.", unit="items")
    ordered = count("Items ordered, less cancelled, up to the day of the review; empty without orders.", unit="items")
    delivered = count("Items that came in good order by the end of the year; empty is not known.", unit="items")
    later = count("Items ordered that had not come by then; empty without orders.", unit="items")
    short = count("Promised and not delivered by the end of the year; empty where one is not known.", unit="items")
    delivered_share = number("Delivered share of what was promised.", unit="fraction of one")
    orders = text("Orders it became.")
    why = text("What it rests on.", required=True)


class ReviewRolled(Table):
    """What goes on into the next year: open encumbrances, budget not spent, items not delivered."""

    line = text("Plan line, or a category or (unmatched) in brackets.", key=True)
    kind = text("What goes on.", key=True, choices=ROLLED)
    title = text("Title.", required=True)
    amount_cents = money("Amount; empty for items.")
    quantity = count("Items; empty for money.", unit="items")
    why = text("What it means.", required=True)


class ReviewLapsing(Table):
    """Money with a last day: what has lapsed, and what is about to."""

    fund = text("Fund.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    title = text("Its name.", required=True)
    last_on = day("Last day on which it may be obligated.", required=True)
    lapsed = yes_no("Whether that day has passed.", required=True)
    unspent_cents = money("Not spent or obligated, as entered; empty where nobody says what was spent.")
    planned_cents = money("Of it, spent by the plan; empty without a plan.")
    lapses_cents = money("Lapsed, or lapsing if nothing more is done; empty is not known.")
    why = text("What it rests on.", required=True)


class ReviewErrors(Table):
    """How far one line of the adopted plan was off, and why: price + quantity + timing = actual − adopted."""

    line = text("Plan line.", key=True)
    title = text("Title.", required=True)
    asset_class = text("Class, or its category in brackets.", required=True)
    adopted_cents = money("Amount adopted.", required=True)
    actual_cents = money("Spent in the year.", required=True, negative=True)
    difference_cents = money("Spent less adopted.", required=True, negative=True)
    price_cents = money("Of it, because one item cost more or less.", required=True, negative=True)
    quantity_cents = money("Of it, because more or fewer items were bought.", required=True, negative=True)
    timing_cents = money("Of it, because items or bills come in another year.", required=True, negative=True)
    promised = count("Items promised.", unit="items")
    delivered = count("Items paid for in the year.", unit="items")
    later_cents = money("Still to come, at the adopted price or as encumbered.", required=True, negative=True)
    basis = text("Where the actual comes from.", choices=("orders", "ledger"), required=True)
    why = text("What it rests on.", required=True)


class ReviewErrorClasses(Table):
    """Forecast error of one class over its lines; price + quantity + timing = actual − adopted."""

    asset_class = text("Class, or a category in brackets.", key=True)
    title = text("Its name.", required=True)
    lines = count("Plan lines.", required=True, unit="lines")
    adopted_cents = money("Amount adopted.", required=True)
    actual_cents = money("Spent in the year.", required=True, negative=True)
    difference_cents = money("Spent less adopted.", required=True, negative=True)
    price_cents = money("Of it, price.", required=True, negative=True)
    quantity_cents = money("Of it, quantity.", required=True, negative=True)
    timing_cents = money("Of it, timing.", required=True, negative=True)
    error_share = number("Difference as a share of what was adopted; empty where nothing was.", unit="fraction of one",
                         negative=True)  # fmt: skip


class ReviewAssumptions(Table):
    """What an assumption of next year's plan would be if last year's experience were adopted; nothing is by itself."""

    asset_class = text("Class.", key=True)
    kind = text("What was off.", key=True, choices=ERROR_KINDS)
    setting = text("Where the Book keeps the assumption.", required=True)
    now = text("What the Book says now; empty where it says nothing.")
    candidate = text("What it would be.", required=True)
    would_be_cents = money("The same in money, where it is a price.")
    would_be_months = count("The same in months, where it is a lead time.", unit="months")
    would_be_factor = number("The same as a factor on what is planned, where it is a quantity.", unit="factor")
    standing = text("What people decided.", choices=STANDINGS, required=True)
    reason = text("Their reason.")
    why = text("What it rests on.", required=True)


class ReviewEnrollment(Table):
    """A forecast of the last counted year, made as if that year were not known yet."""

    method = text("How it was forecast.", key=True, choices=METHODS)
    fy = fiscal_year("The year held out.", required=True)
    forecast = count("Students forecast.", required=True, unit="students")
    actual = count("Students counted.", required=True, unit="students")
    error = _off()
    error_share = number("Error as a share of those counted.", unit="fraction of one", negative=True)
    grades_off = count("Errors of all grades, each without its sign, added up.", required=True, unit="students")
    grades_off_share = number("The same as a share of those counted.", unit="fraction of one")
    closer = yes_no("Whether this method came closer over the grades than the other; empty where both did as well.")
    why = text("How it was made.", required=True)


class ReviewEnrollmentGrades(Table):
    """One grade of the year held out: counted, and forecast in two ways."""

    grade = text("Grade.", key=True)
    fy = fiscal_year("The year held out.", required=True)
    last_year = count("Students of the grade a year before.", required=True, unit="students")
    survival = number("Share of the grade below that came on, over the years learnt from; empty for an entry grade.",
                      unit="fraction of one")  # fmt: skip
    forecast = count("Students by cohort survival.", required=True, unit="students")
    actual = count("Students counted.", required=True, unit="students")
    error = _off()
    why = text("How it was made.", required=True)


class ReviewIndicators(Table):
    """An indicator at one school in the year reviewed, against its target and its baseline."""

    indicator = text("Indicator.", key=True)
    school = text("School.", key=True)
    title = text("What is measured.", required=True)
    goal = text("Goal measured.")
    unit = text("Unit.")
    n = count("Pupils or cases behind the value; empty where too few to show, or not entered.", unit="cases")
    target = number("Target.", negative=True)
    actual = number("Value measured; empty where too few to show.", negative=True)
    gap = number("Actual less target.", negative=True)
    baseline_fy = fiscal_year("First year measured, where it is earlier.")
    baseline = number("Value in that year.", negative=True)
    change = number("Actual less baseline.", negative=True)
    reading = text("Against the target.", choices=READINGS, required=True)
    improved = yes_no("Whether the change went the right way; empty is not known, or no change.")
    why = text("What it rests on.", required=True)


class ReviewStages(Table):
    """Change of an indicator at schools that an investment has reached, beside schools not yet reached."""

    investment = text("Initiative or program.", key=True)
    indicator = text("Indicator of a goal that it is to help.", key=True)
    title = text("Title of the investment.", required=True)
    measure = text("What is measured.", required=True)
    before_fy = fiscal_year("Year before the first school was reached.", required=True)
    after_fy = fiscal_year("Year reviewed.", required=True)
    reached = count("Schools reached with values in both years.", required=True, unit="schools")
    not_yet = count("Schools not yet reached with values in both years.", required=True, unit="schools")
    hidden = count("Schools left out: too few pupils, or no number of them.", required=True, unit="schools")
    reached_change = number("Mean change of the schools reached.", negative=True)
    not_yet_change = number("Mean change of the others.", negative=True)
    difference = number("Change of the first less change of the second.", negative=True)
    low = number("Lower end of the 95 % interval; empty where there are too few schools.", negative=True)
    high = number("Upper end.", negative=True)
    reading = text("What it is.", choices=ASSOCIATIONS, required=True)
    why = text("In words: an association, never a proof.", required=True)


class ReviewCandidates(Table):
    """One way to free money or to bring some in. None is applied by itself."""

    candidate = text("Kind and subject, as a decision names it.", key=True)
    kind = text("Kind of candidate.", required=True)
    subject_table = text("Table of the Book that it is about.", required=True)
    subject = text("Key in it.", required=True)
    title = text("What it is about.", required=True)
    action = text("What could be done.", choices=ACTIONS, required=True)
    amount_cents = money("Dollars of one year that it could free or bring in; empty is not known.")
    counted_cents = money(
        "Of it, what totals count: nothing of a mere question, or of a smaller candidate on the same thing.",
        required=True,
    )
    used_cents = money("For seats: the part of the cost that is used.")
    unit_cost_cents = money("For seats: cost of one active user.")
    act_by = day("Day by which to act, where there is one.")
    evidence = text("What was found.", required=True)
    why = text("What the amount rests on, or why it is nothing this year.", required=True)
    standing = text("What people decided.", choices=STANDINGS, required=True)
    reason = text("Their reason.")


REVIEW: Final[dict[str, type[Table]]] = {
    table.table_name(): table
    for table in (
        ReviewTies, ReviewPace, ReviewTotals, ReviewLines, ReviewAccounts, ReviewPromises, ReviewRolled, ReviewLapsing,
        ReviewErrorClasses, ReviewErrors, ReviewAssumptions, ReviewEnrollment, ReviewEnrollmentGrades, ReviewIndicators,
        ReviewStages, ReviewCandidates,
    )
}  # fmt: skip
"""Every table of the review by its name, in the order people read them."""
