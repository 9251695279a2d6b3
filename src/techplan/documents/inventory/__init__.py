"""The inventory's documents: report, property record, certificates, tables and workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.inventory.certificate import certificate_report
from techplan.documents.inventory.files import inventory_tables, inventory_workbook
from techplan.documents.inventory.record import record_report
from techplan.documents.inventory.report import inventory_report
from techplan.documents.report import write_report

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory


def inventory_documents(inventory: Inventory) -> dict[str, bytes]:
    """Every document by its file's name. Raises TypesettingError where one cannot be set."""
    files = {f"tables/{name}": content for name, content in inventory_tables(inventory).items()}
    files["inventory.xlsx"] = inventory_workbook(inventory)
    files["inventory-report.pdf"] = write_report(inventory_report(inventory))
    files["property-record.pdf"] = write_report(record_report(inventory))
    for code in inventory.count_certificates["count_code"]:
        files[f"count-{file_name(code)}.pdf"] = write_report(certificate_report(inventory, code))
    return files


def file_name(code: str) -> str:
    """A code as part of a file's name: letters, digits, dots and dashes stay, all else becomes a dash."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in code)
    return kept.strip(".-") or "count"


__all__ = [
    "certificate_report",
    "file_name",
    "inventory_documents",
    "inventory_report",
    "inventory_tables",
    "inventory_workbook",
    "record_report",
]
