"""Reconciliation of the Book with any number of live systems, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.reconciling.disagreeing import disagreements
from techplan.planning.inventory.reconciling.joining import joined_sightings
from techplan.planning.inventory.reconciling.pupils import pupil_devices
from techplan.planning.inventory.reconciling.standing import stand, standings
from techplan.planning.inventory.reconciling.watching import watched_classes, watches


@dataclass(frozen=True, eq=False, kw_only=True)
class Reconciliation:
    """The tables of that name, and ``joined``: the sightings with the asset that each is of."""

    standings: pl.DataFrame
    reconciled: pl.DataFrame
    disagreements: pl.DataFrame
    watches: pl.DataFrame
    pupil_devices: pl.DataFrame
    joined: pl.DataFrame


def reconcile(book: Book, assets: pl.DataFrame, limits: Limits, on: date) -> Reconciliation:
    """The Book against all its sightings; ``assets`` is the frame of ``owned_assets``."""
    joined = joined_sightings(book, assets)
    watching = watches(assets, joined, limits)
    apart = disagreements(assets, joined)
    reconciled = stand(assets, joined, watched_classes(watching), apart, limits, on)
    return Reconciliation(
        standings=standings(reconciled),
        reconciled=reconciled,
        disagreements=apart,
        watches=watching,
        pupil_devices=pupil_devices(book, assets, joined, reconciled, limits, on),
        joined=joined,
    )


__all__ = ["Reconciliation", "reconcile"]
