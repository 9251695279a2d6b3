"""One value of a rule: what it says, from when, since when it can be known, and where it is written.

The form is strict, for law as for norms and for a district's own policy; ``values_of`` reads a parsed TOML document and
says everything that is wrong with it at once. See ``load.py`` for how a document looks.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from techplan.book.money import half_up
from techplan.book.problem import Problem, RuleError
from techplan.book.words import did_you_mean

Value: TypeAlias = int | Decimal | str | bool | datetime.date

WHOLE: Final = ("months", "years", "days", "count", "tier")
EXACT: Final = ("dollars", "fraction", "multiplier", "hours", "watts", "Mbps")
WORDS: Final = ("text", "code")
UNITS: Final = (*WHOLE, *EXACT, *WORDS, "yes or no", "date")
STATUSES: Final = ("proposed", "interim", "final", "expired")
KEYED_BY: Final = ("funding year", "award date", "calendar date")

_NEEDED: Final = ("value", "unit", "effective", "published", "citation", "status", "confirmed", "keyed_by")
_KNOWN: Final = frozenset({*_NEEDED, "link", "note", "source"})
_SHARED: Final = _KNOWN - {"value", "source"}
_DECIMAL: Final = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleValue:
    """A value of a rule from one day on. Dollars, fractions, hours, watts, Mbps are exact decimals; counts integers.

    ``value`` is None only where ``status`` is ``expired``: the day on which the rule ended, with the citation for that.
    """

    name: str
    value: Value | None
    unit: str
    effective: datetime.date
    published: datetime.date
    citation: str
    link: str | None
    status: str
    confirmed: bool
    keyed_by: str
    note: str | None
    file: str
    local: bool
    """Whether it is the district's own, laid over what the law or a norm says."""

    @property
    def cents(self) -> int:
        """The value in whole cents. Raises RuleError where it is not in dollars."""
        if self.unit != "dollars" or not isinstance(self.value, (int, Decimal)):
            raise RuleError(f"The rule {self.name} is in {self.unit}, not in dollars.")
        return half_up(self.value * 100)


def values_of(document: Mapping[str, Any], file: str, *, local: bool) -> tuple[list[RuleValue], list[Problem]]:
    """Every value of a parsed TOML document, and every fault in it; a faulty value is left out."""
    common = document.get("common", {})
    sources = document.get("sources", {})
    problems = [*_shared_faults(common, "common", file)]
    for title, source in sources.items():
        problems += _shared_faults(source, f"sources.{title}", file)
    found = []
    rest = {key: part for key, part in document.items() if key not in {"common", "sources"}}
    for name, position, entry in _entries(rest, ""):
        where = f"{name}[{position}]" if position is not None else name
        if not isinstance(entry, Mapping):
            what = "This is not a value of a rule."
            problems.append(
                _fault(file, where, None, what, "Write [[name]] and its keys below it, or a list of tables.")
            )
            continue
        whole = {**common, **sources.get(entry.get("source"), {}), **entry}
        faults = list(_faults(whole, entry, sources, file, where))
        problems += faults
        if not faults:
            found.append(_value(name, whole, file, local=local))
    return found, problems


def _entries(part: Mapping[str, Any], above: str) -> Iterator[tuple[str, int | None, Any]]:
    """Each entry with its rule's name and its position; a table inside tables only lengthens the name."""
    for key, below in part.items():
        name = f"{above}.{key}" if above else key
        if isinstance(below, Mapping):
            yield from _entries(below, name)
        elif isinstance(below, list):
            yield from ((name, position, entry) for position, entry in enumerate(below, start=1))
        else:
            yield name, None, below


def _shared_faults(part: Any, where: str, file: str) -> Iterator[Problem]:
    if not isinstance(part, Mapping):
        yield _fault(file, where, None, "This is not a table.", f"Write [{where}] and its keys below it.")
        return
    for key in part:
        if key not in _SHARED:
            yield _unknown(file, where, key)


def _faults(
    whole: Mapping[str, Any], entry: Mapping[str, Any], sources: Mapping[str, Any], file: str, where: str
) -> Iterator[Problem]:
    for key in entry:
        if key not in _KNOWN:
            yield _unknown(file, where, key)
    if "source" in entry and entry["source"] not in sources:
        hint = did_you_mean(str(entry["source"]), list(sources)) or f"Add [sources.{entry['source']}]."
        yield _fault(file, where, "source", "No such source is described in this file.", hint, entry["source"])
    for key in _NEEDED:
        if key not in whole and not (key == "value" and whole.get("status") == "expired"):
            yield _fault(file, where, key, f"{key} is missing.", f"Say {key}; every value of a rule has it.")
    yield from _kind_faults(whole, file, where)
    if whole.get("confirmed") is True and not whole.get("link"):
        remedy = "Give the address where it was read, or say confirmed = false."
        yield _fault(file, where, "link", "It is called confirmed, but no link says where it was read.", remedy)
    if "value" in whole and whole.get("unit") in UNITS:
        yield from _value_faults(whole["value"], whole["unit"], file, where)


def _kind_faults(whole: Mapping[str, Any], file: str, where: str) -> Iterator[Problem]:
    for key in ("effective", "published"):
        if key in whole and type(whole[key]) is not datetime.date:
            yield _fault(file, where, key, "This is not a day.", "Write it as 2026-07-01, without quotes.", whole[key])
    for key, choices in (("unit", UNITS), ("status", STATUSES), ("keyed_by", KEYED_BY)):
        if key in whole and whole[key] not in choices:
            yield _fault(file, where, key, "This is not one of the choices.", f"Use {_list(choices)}.", whole[key])
    for key in ("citation", "link", "note"):
        if key in whole and not (isinstance(whole[key], str) and whole[key].strip()):
            yield _fault(file, where, key, "This is not a text.", "Write it in quotes, or leave it out.", whole[key])
    if "confirmed" in whole and not isinstance(whole["confirmed"], bool):
        yield _fault(
            file, where, "confirmed", "This is neither true nor false.", "Write true or false.", whole["confirmed"]
        )
    by_funding_year = whole.get("keyed_by") == "funding year" and isinstance(whole.get("effective"), datetime.date)
    if by_funding_year and (whole["effective"].month, whole["effective"].day) != (7, 1):
        what = "A rule that goes by funding year starts with one."
        yield _fault(
            file, where, "effective", what, "Write the 1 July on which the funding year starts.", whole["effective"]
        )


def _value_faults(value: Any, unit: str, file: str, where: str) -> Iterator[Problem]:
    if isinstance(value, float):
        remedy = f'Write it in quotes, as "{value}", so that it stays exact.'
        yield _fault(file, where, "value", "A number with a decimal point is not exact.", remedy, value)
    elif unit in WHOLE and not _is_whole(value):
        yield _fault(file, where, "value", f"{unit} are whole numbers.", "Write a whole number, zero or more.", value)
    elif unit in EXACT and not (_is_whole(value) or (isinstance(value, str) and _DECIMAL.fullmatch(value))):
        remedy = 'Write a whole number, or a decimal in quotes, as "201.57".'
        yield _fault(file, where, "value", "This is not a number.", remedy, value)
    elif unit in WORDS and not (isinstance(value, str) and value.strip()):
        yield _fault(file, where, "value", "This is not a text.", "Write it in quotes.", value)
    elif unit == "yes or no" and not isinstance(value, bool):
        yield _fault(file, where, "value", "This is neither true nor false.", "Write true or false.", value)
    elif unit == "date" and type(value) is not datetime.date:
        yield _fault(file, where, "value", "This is not a day.", "Write it as 2026-07-01, without quotes.", value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _value(name: str, whole: Mapping[str, Any], file: str, *, local: bool) -> RuleValue:
    value = whole.get("value")
    if value is not None and whole["unit"] in EXACT:
        value = Decimal(value)
    return RuleValue(
        name=name,
        value=value,
        unit=whole["unit"],
        effective=whole["effective"],
        published=whole["published"],
        citation=whole["citation"],
        link=whole.get("link"),
        status=whole["status"],
        confirmed=whole["confirmed"],
        keyed_by=whole["keyed_by"],
        note=whole.get("note"),
        file=file,
        local=local,
    )


def _fault(file: str, where: str, column: str | None, what: str, remedy: str, value: Any = None) -> Problem:
    return Problem(
        severity="error",
        file=file,
        key=where,
        column=column,
        value=None if value is None else str(value),
        rule="form of a rule",
        what=what,
        remedy=remedy,
    )


def _unknown(file: str, where: str, key: str) -> Problem:
    hint = did_you_mean(key, _KNOWN) or f"A value of a rule has {_list(sorted(_KNOWN))}."
    return _fault(file, where, key, "No value of a rule has this key.", hint)


def _list(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1]
