"""From when something looks wrong: norms kept as rules, so that a district may set its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

RULE: Final = "inventory."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Days and shares from which something is a finding; see ``rules/norms/inventory.toml`` for each one's reason."""

    unseen_days: int
    recent_days: int
    cost_multiple: Decimal
    cost_peers: int
    watched_share: Decimal
    least_events: int
    tag_width_share: Decimal


def limits_of(rules: Rules, on: date, known: date | None = None) -> Limits:
    """The limits in force on a day, as known on another."""

    def value(name: str) -> RuleValue:
        return rules.at(RULE + name, on=on, known=known)

    return Limits(
        unseen_days=int(str(value("unseen_days").value)),
        recent_days=int(str(value("recent_days").value)),
        cost_multiple=Decimal(str(value("cost_multiple").value)),
        cost_peers=int(str(value("cost_peers").value)),
        watched_share=Decimal(str(value("watched_share").value)),
        least_events=int(str(value("least_events").value)),
        tag_width_share=Decimal(str(value("tag_width_share").value)),
    )
