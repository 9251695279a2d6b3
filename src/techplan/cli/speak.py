"""How a command answers: plain words on standard output, faults on standard error, or one JSON document."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import groupby
from typing import Any, Final

from techplan.book.problem import Problem, in_order

SHOWN: Final = 20
"""Places shown before the rest are only counted."""

_TITLES: Final = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "note": ("note", "notes")}


@dataclass
class Voice:
    """The answer of one command, given as words or as JSON, never as both."""

    command: str
    as_json: bool
    problems: list[Problem] = field(default_factory=list)

    def say(self, *lines: str) -> None:
        """Words for standard output; silent with ``--json``."""
        if not self.as_json:
            for line in lines:
                print(line)

    def report(self, problems: Sequence[Problem]) -> None:
        """Problems, kept for the JSON document and shown on standard error at once."""
        self.problems += problems
        if not self.as_json:
            for line in problem_lines(problems):
                print(line, file=sys.stderr)

    def finish(self, status: str = "done", message: str | None = None, **document: Any) -> None:
        """The JSON document with ``command``, ``status``, ``message``, the command's own parts and every problem."""
        if self.as_json:
            whole = {"command": self.command, "status": status, "message": message, **document}
            whole["problems"] = [asdict(problem) for problem in in_order(self.problems)]
            print(json.dumps(whole, ensure_ascii=False, indent=2, default=str))
        elif message is not None:
            print(message, file=sys.stdout if status == "done" else sys.stderr)


def problem_lines(problems: Sequence[Problem], shown: int = SHOWN) -> list[str]:
    """Problems in words, worst first and kind by kind, at most ``shown`` of them, with how many more there are.

    What is shown is shared out evenly over the kinds (equal rule and file), so that many faults of one kind do not hide
    another. Faults that differ only in their place are said once.
    """
    lines: list[str] = []
    left = shown
    for severity, several in groupby(in_order(problems), key=lambda problem: problem.severity):
        kinds: dict[tuple[str | None, str], list[Problem]] = {}
        for problem in several:
            kinds.setdefault((problem.file or problem.table, problem.rule), []).append(problem)
        total = sum(len(kind) for kind in kinds.values())
        lines.append(f"{_count(total, *_TITLES[severity])}{':' if left else ''}")
        for kind, share in zip(kinds.values(), _shares([len(kind) for kind in kinds.values()], left), strict=True):
            lines += _grouped(kind[:share])
            if 0 < share < len(kind):
                lines.append(f"  … and {len(kind) - share:,} more of this kind.")
            left -= share
    if len(problems) > shown:
        lines.append("See them all with --problems FILE or with --json.")
    return lines


def _shares(sizes: Sequence[int], total: int) -> list[int]:
    """So much of ``total`` for each that none has more than its size, and none lacks what another has in plenty."""
    shares = [0] * len(sizes)
    while total > 0 and shares != list(sizes):
        for at, size in enumerate(sizes):
            if shares[at] < size and total > 0:
                shares[at] += 1
                total -= 1
    return shares


def _grouped(problems: Sequence[Problem]) -> list[str]:
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.what, problem.remedy), []).append(problem)
    lines = []
    for (what, remedy), group in groups.items():
        if len(group) == 1:
            lines.append(f"  {group[0]}")
        else:
            lines.append(f"  {what} {remedy}")
            lines += [f"    {_place(problem)}" for problem in group]
    return lines


def _place(problem: Problem) -> str:
    return problem.place() + (f" (found {problem.value!r})" if problem.value is not None else "")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 row``, ``2,000 rows``."""
    return _count(number, one, many or one + "s")


def problems_csv(problems: Sequence[Problem]) -> bytes:
    """Every problem as a CSV file that a spreadsheet opens: severity, place, value, what, remedy, rule."""
    order = ["severity", "file", "line", "table", "key", "column", "value", "what", "remedy", "rule"]
    known = {one.name for one in fields(Problem)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name in order if name in known])
    for problem in in_order(problems):
        given = asdict(problem)
        writer.writerow(["" if given[name] is None else given[name] for name in order if name in known])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def table_lines(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows of words as aligned columns; those numbered in ``right`` are set flush right."""
    if not rows:
        return []
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def as_typed(path: object) -> str:
    """A path as it is typed in a command: in quotation marks where it holds a space."""
    return f'"{path}"' if " " in str(path) else str(path)


def as_words(counts: Mapping[str, int]) -> str:
    """``12 added, 3 changed``: the counts that are not zero, or ``nothing``."""
    return ", ".join(f"{number:,} {word}" for word, number in counts.items() if number) or "nothing"
