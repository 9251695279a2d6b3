"""What is assumed of E-rate requests, listed in the plan: what counts, what covers nothing, what is not entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from techplan.book.money import dollars
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.prices import percent
from techplan.planning.erate.eligible import EligibleLine, names_something
from techplan.planning.erate.entitlement import CATEGORIES
from techplan.planning.erate.granting import Discount, Grant


def request_assumptions(
    requests: Sequence[dict[str, Any]],
    grants: Sequence[Grant],
    eligible: Sequence[EligibleLine],
    rates: Mapping[str, Discount],
) -> tuple[Assumption, ...]:
    """Every assumption about requests, except what concerns repayments."""
    served = {grant.request["request"] for grant in grants}
    funded = [row for row in requests if row["status"] == "funded"]
    return (
        *_full_price(grants, eligible),
        *_hoped_for(grants),
        *_incomplete(grants),
        *(_covers_nothing(row) for row in requests if row["request"] not in served),
        *_own_rate(grants, rates),
        *_counted_rows(
            [row for row in funded if row["ineligible_cents"] is None and row["pre_discount_cents"] is not None],
            "ineligible cost not entered", "0.00", "A request's whole cost before discount is taken as eligible.",
        ),
        *_counted_rows(
            [row for row in funded if row["invoicing"] is None],
            "who is paid by E-rate is not entered", "BEAR",
            "The district must be able to carry the whole bill until it knows that the vendor is paid.",
        ),
    )  # fmt: skip


def _counted_rows(rows: Sequence[dict[str, Any]], what: str, value: str, why: str) -> Iterator[Assumption]:
    if rows:
        yield Assumption(assumption=what, about="erate_requests", value=value, why=why, rows=len(rows))


def _full_price(grants: Sequence[Grant], eligible: Sequence[EligibleLine]) -> Iterator[Assumption]:
    """Eligible lines without a counted discount."""
    counted = {grant.covered.line.line for grant in grants if grant.counted}
    rest = [line for line in eligible if line.mark in CATEGORIES and line.line not in counted]
    if rest:
        yield Assumption(
            assumption="E-rate is counted only where a request is funded",
            about="eligible lines",
            value="the others are shown at full price",
            why="A discount depends on the request and on its decision.",
            confirmed=True,
            rows=len(rest),
        )


def _hoped_for(grants: Sequence[Grant]) -> Iterator[Assumption]:
    """What requests that are not decided would bring."""
    waiting = [grant for grant in grants if grant.request["status"] != "funded" and grant.discount]
    if waiting:
        yield Assumption(
            assumption="E-rate requests that are not funded are not counted",
            about="erate_requests",
            value=f"{dollars(sum(grant.discount or 0 for grant in waiting))} less cost if all are funded",
            why="Planned and filed requests bring nothing until they are decided.",
            confirmed=True,
            rows=len({grant.request["request"] for grant in waiting}),
        )


def _incomplete(grants: Sequence[Grant]) -> Iterator[Assumption]:
    """Funded requests that cannot be counted, each with what is missing."""
    missing = {
        grant.request["request"]: grant for grant in grants if grant.request["status"] == "funded" and grant.missing
    }
    for request, grant in sorted(missing.items()):
        yield Assumption(
            assumption="funded E-rate request not counted",
            about=f"request {request}",
            value="no discount",
            why=f"Enter {grant.missing}. {grant.rate.origin}".strip(),
        )


def _covers_nothing(request: dict[str, Any]) -> Assumption:
    """A request for which the plan has no cost line."""
    if names_something(request):
        named = " or ".join(name for name in (request["asset_class"], request["agreement"]) if name)
        why = f"The plan buys no {named} in its funding year, or it is marked with another E-rate category."
    elif request["category"] is None:
        why = "Enter its category, or the class or agreement that it is for."
    else:
        why = (
            f"The plan has no cost marked {request['category']} in its funding year that other requests leave; "
            "mark classes and agreements, or name what it is for."
        )
    return Assumption(
        assumption="E-rate request covers no line of the plan",
        about=f"request {request['request']}",
        value="not counted",
        why=why,
        confirmed=True,
    )


def _own_rate(grants: Sequence[Grant], rates: Mapping[str, Discount]) -> Iterator[Assumption]:
    """Counted requests that take the district's own discount."""
    for request in sorted({grant.request["request"] for grant in grants if grant.counted}):
        rate = rates[request]
        if rate.origin and rate.rate is not None:
            yield Assumption(
                assumption="E-rate discount not entered",
                about=f"request {request}",
                value=percent(rate.rate),
                why=f"Taken is {rate.origin}.",
                confirmed=True,
            )
