"""Why a fund pays, and why each fund does not, in words that a board member reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from techplan.book.money import dollars
from techplan.book.school_years import label
from techplan.planning.funding.eligibility import Case
from techplan.planning.funding.limits import Limits, Terms
from techplan.planning.funding.pots import OWN_MONEY, Pot
from techplan.planning.funding.rule_sets import NO, Reason, RuleSets

if TYPE_CHECKING:
    from techplan.planning.funding.model import Purse

NO_FUND: Final = "No fund is entered."

SHORT: Final = "yes, and its money is short"
"""The answer of a pot that may pay and has no more."""


class Money:
    """What is left after paying, and the limit that binds each pot in each year."""

    def __init__(self, terms: Terms, limits: Limits, first_fy: int) -> None:
        self.pots = terms.pots
        self.terms = terms
        self.limits = limits
        self._first_fy = first_fy

    def why_unfunded(self, purse: Purse, refused: Mapping[int, Reason]) -> str:
        """Every pot's reason, pots with one reason together, as in ``Pays only capital spending: Building (004)``.

        ``refused`` holds the reason of each pot (by position) that may not pay. Pots that might have paid come first.
        """
        named: dict[str, dict[str, list[tuple[Pot, str]]]] = {}
        reasons = {index: refused.get(index) or self.spent(index, purse) for index in range(len(self.pots))}
        for index in sorted(reasons, key=lambda index: (reasons[index].answer == NO, index)):
            pot, reason = self.pots[index], reasons[index]
            if pot.entered:
                words = f"{reason.words} ({reason.citation})" if reason.citation else reason.words
                named.setdefault(words, {}).setdefault(pot.fund, []).append((pot, reason.detail))
        return " ".join(
            f"{words[0].upper()}{words[1:]}: {'; '.join(_together(pots) for pots in by_fund.values())}."
            for words, by_fund in named.items()
        )

    def spent(self, index: int, purse: Purse) -> Reason:
        """Why an eligible pot pays no more: its money, an appropriation, a cap, the year, a match, or wholeness."""
        pot, year = self.pots[index], purse.year
        left = self.limits.money[index]
        binding = next((later for later in range(year, len(left)) if left[later] <= 0), None)
        if binding is not None:
            return self._no_money(pot, year, binding)
        limits = self.terms.limits_on(index, year, purse.caps, dict(purse.stages))
        reached = next((key for key, cents in limits if self.limits.is_reached(key, cents)), None)
        if reached is not None:
            return self._limit(reached, pot, year, purse)
        if pot.match:
            return Reason("waits for the district’s match", "", SHORT)
        room = self.limits.room(index, year, purse.caps, dict(purse.stages), direct=purse.direct)
        return Reason("what is left does not pay it whole", dollars(room), SHORT)

    def _limit(self, key: tuple[str, tuple[object, ...]], pot: Pot, year: int, purse: Purse) -> Reason:
        """Words for a limit that is reached."""
        kind, which = key
        if kind == "cap":
            return Reason("limit of the award reached", self.terms.caps[int(str(which[0]))].words, SHORT)
        if kind == "year":
            return Reason("the plan’s limit for the year is reached", label(self._first_fy + year), SHORT)
        if kind == "certified":
            return Reason("certified resources used up", label(self._first_fy + year), SHORT)
        bound = self.terms.appropriated[pot.fund, year]
        stage = int(str(which[2]))
        if stage < len(bound.days):
            until = bound.days[stage].isoformat()
            words = "appropriation used up" if bound.cents[stage] else "not appropriated"
            return Reason(words, f"until {until}", SHORT)
        return Reason("appropriation used up", label(self._first_fy + year), SHORT)

    def _no_money(self, pot: Pot, year: int, binding: int) -> Reason:
        """Words for money that is gone in ``year``, or spoken for by the later year ``binding``."""
        floor = f"keeps its floor of {dollars(pot.floor[binding])}" if pot.floor[binding] else ""
        if pot.spendable[binding] == 0:
            return Reason("no money to spend", floor, SHORT)
        if binding == year:
            return Reason(f"used up in {label(self._first_fy + year)}", floor, SHORT)
        return Reason("what is left is spent in a later year", label(self._first_fy + binding), SHORT)


def _together(pots: Sequence[tuple[Pot, str]]) -> str:
    """Pots of one fund with one reason: named where it is one, counted where they are more, with what all share."""
    first, detail = pots[0]
    name = first.name if len(pots) == 1 else f"{first.fund_name}, {len(pots)} grants"
    shared = all(other == detail for _, other in pots)
    return f"{name}, {detail}" if detail and shared else name


def why_paid(case: Case, pot: Pot, rule_sets: RuleSets | None, *, recurring: bool) -> str:
    """What makes the pot eligible, as in ``May pay capital spending on network; award open until 2027-09-30``."""
    rule = None if rule_sets is None else rule_sets.allowing(case, pot)
    parts = [f"May pay {case.kind} spending on {case.category}{f' ({rule.citation})' if rule else ''}"]
    if pot.minimum_life_months is not None:
        parts.append(f"estimated life of {case.life} months meets its {pot.minimum_life_months}")
    if pot.award != OWN_MONEY and pot.closes is not None:
        parts.append(f"award open until {pot.closes.isoformat()}")
    if pot.is_general:
        parts.append("the general fund pays what other funds cannot")
    if pot.one_time and recurring:
        parts.append("caution: one-time money for a cost that returns every year")
    return "; ".join(parts) + "."
