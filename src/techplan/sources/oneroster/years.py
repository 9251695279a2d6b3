"""The fiscal year that a roster is of, by its academic sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from techplan.book.reading import parse_days
from techplan.book.school_years import fiscal_year_of
from techplan.sources.oneroster.files import RosterFile


@dataclass(frozen=True, slots=True)
class RosterYear:
    """The fiscal year, or why there is none."""

    fy: int | None
    reason: str = ""


def roster_year(files: Sequence[RosterFile], month: int) -> RosterYear:
    """The one fiscal year of the sessions of type schoolYear, or where there are none, of all sessions.

    A session lies in the fiscal year of its first day; ``schoolYear`` says the year in which it ends and is only
    compared, or taken where a session has no dates.
    """
    found: list[tuple[str, int]] = []
    for one in files:
        for row in one.rows() if one.kind == "academicSessions" else ():
            if one.cell(row, "status").casefold() in {"tobedeleted", "inactive"}:
                one.lines.skip(row, f"status {one.cell(row, 'status')}", shown=False)
                continue
            fy = _year_of(one.cell(row, "start"), one.cell(row, "end"), one.cell(row, "year"), month)
            if fy is None:
                remedy = "Give it a first day (startDate) as 2026-08-15."
                one.lines.refuse(row.line, "The session has no first day that can be read.", remedy)
                continue
            found.append((one.cell(row, "type").casefold(), fy))
            one.lines.merge()
            said = one.cell(row, "year")
            if month > 1 and said.isdigit() and int(said) != fy:
                what = f"The session's school year is given as {said}, but its days lie in fiscal year {fy}."
                remedy = "The standard names a school year by the year in which it ends; the days were taken."
                one.lines.note("warning", "school year fits its days", what, remedy, line=row.line)
    years = {fy for kind, fy in found if kind == "schoolyear"} or {fy for _, fy in found}
    if len(years) == 1:
        return RosterYear(years.pop())
    if not years:
        return RosterYear(None, "Nothing says of which school year this roster is: it has no academic session.")
    shown = ", ".join(map(str, sorted(years)))
    return RosterYear(
        None, f"Its academic sessions are of several fiscal years ({shown}); nobody knows which is meant."
    )


def _year_of(start: str, end: str, year: str, month: int) -> int | None:
    for text in (start, end):
        day = parse_days([text]).by_text[text].value if text else None
        if isinstance(day, date):
            return fiscal_year_of(day, month)
    return int(year) if year.isdigit() and len(year) == 4 else None
