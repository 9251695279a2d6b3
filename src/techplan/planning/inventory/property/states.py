"""What a state asks before a district sells its property. Techplan holds Ohio's rules so far."""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.money import dollars
from techplan.planning.inventory.property.clauses import ASK, NO, OPEN, YES, Clause
from techplan.rules.load import Rules


def state_clauses(state: str | None, rules: Rules, frame: pl.DataFrame, on: date, known: date) -> list[Clause]:
    """The clauses of the district's state. ``frame`` has ``value_cents`` and ``to_sell``, what may be sold by now."""
    if (state or "").upper() == "OH":
        return _ohio(rules, frame, on, known)
    says = f"{ASK} Techplan holds no rule of your state on selling school property."
    return [Clause(~pl.col("leased"), pl.lit(says), "no state rule", NO, OPEN, asks=True)]


def _ohio(rules: Rules, frame: pl.DataFrame, on: date, known: date) -> list[Clause]:
    over = rules.at("oh.disposal.auction_over", on=on, known=known)
    notice = rules.at("oh.disposal.notice_days", on=on, known=known)
    stay = rules.at("oh.disposal.improvement_proceeds_stay", on=on, known=known)
    says, settled = _auction(over.cents, int(str(notice.value)), frame.filter("to_sell")["value_cents"])
    return [
        Clause(
            pl.col("to_sell"), pl.lit(says), over.citation,
            pl.lit(over.confirmed and notice.confirmed), YES if settled else OPEN,
        ),
        Clause(
            pl.col("to_sell"), pl.lit("What the sale brings goes back to the fund that bought."),
            stay.citation, pl.lit(stay.confirmed), YES,
        ),
    ]  # fmt: skip


def _auction(level: int, days: int, values: pl.Series) -> tuple[str, bool]:
    """What Ohio asks of all that may be sold now, and whether that is settled.

    The law speaks of the property that the board decides to dispose of, and its value counts together (1986 OAG 062).
    So all that is on the list is taken together, whatever its lot: selling it in parts does not bring it below.
    """
    known, unknown = int(values.sum()), int(values.is_null().sum())
    many = "1 thing" if values.len() == 1 else f"{values.len():,} things"
    together = f"What may be sold of this list, {many}, is worth {dollars(known)} together"
    auction = f"by public auction on {days} days' notice, unless another public body buys"
    if known > level:
        return f"{together}, more than {dollars(level)}: it goes {auction}.", True
    if unknown:
        return (
            f"{together}, but the value of {unknown:,} is not known; above {dollars(level)} it goes {auction}. The "
            "board finds the value, or has it appraised."
        ), False
    return f"{together}, not more than {dollars(level)}: no auction is asked for.", True
