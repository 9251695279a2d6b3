"""The account in full, in the form that the state prescribes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from techplan.planning.budget.law import Law, said

PLAIN: Final = (("fund", 0), ("function", 0), ("object", 0), ("operational unit", 0))


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The dimensions of an account in order, each with its width in digits (0: as it is)."""

    dimensions: tuple[tuple[str, int], ...]
    transaction: str | None
    confirmed: bool
    why: str

    def code(self, known: Mapping[str, str | None]) -> tuple[str, str | None]:
        """The account, and which of its parts are zeros because nobody says them; None where none is.

        ``known`` has a text or None by dimension; a part that does not fit its width counts as not said.
        """
        parts, missing = [], []
        for name, width in self.dimensions:
            value = self.transaction if name == "transaction" else known.get(name)
            if value is None or (width and len(value) > width):
                missing.append(name)
                parts.append("0" * (width or 1))
            else:
                parts.append(value.zfill(width))
        return "-".join(parts), ", ".join(missing) or None


def account_form(law: Law) -> AccountForm:
    """The state's form (``<state>.account.form``), else fund, function, object and school, joined by dashes."""
    form = law.find("account.form")
    if form is None:
        return AccountForm(PLAIN, None, confirmed=True, why="The state's form is not among the rules.")
    dimensions = tuple(_dimension(part) for part in str(form.value).split("-"))
    kind = law.find("account.expenditure")
    confirmed = form.confirmed and (kind is None or kind.confirmed)
    return AccountForm(dimensions, None if kind is None else str(kind.value), confirmed, said(form))


def _dimension(part: str) -> tuple[str, int]:
    """``special cost center 4`` as its name and width."""
    name, _, width = part.strip().rpartition(" ")
    return name, int(width)
