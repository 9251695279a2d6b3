"""What reading one cell yields: a value, or nothing, or a fault with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value, or None where the cell says that nothing is known.

    ``fault`` says why a cell cannot be read, and then ``remedy`` how to put it right. ``note`` says on what rule a
    cell was read, or read as blank; ``warns`` that the value may be wrong.
    """

    value: T | None = None
    fault: str | None = None
    remedy: str | None = None
    note: str | None = None
    warns: bool = False


NOTHING: Final = frozenset({"n/a", "#n/a", "null", "--", "---", "–", "—", "†", "‡"})
"""What means "not known" in any column, in lower case. Others (``-1``, ``-9``, ``M``) only where a mapping says so."""

NO_VALUE: Final = NOTHING | {
    "na", "n.a.", "nan", "none", "nil", "-", "?", "tbd", "tba", "unknown", "not known", "not available",
    "not applicable", "not reported", "not specified", "unassigned", "(blank)", "blank", "never", "pending", "<null>",
    "[null]",
}  # fmt: skip
"""What means "not known" in a column of figures, days or yes and no, in lower case; in a text column they are words."""


def nothing(text: str) -> Parsed[T]:
    """A cell that says in words that nothing is known."""
    return Parsed(note=f"'{text}' was read as blank")


def spreadsheet_error(text: str) -> Parsed[T] | None:
    """The fault of a cell that shows a spreadsheet's own trouble (``#REF!``, ``#####``); None where it does not."""
    if not text.startswith("#"):
        return None
    if len(text) > 1 and not text.strip("#"):
        return Parsed(
            fault="The spreadsheet column was too narrow to show the value.",
            remedy="Widen the column in the spreadsheet and export again.",
        )
    if text in SPREADSHEET_ERRORS:
        return Parsed(fault="A formula of the spreadsheet has failed.", remedy="Mend the formula and export again.")
    return None


SPREADSHEET_ERRORS: Final = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#ERROR!", "#GETTING_DATA"}
)
"""What a spreadsheet shows where a formula has failed; not ``#N/A``, which people use for "not known"."""
