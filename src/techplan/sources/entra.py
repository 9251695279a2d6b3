"""Devices as Microsoft Entra lists them ("Download devices").

The list has no serial numbers, so it makes no assets: every row is a *sighting*. Which asset it is of, only Intune can
say, whose report names each device's Entra number; where no Intune report has named it, the sighting stands without an
asset. It does not matter which of the two files is imported first. Column names are those of Microsoft's documentation.
Whose device it is and what its user has called it are not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.book.reading import Sheet
from techplan.book.tables import TABLES
from techplan.sources.assets.files import Tally, base_name, sheets_of, unsuited
from techplan.sources.assets.typed import typed_columns
from techplan.sources.assets.values import clean_text
from techplan.sources.findings import Findings, counted
from techplan.sources.known_titles import known_titles
from techplan.sources.recognition import owner, rival
from techplan.sources.refused import RefusedRow, without_people
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import PEOPLE, Aliases, normal_titles, personal, positions, text_frame

ALIASES: Final[Aliases] = {
    "directory_id": ("deviceId", "device id"),
    "last_seen": ("approximateLastSignInDateTime", "activity"),
    "in_service_on": ("registrationTime", "registered"),
    "model": ("model",),
    "os": ("operatingSystem", "os"),
    "os_version": ("operatingSystemVersion", "version"),
    "enabled": ("accountEnabled", "enabled"),
    "join": ("joinType (trustType)", "joinType", "trustType", "join type"),
}  # fmt: skip

MARKS: Final = (
    "approximateLastSignInDateTime", "registeredOwners", "mdmDisplayName", "joinType (trustType)", "trustType",
    "registrationTime", "profileType", "systemLabels", "accountEnabled", "operatingSystemVersion", "isCompliant",
)  # fmt: skip

PERSONS: Final = normal_titles((*PEOPLE, "displayName", "display name", "registeredOwners", "userNames", "owners"))


class Entra:
    """The source ``entra``."""

    name = "entra"
    title = "Microsoft Entra"
    recognises = "Entra's list of devices (Download devices). It has no serial numbers, so it gives sightings only."
    live = True
    marks = normal_titles(MARKS)
    least_marks = 3
    known = marks | normal_titles(title for titles in ALIASES.values() for title in titles) | PERSONS

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether a sheet's titles mark it as Entra's."""
        try:
            return any(owner(sheet.header) == self.name for sheet in sheets_of(data, base_name(file), known_titles()))
        except SourceError:
            return False

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """A sighting for each device number. Raises SourceError where a file has none."""
        rows, tally, said = _numbered_rows(files, dates)
        last = rows.sort("last_seen", descending=True, nulls_last=True, maintain_order=True)
        last = last.unique("directory_id", keep="first", maintain_order=True)
        tally.merged = rows.height - last.height
        frame, unknown = _sightings(last, book)
        if unknown:
            said[0].assume(
                f"{counted(unknown, 'device')} of {last.height:,} cannot be told to be one of the Book's assets, "
                "because Entra gives no serial numbers and no Intune report in the Book names them."
            )
        return Import(
            source=self.name,
            files=tuple(base_name(file) for file, _ in files),
            frames={"sightings": frame},
            rows_read=tally.read,
            accepted=tally.accepted,
            merged=tally.merged,
            skipped=tuple(tally.skipped),
            refused=tuple(tally.refused),
            assumed=tuple(dict.fromkeys([*tally.assumed, *(one for each in said for one in each.assumed)])),
            problems=(*tally.problems, *(one for each in said for one in each.problems)),
            whole=frozenset({"sightings"}),
        )


def with_late_joins(imported: Import, book: Book) -> Import:
    """An Intune import that also says, of Entra's sightings already in the Book, which assets they are of."""
    known = _assets_by_number(pl.concat([imported.frames["sightings"], book.sightings], how="diagonal"))
    waiting = book.sightings.filter((pl.col("system") == Entra.name) & pl.col("asset").is_null())
    found = waiting.select("sighting", "system", "directory_id").join(known, on="directory_id", maintain_order="left")
    if found.is_empty():
        return imported
    both = pl.concat([imported.frames["sightings"], found], how="diagonal")
    said = f"{counted(found.height, 'device')} of Entra's list in the Book are now known by their serial numbers."
    return replace(imported, frames={**imported.frames, "sightings": both}, assumed=(*imported.assumed, said))


def _numbered_rows(files: Sequence[File], dates: DateOrder | None) -> tuple[pl.DataFrame, Tally, list[Findings]]:
    """The rows that have a device number, what became of the others, and what was noticed in each file."""
    tally = Tally()
    parts: list[pl.DataFrame] = []
    said: list[Findings] = []
    for file, data in files:
        findings = Findings(base_name(file))
        for sheet in _own_sheets(file, data):
            tally.take_sheet(sheet, PERSONS)
            parts.append(_without_numberless(_rows(sheet, findings, dates), sheet, tally))
        said.append(findings)
    return pl.concat(parts, how="diagonal"), tally, said


def _own_sheets(file: str, data: bytes) -> list[Sheet]:
    sheets = sheets_of(data, base_name(file), known_titles())
    own = [
        sheet
        for sheet in sheets
        if {"directory_id", "last_seen"} <= set(positions(sheet.header, ALIASES))
        and rival(sheet.header, Entra.name) is None
    ]
    if not own:
        raise unsuited(file, Entra.title, "a deviceId and a last sign-in (approximateLastSignInDateTime)")
    return own


def _rows(sheet: Sheet, findings: Findings, dates: DateOrder | None) -> pl.DataFrame:
    """A sheet's rows with typed days; its words for enabled and join type as one ``status``."""
    places = positions(sheet.header, ALIASES)
    findings.titles = {column: sheet.header[at] for column, at in places.items()}
    rows = typed_columns(clean_text(text_frame(sheet, places)), findings, dates)
    missing = [column for column in ALIASES if column not in rows.columns]
    rows = rows.with_columns(pl.lit(None, TYPES.get(column, pl.String)).alias(column) for column in missing)
    enabled = pl.col("enabled").str.to_lowercase().replace({"true": "enabled", "false": "disabled"})
    system = pl.concat_str("os", "os_version", separator=" ", ignore_nulls=True).replace("", None)
    status = pl.concat_str(enabled, "join", separator=", ", ignore_nulls=True).replace("", None)
    return rows.with_columns(status.alias("status"), system.alias("os_version"))


TYPES: Final = {"last_seen": pl.Date, "in_service_on": pl.Date}


def _without_numberless(rows: pl.DataFrame, sheet: Sheet, tally: Tally) -> pl.DataFrame:
    """The rows that have a device number; the others are refused."""
    lines = frozenset(rows.filter(pl.col("directory_id").is_null()).get_column("line").to_list())
    hidden = personal(sheet.header, PERSONS)
    tally.refused += [
        RefusedRow(
            file=sheet.file,
            sheet=sheet.name,
            line=row.line,
            titles=sheet.header,
            cells=without_people(row.cells, len(sheet.header), hidden),
            reason="The row has no deviceId, so nobody could tell the device again.",
            remedy="Download the list again; the number is Entra's own.",
            table="sightings",
            column="deviceId",
        )
        for row in sheet.rows
        if row.line in lines
    ]
    return rows.filter(pl.col("directory_id").is_not_null())


def _sightings(rows: pl.DataFrame, book: Book) -> tuple[pl.DataFrame, int]:
    """Rows of ``sightings``, and how many of them are of no known asset."""
    schema = TABLES["sightings"].polars_schema()
    joined = rows.join(_assets_by_number(book.sightings), on="directory_id", how="left", maintain_order="left")
    frame = joined.select(
        (pl.lit(f"{Entra.name}:") + pl.col("directory_id")).alias("sighting"),
        pl.lit(Entra.name).alias("system"),
        "asset",
        pl.col("last_seen").alias("seen_on"),
        pl.col("in_service_on").alias("enrolled_on"),
        "model",
        "os_version",
        "status",
        "directory_id",
    )
    frame = frame.with_columns(pl.col(column).cast(schema[column]) for column in frame.columns)
    return frame, frame.get_column("asset").null_count()


def _assets_by_number(sightings: pl.DataFrame) -> pl.DataFrame:
    """``directory_id`` and ``asset``, where other systems' sightings of that number agree on one asset."""
    named = sightings.filter(pl.col("system") != Entra.name).select("directory_id", "asset").drop_nulls().unique()
    return named.filter(pl.len().over("directory_id") == 1)
