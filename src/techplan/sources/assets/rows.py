"""From any asset system's rows to ``assets``, ``product_models`` and ``sightings``: the part that all of them share.

A system says by what titles its columns go, how it names places, and what is peculiar to it; everything else is done
here in the same way for all. A row is kept whatever is wrong with one of its cells: the cell becomes empty and its
Problem says so. Persons' names, addresses and notes have no column to go to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import Problem
from techplan.book.reading import Sheet
from techplan.book.tables import TABLES
from techplan.sources.assets.files import Tally, base_name
from techplan.sources.assets.keys import duplicates, identify
from techplan.sources.assets.links import known_references
from techplan.sources.assets.merge import merge_devices
from techplan.sources.assets.models import PARTS, classify, own_names, share_support_end
from techplan.sources.assets.places import Place, own_places
from techplan.sources.assets.sightings import sightings
from techplan.sources.assets.status import own_statuses
from techplan.sources.assets.typed import typed_columns
from techplan.sources.assets.values import (
    clean_text,
    normal_mac,
    without_damage,
    without_junk_serials,
)
from techplan.sources.findings import Findings, counted
from techplan.sources.source import DateOrder, Import, SkippedRow
from techplan.sources.titles import Aliases, positions, text_frame
from techplan.sources.words import Words, fold, words_of

LIVE_KNOWS_BEST: Final = frozenset({"last_seen", "support_end"})
"""What a live system knows better than any record; all else yields to the system that an asset was recorded in."""

DESCRIBES: Final = frozenset({"model", "class_word", *PARTS})
"""A file that says neither what a thing is (only serials and count dates, say) is no list that an asset comes from."""

SourceSheets = tuple[str, tuple[list[Sheet], Findings]]
"""A file's name, its sheets of assets, and what was noticed while finding them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetSystem:
    """What is peculiar to one system.

    ``prepare`` may add columns (``in_hands``, ``assigned_to``) and a column ``skip`` with the reason for rows that are
    not the district's assets. Columns of ``assets`` go by their own names, with ``cost`` for ``cost_cents``.
    """

    source: str
    aliases: Aliases
    people: frozenset[str]
    place_columns: tuple[str, ...]
    find_place: Callable[[Words, tuple[str | None, ...]], Place]
    prepare: Callable[[pl.DataFrame, Findings], pl.DataFrame]
    live: bool = False
    otherwise: tuple[str, str] | None = None
    """The class of what no words tell the class of, and why."""
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_assets(system: AssetSystem, files: Sequence[SourceSheets], book: Book, dates: DateOrder | None) -> Import:
    """What the sheets say of assets, compared with nothing yet but the Book's words and identities."""
    tally, parts, said = Tally(), [], []
    for _, (sheets, findings) in files:
        for sheet in sheets:
            tally.take_sheet(sheet, system.people)
            rows = _own_rows(system, sheet, findings, dates)
            parts.append(_without_skipped(rows, sheet, tally))
        said.append(findings)
    names = tuple(base_name(file) for file, _ in files)
    findings = Findings(names[0] if len(names) == 1 else ", ".join(names))
    words = words_of(book)
    rows, tally.merged = merge_devices(pl.concat(parts, how="diagonal"), findings)
    told = {column for column in rows.columns if rows.get_column(column).drop_nulls().len()}
    frames = _frames(system, rows, book, words, findings)
    said.append(findings)
    partial = not DESCRIBES & told
    fills_only = ({"in_service_on"} if system.live else set()) | ({"source"} if partial else set())
    return Import(
        source=system.source,
        files=names,
        frames=frames,
        rows_read=tally.read,
        accepted=tally.accepted,
        merged=tally.merged,
        skipped=tuple(tally.skipped),
        refused=tuple(tally.refused),
        assumed=tuple(dict.fromkeys([*tally.assumed, *(one for each in said for one in each.assumed)])),
        problems=(*tally.problems, *(one for each in said for one in each.problems)),
        fills_only={"assets": frozenset(fills_only)} if fills_only else {},
        yields={"assets": frozenset(TABLES["assets"].columns()) - LIVE_KNOWS_BEST} if system.live else {},
        whole=frozenset(frames) - {"product_models"} - ({"assets"} if partial else set()),
    )


def _own_rows(system: AssetSystem, sheet: Sheet, findings: Findings, dates: DateOrder | None) -> pl.DataFrame:
    """A sheet's rows as typed columns of ours, with ``line`` and ``file``."""
    places = positions(sheet.header, system.aliases)
    findings.titles = {column: sheet.header[at] for column, at in places.items()}
    rows = text_frame(sheet, places)
    rows = rows.with_columns(pl.lit(value).alias(column) for column, value in system.constants.items())
    rows = clean_text(_translated(rows, system.values))
    rows = without_damage(rows, findings)
    rows = without_junk_serials(rows, findings)
    rows = normal_mac(rows, findings)
    rows = typed_columns(rows, findings, dates)
    rows = system.prepare(rows, findings)
    if "status" in rows.columns:
        rows = rows.with_columns(pl.col("status").alias("status_said"))
    rows = own_statuses(rows, findings)
    return rows.with_columns(pl.lit(sheet.file).alias("file"))


def _translated(rows: pl.DataFrame, values: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """What a mapping says of single values, whatever their case."""
    for column, entries in values.items():
        said = {fold(word): own for word, own in entries.items()}
        known = {text: said[fold(text)] for text in rows.get_column(column).unique() if fold(text) in said}
        rows = rows.with_columns(pl.col(column).replace(known))
    return rows


def _without_skipped(rows: pl.DataFrame, sheet: Sheet, tally: Tally) -> pl.DataFrame:
    if "skip" not in rows.columns:
        return rows
    for line, why in rows.drop_nulls("skip").select("line", "skip").iter_rows():
        tally.skipped.append(SkippedRow(sheet.file, line, "", why))
    return rows.filter(pl.col("skip").is_null()).drop("skip")


def _frames(
    system: AssetSystem, rows: pl.DataFrame, book: Book, words: Words, findings: Findings
) -> dict[str, pl.DataFrame]:
    rows = _with(rows, "tag", "serial", *PARTS)
    columns = [column for column in system.place_columns if column in rows.columns]
    missing = len(system.place_columns) - len(columns)
    if columns:
        rows = _with(rows, *system.place_columns) if missing else rows
        rows = own_places(rows, list(system.place_columns), lambda cells: system.find_place(words, cells), findings)
    rows = known_references(rows, book, words, findings)
    rows = rows.with_columns(pl.col("model").alias("model_said"), own_names(rows.get_column("model"), words))
    rows, superseded = _identified(rows, book, system.source)
    rows = _as_recorded(rows, book, system)
    own_class, models = classify(rows, book, words, findings, system.otherwise)
    rows = rows.with_columns(own_class)
    seen = rows
    if "support_end" in rows.columns:
        own, agreed = share_support_end(rows, book)
        rows = rows.with_columns(own)
        dates = pl.DataFrame(
            {"model": list(agreed), "support_end": list(agreed.values())},
            schema={"model": pl.String, "support_end": pl.Date},
        )
        models = models.join(dates, on="model", how="left", maintain_order="left")
    _remark(rows, book, system, findings)
    frames = {"product_models": models, "assets": _asset_columns(rows, system.source)}
    if system.live:
        frames["sightings"] = sightings(pl.concat([seen, superseded], how="diagonal"), system.source)
    return frames


def _identified(rows: pl.DataFrame, book: Book, source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with their ``asset``, and apart from them the superseded ones with that of the same serial."""
    old = rows.filter(pl.col("superseded")) if "superseded" in rows.columns else rows.clear()
    rows = rows.filter(~pl.col("superseded")) if "superseded" in rows.columns else rows
    rows = rows.with_columns(pl.Series("asset", identify(rows, book.assets, source), dtype=pl.String))
    folded = pl.col("serial").str.to_uppercase().alias("_serial")
    known = rows.select(folded, "asset").drop_nulls().unique("_serial", keep="first", maintain_order=True)
    return rows, old.with_columns(folded).join(known, on="_serial", how="left", maintain_order="left").drop("_serial")


def _with(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The rows with these text columns, null where they had none."""
    return rows.with_columns(pl.lit(None, pl.String).alias(column) for column in columns if column not in rows.columns)


def _as_recorded(rows: pl.DataFrame, book: Book, system: AssetSystem) -> pl.DataFrame:
    """Model and class as the Book has them, where a row says nothing of them.

    On an asset that another system recorded, a live system's own name of the model yields to the recorded one.
    """
    recorded = book.assets.select(
        "asset",
        pl.col("model").alias("_model"),
        pl.col("asset_class").alias("_class"),
        (pl.lit(system.live) & pl.col("source").ne_missing(system.source)).alias("_foreign"),
    )
    joined = rows.join(recorded, on="asset", how="left", maintain_order="left")
    model = pl.when("_foreign").then(pl.coalesce("_model", "model")).otherwise(pl.coalesce("model", "_model"))
    word = pl.coalesce("class_word", "_class")
    return joined.with_columns(model.alias("model"), word.alias("class_word")).drop("_model", "_class", "_foreign")


def _asset_columns(rows: pl.DataFrame, source: str) -> pl.DataFrame:
    schema = TABLES["assets"].polars_schema()
    return rows.with_columns(pl.lit(source).alias("source")).select(
        pl.col(column).cast(dtype) for column, dtype in schema.items() if column in rows.columns or column == "source"
    )


def _remark(rows: pl.DataFrame, book: Book, system: AssetSystem, findings: Findings) -> None:
    """Findings on the rows as a whole: duplicates, missing costs, rows that go by their place."""
    for column, title in (("tag", "asset tag"), ("serial", "serial number"), ("mac", "network address")):
        if column in rows.columns:
            findings.problems += duplicates(rows, book.assets, column, title, findings.file)
    if "cost_cents" in rows.columns and not system.live:
        findings.problems += [
            Problem(
                severity="note",
                file=file,
                line=line,
                table="assets",
                key=asset,
                column="cost",
                rule="cost missing",
                what="The asset has no cost.",
                remedy="Planning uses its class's price; enter the cost for the property record.",
            )
            for file, line, asset in rows.filter(pl.col("cost_cents").is_null())
            .select("file", "line", "asset")
            .iter_rows()
        ]
    by_place = rows.filter(pl.col("asset").str.starts_with(f"{system.source}:")).height
    if by_place:
        findings.assume(
            f"{counted(by_place, 'row')} have no tag or serial number of their own and go by file and line; import "
            "them from a file of the same name and order."
        )
