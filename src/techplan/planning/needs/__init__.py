"""What must be bought, where and when: due dates, cohorts, required stock and the stock-flow projection."""

from techplan.planning.needs.find import NeedsFound, find_needs

__all__ = ["NeedsFound", "find_needs"]
