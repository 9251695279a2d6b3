"""Physical counts: by room, by line, as certified; and when each award must be counted again."""

from __future__ import annotations

from techplan.book.columns import Table, count, day, money, text, yes_no
from techplan.book.tables.things import COUNT_OUTCOMES


class CountCertificates(Table):
    """One count: what was expected and what was found."""

    count_code = text("Count.", key=True)
    title = text("What is counted.")
    places = text("Schools and rooms counted, in words.", required=True)
    opened_on = day("Day opened.", required=True)
    closed_on = day("Day closed; empty while it is open.")
    by = text("Who answers for it.")
    award = text("Award whose two-year count it is.")
    expected = count("Things expected by the books.", required=True, unit="items")
    matched = count("Found where expected.", required=True, unit="items")
    moved_in = count("Found in another room than expected.", required=True, unit="items")
    missing = count("Expected in a room that was counted, and found nowhere.", required=True, unit="items")
    not_yet_counted = count("Expected in rooms where nothing was scanned.", required=True, unit="items")
    unknown = count("Scans that no asset fits.", required=True, unit="scans")
    repeats = count("Scans of what was scanned already.", required=True, unit="scans")
    missing_cost_cents = money("Recorded cost of what is missing.", required=True)
    exceptions = text("What a reader should know, in words; empty where nothing.")


class CountRooms(Table):
    """One room in a count."""

    count_code = text("Count.", key=True)
    school = text("School.", key=True)
    room = text("Room, or a dash for things without a room.", key=True)
    expected = count("Things expected here by the books.", required=True, unit="items")
    matched = count("Found here as expected.", required=True, unit="items")
    moved_in = count("Found here, expected elsewhere.", required=True, unit="items")
    moved_out = count("Expected here, found elsewhere.", required=True, unit="items")
    missing = count("Expected here, found nowhere.", required=True, unit="items")
    unknown = count("Scans here that no asset fits.", required=True, unit="scans")
    repeats = count("Scans here of what was scanned already.", required=True, unit="scans")
    not_yet_counted = count("Expected here, while nothing was scanned here yet.", required=True, unit="items")
    counted = yes_no("Whether anything was scanned here.", required=True)


class CountLines(Table):
    """One thing or scan in a count, and what became of it."""

    count_code = text("Count.", key=True)
    number = count("Line.", key=True)
    outcome = text("What was found.", choices=COUNT_OUTCOMES, required=True)
    asset = text("Asset.")
    scanned = text("What the scanner read.")
    expected_school = text("School by the books.")
    expected_room = text("Room by the books.")
    found_school = text("School where it was found.")
    found_room = text("Room where it was found.")
    cost_cents = money("Recorded cost.")
    note = text("What a reader should know of this line.")


class AwardCounts(Table):
    """When the things that one federal award bought were last counted, and when they must be counted again."""

    award = text("Award.", key=True)
    fain = text("Federal award identification number.")
    items = count("Items still owned that it bought.", required=True, unit="items")
    equipment = count("Of them, equipment by the federal definition.", required=True, unit="items")
    cost_cents = money("Recorded cost of these items.", required=True)
    counted = count("Of the items, counted within the time that the rule allows.", required=True, unit="items")
    never_counted = count("Of the items, never counted.", required=True, unit="items")
    last_counted_on = day("Day of the oldest last count among them; empty where one was never counted.")
    due_on = day("Day by which they must be counted again; empty where nothing dates it.")
    overdue = yes_no("Whether that day has passed.", required=True)
    why = text("Rule, with its citation.", required=True)
