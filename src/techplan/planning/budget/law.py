"""The rules of the district's own state; a state of which nothing is known asks for nothing here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from techplan.book.book import Book
from techplan.book.problem import RuleError
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

ASK: Final = "Not confirmed at its source: ask your treasurer."


@dataclass(frozen=True, slots=True)
class Law:
    """What one state says on a day, as far as it was known by another; ``prefix`` is its code in small letters."""

    prefix: str
    rules: Rules
    on: date
    known: date

    def find(self, name: str) -> RuleValue | None:
        """The value in force of the state's rule of that name, or None where there is none."""
        whole = f"{self.prefix}.{name}"
        if not self.prefix or whole not in self.rules.values:
            return None
        try:
            value = self.rules.at(whole, on=self.on, known=self.known)
        except RuleError:
            return None
        return None if value.value is None else value

    def proposed(self, name: str) -> RuleValue | None:
        """A value that would hold by now but is only proposed, where it says otherwise than the one in force."""
        held = self.find(name)
        if held is None:
            return None
        value = self.rules.at(held.name, on=self.on, known=self.known, proposed=True)
        return value if value.status == "proposed" and value.value != held.value else None

    def below(self, name: str) -> Iterator[tuple[str, RuleValue]]:
        """Every rule in force whose name begins with that name and a point: what follows it, and the value."""
        start = f"{self.prefix}.{name}."
        for whole in self.rules.names():
            found = self.find(whole.removeprefix(f"{self.prefix}.")) if whole.startswith(start) else None
            if found is not None:
                yield whole.removeprefix(start), found


def law_of(book: Book, rules: Rules, on: date, known: date | None = None) -> Law:
    """The law of the district's state, as on a day."""
    state = book.district["state"].item(0) if book.district.height else None
    return Law((state or "").lower(), rules, on, known or on)


def said(rule: RuleValue) -> str:
    """The rule as a reason: its citation, and that it must be asked about where nobody confirmed it."""
    return rule.citation if rule.confirmed else f"{rule.citation}. {ASK}"
