"""When a repayment under BEAR comes back to the district: as entered, else some months after the service ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from techplan.book.money import dollars, share_out
from techplan.book.school_years import add_months, fiscal_year_of, label
from techplan.planning.assumptions import Assumption
from techplan.planning.erate.eligible import months_of
from techplan.planning.erate.granting import Grant
from techplan.planning.settings import Settings
from techplan.rules.load import Rules, funding_year_day

RETURN: Final = "planning.default.erate_return_months"
SERVICE: Final = "erate.service_months."

RETURNS_SCHEMA: Final = {"line": pl.String, "request": pl.String, "fy": pl.Int64, "cents": pl.Int64}


@dataclass(frozen=True, slots=True)
class ReturnDays:
    """Finds the day on which a repayment is expected."""

    rules: Rules
    settings: Settings
    known: date | None

    def of(self, grant: Grant) -> date | None:
        """The day for one grant; None where the vendor is paid. A day that is past and not entered becomes today's."""
        if grant.is_spi:
            return None
        entered: date | None = grant.request["returns_on"]
        if entered is not None:
            return entered
        starts = funding_year_day(grant.request["funding_year"])
        kind = "recurring" if grant.covered.line.recurring else "one_time"
        service = self.rules.at(SERVICE + kind, on=starts, known=self.known)
        last = add_months(starts, months_of(service)) - timedelta(days=1)
        wait = self.rules.at(RETURN, on=self.settings.on, known=self.known)
        return max(add_months(last, months_of(wait)), self.settings.on)

    def fiscal_year(self, grant: Grant) -> int | None:
        """The fiscal year of that day."""
        day = self.of(grant)
        return None if day is None else fiscal_year_of(day, self.settings.start_month)


def returns_frame(grants: Sequence[Grant], days: ReturnDays) -> pl.DataFrame:
    """line, request, fy, cents: what is still to come back under counted BEAR requests, sorted by line and request.

    ``fy`` may lie after the plan. What a request has been paid out already is taken off its lines by size.
    """
    rows: list[tuple[str, str, int | None, int]] = []
    for request in by_request(repaid(grants)):
        discounts = [grant.discount or 0 for grant in request]
        whole = sum(discounts)
        to_come = max(0, whole - paid_out(request[0]))
        parts = share_out(to_come, discounts, [grant.covered.line.line for grant in request]) if to_come else []
        rows += [
            (grant.covered.line.line, grant.request["request"], days.fiscal_year(grant), cents)
            for grant, cents in zip(request, parts, strict=False)
            if cents
        ]
    return pl.DataFrame(rows, schema=RETURNS_SCHEMA, orient="row").sort("line", "request")


def repaid(grants: Sequence[Grant]) -> list[Grant]:
    """The counted grants that come back to the district."""
    return [grant for grant in grants if grant.counted and not grant.is_spi]


def by_request(grants: Sequence[Grant]) -> list[list[Grant]]:
    """Grants of each request together, by its code."""
    found: dict[str, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.request["request"], []).append(grant)
    return [found[request] for request in sorted(found)]


def paid_out(grant: Grant) -> int:
    """What the grant's request has been paid out already."""
    cents: Any = grant.request["disbursed_cents"]
    return int(cents or 0)


def return_assumptions(grants: Sequence[Grant], frame: pl.DataFrame, days: ReturnDays) -> list[Assumption]:
    """What is assumed of repayments: that they are still to come, when, and what came already."""
    found: list[Assumption] = []
    coming = int(frame["cents"].sum())
    if coming:
        years = frame.group_by("fy").agg(pl.col("cents").sum()).sort("fy").iter_rows()
        found.append(
            Assumption(
                assumption="E-rate repayments go to the fund that paid",
                about="erate_requests",
                value=", ".join(f"{dollars(cents)} in {label(fy)}" for fy, cents in years),
                why="Under BEAR the fund that pays carries the whole bill and is paid back later.",
                confirmed=True,
                rows=frame.height,
            )
        )
    return found + _default_days(grants, days) + _paid_already(grants)


def _default_days(grants: Sequence[Grant], days: ReturnDays) -> list[Assumption]:
    silent = {grant.request["request"] for grant in repaid(grants) if grant.request["returns_on"] is None}
    if not silent:
        return []
    wait = days.rules.at(RETURN, on=days.settings.on, known=days.known)
    return [
        Assumption(
            assumption="day of repayment not entered",
            about="erate_requests",
            value=f"{wait.value} months after the last day of service",
            why=f"{wait.note} ({wait.citation})",
            confirmed=wait.confirmed,
            rows=len(silent),
        )
    ]


def _paid_already(grants: Sequence[Grant]) -> list[Assumption]:
    paid = [request for request in by_request(repaid(grants)) if paid_out(request[0])]
    if not paid:
        return []
    return [
        Assumption(
            assumption="E-rate paid out already is in the funds' figures",
            about="erate_requests",
            value=dollars(sum(paid_out(request[0]) for request in paid)),
            why="What came back before the day of planning is history; only what is still to come is expected.",
            rows=len(paid),
        )
    ]
