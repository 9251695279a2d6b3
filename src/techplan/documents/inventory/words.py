"""What several documents of the inventory say alike: the district, things, places, awards and what was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.documents.inventory.private import KEPT_PRIVATE, private_classes
from techplan.documents.words import amount, count
from techplan.planning.inventory.counting.awards import NO_AWARD

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.documents.facts.names import Names
    from techplan.planning.inventory.inventory import Inventory

TABLE_WORD: Final = "inventory table"
MISSING: Final = "missing"
LONGEST: Final = 40
"""Rows of a list on paper; the workbook has them all."""


def district_name(inventory: Inventory) -> str:
    """The district's name, or that it has none."""
    names = inventory.book.district["name"].to_list()
    return names[0] if names else "District without a name"


def award_names(book: Book) -> dict[str, str]:
    """What each award is called: its title, else its code; things without an award have a name too."""
    titles = {code: title or code for code, title in book.awards.select("award", "title").iter_rows()}
    return {**titles, NO_AWARD: "Award not entered"}


def described(book: Book) -> pl.DataFrame:
    """``asset`` and ``what`` it is: its model, else its class; what is of a private class is not named."""
    models = book.product_models.select("model", model_class="asset_class")
    classes = book.asset_classes.select(of_class="code", class_name="name")
    frame = book.assets.select("asset", "model", "asset_class").join(models, on="model", how="left")
    frame = frame.with_columns(of_class=pl.coalesce("asset_class", "model_class"))
    frame = frame.join(classes, on="of_class", how="left")
    hidden = pl.col("of_class").is_in(sorted(private_classes(book))).fill_null(value=False)
    named = pl.coalesce("model", "class_name", "of_class")
    return frame.select("asset", what=pl.when(hidden).then(pl.lit(KEPT_PRIVATE)).otherwise(named))


def place(names: Names, school: str | None, room: str | None, *, alone: bool = False) -> str:
    """``Birch School, room 12``; the room alone where all is at one school."""
    where = "no room" if room in (None, "-") else f"room {room}"
    if school in (None, "-"):
        return "place not recorded" if where == "no room" else where
    return where if alone else f"{names.school(str(school))}, {where}"


def cut(shown: int, of: int, table: str) -> str:
    """A sentence for a note where a list on paper is not whole; nothing where it is."""
    return "" if of <= shown else f"The first {shown:,} of {of:,}; the table {table} has all. "


def cost_words(cents: int, unpriced: int) -> str:
    """``recorded cost $8,360; 2 without a cost``; never nought dollars for what nobody priced."""
    if not unpriced:
        return f"recorded cost {amount(cents)}"
    if not cents:
        return "recorded cost not known"
    return f"recorded cost {amount(cents)}; {count(unpriced, 'thing')} without"
