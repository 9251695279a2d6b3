"""Which accounts of the ledger belong to which line of the adopted plan: a TOML document of the Book.

``mappings/ledger_match.toml``, read from the top; the first rule that fits decides::

    [[match]]
    fund = "003"  # the code in full
    function = "2960"  # how the code begins, as object and account too
    object = "64"
    line = "L-014"  # the plan line it belongs to, or instead:
    # category = "network"  # only its category
    school = "050"  # optional, as goal and fy
    name = "Servers and network"

    [[printed]]  # optional: what the ledger's report prints at its foot; compared, never repaired
    fy = 2026
    revised = "73131556.00"

An account that names its plan line itself (``ledger.plan_line``) needs no rule. Nothing else may stand in the document:
a misspelt key would otherwise be silently without effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from techplan.book.book import Book
from techplan.book.problem import Problem
from techplan.book.tables.things import TCO_CATEGORIES
from techplan.book.toml_text import read_toml
from techplan.book.words import did_you_mean

DOCUMENT: Final = "ledger_match"
FILE: Final = f"mappings/{DOCUMENT}.toml"
CONDITIONS: Final = ("fund", "function", "object", "account")
AMOUNTS: Final = ("adopted", "revised", "encumbered", "actual", "left")

_TEXTS: Final = (*CONDITIONS, "line", "category", "school", "goal", "name")
_KEYS: Final = {"match": (*_TEXTS, "fy"), "printed": ("fy", *AMOUNTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRule:
    """One saved rule. Conditions that are None hold for every account; either ``line`` or ``category`` is given."""

    name: str
    fund: str | None = None
    function: str | None = None
    object: str | None = None
    account: str | None = None
    line: str | None = None
    category: str | None = None
    school: str | None = None
    goal: str | None = None
    fy: int | None = None

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether an account (a row of ``ledger``) fulfils every condition. A code not known fulfils none."""
        if self.fy is not None and self.fy != row["fy"]:
            return False
        if self.fund is not None and self.fund != row["fund"]:
            return False
        begins = (("function", self.function), ("object", self.object), ("account", self.account))
        return all(start is None or str(row[column] or "").startswith(start) for column, start in begins)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMatch:
    """The saved rules in their order, and the totals that reports print, in cents by fiscal year and amount."""

    rules: tuple[MatchRule, ...] = ()
    printed: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


def ledger_match(book: Book) -> tuple[LedgerMatch, list[Problem]]:
    """The Book's document and every fault in it; a faulty rule is left out, a Book without the document has none."""
    data, problems = read_toml(book.mappings.get(DOCUMENT, ""), FILE)
    for key in data:
        if key not in _KEYS:
            what = f"There is no key {key!r}."
            problems.append(_fault("unknown key", key, what, did_you_mean(key, _KEYS) or "Write [[match]]."))
    rules: list[MatchRule] = []
    printed: dict[int, dict[str, int]] = {}
    for position, entry in _entries(data, "match", problems):
        faults = list(_match_faults(entry, f"match[{position}]", book))
        problems += faults
        if not faults:
            rules.append(MatchRule(**{**entry, "name": entry.get("name", f"rule {position}")}))
    for position, entry in _entries(data, "printed", problems):
        faults = list(_printed_faults(entry, f"printed[{position}]", printed))
        problems += faults
        if not faults:
            amounts = {name: _cents(entry[name]) for name in AMOUNTS if name in entry}
            printed[entry["fy"]] = {name: cents for name, cents in amounts.items() if cents is not None}
    return LedgerMatch(rules=tuple(rules), printed=printed), problems


def _entries(data: Mapping[str, Any], part: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    found = data.get(part, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        problems.append(_fault("wrong type", part, f"{part} is not a list of tables.", f"Write [[{part}]]."))
        return
    yield from enumerate(found, start=1)


def _match_faults(entry: Mapping[str, Any], where: str, book: Book) -> Iterator[Problem]:
    yield from _key_faults(entry, where, "match")
    for key in _TEXTS:
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
            yield _fault("wrong type", where, f"{key} is not text.", 'Write it in quotes, as "003".')
            return
    if not any(key in entry for key in CONDITIONS):
        yield _fault("no condition", where, "It fits every account.", f"Name one of {', '.join(CONDITIONS)}.")
    if ("line" in entry) == ("category" in entry):
        what = "It names both a line and a category." if "line" in entry else "It names no line and no category."
        yield _fault("line or category", where, what, "Name one of them.")
    if "category" in entry and entry["category"] not in TCO_CATEGORIES:
        hint = did_you_mean(entry["category"], TCO_CATEGORIES) or f"There are: {', '.join(TCO_CATEGORIES)}."
        yield _fault("unknown category", where, f"There is no category {entry['category']!r}.", hint)
    for key, table, column in (("school", "schools", "code"), ("goal", "goals", "code"), ("fund", "funds", "fund"),
                               ("line", "adopted_lines", "line")):  # fmt: skip
        known = book.table(table)[column].to_list() if key in entry else []
        if key in entry and entry[key] not in known:
            hint = did_you_mean(entry[key], known) or f"Enter it in {table}, or correct the rule."
            yield _fault(f"unknown {key}", where, f"{table} has no {entry[key]!r}.", hint)
    if "fy" in entry and not _is_year(entry["fy"]):
        yield _fault("wrong type", where, "fy is not a year.", "Write it as fy = 2026.")


def _printed_faults(entry: Mapping[str, Any], where: str, before: Mapping[int, Any]) -> Iterator[Problem]:
    yield from _key_faults(entry, where, "printed")
    if not _is_year(entry.get("fy")):
        yield _fault("wrong type", where, "fy is missing or no year.", "Write it as fy = 2026.")
    elif entry["fy"] in before:
        yield _fault("said twice", where, f"The totals of {entry['fy']} are given twice.", "Leave one out.")
    for key in AMOUNTS:
        if key in entry and _cents(entry[key]) is None:
            yield _fault("not an amount", where, f"{key} is no amount.", 'Write it in quotes, as "73131556.00".')


def _key_faults(entry: Mapping[str, Any], where: str, part: str) -> Iterator[Problem]:
    for key in entry:
        if key not in _KEYS[part]:
            hint = did_you_mean(key, _KEYS[part]) or f"The keys are {', '.join(_KEYS[part])}."
            yield _fault("unknown key", where, f"There is no key {key!r}.", hint)


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1950 <= value <= 2199


def _cents(value: Any) -> int | None:
    """Whole cents of an amount written as text or as a whole number of dollars; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    try:
        cents = Decimal(value) * 100
        return int(cents) if cents == cents.to_integral_value() else None
    except (InvalidOperation, OverflowError, ValueError):
        return None


def _fault(rule: str, key: str, what: str, remedy: str) -> Problem:
    return Problem(severity="error", file=FILE, key=key, rule=rule, what=what, remedy=remedy)
