"""The rules: law, norms and local policy as dated, cited values, loaded strictly from TOML.

A document says each value of a rule under the rule's name, newest or oldest first::

    [[erate.category_two.per_student]]
    value = "201.57"                 # decimals in quotes, so that they stay exact
    unit = "dollars"
    effective = 2026-07-01           # from when it holds
    published = 2025-06-05           # from when anyone could know it
    citation = "DA 25-471"
    link = "https://…"               # where it was read; needed where it is confirmed
    status = "final"                 # proposed, interim, final or expired
    confirmed = true                 # whether somebody read it there
    keyed_by = "funding year"        # or award date, or calendar date

``[common]`` gives keys that all values of a file share, ``[sources.NAME]`` those of all values that say ``source =
"NAME"``. A Book's own rule documents have the same form and are laid over these: where one holds, it decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from techplan.book.problem import Problem, RuleError, in_order
from techplan.book.toml_text import read_toml
from techplan.book.words import did_you_mean
from techplan.rules.policies import is_policy, wrong_policy
from techplan.rules.values import RuleValue, values_of

FOLDERS: Final = ("accounts", "norms", "us")
"""Where the package keeps rules, also in folders below; files named ``…_hints.toml`` are word lists, not rules."""


@dataclass(frozen=True)
class Rules:
    """All values by the name of their rule, each rule's in the order in which they take effect."""

    values: Mapping[str, tuple[RuleValue, ...]]

    def names(self) -> list[str]:
        """Every rule, by name."""
        return sorted(self.values)

    def history(self, name: str) -> tuple[RuleValue, ...]:
        """Every value of a rule, the package's and the district's. Raises RuleError where there is no such rule."""
        if name not in self.values:
            raise RuleError(f"There is no rule {name}. {did_you_mean(name, self.values)}".rstrip())
        return self.values[name]

    def at(self, name: str, *, on: date, known: date | None = None, proposed: bool = False) -> RuleValue:
        """The value in force: the latest effective by ``on`` among those published by ``known`` (None: all).

        ``on`` is a day of what the rule is keyed by: any day of the E-rate funding year (``funding_year_day``), the
        date of the award, or the calendar day. A district's own value comes before any other that is in force. Proposed
        values count only where asked for. The value found may have status ``expired``: then none is in force.
        Raises RuleError where there is no such rule, or none that early.
        """
        history = self.history(name)
        standing = [
            value
            for value in history
            if value.effective <= on
            and (known is None or value.published <= known)
            and (proposed or value.status != "proposed")
        ]
        if not standing:
            first = min(value.effective for value in history)
            raise RuleError(
                f"The rule {name} has no value for {on.isoformat()}"
                + (f" that was known by {known.isoformat()}" if known is not None else "")
                + f"; its first is from {first.isoformat()}."
            )
        return max(standing, key=lambda value: (value.local, value.effective, value.published))

    def fingerprint(self) -> str:
        """SHA-256 over every value, in hexadecimal."""
        digest = hashlib.sha256()
        for name in self.names():
            for value in self.values[name]:
                digest.update(repr([getattr(value, field.name) for field in fields(value)]).encode())
        return digest.hexdigest()


def funding_year_day(funding_year: int) -> date:
    """The first day of an E-rate funding year, which is named by the year in which it *starts*."""
    return date(funding_year, 7, 1)


def load_rules(extra: Mapping[str, str] | None = None) -> Rules:
    """The package's rules with a Book's own documents (name to TOML text) laid over them.

    Raises RuleError with every fault: TOML that cannot be read, unknown keys, floats, missing citations, a local value
    of a rule that does not exist.
    """
    package = _package_rules()
    if not extra:
        return package
    own, problems = _read({f"rules/{name}.toml": text for name, text in extra.items()}, local=True)
    problems += [fault for value in own for fault in _overlay_faults(value, package)]
    return _rules([value for history in package.values.values() for value in history] + own, problems)


@cache
def _package_rules() -> Rules:
    root = files("techplan.rules")
    texts = {
        name: file.read_text(encoding="utf-8")
        for folder in FOLDERS
        for name, file in rule_documents(root / folder, folder)
    }
    return _rules(*_read(texts, local=False))


def rule_documents(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """Every document of rules in a folder and the folders in it, by name: a state may be a file or a folder."""
    for found in sorted(folder.iterdir(), key=lambda one: one.name):
        if found.is_dir():
            yield from rule_documents(found, f"{name}/{found.name}")
        elif found.name.endswith(".toml") and not found.name.endswith("_hints.toml"):
            yield f"{name}/{found.name}", found


def _read(texts: Mapping[str, str], *, local: bool) -> tuple[list[RuleValue], list[Problem]]:
    values: list[RuleValue] = []
    problems: list[Problem] = []
    for file, text in texts.items():
        document, unreadable = read_toml(text, file)
        found, faults = values_of(document, file, local=local)
        values += found
        problems += unreadable + faults
    return values, problems


def _overlay_faults(value: RuleValue, package: Rules) -> list[Problem]:
    """A district's value must be one of a rule that exists, in the same unit, or of a policy that can be asked."""
    if is_policy(value.name):
        wrong = wrong_policy(value.name, value.unit)
        return [] if wrong is None else [_fault(value, *wrong)]
    law = package.values.get(value.name)
    if law is None:
        hint = did_you_mean(value.name, package.values) or "See `techplan rules show` for the rules there are."
        return [_fault(value, "No rule has this name.", f"{hint} A policy of your own begins with local.")]
    if value.unit != law[0].unit:
        return [_fault(value, f"This rule is in {law[0].unit}.", f'Say unit = "{law[0].unit}".', value.unit)]
    return []


def _rules(values: Iterable[RuleValue], problems: list[Problem]) -> Rules:
    by_name: dict[str, list[RuleValue]] = {}
    for value in values:
        by_name.setdefault(value.name, []).append(value)
    for history in by_name.values():
        problems += _history_faults(history)
    if problems:
        some = "\n".join(str(problem) for problem in in_order(problems)[:5])
        faults = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
        raise RuleError(f"The rules cannot be used; {faults}:\n{some}", problems)
    return Rules({name: tuple(sorted(history, key=_order)) for name, history in sorted(by_name.items())})


def _history_faults(history: list[RuleValue]) -> list[Problem]:
    """The values of one rule have one unit, and no two of them the same days."""
    faults = [
        _fault(value, f"Another value of this rule is in {history[0].unit}.", "Use one unit.", value.unit)
        for value in history
        if value.unit != history[0].unit and not value.local
    ]
    seen: set[tuple[bool, date, date]] = set()
    for value in history:
        days = (value.local, value.effective, value.published)
        if days in seen:
            remedy = "Keep the one that holds, or give the later one its own day of publication."
            faults.append(_fault(value, "Two values of this rule have the same days.", remedy))
        seen.add(days)
    return faults


def _order(value: RuleValue) -> tuple[date, date, bool]:
    return (value.effective, value.published, value.local)


def _fault(value: RuleValue, what: str, remedy: str, found: str | None = None) -> Problem:
    return Problem(
        severity="error", file=value.file, key=value.name, value=found, rule="form of a rule", what=what, remedy=remedy
    )
