"""Every dollar of the plan as one line: purchases, agreements, staff, initiatives and financings, in later prices."""

from techplan.planning.costs.lines import cost_lines

__all__ = ["cost_lines"]
