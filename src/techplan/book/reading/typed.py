"""The second step of reading: rows of text to typed rows that obey their table's own rules, with every fault placed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from techplan.book.columns import Table
from techplan.book.problem import Problem, Severity, in_order
from techplan.book.reading.cells import NEGATIVE, ColumnTexts, read_column
from techplan.book.reading.days import DateOrder
from techplan.book.reading.parsed import Parsed
from techplan.book.reading.rows import Refused, Row, count_of, lines_in_words


@dataclass(frozen=True, eq=False, slots=True)
class Typed:
    """Typed rows in the order of the file, and all that was not taken as it stood.

    ``lines`` holds the line of each row of ``frame``. ``refused`` are the rows that are not in it; each of their
    faults is in ``problems`` as well, as an error.
    """

    frame: pl.DataFrame
    lines: tuple[int, ...]
    refused: tuple[Refused, ...]
    problems: tuple[Problem, ...]
    assumed: tuple[str, ...]


def type_rows(
    table: type[Table],
    rows: Sequence[Row],
    columns: Mapping[str, int],
    *,
    file: str,
    dates: DateOrder | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    constants: Mapping[str, str] | None = None,
    identifiers: Collection[str] = (),
    strict: bool = False,
) -> Typed:
    """Rows of text as rows of a table.

    ``columns`` says in which cell each column of the table stands (the table's own names, ``cost_cents``),
    ``constants`` what a column holds in every row (as text), ``values`` for a column what the file says to what the
    Book says, and ``identifiers`` which text columns, beside keys and references, are worthless once a spreadsheet
    has shortened them. The frame has exactly the columns named, in the table's order; a required column that is not
    named is not missed here.

    What cannot be read, or breaks a rule of its column:

    - in a key or a required column, the row is refused: without it the row means nothing;
    - in any other column the row stays with null there, and a warning says what was lost (an error where ``strict``,
      as for a Book's own files, and always for a negative amount);
    - rows that share a key are all refused, because nobody knows which is right.

    Blanks by a word (``N/A``, ``--``) and other readings that rest on a rule are notes, one for each column and kind.
    Raises KeyError for a column that the table does not have.
    """
    named = [column for column in table.columns() if column in columns or column in (constants or {})]
    unknown = (set(columns) | set(constants or {})) - set(named)
    if unknown:
        raise KeyError(f"{table.table_name()} has no column {', '.join(sorted(unknown))}")
    identifying = {*identifiers, *table.primary_key(), *table.references()}
    draft = _Draft(table, rows, file, strict=strict)
    for column in named:
        texts = _texts(rows, column, columns, constants or {})
        draft.take(
            column,
            read_column(
                table,
                column,
                texts,
                dates=dates,
                words=(values or {}).get(column, {}),
                identifier=column in identifying,
            ),
        )
    draft.refuse_shared_keys()
    return draft.typed()


def _texts(rows: Sequence[Row], column: str, columns: Mapping[str, int], constants: Mapping[str, str]) -> list[str]:
    if column in constants:
        return [constants[column]] * len(rows)
    at = columns[column]
    return [row.cells[at] for row in rows]


class _Draft:
    """Columns as they are taken, and the faults of each row."""

    def __init__(self, table: type[Table], rows: Sequence[Row], file: str, *, strict: bool) -> None:
        self.table, self.rows, self.file, self.strict = table, rows, file, strict
        self.values: dict[str, list[Any]] = {}
        self.faults: dict[int, list[Problem]] = {}
        self.problems: list[Problem] = []
        self.assumed: list[str] = []

    def take(self, column: str, read: ColumnTexts) -> None:
        """Keep a column's values; refuse rows whose fault lies in a key or required column."""
        self.values[column] = values = read.values()
        needed = not self.table.columns()[column].nullable
        for at, text, parsed in read.faults():
            self._fault(at, column, text, parsed, needed=needed)
        if needed and None in values:
            missing: Parsed[Any] = Parsed(fault="The cell is empty, but must be filled.", remedy="Fill it in the file.")
            for at, value in enumerate(values):
                if value is None and not read.parsed[read.texts[at]].fault:
                    self._fault(at, column, read.texts[at] or None, missing, needed=True)
        for (note, warns), places in sorted(read.notes().items()):
            self._note(column, note, places, read.texts[places[0]], warns=warns)
        self.assumed += [f"{self.table.face_name(column)}: {said}" for said in read.assumed]

    def _fault(self, at: int, column: str, text: str | None, parsed: Parsed[Any], *, needed: bool) -> None:
        severity: Severity = "error" if needed or self.strict or parsed.fault == NEGATIVE else "warning"
        problem = self._problem(severity, "unreadable", at, column, text, parsed.fault or "", parsed.remedy or "")
        if needed:
            self.faults.setdefault(at, []).append(problem)
        else:
            self.problems.append(problem)

    def _problem(
        self, severity: Severity, rule: str, at: int, column: str, text: str | None, what: str, remedy: str
    ) -> Problem:
        return Problem(
            severity=severity, file=self.file, line=self.rows[at].line, table=self.table.table_name(),
            column=self.table.face_name(column), value=text, rule=rule, what=what, remedy=remedy,
        )  # fmt: skip

    def _note(self, column: str, note: str, places: list[int], text: str, *, warns: bool) -> None:
        lines = [self.rows[at].line for at in places]
        where = f"{count_of(len(lines), 'row')} ({lines_in_words(lines)})"
        severity: Severity = "warning" if warns else "note"
        rule = "damaged by a spreadsheet" if warns else "read by a rule"
        remedy = "Look it up at the source." if warns else "Nothing need be done if that is meant."
        what = f"{note.rstrip('.')}: {where}."
        self.problems.append(self._problem(severity, rule, places[0], column, text, what, remedy))

    def refuse_shared_keys(self) -> None:
        """Refuse every row whose key another row has as well, naming both; only where the whole key is at hand."""
        key = self.table.primary_key()
        if not key or not all(column in self.values for column in key):
            return
        places: dict[tuple[Any, ...], list[int]] = {}
        for at, values in enumerate(zip(*(self.values[column] for column in key), strict=True)):
            if at not in self.faults and None not in values:
                places.setdefault(values, []).append(at)
        for values, shared in places.items():
            if len(shared) > 1:
                lines = lines_in_words([self.rows[at].line for at in shared])
                shown = ", ".join(str(value) for value in values)
                what = f"{count_of(len(shared), 'row')} have the same key ({lines})."
                for at in shared:
                    problem = self._problem("error", "shared key", at, key[0], shown, what, "Keep one of these rows.")
                    self.faults.setdefault(at, []).append(problem)

    def typed(self) -> Typed:
        """What came of it all."""
        bad = self.faults
        schema = self.table.polars_schema()
        kept = [at for at in range(len(self.rows)) if at not in bad] if bad else None
        frame = pl.DataFrame(
            {
                column: pl.Series(column, values if kept is None else [values[at] for at in kept], schema[column])
                for column, values in self.values.items()
            }
        )
        lines = tuple(row.line for row in self.rows) if kept is None else tuple(self.rows[at].line for at in kept)
        refused = tuple(_refused(self.rows[at], problems) for at, problems in sorted(bad.items()))
        every = [*self.problems, *(problem for problems in bad.values() for problem in problems)]
        return Typed(frame, lines, refused, tuple(in_order(every)), tuple(self.assumed))


def _refused(row: Row, problems: Sequence[Problem]) -> Refused:
    first = problems[0]
    reason = " ".join(dict.fromkeys(f"{problem.column}: {problem.what}" for problem in problems))
    remedy = " ".join(dict.fromkeys(problem.remedy for problem in problems))
    return Refused(row.line, row.cells, reason, remedy, first.column, first.value)
