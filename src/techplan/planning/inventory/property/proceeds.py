"""How what a sale brings is shared between the agency that helped to buy and the district."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from techplan.book.money import half_up, share_out
from techplan.planning.inventory.property.levels import level_of
from techplan.rules.load import Rules

MOST: Final = "uniform_guidance.selling_cost_most"
SHARE: Final = "uniform_guidance.selling_cost_share"


def shared_proceeds(price_cents: int, federal_share: Decimal, selling_cost_cents: int) -> tuple[int, int]:
    """The agency's part and the district's, in cents; together they are the price.

    The agency has its share of the cost as its share of the price, by the largest-remainder method; of that the
    district keeps its selling costs, as far as ``kept_for_selling`` lets it (2 CFR 200.313(e)(2)).
    """
    federal, district = share_out(price_cents, [federal_share, 1 - federal_share], ["agency", "district"])
    kept = min(selling_cost_cents, federal)
    return federal - kept, district + kept


def kept_for_selling(price_cents: int, spent_cents: int, awarded_on: date | None, rules: Rules, known: date) -> int:
    """The most that the agency may let the district keep for selling: what was spent, within the rule of the award.

    Up to 500 dollars or a tenth of the price, whichever is less, for awards before 1 October 2024; up to 1,000 dollars
    from then on. It is the agency's to grant, so a district that has not asked counts with zero.
    """
    most = level_of(rules, MOST, awarded_on, known)
    share = rules.at(SHARE, on=max(most.effective, awarded_on or most.effective), known=known)
    return min(spent_cents, most.cents, half_up(price_cents * Decimal(str(share.value))))
