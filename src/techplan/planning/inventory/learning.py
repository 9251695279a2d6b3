"""Losses and lives, learnt from the district's own history by Kaplan and Meier's estimate.

Offered beside the figures that the plan uses, and never put in their place: a person who agrees enters them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.orders import LOSSES
from techplan.planning.inventory.results.learning import Learnt
from techplan.planning.inventory.survival import survival

ALL_GRADES: Final = "all"
WRITTEN_OFF: Final = ("written off", "replaced")
YEAR: Final = 365.25
MONTH: Final = YEAR / 12
AT_RISK: Final = Decimal("0.1")
"""A curve is read no further than where this share of the items is still watched: beyond, one item moves it much."""


def learnt(book: Book, assets: pl.DataFrame, limits: Limits, on: date) -> pl.DataFrame:
    """The ``learnt`` table: loss a year and months in service by class, and loss by class and grade.

    Needs the days on which things went into service and left. ``assets`` is the frame of ``owned_assets``.
    """
    lives = histories(book, assets, on)
    policy = {row["code"]: row for row in book.asset_classes.iter_rows(named=True)}
    rows = [
        row
        for (asset_class, grade), part in _parts(lives)
        for row in _measures(asset_class, grade, part, policy.get(asset_class, {}), limits)
    ]
    return pl.DataFrame(rows, schema=Learnt.polars_schema(), orient="row").sort(Learnt.primary_key())


def histories(book: Book, assets: pl.DataFrame, on: date) -> pl.DataFrame:
    """How long each thing served: ``asset_class``, ``grade``, ``days``, ``lost``, ``gone``.

    Lost is what was lost, stolen or broken beyond repair; gone is lost, retired or disposed of. What serves still is
    watched until ``on``; what happened later is not known yet. ``days`` is null where the first or the last day is not
    known, or the last is not after the first. Things without a class, and those not in service before ``on``, are left
    out.
    """
    told = _told(book, on)
    marked = (
        book.asset_changes.filter((pl.col("column") == "status") & (pl.col("after") == "missing"))
        .group_by("asset")
        .agg(missed_on=pl.col("changed_on").max())
    )
    frame = assets.filter(pl.col("asset_class").is_not_null() & (pl.col("in_service_on").fill_null(date.min) < on))
    frame = frame.join(told, on="asset", how="left").join(marked, on="asset", how="left")
    missing = (pl.col("status") == "missing").fill_null(value=False)
    lost = pl.col("told").fill_null(value=False) | missing
    missed_on = pl.when(missing).then("missed_on")
    frame = frame.with_columns(
        lost=lost,
        gone=lost | ~pl.col("in_use"),
        left_on=pl.when(lost)
        .then(pl.coalesce("lost_on", missed_on, "disposed_on", "last_seen"))
        .when(~pl.col("in_use"))
        .then(pl.coalesce("disposed_on", "last_seen")),
    )
    by_then = (pl.col("left_on") <= on).fill_null(value=True)
    frame = frame.with_columns(lost=pl.col("lost") & by_then, gone=pl.col("gone") & by_then)
    last = pl.when("gone").then("left_on").otherwise(on)
    days = (last - pl.col("in_service_on")).dt.total_days()
    return frame.select("asset_class", "grade", pl.when(days > 0).then(days).alias("days"), "lost", "gone")


def _told(book: Book, on: date) -> pl.DataFrame:
    """Assets that incidents up to ``on`` say are lost or beyond repair, and the first day of it where one is known."""
    told = book.incidents.filter(
        (pl.col("cause").is_in(LOSSES) & (pl.col("outcome").fill_null("open") != "recovered"))
        | pl.col("outcome").is_in(WRITTEN_OFF)
    )
    told = told.filter(pl.col("asset").is_not_null() & (pl.col("happened_on").fill_null(on) <= on))
    return told.group_by("asset").agg(told=pl.lit(value=True), lost_on=pl.col("happened_on").min())


def _parts(lives: pl.DataFrame) -> Iterator[tuple[tuple[str, str], pl.DataFrame]]:
    """Each class as a whole, then by grade where grades are known."""
    for (asset_class,), whole in lives.sort("asset_class").group_by(["asset_class"], maintain_order=True):
        yield (str(asset_class), ALL_GRADES), whole
        graded = whole.filter(pl.col("grade").is_not_null()).sort("grade")
        for (grade,), part in graded.group_by(["grade"], maintain_order=True):
            yield (str(asset_class), str(grade)), part


def _measures(
    asset_class: str, grade: str, part: pl.DataFrame, policy: dict[str, Any], limits: Limits
) -> Iterator[tuple[Any, ...]]:
    life = policy.get("life_months")
    known = part.filter(pl.col("days").is_not_null())
    left_out = part.height - known.height
    said = f" Left out: {left_out} whose first or last day is not known." if left_out else ""
    *figures, why = _loss(known, policy.get("attrition"), life, limits)
    yield (asset_class, grade, "loss a year", *figures, why + said)
    if grade == ALL_GRADES:
        *figures, why = _service(known, life, limits)
        yield (asset_class, grade, "months in service", *figures, why + said)


def _loss(part: pl.DataFrame, policy: Decimal | None, life: int | None, limits: Limits) -> tuple[Any, ...]:
    """Loss a year: 1 − S(T)^(year ÷ T), T the last day within the useful life on which enough are watched.

    T is a day of watching and not of a loss: years in which nothing was lost count too.
    """
    items, events = part.height, int(part["lost"].sum())
    end = _watched_until(part["days"], life, limits)
    months = _longest(part) if end is None else round(end / MONTH)
    few = _too_few(events, "lost", limits)
    if few is None and end is None:
        few = "Too few items are watched to say."
    if few is None and end is not None:
        by_then = int((part["lost"] & (part["days"] <= end)).sum())
        few = _too_few(by_then, f"lost by month {months}, up to which enough are watched", limits)
    if few is not None or end is None:
        return (items, events, months, None, None, None, policy, None, few)
    share, low, high = survival(part["days"], part["lost"]).left_at(end)
    rate, least, most = (None if left is None else _number(1 - left ** (YEAR / end)) for left in (share, high, low))
    within = None if policy is None or least is None or most is None else least <= policy <= most
    why = (
        f"Kaplan–Meier: of those watched, {share:.1%} were not lost by month {months}; "
        "as a yearly rate, with the log–log interval."
    )
    if end < YEAR:
        why += " Less than a year was watched, so seasons may colour it."
    return (items, events, months, rate, least, most, policy, within, why)


def _watched_until(days: pl.Series, life: int | None, limits: Limits) -> float | None:
    """The last day, within the useful life, on which at least a tenth of the items and ``least_events`` are watched."""
    enough = max(limits.least_events, math.ceil(AT_RISK * days.len()), 1)
    if days.len() < enough:
        return None
    last = float(days.sort(descending=True)[enough - 1])
    return min(last, life * MONTH) if life else last


def _service(part: pl.DataFrame, life: int | None, limits: Limits) -> tuple[Any, ...]:
    """Months until half of the things have left service, for whatever reason."""
    items, events = part.height, int(part["gone"].sum())
    policy = None if life is None else Decimal(life)
    months = _longest(part)
    few = _too_few(events, "gone", limits)
    median = None if few else survival(part["days"], part["gone"]).median()
    if median is None:
        why = few or "Fewer than half have left service so far, so the middle of their lives is not known."
        return (items, events, months, None, None, None, policy, None, why)
    middle, low, high = (None if value is None else _number(value / MONTH) for value in median)
    within = _within(policy, low, high)
    why = "Kaplan–Meier: the month by which half have left service; what serves still counts as far as it was watched."
    if high is None:
        why += " Its upper end is open: too few have left so far."
    return (items, events, months, middle, low, high, policy, within, why)


def _longest(part: pl.DataFrame) -> int:
    """Months over which the longest of these lives was watched."""
    return round(float(str(part["days"].max() or 0)) / MONTH)


def _within(policy: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool | None:
    """Whether the policy lies within an interval that may be open above; null where that cannot be said."""
    if policy is None or low is None:
        return None
    return low <= policy and (high is None or policy <= high)


def _too_few(events: int, what: str, limits: Limits) -> str | None:
    if events >= limits.least_events:
        return None
    return f"Only {events} {what}; below {limits.least_events} no figure is worth printing (inventory.least_events)."


def _number(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))
