"""Classes that follow the pupil: bought for the grades that get a new device, carried from grade to grade.

Such a device belongs to its pupil's grade, not to a building. Each school year it moves up a grade; it comes back
when its pupil reaches the next entry grade or leaves, or earlier on a day of its own (a person's date, or the rule of
the class that it still belongs to). Entry grades buy anew; other grades top up what was lost or what growth asks for.
What is bought is shared over schools by what each asks for in that grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from techplan.book.money import share_out
from techplan.book.tables.district import GRADES
from techplan.planning.needs.due import AFTER_SCHOOL

LEAVERS: Final = GRADES[AFTER_SCHOOL]
"""The step after grade 12."""


class Lot(NamedTuple):
    """Devices in pupils' hands that come back together; without days of their own they follow the pupil."""

    due_on: date
    deploy_by: date
    fy: int
    asset_class: str
    why: str

    @classmethod
    def following(cls, asset_class: str) -> Lot:
        """Devices that come back only when their pupil enters the next grade with a new one, or leaves."""
        return cls(date.max, date.max, date.max.year, asset_class, "")

    @property
    def follows(self) -> bool:
        """Whether no day of its own brings it back."""
        return self.due_on == date.max


Lots = dict[Lot, int]


@dataclass(kw_only=True)
class GradeYear:
    """One class in one grade and year: what it had, lost, gave back and needs to buy, and for which schools.

    ``opening`` is what pupils still have after ``retired`` has come back.
    """

    grade: str
    fy: int
    opening: int
    lost: int
    retired: Lots
    received: int
    bought: int
    required: Mapping[str, int]
    schools: Mapping[str, int] = field(default_factory=dict)


def follow_pupils(
    stock: Mapping[str, Mapping[Lot, int]],
    required: Mapping[tuple[str, int], Mapping[str, int]],
    entries: Sequence[str],
    *,
    years: range,
    now_fy: int,
    new: Lot,
    attrition_micro: Mapping[int, int],
    arriving: Mapping[int, int],
) -> list[GradeYear]:
    """Project one class by grade.

    ``stock`` are devices by grade in the school year ``now_fy``; ``required`` gives for a grade and year what each
    school asks for; ``arriving`` are items on open orders by year, used up by the lowest grades first. What is bought
    is ``new``. ``attrition_micro`` is the share lost in each year in millionths; each grade's losses are rounded down.
    """
    held: dict[str, Lots] = {grade: dict(stock.get(grade, {})) for grade in GRADES[:AFTER_SCHOOL]}
    for _ in range(now_fy + 1, years.start):
        held, _returned = _moved_up(held, entries)
    found: list[GradeYear] = []
    pool = 0
    for fy in years:
        returned: dict[str, Lots] = {}
        if fy > now_fy:
            held, returned = _moved_up(held, entries)
        pool += arriving.get(fy, 0)
        of_year: list[GradeYear] = []
        for grade in GRADES[:AFTER_SCHOOL]:
            asked = required.get((grade, fy), {})
            retired = _added(returned.get(grade, {}), _come_due(held[grade], fy))
            opening = sum(held[grade].values())
            lost = opening * attrition_micro[fy] // 1_000_000
            short = max(sum(asked.values()) - (opening - lost), 0)
            received = min(pool, short)
            pool -= received
            _lose(held[grade], lost)
            held[grade] = _added(held[grade], {new: short})
            row = GradeYear(
                grade=grade, fy=fy, opening=opening, lost=lost, retired=retired, received=received,
                bought=short - received, required=asked, schools=_shared(short - received, asked),
            )  # fmt: skip
            if row.opening or row.retired or asked:
                of_year.append(row)
        found += _with_leavers(of_year, fy, returned.get(LEAVERS, {}))
    return found


def _moved_up(held: Mapping[str, Lots], entries: Sequence[str]) -> tuple[dict[str, Lots], dict[str, Lots]]:
    """A school year later: devices by their pupils' new grade, and those given back by the grade entered."""
    after: dict[str, Lots] = {grade: {} for grade in held}
    returned: dict[str, Lots] = {}
    for grade, lots in held.items():
        following = GRADES[GRADES.index(grade) + 1]
        if following in entries or following == LEAVERS:
            returned[following] = lots
        else:
            after[following] = lots
    return after, returned


def _come_due(lots: Lots, fy: int) -> Lots:
    """Takes out and gives what is to be replaced by that year on a day of its own."""
    return {lot: lots.pop(lot) for lot in sorted(lots) if lot.fy <= fy}


def _lose(lots: Lots, lost: int) -> None:
    """Takes losses from what follows the pupil first, so that what has a day of its own is still replaced on it."""
    for lot in sorted(lots, reverse=True):
        part = min(lost, lots[lot])
        lots[lot] -= part
        lost -= part


def _added(first: Mapping[Lot, int], second: Mapping[Lot, int]) -> Lots:
    return {lot: items for lot in sorted({*first, *second}) if (items := first.get(lot, 0) + second.get(lot, 0))}


def _with_leavers(rows: list[GradeYear], fy: int, leavers: Lots) -> list[GradeYear]:
    """A year's rows, where what came back and is not bought again in its own grade is replaced where others enter."""
    spare = leavers
    for row in rows:
        keep, rest = _last(row.retired, row.bought)
        row.retired, spare = keep, _added(spare, rest)
    for row in rows:
        room = row.bought - sum(row.retired.values()) - row.lost
        taken, spare = _last(spare, max(room, 0))
        row.retired = _added(row.retired, taken)
    if not spare:
        return rows
    gone = GradeYear(
        grade=LEAVERS, fy=fy, opening=0, lost=0, retired=spare, received=0, bought=0, required={},
    )  # fmt: skip
    return [*rows, gone]


def _last(lots: Mapping[Lot, int], wanted: int) -> tuple[Lots, Lots]:
    """The last ``wanted`` items by due date, and the rest."""
    chosen: Lots = {}
    rest: Lots = {}
    for lot in sorted(lots, reverse=True):
        chosen[lot] = min(wanted, lots[lot])
        rest[lot] = lots[lot] - chosen[lot]
        wanted -= chosen[lot]
    return _added(chosen, {}), _added(rest, {})


def _shared(items: int, asked: Mapping[str, int]) -> dict[str, int]:
    schools = sorted(asked)
    if not items:
        return {}
    return dict(zip(schools, share_out(items, [asked[school] for school in schools], schools), strict=True))


def by_grade(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], dict[str, int]]:
    """Required items as ``follow_pupils`` takes them, from rows of school, grade, fy and required."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for row in rows:
        found.setdefault((row["grade"], row["fy"]), {})[row["school"]] = row["required"]
    return found
