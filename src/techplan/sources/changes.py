"""Incoming rows against the Book: what would be added, what changed from what to what, what was not seen.

The rules, which are the same for every source:

- A row is one of the Book's when their keys are equal. Rows are added or changed, never removed; what a full list
  lacks is named as *unseen*.
- A file changes only the columns it has, and a blank cell never erases what the Book says.
- Columns in ``Import.fills_only`` are taken only where the Book says nothing; those in ``Import.yields`` also give way
  on rows that came from another source (the column ``source`` says so).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import Table
from techplan.book.faces import as_written
from techplan.book.links import check_links
from techplan.book.problem import BookError, Problem, has_errors
from techplan.book.tables import TABLES
from techplan.sources.source import Import

CHANGED_COLUMNS = {"key": pl.String, "column": pl.String, "before": pl.String, "after": pl.String}
"""One row of ``TableChanges.changed``: the row's key (parts joined by " · "), and one column of it before and after."""

_OLD = "\x00book"
_KNOWN = "\x00known"


@dataclass(frozen=True, eq=False)
class TableChanges:
    """What an import would do to one table."""

    table: str
    added: pl.DataFrame
    """New rows, with the key and the columns that the files speak of."""
    changed: pl.DataFrame
    """Field by field: ``key``, ``column``, ``before``, ``after``, as people read them."""
    unseen: pl.DataFrame
    """Keys of the Book's rows that a full list does not have; empty where the files are no full list."""
    changed_rows: int
    same: int
    kept: int
    """Values that the Book keeps because the file's cell is blank."""
    after: pl.DataFrame
    """The whole table as it would be."""


@dataclass(frozen=True, eq=False)
class Changes:
    """What an import would do to a Book."""

    book: Book
    imported: Import
    tables: tuple[TableChanges, ...]
    documents: tuple[str, ...]
    """Mapping documents that are new or would change."""

    def counts(self) -> dict[str, dict[str, int]]:
        """By table: rows added, changed, same, unseen and refused (a row refused before its table is known: ``""``)."""
        counts = {
            table.table: {
                "added": table.added.height,
                "changed": table.changed_rows,
                "same": table.same,
                "unseen": table.unseen.height,
                "refused": 0,
            }
            for table in self.tables
        }
        for row in self.imported.refused:
            none = {"added": 0, "changed": 0, "same": 0, "unseen": 0, "refused": 0}
            counts.setdefault(row.table or "", none)["refused"] += 1
        return counts

    def nothing(self) -> bool:
        """Whether the Book would stay as it is."""
        return not self.documents and all(not t.added.height and not t.changed_rows for t in self.tables)

    def apply(self, book: Book) -> Book:
        """The Book with all of it, or BookError with every Problem and no change at all.

        Refused rows are not part of it. Broken links that the Book had before do not count against the import.
        """
        if book is not self.book and book != self.book:
            return compare(book, self.imported).apply(book)
        after = book.with_tables(**{table.table: table.after for table in self.tables})
        after = after.with_documents("mappings", self.imported.mappings)
        broken = check_links(after, examples=None)
        if has_errors(broken):
            before = {_identity(problem) for problem in check_links(book, examples=None)}
            broken = [problem for problem in broken if _identity(problem) not in before]
        if has_errors(broken):
            raise BookError("The import would leave rows that point to nothing; nothing was changed.", broken)
        return after


def compare(book: Book, imported: Import) -> Changes:
    """What the import would do to the Book. Rows are matched by the whole key of their table."""
    return Changes(
        book=book,
        imported=imported,
        tables=tuple(_compare_table(book, imported, name) for name in TABLES if name in imported.frames),
        documents=tuple(name for name, text in imported.mappings.items() if book.mappings.get(name) != text),
    )


def provisional(book: Book, imported: Import) -> Book:
    """The Book as it would be, its links unchecked: what later parts of the same files may refer to."""
    changes = compare(book, imported)
    return book.with_tables(**{table.table: table.after for table in changes.tables})


def _compare_table(book: Book, imported: Import, name: str) -> TableChanges:
    table, incoming = TABLES[name], imported.frames[name]
    current = _one_district(book.table(name), incoming) if name == "district" else book.table(name)
    key = table.primary_key()
    columns = [column for column in incoming.columns if column not in key]
    joined = incoming.join(
        current.with_columns(pl.lit(value=True).alias(_KNOWN)), on=key, how="left", suffix=_OLD, maintain_order="left"
    ).with_columns(_taken(imported, name, column) for column in columns)
    known = pl.col(_KNOWN).is_not_null()
    moved = {column: pl.col(column).ne_missing(pl.col(column + _OLD)) & known for column in columns}
    flags = joined.select(known.alias(_KNOWN), pl.any_horizontal(pl.lit(value=False), *moved.values()).alias("moved"))
    blank = incoming.join(current, on=key, how="inner", suffix=_OLD)
    return TableChanges(
        table=name,
        added=joined.filter(~known).select(incoming.columns),
        changed=_field_by_field(table, joined, moved),
        unseen=_unseen(imported, name, current, incoming),
        changed_rows=flags.filter(pl.col("moved")).height,
        same=flags.filter(pl.col(_KNOWN) & ~pl.col("moved")).height,
        kept=sum(blank.select(pl.col(c).is_null() & pl.col(c + _OLD).is_not_null() for c in columns).sum().row(0))
        if columns
        else 0,
        after=_after(current, joined, key),
    )


def _one_district(current: pl.DataFrame, incoming: pl.DataFrame) -> pl.DataFrame:
    """The Book's district under the code that a file gives it: a Book has one, so another code renames it."""
    if current.height != 1 or incoming.height != 1:
        return current
    return current.with_columns(incoming.get_column("district"))


def _taken(imported: Import, name: str, column: str) -> pl.Expr:
    """What a column holds afterwards, of what the file and the Book say."""
    incoming, current = pl.col(column), pl.col(column + _OLD)
    ours, theirs = pl.coalesce(current, incoming), pl.coalesce(incoming, current)
    if column in imported.fills_only.get(name, ()):
        return ours.alias(column)
    if column in imported.yields.get(name, ()):
        foreign = pl.col(_KNOWN).is_not_null() & pl.col("source" + _OLD).ne_missing(pl.col("source"))
        return pl.when(foreign).then(ours).otherwise(theirs).alias(column)
    return theirs.alias(column)


def _after(current: pl.DataFrame, joined: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    return pl.concat([current.join(joined, on=key, how="anti"), joined.select(current.columns)])


def _field_by_field(table: type[Table], joined: pl.DataFrame, moved: dict[str, pl.Expr]) -> pl.DataFrame:
    key = pl.concat_str([pl.col(part).cast(pl.String) for part in table.primary_key()], separator=" · ")
    parts = [pl.DataFrame(schema=CHANGED_COLUMNS)]
    for column, condition in moved.items():
        rows = joined.filter(condition)
        if rows.is_empty():
            continue
        before, after = (as_written(pl.col(name), table.kind_of(column)) for name in (column + _OLD, column))
        face = pl.lit(table.face_name(column)).alias("column")
        parts.append(rows.select(key.alias("key"), face, before.alias("before"), after.alias("after")))
    return pl.concat(parts).sort("key", "column")


def _unseen(imported: Import, name: str, current: pl.DataFrame, incoming: pl.DataFrame) -> pl.DataFrame:
    key = TABLES[name].primary_key()
    if name not in imported.whole:
        return current.select(key).clear()
    if "source" in current.columns and "source" in incoming.columns:
        current = current.filter(pl.col("source").is_in(incoming.get_column("source").unique().to_list()))
    if "system" in current.columns and "system" in incoming.columns:
        current = current.filter(pl.col("system") == imported.source)
    return current.join(incoming, on=key, how="anti").select(key)


def _identity(problem: Problem) -> tuple[str | None, ...]:
    """A fault apart from which row shows it first."""
    return (problem.table, problem.column, problem.value, problem.rule)
