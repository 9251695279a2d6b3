"""What federal rules ask before a thing that federal money or E-rate helped to buy may go."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.planning.inventory.property.clauses import NO, OPEN, YES, Clause
from techplan.planning.inventory.property.levels import level_of
from techplan.rules.load import Rules

VALUE: Final = "uniform_guidance.disposition_value"
UNUSED: Final = "uniform_guidance.unused_supplies"
ANSWER: Final = "uniform_guidance.answer_days"
ERATE_MONTHS: Final = "erate.disposal.months"

_LEVELS: Final = {
    "award": pl.String,
    "value_up_to": pl.Int64, "value_words": pl.String, "value_confirmed": pl.Boolean,
    "unused_up_to": pl.Int64, "unused_words": pl.String, "unused_confirmed": pl.Boolean,
}  # fmt: skip


def with_levels(frame: pl.DataFrame, book: Book, rules: Rules, known: date) -> pl.DataFrame:
    """The things with the levels of their award's date; without an award or a date, the lowest."""

    def levels(day: date | None) -> list[object]:
        found = (level_of(rules, name, day, known) for name in (VALUE, UNUSED))
        return [said for level in found for said in (level.cents, dollars(level.cents), level.confirmed)]

    rows = [[award, *levels(day)] for award, day in book.awards.select("award", "awarded_on").iter_rows()]
    lowest = dict(zip(list(_LEVELS)[1:], levels(None), strict=True))
    return frame.join(
        pl.DataFrame(rows, schema=_LEVELS, orient="row"), on="award", how="left", maintain_order="left"
    ).with_columns(pl.col(name).fill_null(value) for name, value in lowest.items())


def equipment_clauses(rules: Rules, on: date, known: date) -> list[Clause]:
    """2 CFR 200.313(e): up to the level without further duty; above it the agency is asked and has its share."""
    equipment = pl.col("kind").is_in(["equipment", "not known"])
    within = pl.col("value_cents") <= pl.col("value_up_to")
    days = rules.at(ANSWER, on=on, known=known).value
    percent = (pl.col("federal_share") * 100).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    share = pl.coalesce(pl.format("{} %", percent), pl.lit("its share"))
    confirmed, cites = pl.col("value_confirmed"), "2 CFR 200.313(e)"
    return [
        Clause(
            equipment & within,
            pl.format(
                "Federal equipment of small value ({} or less): it may be kept or sold without further duty to the "
                "agency.", "value_words",
            ),
            cites, confirmed, YES,
        ),
        Clause(
            equipment & ~within,
            pl.format(
                "Federal equipment of value: ask the agency that awarded or passed on the grant; it is owed {} of what "
                f"the sale brings. Without an answer in {days} days it may be kept or sold.", share,
            ),
            cites, confirmed, NO,
        ),
        Clause(
            equipment & pl.col("value_cents").is_null(),
            pl.lit("Federal equipment whose value is not known: have it appraised; the value decides."),
            cites, confirmed, OPEN,
        ),
    ]  # fmt: skip


def supply_clauses() -> list[Clause]:
    """2 CFR 200.314(a): used supplies are free; unused ones of an award (in new condition) count together."""
    supply, unused = pl.col("kind") == "supply", (pl.col("condition") == "new").fill_null(value=False)
    ours = supply & unused
    known = pl.when(ours).then("value_cents").sum().over("award")
    unvalued = (ours & pl.col("value_cents").is_null()).sum().over("award") > 0
    over = known > pl.col("unused_up_to")
    confirmed, cites = pl.col("unused_confirmed"), "2 CFR 200.314(a)"
    return [
        Clause(
            supply & ~unused,
            pl.lit("Bought with federal money as a supply: no duty to the agency once it has been used."),
            cites, confirmed, YES,
        ),
        Clause(
            ours & over,
            pl.format(
                "Unused supplies of this award worth more than {} together: where no other federal award needs them "
                "they may be kept or sold, and the agency is owed its share.", "unused_words",
            ),
            cites, confirmed, OPEN,
        ),
        Clause(
            ours & ~over & unvalued,
            pl.lit("Unused supplies whose value together is not known: have them valued; the value decides."),
            cites, confirmed, OPEN,
        ),
        Clause(
            ours & ~over & ~unvalued,
            pl.format("Unused supplies of this award worth {} or less together: no further duty.", "unused_words"),
            cites, confirmed, YES,
        ),
    ]  # fmt: skip


def barred_by_erate(on: date) -> pl.Expr:
    """Whether E-rate paid for it and its five years are not over."""
    return (pl.col("from_erate") & (pl.col("earliest_on") > on)).fill_null(value=False)


def erate_clauses(rules: Rules, on: date, known: date) -> list[Clause]:
    """47 CFR 54.513: nothing of value for it before five years after installation."""
    rule = rules.at(ERATE_MONTHS, on=on, known=known)
    young, day = pl.col("earliest_on") > on, pl.col("earliest_on").cast(pl.String)
    perhaps, undated = pl.col("erate_eligible") & ~pl.col("from_erate"), pl.col("in_service_on").is_null()
    confirmed, cites = pl.lit(rule.confirmed), rule.citation
    years = f"{rule.value} months from its installation"
    return [
        Clause(
            barred_by_erate(on),
            pl.format("E-rate paid for it: it may not be sold, given away or traded in before {}.", day),
            cites, confirmed, NO,
        ),
        Clause(
            perhaps & young,
            pl.format("If E-rate paid for part of it, it may not be sold before {}; look in the E-rate register.", day),
            cites, confirmed, OPEN,
        ),
        Clause(
            (pl.col("from_erate") | perhaps) & undated,
            pl.lit(f"What E-rate paid for may not be sold for {years}, and that day is not known; look in the E-rate "
                   "register."),
            cites, confirmed, OPEN,
        ),
    ]  # fmt: skip
