"""Enrolment and school numbers from NCES: the Common Core of Data's directory and membership, and ELSI exports.

- School directory (``ccd_sch_029``): NCES numbers and grades of the Book's own schools.
- District directory (``ccd_lea_029``, or a list with ``LEAID`` and ``NAME``): the district's state.
- Membership (``ccd_sch_052``, one line a grade, sex and race): enrolment by grade, taken from the lines that
  ``TOTAL_INDICATOR`` marks as subtotals by grade.
- ELSI table exports of public schools or districts: grades offered and enrolment by grade and school year; † – ‡ stand
  for figures that are not there.

Schools are matched by number, never by name. A row of a district gives enrolment only where ``mappings/words.toml``
says which row of schools it is, since enrolment is kept by school. The files are published with their header lines;
the membership's indicator texts are known from code that reads them, so any "subtotal … by grade" is taken.
A national file is read whole: export the state's, or filter it, first.
"""

from __future__ import annotations

from collections.abc import Sequence

from techplan.book.book import Book
from techplan.book.reading import Sheet, normal_title
from techplan.sources.assets.files import is_json
from techplan.sources.nces.districts import read_districts
from techplan.sources.nces.elsi import elsi_table
from techplan.sources.nces.elsi_rows import read_elsi
from techplan.sources.nces.schools import read_membership, read_schools
from techplan.sources.nces.titles import ALIASES, OFFERED, PERSONS
from techplan.sources.records.drafts import Lines, import_of, lines_of, own_sheets, tables_of
from techplan.sources.records.fiscal_start import start_month
from techplan.sources.records.our_schools import OurSchools, must_be_ours
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import positions


class Nces:
    """The source ``nces``."""

    name = "nces"
    title = "NCES (Common Core of Data, ELSI)"
    recognises = "A school or district directory, a membership file or an ELSI table export of NCES."
    live = False

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it holds NCES's numbers under NCES's titles."""
        return not is_json(data) and any(kind_of(sheet) for sheet in tables_of(data, file))

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """Enrolment, grades and numbers of the Book's own schools. Raises SourceError where a file has none of it."""
        ours = OurSchools.of(book)
        read = [lines for file, data in files for lines in self._lines(file, data)]
        month = start_month(book, read)
        for lines in read:
            _read(lines, book, ours, month)
        return must_be_ours(import_of(self.name, read, book, dates))

    def _lines(self, file: str, data: bytes) -> list[Lines]:
        needs = "NCES's columns: NCESSCH or LEAID, or ELSI's titles such as 'Grade 1 Students [District] 2023-24'"
        return [lines_of(sheet, PERSONS) for sheet in own_sheets(file, data, self.title, needs, kind_of)]


def kind_of(sheet: Sheet) -> str | None:
    """``elsi``, ``membership``, ``schools`` or ``districts``; None where it is no file of NCES's."""
    titles = {normal_title(title) for title in sheet.header}
    found = positions(sheet.header, ALIASES)
    if elsi_table(sheet) is not None:
        return "elsi"
    if "ncessch" in titles and {"grade", "students", "indicator"} <= found.keys():
        return "membership"
    if "ncessch" in titles and (titles & {normal_title(title) for title in OFFERED} or "lowest" in found):
        return "schools"
    return "districts" if "leaid" in titles and "ncessch" not in titles and "district_name" in found else None


def _read(lines: Lines, book: Book, ours: OurSchools, month: int) -> None:
    kind = kind_of(lines.sheet)
    if kind == "elsi":
        read_elsi(lines, ours, month)
    elif kind == "membership":
        read_membership(lines, ours, month)
    elif kind == "schools":
        read_schools(lines, ours)
    else:
        read_districts(lines, book, ours)
