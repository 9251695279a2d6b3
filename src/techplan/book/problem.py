"""Problems are values: what is wrong, where, how bad, and how to put it right.

Reading, linking and importing never raise for a fault in a district's data; they return Problems, all of them at
once. Only the faces decide what stops. The exceptions are few::

    TechplanError              anything Techplan says about the input or itself
     ├─ BookError              a Book cannot be used; carries every Problem found
     ├─ SourceError            a foreign file cannot be read at all (empty, binary, not what it says)
     ├─ RuleError              a rule file is not well formed, or a rule is asked for that nobody wrote
     └─ PlanError              a Book is readable but no plan follows from it
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""``error`` stops what was asked; ``warning`` changes a figure or loses a detail; ``note`` is only for knowing."""

_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault, with its place and its remedy.

    ``line`` counts from 1 in the file as a person's editor shows it; ``key`` is the row's own key in words.
    """

    severity: Severity
    what: str
    remedy: str
    rule: str
    file: str | None = None
    line: int | None = None
    table: str | None = None
    key: str | None = None
    column: str | None = None
    value: str | None = None

    def place(self) -> str:
        """Where, in words: ``assets.csv, line 12, column cost``."""
        parts = [self.file or self.table]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.key is not None:
            parts.append(f"row {self.key}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        place = self.place()
        shown = f" (found {self.value!r})" if self.value is not None else ""
        return f"{place + ': ' if place else ''}{self.what}{shown} {self.remedy}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them stops the work."""
    return any(problem.severity == "error" for problem in problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Worst first, then by place, so that the same faults always print the same way."""
    return sorted(
        problems,
        key=lambda p: (
            _ORDER[p.severity],
            p.file or "",
            p.table or "",
            p.line or 0,
            p.column or "",
            p.key or "",
            p.what,
        ),
    )


class TechplanError(Exception):
    """The base of all that Techplan raises on purpose; its text is for people."""


class ProblemsError(TechplanError):
    """An error that is the sum of Problems."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems: tuple[Problem, ...] = tuple(in_order(problems))


class BookError(ProblemsError):
    """A Book cannot be used as it stands."""


class SourceError(ProblemsError):
    """A foreign file cannot be read at all."""


class RuleError(ProblemsError):
    """A rule file is not well formed, or no such rule is known."""


class PlanError(ProblemsError):
    """No plan follows from this Book."""
