"""Rows of a Book's own file as typed rows: strict, with every fault placed, and text exactly as it stands.

Foreign files are tidied while they are read (blanks at the ends of a text go, ``N/A`` becomes blank). A Book's own text
is kept letter for letter, so that what is written is what is read. All other kinds of value are read as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from techplan.book.columns import Table
from techplan.book.faces import typed_column
from techplan.book.problem import Problem
from techplan.book.reading import Row, type_rows
from techplan.book.words import did_you_mean


@dataclass(frozen=True, eq=False, slots=True)
class BookRows:
    """The rows that can be used, and the faults.

    ``refused`` are the texts of the rows that are left out, by column: other rows may still refer to them.
    """

    frame: pl.DataFrame
    problems: list[Problem]
    refused: dict[str, frozenset[str]] = field(default_factory=dict)


def book_rows(table: type[Table], header: Sequence[str], rows: Sequence[Row], file: str) -> BookRows:
    """Type the rows of a file whose titles are face names. Without a key or required column no row can be used."""
    columns, problems = _columns(table, header, file)
    missing = [column for column, about in table.columns().items() if not about.nullable and column not in columns]
    if missing:
        problems += [_missing(table, column, file) for column in missing]
        return BookRows(table.empty(), problems)
    values, bad, told = _values(table, columns, rows, file)
    problems += told
    kept = [at for at, row in enumerate(rows) if row.line not in bad]
    frame = pl.DataFrame(values)[kept]
    shared, twice = _shared_keys(table, frame, [rows[at].line for at in kept], file)
    left_out = [row for row in rows if row.line in bad or row.line in twice]
    once = [at for at in kept if rows[at].line not in twice]
    return BookRows(
        pl.DataFrame(values)[once],
        problems + shared,
        {column: frozenset(row.cells[at] for row in left_out) for column, at in columns.items()},
    )


def _values(
    table: type[Table], columns: Mapping[str, int], rows: Sequence[Row], file: str
) -> tuple[dict[str, pl.Series], set[int], list[Problem]]:
    """The values of each column, the lines of rows that cannot be used, and the faults."""
    values: dict[str, pl.Series] = {}
    problems: list[Problem] = []
    bad: set[int] = set()
    hard: dict[str, int] = {}
    for column, at in columns.items():
        texts = pl.Series(column, [row.cells[at] or None for row in rows], dtype=pl.String)
        plain = _plainly(table, column, texts)
        if plain is not None:
            values[column] = plain
        elif table.kind_of(column) != "text":
            hard[column] = at
        else:
            faults = dict(_text_faults(table, column, texts.to_list(), rows, file))
            problems += faults.values()
            values[column] = pl.Series(
                column, [None if n in faults else text for n, text in enumerate(texts)], pl.String
            )
            if not table.columns()[column].nullable:
                bad.update(rows[n].line for n in faults)
    if hard:
        typed = type_rows(table, rows, hard, file=file, strict=True)
        bad.update(refused.line for refused in typed.refused)
        problems += [*typed.problems, *(_said(table, said, file) for said in typed.assumed)]
        every = pl.DataFrame({"line": [row.line for row in rows]}, schema={"line": pl.Int64})
        read = typed.frame.with_columns(line=pl.Series(typed.lines, dtype=pl.Int64))
        found = every.join(read, on="line", how="left", maintain_order="left")
        values |= {column: found[column] for column in hard}
    return {column: values[column] for column in columns}, bad, problems


def _plainly(table: type[Table], column: str, texts: pl.Series) -> pl.Series | None:
    """The column where every cell is as Techplan writes it and keeps the column's rules; else None."""
    typed = typed_column(table, column, texts)
    about = table.columns()[column]
    if typed is None or (not about.nullable and typed.null_count()):
        return None
    least, most = getattr(about, "min", None), getattr(about, "max", None)
    if (least is not None and (typed < least).any()) or (most is not None and (typed > most).any()):
        return None
    return typed if (about.metadata or {}).get("choices") is None or typed.null_count() == typed.len() else None


def _columns(table: type[Table], header: Sequence[str], file: str) -> tuple[dict[str, int], list[Problem]]:
    faces = {table.face_name(column): column for column in table.columns()}
    columns: dict[str, int] = {}
    problems = []
    for at, title in enumerate(header):
        if title in faces and faces[title] not in columns:
            columns[faces[title]] = at
        else:
            problems.append(_strange(table, title, faces, file))
    return columns, problems


def _strange(table: type[Table], title: str, faces: dict[str, str], file: str) -> Problem:
    name = table.table_name()
    what, remedy = f"The table {name} has no column of this name.", did_you_mean(title, faces)
    if title in faces:
        what, remedy = "Two columns have this name.", "Keep one of them."
    elif title in table.columns():
        remedy = f"Money is in dollars under the name {table.face_name(title)}, as in 1234.50."
    return Problem(
        severity="error",
        file=file,
        line=1,
        table=name,
        column=title,
        rule="known column",
        what=what,
        remedy=remedy or f"Take the column out, or use one of: {', '.join(faces)}.",
    )


def _missing(table: type[Table], column: str, file: str) -> Problem:
    key = column in table.primary_key()
    return Problem(
        severity="error",
        file=file,
        line=1,
        table=table.table_name(),
        column=table.face_name(column),
        rule="key column" if key else "required column",
        what=f"The {'key' if key else 'required'} column is missing, so no row can be used.",
        remedy="Add it, with a value in every row.",
    )


def _said(table: type[Table], said: str, file: str) -> Problem:
    return Problem(
        severity="note",
        file=file,
        table=table.table_name(),
        rule="read by a rule",
        what=f"Read as: {said}.",
        remedy="Nothing need be done if that is meant.",
    )


def _text_faults(
    table: type[Table], column: str, texts: Sequence[str | None], rows: Sequence[Row], file: str
) -> Iterator[tuple[int, Problem]]:
    """The position and fault of each text that may not stand in its column."""
    about = table.columns()[column]
    choices = (about.metadata or {}).get("choices")
    separator = (about.metadata or {}).get("separator")
    for at, text in enumerate(texts):
        if text is None:
            if not about.nullable:
                what = "The cell is empty, but must be filled."
                yield at, _cell_problem(table, column, rows[at].line, None, "required", what, "Fill it in.", file)
        elif choices is not None:
            items = text.split(separator) if separator else [text]
            strange = [item for item in items if item not in choices]
            if strange:
                what = f"{', '.join(map(repr, strange))} is not one of the choices."
                remedy = f"{did_you_mean(strange[0], choices)} Use {', '.join(choices)}.".strip()
                yield at, _cell_problem(table, column, rows[at].line, text, "choice", what, remedy, file)


def _cell_problem(
    table: type[Table], column: str, line: int, value: str | None, rule: str, what: str, remedy: str, file: str
) -> Problem:
    return Problem(
        severity="error",
        file=file,
        line=line,
        table=table.table_name(),
        column=table.face_name(column),
        value=value,
        rule=rule,
        what=what,
        remedy=remedy,
    )


def _shared_keys(
    table: type[Table], frame: pl.DataFrame, lines: Sequence[int], file: str
) -> tuple[list[Problem], set[int]]:
    """A Problem for each row whose key another row has as well, naming the lines of all of them."""
    key = table.primary_key()
    at = pl.int_range(pl.len()).alias("at")
    places = frame.select(*key, at).group_by(key, maintain_order=True).agg("at").filter(pl.col("at").list.len() > 1)
    problems: list[Problem] = []
    twice: set[int] = set()
    for *values, shared in places.iter_rows():
        where = [lines[position] for position in shared]
        twice.update(where)
        problems += [_shared_key(table, values, line, where, file) for line in where]
    return problems, twice


def _shared_key(table: type[Table], values: Sequence[Any], line: int, where: Sequence[int], file: str) -> Problem:
    shown = [str(one) for one in where[:6]] + ([f"{len(where) - 6} more"] if len(where) > 6 else [])
    return Problem(
        severity="error",
        file=file,
        line=line,
        table=table.table_name(),
        column=", ".join(table.face_name(column) for column in table.primary_key()),
        value=", ".join(str(value) for value in values),
        rule="one row for each key",
        what=f"{len(where)} rows have the same key, on lines {', '.join(shown[:-1])} and {shown[-1]}.",
        remedy="Keep one of these rows, or give the others a key of their own.",
    )
