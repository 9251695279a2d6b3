"""Whether every row that names another row finds it.

The references are those of the tables' columns (``references="schools.code"``); nothing about a single table is written
here. One anti-join for each reference, so a million rows take a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import Table
from techplan.book.problem import Problem
from techplan.book.tables import TABLES
from techplan.book.words import Nearest

EXAMPLES = 5
"""Missing values shown for each reference, before the rest are only counted."""

_ROWS = "rows that name it"


@dataclass(frozen=True, slots=True)
class Break:
    """A value that is named in one column and missing where it must be found."""

    table: str
    column: str
    target: str
    target_column: str
    value: str
    rows: int
    key: tuple[str, ...]
    """Key of the first row that names it, in the order of the table's primary key."""
    meant: str | None
    """A value that is there and that it resembles."""

    def problem(self, *, file: str | None = None, line: int | None = None) -> Problem:
        """The break as a Problem, with the place of the first row where it is known."""
        rows = "1 row names" if self.rows == 1 else f"{self.rows:,} rows name"
        return Problem(
            severity="error",
            file=file,
            line=line,
            table=self.table,
            key=", ".join(self.key),
            column=TABLES[self.table].face_name(self.column),
            value=self.value,
            rule=f"found in {self.target}.{self.target_column}",
            what=f"{rows} something that the table {self.target} does not have.",
            remedy=f"{self._hint()} {self.value!r} to {self.target}, or correct or clear the value here.",
        )

    def _hint(self) -> str:
        """What was probably meant; where only zeros differ, the side that has lost them is the one to put right."""
        if self.meant is None:
            return "Add"
        if self.value != self.meant == self.value.lstrip("0"):
            return (
                f"The table {self.target} has {self.meant!r}: a spreadsheet may have taken its zeros off. Put them "
                "back there, with the column as text. Otherwise add"
            )
        return f"Did you mean {self.meant!r}? Otherwise add"


def check_links(book: Book, *, examples: int | None = EXAMPLES) -> list[Problem]:
    """Everything in a Book that points to nothing, in the order of its tables.

    For each reference at most ``examples`` missing values are shown (None: all), each with its count of rows and the
    first of them, and the rest are counted. Also rows that refer to themselves in a circle, and more than one district.
    """
    return [
        *more_than_one_district(book),
        *(problem for breaks in broken_links(book) for problem in shown(breaks, examples)),
        *circles(book),
    ]


def shown(breaks: list[Break], examples: int | None) -> Iterator[Problem]:
    """The breaks of one reference as Problems: the first few, then how many more."""
    some = breaks if examples is None else breaks[:examples]
    yield from (one.problem() for one in some)
    rest = breaks[len(some) :]
    if rest:
        yield rest_problem(rest)


def rest_problem(rest: list[Break]) -> Problem:
    """One Problem for breaks of one reference that are not shown one by one."""
    first, rows = rest[0], sum(one.rows for one in rest)
    values, missing = (
        ("1 more value", "is missing") if len(rest) == 1 else (f"{len(rest):,} more values", "are missing")
    )
    return Problem(
        severity="error",
        table=first.table,
        column=TABLES[first.table].face_name(first.column),
        rule=f"found in {first.target}.{first.target_column}",
        what=f"{values} in {'1 row' if rows == 1 else f'{rows:,} rows'} {missing} from the table {first.target}.",
        remedy=f"Put the first ones right, or import {first.target} first, and check again.",
    )


def broken_links(book: Book, known: Mapping[tuple[str, str], frozenset[str]] | None = None) -> Iterator[list[Break]]:
    """The breaks of each reference that has any, most rows first.

    ``known`` adds values by (table, column) that count as there, such as the keys of rows that were refused for
    another reason.
    """
    for name, table in TABLES.items():
        frame = book.table(name)
        if not frame.height:
            continue
        for column, (target, target_column) in table.references().items():
            there = book.table(target)[target_column]
            more = (known or {}).get((target, target_column), frozenset())
            breaks = _breaks(name, table, frame, column, (target, target_column), there, more)
            if breaks:
                yield breaks


def _breaks(
    name: str,
    table: type[Table],
    frame: pl.DataFrame,
    column: str,
    target: tuple[str, str],
    there: pl.Series,
    more: frozenset[str],
) -> list[Break]:
    wanted = frame.select(pl.col(column).alias(_ROWS), *table.primary_key()).filter(pl.col(_ROWS).is_not_null())
    separator = (table.columns()[column].metadata or {}).get("separator")
    if separator is not None:
        wanted = wanted.with_columns(pl.col(_ROWS).str.split(separator)).explode(_ROWS)
    missing = wanted.join(there.unique().to_frame(_ROWS), on=_ROWS, how="anti")
    if more:
        missing = missing.filter(~pl.col(_ROWS).is_in(sorted(more)))
    if not missing.height:
        return []
    by_value = missing.group_by(_ROWS).agg(
        pl.len().alias("n"), pl.struct(pl.col(table.primary_key()).first()).alias("k")
    )
    near = Nearest(there.unique().to_list())
    in_order = by_value.sort(["n", _ROWS], descending=[True, False]).iter_rows()
    return [
        Break(
            table=name,
            column=column,
            target=target[0],
            target_column=target[1],
            value=value,
            rows=rows,
            key=tuple(str(part) for part in first.values()),
            meant=near.to(value, similar=position < EXAMPLES),
        )
        for position, (value, rows, first) in enumerate(in_order)
    ]


def circles(book: Book) -> list[Problem]:
    """Rows that come back to themselves along a reference of their own table, such as a goal that is its own parent."""
    found = []
    for name, table in TABLES.items():
        key = table.primary_key()
        for column, target in table.references().items():
            if [target] != [(name, one) for one in key]:
                continue
            following = dict(book.table(name).select(key[0], column).drop_nulls().iter_rows())
            found += [_circle_problem(name, column, circle) for circle in _circles(following)]
    return found


def _circles(following: Mapping[str, str]) -> list[list[str]]:
    """Each circle once, from its lowest member."""
    done: set[str] = set()
    found = []
    for start in sorted(following):
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in done:
            done.add(here)
            path.append(here)
            here = following.get(here)
        if here in path:
            circle = path[path.index(here) :]
            lowest = circle.index(min(circle))
            found.append(circle[lowest:] + circle[:lowest])
    return found


def _circle_problem(table: str, column: str, circle: list[str]) -> Problem:
    way = " → ".join([*circle, circle[0]])
    return Problem(
        severity="error",
        table=table,
        key=circle[0],
        column=column,
        value=way,
        rule="no circle",
        what="These rows lead back to themselves." if len(circle) > 1 else "This row names itself.",
        remedy=f"Leave {column} empty in one of them." if len(circle) > 1 else f"Leave {column} empty here.",
    )


def more_than_one_district(book: Book) -> list[Problem]:
    """A Book is one district's."""
    if book.district.height <= 1:
        return []
    codes = book.district["district"].to_list()
    return [
        Problem(
            severity="error",
            table="district",
            key=codes[1],
            rule="one district",
            what=f"There are {len(codes)} districts ({', '.join(codes[:EXAMPLES])}); a Book holds one.",
            remedy="Keep one row, and make a Book of its own for each other district.",
        )
    ]
