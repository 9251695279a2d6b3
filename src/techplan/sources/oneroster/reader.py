"""Rosters by the OneRoster standard, 1.1 and 1.2, as a zip or as several CSV files of one import.

Organisations become schools, academic sessions the fiscal year, and people are counted: each pupil once (a distinct
``sourcedId``, not to be deleted, enabled) by school and grade, each member of staff once by school and role. The school
is the primary organisation, else the primary role's, else that of the user's organisations or enrolments where they
name one. No name, address, password or demographic is kept, not even in a refused row.

A set that holds changes only (the manifest says ``delta``), or the refused rows of one, counts nobody, since most
people are not in it: a roster is mended where it is kept, and imported whole. Pupils without a grade, school or school
year are refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources.assets.files import is_json, unsuited
from techplan.sources.findings import counted
from techplan.sources.oneroster.files import RosterFile, roster_files
from techplan.sources.oneroster.orgs import Orgs
from techplan.sources.oneroster.people import count_people
from techplan.sources.oneroster.titles import ALIASES
from techplan.sources.oneroster.years import roster_year
from techplan.sources.records.drafts import import_of
from techplan.sources.records.fiscal_start import start_month
from techplan.sources.refused import ADDED
from techplan.sources.source import DateOrder, File, Import

_READ_BY_COUNTING: Final = frozenset({"orgs", "academicSessions", "users", "roles", "enrollments"})
_WHOLE: Final = "Export the whole roster (bulk), and import it."


class OneRoster:
    """The source ``oneroster``."""

    name = "oneroster"
    title = "OneRoster 1.1 and 1.2 (CSV)"
    recognises = "A OneRoster zip, or its CSV files (orgs, users, roles, enrollments, academicSessions and the rest)."
    live = False
    in_parts = True

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it is a file of a roster, or a zip that holds one."""
        try:
            return not is_json(data) and bool(roster_files([(file, data)]))
        except SourceError:
            return False

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """Schools, enrolment and staff. Raises SourceError where the files hold no roster, or a zip is damaged."""
        found = roster_files(files)
        for file, data in files:
            if is_json(data) or not roster_files([(file, data)]):
                needs = "a file of a OneRoster set: its columns begin with sourcedId, status, dateLastModified"
                raise unsuited(file, self.title, needs, found="a file of another kind")
        month = start_month(book, [one.lines for one in found if one.kind == "academicSessions"])
        orgs = Orgs(found, book)
        orgs.draft(found)
        year = roster_year(found, month)
        _refuse_parts(found)
        count_people(found, orgs, year)
        _leave_the_rest(found)
        return import_of(
            self.name,
            [one.lines for one in found],
            book,
            dates,
            fills_only={"schools": frozenset({"name"}), "staff": frozenset({"fte"})},
        )


def _refuse_parts(files: Sequence[RosterFile]) -> None:
    """Refuse to count people where the users file holds only a part of them."""
    delta = set()
    for one in files:
        for row in one.rows() if one.kind == "manifest" else ():
            if one.cell(row, "value").strip().casefold() == "delta":
                delta.add(one.cell(row, "property").strip().removeprefix("file."))
    for one in files:
        reason = _why_not_countable(one, delta) if one.kind == "users" else None
        for row in list(one.rows()) if reason else ():
            one.lines.refuse(
                row.line, reason or "", "Export the whole roster (bulk), and import it.", table="enrollment"
            )


def _why_not_countable(one: RosterFile, delta: set[str]) -> str | None:
    """Why a users file holds only a part of the people, whose count would replace that of all of them."""
    if delta & {"users", "roles"}:
        return "The manifest says that users or roles hold only changes (delta), so nobody can be counted."
    if set(ADDED) & set(one.lines.sheet.header):
        return "These are refused rows of a roster; to count them alone would replace the count of everybody."
    return None


def _leave_the_rest(files: Sequence[RosterFile]) -> None:
    """Files of the set that planning has no use for are counted and left out; what is assumed of staff is said."""
    for one in files:
        if one.kind not in _READ_BY_COUNTING:
            for row in one.rows():
                one.lines.skip(row, f"{one.kind}: nothing that is kept", shown=False)
            if one.kind not in ALIASES and one.lines.sheet.rows:
                number = counted(len(one.lines.sheet.rows), "row")
                one.lines.assume(f"{one.lines.sheet.file}: {number} not read; planning needs nothing of {one.kind}.")
        if any(draft.table == "staff" for draft in one.lines.drafts):
            what = "A roster knows persons, not positions: each counts as one full-time equivalent, unless the Book has"
            remedy = "Put the real full-time equivalents into the staff table; this import will not change them."
            one.lines.note("warning", "full-time equivalents", f"{what} a figure already.", remedy)
