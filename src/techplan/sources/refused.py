"""Rows that an import refuses, kept as they were, so that a person can put them right and import them again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from techplan.book.problem import Problem

ADDED: Final = ("refused line", "refused reason", "refused remedy")
"""Titles of the columns that stand after a refused row's own; an import takes no notice of them."""

SUFFIX: Final = "-refused.csv"

LEFT_OUT: Final = "(left out)"
"""Stands where a person's name, address or note was; those are never kept, not even in a refused row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """One row as the file has it, with the place of the fault, its reason and its remedy."""

    file: str
    line: int
    titles: tuple[str, ...]
    cells: tuple[str, ...]
    reason: str
    remedy: str
    sheet: str | None = None
    table: str | None = None
    column: str | None = None
    value: str | None = None

    def as_problem(self) -> Problem:
        """The same as an error."""
        return Problem(
            severity="error",
            file=self.file,
            line=self.line,
            table=self.table,
            column=self.column,
            value=self.value,
            rule="row refused",
            what=self.reason,
            remedy=self.remedy,
        )


def refused_csv(rows: Iterable[RefusedRow]) -> bytes:
    """The refused rows of one file as UTF-8 CSV: its own columns, then its line, the reason and the remedy.

    A row wider than its header keeps its cells under the titles ``extra 1``, ``extra 2`` and so on.
    """
    listed = sorted(rows, key=lambda row: (row.file, row.sheet or "", row.line))
    titles = list(listed[0].titles) if listed else []
    width = max([len(titles), *(len(row.cells) for row in listed)])
    titles += [f"extra {number + 1}" for number in range(width - len(titles))]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*titles, *ADDED])
    for row in listed:
        padding = [""] * (width - len(row.cells))
        writer.writerow([*row.cells, *padding, row.line, row.reason, row.remedy])
    return out.getvalue().encode("utf-8")


def refused_files(rows: Iterable[RefusedRow]) -> dict[str, bytes]:
    """One CSV for each file (and worksheet) that has refused rows, by the name to give it."""
    by_file: dict[str, list[RefusedRow]] = {}
    for row in rows:
        stem = row.file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        name = f"{stem}-{row.sheet}" if row.sheet else stem
        by_file.setdefault(name + SUFFIX, []).append(row)
    return {name: refused_csv(listed) for name, listed in sorted(by_file.items())}


def without_people(cells: tuple[str, ...], width: int, personal: Iterable[int]) -> tuple[str, ...]:
    """The cells with those of personal columns left out, and any cell that holds an e-mail address.

    In a row of another width than its header nobody knows by how much a cell has moved, so its neighbours as far as
    the difference go as well.
    """
    shift = abs(len(cells) - width)
    hidden = {at for column in personal for at in range(column - shift, column + shift + 1)}
    return tuple(LEFT_OUT if cell and (at in hidden or "@" in cell) else cell for at, cell in enumerate(cells))
