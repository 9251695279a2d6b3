"""The property record: one row for each thing bought with federal money, with what is missing."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import RuleError
from techplan.book.words import did_you_mean
from techplan.planning.inventory.property.kinds import thresholds
from techplan.planning.inventory.results.property import PropertyRecord
from techplan.rules.load import Rules

FIELDS: Final = "uniform_guidance.property_record"

_GONE: Final = ("disposed_on", "sale_price_cents")
"""Asked for only of what was disposed of."""


def property_record(
    book: Book, assets: pl.DataFrame, rules: Rules, on: date, known: date, last_counted: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The ``property_record`` table: every asset that federal money paid for, in use or not.

    ``assets`` is the frame of ``owned_assets``; ``last_counted`` has ``asset`` and ``last_counted_on``. The fields are
    those of 2 CFR 200.313(d)(1), as the rule ``uniform_guidance.property_record`` lists them.
    """
    by_award, (other_cents, other_words) = thresholds(book, rules, known)
    frame = _described(book, assets.filter(pl.col("federal")))
    frame = frame.join(by_award, on="award", how="left", maintain_order="left").with_columns(
        threshold_cents=pl.col("threshold_cents").fill_null(other_cents),
        rule_words=pl.col("rule_words").fill_null(other_words),
    )
    frame = frame.with_columns(kind=_kind(), missing=_missing(rules, on, known)).with_columns(
        against=pl.when(pl.col("missing").is_null()).then(None)
        .when(pl.col("kind") == "supply").then(pl.lit("local policy"))
        .otherwise(pl.lit("law")),
        why=_why(),
    )  # fmt: skip
    if last_counted is None:
        last_counted = pl.DataFrame(schema={"asset": pl.String, "last_counted_on": pl.Date})
    frame = frame.join(last_counted, on="asset", how="left", maintain_order="left")
    schema = PropertyRecord.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("asset")


def _described(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """The assets with the record's own columns, in the words of an auditor."""
    awards = book.awards.select("award", "fain", award_fund="fund")
    schools = book.schools.select(school="code", school_name="name")
    classes = book.asset_classes.select(asset_class="code", class_name="name")
    programs = book.programs.select(program="code", program_title="title")
    frame = assets
    for names, key in ((awards, "award"), (schools, "school"), (classes, "asset_class"), (programs, "program")):
        frame = frame.join(names, on=key, how="left", maintain_order="left")
    place = pl.coalesce("school_name", "school")
    who = pl.col("assigned_to").replace({"student": "pupil's device", "staff": "staff device", "room": "room device"})
    return frame.with_columns(
        description=pl.coalesce("model", "class_name", "asset_class"),
        serial=pl.coalesce("serial", pl.format("tag {}", "tag")),
        fund=pl.coalesce("fund", "award_fund"),
        acquired_on=pl.col("in_service_on"),
        location=pl.coalesce(pl.format("{}, room {}", place, "room"), place),
        used_for=pl.coalesce("usage", "program_title", who),
    )


def _kind() -> pl.Expr:
    return (
        pl.when(pl.col("cost_cents").is_null()).then(pl.lit("not known"))
        .when(pl.col("cost_cents") >= pl.col("threshold_cents")).then(pl.lit("equipment"))
        .otherwise(pl.lit("supply"))
    )  # fmt: skip


def _missing(rules: Rules, on: date, known: date) -> pl.Expr:
    """The names of the required fields that are empty, as people read them.

    Raises RuleError where a district's own list names a field that the record does not hold.
    """
    table = PropertyRecord
    listed = str(rules.at(FIELDS, on=on, known=known).value)
    columns = {table.face_name(column): column for column in table.columns()}
    faces = [name.strip() for name in listed.split(";")]
    for face in faces:
        if face not in columns:
            hint = did_you_mean(face, columns) or f"Its fields are {', '.join(columns)}."
            raise RuleError(f"The rule {FIELDS} asks for {face}, which the property record does not hold. {hint}")
    parts = [pl.when(pl.col(columns[face]).is_null()).then(pl.lit(face.replace("_", " "))) for face in faces]
    gone = (pl.col("status") == "disposed") | pl.col("disposed_on").is_not_null()
    parts += [
        pl.when(gone.fill_null(value=False) & pl.col(column).is_null()).then(
            pl.lit(table.face_name(column).replace("_", " "))
        )
        for column in _GONE
    ]
    text = pl.concat_str(parts, separator=";", ignore_nulls=True)
    return pl.when(text != "").then(text)


def _why() -> pl.Expr:
    kind = (
        pl.when(pl.col("kind") == "equipment").then(pl.lit("Equipment: its cost reaches the level; "))
        .when(pl.col("kind") == "supply").then(pl.lit("A supply: its cost is below the level; "))
        .otherwise(pl.lit("Its cost is not known, so it is treated as equipment; "))
    )  # fmt: skip
    return pl.concat_str([kind, pl.col("rule_words"), pl.lit(".")])
