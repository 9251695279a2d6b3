"""NCES's district directory, or any list of its agency numbers: what it says of the Book's own district."""

from __future__ import annotations

from techplan.book.book import Book
from techplan.sources.findings import counted
from techplan.sources.nces.titles import ALIASES
from techplan.sources.records.drafts import Lines
from techplan.sources.records.our_schools import LEAID_WIDTH, OTHER_DISTRICT, OurSchools, padded
from techplan.sources.titles import positions

REMEDY = "Write the agency number into nces_leaid of the district's settings."


def read_districts(lines: Lines, book: Book, ours: OurSchools) -> None:
    """The state of the district whose number the Book knows; every other district is left out."""
    places = positions(lines.sheet.header, ALIASES)
    known = book.district.get_column("district").to_list()
    repaired = 0
    for row in lines.sheet.rows:
        text = row.cells[places["district"]]
        number = padded(text, LEAID_WIDTH)
        repaired += number is not None and len(text) < LEAID_WIDTH
        if number is None:
            reason = f"{text!r} is no NCES agency number of 7 digits."
            lines.refuse(row.line, reason, "Export it again with the number as text.", table="district", value=text)
        elif number in ours.leaids and known:
            state = row.cells[places["state"]] if "state" in places else ""
            lines.draft("district", row.line, district=known[0], nces_leaid=number, state=state)
        elif ours.leaids:
            lines.skip(row, OTHER_DISTRICT)
        else:
            reason = f"Nobody has said whether {number} is the Book's own district."
            lines.refuse(row.line, reason, REMEDY, table="district", column="nces_leaid", value=number)
    if repaired:
        lines.assume(f"{counted(repaired, 'agency number')} (LEAID) had lost the leading zero; padded to 7 digits.")
