"""Where incoming assets are: school and room, from whatever a system calls a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from techplan.sources.findings import Findings, counted
from techplan.sources.words import Lookup


@dataclass(frozen=True, slots=True)
class Place:
    """A school's code and a room as reported; ``unknown`` is the word that no school goes by."""

    school: str | None = None
    room: str | None = None
    unknown: str | None = None


FindPlace = Callable[[tuple[str | None, ...]], Place]
"""From the cells that speak of a place to the place; called once for each distinct set of cells."""


def own_places(rows: pl.DataFrame, columns: list[str], find: FindPlace, findings: Findings) -> pl.DataFrame:
    """``rows`` with ``school`` and ``room`` found from ``columns``.

    An asset whose place nobody knows is kept without a school; one warning for each such word says how many, and where
    to write what it means.
    """
    if not columns:
        return rows
    cells = list(rows.select(columns).iter_rows())
    found = {distinct: find(distinct) for distinct in set(cells)}
    places = [found[row] for row in cells]
    unknown = Counter(place.unknown for place in places if place.unknown is not None)
    for word, number in sorted(unknown.items()):
        findings.note(
            "warning",
            "place not known",
            f"{word!r} is no school of this Book; {counted(number, 'asset')} are kept without a school."
            if number > 1
            else f"{word!r} is no school of this Book; 1 asset is kept without a school.",
            f'Write "{word}" = "school code" under [schools] in mappings/words.toml, and import again.',
            column="school",
            value=word,
        )
    return rows.with_columns(
        pl.Series("school", [place.school for place in places], dtype=pl.String),
        pl.Series("room", [place.room for place in places], dtype=pl.String),
    )


def named_place(schools: Lookup, words: Iterable[str | None], room: str | None) -> Place:
    """The first of the words that is a school; a word before it that is none is taken as the room within it."""
    given = [word for word in words if word]
    for at, word in enumerate(given):
        school = schools.find(word)
        if school is not None:
            return Place(school, room or (given[0] if at else None))
    return Place(room=room, unknown=given[0] if given else None)


def path_place(schools: Lookup, path: str | None) -> str | None:
    """The school of an organisational unit such as ``/Students/East/Grade 5``.

    First ``words.toml`` and names for the path and the paths above it, longest first; then its parts, deepest first.
    """
    parts = [part for part in (path or "").split("/") if part.strip()]
    above = ["/" + "/".join(parts[:length]) for length in range(len(parts), 0, -1)]
    candidates = [path or "", *above, *(one.lstrip("/") for one in above), *reversed(parts)]
    return next((code for word in candidates if word and (code := schools.find(word)) is not None), None)
