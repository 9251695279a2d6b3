"""What quantities follow: students, staff, rooms and schools in every fiscal year of the plan.

A Book states some years only. A school's last entered year holds for the years after it, and the table's first
entered year for the years before it; each such extension is listed. Schools count while they are open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import label
from techplan.planning.assumptions import Assumption
from techplan.planning.settings import Settings

YEARS_BEYOND: Final = 3
"""Years after the plan's last that are counted too: what is ordered in the plan may come into use after it."""


@dataclass(frozen=True, slots=True)
class DriverCounts:
    """Counts for every fiscal year from the plan's first to ``YEARS_BEYOND`` years after its last, sorted by key.

    - ``students``: school, grade, fy, students
    - ``staff``: school, role, fy, persons (heads where entered, else full-time equivalents rounded up)
    - ``rooms``: school, type, fy, rooms (type is null where the Book does not say it)
    - ``schools``: school, fy, instructional (false only where the Book says so): one row for each year of being open

    Rows with a count of zero are left out. ``fy``, ``students``, ``persons`` and ``rooms`` are Int64.
    """

    students: pl.DataFrame
    staff: pl.DataFrame
    rooms: pl.DataFrame
    schools: pl.DataFrame
    assumptions: tuple[Assumption, ...]


def driver_counts(book: Book, settings: Settings) -> DriverCounts:
    """The counts that standards and agreements follow, with every extension beyond the entered years."""
    years = range(settings.first_fy, settings.last_fy + YEARS_BEYOND + 1)
    is_open = _open_years(book, years)
    students, held = _held(
        book.enrollment.select("school", "grade", "fy", "students"), "enrollment", "students", years, is_open
    )
    persons = book.staff.select(
        "school", "role", "fy", pl.coalesce("heads", pl.col("fte").ceil().cast(pl.Int64)).alias("persons")
    )
    staff, held_staff = _held(persons, "staff", "persons", years, is_open)
    rooms, untyped = _rooms(book, years, is_open)
    schools = book.schools.select(
        pl.col("code").alias("school"), pl.col("instructional").fill_null(value=True).alias("instructional")
    )
    return DriverCounts(
        students=students,
        staff=staff,
        rooms=rooms,
        schools=schools.join(is_open, on="school").select("school", "fy", "instructional").sort("school", "fy"),
        assumptions=(*held, *held_staff, *_rounded(book), *untyped),
    )


def year_spans(years: Iterable[int]) -> str:
    """``FY2028–FY2031, FY2034``: years in words, runs joined."""
    runs: list[list[int]] = []
    for fy in sorted(set(years)):
        if runs and fy == runs[-1][-1] + 1:
            runs[-1].append(fy)
        else:
            runs.append([fy])
    return ", ".join(label(run[0]) if len(run) == 1 else f"{label(run[0])}–{label(run[-1])}" for run in runs)


def _open_years(book: Book, years: range) -> pl.DataFrame:
    """school, fy: the years in which each school is open; one that only other tables name is open always."""
    named = pl.concat([table.select("school") for table in (book.enrollment, book.staff, book.rooms)]).unique()
    grid = pl.concat(
        [
            book.schools.select(pl.col("code").alias("school"), "opens_fy", "closes_fy"),
            named.join(book.schools, left_on="school", right_on="code", how="anti"),
        ],
        how="diagonal",
    ).join(_in_years(years), how="cross")
    begun = pl.col("opens_fy").fill_null(years[0]) <= pl.col("fy")
    not_closed = pl.col("fy") <= pl.col("closes_fy").fill_null(years[-1])
    return grid.filter(begun & not_closed).select("school", "fy")


def _in_years(years: range) -> pl.DataFrame:
    """fy: one row for each year."""
    return pl.DataFrame({"fy": list(years)}, schema={"fy": pl.Int64})


def _held(
    entered: pl.DataFrame, table: str, count: str, years: range, is_open: pl.DataFrame
) -> tuple[pl.DataFrame, list[Assumption]]:
    """The entered numbers in every year, and what was extended."""
    used = _years_used(entered, years)
    frame = (
        used.join(is_open, on=["school", "fy"], how="semi")
        .join(entered, left_on=["school", "used_fy"], right_on=["school", "fy"])
        .filter(pl.col(count) > 0)
        .drop("used_fy")
        .select("school", entered.columns[1], "fy", count)
        .sort("school", entered.columns[1], "fy")
    )
    extended = used.filter(pl.col("fy") != pl.col("used_fy")).join(is_open, on=["school", "fy"], how="semi")
    return frame, [*_extension(extended, table), *_late_starts(entered, table, years, is_open)]


def _years_used(entered: pl.DataFrame, years: range) -> pl.DataFrame:
    """school, fy, used_fy: which entered year stands for which year of the plan.

    A school that is first entered in a later year than the table counts from then on: it is a new school.
    """
    earliest = entered["fy"].min()
    rows: list[tuple[str, int, int]] = []
    for school, of_school in (
        entered.select("school", "fy").unique().sort("school", "fy").group_by("school", maintain_order=True)
    ):
        stated = of_school["fy"].to_list()
        for fy in years:
            before = [year for year in stated if year <= fy]
            if before:
                rows.append((str(school[0]), fy, before[-1]))
            elif stated[0] == earliest:
                rows.append((str(school[0]), fy, stated[0]))
    return pl.DataFrame(rows, schema={"school": pl.String, "fy": pl.Int64, "used_fy": pl.Int64}, orient="row")


def _extension(extended: pl.DataFrame, table: str) -> list[Assumption]:
    """One assumption for the table: which years stand on which, and for which schools where they differ."""
    if extended.is_empty():
        return []
    spans: dict[tuple[int, str], list[str]] = {}
    for key, rows in extended.sort("school", "used_fy", "fy").group_by("school", "used_fy", maintain_order=True):
        spans.setdefault((int(key[1]), year_spans(rows["fy"].to_list())), []).append(str(key[0]))
    of_one_kind = len({used for used, _ in spans}) == len(spans)
    parts = [
        f"{span} as {label(used)}" + ("" if of_one_kind else f" (schools {', '.join(schools)})")
        for (used, span), schools in sorted(spans.items())
    ]
    return [
        Assumption(
            assumption="numbers held in years not entered",
            about=table,
            value="; ".join(parts),
            why="The Book states no numbers for these years; enter projections to replace them.",
        )
    ]


def _late_starts(entered: pl.DataFrame, table: str, years: range, is_open: pl.DataFrame) -> list[Assumption]:
    """Schools that are open before their first entered year, while other schools are entered: they count from then."""
    first = entered.group_by("school").agg(pl.col("fy").min().alias("from_fy"))
    late = (
        first.filter((pl.col("from_fy") > pl.col("from_fy").min()) & (pl.col("from_fy") > years[0]))
        .join(is_open.group_by("school").agg(pl.col("fy").min().alias("open_fy")), on="school")
        .filter(pl.col("open_fy") < pl.col("from_fy"))
        .sort("school")
    )
    if late.is_empty():
        return []
    return [
        Assumption(
            assumption="nothing counted before a school's first entered year",
            about=table,
            value="; ".join(f"{school} from {label(fy)}" for school, fy, _ in late.iter_rows()),
            why="Other schools are entered for earlier years, so this one is taken to begin then.",
        )
    ]


def _rounded(book: Book) -> list[Assumption]:
    """Persons counted from full-time equivalents."""
    rows = book.staff.filter(pl.col("heads").is_null() & (pl.col("fte") > 0)).height
    if not rows:
        return []
    return [
        Assumption(
            assumption="persons counted from full-time equivalents",
            about="staff",
            value="rounded up for each school and role",
            why="The number of persons is not entered; a part-time person needs a whole device.",
            rows=rows,
        )
    ]


def _rooms(book: Book, years: range, is_open: pl.DataFrame) -> tuple[pl.DataFrame, list[Assumption]]:
    """school, type, fy, rooms, for rooms in use at open schools."""
    grid = book.rooms.join(_in_years(years), how="cross")
    in_use = grid.filter(
        (pl.col("from_fy").fill_null(years[0]) <= pl.col("fy")) & (pl.col("fy") <= pl.col("to_fy").fill_null(years[-1]))
    )
    counted = (
        in_use.join(is_open, on=["school", "fy"], how="semi")
        .group_by("school", "type", "fy")
        .agg(pl.len().cast(pl.Int64).alias("rooms"))
        .sort("school", "type", "fy")
    )
    untyped = book.rooms["type"].null_count()
    if not untyped:
        return counted, []
    note = Assumption(
        assumption="rooms without a type",
        about="rooms",
        value="counted only where every room counts",
        why="The Book does not say what these rooms are used for.",
        rows=untyped,
    )
    return counted, [note]
