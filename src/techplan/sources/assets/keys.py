"""Which asset of the Book a row is, and the identity that a new one is given.

A row is matched by serial and tag together, then by serial, then by tag (unless the serials contradict each other),
each time only where just one row and one asset fit. So an asset keeps its identity when its tag is changed. A new one
is named by its tag where no other has it, else ``serial:…``, else ``<source>:<file>:<line>``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from techplan.book.problem import Problem

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """What an asset or a row goes by; serials are compared without regard to case."""

    tag: str | None
    serial: str | None
    folded: str | None
    """The serial as it is compared."""

    def contradicts(self, other: Identity) -> bool:
        """Whether both have a serial, and not the same."""
        return bool(self.folded and other.folded and self.folded != other.folded)

    def may_be(self, other: Identity) -> bool:
        """Whether neither tag nor serial speaks against it."""
        return not self.contradicts(other) and not (self.tag and other.tag and self.tag != other.tag)


@dataclass(slots=True)
class _Matching:
    """Rows and assets still to be paired."""

    rows: list[Identity]
    assets: Mapping[str, Identity]
    found: list[str | None]
    taken: set[str] = field(default_factory=set)

    def take(self, row: int, asset: str) -> None:
        self.found[row] = asset
        self.taken.add(asset)

    def pair(self, by: Callable[[Identity], Hashable | None]) -> None:
        """Pair what agrees on ``by``, where that singles out one row and one asset."""
        rows = _index((at, by(row)) for at, row in enumerate(self.rows) if self.found[at] is None)
        if not rows:
            return
        assets = _index((asset, by(identity)) for asset, identity in self.assets.items() if asset not in self.taken)
        for value, at in rows.items():
            fits = assets.get(value, [])
            if len(at) == 1 and len(fits) == 1 and not self.rows[at[0]].contradicts(self.assets[fits[0]]):
                self.take(at[0], fits[0])


def identify(rows: pl.DataFrame, assets: pl.DataFrame, source: str) -> list[str]:
    """The ``asset`` key of each row, all different.

    ``rows`` has ``tag``, ``serial``, ``file`` and ``line``; ``assets`` is the Book's table.
    """
    folded = pl.col("serial").str.to_uppercase().alias("folded")
    listed = [Identity(*row) for row in rows.select("tag", "serial", folded).iter_rows()]
    known = {row[0]: Identity(*row[1:]) for row in assets.select("asset", "tag", "serial", folded).iter_rows()}
    matching = _Matching(listed, known, [None] * len(listed))
    matching.pair(lambda one: (one.folded, one.tag) if one.folded and one.tag else None)
    matching.pair(lambda one: one.folded)
    matching.pair(lambda one: one.tag)
    places = [f"{source}:{file}:{line}" for file, line in rows.select("file", "line").iter_rows()]
    return _name_the_rest(matching, places)


def _name_the_rest(matching: _Matching, places: list[str]) -> list[str]:
    rows, known = matching.rows, matching.assets
    tags = Counter([row.tag for row in rows if row.tag] + [one.tag for one in known.values() if one.tag])
    serials = Counter([row.folded for row in rows if row.folded] + [one.folded for one in known.values() if one.folded])
    names: list[str] = []
    given = set(matching.taken)
    for at, row in enumerate(rows):
        name = matching.found[at]
        if name is None:
            name = _new_name(row, tags, serials, known, given) or _place_name(row, places[at], known, given)
        given.add(name)
        names.append(name)
    return names


def _new_name(
    row: Identity, tags: Counter[str], serials: Counter[str], known: Mapping[str, Identity], given: set[str]
) -> str | None:
    wishes = []
    if row.tag and tags[row.tag] == 1:
        wishes.append(row.tag)
    if row.folded and serials[row.folded] == 1:
        wishes.append(f"serial:{row.serial}")
    return next((wish for wish in wishes if wish not in known and wish not in given), None)


def _place_name(row: Identity, place: str, known: Mapping[str, Identity], given: set[str]) -> str:
    """The row's place; the asset that has it already is the same one unless tag or serial speak against it."""
    name, number = place, 1
    while name in given or (name in known and not row.may_be(known[name])):
        number += 1
        name = f"{place}:{number}"
    return name


def duplicates(rows: pl.DataFrame, assets: pl.DataFrame, column: str, title: str, file: str) -> list[Problem]:
    """A warning for each value of ``column`` that the incoming ``rows`` share among themselves or with the Book.

    Both frames have ``asset`` and the column; ``rows`` also has ``line``. Every row is kept.
    """
    folded = pl.col(column).str.to_uppercase() if column == "serial" else pl.col(column)
    others = assets.join(rows, on="asset", how="anti").select("asset", column, pl.lit(None, pl.Int64).alias("line"))
    both = pl.concat([rows.select("asset", column, pl.col("line").cast(pl.Int64)), others])
    shared = (
        both.filter(pl.col(column).is_not_null())
        .with_columns(folded.alias("value"))
        .filter((pl.len().over("value") > 1) & pl.col("line").is_not_null().any().over("value"))
        .group_by("value")
        .agg(pl.col("asset").sort(), pl.col("line").min(), pl.col(column).first())
        .sort("line", "value")
    )
    return [
        Problem(
            severity="warning",
            file=file,
            line=line,
            table="assets",
            column=column,
            value=value,
            rule=f"{column} on several assets",
            what=f"The {title} is on {len(names)} assets: {', '.join(names[:_SHOWN])}"
            f"{' and others' if len(names) > _SHOWN else ''}. All are kept.",
            remedy="Look at the devices; correct the one that is wrong, or dispose of the one that is gone.",
        )
        for _, names, line, value in shared.iter_rows()
    ]


def _index(pairs: Iterable[tuple[int | str, Hashable | None]]) -> dict[Hashable, list]:  # type: ignore[type-arg]
    found: dict[Hashable, list] = {}  # type: ignore[type-arg]
    for item, value in pairs:
        if value is not None:
            found.setdefault(value, []).append(item)
    return found
