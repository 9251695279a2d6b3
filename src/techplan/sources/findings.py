"""What a source notices while it reads: Problems with their place, and assumptions in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from techplan.book.problem import Problem, Severity


@dataclass(slots=True)
class Findings:
    """A list that the steps of one import write to.

    ``file`` is the file being read; ``titles`` are what it calls our columns, which is how people find a cell.
    """

    file: str
    titles: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def note(
        self,
        severity: Severity,
        rule: str,
        what: str,
        remedy: str,
        *,
        line: int | None = None,
        table: str | None = "assets",
        column: str | None = None,
        value: str | None = None,
        key: str | None = None,
    ) -> None:
        """One Problem of this file."""
        self.problems.append(
            Problem(
                severity=severity,
                file=self.file,
                line=line,
                table=table,
                key=key,
                column=column if line is None or column is None else self.title(column),
                value=value,
                rule=rule,
                what=what,
                remedy=remedy,
            )
        )

    def title(self, column: str) -> str:
        """What the file calls one of our columns."""
        return self.titles.get(column, column)

    def assume(self, sentence: str) -> None:
        """Something taken for granted, once."""
        if sentence not in self.assumed:
            self.assumed.append(sentence)


def counted(number: int, thing: str) -> str:
    """``1 row``, ``1,234 rows``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def listed(counts: Mapping[str, int], most: int = 8) -> str:
    """``laptop (12), chromebook (3)``: the most frequent first, the rest counted."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{word} ({number:,})" for word, number in ordered[:most])
    return shown + (f" and {len(ordered) - most:,} more" if len(ordered) > most else "")
