"""Which column of a file is which column of ours, remembered as a TOML document of the Book.

``mappings/buildings.toml``::

    table = "schools"
    file = "buildings*.xlsx"      # file name pattern; upper and lower case do not matter
    sheet = "Buildings"           # optional: the worksheet
    dates = "mdy"                 # optional: how the file writes 3/4/2026

    [columns]                     # column of our table = title in the file
    code = "Bldg"
    name = "Building Name"

    [values.instructional]        # optional, for one column: what the file says = what the Book says
    "Y" = "yes"

    [constants]                   # optional: the same for every row
    urban_rural = "rural"

Nothing else may stand in it: a misspelt key would otherwise be silently without effect.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Any, Final, cast

from techplan.book.book import Book
from techplan.book.ledger_match import DOCUMENT as LEDGER_MATCH
from techplan.book.problem import Problem
from techplan.book.tables import TABLES
from techplan.sources.refused import SUFFIX
from techplan.sources.source import DateOrder
from techplan.sources.words import DOCUMENT as WORDS

ASSET_EXTRAS: Final = ("maker", "category", "warranty_months")
"""What a mapping onto ``assets`` may name beside the table's columns: it helps to find a class or a date."""

_KEYS: Final = ("table", "file", "sheet", "dates", "columns", "values", "constants")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """How the files that match a pattern become rows of one table. Columns go by their face names."""

    name: str
    table: str
    file: str
    columns: Mapping[str, str]
    sheet: str | None = None
    dates: DateOrder | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def matches(self, file: str) -> bool:
        """Whether it is for a file of this name (folders do not count), or for the refused rows of such a file."""
        base = file.replace("\\", "/").rsplit("/", 1)[-1].casefold()
        pattern = self.file.casefold()
        if fnmatchcase(base, pattern):
            return True
        stem, before = pattern.rsplit(".", 1)[0], base.removesuffix(SUFFIX)
        sheet = f"{stem}-{self.sheet.casefold()}" if self.sheet else stem
        return before != base and (fnmatchcase(before, stem) or fnmatchcase(before, sheet))


def mappings_of(book: Book) -> tuple[list[FileMapping], list[Problem]]:
    """A Book's mapping documents, by name, and what is wrong with those that cannot be used."""
    good: list[FileMapping] = []
    problems: list[Problem] = []
    for name, text in book.mappings.items():
        if name in {WORDS, LEDGER_MATCH}:
            continue
        mapping, found = load_mapping(name, text)
        problems += found
        if mapping is not None:
            good.append(mapping)
    return good, problems


@lru_cache(maxsize=512)
def load_mapping(name: str, text: str) -> tuple[FileMapping | None, tuple[Problem, ...]]:
    """One mapping document; None and every fault where it has any."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_problem(name, "not well formed", f"The file is not well-formed TOML: {error}."),)
    problems = _check(name, data)
    if problems:
        return None, tuple(problems)
    mapping = FileMapping(
        name=name,
        table=data["table"],
        file=data["file"],
        columns=data["columns"],
        sheet=data.get("sheet"),
        dates=cast(DateOrder | None, data.get("dates")),
        values=data.get("values", {}),
        constants=data.get("constants", {}),
    )
    return mapping, ()


@cache
def face_columns(table: str) -> dict[str, str]:
    """Face name to column of a table: ``cost`` to ``cost_cents``."""
    schema = TABLES[table]
    return {schema.face_name(column): column for column in schema.columns()}


def _check(name: str, data: dict[str, Any]) -> list[Problem]:
    problems = [
        _problem(name, "unknown key", f"There is no key {key!r}; the keys are {', '.join(_KEYS)}.", key)
        for key in data
        if key not in _KEYS
    ]
    for key in ("table", "file"):
        if not isinstance(data.get(key), str) or not data[key]:
            problems.append(_problem(name, "missing key", f"The key {key!r} is missing or is not text.", key))
    if "sheet" in data and not isinstance(data["sheet"], str):
        problems.append(_problem(name, "wrong type", "The key 'sheet' is not text.", "sheet"))
    if data.get("dates") not in {None, "dmy", "mdy"}:
        problems.append(_problem(name, "wrong value", "The key 'dates' is neither 'dmy' nor 'mdy'.", "dates"))
    if not _text_map(data.get("columns")) or not data["columns"]:
        problems.append(_problem(name, "missing key", "The section [columns] is missing or holds no text.", "columns"))
    if not _text_map(data.get("constants", {})):
        problems.append(_problem(name, "wrong type", "The section [constants] holds something but text.", "constants"))
    values = data.get("values", {})
    if not isinstance(values, dict) or not all(_text_map(entries) for entries in values.values()):
        problems.append(_problem(name, "wrong type", "A section [values.column] holds something but text.", "values"))
    return problems or _check_columns(name, data)


def _check_columns(name: str, data: dict[str, Any]) -> list[Problem]:
    if data["table"] not in TABLES:
        what = f"There is no table {data['table']!r}. The tables are {', '.join(TABLES)}."
        return [_problem(name, "unknown table", what, "table")]
    known = [*face_columns(data["table"]), *(ASSET_EXTRAS if data["table"] == "assets" else ())]
    constants, values = data.get("constants", {}), data.get("values", {})
    problems = [
        _problem(
            name, "unknown column", f"{data['table']} has no column {column!r}. It has: {', '.join(known)}.", column
        )
        for column in dict.fromkeys([*data["columns"], *constants, *values])
        if column not in known
    ]
    problems += [
        _problem(name, "column set twice", f"The column {column!r} is in [columns] and in [constants].", column)
        for column in constants
        if column in data["columns"]
    ]
    problems += [
        _problem(name, "values without a column", f"[values.{column}] is for a column that [columns] lacks.", column)
        for column in values
        if column in known and column not in data["columns"]
    ]
    return problems


def _text_map(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _problem(name: str, rule: str, what: str, column: str | None = None) -> Problem:
    return Problem(
        severity="error",
        file=f"mappings/{name}.toml",
        column=column,
        rule=rule,
        what=what,
        remedy="Correct the mapping; docs/how-to show one in full.",
    )
