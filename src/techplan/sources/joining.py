"""Two imports as one, where a file holds more than one table."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from techplan.book.tables import TABLES
from techplan.sources.source import Import


def joined(first: Import, second: Import) -> Import:
    """Both, in one; the first one's source and files stay. Rows that both have are one, the first one's word before."""
    frames = dict(first.frames)
    for name, frame in second.frames.items():
        frames[name] = _one_frame(name, frames[name], frame) if name in frames else frame
    return Import(
        source=first.source,
        files=first.files or second.files,
        frames=frames,
        rows_read=first.rows_read + second.rows_read,
        accepted=first.accepted + second.accepted,
        merged=first.merged + second.merged,
        skipped=first.skipped + second.skipped,
        refused=first.refused + second.refused,
        assumed=tuple(dict.fromkeys(first.assumed + second.assumed)),
        problems=tuple(dict.fromkeys(first.problems + second.problems)),
        mappings={**first.mappings, **second.mappings},
        fills_only=_union(first.fills_only, second.fills_only),
        yields=_union(first.yields, second.yields),
        whole=first.whole | second.whole,
    )


def _one_frame(name: str, first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    key = TABLES[name].primary_key()
    both = pl.concat([first, second], how="diagonal")
    return both.group_by(key, maintain_order=True).agg(pl.all().drop_nulls().first())


def _union(first: Mapping[str, frozenset[str]], second: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {name: first.get(name, frozenset()) | second.get(name, frozenset()) for name in {**first, **second}}
