"""Titles of columns: how they are compared, and how a header's titles are made unique."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

INVISIBLE: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"))
"""Characters that a person cannot see: byte order mark, zero-width space and joiners, direction marks, soft hyphen."""

_GAPS: Final = re.compile(r"[\s_\-./:]+")


def normal_title(text: str) -> str:
    """The title as titles are compared: ``Asset_Tag``, ``ASSET TAG:`` and ``asset-tag`` are one.

    Case is folded, invisible characters go, and runs of space ``_ - . / :`` become one space (facts: formats.md,
    head).
    """
    return _GAPS.sub(" ", text.translate(INVISIBLE).casefold()).strip()


def unique_titles(cells: Iterable[str]) -> tuple[str, ...]:
    """A title for every column, no two alike under ``normal_title``.

    The second ``Address`` becomes ``Address (2)``; a blank title becomes ``(column 4)``, counted from 1.
    """
    seen: set[str] = set()
    titles: list[str] = []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join(cell.split()) or f"(column {position})"
        title, number = wanted, 1
        while normal_title(title) in seen:
            number += 1
            title = f"{wanted} ({number})"
        seen.add(normal_title(title))
        titles.append(title)
    return tuple(titles)
