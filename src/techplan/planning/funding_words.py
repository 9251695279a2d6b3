"""Why a fund pays, and why each fund does not, in words that a board member reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from techplan.book.money import dollars
from techplan.book.school_years import label
from techplan.planning.eligibility import Case
from techplan.planning.funding_limits import Cap, Limits
from techplan.planning.pots import OWN_MONEY, Pot

NO_FUND = "No fund is entered."


class Money:
    """What is left after paying, and the limit that binds each pot in each year."""

    def __init__(self, pots: Sequence[Pot], caps: Sequence[Cap], limits: Limits, first_fy: int) -> None:
        self.pots = pots
        self._caps = caps
        self._limits = limits
        self._first_fy = first_fy

    def why_unfunded(self, year: int, refused: Mapping[int, str], caps: Sequence[int]) -> str:
        """Every pot's reason, pots with one reason together, as in ``Pays only capital spending: Building (004)``.

        ``year`` is the position in the plan; ``refused`` holds the reason of each pot (by position) that may not pay.
        """
        by_reason: dict[str, list[str]] = {}
        for index, pot in enumerate(self.pots):
            if pot.entered:
                reason = refused.get(index) or self.reason(index, year, caps)
                by_reason.setdefault(reason, []).append(pot.name)
        return " ".join(f"{reason[0].upper()}{reason[1:]}: {'; '.join(names)}." for reason, names in by_reason.items())

    def reason(self, index: int, year: int, caps: Sequence[int]) -> str:
        """Why an eligible pot pays no more in a year: its money, its appropriation, or a cap."""
        pot = self.pots[index]
        fy = label(self._first_fy + year)
        binding = next((later for later, left in enumerate(self._limits.money[index][year:], year) if left == 0), None)
        if binding is not None:
            return self._money_reason(pot, year, binding)
        if self._limits.appropriated.get((pot.fund, year)) == 0:
            return f"its appropriation for {fy} is used up"
        for cap in caps:
            if self._caps[cap].pot == index and self._limits.caps[cap] == 0:
                return self._caps[cap].words
        return "is kept for costs that come first"

    def _money_reason(self, pot: Pot, year: int, binding: int) -> str:
        """Words for money that is gone in ``year``, or spoken for by the later year ``binding``."""
        floor = f", above its floor of {dollars(pot.floor[binding])}" if pot.floor[binding] else ""
        if pot.spendable[binding] == 0:
            return f"has no money by {label(self._first_fy + binding)}{floor}"
        if binding == year:
            return f"used up in {label(self._first_fy + year)}{floor}"
        return f"what is left is needed by {label(self._first_fy + binding)}{floor}"


def why_paid(case: Case, pot: Pot, *, recurring: bool) -> str:
    """What makes the pot eligible, as in ``May pay capital spending on network; award open until 2027-09-30``."""
    parts = [f"May pay {case.kind} spending on {case.category}"]
    if pot.minimum_life_months is not None:
        parts.append(f"estimated life of {case.life} months meets its {pot.minimum_life_months}")
    if pot.award != OWN_MONEY and pot.closes is not None:
        parts.append(f"award open until {pot.closes.isoformat()}")
    if pot.is_general:
        parts.append("the general fund pays what other funds cannot")
    if pot.one_time and recurring:
        parts.append("caution: one-time money for a cost that returns every year")
    return "; ".join(parts) + "."
