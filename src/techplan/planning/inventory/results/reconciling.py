"""The Book against the systems that see devices, and against the pupils who need them."""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table, count, day, fiscal_year, money, number, rate, text, yes_no

STANDINGS: Final = (
    "in all", "missing from a system", "only in the Book", "only in a system", "retired but seen", "not watched",
)  # fmt: skip
"""Where a thing stands. *Only in the Book* are the ghosts: owned by the books, seen by no system that watches its kind.
*Not watched* are things of a class that no system watches, such as projectors."""

JOINED_BY: Final = ("serial", "tag", "network address", "named at import")


class Standings(Table):
    """Things of one school and class by where they stand."""

    school = text("School by the Book, else as a system reports it, or the whole district.", key=True)
    asset_class = text("Class; a dash where none is known.", key=True)
    standing = text("Where they stand.", key=True, choices=STANDINGS)
    things = count("Things.", required=True, unit="items")
    cost_cents = money("Their recorded cost.", required=True)
    unpriced = count("Of them, without a recorded cost.", required=True, unit="items")


class Reconciled(Table):
    """One thing, in the Book or in a live system or in both."""

    thing = text("Asset, or 'sighting' and the key of the first one that no asset fits.", key=True)
    asset = text("Asset of the Book; empty where a system alone knows it.")
    tag = text("Tag by the Book, else as reported.")
    serial = text("Serial number by the Book, else as reported.")
    model = text("Model by the Book, else as reported.")
    asset_class = text("Class.")
    school = text("School by the Book, else as reported.")
    status = text("Status by the Book.")
    systems = text("Systems that see it, separated by semicolons.", separator=";")
    missing_from = text("Systems that watch its class and do not see it, separated by semicolons.", separator=";")
    standing = text("Where it stands.", choices=STANDINGS, required=True)
    joined_by = text("What joined Book and systems, where something did.", choices=JOINED_BY)
    last_seen = day("Day on which a system last saw it.")
    disagreements = count("Fields on which the Book and a system disagree.", required=True, unit="fields")
    cost_cents = money("Recorded cost.")
    why = text("Why it stands there, and what was unclear.", required=True)


class Disagreements(Table):
    """One field on which the Book and a live system say different things of one asset."""

    asset = text("Asset.", key=True)
    system = text("System.", key=True)
    field = text("Field.", key=True)
    in_book = text("What the Book says.", required=True)
    in_system = text("What the system says.", required=True)
    school = text("School by the Book.")


class Watches(Table):
    """Which classes a system watches: so that what it should see and does not is told from what it never sees."""

    system = text("Live system.", key=True)
    asset_class = text("Class.", key=True)
    in_book = count("Active items of the Book.", required=True, unit="items")
    seen = count("Of them, seen by the system.", required=True, unit="items")
    share = rate("Share seen.", required=True)
    watched = yes_no("Whether it counts as watching the class.", required=True)
    why = text("The share from which it counts, and where that comes from.", required=True)


class PupilDevices(Table):
    """Pupils' devices against pupils at one school."""

    school = text("School, or the whole district.", key=True)
    fy = fiscal_year("Fiscal year of the enrolment.", required=True)
    students = count("Pupils enrolled.", required=True, unit="students")
    in_book = count("Pupils' devices in use by the Book.", required=True, unit="items")
    seen = count("Pupils' devices that a live system saw lately.", required=True, unit="items")
    unwatched = count("Pupils' devices of classes that no system watches.", required=True, unit="items")
    ghosts = count("Pupils' devices of the Book that no system sees.", required=True, unit="items")
    difference = number(
        "Devices seen and unwatched, less pupils; below zero are missing.", required=True, negative=True
    )
    per_student = number("Devices seen and unwatched for each pupil; empty where there are no pupils.")
    why = text("Which devices count as pupils' devices, and what is seen lately.", required=True)
