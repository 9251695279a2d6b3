"""What each request brings for each of its lines: eligible cost shared out, discount taken, the commitment kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from techplan.book.money import dollars, half_up, share_out
from techplan.planning.costs.prices import percent
from techplan.planning.erate.eligible import Covered

ASK_DISCOUNT: Final = "the discount of the request"
ASK_COST: Final = "the cost before discount, or what was committed"


@dataclass(frozen=True, slots=True)
class Discount:
    """A rate of discount and where it comes from; ``rate`` is None where it is not known for certain."""

    rate: Decimal | None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one request brings for one line, in cents; ``discount`` is None where it cannot be said."""

    request: dict[str, Any]
    covered: Covered
    eligible: int
    discount: int | None
    rate: Discount
    missing: str = ""
    """What must be entered before it can count; empty where nothing is missing."""

    @property
    def counted(self) -> bool:
        """Whether the plan counts it: the request is funded and its discount is known."""
        return self.request["status"] == "funded" and not self.missing

    @property
    def is_spi(self) -> bool:
        """Whether the vendor is paid and bills the district's share; what is not known is not taken to be so."""
        return bool(self.request["invoicing"] == "SPI")


def grants_of(
    requests: Sequence[dict[str, Any]], covered: Mapping[str, Sequence[Covered]], rates: Mapping[str, Discount]
) -> list[Grant]:
    """Every request's grants, requests in the order in which they are served.

    No line is discounted twice on the same dollars: a later request finds what earlier ones have left of it.
    """
    left = {one.line.line: one.line.cents for lines in covered.values() for one in lines}
    found: list[Grant] = []
    for request in requests:
        lines = [one for one in covered[request["request"]] if left[one.line.line]]
        granted = _granted(request, lines, [left[one.line.line] for one in lines], rates[request["request"]])
        for grant in granted:
            left[grant.covered.line.line] -= grant.eligible
        found += granted
    return found


def _granted(request: dict[str, Any], lines: Sequence[Covered], left: list[int], rate: Discount) -> list[Grant]:
    """One request over its lines; a line that gets no part of a small request is left out."""
    if not lines:
        return []
    keys = [one.line.line for one in lines]
    base, committed = eligible_base(request), request["committed_cents"]
    used = min(sum(left), sum(left) if base is None else base)
    if not used:
        return []
    shares = share_out(used, left, keys)
    missing = ASK_DISCOUNT if rate.rate is None else ASK_COST if base is None and committed is None else ""
    discounts: list[int | None] = [None] * len(keys)
    if rate.rate is not None and not missing:
        whole = half_up(used * rate.rate)
        discounts = [*share_out(whole if committed is None else min(whole, committed), shares, keys)]
    return [
        Grant(request, one, share, discount, rate, missing)
        for one, share, discount in zip(lines, shares, discounts, strict=True)
        if share
    ]


def eligible_base(request: dict[str, Any]) -> int | None:
    """A request's cost before discount less what is not eligible of it; None where the cost is not entered."""
    cost = request["pre_discount_cents"]
    return None if cost is None else max(0, cost - (request["ineligible_cents"] or 0))


def in_words(grant: Grant) -> str:
    """How the discount of one grant was found, what becomes of it, or what is missing."""
    eligible = f"{dollars(grant.eligible)} eligible"
    early = " Bought before the funding year begins, as category two allows." if grant.covered.early else ""
    if grant.missing:
        would = f" {grant.rate.origin}" if grant.rate.origin else ""
        return f"{eligible}; not counted: enter {grant.missing}.{would}{early}"
    rate = f"{percent(grant.rate.rate or Decimal(0))} of {eligible}{_of_origin(grant.rate)}"
    held = f", held to the {dollars(grant.request['committed_cents'])} committed in all" if _held(grant) else ""
    if not grant.counted:
        status = grant.request["status"]
        said = "its status is not entered" if status is None else f"it is {status}"
        return f"It would bring {rate}{held}; {said}, and is not counted until it is funded.{early}"
    how = (
        "paid to the vendor, who bills the district for the rest"
        if grant.is_spi
        else "the district pays the whole bill and is paid back"
    )
    return f"{rate}{held}; {how}.{early}"


def _of_origin(rate: Discount) -> str:
    return f" ({rate.origin})" if rate.origin else ""


def _held(grant: Grant) -> bool:
    """Whether the commitment is less than the rate would give."""
    if grant.discount is None or grant.rate.rate is None or grant.request["committed_cents"] is None:
        return False
    return half_up(grant.eligible * grant.rate.rate) - grant.discount > 1  # a cent apart is only how parts are rounded
