"""Kaplan and Meier's estimate of how long things last, with its intervals."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import polars as pl

CONFIDENCE: Final = 1.959963984540054
"""The normal quantile of a 95 % interval."""
_ROUNDING: Final = 1e-12
"""A product of exact fractions may miss one half by this much."""


class Curve:
    """A Kaplan–Meier curve: ``times`` in days at which something happened, share left, its error, and items at risk."""

    def __init__(self, fitted: Any) -> None:
        self._fitted = fitted
        self.times = np.asarray(fitted.surv_times, dtype=float)
        self.share = np.asarray(fitted.surv_prob, dtype=float)
        self.error = np.asarray(fitted.surv_prob_se, dtype=float)
        self.at_risk = np.asarray(fitted.n_risk, dtype=float)

    def left_at(self, day: float) -> tuple[float, float | None, float | None]:
        """The share left after a day with its 95 % log–log interval (Kalbfleisch and Prentice): share, low, high.

        The curve is level between the days at which something happened. Where all or none are left, no interval can be
        given.
        """
        at = int(np.searchsorted(self.times, day, side="right")) - 1
        if at < 0:
            return 1.0, None, None
        share, error = float(self.share[at]), float(self.error[at])
        if not _ROUNDING < share < 1:
            return share, None, None
        spread = CONFIDENCE * error / (share * abs(math.log(share)))
        return share, share ** math.exp(spread), share ** math.exp(-spread)

    def median(self) -> tuple[float, float | None, float | None] | None:
        """Days by which half are gone, with their 95 % interval (Brookmeyer and Crowley, log–log).

        None where half are not gone yet; an end of the interval is None where it is open.
        """
        gone = np.flatnonzero(self.share <= 0.5 + _ROUNDING)
        if not gone.size:
            return None
        with np.errstate(divide="ignore", invalid="ignore"):  # where all or none are left, the interval is open
            low, high = (float(value) for value in self._fitted.quantile_ci(0.5, method="cloglog"))
        middle = float(self.times[gone[0]])
        return middle, low if math.isfinite(low) else None, high if math.isfinite(high) else None


def survival(days: pl.Series, events: pl.Series) -> Curve:
    """The curve of these lives. Rows go in one by one: with frequency weights the library's error is not Greenwood's.

    A million lives take a fifth of a second so.
    """
    from statsmodels.duration.survfunc import SurvfuncRight  # a heavy library, wanted here alone

    lives = pl.DataFrame({"days": days, "event": events}).sort("days", "event")
    return Curve(SurvfuncRight(lives["days"].to_numpy().astype(float), lives["event"].to_numpy().astype(float)))
