"""What the readers of asset and device lists share: which files are theirs, and the way of their rows into a Book.

A system is a class of its own with its titles, its marks and what is peculiar to its places and rows; ``AssetLists``
does the rest, the same for all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.book.reading import Sheet
from techplan.book.tables import TABLES
from techplan.sources.archives import files_in, is_archive
from techplan.sources.assets.files import base_name, is_json, json_sheet, read_json, sheets_of, unsuited
from techplan.sources.assets.json_lists import records_with
from techplan.sources.assets.places import Place
from techplan.sources.assets.rows import AssetSystem, SourceSheets, read_assets
from techplan.sources.changes import provisional
from techplan.sources.findings import Findings
from techplan.sources.joining import joined
from techplan.sources.known_titles import known_titles
from techplan.sources.recognition import owner, rival
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import PEOPLE, Aliases, normal_titles, positions
from techplan.sources.words import Words


class AssetLists(ABC):
    """A source that lists assets or devices under titles."""

    name: str
    title: str
    recognises: str
    live: bool = False
    aliases: Aliases
    """For each of our columns the titles it goes by, the best one first."""
    marking: tuple[str, ...]
    """Titles that hardly any other system has."""
    least_marks: int = 2
    naming: tuple[str, ...] = ()
    """Titles, beside those of ``PEOPLE``, that may name a person: also the names that people give their devices."""
    place_columns: tuple[str, ...] = ()
    in_archives: bool = False
    """Whether its CSV files may come in a ZIP archive; what has none is spared the unpacking."""
    json_keys: tuple[str, ...] = ()
    """The names that every record of its JSON has; without them no JSON is read."""
    dates_enrolment: bool = False
    """Whether what stands for the day of service is the day on which the system first had the device."""

    @cached_property
    def marks(self) -> frozenset[str]:
        """``marking``, as titles are compared."""
        return normal_titles(self.marking)

    @cached_property
    def persons(self) -> frozenset[str]:
        """Titles whose cells are never kept."""
        return normal_titles((*PEOPLE, *self.naming))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every title that means something to it; they help to find the header among other lines."""
        return self.marks | normal_titles(title for titles in self.aliases.values() for title in titles)

    @abstractmethod
    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The place that the cells of ``place_columns`` speak of."""

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """What is peculiar to the system's rows; see ``AssetSystem.prepare``."""
        return rows

    def record(self, one: Mapping[str, Any]) -> dict[str, str]:
        """One JSON record under titles of ``aliases``, without persons."""
        raise NotImplementedError

    def was_seen(self, sheet: Sheet) -> bool:
        """Whether a sheet lists what the system saw; else it is something that people filled in."""
        return self.live

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether a sheet's titles mark it as this system's."""
        try:
            return any(owner(sheet.header) == self.name for sheet in self.sheets(file, data))
        except SourceError:
            return False

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """The assets and models, and sightings of what was seen. Raises SourceError where a file is another list."""
        read: list[SourceSheets] = [(file, self._own_sheets(file, data)) for file, data in files]
        done: Import | None = None
        for seen in (False, True):
            part = [
                (file, (chosen, findings))
                for file, (sheets, findings) in read
                if (chosen := [sheet for sheet in sheets if self.was_seen(sheet) is seen])
            ]
            if part:
                said = self._kind(part, book if done is None else provisional(book, done), dates, seen=seen)
                done = said if done is None else joined(done, said)
        assert done is not None  # every file has a sheet, or _own_sheets would have raised
        return replace(done, files=tuple(base_name(file) for file, _ in files))

    def _kind(self, part: Sequence[SourceSheets], book: Book, dates: DateOrder | None, *, seen: bool) -> Import:
        """The sheets that people filled in, or those of what the system saw."""
        system = AssetSystem(
            source=self.name,
            aliases=self.aliases,
            people=self.persons,
            place_columns=self.place_columns,
            find_place=self.find_place,
            prepare=self.prepare,
            live=seen,
        )
        done = read_assets(system, part, book, dates)
        frames = dict(done.frames)
        if seen and not self.dates_enrolment:
            frames["sightings"] = frames["sightings"].drop("enrolled_on", strict=False)
        if self.live and not seen:
            # What was typed into a device console yields to the system that an asset was recorded in.
            return replace(done, yields={"assets": frozenset(TABLES["assets"].columns())}, whole=frozenset())
        return replace(done, frames=frames)

    def sheets(self, file: str, data: bytes) -> tuple[Sheet, ...]:
        """A file's tables. Raises SourceError where it cannot be read."""
        if self.in_archives and is_archive(data):
            inside = files_in(data, base_name(file), ".csv")
            names = [base_name(file) if len(inside) == 1 else base_name(name) for name, _ in inside]
            return tuple(
                sheet
                for name, (_, content) in zip(names, inside, strict=True)
                for sheet in sheets_of(content, name, known_titles())
            )
        if not is_json(data):
            return sheets_of(data, base_name(file), known_titles())
        if not self.json_keys:
            raise unsuited(file, self.title, "a table's form", remedy="Export it as CSV or XLSX.")
        content = read_json(data, base_name(file))
        return (json_sheet([self.record(one) for one in records_with(content, self.json_keys)], base_name(file)),)

    def _own_sheets(self, file: str, data: bytes) -> tuple[list[Sheet], Findings]:
        sheets = self.sheets(file, data)
        own = [sheet for sheet in sheets if self._usable(sheet)]
        if own:
            return own, Findings(base_name(file))
        other = next((found for sheet in sheets if (found := rival(sheet.header, self.name))), None)
        if other is not None:
            what, remedy = f"what {other[1]} writes", f"Import it as {other[0]}."
            raise unsuited(file, self.title, f"a list of {self.title}", found=what, remedy=remedy)
        raise unsuited(
            file,
            self.title,
            "a serial number or an asset tag beside other titles that are known of it",
            remedy="Export it again with these columns, or write a mapping (mappings/NAME.toml) that says which of its "
            "columns is which.",
        )

    def _usable(self, sheet: Sheet) -> bool:
        """Whether a sheet has a number to know things by and one more column, and is not another system's."""
        found = positions(sheet.header, self.aliases)
        return bool({"tag", "serial"} & set(found)) and len(found) > 1 and rival(sheet.header, self.name) is None
