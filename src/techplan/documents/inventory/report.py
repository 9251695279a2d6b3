"""The inventory report: what a technology director shows the treasurer before any budget is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Grid
from techplan.documents.inventory.summary import key_figures, key_findings
from techplan.documents.report import Report, Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import count, day, first_upper
from techplan.planning.inventory.results.reconciling import STANDINGS

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

TABLE_WORD: Final = "inventory table"
LONGEST: Final = 40
"""Rows of a list on paper; the workbook has them all."""


def inventory_report(inventory: Inventory) -> Report:
    """Everything the report says of an Inventory."""
    names = names_of(inventory.book)
    return Report(
        title="Inventory report",
        district=district_name(inventory),
        span=f"as of {day(inventory.on)}",
        on=inventory.on.isoformat(),
        on_words=day(inventory.on),
        about="Inventory report of",
        lead="What the district owns, what its systems see, what disagrees, and what must be put right before the plan "
        "is costed.",
        table_word=TABLE_WORD,
        key_figures=key_figures(inventory),
        findings=key_findings(inventory),
        sections=(
            _findings(inventory),
            _reconciliation(inventory, names),
            _counts(inventory),
            _orders(inventory, names),
            _losses(inventory, names),
            _disposals(inventory, names),
        ),
    )


def district_name(inventory: Inventory) -> str:
    """The district's name, or that it has none."""
    names = inventory.book.district["name"].to_list()
    return names[0] if names else "District without a name"


def _findings(inventory: Inventory) -> Section:
    order = {"error": 0, "warning": 1, "note": 2}
    rows = inventory.findings.with_columns(place=pl.col("severity").replace_strict(order, return_dtype=pl.Int64))
    rows = rows.sort(["place", "at_stake_cents", "finding"], descending=[False, True, False])
    columns = (
        Column("How bad", "severity", share=2), Column("What is wrong", "title", share=6),
        Column("Open", "open", "count"), Column("Accepted", "accepted", "count"),
        Column("At stake, dollars", "at_stake_cents", "dollars"), Column("What to do", "remedy", share=8),
    )  # fmt: skip
    note = "At stake is the recorded cost of the things in the open rows, each once for a finding. "
    return Section(
        heading="Findings",
        lead="What is wrong with the records, or looks so. It is put right in the Book, or accepted with a reason.",
        grids=(
            grid(
                "findings", "Findings, the worst first", columns, rows.iter_rows(named=True), source="findings",
                note=note + "Every row is in the sheet “finding_rows” of the workbook.", empty="Nothing was found.",
            ),
        ),
        turned=True,
    )  # fmt: skip


def _reconciliation(inventory: Inventory, names: Names) -> Section:
    return Section(
        heading="The Book against the systems",
        lead="Each thing once: joined by serial number, then tag, then network address.",
        grids=(_standings(inventory, names), _apart(inventory), _pupils(inventory, names)),
        turned=True,
    )


def _standings(inventory: Inventory, names: Names) -> Grid:
    shown = [name for name in STANDINGS if (inventory.standings["standing"] == name).any()]
    by_school = inventory.standings.group_by("school", "standing").agg(
        pl.col("things").sum(), pl.col("cost_cents").sum()
    )
    rows, total = [], {"school": "Together"}
    for (school,), part in by_school.sort("school").group_by(["school"], maintain_order=True):
        row: dict[str, object] = {"school": names.school(str(school))}
        for name in shown:
            one = part.filter(pl.col("standing") == name)
            row[name] = int(one["things"].sum())
            if name == "only in the Book":
                row["ghost_cents"] = int(one["cost_cents"].sum())
        rows.append(row)
    columns = [Column("School", "school", share=3)]
    for name in shown:
        columns.append(Column(first_upper(name), name, "count"))
        if name == "only in the Book":
            columns.append(Column("Their cost, dollars", "ghost_cents", "dollars"))
    sums = {column.key: sum(int(str(row.get(column.key, 0))) for row in rows) for column in columns[1:]}
    return grid(
        "standings", "Where things stand, by school", columns, rows, source="standings", total={**total, **sums},
        note="Only in the Book: owned by the books, seen by no system that watches their kind. ",
        empty="There are no things in the Book.",
    )  # fmt: skip


def _apart(inventory: Inventory) -> Grid:
    sorted_rows = inventory.disagreements.sort("system", "field", "asset")
    rows = sorted_rows.group_by("system", "field", maintain_order=True).agg(
        n=pl.len(), asset=pl.col("asset").first(), book=pl.col("in_book").first(), theirs=pl.col("in_system").first()
    )  # fmt: skip
    listed = [
        {**row, "example": f"{row['asset']}: {row['book']} in the Book, {row['theirs']} there"}
        for row in rows.iter_rows(named=True)
    ]
    columns = (
        Column("System", "system", share=3), Column("Field", "field", share=2), Column("Assets", "n", "count"),
        Column("For example", "example", share=8),
    )  # fmt: skip
    return grid(
        "disagreements", "Where the Book and a system disagree", columns, listed, source="disagreements",
        empty="Wherever both say something, they agree.",
    )  # fmt: skip


def _pupils(inventory: Inventory, names: Names) -> Grid:
    rows = [
        {**row, "name": names.school(row["school"]), "difference": int(row["difference"]),
         "role": "total" if row["school"].startswith("(district") else "body"}
        for row in inventory.pupil_devices.sort(pl.col("school").str.starts_with("("), "school").iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("School", "name", share=3), Column("Pupils", "students", "count"),
        Column("Devices in the Book", "in_book", "count"), Column("Seen lately", "seen", "count"),
        Column("Not watched", "unwatched", "count"), Column("Ghosts", "ghosts", "count"),
        Column("More or fewer than pupils", "difference", "count"),
    )  # fmt: skip
    return grid(
        "pupil-devices", "Pupils’ devices against pupils", columns, rows, source="pupil_devices",
        note="More or fewer counts devices seen lately and those of kinds that no system watches. ",
        empty="The Book holds no enrolment, so devices cannot be set against pupils.",
    )  # fmt: skip


def _counts(inventory: Inventory) -> Section:
    certificates = (
        Column("Count", "count_code", share=2), Column("Places", "places", share=5),
        Column("Opened", "opened_on", "day", 2), Column("Closed", "closed_on", "day", 2, "open"),
        Column("Expected", "expected", "count"), Column("Matched", "matched", "count"),
        Column("Moved in", "moved_in", "count"), Column("Missing", "missing", "count"),
        Column("Unknown", "unknown", "count"),
    )  # fmt: skip
    awards = (
        Column("Award", "award", share=3), Column("FAIN", "fain", share=3, unknown="missing"),
        Column("Items", "items", "count"), Column("Equipment", "equipment", "count"),
        Column("Cost, dollars", "cost_cents", "dollars"), Column("Never counted", "never_counted", "count"),
        Column("Count again by", "due_on", "day", 3),
    )  # fmt: skip
    return Section(
        heading="Physical counts",
        grids=(
            grid(
                "counts", "Counts", certificates, inventory.count_certificates.iter_rows(named=True),
                source="count_certificates",
                empty="No count was opened yet. Open one for the rooms of a school: techplan count open.",
            ),
            grid(
                "award-counts", "Federal awards and their two-year count", awards,
                inventory.award_counts.iter_rows(named=True), source="award_counts",
                empty="No thing is recorded as bought with federal money.",
            ),
        ),
        turned=True,
    )  # fmt: skip


def _orders(inventory: Inventory, names: Names) -> Section:
    rows = [
        {**row, "what": names.asset_class(row["asset_class"] or "") or row["model"],
         "number": f"{row['order']} line {row['line']}"}
        for row in inventory.order_lines.sort("ordered_on", "order", "line", descending=[True, False, False],
                                              nulls_last=True).head(LONGEST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Order", "number", share=4), Column("Vendor", "vendor", share=4), Column("What", "what", share=3),
        Column("Ordered", "ordered", "count"), Column("Received", "received", "count"),
        Column("Damaged", "damaged", "count"), Column("Open", "open", "count"),
        Column("In the inventory", "in_inventory", "count"), Column("Lost", "lost", "count"),
        Column("Paid, dollars", "paid_cents", "dollars"),
        Column("What does not agree", "why", share=6, unknown="–"),
    )  # fmt: skip
    return Section(
        heading="Orders and what became of them",
        grids=(
            grid(
                "orders", "Orders, the latest first", columns, rows, source="order_lines",
                note="" if inventory.order_lines.height <= LONGEST else f"The latest {LONGEST}; the workbook has all. ",
                empty="No order is in the Book. Import the purchase orders and their receipts.",
            ),
        ),
        turned=True,
    )  # fmt: skip


def _losses(inventory: Inventory, names: Names) -> Section:
    by_year = inventory.incident_years.group_by("fy", "asset_class").agg(
        pl.exclude("cause").sum()
    ).sort(["fy", "asset_class"], descending=[True, False])  # fmt: skip
    rows = [
        {**row, "year": f"FY{row['fy']}", "what": _class_name(names, row["asset_class"])}
        for row in by_year.iter_rows(named=True)
    ]
    columns = (
        Column("Year", "year", share=2), Column("Class", "what", share=3), Column("Incidents", "incidents", "count"),
        Column("Cost", "cost_cents", "dollars"), Column("Recovered", "recovered_cents", "dollars"),
        Column("Charged to families", "charged_cents", "dollars"), Column("Waived", "waived_cents", "dollars"),
        Column("Collected", "collected_cents", "dollars"), Column("Borne by the district", "net_cents", "dollars"),
    )  # fmt: skip
    return Section(
        heading="Losses, repairs and lives",
        grids=(
            grid(
                "incidents", "Losses and repairs by year, dollars", columns, rows, source="incident_years",
                empty="No loss or repair is in the Book. Import the help desk’s list of incidents.",
            ),
            _learnt(inventory, names),
        ),
        turned=True,
    )  # fmt: skip


def _learnt(inventory: Inventory, names: Names) -> Grid:
    rows = [
        {"what": _class_name(names, row["asset_class"]) + ("" if row["grade"] == "all" else f", grade {row['grade']}"),
         "measure": row["measure"], "items": row["items"], "events": row["events"],
         "estimate": _figure(row, "estimate"), "interval": f"{_figure(row, 'low')} to {_figure(row, 'high')}",
         "policy": _figure(row, "policy"), "within": _within(row["policy_within"])}
        for row in inventory.learnt.filter(pl.col("estimate").is_not_null()).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Class", "what", share=4), Column("Measure", "measure", share=3), Column("Items", "items", "count"),
        Column("Events", "events", "count"), Column("Learnt", "estimate", share=2),
        Column("95 % interval", "interval", share=4), Column("The plan uses", "policy", share=2),
        Column("Do they agree?", "within", share=3),
    )  # fmt: skip
    return grid(
        "learnt", "Learnt from the district’s own history, beside what the plan uses", columns, rows, source="learnt",
        note="Nothing of this changes the plan; a figure that you trust is entered in asset_classes. ",
        empty="The history is too short or too thin to learn from: enter days of disposal, losses and incidents.",
    )  # fmt: skip


def _figure(row: dict[str, object], key: str) -> str:
    value = row[key]
    if value is None:
        return "not known"
    number = float(str(value))
    return f"{number:.1%}" if row["measure"] == "loss a year" else f"{number:.0f} months"


def _within(value: bool | None) -> str:
    return {None: "–", True: "within the interval", False: "outside the interval"}[value]


def _class_name(names: Names, code: str) -> str:
    return "No class" if code == "-" else names.asset_class(code)


def _disposals(inventory: Inventory, names: Names) -> Section:
    lots = inventory.disposals.group_by("lot", "how", "why", "proceeds_to", "may_dispose").agg(
        items=pl.len(), cost_cents=pl.col("cost_cents").sum(), value_cents=pl.col("value_cents").sum()
    ).sort("lot")  # fmt: skip
    rows = [
        {**row, "fund": names.fund(row["proceeds_to"]) if row["proceeds_to"] else None,
         "may": {None: "ask", True: "yes", False: "no"}[row["may_dispose"]]}
        for row in lots.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Lot", "lot", "count"), Column("Things", "items", "count"),
        Column("Cost", "cost_cents", "dollars"), Column("Estimated value", "value_cents", "dollars"),
        Column("May go", "may", share=2), Column("How", "how", share=12), Column("Proceeds to", "fund", share=3),
    )  # fmt: skip
    waiting = count(inventory.disposals.height, "thing")
    return Section(
        heading="For the board: things to dispose of",
        lead=f"{waiting} retired and still owned, in lots that may go in the same way.",
        grids=(
            grid(
                "disposals", "Lots, dollars", columns, rows, source="disposals",
                note="The list of things in each lot is in the sheet “disposals” of the workbook. ",
                empty="Nothing that is retired waits for disposal.",
            ),
        ),
        turned=True,
    )  # fmt: skip
