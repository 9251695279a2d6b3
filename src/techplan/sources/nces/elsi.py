"""NCES's ELSI table exports: which title is which figure of which year, and enrolment by grade out of a wide row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from techplan.book.reading import Sheet, normal_title
from techplan.sources.nces.titles import ALIASES, ELSI_GRADES, ELSI_TOTAL, ELSI_TOTAL_WITHOUT_ADULTS

MARKS: Final = {"†": "not applicable", "–": "missing", "‡": "below NCES's quality standards"}
"""What stands in place of a figure."""

_TITLE: Final = re.compile(
    r"(?P<what>.+?) \[(?P<of>District|Public School)\] (?P<when>\d{4}-\d{2}|Latest available year)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ElsiTable:
    """Where an export has its numbers, names and figures; ``grades`` by school year and grade, ``totals`` by year."""

    of_schools: bool
    places: Mapping[str, int]
    grades: Mapping[tuple[str, str], int]
    totals: Mapping[str, tuple[int, bool]]
    years: tuple[str, ...]

    def school_years(self) -> tuple[str, ...]:
        """The school years of which it has figures by grade, the earliest first."""
        return tuple(sorted({year for year, _ in self.grades}))


def elsi_table(sheet: Sheet) -> ElsiTable | None:
    """How to read an export; None where the sheet is none."""
    found = [(at, parts) for at, title in enumerate(sheet.header) if (parts := _TITLE.fullmatch(title))]
    if not found:
        return None
    places = dict(_places(sheet.header, found))
    grades: dict[tuple[str, str], int] = {}
    totals: dict[str, tuple[int, bool]] = {}
    for at, parts in found:
        what, when = normal_title(parts["what"]), parts["when"]
        if what in ELSI_GRADES and when[0].isdigit():
            grades.setdefault((when, ELSI_GRADES[what]), at)
        elif what == ELSI_TOTAL:
            totals[when] = (at, True)
        elif what == ELSI_TOTAL_WITHOUT_ADULTS:
            totals.setdefault(when, (at, False))
    return ElsiTable(
        of_schools=any(parts["of"].casefold() == "public school" for _, parts in found),
        places=places,
        grades=grades,
        totals=totals,
        years=tuple(sorted({parts["when"] for _, parts in found if parts["when"][0].isdigit()})),
    )


def _places(header: Sequence[str], found: Sequence[tuple[int, re.Match[str]]]) -> Iterator[tuple[str, int]]:
    """Columns that are no figures; the first column is the plain name, the years of the others do not matter."""
    bare = {normal_title(parts["what"]): at for at, parts in reversed(found)}
    bare |= {normal_title(title): at for at, title in reversed(list(enumerate(header))) if not _TITLE.fullmatch(title)}
    for column, titles in ALIASES.items():
        place = next((bare[known] for title in titles if (known := normal_title(title)) in bare), None)
        if place is not None:
            yield column, place


def figures(table: ElsiTable, cells: Sequence[str]) -> dict[tuple[str, str], str]:
    """A row's enrolment by school year and grade, as text, without those where a mark stands."""
    return {key: cells[at] for key, at in sorted(table.grades.items()) if cells[at] and cells[at] not in MARKS}


def disagreeing(table: ElsiTable, cells: Sequence[str], found: Mapping[tuple[str, str], str]) -> list[str]:
    """School years in which the grades do not add up to the row's own total, in words."""
    said = []
    for year, (at, with_adults) in sorted(table.totals.items()):
        parts = [
            text.replace(",", "")
            for (when, grade), text in found.items()
            if when == year and (with_adults or grade != "AE")
        ]
        total = cells[at].replace(",", "")
        if parts and total.isdigit() and all(part.isdigit() for part in parts):
            added = sum(map(int, parts))
            if added != int(total):
                said.append(f"{year}: the grades add up to {added:,}, the file's total is {int(total):,}")
    return said
