"""How a measurement is judged: between the least and the most that it can be, against a dated target.

What is not measured widens the bounds. A standing is given only where both bounds agree, so nothing that is not known
can make a place ready or not ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from techplan.book.columns import RATE_SCALE
from techplan.book.tables.ready import READINESS_MEASURES
from techplan.planning.readiness.results import NOT_READY, READY, UNKNOWN
from techplan.rules.values import RuleValue

Number = int | Decimal | Fraction
Row = dict[str, Any]

NOTHING: Final = "-"
NO_ANSWER: Final = "It is not known."


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a value can be; None where that end is not known."""

    low: Fraction | None = None
    high: Fraction | None = None

    @classmethod
    def exactly(cls, value: Number | None) -> Bounds:
        """A value that was measured, or nothing where it was not."""
        return cls() if value is None else cls(Fraction(value), Fraction(value))

    @property
    def exact(self) -> bool:
        """Whether the value itself is known."""
        return self.low is not None and self.low == self.high

    def over(self, other: Bounds) -> Bounds:
        """The value divided by another that cannot be negative; an end is unknown where it would divide by nothing."""
        low = self.low / other.high if self.low is not None and other.high else None
        high = self.high / other.low if self.high is not None and other.low else None
        return Bounds(low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target with where it comes from. ``confirmed`` also where the district set it itself."""

    value: Fraction
    source: str
    link: str | None = None
    dated: date | None = None
    confirmed: bool = True


def target_of(rule: RuleValue | None, value: Number | None = None) -> Target | None:
    """A rule's value as a target, or another value that follows from it; None where there is no rule in force."""
    if rule is None:
        return None
    given = rule.value if value is None else value
    if not isinstance(given, (int, Decimal, Fraction)):
        raise TypeError(f"The rule {rule.name} is no number to measure against.")
    return Target(
        value=Fraction(given),
        source=f"the district's own rule ({rule.citation})" if rule.local else rule.citation,
        link=rule.link,
        dated=rule.effective,
        confirmed=rule.confirmed or rule.local,
    )


def standing_of(value: Bounds, target: Fraction, *, at_most: bool = False) -> str:
    """Ready, not ready, or unknown: the standing that holds wherever in its bounds the value lies."""
    low, high = value.low, value.high
    if at_most:
        return READY if high is not None and high <= target else NOT_READY if low is not None and low > target else (
            UNKNOWN
        )  # fmt: skip
    return READY if low is not None and low >= target else NOT_READY if high is not None and high < target else UNKNOWN


def judged(
    measure: str,
    school: str,
    fy: int,
    value: Bounds,
    target: Target | None,
    *,
    unit: str,
    found: str,
    why: str,
    about: str = NOTHING,
    at_most: bool = False,
    per: Number | None = None,
    missing_unit: str | None = None,
    measured_on: date | None = None,
) -> Row:
    """One row of ``readiness``. ``per`` turns the gap into things, such as the students that a rate is for.

    A standing of ready on a target that is not confirmed becomes unknown, and says what it would be.
    """
    would_be = UNKNOWN if target is None else standing_of(value, target.value, at_most=at_most)
    standing = UNKNOWN if would_be == READY and target is not None and not target.confirmed else would_be
    end = _deciding(value, would_be, at_most=at_most)
    gap = None
    if target is not None and standing != UNKNOWN and end is not None:
        gap = max(end - target.value if at_most else target.value - end, Fraction(0))
    return {
        "part": READINESS_MEASURES[measure],
        "measure": measure,
        "school": school,
        "about": about,
        "fy": fy,
        "standing": standing,
        "found": found,
        "value": decimal_of(end),
        "unit": unit,
        "target": decimal_of(target.value) if target is not None else None,
        "gap": decimal_of(gap),
        "missing": decimal_of(gap * Fraction(per)) if gap is not None and per is not None else None,
        "missing_unit": missing_unit if gap is not None and per is not None else None,
        "measured_on": measured_on,
        "source": target.source if target is not None else None,
        "link": target.link if target is not None else None,
        "target_on": target.dated if target is not None else None,
        "confirmed": target.confirmed if target is not None else False,
        "why": _why(why, would_be, standing, target),
    }


def _deciding(value: Bounds, standing: str, *, at_most: bool) -> Fraction | None:
    """The end of the bounds that a standing rests on; of an unknown one the value itself where that is known."""
    if value.exact or standing == UNKNOWN:
        return value.low if value.exact else None
    return value.low if (standing == READY) != at_most else value.high


def _why(why: str, would_be: str, standing: str, target: Target | None) -> str:
    if target is None:
        return f"{why} No target is in force on the day of planning."
    if would_be != standing:
        return f"{why} It would be {would_be}, but the target was not read at its source: ask before relying on it."
    return why


def decimal_of(value: Number | None) -> Decimal | None:
    """An exact number as a table holds it: half-up to the sixth place."""
    if value is None:
        return None
    exact = Fraction(value)
    scaled = Decimal(exact.numerator) * 10**RATE_SCALE / Decimal(exact.denominator)
    return scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(-RATE_SCALE)


def shown(value: Number) -> str:
    """A number in words: at most two places, no empty ones, thousands parted."""
    rounded = decimal_of(value) or Decimal(0)
    text = f"{rounded.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def span(value: Bounds, unit: str) -> str:
    """Bounds in words: ``0.8 Mbps``, ``at least 2 Mbps``, ``1 to 2 Mbps``, ``not known``."""
    if value.exact and value.low is not None:
        return f"{shown(value.low)} {unit}"
    if value.low is not None and value.high is not None:
        return f"{shown(value.low)} to {shown(value.high)} {unit}"
    if value.low is not None and value.low > 0:
        return f"at least {shown(value.low)} {unit}"
    return f"at most {shown(value.high)} {unit}" if value.high is not None else "not known"
