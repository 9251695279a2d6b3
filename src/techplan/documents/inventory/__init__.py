"""The inventory's documents: report, property record, certificates, tables and workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.inventory.certificate import certificate_report
from techplan.documents.inventory.files import write_inventory_tables, write_inventory_workbook
from techplan.documents.inventory.record import record_report
from techplan.documents.inventory.report import inventory_report
from techplan.documents.report import write_report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from techplan.planning.inventory.inventory import Inventory


def inventory_documents(inventory: Inventory) -> dict[str, bytes]:
    """Every document by its file's name. Raises TypesettingError where one cannot be set."""
    files = {f"tables/{name}": content for name, content in write_inventory_tables(inventory).items()}
    files["inventory.xlsx"] = write_inventory_workbook(inventory)
    files["inventory-report.pdf"] = write_inventory_report(inventory)
    files["property-record.pdf"] = write_property_record(inventory)
    for code, name in count_files(inventory.count_certificates["count_code"]).items():
        files[name] = write_count_certificate(inventory, code)
    return files


def write_inventory_report(inventory: Inventory) -> bytes:
    """The treasurer's report as PDF. Raises TypesettingError where it cannot be set."""
    return write_report(inventory_report(inventory))


def write_property_record(inventory: Inventory) -> bytes:
    """The auditor's property record as PDF. Raises TypesettingError where it cannot be set."""
    return write_report(record_report(inventory))


def write_count_certificate(inventory: Inventory, count_code: str) -> bytes:
    """The certificate of one count as PDF. Raises KeyError where there is no such count, TypesettingError as above."""
    return write_report(certificate_report(inventory, count_code))


def count_files(codes: Iterable[str]) -> dict[str, str]:
    """The file of each count's certificate, ``count-CODE.pdf``; no two counts share one, on no file system."""
    taken: set[str] = set()
    files: dict[str, str] = {}
    for code in codes:
        base = file_name(code)
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        files[code] = f"count-{name}.pdf"
    return files


def file_name(code: str) -> str:
    """A code as part of a file's name: letters, digits, dots and dashes stay, all else becomes a dash."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in code)
    return kept.strip(".-") or "count"


__all__ = [
    "certificate_report",
    "count_files",
    "file_name",
    "inventory_documents",
    "inventory_report",
    "record_report",
    "write_count_certificate",
    "write_inventory_report",
    "write_inventory_tables",
    "write_inventory_workbook",
    "write_property_record",
]
