"""The interval of a difference of two means, each school one case."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from techplan.planning.review.numbers import exact

LEVEL = 0.05
"""One less the confidence."""


def welch_interval(first: list[Fraction], second: list[Fraction]) -> tuple[Decimal, Decimal] | None:
    """Welch's 95 % interval of the first mean less the second (unequal variances); None where nothing varies.

    B. L. Welch, Biometrika 34, 1947. Values are sorted first, so that their order changes no digit.
    """
    if min(len(first), len(second)) < 2:
        return None
    if len(set(first)) == 1 and len(set(second)) == 1:
        return None
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW  # a heavy library, wanted here alone

    one, other = (DescrStatsW([float(value) for value in sorted(values)]) for values in (first, second))
    low, high = CompareMeans(one, other).tconfint_diff(alpha=LEVEL, usevar="unequal")
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return exact(Decimal(float(low))), exact(Decimal(float(high)))
