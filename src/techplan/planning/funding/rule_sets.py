"""What the law and the district's own policy say of a fund: each of its rule sets asked the same few questions.

A set is a prefix of rule names, as ``title_iv_a``. It may answer, each as a dated value with its citation:

- ``pays.<category>``, ``pays_kind.<kind>``, ``pays_recurring``: yes or no;
- ``serves_only``: whether it pays only for the programs, or classes bought for them, in ``funds.serves``;
- ``minimum_life_months``: the least estimated life, which the treasurer certifies;
- ``new_cost_until``: the last day on which new cost may be obligated;
- ``supplement``: ``cost`` where paying for what local money paid the year before is presumed to supplant, and where
  nobody entered who paid, the treasurer is asked.

What a set does not answer it does not restrict. A value that nobody confirmed never allows: it asks the treasurer, and
shows what it would decide. A treasurer's answer is kept in the Book's decisions (about ``rule``, answer ``confirmed``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import RuleError
from techplan.book.tables.things import TCO_CATEGORIES
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

if TYPE_CHECKING:
    from techplan.planning.funding.eligibility import Case
    from techplan.planning.funding.pots import Pot

YES: Final = "yes"
NO: Final = "no"
ASK: Final = "ask your treasurer"
CERTIFICATE: Final = "needs certificate"
ANSWERS: Final = (YES, NO, CERTIFICATE, ASK)
"""What may be said of a fund and a line; only ``yes`` allows."""

UNTOLD: Final = "not entered"
"""Stands for the kind of the fund that paid last year, where nobody entered it of what already runs."""

LOCAL_KINDS: Final = ("general", "permanent improvement", "capital", "levy", "bond", "fees", "other", "local grant")
"""Kinds of funds whose money is the district's own, so that a federal dollar in its place is presumed to supplant."""


class Reason(NamedTuple):
    """Why a pot pays nothing: words that several pots may share, what is particular to this one, and by which rule."""

    words: str
    detail: str = ""
    answer: str = NO
    rule: str = ""
    citation: str = ""

    @property
    def by_paper(self) -> bool:
        """Whether a paper puts it out of the way: a certificate, the treasurer's answer, a rebuttal."""
        return self.answer != NO or self.rule.endswith(".supplement")


@dataclass
class RuleSets:
    """The rules as known on a day, with what the treasurer confirmed; asked for a case and a pot."""

    rules: Rules
    known: date | None
    confirmed: frozenset[str] = frozenset()
    on: date | None = None
    """The day of planning."""
    _found: dict[tuple[str, date], RuleValue | None] = field(default_factory=dict)
    _reasons: dict[tuple[str, Case, bool], tuple[Reason, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, rules: Rules, on: date, known: date | None) -> RuleSets:
        """With the decisions of a Book up to a day."""
        said = book.decisions.filter(
            (pl.col("about").str.to_lowercase() == "rule")
            & (pl.col("answer").str.to_lowercase() == "confirmed")
            & (pl.col("decided_on") <= on).fill_null(value=True)
        )
        return cls(rules, known, frozenset(said["subject"].drop_nulls().to_list()), on)

    def refusal(self, case: Case, pot: Pot) -> Reason | None:
        """The first reason for which the fund's rules do not let it pay, a plain no before what a paper would open.

        Law looks neither at the fiscal year nor at the fund that a financing names: leave both out of ``case``.
        """
        local = pot.fund_kind in LOCAL_KINDS
        reasons = [
            reason
            for name in pot.rule_sets
            for reason in (*self._asked(name, case, local=local), *self._serving(name, case, pot))
        ]
        return min(reasons, key=lambda reason: reason.by_paper, default=None)

    def _serving(self, name: str, case: Case, pot: Pot) -> Iterator[Reason]:
        """A program's money is for its own pupils: what serves no program of the fund it does not pay."""
        value = self._value(f"{name}.serves_only", case.pay_on)
        if value is None or value.value is not True:
            return
        if not pot.serves:
            words = "ask your treasurer: it pays only for its own program, and funds.serves does not say which that is"
            yield Reason(words, "", ASK, value.name, value.citation)
        elif not pot.serves & case.serves:
            yield _no("pays only for what serves its own program", value, "; ".join(sorted(pot.serves)))

    def _asked(self, name: str, case: Case, *, local: bool) -> tuple[Reason, ...]:
        """The reasons of one set, asked once for all pots that it binds."""
        key = (name, case, local)
        if key not in self._reasons:
            self._reasons[key] = tuple(self._of_set(name, case, local=local))
        return self._reasons[key]

    def allowing(self, case: Case, pot: Pot) -> RuleValue | None:
        """The rule by which the fund's rules let it pay for such a thing, where one says so."""
        for name in pot.rule_sets:
            found = self._value(f"{name}.pays.{slug(case.category)}", case.pay_on)
            found = found or self._value(f"{name}.minimum_life_months", case.pay_on)
            if found is not None:
                return found
        return None

    def edges(self, pots: Iterable[Pot]) -> set[date]:
        """Days on which an answer of the pots' sets may become another: a value begins, or a program has closed."""
        days: set[date] = set()
        for name in sorted({name for pot in pots for name in pot.rule_sets}):
            for rule, history in self.rules.values.items():
                if rule.startswith(f"{name}."):
                    days |= {value.effective for value in history}
                    days |= {value.value + timedelta(days=1) for value in history if isinstance(value.value, date)}
        return days

    def infrastructure(self, name: str, on: date) -> tuple[Decimal, frozenset[str], str] | None:
        """The share of an award that a set lets go to infrastructure, the categories that are, and the citation."""
        share = self._value(f"{name}.infrastructure_share", on)
        if share is None:
            return None
        asked = {category: self._value(f"{name}.infrastructure.{slug(category)}", on) for category in TCO_CATEGORIES}
        counted = frozenset(category for category, value in asked.items() if value is not None and value.value is True)
        return Decimal(str(share.value)), counted, share.citation

    @cached_property
    def _names(self) -> frozenset[str]:
        """Every beginning of a rule's name that may be a set."""
        return frozenset(
            ".".join(parts[:size])
            for parts in (name.split(".") for name in self.rules.values)
            for size in range(1, len(parts))
        )

    def _of_set(self, name: str, case: Case, *, local: bool) -> Iterator[Reason]:
        if name not in self._names:
            yield Reason(f"no rules are known for {name}", answer=ASK)
            return
        yield from self._closed(name, case)
        yield from self._yes_or_no(f"{name}.pays.{slug(case.category)}", case, f"does not pay for {case.category}")
        yield from self._yes_or_no(f"{name}.pays_kind.{case.kind}", case, f"does not pay {case.kind} spending")
        if case.recurring:
            yield from self._yes_or_no(f"{name}.pays_recurring", case, "does not pay what returns every year")
        yield from self._life(name, case)
        yield from self._supplanting(name, case, local=local)

    def _closed(self, name: str, case: Case) -> Iterator[Reason]:
        value = self._value(f"{name}.new_cost_until", case.pay_on)
        if value is not None and isinstance(value.value, date) and case.pay_on > value.value:
            yield _no("closed to new cost", value, f"since {value.value.isoformat()}")

    def _yes_or_no(self, rule: str, case: Case, words: str) -> Iterator[Reason]:
        value = self._value(rule, case.pay_on)
        if value is None:
            return
        if value.value is not True:
            yield _no(words, value)
        elif not self._is_confirmed(value):
            yield _ask(value, "would allow it")

    def _life(self, name: str, case: Case) -> Iterator[Reason]:
        """A permanent improvement by its estimated life or usefulness, certified: not by the replacement cycle."""
        value = self._value(f"{name}.minimum_life_months", case.pay_on)
        if value is None or not isinstance(value.value, int):
            return
        least = value.value
        if not case.bought:
            yield _no(f"pays only for things with an estimated life of at least {least} months", value)
        elif not case.certified:
            yield Reason(
                "needs the treasurer's certificate of estimated life",
                f"at least {least} months",
                CERTIFICATE,
                value.name,
                value.citation,
            )
        elif (case.life or 0) < least:
            yield _no(f"needs an estimated life of at least {least} months, certified are {case.life or 0}", value)
        elif not self._is_confirmed(value):
            yield _ask(value, "would allow it")

    def _supplanting(self, name: str, case: Case, *, local: bool) -> Iterator[Reason]:
        """Moving last year's local cost onto a grant is presumed to supplant, unless a rebuttal is recorded."""
        value = self._value(f"{name}.supplement", case.pay_on)
        moved = case.before in LOCAL_KINDS and not local
        if value is None or value.value != "cost" or local:
            return
        if moved:
            yield _no("local money paid for it last year, and no rebuttal is recorded", value)
        elif case.before == UNTOLD:
            words = "ask your treasurer: who paid for it last year is not entered"
            yield Reason(words, "", ASK, value.name, value.citation)

    def _value(self, rule: str, on: date) -> RuleValue | None:
        """The value of a rule on a day; None where there is none, or it is not in force."""
        key = (rule, on)
        if rule not in self.rules.values:
            return None
        if key not in self._found:
            try:
                found = self.rules.at(rule, on=on, known=self.known)
            except RuleError:
                self._found[key] = None
            else:
                self._found[key] = None if found.status == "expired" else found
        return self._found[key]

    def _is_confirmed(self, value: RuleValue) -> bool:
        return value.confirmed or value.local or value.name in self.confirmed


def slug(words: str) -> str:
    """Words as part of a rule's name."""
    return words.replace(" ", "_")


def _no(words: str, value: RuleValue, detail: str = "") -> Reason:
    return Reason(words, detail, NO, value.name, value.citation)


def _ask(value: RuleValue, would: str) -> Reason:
    return Reason(
        f"ask your treasurer: {value.name} {would}, but nobody confirmed it", "", ASK, value.name, value.citation
    )
