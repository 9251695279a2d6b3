"""Readiness: whether network, access at home, devices, content, policies and security are ready to learn with.

It follows from a Plan and changes nothing of it, so it is made only where somebody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import driver_counts
from techplan.planning.readiness import results
from techplan.planning.readiness.bandwidth import bandwidth_rows
from techplan.planning.readiness.capable import capable_rows
from techplan.planning.readiness.closing import with_closing
from techplan.planning.readiness.content import content_rows, content_table
from techplan.planning.readiness.device_rows import device_rows
from techplan.planning.readiness.devices import computers_of, device_table
from techplan.planning.readiness.gates import gates
from techplan.planning.readiness.ground import ground_of
from techplan.planning.readiness.home import home_rows
from techplan.planning.readiness.links import links_of
from techplan.planning.readiness.peaks import peak_rows
from techplan.planning.readiness.policies import policy_rows
from techplan.planning.readiness.results import READINESS
from techplan.planning.readiness.security import security_rows

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


@dataclass(frozen=True, eq=False)
class Readiness:
    """One frame for each table of ``READINESS``, and what they assume beyond the plan."""

    frames: dict[str, pl.DataFrame]
    assumptions: tuple[Assumption, ...] = ()

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        return self.frames[name]


def readiness_of(plan: Plan) -> Readiness:
    """What follows from a plan, by the rules as on its day."""
    drivers = driver_counts(plan.book, plan.settings)
    ground = ground_of(plan.book, plan.settings, plan.rules, drivers, plan.known)
    devices = device_table(ground, drivers, plan.stock, plan.asset_due, plan.slips)
    content = content_table(ground, plan.cost_lines)
    links = links_of(ground)
    rows = [
        *bandwidth_rows(ground, links),
        *peak_rows(ground, links),
        *home_rows(ground),
        *device_rows(ground, devices),
        *capable_rows(ground),
        *content_rows(ground, content),
        *policy_rows(ground),
        *security_rows(ground, content, plan.asset_due),
    ]
    closed = with_closing(ground, rows, plan.cost_lines, plan.unfunded, set(computers_of(plan.book)))
    frame = pl.DataFrame(closed, schema=results.Readiness.polars_schema(), orient="row")
    frames = {
        "readiness": frame.sort(results.Readiness.primary_key()),
        "readiness_devices": devices,
        "readiness_content": content,
        "readiness_gates": gates(ground, closed, plan.cost_lines),
    }
    return Readiness(frames, tuple(ground.assumptions))


__all__ = ["READINESS", "Readiness", "readiness_of"]
