"""The inventory report: what a technology director shows the treasurer before any budget is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.facts.names import names_of
from techplan.documents.inventory.counts import counts
from techplan.documents.inventory.disposals import disposals
from techplan.documents.inventory.findings import by_severity, findings
from techplan.documents.inventory.losses import losses
from techplan.documents.inventory.orders import orders
from techplan.documents.inventory.reconciliation import reconciliation
from techplan.documents.inventory.summary import key_figures, key_findings
from techplan.documents.inventory.words import TABLE_WORD, district_name
from techplan.documents.report import Report, Section
from techplan.documents.words import day

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory


def inventory_report(inventory: Inventory) -> Report:
    """Everything the report says of an Inventory."""
    names = names_of(inventory.book)
    return Report(
        title="Inventory report",
        district=district_name(inventory),
        span=f"as of {day(inventory.on)}",
        on=inventory.on.isoformat(),
        on_words=day(inventory.on),
        about="Inventory report of",
        lead="What the district owns, what its systems see, what disagrees, and what must be put right before the plan "
        "is costed.",
        table_word=TABLE_WORD,
        key_figures=key_figures(inventory),
        findings=key_findings(inventory),
        sections=(
            Section(heading="At stake", grids=(by_severity(inventory),)),
            findings(inventory),
            reconciliation(inventory, names),
            counts(inventory),
            orders(inventory, names),
            losses(inventory, names),
            disposals(inventory, names),
        ),
    )
