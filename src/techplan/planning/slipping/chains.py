"""Which replacement follows which: what is bought on a day falls due again a life later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr
from techplan.planning.slipping.occurrences import LONGEST, Element


@dataclass(frozen=True)
class Chains:
    """By line, the lines that it follows (``before``) and their cents together, also of those that cannot slip.

    ``items`` are those of each line that another follows.
    """

    before: Mapping[str, tuple[str, ...]]
    cents: Mapping[str, int]
    items: Mapping[str, int]


def chains_of(book: Book, needs: pl.DataFrame, lines: pl.DataFrame) -> Chains:
    """Purchases and what replaces them: same school and class, the next cycle, due a useful life after deploying.

    Where several purchases are replaced together, each is followed by its share of the cents.
    """
    life = book.asset_classes.select(asset_class="code", life=pl.col("life_months").fill_null(0))
    bought = needs.join(life, on="asset_class").filter(pl.col("life") > 0)
    parents = bought.select(
        "school", "asset_class", pl.col("cycle") + 1, due_on=add_months_expr(pl.col("deploy_by"), pl.col("life")),
        parent=pl.format("need:{}", "need"), items="quantity",
    )  # fmt: skip
    children = needs.filter(pl.col("cause") == "replacement").select(
        "school", "asset_class", "cycle", "due_on", line=pl.format("need:{}", "need")
    )
    amounts = lines.select(parent="line", cents="amount_cents")
    pairs = (
        children.join(parents, on=["school", "asset_class", "cycle", "due_on"])
        .join(amounts, on="parent")
        .sort("line", "parent")
    )
    before: dict[str, tuple[str, ...]] = {}
    cents: dict[str, int] = {}
    items: dict[str, int] = {}
    for line, parent, amount, count in pairs.select("line", "parent", "cents", "items").iter_rows():
        before[line] = (*before.get(line, ()), parent)
        cents[line] = cents.get(line, 0) + amount
        items[parent] = count
    return Chains(before, cents, items)


def with_shifts(elements: Sequence[Element], chains: Chains) -> list[Element]:
    """The elements, each with the years that those before it may move it."""
    by_line = {element.line: element for element in elements}
    found: dict[str, Element] = {}
    # A chain goes forward in time, so what comes before is of an earlier or the same year.
    for element in sorted(elements, key=lambda element: (element.fy, element.line)):
        earlier = [found.get(line) for line in chains.before.get(element.line, ()) if line in by_line]
        moved = max((one.ahead + one.window + one.shift for one in earlier if one is not None), default=0)
        found[element.line] = replace(element, shift=min(moved, LONGEST))
    return [found[element.line] for element in elements]
