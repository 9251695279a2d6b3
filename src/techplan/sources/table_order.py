"""The order in which tables are filled, so that what is referred to is there first."""

from __future__ import annotations

from functools import cache
from graphlib import TopologicalSorter

from techplan.book.tables import TABLES


@cache
def table_order() -> tuple[str, ...]:
    """Every table, each after those that it refers to; a table's references to itself do not count."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for name, table in TABLES.items():
        order.add(name, *sorted({target for target, _ in table.references().values()} - {name}))
    return tuple(order.static_order())
