"""Rows of an ELSI table export: enrolment by grade and year, and the grades that a school offers."""

from __future__ import annotations

from techplan.book.reading import Row
from techplan.sources.findings import counted
from techplan.sources.nces.elsi import MARKS, ElsiTable, disagreeing, elsi_table, figures
from techplan.sources.records.drafts import Lines
from techplan.sources.records.our_schools import (
    LEAID_WIDTH,
    NCESSCH_WIDTH,
    OTHER_DISTRICT,
    Match,
    OurSchools,
    match_school,
    padded,
)
from techplan.sources.records.school_grades import fiscal_year_of_school_year, grades_from_to, in_order


def read_elsi(lines: Lines, ours: OurSchools, month: int) -> None:
    """What an export says of the Book's own schools, or of a district that ``words.toml`` translates."""
    table = elsi_table(lines.sheet)
    if table is None:
        return
    for row in lines.sheet.rows:
        found = _school(table, row, ours) if table.of_schools else _district(table, row, ours)
        if found.code is not None:
            _draft(lines, table, row, found, month)
        elif found.ours:
            lines.refuse(row.line, found.reason, found.remedy, table="enrollment")
        else:
            lines.skip(row, found.reason)
    _say_marks(lines)
    _say_padded(lines, table)


def _draft(lines: Lines, table: ElsiTable, row: Row, found: Match, month: int) -> None:
    code, enrolled = found.code or "", figures(table, row.cells)
    low, high = (row.cells[table.places[end]] if end in table.places else "" for end in ("lowest", "highest"))
    offered = in_order(set(grades_from_to(low, high))) if table.of_schools else ""
    if table.of_schools:
        lines.draft("schools", row.line, code=code, nces_id=found.number or "", grades=offered)
        if offered:
            lines.assume("Every grade from a school's lowest to its highest is taken to be offered.")
    for (year, grade), students in enrolled.items():
        fy = fiscal_year_of_school_year(year, month)
        lines.draft(
            "enrollment", row.line, school=code, grade=grade, fy=str(fy or year), students=students, basis="actual"
        )
    if not enrolled and not table.of_schools:
        lines.skip(row, "no enrolment by grade")
    for said in disagreeing(table, row.cells, enrolled):
        remedy = "Look at the table on nces.ed.gov/ccd/elsi; some grades may be missing from it."
        lines.note("warning", "grades add up to the total", f"{said}.", remedy, line=row.line)


def _school(table: ElsiTable, row: Row, ours: OurSchools) -> Match:
    number, leaid, state = (
        row.cells[table.places[column]] if column in table.places else ""
        for column in ("school", "district", "state_school")
    )
    if "school" not in table.places:
        remedy = "Add 'School ID - NCES Assigned' to the table's columns; schools are matched by number, never by name."
        return Match(None, None, ours=True, reason="The export has no school number.", remedy=remedy)
    return match_school(ours, number, leaid, state)


def _district(table: ElsiTable, row: Row, ours: OurSchools) -> Match:
    """A district's row is a row of schools only where a person has said which, by its number or its very title."""
    text = row.cells[table.places["district"]] if "district" in table.places else ""
    number = padded(text, LEAID_WIDTH)
    name = row.cells[table.places["district_name"]] if "district_name" in table.places else ""
    code = ours.find([number] if number else [name])
    if code is not None:
        return Match(code, number, ours=True)
    if number and ours.leaids and number not in ours.leaids:
        return Match(None, number, ours=False, reason=OTHER_DISTRICT)
    remedy = (
        f'Export the table of public schools, or write "{number or name}" = "CODE" under [schools] in '
        "mappings/words.toml if the district is one row of schools."
    )
    reason = "Enrolment is kept by school, and this row is a whole district's."
    return Match(None, number, ours=True, reason=reason, remedy=remedy)


def _say_marks(lines: Lines) -> None:
    cells = [cell for row in lines.sheet.rows for cell in row.cells if cell in MARKS]
    said = [f"{mark} ({meaning}): {cells.count(mark):,}" for mark, meaning in MARKS.items() if mark in cells]
    if said:
        lines.assume(f"Cells that hold a mark have no figure; {'; '.join(said)}.")


def _say_padded(lines: Lines, table: ElsiTable) -> None:
    for column, width in (("school", NCESSCH_WIDTH), ("district", LEAID_WIDTH)):
        if column in table.places:
            cells = [row.cells[table.places[column]] for row in lines.sheet.rows]
            number = sum(len(cell) == width - 1 and cell.isdigit() for cell in cells)
            if number:
                lines.assume(f"{counted(number, 'NCES number')} had lost the leading zero; padded to {width} digits.")
