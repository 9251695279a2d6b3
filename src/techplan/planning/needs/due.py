"""When each thing falls due, and what makes it so.

A person's date (``replace_on``) overrides every rule. Otherwise the class's refresh rule decides: the end of its useful
life, the end of its maker's support, the earlier of both, or the year in which the pupil who has it enters a grade that
gets a new device. A warranty date never matters. Where nothing dates a thing, its due date is null: a data gap, never a
guess.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr, fiscal_year_expr
from techplan.book.tables.district import GRADES
from techplan.planning.results import DISTRICT_WIDE, AssetDue
from techplan.planning.settings import Settings

DEFAULT_RULE: Final = "earlier of both"

REASONS: Final = pl.Enum(["a person's date", "age", "support end", "grade entry"])

IN_STOCK: Final = ("active", "spare", "in repair")

AFTER_SCHOOL: Final = GRADES.index("13")
"""The step after grade 12, at which a device that followed its pupil comes back."""

ASSET_COLUMNS: Final = (
    "school", "asset_class", "model", "in_service_on", "support_end", "replace_on", "grade", "status", "disposed_on",
)  # fmt: skip
"""The only columns of ``assets`` that a projection reads."""


def class_facts(book: Book) -> pl.DataFrame:
    """What dates a thing by its class: ``asset_class``, ``life_months`` (null where blank or 0), ``refresh_rule``."""
    return book.asset_classes.select(
        asset_class=pl.col("code"),
        life_months=pl.when(pl.col("life_months") > 0).then(pl.col("life_months")),
        refresh_rule=pl.col("refresh_rule").fill_null(DEFAULT_RULE),
    )


def model_facts(book: Book) -> pl.DataFrame:
    """What dates a thing by its model: ``model``, ``model_class``, ``model_support_end``."""
    return book.product_models.select("model", model_class="asset_class", model_support_end="support_end")


def years_to_entry(grade: str, entry_grades: list[str]) -> int:
    """Years until a pupil of this grade enters a grade with a new device, or leaves after grade 12."""
    at = GRADES.index(grade)
    entries = [GRADES.index(entry) for entry in entry_grades if GRADES.index(entry) > at]
    return max(min([*entries, AFTER_SCHOOL]) - at, 0)


def grade_facts(book: Book, settings: Settings) -> pl.DataFrame:
    """For classes that follow the pupil: ``asset_class``, ``grade`` and ``entry_on``, the day the device comes back.

    Grades are those of the school year that the day of planning lies in; before the first day of school that is still
    the year before.
    """
    now = settings.school_year
    rows: list[tuple[str, str, date]] = []
    for row in book.asset_classes.filter(pl.col("refresh_rule") == "grade entry").iter_rows(named=True):
        entries = [grade for grade in (row["entry_grades"] or "").split(";") if grade]
        for grade in GRADES[:AFTER_SCHOOL]:
            rows.append((row["code"], grade, settings.school_day(now + years_to_entry(grade, entries))))
    schema = {"asset_class": pl.String, "grade": pl.String, "entry_on": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def in_stock() -> pl.Expr:
    """Whether an asset counts as stock; a status that is not known counts as active."""
    held = pl.col("status").is_null() | pl.col("status").is_in(IN_STOCK)
    return held & pl.col("disposed_on").is_null()


def coded(frame: pl.DataFrame) -> pl.LazyFrame:
    """The frame with the words that things are joined by as categories: joins and roll-ups then compare integers."""
    words = [name for name in ("school", "asset_class", "model", "model_class", "grade") if name in frame.columns]
    return frame.lazy().with_columns(pl.col(words).cast(pl.Categorical))


def with_model_facts(assets: pl.DataFrame, book: Book) -> pl.LazyFrame:
    """``assets`` with each thing's class and support end: its own, else its model's. Rows keep their order."""
    return (
        coded(assets)
        .join(coded(model_facts(book)), on="model", how="left", maintain_order="left")
        .with_columns(
            asset_class=pl.coalesce("asset_class", "model_class"),
            support_end=pl.coalesce("support_end", "model_support_end"),
        )
        .drop("model_class", "model_support_end")
    )


def with_due_dates(things: pl.LazyFrame, book: Book, settings: Settings) -> pl.LazyFrame:
    """Things (from ``with_model_facts``) with ``aged_on``, ``due_on`` and ``why`` (REASONS). Rows keep their order.

    Reads ``asset_class``, ``in_service_on``, ``support_end``, ``replace_on`` and ``grade``.
    """
    rule = pl.col("refresh_rule")
    by_rule = (
        pl.when(rule == "age").then(pl.col("aged_on"))
        .when(rule == "support end").then(pl.col("support_end"))
        .when(rule == DEFAULT_RULE).then(pl.min_horizontal("aged_on", "support_end"))
        .when(rule == "grade entry").then(pl.col("entry_on"))
    )  # fmt: skip
    reason = (
        pl.when(pl.col("replace_on").is_not_null()).then(pl.lit("a person's date"))
        .when(pl.col("due_on").is_null()).then(None)
        .when(rule == "grade entry").then(pl.lit("grade entry"))
        .when(pl.col("due_on") == pl.col("aged_on")).then(pl.lit("age"))
        .otherwise(pl.lit("support end"))
    )  # fmt: skip
    return (
        things.join(coded(class_facts(book)), on="asset_class", how="left", maintain_order="left")
        .pipe(_with_entry_days, grade_facts(book, settings))
        .with_columns(aged_on=add_months_expr(pl.col("in_service_on"), pl.col("life_months")))
        .with_columns(due_on=pl.coalesce("replace_on", by_rule))
        .with_columns(why=reason.cast(REASONS))
        .drop("entry_on")
    )


def due_dates(book: Book, settings: Settings) -> pl.DataFrame:
    """Every asset of the Book with its due date; the frame that ``asset_due`` and the data gaps are made from."""
    return with_due_dates(with_model_facts(book.assets, book), book, settings).collect()


def asset_due(due: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``asset_due`` table of the assets in stock that have a class, from ``due_dates``."""
    known = due.filter(in_stock() & pl.col("asset_class").is_not_null()).with_columns(
        pl.col("school").cast(pl.String).fill_null(DISTRICT_WIDE),
        due_fy=fiscal_year_expr(pl.col("due_on"), settings.start_month),
        backlog=(pl.col("due_on") < settings.begins).fill_null(value=False),
    )
    return known.select(pl.col(name).cast(dtype) for name, dtype in AssetDue.polars_schema().items()).sort("asset")


def _with_entry_days(assets: pl.LazyFrame, facts: pl.DataFrame) -> pl.LazyFrame:
    if facts.is_empty():  # most districts refresh no class by grade; spare them the join
        return assets.with_columns(entry_on=pl.lit(None, dtype=pl.Date))
    return assets.join(coded(facts), on=["asset_class", "grade"], how="left", maintain_order="left")
