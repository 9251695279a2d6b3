"""Every title that means something to some source; it helps to find the header among lines above it.

One set for all, so that a file is read once, whoever looks at it.
"""

from __future__ import annotations

from functools import cache

from techplan.book.tables import TABLES
from techplan.sources.google_admin import titles as google_admin
from techplan.sources.ledger import titles as ledger
from techplan.sources.mapping import face_columns
from techplan.sources.nces import titles as nces
from techplan.sources.oneroster import titles as oneroster
from techplan.sources.recognition import Marked, marked_sources
from techplan.sources.snipe_it import titles as snipe_it
from techplan.sources.speedtests import titles as speedtests
from techplan.sources.titles import normal_titles
from techplan.sources.usac import titles as usac


def known_titles() -> frozenset[str]:
    """The titles of the systems and the tables' own column names, as titles are compared."""
    return _known_to(marked_sources())


@cache
def _known_to(marked: tuple[Marked, ...]) -> frozenset[str]:
    faces = normal_titles(face for table in TABLES for face in face_columns(table))
    systems = (google_admin, snipe_it, oneroster, nces, usac, ledger, speedtests)
    return frozenset().union(*(system.KNOWN for system in systems), faces, *(source.known for source in marked))
