"""One column of text cells to the values of one column of a table, distinct texts parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from techplan.book.columns import Table
from techplan.book.reading.damage import MEANING, REMEDY, damage_of
from techplan.book.reading.days import DateOrder, parse_days
from techplan.book.reading.parsed import NOTHING, Parsed, nothing, spreadsheet_error
from techplan.book.reading.values import parse_fiscal_year, parse_money, parse_number, parse_whole, parse_yes_no

_PARSERS: Final[Mapping[str, Callable[[str], Parsed[Any]]]] = {
    "money": parse_money,
    "count": parse_whole,
    "fiscal year": parse_fiscal_year,
    "number": parse_number,
    "yes or no": parse_yes_no,
}


NEGATIVE: Final = "A negative value has no meaning here."
"""The fault of a negative amount or count, which is an error even where other faults are warnings."""


@dataclass(frozen=True, slots=True)
class ColumnTexts:
    """The cells of one column, and for each distinct one what it yields; and what was assumed of the column."""

    texts: Sequence[str]
    parsed: Mapping[str, Parsed[Any]]
    assumed: tuple[str, ...] = ()

    def values(self) -> list[Any]:
        """A value, or None, for each cell."""
        found = {text: read.value for text, read in self.parsed.items()}
        return [found[text] for text in self.texts]

    def faults(self) -> list[tuple[int, str, Parsed[Any]]]:
        """For each cell with a fault, its position, its text and the fault."""
        bad = {text: read for text, read in self.parsed.items() if read.fault}
        return [(at, text, bad[text]) for at, text in enumerate(self.texts) if text in bad] if bad else []

    def notes(self) -> dict[tuple[str, bool], list[int]]:
        """For each note, and whether it warns, the positions of the cells that it is about."""
        noted = {text: (read.note, read.warns) for text, read in self.parsed.items() if read.note}
        found: dict[tuple[str, bool], list[int]] = {}
        if noted:
            for at, text in enumerate(self.texts):
                if text in noted:
                    found.setdefault(noted[text], []).append(at)
        return found


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a column's own schema asks of a value, looked up once."""

    kind: str
    rate: bool
    least: Any
    most: Any
    choices: Mapping[str, str] | None
    separator: str | None

    @classmethod
    def of(cls, table: type[Table], column: str) -> _Rules:
        schema = table.columns()[column]
        metadata = schema.metadata or {}
        choices = metadata.get("choices")
        return cls(
            str(metadata["kind"]),
            metadata.get("unit") == "fraction of one",
            getattr(schema, "min", None),
            getattr(schema, "max", None),
            {choice.casefold(): choice for choice in choices} if choices else None,
            metadata.get("separator"),
        )


def read_column(
    table: type[Table],
    column: str,
    texts: Sequence[str],
    *,
    dates: DateOrder | None,
    words: Mapping[str, str],
    identifier: bool,
) -> ColumnTexts:
    """Parse one column by its kind and by the rules of its own schema (least, most, choices).

    ``words`` are a mapping's translations: what the file says to what the Book says, however it is capitalised.
    ``identifier`` means that a shortened number is worthless here: it is a fault, not only a note.
    """
    rules = _Rules.of(table, column)
    meant = {text: _translated(text, words) for text in dict.fromkeys(texts)} if words else None
    parsed, assumed = _parsed(rules, dict.fromkeys(meant.values() if meant else texts), dates, identifier=identifier)
    checked = {text: _checked(read, rules) for text, read in parsed.items()}
    by_text = {text: checked[word] for text, word in meant.items()} if meant else checked
    return ColumnTexts(texts, by_text, assumed)


def _parsed(
    rules: _Rules, texts: Iterable[str], dates: DateOrder | None, *, identifier: bool
) -> tuple[dict[str, Parsed[Any]], tuple[str, ...]]:
    if rules.kind == "date":
        days = parse_days(texts, dates)
        return {text: days.by_text[text.strip()] for text in texts}, days.assumed
    if rules.kind == "text":
        return {text: _text(text, identifier=identifier) for text in texts}, ()
    if rules.kind == "number":
        return {text: parse_number(text, rate=rules.rate) for text in texts}, ()
    return {text: _PARSERS[rules.kind](text) for text in texts}, ()


def _translated(text: str, words: Mapping[str, str]) -> str:
    if not words or text in words:
        return words.get(text, text)
    folded = text.strip().casefold()
    return next((meant for foreign, meant in words.items() if foreign.strip().casefold() == folded), text)


def _text(text: str, *, identifier: bool) -> Parsed[str]:
    bare = text.strip()
    if not bare:
        return Parsed()
    if bare.casefold() in NOTHING:
        return nothing(bare)
    broken: Parsed[str] | None = spreadsheet_error(bare)
    if broken is not None:
        return broken
    damage = damage_of(bare)
    if damage == "shortened" and identifier:
        return Parsed(fault=MEANING[damage], remedy=REMEDY)
    if damage == "shortened" or (damage and identifier):
        return Parsed(bare, note=f"'{bare}': {MEANING[damage]}", warns=damage != "doubtful")
    return Parsed(bare)


def _checked(read: Parsed[Any], rules: _Rules) -> Parsed[Any]:
    """The value, or the fault that the column's own rules find in it."""
    if read.value is None:
        return read
    if rules.choices:
        return _among(read, rules.choices, rules.separator)
    if rules.least is not None and read.value < rules.least:
        if rules.least == 0:
            return Parsed(fault=NEGATIVE, remedy="Correct the value in the file.")
        return Parsed(fault=f"The least that may stand here is {rules.least}.", remedy="Correct the value in the file.")
    if rules.most is not None and read.value > rules.most:
        remedy = (
            "Write a share of one, as in 0.03, or with a percent sign." if rules.rate else "Correct it in the file."
        )
        return Parsed(fault=f"The most that may stand here is {rules.most}.", remedy=remedy)
    return read


def _among(read: Parsed[Any], choices: Mapping[str, str], separator: str | None) -> Parsed[Any]:
    items = [item.strip() for item in str(read.value).split(separator)] if separator else [str(read.value)]
    strange = [item for item in items if item and item.casefold() not in choices]
    if strange:
        return Parsed(
            fault=f"{' and '.join(strange)}: not among what may stand here, which is {', '.join(choices.values())}.",
            remedy="Use one of these words, or say in the mapping which of them is meant.",
        )
    kept = [choices[item.casefold()] for item in items if item]
    return Parsed((separator or "").join(kept) or None, note=read.note, warns=read.warns)
