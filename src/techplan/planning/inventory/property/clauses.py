"""What a rule says of some of the things to dispose of, and how the sayings of several add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

ASK: Final = "Ask your treasurer."
YES: Final = pl.lit(value=True)
NO: Final = pl.lit(value=False)
OPEN: Final = pl.lit(None, pl.Boolean)


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule's say on some of the things: ``when`` it speaks, what it says, by which citation.

    ``confirmed`` is whether somebody read the rule at its source. ``allows`` is null where only the treasurer or the
    agency can say. A rule that nobody confirmed allows and forbids nothing: it says what it would decide.
    """

    when: pl.Expr
    says: pl.Expr
    cites: str
    confirmed: pl.Expr
    allows: pl.Expr
    asks: bool = False
    """Whether its own words send the reader to the treasurer."""

    def spoken(self) -> pl.Expr:
        """What it says, or would say."""
        would = self.says if self.asks else pl.concat_str([pl.lit(f"{ASK} Techplan would say: "), self.says])
        return pl.when(self.speaks()).then(pl.when(self.confirmed).then(self.says).otherwise(would))

    def decided(self) -> pl.Expr:
        """True where it allows or does not speak, false where it forbids, null where it leaves it open."""
        return pl.when(~self.speaks()).then(YES).when(self.confirmed).then(self.allows)

    def speaks(self) -> pl.Expr:
        """Whether it speaks of a thing; where that is not known, it does not."""
        return self.when.fill_null(value=False)


def combined(clauses: Sequence[Clause]) -> dict[str, pl.Expr]:
    """``how``, ``why``, ``may_dispose`` and ``confirmed`` of the clauses together.

    Forbidden where any forbids, else open where any leaves it open, else allowed.
    """
    decided = [clause.decided() for clause in clauses]
    forbidden = pl.any_horizontal(NO, *(~said.fill_null(value=True) for said in decided))
    left_open = pl.any_horizontal(NO, *(said.is_null() for said in decided))
    cited = [pl.when(clause.speaks()).then(pl.lit(clause.cites)) for clause in clauses]
    return {
        "how": pl.concat_str([clause.spoken() for clause in clauses], separator=" ", ignore_nulls=True),
        "why": pl.concat_str(cited, separator="; ", ignore_nulls=True),
        "may_dispose": pl.when(forbidden).then(NO).when(~left_open).then(YES),
        "confirmed": pl.all_horizontal(YES, *(~clause.speaks() | clause.confirmed for clause in clauses)),
    }
