"""A roster's organisations: which are schools of the Book, and which school each of the others belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from techplan.book.book import Book
from techplan.book.reading import Row
from techplan.sources.oneroster.files import RosterFile
from techplan.sources.words import words_of

_NO_SCHOOL = frozenset({"district", "local", "state", "national"})


class Orgs:
    """Organisations by ``sourcedId``; without the file, the Book's words alone say which is which school."""

    def __init__(self, files: Sequence[RosterFile], book: Book) -> None:
        self._lookup = words_of(book).schools
        self._rows = {
            one.cell(row, "id"): (one, row)
            for one in files
            if one.kind == "orgs"
            for row in one.rows()
            if one.cell(row, "id")
        }

    def of_district(self, org: str) -> bool:
        """Whether an organisation is the district, or something above it."""
        one, row = self._rows.get(org, (None, None))
        return one is not None and row is not None and one.cell(row, "type").casefold() in _NO_SCHOOL

    def school_of(self, org: str) -> str | None:
        """The code of the school that an organisation is or belongs to."""
        seen: set[str] = set()
        while org and org not in seen:
            seen.add(org)
            if org not in self._rows:
                return self._lookup.first_translated([org])
            one, row = self._rows[org]
            if one.cell(row, "status").casefold() == "tobedeleted":
                return None
            if one.cell(row, "type").casefold() == "school":
                return self.code(one, row)
            org = one.cell(row, "parent")
        return None

    def code(self, one: RosterFile, row: Row) -> str:
        """The school's code: the Book's where the number or name is known there, else the roster's own number."""
        identifier, number, name = (one.cell(row, column) for column in ("identifier", "id", "name"))
        known = self._lookup.first_translated([identifier, number, name])
        return known or self._lookup.find(identifier or number) or self._lookup.find(name) or identifier or number

    def draft(self, files: Sequence[RosterFile]) -> None:
        """Schools as rows of the Book; districts and departments of a school are left out, the rest refused."""
        for one in files:
            for row in one.rows() if one.kind == "orgs" else ():
                kind = one.cell(row, "type").casefold()
                if one.cell(row, "status").casefold() == "tobedeleted":
                    one.lines.skip(row, "to be deleted")
                elif kind == "school":
                    one.lines.draft("schools", row.line, code=self.code(one, row), name=one.cell(row, "name"))
                elif kind in _NO_SCHOOL or self.school_of(one.cell(row, "id")):
                    one.lines.skip(row, f"a {kind}, not a school")
                else:
                    parent = one.cell(row, "parent")
                    missing = f", and its parent {parent} is not in the file" if parent not in self._rows else ""
                    reason = f"The organisation is a {kind or 'thing without a type'}, not a school{missing}."
                    one.lines.refuse(row.line, reason, "Export the school that it belongs to as well.", table="schools")
