"""What spending is worth: goals, points, and every dollar by goal."""

from __future__ import annotations

from techplan.planning.alignment.content import content_findings, last_measured, term_costs
from techplan.planning.alignment.money import goal_gaps, goal_money, line_goals, line_weights
from techplan.planning.alignment.ranking import ranking
from techplan.planning.alignment.scores import goal_weights, scores

__all__ = [
    "content_findings",
    "goal_gaps",
    "goal_money",
    "goal_weights",
    "last_measured",
    "line_goals",
    "line_weights",
    "ranking",
    "scores",
    "term_costs",
]
