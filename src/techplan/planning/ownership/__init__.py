"""Total cost of ownership, direct and indirect."""

from __future__ import annotations

from techplan.planning.ownership.accounts import ownership
from techplan.planning.ownership.devices import device_costs
from techplan.planning.ownership.ratios import denominators, measures, ratios, readings
from techplan.planning.ownership.users_time import users_time

__all__ = ["denominators", "device_costs", "measures", "ownership", "ratios", "readings", "users_time"]
