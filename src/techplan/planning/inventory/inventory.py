"""What the district owns, proven, on one page: from a Book and the rules to an Inventory.

Pure like the plan: it opens no file and reads no clock; equal arguments give equal tables. It changes no figure of a
plan, and no row of the Book.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.counting import award_counts, count_results, last_counted
from techplan.planning.inventory.findings import find
from techplan.planning.inventory.incidents import barred_charges, charge_findings, incident_years
from techplan.planning.inventory.learning import learnt
from techplan.planning.inventory.limits import limits_of
from techplan.planning.inventory.orders import order_findings, order_lines
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.inventory.property import disposals, property_record
from techplan.planning.inventory.reconciling import reconcile
from techplan.planning.inventory.results import INVENTORY
from techplan.rules.load import Rules, load_rules
from techplan.version import VERSION


@dataclass(frozen=True, eq=False, kw_only=True)
class Inventory:
    """What a Book's things amount to on a day: one frame for each table of ``INVENTORY``."""

    book: Book
    on: date
    known: date
    findings: pl.DataFrame
    finding_rows: pl.DataFrame
    standings: pl.DataFrame
    reconciled: pl.DataFrame
    disagreements: pl.DataFrame
    watches: pl.DataFrame
    pupil_devices: pl.DataFrame
    count_certificates: pl.DataFrame
    count_rooms: pl.DataFrame
    count_lines: pl.DataFrame
    award_counts: pl.DataFrame
    property_record: pl.DataFrame
    disposals: pl.DataFrame
    order_lines: pl.DataFrame
    incident_years: pl.DataFrame
    learnt: pl.DataFrame
    book_fingerprint: str
    rules_fingerprint: str
    version: str = VERSION

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        if name not in INVENTORY:
            raise KeyError(name)
        frame: pl.DataFrame = getattr(self, name)
        return frame


def take_inventory(book: Book, rules: Rules | None = None, *, on: date, known: date | None = None) -> Inventory:
    """The Inventory of a Book on a day, by the rules as known on ``known`` (``on`` where it is left out)."""
    rules, known = rules or load_rules(book.rules), known or on
    limits = limits_of(rules, on, known)
    assets = owned_assets(book)
    record = property_record(book, assets, rules, on, known, last_counted(book))
    reconciliation = reconcile(book, assets, limits, on)
    counted = count_results(book, assets)
    orders = order_lines(book, assets, on)
    barred = barred_charges(book, rules, known)
    others = pl.concat([order_findings(orders), charge_findings(barred)])
    findings, rows = find(book, assets, limits, on, record=record, reconciliation=reconciliation, others=others)
    return Inventory(
        book=book,
        on=on,
        known=known,
        findings=findings,
        finding_rows=rows,
        standings=reconciliation.standings,
        reconciled=reconciliation.reconciled,
        disagreements=reconciliation.disagreements,
        watches=reconciliation.watches,
        pupil_devices=reconciliation.pupil_devices,
        count_certificates=counted.certificates,
        count_rooms=counted.rooms,
        count_lines=counted.lines,
        award_counts=award_counts(book, assets, record, rules, on, known),
        property_record=record,
        disposals=disposals(book, assets, record, rules, on, known),
        order_lines=orders,
        incident_years=incident_years(book, assets, barred),
        learnt=learnt(book, assets, limits, on),
        book_fingerprint=book.fingerprint(),
        rules_fingerprint=rules.fingerprint(),
    )
