"""One candidate: what every finder of candidates gives, and when an agreement can still be ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from techplan.book.money import dollars

SITE_PRICES: Final = ("flat", "per school")
"""Bases whose amount does not follow the seats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way to free money or to bring some in. ``amount_cents`` is of one year; None is not known."""

    kind: str
    subject_table: str
    subject: str
    title: str
    action: str
    amount_cents: int | None
    evidence: str
    why: str
    used_cents: int | None = None
    unit_cost_cents: int | None = None
    act_by: date | None = None
    sure: bool = True
    """Whether the amount would be freed if it is done; else it only says how much a question is about."""

    @property
    def key(self) -> str:
        """Kind and subject, as a decision names it."""
        return f"{self.kind}/{self.subject}"


@dataclass(frozen=True, slots=True)
class Chance:
    """What of an amount can be had this year by ending or changing an agreement, by when, and why."""

    amount_cents: int
    act_by: date | None
    why: str


def chance_of(agreement: Mapping[str, Any], cents: int, on: date, *, by_seats: bool = False) -> Chance:
    """What ending an agreement (a row of ``agreements``), or fewer seats of it, would free at its next renewal.

    Nothing after its notice date, nothing where it ends by itself, and nothing for seats under a price for the site.
    """
    notice, end = agreement["notice_on"], agreement["end_on"]
    if by_seats and agreement["basis"] in SITE_PRICES:
        why = f"0 this year: the price is for the whole site, so {dollars(cents)} of unused seats is not billed apart."
        return Chance(0, notice, why)
    if agreement["renews"] is False:
        ends = f" after {end.isoformat()}" if end is not None else ""
        return Chance(0, None, f"0 this year: it is not renewed{ends}, so it ends by itself.")
    if notice is not None and on > notice:
        why = f"0 this year: notice was due by {notice.isoformat()}. It can be changed a term later."
        return Chance(0, None, why)
    if notice is None:
        return Chance(cents, end, "No notice date is entered: look into the contract before counting on it.")
    return Chance(cents, notice, f"Notice can be given until {notice.isoformat()}; it counts from the next term.")
