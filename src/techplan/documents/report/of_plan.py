"""What every report of a plan begins with: whose it is, which years, planned when."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from techplan.documents.words import day

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


class OfPlan(TypedDict):
    """The fields of a ``Report`` that follow from the plan alone."""

    district: str
    span: str
    on: str
    on_words: str
    table_word: str


def of_plan(plan: Plan) -> OfPlan:
    """The fields, for ``Report(title=…, **of_plan(plan))``."""
    named = plan.book.district["name"].to_list()
    return {
        "district": named[0] if named else "District without a name",
        "span": f"FY{plan.settings.first_fy} to FY{plan.settings.last_fy}, planned on {day(plan.on)}",
        "on": plan.on.isoformat(),
        "on_words": day(plan.on),
        "table_word": "plan table",
    }
