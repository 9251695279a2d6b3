"""Which of a file's columns is which, by their titles; and which hold persons, whose cells are never kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from techplan.book.reading import Sheet, normal_title

Aliases = Mapping[str, tuple[str, ...]]
"""For each of our columns the titles it goes by, the best one first."""

PEOPLE: Final = (
    "full name", "first name", "last name", "name of student", "student", "student name", "pupil", "email", "e-mail",
    "email address", "username", "user name", "user", "owner", "owner email", "owner name", "employee number",
    "employee no", "student number", "student id", "manager", "department", "phone", "home phone", "title", "guardian",
    "parent", "address", "user address", "user city", "user state", "user country", "user zip", "city", "country",
    "zip", "birth date", "date of birth", "notes", "note", "comments", "created by", "managed by",
)  # fmt: skip
"""Titles of columns that may name a person or say something about one, in any file."""


def normal_titles(titles: Iterable[str]) -> frozenset[str]:
    """The titles as they are compared."""
    return frozenset(normal_title(title) for title in titles)


def positions(header: Iterable[str], aliases: Aliases) -> dict[str, int]:
    """Where each of our columns is in a header; a column that is not there is left out."""
    at: dict[str, int] = {}
    for index, title in enumerate(header):
        at.setdefault(normal_title(title), index)
    found: dict[str, int] = {}
    for column, titles in aliases.items():
        place = next((at[known] for title in titles if (known := normal_title(title)) in at), None)
        if place is not None:
            found[column] = place
    return found


def text_frame(sheet: Sheet, places: Mapping[str, int]) -> pl.DataFrame:
    """The named columns of a sheet as text, with ``line``; one row a row of the sheet."""
    columns = {column: [row.cells[at] for row in sheet.rows] for column, at in places.items()}
    return pl.DataFrame(
        {"line": [row.line for row in sheet.rows], **columns},
        schema={"line": pl.Int64, **dict.fromkeys(columns, pl.String)},
    )


def personal(header: Iterable[str], titles: frozenset[str]) -> tuple[int, ...]:
    """The positions of columns that hold persons; titles such as ``Address (2)`` and ``recentUsers.0.email`` too."""
    return tuple(
        at for at, title in enumerate(header) if normal_title(title) in titles or _starts_personal(normal_title(title))
    )


def _starts_personal(title: str) -> bool:
    squeezed = title.replace(" ", "")
    return squeezed.startswith(("recentuser", "mostrecentuser", "checkedout", "address", "usercity", "useraddress"))
