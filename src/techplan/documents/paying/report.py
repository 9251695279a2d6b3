"""The report on who pays: reasons first, then the money that ends, then the budget as the board adopts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.facts.shapes import KeyFigure
from techplan.documents.paying.budget import budget_findings, budget_sections
from techplan.documents.paying.cliffs import cliff_findings, cliff_sections
from techplan.documents.paying.grants import grant_findings, grant_sections
from techplan.documents.paying.reasons import reason_findings, reason_sections
from techplan.documents.report import Report
from techplan.documents.report.of_plan import of_plan
from techplan.documents.words import about

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def paying_report(plan: Plan) -> Report:
    """Everything the report says of a plan."""
    return Report(
        title="Who pays",
        **of_plan(plan),
        about="Who pays for the technology plan of",
        lead="Which fund pays what and by which rule, what waits, what is not funded and what would fund it, "
        "which money ends, and the budget of the next year by account.",
        key_figures=_figures(plan),
        findings=(*reason_findings(plan), *cliff_findings(plan), *budget_findings(plan), *grant_findings(plan)),
        sections=(*reason_sections(plan), *cliff_sections(plan), *budget_sections(plan), *grant_sections(plan)),
    )


def _figures(plan: Plan) -> tuple[KeyFigure, ...]:
    totals = plan.totals()
    waits = int(plan.slips["amount_cents"].sum())
    return (
        KeyFigure(label="Needed", printed=about(totals["needed_cents"]), note=f"over {plan.settings.horizon} years"),
        KeyFigure(label="Funded", printed=about(totals["funded_cents"]), note="by law, date and balance"),
        KeyFigure(label="Not funded", printed=about(totals["unfunded_cents"]), note="each line with its reasons"),
        KeyFigure(label="Paid later", printed=about(waits), note="than it falls due"),
    )
