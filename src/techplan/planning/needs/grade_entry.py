"""Classes that follow the pupil: bought for the grades that get a new device, carried from grade to grade.

Such a device belongs to its pupil's grade, not to a building. Each school year it moves up a grade; it comes back
when its pupil reaches the next entry grade or leaves. Entry grades buy anew; other grades top up what was lost or what
growth asks for. What is bought is shared over schools by what each asks for in that grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from techplan.book.money import share_out
from techplan.book.tables.district import GRADES
from techplan.planning.needs.due import AFTER_SCHOOL


@dataclass(kw_only=True)
class GradeYear:
    """One class in one grade and year: what it had, lost, gave back and needs to buy, and for which schools."""

    grade: str
    fy: int
    opening: int
    lost: int
    retired: int
    received: int
    bought: int
    required: Mapping[str, int]
    schools: Mapping[str, int] = field(default_factory=dict)


def follow_pupils(
    stock: Mapping[str, int],
    required: Mapping[tuple[str, int], Mapping[str, int]],
    entries: Sequence[str],
    *,
    years: range,
    now_fy: int,
    attrition_micro: int,
    arriving: Mapping[int, int],
) -> list[GradeYear]:
    """Project one class by grade.

    ``stock`` are devices by grade in the school year ``now_fy``; ``required`` gives for a grade and year what each
    school asks for; ``arriving`` are items on open orders by year, used up by the lowest grades first.
    ``attrition_micro`` is the share lost in a year in millionths; each grade's losses are rounded down.
    """
    held = {grade: stock.get(grade, 0) for grade in GRADES[: AFTER_SCHOOL + 1]}
    grades = [grade for grade in GRADES[:AFTER_SCHOOL] if grade in held]
    for _ in range(now_fy, years.start):
        held, _returned = _moved_up(held, entries)
    found: list[GradeYear] = []
    pool = 0
    for fy in years:
        returned: dict[str, int] = {}
        if fy > now_fy:
            held, returned = _moved_up(held, entries)
        pool += arriving.get(fy, 0)
        for grade in grades:
            asked = required.get((grade, fy), {})
            opening = held[grade]
            lost = opening * attrition_micro // 1_000_000
            short = max(sum(asked.values()) - (opening - lost), 0)
            received = min(pool, short)
            pool -= received
            bought = short - received
            held[grade] = opening - lost + short
            row = GradeYear(
                grade=grade, fy=fy, opening=opening, lost=lost, retired=returned.get(grade, 0), received=received,
                bought=bought, required=asked, schools=_shared(bought, asked),
            )  # fmt: skip
            if row.opening or row.retired or asked:
                found.append(row)
    return found


def _moved_up(held: Mapping[str, int], entries: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """A school year later: devices by their pupils' new grade, and those given back by the grade entered."""
    after = dict.fromkeys(held, 0)
    returned: dict[str, int] = {}
    for grade, items in held.items():
        following = GRADES[min(GRADES.index(grade) + 1, AFTER_SCHOOL)]
        if following in entries or following == GRADES[AFTER_SCHOOL]:
            returned[following] = returned.get(following, 0) + items
        else:
            after[following] += items
    return after, returned


def _shared(items: int, asked: Mapping[str, int]) -> dict[str, int]:
    schools = sorted(asked)
    if not items:
        return {}
    return dict(zip(schools, share_out(items, [asked[school] for school in schools], schools), strict=True))


def by_grade(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], dict[str, int]]:
    """Required items as ``follow_pupils`` takes them, from rows of school, grade, fy and required."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for row in rows:
        found.setdefault((row["grade"], row["fy"]), {})[row["school"]] = row["required"]
    return found
