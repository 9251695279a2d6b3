"""Federal levels go by the day of the award; where that day is not known, the lowest level decides."""

from __future__ import annotations

from datetime import date

from techplan.rules.load import Rules
from techplan.rules.values import RuleValue


def level_of(rules: Rules, name: str, awarded_on: date | None, known: date) -> RuleValue:
    """What a rule keyed by award date says of an award of a day, as far as it was known on ``known``.

    Without a day, or with one before the rule's first, the lowest value that holds for any award, so that nothing is
    left out. Raises RuleError where nothing was known yet.
    """
    published = [value.effective for value in rules.history(name) if value.published <= known]
    if awarded_on is not None and published and awarded_on >= min(published):
        return rules.at(name, on=awarded_on, known=known)
    ever = [rules.at(name, on=day, known=known) for day in published or [known]]
    return min(ever, key=lambda value: value.cents)


def is_dated(rules: Rules, name: str, awarded_on: date | None, known: date) -> bool:
    """Whether the award's own day decides."""
    return awarded_on is not None and any(
        value.effective <= awarded_on and value.published <= known for value in rules.history(name)
    )
