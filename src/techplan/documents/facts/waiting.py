"""What waits for money, in one finding that the packet and the report on who pays share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.facts.shapes import Finding
from techplan.documents.words import amount, count

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def waiting(plan: Plan) -> Finding | None:
    """How much waits, and whether it is used past its support meanwhile; None where nothing waits."""
    slips = plan.slips
    if slips.is_empty():
        return None
    past = int(slips.filter("past_support")["quantity"].sum())
    return Finding(
        finding="Some replacements wait, so that more of what matters is funded.",
        figure=f"{count(int(slips['quantity'].sum()), 'item')} worth {amount(int(slips['amount_cents'].sum()))} "
        "are paid later than they fall due.",
        reason=f"{count(past, 'item')} of them are used past their maker’s support." if past else
        "None of them is used past its maker’s support.",
    )  # fmt: skip
