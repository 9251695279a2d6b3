"""Why a fund pays, and why each fund does not, in words that a board member reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from techplan.book.money import dollars
from techplan.book.school_years import label
from techplan.planning.funding.eligibility import Case, Reason
from techplan.planning.funding.limits import Cap, Limits
from techplan.planning.funding.pots import OWN_MONEY, Pot

NO_FUND = "No fund is entered."


class Money:
    """What is left after paying, and the limit that binds each pot in each year."""

    def __init__(self, pots: Sequence[Pot], caps: Sequence[Cap], limits: Limits, first_fy: int) -> None:
        self.pots = pots
        self._caps = caps
        self._limits = limits
        self._first_fy = first_fy

    def why_unfunded(self, year: int, refused: Mapping[int, Reason], caps: Sequence[int]) -> str:
        """Every pot's reason, pots with one reason together, as in ``Pays only capital spending: Building (004)``.

        ``year`` is the position in the plan; ``refused`` holds the reason of each pot (by position) that may not pay.
        Pots that might have paid come first.
        """
        named: dict[str, list[str]] = {}
        reasons = {index: refused.get(index) or self._spent(index, year, caps) for index in range(len(self.pots))}
        for index in sorted(reasons, key=lambda index: (index in refused, index)):
            pot, reason = self.pots[index], reasons[index]
            if pot.entered:
                named.setdefault(reason.words, []).append(f"{pot.name}{', ' * bool(reason.detail)}{reason.detail}")
        return " ".join(f"{words[0].upper()}{words[1:]}: {'; '.join(names)}." for words, names in named.items())

    def _spent(self, index: int, year: int, caps: Sequence[int]) -> Reason:
        """Why an eligible pot pays no more in a year: its money, its appropriation, or a cap."""
        pot = self.pots[index]
        left = self._limits.money[index]
        binding = next((later for later in range(year, len(left)) if left[later] == 0), None)
        if binding is not None:
            return self._no_money(pot, year, binding)
        if self._limits.appropriated.get((pot.fund, year)) == 0:
            return Reason("appropriation used up", label(self._first_fy + year))
        for cap in caps:
            if self._caps[cap].pot == index and self._limits.caps[cap] == 0:
                return Reason("limit of the award reached", self._caps[cap].words)
        raise AssertionError(f"{pot.name} had room in position {year} and did not pay.")

    def _no_money(self, pot: Pot, year: int, binding: int) -> Reason:
        """Words for money that is gone in ``year``, or spoken for by the later year ``binding``."""
        floor = f"keeps its floor of {dollars(pot.floor[binding])}" if pot.floor[binding] else ""
        if pot.spendable[binding] == 0:
            return Reason("no money to spend", floor)
        if binding == year:
            return Reason(f"used up in {label(self._first_fy + year)}", floor)
        return Reason("what is left is spent in a later year", label(self._first_fy + binding))


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
