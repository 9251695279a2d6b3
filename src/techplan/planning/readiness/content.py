"""Digital content: programs with and without it, what is on file, licences that end during school, use and cost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.money import half_up
from techplan.planning.alignment.content import ends_in_school_year
from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import NOTHING, Bounds, Row, Target, judged, target_of
from techplan.planning.readiness.results import ReadinessContent
from techplan.planning.results import DISTRICT_WIDE
from techplan.rules.values import RuleValue

YES_NO: Final = "yes (1) or no (0)"
THROUGH: Final = Target(value=Fraction(1), source="the school year itself, which a licence should outlast")
ON_FILE: Final = (
    ("student-data agreement", "privacy_agreement", "readiness.privacy_agreement", "A privacy agreement",
     "agreements"),
    ("accessibility statement", "accessibility_statement", "readiness.accessibility_statement",
     "An accessibility statement", "statements"),
)  # fmt: skip


def content_table(ground: Ground, lines: pl.DataFrame) -> pl.DataFrame:
    """The ``readiness_content`` table: agreements whose use is entered, and licences that serve a program."""
    rows = [_facts(ground, row, lines) for row in _agreements(ground).iter_rows(named=True)]
    return pl.DataFrame(rows, schema=ReadinessContent.polars_schema(), orient="row").sort("agreement")


def _agreements(ground: Ground) -> pl.DataFrame:
    """Agreements of digital content, each with the last known answer of every column of its use."""
    use = ground.book.content.filter(pl.col("measured_on") <= ground.on).sort("agreement", "measured_on")
    told = ["seats", "active_users", "privacy_agreement", "accessibility_statement", "program"]
    last = use.group_by("agreement", maintain_order=True).agg(
        pl.col("measured_on").filter(pl.col("active_users").is_not_null()).last(),
        *(pl.col(name).drop_nulls().last() for name in told),
    )
    held = ground.book.agreements.select(
        "agreement", "title", "category", "start_on", "end_on", "renews", served="program"
    )
    content = (pl.col("category") == "software") & pl.col("served").is_not_null()
    begun = pl.col("start_on").is_null() | (pl.col("start_on") <= ground.on)
    current = begun & (pl.col("end_on").is_null() | (pl.col("end_on") >= ground.on) | pl.col("renews"))
    joined = held.join(last, on="agreement", how="left", maintain_order="left")
    entered = pl.col("agreement").is_in(use["agreement"].unique().implode())
    return joined.filter((content | entered) & current).with_columns(program=pl.coalesce("program", "served"))


def _facts(ground: Ground, row: dict[str, Any], lines: pl.DataFrame) -> dict[str, Any]:
    mine = lines.filter((pl.col("source_table") == "agreements") & (pl.col("source_key") == row["agreement"]))
    fy = mine["fy"].min()
    cents = int(mine.filter(pl.col("fy") == fy)["amount_cents"].sum()) if fy is not None else 0
    users = row["active_users"]
    kept = ("agreement", "title", "program", "measured_on", "seats", "active_users", "privacy_agreement",
            "accessibility_statement", "renews")  # fmt: skip
    return {
        **{name: row[name] for name in kept},
        "fy": fy,
        "cost_cents": cents,
        "user_cents": half_up(Fraction(cents, users)) if users and fy is not None else None,
        "ends_on": row["end_on"],
        "ends_in_school_year": _ends_in_year(ground, row["end_on"], row["renews"]),
    }


def _ends_in_year(ground: Ground, end: Any, renews: bool | None) -> bool | None:
    """Whether a licence ends while school is held; one that renews does not end; None where it is not known."""
    if renews:
        return False
    if end is None:
        return None
    held = ends_in_school_year(end, ground.settings)
    return None if held and renews is None else held


def content_rows(ground: Ground, table: pl.DataFrame) -> Iterator[Row]:
    """Rows of ``readiness``: each program of the year, each agreement of digital content."""
    yield from _programs(ground, table)
    for row in table.iter_rows(named=True):
        for measure, column, rule, what, unit in ON_FILE:
            yield yes_or_no(
                ground, measure, row["agreement"], row[column], ground.rule(rule),
                found=f"{what} for {row['title'] or row['agreement']}: {_said(row[column])}.",
                why="What is on file for the product." + ("" if row[column] is not None else " Enter it in content."),
                missing_unit=unit,
            )  # fmt: skip
        ends = row["ends_in_school_year"]
        lasts = Bounds.exactly(None if ends is None else int(not ends))
        yield judged(
            "licence through the year", DISTRICT_WIDE, ground.fy, lasts, THROUGH, unit=YES_NO,
            about=row["agreement"], found=_end(row), per=1, missing_unit="licences",
            why="A licence should end in the summer or renew."
            + ("" if ends is not None else " Enter its last day and whether it renews."),
        )  # fmt: skip


def _programs(ground: Ground, table: pl.DataFrame) -> Iterator[Row]:
    """Programs with and without digital content; where no agreement names a program, nothing is known of any."""
    taught = ground.book.programs.filter(
        (pl.col("first_fy").fill_null(ground.fy) <= ground.fy) & (pl.col("last_fy").fill_null(ground.fy) >= ground.fy)
    )
    by_program = dict(table.drop_nulls("program").group_by("program").agg(pl.len()).iter_rows())
    target = target_of(ground.rule("readiness.content_for_programs"))
    for code, title in taught.sort("code").select("code", "title").iter_rows():
        n = by_program.get(code, 0)
        yield judged(
            "content of programs", DISTRICT_WIDE, ground.fy, Bounds.exactly(n if by_program else None), target,
            unit="products", about=code, per=1, missing_unit="products",
            found=f"{title}: {n:,} digital product{'' if n == 1 else 's'} under agreement." if by_program
            else f"{title}: no agreement names a program.",
            why="Products whose agreement or use names the program; open materials and print are not counted."
            + ("" if by_program else " Name the program that each licence serves."),
        )  # fmt: skip


def yes_or_no(
    ground: Ground, measure: str, about: str, answer: bool | None, rule: RuleValue | None, *, found: str, why: str,
    school: str = DISTRICT_WIDE, missing_unit: str, measured_on: Any = None,
) -> Row:  # fmt: skip
    """A row whose answer is yes (1) or no (0), and whose target is yes."""
    target: Target | None = target_of(rule, 1)
    return judged(
        measure, school, ground.fy, Bounds.exactly(None if answer is None else int(answer)), target,
        unit=YES_NO, about=about or NOTHING, found=found, why=why, per=1, missing_unit=missing_unit,
        measured_on=measured_on,
    )  # fmt: skip


def _said(answer: bool | None) -> str:
    return "not known" if answer is None else "yes" if answer else "no"


def _end(row: dict[str, Any]) -> str:
    title = row["title"] or row["agreement"]
    if row["ends_on"] is None:
        return f"{title} {'renews' if row['renews'] else 'has no last day entered'}."
    renews = {True: "renews", False: "does not renew", None: "whether it renews is not known"}[row["renews"]]
    return f"{title} ends on {row['ends_on'].isoformat()}; it {renews}." if row["renews"] is not None else (
        f"{title} ends on {row['ends_on'].isoformat()}; {renews}."
    )  # fmt: skip
