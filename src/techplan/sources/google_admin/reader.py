"""Chromebooks as the Google Admin console, GAM or the Directory API list them.

The console's header line is published nowhere and varies with the columns that are shown, so columns are found by any
title they are known to go by. GAM (``gam print cros``) writes the API's names, repeats a device on a row for each
recent user, and may use ``;`` or, through PowerShell, UTF-16. The Directory API gives ``chromeosdevices`` in JSON
pages, with the end of updates as milliseconds. A month alone (``2030-06``) means its last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.book.reading import Sheet, normal_title
from techplan.sources.assets.files import (
    base_name,
    is_json,
    json_records,
    json_sheet,
    read_json,
    sheets_of,
    unsuited,
)
from techplan.sources.assets.live import with_wired_address
from techplan.sources.assets.places import Place, path_place
from techplan.sources.assets.rows import AssetSystem, read_assets
from techplan.sources.findings import Findings, counted
from techplan.sources.google_admin.titles import ALIASES, API_COLUMNS, OWN, PERSONS
from techplan.sources.known_titles import known_titles
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import positions
from techplan.sources.words import Words, fold

ROLE_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "student": ("student", "students", "pupil", "pupils"),
    "staff": ("staff", "teacher", "teachers", "faculty", "employees", "administration", "office"),
}


class GoogleAdmin:
    """The source ``google-admin``."""

    name = "google-admin"
    title = "Google Admin (Chromebooks)"
    recognises = (
        "A device export of the Google Admin console, the output of 'gam print cros', or Directory API JSON "
        "(chromeosdevices)."
    )
    live = True

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it lists Chrome devices."""
        try:
            return any(_own(sheet) for sheet in self._sheets(file, data, Findings(file)))
        except SourceError:
            return False

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """The devices as assets, models and sightings. Raises SourceError where a file lists no Chrome devices."""
        system = AssetSystem(
            source=self.name,
            aliases=ALIASES,
            people=PERSONS,
            place_columns=("org_unit", "location"),
            find_place=_find_place,
            prepare=_prepare,
            live=True,
            otherwise=("chromebook", "Google Admin lists Chrome devices"),
        )
        return read_assets(system, [(file, self._own_sheets(file, data)) for file, data in files], book, dates)

    def _own_sheets(self, file: str, data: bytes) -> tuple[list[Sheet], Findings]:
        findings = Findings(base_name(file))
        sheets = [sheet for sheet in self._sheets(file, data, findings) if _own(sheet)]
        if not sheets:
            raise unsuited(file, self.title, "a serial number or device id together with Google's own columns")
        return sheets, findings

    def _sheets(self, file: str, data: bytes, findings: Findings) -> tuple[Sheet, ...]:
        if not is_json(data):
            return sheets_of(data, base_name(file), known_titles())
        content = read_json(data, base_name(file))
        devices = json_records(content, ("chromeosdevices",))
        pages = content if isinstance(content, list) else [content]
        if isinstance(pages[-1] if pages else None, dict) and pages[-1].get("nextPageToken"):
            findings.note(
                "warning",
                "not the last page",
                "The file is one page of several; the devices of the later pages are not in it.",
                "Fetch the other pages (nextPageToken) and import them as well.",
            )
        return (json_sheet([_device(device) for device in devices], base_name(file)),)


def _own(sheet: Sheet) -> bool:
    """Whether a sheet has a device's number and something that only Google has."""
    found = positions(sheet.header, ALIASES)
    titles = {normal_title(title) for title in sheet.header}
    return ("serial" in found or "device" in found) and bool(titles & OWN)


def _device(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(record[name]) for name in API_COLUMNS if record.get(name) not in {None, ""}}


def _find_place(words: Words, cells: tuple[str | None, ...]) -> Place:
    """The school by organisational unit, else by annotated location; what is no school is the room."""
    path, location = cells
    of_location = words.schools.find(location) if location else None
    school = path_place(words.schools, path) or of_location
    room = location if of_location is None and location and "@" not in location else None
    return Place(school, room, None if school else (path or location))


def _prepare(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """One row a device, the wired address where there is no other, who uses it by its organisational unit."""
    rows = with_wired_address(rows, findings)
    if "org_unit" in rows.columns:
        roles = {path: _role(path) for path in rows.get_column("org_unit").drop_nulls().unique()}
        rows = rows.with_columns(
            pl.col("org_unit").replace_strict(roles, default=None, return_dtype=pl.String).alias("assigned_to")
        )
        number = rows.get_column("assigned_to").drop_nulls().len()
        if number:
            findings.assume(
                f"Who uses a device, student or staff, is taken from its organisational unit ({number:,} rows)."
            )
    return _first_seen(rows, findings)


def _first_seen(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """First enrolment stands for the day of service where nothing better is known, and that is said."""
    if "in_service_on" in rows.columns:
        number = rows.get_column("in_service_on").drop_nulls().len()
        findings.assume(
            "First enrolment stands for the day on which a device went into service, where the Book has no day "
            f"({counted(number, 'device')})."
        )
    elif "last_enrolled" in rows.columns:
        findings.assume(
            "The file has each device's last enrolment but not its first, so no day of service is taken from it; "
            "export firstEnrollmentTime as well."
        )
    return rows


def _role(path: str) -> str | None:
    parts = [fold(part) for part in path.split("/")]
    return next((role for part in parts for role, words in ROLE_WORDS.items() if part in words), None)
