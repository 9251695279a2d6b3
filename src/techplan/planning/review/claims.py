"""Candidates that bring money in: E-rate that was granted and not claimed, repairs that somebody else should pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.problem import RuleError
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.review.candidate import Candidate
from techplan.rules.load import Rules, funding_year_day

ENDS: Final = {"category one": "erate.calendar.recurring_ends", "category two": "erate.calendar.non_recurring_ends"}
INVOICE: Final = "erate.calendar.invoice_days"
PAYERS: Final = ("warranty", "insurance")
"""Purposes of agreements that pay for repairs of what they cover."""


def erate_claims(book: Book, rules: Rules, on: date, known: date) -> Iterator[Candidate]:
    """Funded requests that the district invoices itself (BEAR), with money that was not paid out yet."""
    rows = book.erate_requests.filter((pl.col("status") == "funded") & (pl.col("invoicing") == "BEAR"))
    for row in rows.sort("request").iter_rows(named=True):
        open_cents = (row["committed_cents"] or 0) - (row["disbursed_cents"] or 0)
        if open_cents <= 0:
            continue
        last, confirmed = _invoice_by(row, rules, known)
        late = last is not None and on > last
        yield Candidate(
            kind="E-rate not claimed", subject_table="erate_requests", subject=row["request"],
            title=row["title"] or row["request"], action="claim", amount_cents=0 if late else open_cents,
            act_by=None if late else last,
            evidence=f"{dollars(row['committed_cents'])} committed, {dollars(row['disbursed_cents'] or 0)} paid out.",
            why=_invoice_words(last, late=late, confirmed=confirmed, cents=open_cents),
        )  # fmt: skip


def _invoice_by(row: Mapping[str, Any], rules: Rules, known: date) -> tuple[date | None, bool]:
    """The last day for the invoice, and whether the rules behind it are confirmed; None is not known."""
    if row["category"] is None:
        return None, False
    year = row["funding_year"]
    try:
        ends = rules.at(ENDS[row["category"]], on=funding_year_day(year), known=known)
        days = rules.at(INVOICE, on=funding_year_day(year), known=known)
    except RuleError:  # a year before the rules that are written down
        return None, False
    month, number = (int(part) for part in str(ends.value).split("-"))
    last = date(year + 1, month, number) + timedelta(days=int(str(days.value)))
    return last, ends.confirmed and days.confirmed


def _invoice_words(last: date | None, *, late: bool, confirmed: bool, cents: int) -> str:
    if last is None:
        return "Its last day for an invoice is not known: no category is entered, or no rule is for its year."
    doubt = "" if confirmed else " The date is not confirmed: ask USAC."
    if late:
        return f"0: {dollars(cents)} was to be invoiced by {last.isoformat()}. Ask whether an extension is open.{doubt}"
    return f"Invoice it by {last.isoformat()}, once the work is done.{doubt}"


def repair_claims(book: Book, since: date, on: date) -> Iterator[Candidate]:
    """Repairs since a day that a warranty or an agreement should have paid, by class and payer."""
    assets = {row["asset"]: row for row in owned_assets(book).iter_rows(named=True)}
    names = dict(book.asset_classes.select("code", "name").iter_rows())
    covers = list(_covers(book))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    rows = book.incidents.filter(pl.col("happened_on").is_between(since, on) & (pl.col("cost_cents") > 0))
    for row in rows.sort("incident").iter_rows(named=True):
        asset = assets.get(row["asset"])
        paid = (row["recovery_cents"] or 0) + (row["collected_cents"] or 0)
        payer = _payer(row, asset, covers) if asset is not None else None
        if asset is not None and payer is not None and row["cost_cents"] > paid:
            found[asset["asset_class"] or "(no class)", payer].append(row["cost_cents"] - paid)
    for (code, payer), amounts in sorted(found.items()):
        many = "1 repair" if len(amounts) == 1 else f"{len(amounts):,} repairs"
        title = names.get(code, code)
        yield Candidate(
            kind="repair not claimed", subject_table="incidents", subject=f"{code}/{payer}", title=title,
            action="claim", amount_cents=sum(amounts),
            evidence=f"{many} since {since.isoformat()} that cost more than was recovered.",
            why=f"The {payer} was running on the day. Look into its terms, and claim what it owes.",
        )  # fmt: skip


def _covers(book: Book) -> Iterator[dict[str, Any]]:
    """Agreements for warranty or insurance with what they cover."""
    rows = book.agreements.filter(pl.col("purpose").is_in(PAYERS)).select("agreement", "purpose", "start_on", "end_on")
    yield from rows.join(book.coverage, on="agreement").sort("agreement", "coverage").iter_rows(named=True)


def _payer(row: Mapping[str, Any], asset: Mapping[str, Any], covers: list[dict[str, Any]]) -> str | None:
    """Who should have paid: the maker's warranty for a defect, an agreement for whatever it covers; None is nobody."""
    day = row["happened_on"]
    if row["cause"] == "defect" and asset["warranty_end"] is not None and day <= asset["warranty_end"]:
        return "warranty"
    for cover in covers:
        named = cover["asset"] == asset["asset"] if cover["asset"] else (
            cover["asset_class"] is not None and cover["asset_class"] == asset["asset_class"]
        )  # fmt: skip
        running = (cover["start_on"] or day) <= day <= (cover["end_on"] or day)
        if named and running and (cover["purpose"] == "insurance" or row["cause"] == "defect"):
            return f"agreement {cover['agreement']}"
    return None
