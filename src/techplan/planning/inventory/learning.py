"""Losses and lives, learnt from the district's own history by Kaplan and Meier's estimate.

Offered beside the figures that the plan uses, and never put in their place: a person who agrees enters them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.orders import LOSSES
from techplan.planning.inventory.results.learning import Learnt

ALL_GRADES: Final = "all"
WRITTEN_OFF: Final = ("written off", "replaced")
YEAR: Final = 365.25
MONTH: Final = YEAR / 12
CONFIDENCE: Final = 1.959963984540054
"""The normal quantile of a 95 % interval."""
AT_RISK: Final = 0.1
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
    watched until ``on``. Things whose first or last day is not known are left out.
    """
    told = book.incidents.filter(
        (pl.col("cause").is_in(LOSSES) & (pl.col("outcome").fill_null("open") != "recovered"))
        | pl.col("outcome").is_in(WRITTEN_OFF)
    )
    first = told.group_by("asset").agg(lost_on=pl.col("happened_on").min())
    marked = (
        book.asset_changes.filter((pl.col("column") == "status") & (pl.col("after") == "missing"))
        .group_by("asset")
        .agg(missed_on=pl.col("changed_on").max())
    )
    frame = assets.filter(pl.col("in_service_on").is_not_null() & pl.col("asset_class").is_not_null())
    frame = frame.join(first, on="asset", how="left").join(marked, on="asset", how="left")
    missing = (pl.col("status") == "missing").fill_null(value=False)
    lost_on = pl.coalesce("lost_on", pl.when(missing).then(pl.coalesce("missed_on", "last_seen")))
    away = ~pl.col("in_use")
    frame = frame.with_columns(lost_on=pl.when(away | pl.col("lost_on").is_not_null()).then(lost_on))
    left_on = pl.coalesce("lost_on", pl.when(away).then(pl.coalesce("disposed_on", "last_seen")))
    undated = away & left_on.is_null()
    frame = frame.filter(~undated).with_columns(
        days=(left_on.fill_null(on) - pl.col("in_service_on")).dt.total_days(),
        lost=pl.col("lost_on").is_not_null(),
        gone=left_on.is_not_null(),
    )
    return frame.filter(pl.col("days") > 0).select("asset_class", "grade", "days", "lost", "gone")


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
    yield (asset_class, grade, "loss a year", *_loss(part, policy.get("attrition"), life, limits))
    if grade == ALL_GRADES:
        yield (asset_class, grade, "months in service", *_service(part, life, limits))


def _loss(part: pl.DataFrame, policy: Decimal | None, life: int | None, limits: Limits) -> tuple[Any, ...]:
    """Loss a year: 1 − S(T)^(year ÷ T), T the longest time within the useful life at which enough are watched."""
    items, events = part.height, int(part["lost"].sum())
    few = _too_few(events, "lost", limits)
    if few:
        return (items, events, _months(part, life), None, None, None, policy, None, few)
    curve = survival(part["days"], part["lost"])
    most = life * MONTH if life else math.inf
    enough = (curve.times <= most) & (curve.at_risk >= max(limits.least_events, AT_RISK * items))
    if not enough.any():
        why = "Too few items are watched within the useful life to say."
        return (items, events, _months(part, life), None, None, None, policy, None, why)
    at = int(np.flatnonzero(enough)[-1])
    years = float(curve.times[at]) / YEAR
    share, low, high = curve.interval(at)
    rate, least, most_lost = (_number(1 - value ** (1 / years)) for value in (share, high, low))
    why = (
        f"Kaplan–Meier: of those watched, {share:.1%} were not lost by month {curve.times[at] / MONTH:.0f}; "
        "as a yearly rate, with the log–log interval."
    )
    within = None if policy is None else least <= policy <= most_lost
    return (items, events, round(float(curve.times[at]) / MONTH), rate, least, most_lost, policy, within, why)


def _service(part: pl.DataFrame, life: int | None, limits: Limits) -> tuple[Any, ...]:
    """Months until half of the things have left service, for whatever reason."""
    items, events = part.height, int(part["gone"].sum())
    policy = None if life is None else Decimal(life)
    months = _months(part, None)
    few = _too_few(events, "gone", limits)
    median = None if few else survival(part["days"], part["gone"]).median()
    if median is None:
        why = few or "Fewer than half have left service so far, so the middle of their lives is not known."
        return (items, events, months, None, None, None, policy, None, why)
    middle, low, high = (None if value is None else _number(value / MONTH) for value in median)
    within = None
    if policy is not None and low is not None and high is not None:
        within = low <= policy <= high
    why = "Kaplan–Meier: the month by which half have left service; what serves still counts as far as it was watched."
    return (items, events, months, middle, low, high, policy, within, why)


def _too_few(events: int, what: str, limits: Limits) -> str | None:
    if events >= limits.least_events:
        return None
    return f"Only {events} {what}; below {limits.least_events} no figure is worth printing (inventory.least_events)."


def _months(part: pl.DataFrame, life: int | None) -> int:
    watched = round(float(str(part["days"].max() or 0)) / MONTH)
    return min(watched, life) if life else watched


def _number(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))


class Curve:
    """A Kaplan–Meier curve: ``times`` in days at which something happened, share left, its error, and items at risk."""

    def __init__(self, fitted: Any) -> None:
        self._fitted = fitted
        self.times = np.asarray(fitted.surv_times, dtype=float)
        self.share = np.asarray(fitted.surv_prob, dtype=float)
        self.error = np.asarray(fitted.surv_prob_se, dtype=float)
        self.at_risk = np.asarray(fitted.n_risk, dtype=float)

    def interval(self, at: int) -> tuple[float, float, float]:
        """The share left at a time with its log–log interval: share, low, high."""
        share, error = float(self.share[at]), float(self.error[at])
        if not 0 < share < 1:
            return share, share, share
        spread = CONFIDENCE * error / (share * abs(math.log(share)))
        return share, share ** math.exp(spread), share ** math.exp(-spread)

    def median(self) -> tuple[float, float | None, float | None] | None:
        """Days by which half are gone, with their 95 % interval; None where half are not gone yet."""
        middle = float(self._fitted.quantile(0.5))
        if not math.isfinite(middle):
            return None
        with np.errstate(divide="ignore", invalid="ignore"):  # where all or none are left, the interval is open
            low, high = (float(value) for value in self._fitted.quantile_ci(0.5, method="cloglog"))
        return middle, low if math.isfinite(low) else None, high if math.isfinite(high) else None


def survival(days: pl.Series, events: pl.Series) -> Curve:
    """The curve of these lives. Rows go in one by one: with frequency weights the library's error is wrong."""
    from statsmodels.duration.survfunc import SurvfuncRight  # a heavy library, wanted here alone

    lives = pl.DataFrame({"days": days, "event": events}).sort("days", "event")
    return Curve(SurvfuncRight(lives["days"].to_numpy().astype(float), lives["event"].to_numpy().astype(float)))
