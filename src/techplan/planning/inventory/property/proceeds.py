"""How what a sale brings is shared between the agency that helped to buy and the district."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from techplan.book.money import half_up

TENTH: Final = Decimal("0.1")


def shared_proceeds(
    price_cents: int, federal_share: Decimal, selling_most_cents: int, costs_cents: int
) -> tuple[int, int]:
    """The agency's part and the district's, in cents; together they are the price.

    The agency has its share of the cost as its share of the price. Of that it may let the district keep its selling
    costs, at most ``selling_most_cents`` or a tenth of the price, whichever is less (2 CFR 200.313(e)(2)).
    """
    federal = half_up(price_cents * federal_share)
    kept = min(costs_cents, selling_most_cents, half_up(price_cents * TENTH), federal)
    return federal - kept, price_cents - (federal - kept)
