"""The tables that an Inventory is made of, defined once like the Book's.

Every row can be opened down to the Book rows behind it, and every row that rests on a choice says why.
"""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table
from techplan.planning.inventory.results.counting import AwardCounts, CountCertificates, CountLines, CountRooms
from techplan.planning.inventory.results.findings import FindingRows, Findings
from techplan.planning.inventory.results.learning import Learnt
from techplan.planning.inventory.results.orders import IncidentYears, OrderLines
from techplan.planning.inventory.results.property import Disposals, PropertyRecord
from techplan.planning.inventory.results.reconciling import Disagreements, PupilDevices, Reconciled, Standings, Watches

INVENTORY: Final[dict[str, type[Table]]] = {
    table.table_name(): table
    for table in (
        Findings, FindingRows, Standings, Reconciled, Disagreements, Watches, PupilDevices, CountCertificates,
        CountRooms, CountLines, AwardCounts, PropertyRecord, Disposals, OrderLines, IncidentYears, Learnt,
    )
}  # fmt: skip
"""Every table of an Inventory by its name, in the order people read them."""

__all__ = ["INVENTORY"]
