"""Every title that means something to some source; it helps to find the header among lines above it.

One set for all, so that a file is read once, whoever looks at it.
"""

from __future__ import annotations

from functools import cache

from techplan.book.tables import TABLES
from techplan.sources import (
    google_titles,
    ledger_titles,
    nces_titles,
    oneroster_titles,
    snipe_titles,
    speedtest_titles,
    usac_titles,
)
from techplan.sources.mapping import face_columns
from techplan.sources.recognition import Marked, marked_sources
from techplan.sources.titles import normal_titles


def known_titles() -> frozenset[str]:
    """The titles of the systems and the tables' own column names, as titles are compared."""
    return _known_to(marked_sources())


@cache
def _known_to(marked: tuple[Marked, ...]) -> frozenset[str]:
    faces = normal_titles(face for table in TABLES for face in face_columns(table))
    systems = (google_titles, snipe_titles, oneroster_titles, nces_titles, usac_titles, ledger_titles, speedtest_titles)
    own = [system.KNOWN for system in systems]
    return frozenset().union(*own, faces, *(source.known for source in marked))
