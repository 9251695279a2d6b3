"""Assets as Snipe-IT lists them: its list export, its custom asset report, files made for its importer, and its API.

Titles are those of Snipe-IT's own code (snipe/snipe-it: app/Presenters/AssetPresenter.php, ReportsController, Importer
and AssetsTransformer). It repeats titles (``Address`` four times), glues a currency to an amount, puts a backtick
before cells that a spreadsheet would take for a formula, and escapes texts in JSON as HTML.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

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
from techplan.sources.assets.places import Place, named_place
from techplan.sources.assets.rows import AssetSystem, read_assets
from techplan.sources.findings import Findings, counted
from techplan.sources.google_admin.titles import OWN as GOOGLES_OWN
from techplan.sources.known_titles import known_titles
from techplan.sources.recognition import owner
from techplan.sources.snipe_it.titles import ALIASES, KNOWN, OTHER_LISTS, PERSONS
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import positions
from techplan.sources.words import Words

_MOST_UNKNOWN = 0.5
_SURELY_KNOWN = 10


class SnipeIt:
    """The source ``snipe-it``."""

    name = "snipe-it"
    title = "Snipe-IT"
    recognises = "Snipe-IT's asset list, custom asset report or import file (CSV), or its API's hardware list (JSON)."
    live = False

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it lists assets by tag, under titles that Snipe-IT uses."""
        try:
            sheets = self._sheets(file, data, Findings(file))
        except SourceError:
            return False
        return any("tag" in positions(sheet.header, ALIASES) and _own(sheet) for sheet in sheets)

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """The assets and their models. Raises SourceError where a file lists something else."""
        system = AssetSystem(
            source=self.name,
            aliases=ALIASES,
            people=PERSONS,
            place_columns=("handed_to", "location", "default_location", "room"),
            find_place=_find_place,
            prepare=_prepare,
        )
        return read_assets(system, [(file, self._own_sheets(file, data)) for file, data in files], book, dates)

    def _own_sheets(self, file: str, data: bytes) -> tuple[list[Sheet], Findings]:
        findings = Findings(base_name(file))
        sheets = self._sheets(file, data, findings)
        own = [sheet for sheet in sheets if _own(sheet)]
        if not own:
            other = next((OTHER_LISTS[title] for sheet in sheets if (title := _other(sheet))), None)
            if other is not None:
                raise unsuited(file, self.title, "assets", found=f"Snipe-IT's list of {other[0]}", remedy=other[1])
            raise unsuited(file, self.title, "an asset tag or a serial number, and titles that Snipe-IT uses")
        return own, findings

    def _sheets(self, file: str, data: bytes, findings: Findings) -> tuple[Sheet, ...]:
        if not is_json(data):
            return sheets_of(data, base_name(file), known_titles())
        content = read_json(data, base_name(file))
        rows = [row for row in json_records(content, ("rows",)) if "asset_tag" in row and "serial_number" not in row]
        pages = content if isinstance(content, list) else [content]
        total = next((page["total"] for page in pages if isinstance(page, dict) and "total" in page), None)
        if isinstance(total, int) and total > len(rows):
            findings.note(
                "warning",
                "not all pages",
                f"The file holds {len(rows):,} of {total:,} assets.",
                "Fetch the other pages (offset) and import them as well.",
            )
        return (json_sheet([_asset(row) for row in rows], base_name(file)),)


def _own(sheet: Sheet) -> bool:
    found = positions(sheet.header, ALIASES)
    if not {"tag", "serial"} & set(found) or ("tag" not in found and _other(sheet)):
        return False
    titles = [normal_title(title) for title in sheet.header if not title.startswith("(column ")]
    known = sum(title in KNOWN for title in titles)
    google = any(title in GOOGLES_OWN for title in titles)
    others = owner(sheet.header) not in {None, SnipeIt.name}
    return not google and not others and (known >= _SURELY_KNOWN or known >= len(titles) * _MOST_UNKNOWN)


def _other(sheet: Sheet) -> str | None:
    titles = {normal_title(title) for title in sheet.header}
    return next((title for title in OTHER_LISTS if title in titles), None)


def _asset(row: Mapping[str, Any]) -> dict[str, str]:
    """One asset of the API under the titles of the list export; texts without their HTML escapes."""
    status = row.get("status_label")
    found = {
        "Asset Tag": row.get("asset_tag"),
        "Serial": row.get("serial"),
        "Model": _inner(row.get("model")),
        "Model No.": row.get("model_number"),
        "Manufacturer": _inner(row.get("manufacturer")),
        "Category": _inner(row.get("category")),
        "Status": _inner(status),
        "Location": _inner(row.get("location")),
        "Default Location": _inner(row.get("rtd_location")),
        "Purchase Date": _inner(row.get("purchase_date"), "date"),
        "Purchase Cost": row.get("purchase_cost"),
        "Order Number": row.get("order_number"),
        "EOL Date": _inner(row.get("asset_eol_date"), "date"),
        "Warranty": row.get("warranty_months"),
        "Warranty Expires": _inner(row.get("warranty_expires"), "date"),
        "Last Audit": _inner(row.get("last_audit_date"), "datetime"),
        "Checkout Type": _inner(row.get("assigned_to"), "type"),
        "Deleted": _inner(row.get("deleted_at"), "datetime"),
        "BYOD": "yes" if row.get("byod") is True else "",
    }
    custom = row.get("custom_fields")
    if isinstance(custom, dict):
        found |= {label: _inner(one, "value") for label, one in custom.items() if label not in found}
    known = {title: value for title, value in found.items() if normal_title(title) in KNOWN - PERSONS}
    return {title: "" if value is None else html.unescape(str(value)) for title, value in known.items()}


def _inner(value: Any, name: str = "name") -> Any:
    return value.get(name) if isinstance(value, dict) else value


def _find_place(words: Words, cells: tuple[str | None, ...]) -> Place:
    """Where it is handed to, else where it is, else where it belongs."""
    handed_to, location, default, room = cells
    return named_place(words.schools, (handed_to, location, default), room)


def _prepare(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    rows = _hands(rows, findings)
    number = _filled(rows, "replace_on")
    if number:
        findings.assume(
            f"The end-of-life date of {counted(number, 'row')} is taken as the day on which somebody wants the asset "
            "replaced (replace_on), which goes before every rule."
        )
    number = _filled(rows, "in_service_on")
    if number:
        findings.assume(f"The purchase date stands for the day of service ({counted(number, 'row')}).")
    if "deleted" in rows.columns:
        gone = pl.col("deleted").is_not_null() & ~pl.col("deleted").str.to_lowercase().is_in(["no", "0", "false"])
        number = rows.select(gone.sum()).item()
        if number:
            status = pl.col("status") if "status" in rows.columns else pl.lit(None, pl.String)
            rows = rows.with_columns(pl.when(gone).then(pl.lit("retired")).otherwise(status).alias("status"))
            findings.assume(f"Assets deleted in Snipe-IT are taken as retired ({counted(number, 'row')}).")
    if "byod" in rows.columns:
        own = pl.col("byod").str.to_lowercase().is_in(["1", "yes", "true", "y"])
        rows = rows.with_columns(
            pl.when(own).then(pl.lit("a person's own device (BYOD), not the district's")).alias("skip")
        )
    return rows


def _hands(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Whether someone has it, and whether that is a room; who it is goes no further."""
    signs = [
        column for column in ("user_1", "user_2", "user_3", "checkout_type", "handed_to") if column in rows.columns
    ]
    if not signs:
        return rows
    rows = rows.with_columns(pl.any_horizontal(pl.col(signs).is_not_null()).alias("in_hands"))
    if "checkout_type" in rows.columns:
        room = pl.col("checkout_type").str.to_lowercase() == "location"
        rows = rows.with_columns(pl.when(room).then(pl.lit("room")).alias("assigned_to"))
    findings.assume("Of persons nothing is kept but that somebody has the asset.")
    return rows.drop([column for column in ("user_1", "user_2", "user_3") if column in rows.columns])


def _filled(rows: pl.DataFrame, column: str) -> int:
    return int(rows.get_column(column).count()) if column in rows.columns else 0
