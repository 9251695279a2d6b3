"""How the figures were made, in short, and what they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from techplan.documents.facts.years import Years
from techplan.documents.words import day, whole_number

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def reading(years: Years) -> tuple[tuple[str, str], ...]:
    """Terms that a new board member needs, each explained once."""
    return (
        (
            "Fiscal year",
            f"A fiscal year is named by the year in which it ends: {years.long(years.first)}. A purchase belongs to "
            "the year whose money pays for it, which is the year in which it is ordered.",
        ),
        (
            "Capital and operating",
            "Capital buys things that last and cost more than the district's threshold. Operating pays what returns "
            "every year: agreements, services, people, and smaller things.",
        ),
        (
            "Already due",
            f"What reached the end of its life or support before {years.long(years.first)} began. It is shown apart, "
            "so that an old debt is not mistaken for a new need.",
        ),
        (
            "Tier",
            "1 is required by law or contract, 2 keeps what runs running, 3 improves, 4 would be good to have. Money "
            "goes to lower numbers first.",
        ),
        (
            "Not funded",
            "A line that no known fund may pay in its year, by law, dates, balance and purpose, and that waiting "
            "would not help. It is a need, not a debt.",
        ),
        (
            "Paid later",
            "A replacement that may wait is put off within the years that its class allows, where more of what "
            "matters is then funded. Its next replacements move with it.",
        ),
        (
            "Whole dollars",
            "Figures are rounded to whole dollars so that every table adds up in both directions; a figure may "
            "differ from its exact cents by less than a dollar, and so by one where the same dollars are cut in "
            "another way. The workbook holds the cents.",
        ),
    )


def method(years: Years) -> tuple[tuple[str, str], ...]:
    """The way from the inventory to the figures, in a few paragraphs."""
    return (
        (
            "When things fall due",
            "Each thing in the inventory gets a due date by its class's rule: its age, the end of its maker's "
            "support, the earlier of both, or a person's decision. A warranty never moves that date. Things without "
            "a usable date are counted as data gaps and are not in the schedule.",
        ),
        (
            "How many are bought",
            "For each school, class and year the plan compares what is in service with what the standards ask for, "
            "takes off open orders, and buys the difference. What is bought later falls due again, so the second and "
            "third cycle are in the figures.",
        ),
        (
            "What it costs",
            "Prices are those of the class in its price year, raised by its yearly growth and rounded to the cent "
            "before multiplying. Agreements, support staff and initiatives are added in the years they are paid.",
        ),
        (
            "Who pays",
            "Money is matched to lines within the law and each fund's dates, balance, floor and purpose, over all "
            "years together: a fund may keep money for a later year's need of the same or a lower tier number, and "
            "what may wait is put off where that helps. A rule that nobody confirmed allows nothing; the report on "
            "who pays says what it would decide. What is left is listed as not funded, with the reasons. Nothing is "
            "paid twice.",
        ),
        (
            "How to check it",
            "The workbook and the tables that come with this packet hold every line behind these figures for "
            f"{years.span}, to the cent. The same Book and rules on the same day give the same figures.",
        ),
    )


def provenance(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What the figures were made from, so that anyone can make them again."""
    solver: dict[str, Any] = dict(plan.solver)
    said = ", ".join(str(solver[name]) for name in ("solver", "status") if name in solver)
    return (
        ("Planned on", day(plan.on)),
        ("Rules as known on", day(plan.known)),
        ("Assets in the inventory", whole_number(plan.book.assets.height)),
        ("Program", f"Techplan {plan.version}"),
        ("Fingerprint of the Book", plan.book_fingerprint),
        ("Fingerprint of the rules", plan.rules_fingerprint),
        ("Seed", str(plan.seed)),
        ("Funding", f"{said}; every bound and gap is in plan.json" if said else "Nothing to share out"),
    )
