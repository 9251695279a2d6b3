"""Rows of several tables drawn from the lines of foreign files, with the fate of every line on record.

A reader writes *drafts*: for one line of a file, one row of one table, as text. ``import_of`` types them, refuses lines
whose figures cannot be read, that share a key or that point to nothing, and keeps the account: each line of a file is
accepted, merged into another line's row, skipped or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import Problem, Severity, SourceError
from techplan.book.reading import Row, Sheet, type_rows
from techplan.book.tables import TABLES
from techplan.sources.assets.files import Tally, base_name, sheets_of, unsuited
from techplan.sources.known_titles import known_titles
from techplan.sources.refused import LEFT_OUT, RefusedRow, without_people
from techplan.sources.source import DateOrder, Import, SkippedRow
from techplan.sources.titles import personal
from techplan.sources.words import BY_TARGET

_WIDE: Final = 12
"""So many cells of a skipped line are shown."""


class Draft(NamedTuple):
    """One row of a table as text, and the line that it was drawn from. Columns go by the table's own names."""

    table: str
    line: int
    values: Mapping[str, str]


@dataclass(slots=True)
class Lines:
    """The lines of one sheet, what was drawn from them, and what became of each."""

    sheet: Sheet
    people: frozenset[str]
    drafts: list[Draft] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    refused: set[int] = field(default_factory=set)
    hidden: frozenset[int] = frozenset()
    by_line: dict[int, Row] = field(default_factory=dict)
    followers: dict[int, list[tuple[Lines, int]]] = field(default_factory=dict)
    """For a line, those whose figures went into the row that was drafted from it."""

    def __post_init__(self) -> None:
        self.tally.take_sheet(self.sheet, self.people)
        self.hidden = frozenset(personal(self.sheet.header, self.people))
        self.by_line = {row.line: row for row in self.sheet.rows}

    def draft(self, table: str, line: int, **values: str) -> None:
        """A row of a table, drawn from a line."""
        self.drafts.append(Draft(table, line, values))

    def merge(self, number: int = 1) -> None:
        """So many lines helped to read others."""
        self.tally.merged += number

    def join(self, line: int, other: Lines, other_line: int) -> None:
        """Another line's figures went into the row drafted from ``line``; if that is refused, so is the other."""
        other.merge()
        self.followers.setdefault(line, []).append((other, other_line))

    def skip(self, row: Row, why: str, *, shown: bool = True) -> None:
        """Leave a line out on purpose; ``shown`` is false where it may name a person."""
        cells = [cell for at, cell in enumerate(row.cells) if cell and at not in self.hidden][:_WIDE]
        self.tally.skipped.append(SkippedRow(self.sheet.file, row.line, ", ".join(cells) if shown else LEFT_OUT, why))

    def refuse(
        self,
        line: int,
        reason: str,
        remedy: str,
        *,
        table: str | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Refuse a line, once, with its first reason."""
        if line in self.refused:
            return
        self.refused.add(line)
        row, header = self.by_line[line], self.sheet.header
        self.tally.refused.append(
            RefusedRow(
                file=self.sheet.file,
                sheet=self.sheet.name,
                line=line,
                titles=header,
                cells=without_people(row.cells, len(header), self.hidden),
                reason=reason,
                remedy=remedy,
                table=table,
                column=column,
                value=value,
            )
        )
        for other, at in self.followers.pop(line, ()):
            other.merge(-1)
            other.refuse(at, reason, remedy, table=table, column=column, value=value)

    def note(self, severity: Severity, rule: str, what: str, remedy: str, *, line: int | None = None) -> None:
        """One Problem of this file."""
        self.tally.problems.append(
            Problem(severity=severity, file=self.sheet.file, line=line, rule=rule, what=what, remedy=remedy)
        )

    def assume(self, sentence: str) -> None:
        """Something taken for granted, once."""
        if sentence not in self.tally.assumed:
            self.tally.assumed.append(sentence)


def tables_of(data: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of a file, read with every title that is known; none where it cannot be read."""
    try:
        return sheets_of(data, base_name(file), known_titles())
    except SourceError:
        return ()


def own_sheets(file: str, data: bytes, title: str, needs: str, own: Callable[[Sheet], object]) -> list[Sheet]:
    """The sheets of a file that are a source's own. Raises SourceError where there are none, or it cannot be read."""
    sheets = [sheet for sheet in sheets_of(data, base_name(file), known_titles()) if own(sheet)]
    if not sheets:
        raise unsuited(file, title, needs, found="a file of another kind")
    return sheets


def lines_of(sheet: Sheet, people: Iterable[str] = ()) -> Lines:
    """A sheet's lines, nothing drawn from them yet; ``people`` are normal titles of columns that hold persons."""
    return Lines(sheet, frozenset(people))


def import_of(
    source: str,
    read: Sequence[Lines],
    book: Book,
    dates: DateOrder | None = None,
    *,
    fills_only: Mapping[str, frozenset[str]] | None = None,
) -> Import:
    """All the lines' drafts as typed, linked rows of the Book's tables; see the head of this module."""
    frames = _typed(read, dates)
    frames = _without_bad_lines(frames, read)
    _refuse_shared_keys(frames, read)
    frames = _without_bad_lines(frames, read)
    while _refuse_dangling(frames, read, book):
        frames = _without_bad_lines(frames, read)
    refused = [row for lines in read for row in lines.tally.refused]
    counted = sum(lines.tally.accepted for lines in read)
    return Import(
        source=source,
        files=tuple(dict.fromkeys(lines.sheet.file for lines in read)),
        frames={table: frame.drop("sheet", "line") for table, frame in frames.items()},
        rows_read=sum(lines.tally.read for lines in read),
        accepted=counted,
        merged=sum(lines.tally.merged for lines in read),
        skipped=tuple(row for lines in read for row in lines.tally.skipped),
        refused=tuple(sorted(refused, key=lambda row: (row.file, row.sheet or "", row.line))),
        assumed=tuple(dict.fromkeys(said for lines in read for said in lines.tally.assumed)),
        problems=tuple(problem for lines in read for problem in lines.tally.problems),
        fills_only=fills_only or {},
    )


def _typed(read: Sequence[Lines], dates: DateOrder | None) -> dict[str, pl.DataFrame]:
    """Typed frames by table, with ``sheet`` (number of the sheet) and ``line``."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for number, lines in enumerate(read):
        for table in sorted({draft.table for draft in lines.drafts}):
            drafts = [draft for draft in lines.drafts if draft.table == table]
            parts.setdefault(table, []).append(_typed_part(number, lines, table, drafts, dates))
    return {table: pl.concat(parts[table], how="diagonal") for table in TABLES if table in parts}


def _typed_part(
    number: int, lines: Lines, table: str, drafts: Sequence[Draft], dates: DateOrder | None
) -> pl.DataFrame:
    schema = TABLES[table]
    columns = [name for name in schema.columns() if any(name in draft.values for draft in drafts)]
    rows = [Row(draft.line, tuple(draft.values.get(column, "") for column in columns)) for draft in drafts]
    typed = type_rows(
        schema,
        rows,
        {column: at for at, column in enumerate(columns)},
        file=lines.sheet.file,
        dates=dates,
        identifiers=schema.primary_key(),
    )
    refused = {one.line for one in typed.refused}
    for one in typed.refused:
        lines.refuse(one.line, one.reason, one.remedy, table=table, column=one.column, value=one.value)
    lines.tally.problems += [one for one in typed.problems if one.severity != "error" or one.line not in refused]
    for sentence in typed.assumed:
        lines.assume(sentence)
    return typed.frame.with_columns(
        pl.lit(number, pl.Int64).alias("sheet"), pl.Series("line", list(typed.lines), dtype=pl.Int64)
    )


def _without_bad_lines(frames: dict[str, pl.DataFrame], read: Sequence[Lines]) -> dict[str, pl.DataFrame]:
    """The frames without any row of a refused line: a line is taken whole or not at all."""
    bad = pl.DataFrame(
        [(number, line) for number, lines in enumerate(read) for line in sorted(lines.refused)],
        schema={"sheet": pl.Int64, "line": pl.Int64},
        orient="row",
    )
    return {table: frame.join(bad, on=["sheet", "line"], how="anti") for table, frame in frames.items()}


def _refuse_shared_keys(frames: Mapping[str, pl.DataFrame], read: Sequence[Lines]) -> None:
    for table, frame in frames.items():
        key = TABLES[table].primary_key()
        for number, line, *values in frame.filter(pl.struct(key).is_duplicated()).select("sheet", "line", *key).rows():
            shown = ", ".join(str(value) for value in values)
            reason = f"More than one row of {table} has the key {shown}."
            read[number].refuse(line, reason, "Keep one of these rows.", table=table, column=key[0], value=shown)


def _refuse_dangling(frames: Mapping[str, pl.DataFrame], read: Sequence[Lines], book: Book) -> bool:
    """Refuse lines that name what is neither in the Book nor among the rows that come along; whether there were any."""
    before = sum(len(lines.refused) for lines in read)
    for table, frame in frames.items():
        for column, (target, key) in TABLES[table].references().items():
            if column not in frame.columns:
                continue
            known = set(book.table(target).get_column(key)) | set(
                frames[target].get_column(key) if target in frames else ()
            )
            for number, line, value in frame.select("sheet", "line", column).drop_nulls().iter_rows():
                if value not in known:
                    read[number].refuse(
                        line,
                        f"{value!r} is not in {target}.",
                        f"Add it to {target}{words_hint(target, key, value)}",
                        table=table,
                        column=column,
                        value=value,
                    )
    return sum(len(lines.refused) for lines in read) > before


def words_hint(table: str, column: str, value: str) -> str:
    """`` , or write …`` where a word of ``mappings/words.toml`` would help; ends with a full stop."""
    section = BY_TARGET.get((table, column))
    return f', or write "{value}" = "{column}" under [{section}] in mappings/words.toml.' if section else "."
