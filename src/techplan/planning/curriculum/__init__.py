"""What the curriculum asks of the lifecycle, beyond the needs themselves."""

from __future__ import annotations

from techplan.planning.curriculum.deployments import deployments
from techplan.planning.curriculum.risks import program_risks

__all__ = ["deployments", "program_risks"]
