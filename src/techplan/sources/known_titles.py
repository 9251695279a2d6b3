"""Every title that means something to some source; it helps to find the header among lines above it.

One set for all, so that a file is read once, whoever looks at it.
"""

from __future__ import annotations

from functools import cache

from techplan.book.tables import TABLES
from techplan.sources import google_titles, snipe_titles
from techplan.sources.mapping import face_columns
from techplan.sources.titles import normal_titles


@cache
def known_titles() -> frozenset[str]:
    """The titles of the systems and the tables' own column names, as titles are compared."""
    faces = normal_titles(face for table in TABLES for face in face_columns(table))
    return google_titles.KNOWN | snipe_titles.KNOWN | faces
