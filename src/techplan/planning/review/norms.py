"""What the review goes by: norms kept as rules, so that a district may set its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from techplan.planning.assumptions import Assumption
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

RULE: Final = "review."
NAMES: Final = (
    "carried_on_top", "about_to_lapse_months", "small_cell", "schools_for_an_interval", "survival_years",
    "seats_kept_free", "headroom_over_peak", "circuit_growth_years", "circuit_used_share", "lease_ends_months",
    "page_cost_multiple",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """See ``rules/norms/review.toml`` for the reason of each."""

    carried_on_top: bool
    about_to_lapse_months: int
    small_cell: int
    schools_for_an_interval: int
    survival_years: int
    seats_kept_free: Fraction
    headroom_over_peak: Fraction
    circuit_growth_years: int
    circuit_used_share: Fraction
    lease_ends_months: int
    page_cost_multiple: Fraction


def norms_of(rules: Rules, on: date, known: date) -> tuple[Norms, list[Assumption]]:
    """The norms in force on a day as known on another, and each as an assumption."""
    values = {name: rules.at(RULE + name, on=on, known=known) for name in NAMES}
    typed: Mapping[str, Any] = {name: _typed(value) for name, value in values.items()}
    return Norms(**typed), [_assumption(name, value) for name, value in values.items()]


def _typed(value: RuleValue) -> bool | int | Fraction:
    if isinstance(value.value, bool):
        return value.value
    if value.unit in {"fraction", "multiplier"}:
        return Fraction(str(value.value))
    return int(str(value.value))


def _assumption(name: str, value: RuleValue) -> Assumption:
    return Assumption(
        assumption=f"norm for {name.replace('_', ' ')}",
        about="review",
        value=str(value.value).lower() if isinstance(value.value, bool) else str(value.value),
        why=f"{value.note or ''} ({value.citation})".strip(),
        confirmed=value.confirmed,
    )
