"""Readiness as sections of a report: parts, what is not ready, devices by year, content, gates, what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.book.money import dollars
from techplan.book.tables.ready import READINESS_PARTS
from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Grid
from techplan.documents.readiness.words import closed, figure, found, lacking, places, sources, target
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import first_upper, percent
from techplan.planning.readiness import Readiness, readiness_of
from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

MOST: Final = 25
"""Rows of a list that is cut; the tables hold the rest."""
LATER: Final = "year end"
AT_HOME: Final = ("Internet at home", "device at home")
"""Measures that the table has by grade too; on paper a school is enough."""


def readiness_sections(plan: Plan, ready: Readiness | None = None) -> tuple[Section, ...]:
    """Whether the ground is ready; parts without rows are left out. ``ready`` spares making the tables again."""
    tables = ready or readiness_of(plan)
    names = names_of(plan.book)
    judged = tables.result("readiness")
    today = judged.filter(pl.col("about") != LATER)
    made = [
        Section(
            heading="Is the ground ready?",
            lead="Network, access at home, devices, content, rules of use and security, each against a dated target. "
            "What is not measured is not known: it counts neither as good nor as bad.",
            grids=(_parts(today),),
            turned=True,
            new_page=True,
        ),
        *(_part(part, today, names) for part in READINESS_PARTS),
        Section(heading="Devices year by year", grids=(_years(tables),), turned=True),
        Section(heading="Digital content in use", grids=(_content(tables),), turned=True),
        Section(
            heading="What depends on it",
            lead="Initiatives and programs that stand on a part which is not ready in the year that pays them.",
            grids=(_gates(tables, names, _taught(today)),),
            turned=True,
        ),
        Section(heading="What is not known", grids=(_unknown(today, names),), turned=True),
    ]
    return tuple(section for section in made if any(one.rows for one in section.grids))


def _parts(today: pl.DataFrame) -> Grid:
    """Counts of standings by part."""
    rows = []
    for part in READINESS_PARTS:
        of_part = today.filter(pl.col("part") == part)
        counts = {standing: of_part.filter(pl.col("standing") == standing).height for standing in (
            "ready", "not ready", "unknown"
        )}  # fmt: skip
        short = sorted(set(of_part.filter(pl.col("standing") == "not ready")["measure"].to_list()))
        if of_part.height:
            rows.append({"what": first_upper(part), **counts, "short": ", ".join(short) or "nothing that is known"})
    columns = (
        Column("Part", "what", share=4), Column("Ready", "ready", "count"), Column("Not ready", "not ready", "count"),
        Column("Not known", "unknown", "count"), Column("Where it falls short", "short", share=8),
    )  # fmt: skip
    return grid(
        "readiness-parts", "Part by part", columns, rows, source="readiness", empty="Nothing is entered yet.",
        note="Each figure counts measures at their places: a school, a grade, a product, a policy, a question.",
    )  # fmt: skip


def _part(part: str, today: pl.DataFrame, names: Names) -> Section:
    """What of one part is not ready today, the district first."""
    by_grade = pl.col("measure").is_in(AT_HOME) & (pl.col("about") != "-")
    short = today.filter((pl.col("part") == part) & (pl.col("standing") == "not ready") & ~by_grade)
    first = pl.when(pl.col("school") == DISTRICT_WIDE).then(0).otherwise(1)
    told = list(short.sort("measure", first, "school", "about").iter_rows(named=True))
    rows = [
        {"measure": first_upper(row["measure"]), "where": names.school(row["school"]), "found": found(row),
         "target": target(row), "lacks": lacking(row), "closes": closed(row)}
        for row in told[:MOST]
    ]  # fmt: skip
    columns = (
        Column("Measure", "measure", share=3), Column("Where", "where", share=3), Column("Found", "found", share=9),
        Column("Target", "target", share=3), Column("Lacks", "lacks", share=3), Column("Closed", "closes", share=3),
    )  # fmt: skip
    more = f"The table readiness lists {len(told) - MOST} more. " if len(told) > MOST else ""
    return Section(
        heading=first_upper(part),
        grids=(
            grid(f"short-{part.replace(' ', '-')}", "Not ready", columns, rows, source="readiness",
                 note=more + sources(told), empty="Nothing that is known falls short."),
        ),
        turned=True,
    )  # fmt: skip


def _years(tables: Readiness) -> Grid:
    """The district's devices, now and at the end of every year."""
    frame = tables.result("readiness_devices").filter(pl.col("school") == DISTRICT_WIDE).sort("fy", "at")
    order = pl.when(pl.col("at") == LATER).then(1).otherwise(0)
    rows = [
        {**row, "when": f"FY{row['fy']}, {row['at']}", "pupils": _ratio(row["students_per_device"]),
         "staff": _ratio(row["educators_per_device"]),
         "share": "not known" if row["beyond_share"] is None else percent(row["beyond_share"])}
        for row in frame.sort("fy", order).iter_rows(named=True)
        if row["in_service"] or row["students"]
    ]  # fmt: skip
    columns = (
        Column("When", "when", share=3), Column("Students", "students", "count"),
        Column("Pupils’ devices", "student_devices", "count"), Column("Students a device", "pupils", share=2),
        Column("Educators", "educators", "count"), Column("Their devices", "educator_devices", "count"),
        Column("Educators a device", "staff", share=2), Column("Past support", "beyond_support", "count"),
        Column("Share", "share", share=2), Column("Support not known", "support_unknown", "count"),
    )  # fmt: skip
    return grid(
        "readiness-devices", "Serviceable devices", columns, rows, source="readiness_devices",
        note=frame["why"][0] if rows else "", empty="No device is entered.",
    )  # fmt: skip


def _ratio(value: Any) -> str:
    return "not known" if value is None else figure(value)


def _content(tables: Readiness) -> Grid:
    used = tables.result("readiness_content").filter(pl.col("active_users").is_not_null())
    frame = used.sort("user_cents", "agreement", descending=[True, False], nulls_last=True)
    rows = [
        {**row, "each": "not known" if row["user_cents"] is None else dollars(row["user_cents"]),
         "privacy": _yes(row["privacy_agreement"]), "access": _yes(row["accessibility_statement"]),
         "ends": _ends(row)}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Product", "title", share=6), Column("Program", "program", share=3), Column("Seats", "seats", "count"),
        Column("Active users", "active_users", "count"), Column("Cost a user", "each", share=2),
        Column("Privacy", "privacy", share=2), Column("Accessible", "access", share=2), Column("Ends", "ends", share=4),
    )  # fmt: skip
    return grid(
        "readiness-content", "Products by cost of an active user", columns, rows[:MOST], source="readiness_content",
        note="Cost of the agreement's first year in the plan; users of one month.",
        empty="No use of digital content is entered.",
    )  # fmt: skip


def _yes(answer: bool | None) -> str:
    return "not known" if answer is None else "yes" if answer else "no"


def _ends(row: dict[str, Any]) -> str:
    if row["ends_on"] is None:
        return "not known"
    return f"{row['ends_on'].isoformat()}{', renews' if row['renews'] else ''}" + (
        ", during school" if row["ends_in_school_year"] else ""
    )


def _gates(tables: Readiness, names: Names, every: list[str]) -> Grid:
    """What is not ready under each initiative or program, its lines added up."""
    known = tables.result("readiness_gates").filter(pl.col("standing") == "not ready")
    key = ["source_table", "source_key", "title", "part", "measure"]
    added = known.group_by(key).agg(
        pl.col("amount_cents").sum(), first=pl.col("fy").min(), last=pl.col("fy").max(), lines=pl.len(),
        places=pl.col("places").str.split(";").explode().unique().sort(),
    )  # fmt: skip
    rows = [
        {**row, "years": f"FY{row['first']}" + (f"–FY{row['last']}" if row["last"] > row["first"] else ""),
         "on": f"{first_upper(row['part'])}: {row['measure']}", "where": places(row["places"], names, every)}
        for row in added.sort(key).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Initiative or program", "title", share=6), Column("Years", "years", share=3),
        Column("Its lines, dollars", "amount_cents", "dollars"), Column("Stands on", "on", share=6),
        Column("Not ready at", "where", share=5),
    )  # fmt: skip
    more = f" The table readiness_gates lists {len(rows) - MOST} more." if len(rows) > MOST else ""
    return grid(
        "readiness-gates", "Not ready when it is paid", columns, rows[:MOST], source="readiness_gates",
        note=f"A line that stands on several measures is in each of their rows.{more}",
        empty="Nothing in the plan stands on a part that is known not to be ready.",
    )  # fmt: skip


def _taught(today: pl.DataFrame) -> list[str]:
    """The schools where pupils are taught: those that are asked about access at home."""
    asked = today.filter(pl.col("part") == "connectivity out of school")
    return sorted(set(asked["school"].to_list()) - {DISTRICT_WIDE})


def _unknown(today: pl.DataFrame, names: Names) -> Grid:
    """What is not known, by measure, with what would make it known."""
    unknown = today.filter(pl.col("standing") == "unknown").sort("part", "measure", "school", "about")
    every = _taught(today)
    grouped = unknown.group_by("part", "measure", maintain_order=True).agg(
        pl.len().alias("rows"), pl.col("school").unique().sort(), pl.col("why").first()
    )
    rows = [
        {**row, "part": first_upper(row["part"]), "what": first_upper(row["measure"]),
         "where": first_upper(places(row["school"], names, every))}
        for row in grouped.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Part", "part", share=3), Column("Measure", "what", share=3), Column("Rows", "rows", "count"),
        Column("Where", "where", share=4), Column("Why, and what would make it known", "why", share=9),
    )  # fmt: skip
    return grid(
        "readiness-unknown", "Not known", columns, rows, source="readiness", empty="Everything asked for is known."
    )
