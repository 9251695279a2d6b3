"""The report as sections: money by goal first, then cost of ownership, value, content, choices and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Finding, Grid, KeyFigure
from techplan.documents.report import Report, Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.report.of_plan import of_plan
from techplan.documents.words import about, amount, count, first_upper, whole_number
from techplan.documents.worth.goals import by_fund, by_year, goal_names
from techplan.planning.alignment.results import NO_GOAL
from techplan.planning.choosing import in_words

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

GROUPS: Final = ("equipment", "software", "external services", "direct labour", "indirect labour")
LONGEST: Final = 30


def worth_report(plan: Plan) -> Report:
    """Everything the report says of a plan."""
    names = names_of(plan.book)
    return Report(
        title="Cost and worth",
        **of_plan(plan),
        about="Cost and worth of the technology plan of",
        lead="What the plan’s money serves, what technology truly costs in a year with all that no budget shows, and "
        "which ways there are to meet a need.",
        key_figures=_figures(plan),
        findings=_findings(plan),
        sections=(
            Section(
                heading="Every dollar by goal",
                lead="One total, by goal, by year and by fund. What nobody judged serves no goal yet.",
                grids=(by_year(plan), by_fund(plan, names)),
                turned=True,
            ),
            Section(
                heading="What is judged, in order", grids=(_ranking(plan), _gaps(plan)), turned=True, new_page=True
            ),
            Section(
                heading="Cost of ownership",
                lead="A steady year: investments over their life, labour and agreements as they are. Users’ own time "
                "stands beside and is never part of what must be funded.",
                grids=(_accounts(plan), _ratios(plan), _readings(plan)),
            ),
            Section(heading="Digital content", grids=(_content(plan),), turned=True),
            Section(heading="Choices compared", grids=_choices(plan), turned=True, new_page=True),
            Section(heading="Programs and deployment", grids=(_programs(plan, names), _deployments(plan)), turned=True),
        ),
    )


def _direct(plan: Plan) -> tuple[int, dict[str, Any]]:
    """Direct cost of ownership in cents, and its row for each student."""
    rows = plan.result("ownership").filter(pl.col("group") != "indirect labour")
    each = plan.result("ownership_ratios").filter((pl.col("measure") == "direct") & (pl.col("per") == "student"))
    return int(rows["amount_cents"].sum()), each.row(0, named=True)


def _figures(plan: Plan) -> tuple[KeyFigure, ...]:
    whole, parts = int(plan.cost_lines["amount_cents"].sum()), plan.result("line_goals")
    served = int(parts.filter(pl.col("goal") != NO_GOAL)["amount_cents"].sum())
    direct, student = _direct(plan)
    free = int(plan.result("content_findings")["could_free_cents"].sum())
    share = f"{served / whole:.0%} of the plan" if whole else "no spending"
    each = "not known" if student["amount_cents"] is None else amount(student["amount_cents"])
    return (
        KeyFigure(label="Plan", printed=about(whole), note=f"over {plan.settings.horizon} years"),
        KeyFigure(label="Serves a goal", printed=about(served), note=share),
        KeyFigure(label="Direct cost a year", printed=about(direct), note=f"FY{plan.settings.focus}, annualised"),
        KeyFigure(label="For each student", printed=each, note=f"{student['units']:,} students"),
        KeyFigure(label="Licences could free", printed=about(free), note="a year, if all is acted on"),
    )


def _findings(plan: Plan) -> tuple[Finding, ...]:
    found = [_without_goal(plan), _indirect(plan), _failing(plan), *_chosen(plan)]
    return tuple(finding for finding in found if finding is not None)


def _without_goal(plan: Plan) -> Finding | None:
    gaps = (
        plan.result("goal_gaps")
        .filter(pl.col("gap") == "spending without a goal")
        .sort("amount_cents", descending=True)
    )
    if gaps.is_empty():
        return None
    first = gaps.row(0, named=True)
    return Finding(
        finding="Some spending serves no goal that anyone named.",
        figure=f"{amount(int(gaps['amount_cents'].sum()))} over the plan; most is {first['subject']}, "
        f"{amount(first['amount_cents'])}.",
        reason="It may be needed all the same: say in contributions what it helps, or ask why it is bought.",
    )


def _indirect(plan: Plan) -> Finding | None:
    rows = plan.result("ownership").filter(pl.col("group") == "indirect labour")
    if rows["measured"].all():
        cents = int(rows["amount_cents"].sum())
        return Finding(
            finding="Users spend time that no budget shows.",
            figure=f"Worth {amount(cents)} a year by the survey.",
            reason="Where it exceeds what support costs, support may be too thin.",
        )
    return Finding(
        finding="Users’ own time is not measured.",
        figure="It is not zero: in the published studies it was often the largest part.",
        reason="Five questions to teachers and staff would make it known.",
    )


def _failing(plan: Plan) -> Finding | None:
    rows = plan.result("program_risks").filter("first_failure").sort("fy", "program")
    if rows.is_empty():
        return None
    titles = dict(plan.book.programs.select("code", "title").iter_rows())
    first = rows.row(0, named=True)
    who = titles.get(first["program"], "the district as a whole")
    return Finding(
        finding=f"Without replacement {count(rows.height, 'program')} would lack devices.",
        figure=f"First {who} in FY{first['fy']}: {first['short']:,} too few.",
        reason="Counted from what is in service now and falls due, before any loss.",
    )


def _chosen(plan: Plan) -> list[Finding]:
    costs = plan.result("alternative_costs")
    titles = dict(plan.book.choices.select("choice", "title").iter_rows())
    turns = plan.result("sensitivities").filter("changes_rank")
    made = []
    for choice in costs["choice"].unique().sort():
        own = turns.filter(pl.col("choice") == choice)
        why = "The order holds under every change tried."
        if own.height:
            changes = ", ".join(f"{figure} {size}" for figure, size in own.select("figure", "change").iter_rows())
            why = f"The order turns with: {changes}."
        made.append(Finding(finding=f"{titles[choice]}:", figure=in_words(costs, choice), reason=why))
    return made


def _ranking(plan: Plan) -> Grid:
    helped = {
        (kind, subject): ", ".join(found)
        for kind, subject, found in plan.result("scores")
        .sort("points", descending=True)
        .group_by("subject_kind", "subject", maintain_order=True)
        .agg(pl.col("goal"))
        .iter_rows()
    }
    rows = [
        {**row, "helps": helped.get((row["subject_kind"], row["subject"])), "shown": _points(row["points"]),
         "said": row["sentence"] or "–"}
        for row in plan.result("ranking").sort("place").head(LONGEST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Place", "place", "count"), Column("What", "title", share=5), Column("Kind", "subject_kind", share=2),
        Column("Helps", "helps", share=2, unknown="nobody judged it"), Column("Points", "shown", share=1),
        Column("Cost a year, dollars", "yearly_cents", "dollars"),
        Column("Cost of a point, dollars", "point_cents", "dollars", unknown="–"),
        Column("Evidence", "evidence", share=2, unknown="–"), Column("The sponsor says", "said", share=5),
    )  # fmt: skip
    return grid(
        "ranking", "Ranking: the director’s ranks first, then by points", columns, rows, source="ranking",
        note="Points are goal weight × contribution × likelihood; they and money are never made into one number. ",
        empty="Nobody has judged yet what helps which goal: enter contributions.", lead=2,
    )  # fmt: skip


def _points(value: Any) -> str:
    return "–" if value is None else f"{float(value):.0f}"


def _gaps(plan: Plan) -> Grid:
    goals = goal_names(plan)
    rows = [
        {**row, "name": goals.get(row["subject"], first_upper(row["subject"]))}
        for row in plan.result("goal_gaps").iter_rows(named=True)
    ]
    columns = (
        Column("What is missing", "gap", share=3), Column("Of what", "name", share=4),
        Column("Lines", "lines", "count"),
        Column("Spending, dollars", "amount_cents", "dollars"), Column("What to do", "remedy", share=7),
    )  # fmt: skip
    return grid(
        "goal-gaps", "Goals without money, and money without a goal", columns, rows, source="goal_gaps",
        empty="Every goal is served, and all spending serves a goal.",
    )  # fmt: skip


def _accounts(plan: Plan) -> Grid:
    frame = plan.result("ownership")
    rows: list[dict[str, Any]] = []
    for group in GROUPS:
        part = frame.filter((pl.col("group") == group) & (~pl.col("measured") | (pl.col("amount_cents") != 0)))
        known = part.filter("measured")
        rows.append(
            {"role": "group", "account": first_upper(group),
             "amount_cents": int(known["amount_cents"].sum()) if known.height else None}
        )  # fmt: skip
        rows += [
            {"account": f"– {row['account']}", "amount_cents": row["amount_cents"], "margin": _margin(row)}
            for row in part.iter_rows(named=True)
        ]
    direct, _ = _direct(plan)
    columns = (
        Column("Account", "account", share=5),
        Column("Dollars a year", "amount_cents", "dollars", unknown="not measured"),
        Column("Sampling error", "margin", share=2),
    )  # fmt: skip
    return grid(
        "ownership", f"Cost of ownership in FY{plan.settings.focus}", columns, rows, source="ownership",
        total={"account": "Direct, together", "amount_cents": direct}, empty="", note="Annualised; this is no budget. ",
    )  # fmt: skip


def _margin(row: dict[str, Any]) -> str:
    return "" if row["margin_cents"] is None else f"± {amount(row['margin_cents'])}"


def _ratios(plan: Plan) -> Grid:
    wide = plan.result("ownership_ratios").pivot("per", index="measure", values="amount_cents")
    published = plan.result("ownership_ratios").filter(pl.col("low_cents").is_not_null())
    ranges = {
        row["measure"]: f"{whole_number(row['low_cents'] // 100)}–{whole_number(row['high_cents'] // 100)} a student"
        for row in published.iter_rows(named=True)
    }
    order = [*GROUPS, "direct", "total"]
    rows = [
        {**row, "name": first_upper(row["measure"]), "range": ranges.get(row["measure"], "–")}
        for row in sorted(wide.iter_rows(named=True), key=lambda row: order.index(row["measure"]))
    ]
    columns = (
        Column("Dollars a year for each", "name", share=4), Column("client device", "client device", "dollars"),
        Column("student", "student", "dollars"), Column("teacher", "teacher", "dollars"),
        Column("school", "school", "dollars"), Column("Published range", "range", share=3),
    )  # fmt: skip
    sources = "; ".join(sorted(set(published["source"])))
    return grid("ratios", "What it comes to", columns, rows, source="ownership_ratios", empty="", note=f"{sources}. ")


def _readings(plan: Plan) -> Grid:
    columns = (
        Column("Reading", "reading", share=3), Column("Figures", "figures", share=4), Column("Says", "says", share=5),
        Column("Rests on", "rests_on", share=4),
    )  # fmt: skip
    return grid(
        "readings", "How to read it", columns, plan.result("ownership_readings").iter_rows(named=True),
        source="ownership_readings", empty="There is nothing to read from the balance yet.",
    )  # fmt: skip


def _content(plan: Plan) -> Grid:
    order = pl.col("severity").replace_strict({"error": 0, "warning": 1, "note": 2}, return_dtype=pl.Int64)
    frame = plan.result("content_findings").with_columns(order=order)
    frame = frame.sort(["could_free_cents", "order", "title"], descending=[True, False, False])
    columns = (
        Column("Licence", "title", share=4), Column("Finding", "finding", share=4), Column("Seats", "seats", "count"),
        Column("Active", "active_users", "count"), Column("A user, dollars", "user_cents", "dollars"),
        Column("Could free, dollars", "could_free_cents", "dollars"), Column("What to do", "remedy", share=6),
    )  # fmt: skip
    more = f"The first {LONGEST} of {frame.height}. " if frame.height > LONGEST else ""
    return grid(
        "content", "Digital content: findings, the dearest first", columns, frame.head(LONGEST).iter_rows(named=True),
        source="content_findings", note=more, empty="No licence for digital content is named for a program.",
    )  # fmt: skip


def _choices(plan: Plan) -> tuple[Grid, ...]:
    frame, titles = plan.result("alternative_costs"), dict(plan.book.choices.select("choice", "title").iter_rows())
    turns = plan.result("break_evens")
    columns = (
        Column("Way", "title", share=5), Column("Kind", "way", share=2), Column("Rank", "rank", "count"),
        Column("Paid in all, dollars", "nominal_cents", "dollars"),
        Column("In today’s money, dollars", "present_cents", "dollars"),
        Column("A year, dollars", "yearly_cents", "dollars"), Column("Break-even", "turns", share=7),
    )  # fmt: skip
    made = []
    for choice in frame["choice"].unique().sort():
        says = {
            code: " ".join(turns.filter((pl.col("choice") == choice) & (pl.col("alternative") == code))["says"])
            for code in frame.filter(pl.col("choice") == choice)["alternative"]
        }
        rows = [
            {**row, "turns": says[row["alternative"]] or "–"}
            for row in frame.filter(pl.col("choice") == choice).sort("rank").iter_rows(named=True)
        ]
        made.append(grid(f"choice-{choice}", titles[choice], columns, rows, source="alternative_costs", empty=""))
    if not made:
        made.append(grid("choices", "Choices", columns, [], source="alternative_costs",
                         empty="No choice is open: enter one in choices and its ways in alternatives."))  # fmt: skip
    return tuple(made)


def _programs(plan: Plan, names: Names) -> Grid:
    titles = dict(plan.book.programs.select("code", "title").iter_rows())
    rows = [
        {**row, "name": titles.get(row["program"], "Whole district"), "what": names.asset_class(row["asset_class"]),
         "year": f"FY{row['fy']}"}
        for row in plan.result("program_risks").filter("first_failure").sort("fy", "program").iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Program", "name", share=5), Column("Class", "what", share=4), Column("Fails in", "year", share=2),
        Column("Asked", "asked", "count"), Column("Still serving", "serviceable", "count"),
        Column("Short", "short", "count"),
    )  # fmt: skip
    return grid(
        "programs", "If a class is not replaced: the first year in which a program lacks devices", columns, rows,
        source="program_risks", empty="No program lacks devices within the plan, even if nothing is replaced.",
    )  # fmt: skip


def _deployments(plan: Plan) -> Grid:
    rows = [
        {**row, "year": f"FY{row['fy']}", "needed": int(row["hours"]), "there": _whole(row["available"]),
         "lacking": _whole(row["short"])}
        for row in plan.result("deployments").iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Year", "year", share=2), Column("Deployed", "bought", "count"),
        Column("Collected", "collected", "count"),
        Column("Hours needed", "needed", "count"), Column("Hours there are", "there", "count"),
        Column("Hours lacking", "lacking", "count"),
    )  # fmt: skip
    return grid(
        "deployments", "Deployment hours against the staff there is", columns, rows, source="deployments", empty=""
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
