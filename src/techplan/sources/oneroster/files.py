"""The files of a OneRoster set, out of a zip or side by side, each told by its titles; people are hidden at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from techplan.book.reading import Row, Sheet, normal_title
from techplan.sources.archives import files_in, is_archive
from techplan.sources.assets.files import base_name
from techplan.sources.oneroster.titles import ALIASES, KEPT, KINDS
from techplan.sources.records.drafts import Lines, lines_of, tables_of
from techplan.sources.refused import LEFT_OUT
from techplan.sources.source import File
from techplan.sources.titles import normal_titles, positions

_BY_TITLES: Final = {kind: normal_titles(titles) for kind, titles in KINDS.items()}


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One file of a set, its kind, and where its columns are."""

    kind: str
    lines: Lines
    places: dict[str, int]

    def cell(self, row: Row, column: str) -> str:
        """A cell; empty where the file has no such column."""
        return row.cells[self.places[column]] if column in self.places else ""

    def rows(self) -> Iterator[Row]:
        """The rows that have not been refused."""
        return (row for row in self.lines.sheet.rows if row.line not in self.lines.refused)


def kind_of(sheet: Sheet) -> str | None:
    """Which file of a set a sheet is, by its titles; None where it is none."""
    titles = {normal_title(title) for title in sheet.header}
    return next((kind for kind, wanted in _BY_TITLES.items() if wanted <= titles), None)


def roster_files(files: Sequence[File]) -> list[RosterFile]:
    """The files of the set that are OneRoster's. Raises SourceError where one cannot be opened."""
    found = []
    for file, data in files:
        inside = files_in(data, base_name(file), ".csv") if is_archive(data) else [(file, data)]
        sheets = [sheet for name, content in inside for sheet in tables_of(content, base_name(name))]
        found += [_roster_file(sheet, kind) for sheet in sheets if (kind := kind_of(sheet))]
    return found


def _roster_file(sheet: Sheet, kind: str) -> RosterFile:
    """A file's lines with every column hidden that planning does not need; misnamed files are refused whole."""
    lines = lines_of(sheet, normal_titles(sheet.header) - KEPT.get(kind, frozenset()))
    if kind != "orgs":
        lines.tally.skipped = [replace(one, text=LEFT_OUT) if one.text else one for one in lines.tally.skipped]
    stem = base_name(sheet.file).rsplit(".", 1)[0].casefold()
    named = next((one for one in KINDS if one.casefold() == stem), None)
    if named is not None and named != kind:
        reason = f"The file is named as {named}, but has the titles of {kind}."
        for row in sheet.rows:
            lines.refuse(row.line, reason, "Ask the roster's maker which it is, and leave the other out.")
    return RosterFile(kind, lines, positions(sheet.header, ALIASES.get(kind, {})))
