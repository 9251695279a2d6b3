"""What reading a file yields: rows of text with their line, and every row that was not taken, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from techplan.book.problem import Problem


class Row(NamedTuple):
    """One row: the line on which it starts, counted from 1, and its cells, one for each title of the header."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be taken: its cells as they were, why, and how to put it right.

    ``column`` and ``value`` say which cell was at fault, where it was one; with several faults ``reason`` and
    ``remedy`` name them all, and ``column`` and ``value`` are those of the first.
    """

    line: int
    cells: tuple[str, ...]
    reason: str
    remedy: str
    column: str | None = None
    value: str | None = None


class Skipped(NamedTuple):
    """A row that holds no data: a title above the table, a total, a page number, a blank line."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file, all text: one header, rows of exactly its width, and what was left out and assumed.

    ``rows``, ``refused`` and ``skipped`` together are every row of the file but the header, so nothing is lost. For
    each refused row ``problems`` holds an error as well.
    """

    file: str
    name: str | None
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def count_of(number: int, thing: str) -> str:
    """``1 row``, ``12 rows``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def lines_in_words(lines: list[int], most: int = 5) -> str:
    """``line 4``, ``lines 4, 9 and 12``, ``lines 4, 9, 12, 15, 20 and 31 more``."""
    shown = [str(line) for line in lines[:most]]
    if len(lines) > most:
        return f"lines {', '.join(shown)} and {len(lines) - most} more"
    if len(shown) == 1:
        return f"line {shown[0]}"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"
