"""NCES's school directory and its membership file: the Book's own schools, their grades and their enrolment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from techplan.book.reading import Row, normal_title
from techplan.sources.findings import counted
from techplan.sources.nces.titles import ALIASES, OFFERED
from techplan.sources.records.drafts import Lines
from techplan.sources.records.our_schools import NCESSCH_WIDTH, Match, OurSchools, match_school
from techplan.sources.records.school_grades import fiscal_year_of_school_year, grade_of, grades_from_to, in_order
from techplan.sources.titles import positions

_BY_GRADE: Final = re.compile(r"subtotal\b.*\bby grade", re.IGNORECASE)
_FINEST: Final = re.compile(r"category set a\b", re.IGNORECASE)
_NO_GRADE: Final = frozenset({"", "no category codes", "not specified"})


def read_schools(lines: Lines, ours: OurSchools) -> None:
    """NCES numbers and grades of the Book's schools; other districts' schools are left out."""
    places = positions(lines.sheet.header, ALIASES)
    titles = {normal_title(title): at for at, title in enumerate(lines.sheet.header)}
    offered = {grade: titles[known] for title, grade in OFFERED.items() if (known := normal_title(title)) in titles}
    for row, found in _matched(lines, ours, places):
        grades = {grade for grade, at in offered.items() if row.cells[at].casefold() in {"yes", "1"}}
        if not offered and {"lowest", "highest"} <= places.keys():
            grades = set(grades_from_to(row.cells[places["lowest"]], row.cells[places["highest"]]))
        lines.draft("schools", row.line, code=found.code or "", nces_id=found.number or "", grades=in_order(grades))


@dataclass(slots=True)
class _Group:
    """The lines that make up one school's grade."""

    lines: list[Row] = field(default_factory=list)
    students: int = 0
    bad: bool = False


def read_membership(lines: Lines, ours: OurSchools, month: int) -> None:
    """Enrolment by grade: the subtotals by grade, or where a school has none, the sum of its finest lines."""
    places = positions(lines.sheet.header, ALIASES)
    matched = _matched(lines, ours, places)
    at = places["indicator"]
    with_subtotal = {found.code for row, found in matched if _BY_GRADE.search(row.cells[at])}
    groups: dict[tuple[str, str, str], _Group] = {}
    for row, found in matched:
        wanted = _BY_GRADE if found.code in with_subtotal else _FINEST
        grade = row.cells[places["grade"]]
        if not wanted.search(row.cells[at]):
            lines.skip(row, "another total or part of the same pupils")
        elif normal_title(grade) in _NO_GRADE:
            lines.skip(row, "no grade")
        elif not row.cells[places["students"]]:
            lines.skip(row, "no figure")
        else:
            year = row.cells[places["year"]] if "year" in places else ""
            _take(groups.setdefault((found.code or "", year, grade), _Group()), row, row.cells[places["students"]])
    _draft_groups(lines, groups, month)
    if with_subtotal:
        lines.assume("Enrolment by grade is taken from the lines that TOTAL_INDICATOR marks as subtotals by grade.")


def _take(group: _Group, row: Row, text: str) -> None:
    group.lines.append(row)
    digits = text.replace(",", "")
    group.bad |= not digits.isdigit()
    group.students += int(digits) if digits.isdigit() else 0


def _draft_groups(lines: Lines, groups: Mapping[tuple[str, str, str], _Group], month: int) -> None:
    for (code, year, word), group in groups.items():
        grade, fy = grade_of(word), fiscal_year_of_school_year(year, month)
        fault = (
            f"{word!r} is no grade that the Book knows."
            if grade is None
            else f"{year!r} is no school year such as 2023-2024."
            if fy is None
            else "A figure of this grade is no number of pupils (NCES writes -1, -2 and -9 for missing ones)."
            if group.bad
            else None
        )
        if fault:
            for row in group.lines:
                lines.refuse(row.line, fault, "Correct the row, or ask NCES's table again.", table="enrollment")
            continue
        lines.draft(
            "enrollment",
            group.lines[0].line,
            school=code,
            grade=grade or "",
            fy=str(fy),
            students=str(group.students),
            basis="actual",
        )
        for row in group.lines[1:]:
            lines.join(group.lines[0].line, lines, row.line)


def _matched(lines: Lines, ours: OurSchools, places: Mapping[str, int]) -> list[tuple[Row, Match]]:
    """The rows of the Book's schools; the others are skipped or refused, and padded numbers are said."""
    kept, padded = [], 0
    for row in lines.sheet.rows:
        number, leaid, state = (
            row.cells[places[column]] if column in places else "" for column in ("school", "district", "state_school")
        )
        found = match_school(ours, number, leaid, state)
        padded += found.number is not None and len(number) < NCESSCH_WIDTH
        if found.code is not None:
            kept.append((row, found))
        elif found.ours:
            lines.refuse(row.line, found.reason, found.remedy, table="schools", column="nces_id", value=number)
        else:
            lines.skip(row, found.reason)
    if padded:
        lines.assume(f"{counted(padded, 'NCES school number')} had lost the leading zero; padded to 12 digits.")
    return kept
