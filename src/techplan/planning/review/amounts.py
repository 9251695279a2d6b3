"""The amounts of a budget against actual, of one account or of many; sums of parts are the sums of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from techplan.planning.review.shares import printed_share, share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Cents of accounts. ``budget`` is as revised, else as adopted, else 0; ``known`` says that it is entered."""

    accounts: int = 0
    adopted: int = 0
    budget: int = 0
    encumbered: int = 0
    actual: int = 0
    known: bool = False

    @property
    def committed(self) -> int:
        """Encumbered and spent together."""
        return self.encumbered + self.actual

    @property
    def left(self) -> int:
        """Budget less what is committed; below zero where overspent."""
        return self.budget - self.committed

    @property
    def verdict(self) -> str:
        """In one word; a budget of nothing is none only where nothing was committed against it either."""
        if not self.accounts:
            return "not in the ledger"
        if not self.known or (self.budget == 0 and self.committed):
            return "no budget"
        if self.left == 0:
            return "on budget"
        return "favourable" if self.left > 0 else "unfavourable"

    def columns(self) -> dict[str, Any]:
        """The columns that every table of a budget has."""
        return {
            "accounts": self.accounts,
            "adopted_cents": self.adopted,
            "revised_cents": self.budget,
            "encumbered_cents": self.encumbered,
            "actual_cents": self.actual,
            "left_cents": self.left,
            "committed_cents": self.committed,
            "committed_share": share_of(self.committed, self.budget),
            "committed_printed": printed_share(self.committed, self.budget),
            "verdict": self.verdict,
        }


def amounts_of(row: Mapping[str, Any], *, carried_on_top: bool) -> Amounts:
    """The amounts of one row of ``ledger``. What is not entered is nothing, so that sums stay those of the ledger."""
    adopted, revised = row["adopted_cents"], row["revised_cents"]
    carried = (row["carried_encumbrance_cents"] or 0) if carried_on_top else 0
    budget = revised if revised is not None else adopted
    return Amounts(
        accounts=1,
        adopted=adopted or 0,
        budget=(budget or 0) + carried,
        encumbered=row["encumbered_cents"] or 0,
        actual=row["actual_cents"] or 0,
        known=budget is not None or carried != 0,
    )


def total(parts: Iterable[Amounts]) -> Amounts:
    """All of them together."""
    whole = list(parts)
    return Amounts(
        accounts=sum(part.accounts for part in whole),
        adopted=sum(part.adopted for part in whole),
        budget=sum(part.budget for part in whole),
        encumbered=sum(part.encumbered for part in whole),
        actual=sum(part.actual for part in whole),
        known=any(part.known for part in whole),
    )


def in_words(amounts: Amounts) -> str:
    """What is to be said of a budget that cannot be divided by, or is overspent; empty where nothing is."""
    if not amounts.accounts:
        return "No account of the ledger is matched to it."
    if amounts.budget <= 0:
        return "It has no budget, so no share is worked out."
    if amounts.left < 0:
        return "More is committed than budgeted."
    return ""
