"""Candidates among things: surplus and unseen devices, printers by cost per page, circuits above need, other prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.book.school_years import label
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.review.candidate import Candidate
from techplan.planning.review.matching import of_year

Buys = Mapping[str, tuple[int, int]]
"""By class, items and cents that the plan buys in the year of the next budget."""


def planned_buys(lines: pl.DataFrame, fy: int) -> dict[str, tuple[int, int]]:
    """What a plan's cost lines buy in a fiscal year, by class."""
    bought = lines.filter((pl.col("source_table") == "needs") & (pl.col("fy") == fy))
    sums = bought.group_by("asset_class").agg(pl.col("quantity").sum(), pl.col("amount_cents").sum())
    return {code: (int(items), cents) for code, items, cents in sums.drop_nulls().sort("asset_class").iter_rows()}


def surplus(book: Book, stock: pl.DataFrame, buys: Buys, fy: int) -> Iterator[Candidate]:
    """Items beyond what is asked for at one school, by class; ``stock`` is the plan's table of that name."""
    sums = of_year(stock, fy).filter(pl.col("surplus") > 0).group_by("asset_class").agg(
        pl.col("surplus").sum(), pl.col("school").n_unique()
    )  # fmt: skip
    for code, items, schools in sums.sort("asset_class").iter_rows():
        where = "one school" if schools == 1 else f"{schools} schools"
        yield _instead(
            "surplus", book, code, items, f"{items:,} more than is asked for at {where} in {label(fy)}.", buys
        )


def unseen(book: Book, found: pl.DataFrame, buys: Buys | None) -> Iterator[Candidate]:
    """Devices that no system or count saw, by class; ``found`` is the inventory's ``finding_rows``."""
    rows = found.filter((pl.col("finding") == "unseen") & ~pl.col("accepted")).select(asset="subject").unique()
    assets = owned_assets(book).select("asset", "asset_class").join(rows, on="asset", how="semi")
    for code, items in assets.drop_nulls().group_by("asset_class").len().sort("asset_class").iter_rows():
        yield _instead("unseen devices", book, code, items, f"{items:,} that nothing has seen lately.", buys)


def _instead(kind: str, book: Book, code: str, items: int, evidence: str, buys: Buys | None) -> Candidate:
    """Items that could take the place of purchases of their class."""
    names = dict(book.asset_classes.select("code", "name").iter_rows())
    if buys is None:
        amount, why = None, "Without a plan nobody says whether more of the class are bought."
    else:
        planned, cents = buys.get(code, (0, 0))
        used = min(items, planned)
        amount = half_up(Fraction(cents * used, planned)) if planned else 0
        why = (
            f"Up to {used:,} of {planned:,} that the next budget buys, at its price; each only as long as it lasts."
            if planned
            else "0 this year: the next budget buys none of the class. Lend, hand on or sell."
        )
    return Candidate(
        kind=kind, subject_table="asset_classes", subject=code, title=names.get(code, code), action="re-assign",
        amount_cents=amount, evidence=evidence, why=why,
    )  # fmt: skip


def better_prices(book: Book, buys: Buys | None, on: date) -> Iterator[Candidate]:
    """Cooperative or state contracts whose price is below the plan's; the best one of each class."""
    classes = {row["code"]: row for row in book.asset_classes.iter_rows(named=True)}
    open_quotes = book.quotes.filter(
        pl.col("contract").is_not_null() & (pl.col("valid_until").fill_null(on) >= on)
        & pl.col("asset_class").is_in(list(classes))
    )  # fmt: skip
    seen: set[str] = set()
    for row in open_quotes.sort("unit_price_cents", "quote").iter_rows(named=True):
        code = row["asset_class"]
        planned, cents = (buys or {}).get(code, (0, 0))
        price = Fraction(cents, planned) if planned else classes[code]["unit_price_cents"]
        enough = buys is None or planned >= (row["minimum_quantity"] or 0)
        if code in seen or price is None or row["unit_price_cents"] >= price or not enough:
            continue
        seen.add(code)
        saved = half_up(price - row["unit_price_cents"])
        yield Candidate(
            kind="cooperative purchasing", subject_table="asset_classes", subject=code, title=classes[code]["name"],
            action="share", amount_cents=None if buys is None else cents - row["unit_price_cents"] * planned,
            act_by=row["valid_until"],
            evidence=f"{row['vendor']}, contract {row['contract']}, quote {row['quote']}: "
            f"{dollars(row['unit_price_cents'])} each, {dollars(saved)} below the plan’s price.",
            why="Without a plan nobody says how many are bought." if buys is None
            else f"{planned:,} that the next budget buys.",
        )  # fmt: skip


def dear_printers(book: Book, fy: int, multiple: Fraction) -> Iterator[Candidate]:
    """Printers whose page costs far more than the district's middle one: a year of the machine and its supplies."""
    pages = of_year(book.page_counts, fy).filter(pl.col("pages") > 0)
    lives = dict(book.asset_classes.select("code", "life_months").iter_rows())
    rows = pages.join(owned_assets(book), on="asset", how="left").sort("asset")
    costs = {row["asset"]: Fraction(_year_cost(row, lives), row["pages"]) for row in rows.iter_rows(named=True)}
    if not costs:
        return
    middle = _median(list(costs.values()))
    for row in rows.iter_rows(named=True):
        each = costs[row["asset"]]
        if each <= middle * multiple:
            continue
        yield Candidate(
            kind="dear printer", subject_table="assets", subject=row["asset"],
            title=" ".join(part for part in (row["model"] or "Printer", row["school"], row["room"]) if part),
            action="re-assign", amount_cents=half_up((each - middle) * row["pages"]),
            evidence=f"{row['pages']:,} pages in {label(fy)} at {_cents(each)} cents; the middle printer prints at "
            f"{_cents(middle)}.",
            why="If its pages were printed at the middle cost. " + _without(row, lives),
        )  # fmt: skip


def _year_cost(row: Mapping[str, Any], lives: Mapping[str, int | None]) -> Fraction:
    life = lives.get(row["asset_class"])
    machine = Fraction(row["cost_cents"] * 12, life) if row["cost_cents"] is not None and life else Fraction(0)
    return machine + (row["supplies_cents"] or 0)


def _without(row: Mapping[str, Any], lives: Mapping[str, int | None]) -> str:
    missing = [] if row["cost_cents"] is not None and lives.get(row["asset_class"]) else ["the machine"]
    missing += [] if row["supplies_cents"] is not None else ["its supplies"]
    return f"Without {' and '.join(missing)}: not entered." if missing else "Machine over its life, and supplies."


def _cents(value: Fraction) -> str:
    tenths = half_up(value * 10)
    return f"{tenths // 10}.{tenths % 10}"


def _median(values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def circuits(book: Book, on: date, headroom: Fraction, years: int, used: Fraction) -> Iterator[Candidate]:
    """Circuits far above their measured peak, with headroom and some years of its growth.

    A school's peak is held against its wide-area link, else its own Internet line; the shared Internet line against the
    peaks of all schools behind it together, which is at least what they need at once.
    """
    measured: dict[str, list[dict[str, Any]]] = defaultdict(list)
    known = book.connectivity.filter(pl.col("peak_mbps").is_not_null() & (pl.col("measured_on") <= on))
    for row in known.sort("school", "measured_on").iter_rows(named=True):
        measured[row["school"]].append(row)
    names = dict(book.schools.select("code", "name").iter_rows())
    shared: list[tuple[dict[str, Any], Fraction]] = []
    for school, rows in measured.items():
        last, need = rows[-1], _need(rows, years) * (1 + headroom)
        if last["wan_mbps"] is not None and last["internet_mbps"] is not None:
            shared.append((last, need))
        what, mbps = (
            ("wide-area link", last["wan_mbps"]) if last["wan_mbps"] else ("Internet line", last["internet_mbps"])
        )
        if mbps and need < Fraction(mbps) * used:
            yield _circuit(school, f"{names.get(school, school)}: {what}", last, mbps, need, years)
    line = max((row["internet_mbps"] for row, _ in shared), default=None)
    need = sum((need for _, need in shared), Fraction(0))
    if line and need < Fraction(line) * used:
        newest = max((row for row, _ in shared), key=lambda row: (row["measured_on"], row["school"]))
        peak = sum((row["peak_mbps"] for row, _ in shared), Decimal(0))
        yield _circuit("(district)", "District: Internet line", {**newest, "peak_mbps": peak}, line, need, years)


def _need(rows: list[dict[str, Any]], years: int) -> Fraction:
    """The last peak, with so many years of the growth since the measurement before it; a falling peak stays."""
    last = Fraction(rows[-1]["peak_mbps"])
    if len(rows) < 2:
        return last
    days = (rows[-1]["measured_on"] - rows[-2]["measured_on"]).days
    growth: Fraction = max(last - Fraction(rows[-2]["peak_mbps"]), Fraction(0)) / days
    return last + growth * Fraction(1461, 4) * years


def _circuit(subject: str, title: str, row: Mapping[str, Any], mbps: Decimal, need: Fraction, years: int) -> Candidate:
    return Candidate(
        kind="circuit above need", subject_table="connectivity", subject=subject, title=title, action="re-negotiate",
        amount_cents=None,
        evidence=f"{_mbps(mbps)} Mbps, peak {_mbps(row['peak_mbps'])} Mbps on {row['measured_on'].isoformat()}; with "
        f"headroom and {years} years of its growth {_mbps(need)} Mbps.",
        why="No price of a smaller circuit is entered: ask for one before the next request. E-rate carries its "
        "share of what is saved.",
    )  # fmt: skip


def _mbps(value: Fraction | Decimal) -> str:
    return f"{half_up(value):,}"
