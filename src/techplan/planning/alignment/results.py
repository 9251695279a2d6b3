"""The tables of alignment and of digital content."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, number, rate, text, yes_no
from techplan.book.tables.learning import EVIDENCE_TIERS

SUBJECTS: Final = ("program", "initiative", "agreement", "asset class")
NO_GOAL: Final = "(no goal)"


class Scores(Table):
    """How much one program, initiative, agreement or class helps one goal, over all who judged."""

    subject_kind = text("What helps.", key=True, choices=SUBJECTS)
    subject = text("Its key.", key=True)
    goal = text("Goal helped.", key=True)
    scorers = count("Persons who judged.", required=True, unit="persons")
    contribution = number("Mean of (low + 4 × likely + high) ÷ 6 over them, 0 to 5.", required=True)
    spread = number("Standard deviation between them; empty for one.")
    uncertainty = number("Mean of (high − low) ÷ 6: what each is unsure of.", required=True)
    likelihood = rate("Mean likelihood that it comes about.", required=True)
    evidence = text("Weakest tier of evidence named.", choices=EVIDENCE_TIERS, required=True)
    weight = rate("The goal's weight among all goals.", required=True)
    points = number("Weight × contribution × likelihood × 100.", required=True)


class Ranking(Table):
    """One program, initiative, agreement or class, with its points, its cost and its rank."""

    subject_kind = text("What it is.", key=True, choices=SUBJECTS)
    subject = text("Its key.", key=True)
    title = text("Title.", required=True)
    director_rank = count("The director's rank, where given.")
    place = count("Place in the list: the director's ranks first, then by points.", required=True)
    points = number("Points over all goals; empty where nobody judged it.")
    yearly_cents = money("Cost a year over the plan.", required=True)
    point_cents = money("Cost a year of one point; empty without points.")
    benefits_cents = money("Savings, revenue and avoided cost expected, over the plan.", required=True)
    risk = rate("Likelihood that it does not come about; empty where nobody judged it.")
    evidence = text("Weakest tier of evidence named.")
    sentence = text("The sponsor's sentence.")
    evaluation = text("How it will be seen whether it worked.")
    weight = number("Points against the highest, 0 to 1: what funding weighs within a tier.", required=True)


class LineGoals(Table):
    """The part of one cost line that serves one goal; the parts of a line add up to it."""

    line = text("Cost line.", key=True)
    goal = text("Goal, or (no goal).", key=True)
    fy = fiscal_year("Fiscal year.", required=True)
    amount_cents = money("Amount.", required=True)
    why = text("Which contribution shares it out.", required=True)


class LineWeights(Table):
    """The tier and the weight of one cost line: what funding goes by."""

    line = text("Cost line.", key=True)
    tier = count("Priority tier, 1 (mandate) to 4 (wish).", required=True)
    weight = number("Points of what judges it against the highest points of all, 0 to 1.", required=True)
    why = text("What it is judged by.", required=True)


class GoalMoney(Table):
    """What one goal gets from one fund in one fiscal year; the sum over goals is the budget."""

    goal = text("Goal, or (no goal).", key=True)
    fund = text("Fund, or a dash for what is not funded.", key=True)
    fy = fiscal_year("Fiscal year.", key=True)
    amount_cents = money("Amount.", required=True)


class GoalGaps(Table):
    """A goal that no money serves, or spending that serves no goal."""

    gap = text("What is missing.", key=True, choices=("goal without money", "spending without a goal"))
    subject = text("Goal, or category of the spending.", key=True)
    amount_cents = money("Spending over the plan.", required=True)
    lines = count("Cost lines.", required=True)
    remedy = text("What to do.", required=True)


class ContentFindings(Table):
    """Something about one licence for digital content that a curriculum director should look at."""

    agreement = text("Agreement.", key=True)
    finding = text("What it is.", key=True)
    title = text("Title of the agreement.", required=True)
    program = text("Program served.")
    seats = count("Seats paid for.", unit="seats")
    active_users = count("Users active in the month.", unit="users")
    yearly_cents = money("Cost of a term.", required=True)
    user_cents = money("Cost of a term for each active user; empty where none or not known.")
    could_free_cents = money(
        "Dollars that putting it right could free; zero where it is not about money.", required=True
    )
    renews_on = day("Day of renewal or end.")
    severity = text("How bad it is.", choices=("error", "warning", "note"), required=True)
    measured = yes_no("Whether use was measured.", required=True)
    remedy = text("What to do.", required=True)
