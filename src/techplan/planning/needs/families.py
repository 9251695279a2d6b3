"""Families of classes: a class and all that it replaces, directly or in turn.

A district that replaces desktops by laptops plans one stock of both. The family is named by the class that is bought in
the end; each thing still ages by its own class.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from techplan.book.book import Book
from techplan.planning.needs.required import years_asked


def family_of(book: Book) -> dict[str, str]:
    """For each class, the class bought in its place after all replacements; a circle stops where it closes."""
    successor = dict(book.asset_classes.select("code", "replacement_class").iter_rows())

    def last(code: str) -> str:
        seen = [code]
        while (following := successor.get(seen[-1])) is not None and following not in seen:
            seen.append(following)
        return seen[-1] if following is None else min(seen[seen.index(following) :])

    return {code: last(code) for code in successor}


def hand_down_levels(book: Book, family: Mapping[str, str]) -> dict[str, int]:
    """The order in which families are planned within a year: givers before receivers. A circle is cut, not followed."""
    gives: dict[str, set[str]] = {}
    given = book.standards.filter(pl.col("hand_down_to").is_not_null() & pl.col("asset_class").is_not_null())
    for giver, receiver in given.select("asset_class", "hand_down_to").iter_rows():
        if family[giver] != family[receiver]:
            gives.setdefault(family[giver], set()).add(family[receiver])
    level = dict.fromkeys(sorted(set(family.values())), 0)
    for _ in level:  # as many rounds as families settle every chain; a circle just stops moving the order
        for giver in sorted(gives):
            for receiver in sorted(gives[giver]):
                level[receiver] = min(max(level[receiver], level[giver] + 1), len(level))
    return level


def hand_downs(book: Book, family: Mapping[str, str], years: range) -> dict[tuple[str | None, str, int], str]:
    """The family served by what another hands down: by school (None for every school), giver and fiscal year.

    A standard hands down where and while it holds.
    """
    programs = {row["code"]: row for row in book.programs.iter_rows(named=True)}
    given = book.standards.filter(pl.col("hand_down_to").is_not_null() & pl.col("asset_class").is_not_null())
    found: dict[tuple[str | None, str, int], str] = {}
    for row in given.sort("standard").iter_rows(named=True):
        giver, receiver = family[row["asset_class"]], family[row["hand_down_to"]]
        if giver != receiver:
            for fy in years_asked(row, programs.get(row["program"] or "", {}), years):
                found[row["school"], giver, fy] = receiver
    return found
