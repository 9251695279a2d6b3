"""What an agreement's amount is multiplied by: students, staff, devices or schools in one fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs.due import in_stock


@dataclass(frozen=True)
class AgreementCounts:
    """Counts by school (and grade or class) and fiscal year, looked up for one agreement at a time."""

    students: Mapping[tuple[str, str, int], int]
    staff: Mapping[tuple[str, int], int]
    schools: Mapping[int, frozenset[str]]
    devices: pl.DataFrame
    covered: Mapping[str, frozenset[str]]
    covered_classes: Mapping[str, frozenset[str]]
    agreements: pl.DataFrame

    def of(self, row: dict[str, Any], fy: int) -> int:
        """The multiplier of one agreement (a row of ``agreements``) in a fiscal year."""
        basis, school = row["basis"], row["school"]
        if basis == "per student":
            grades = None if row["grades"] is None else {part.strip() for part in row["grades"].split(";")}
            return sum(
                count
                for (at, grade, year), count in self.students.items()
                if year == fy and school in (None, at) and (grades is None or grade in grades)
            )
        if basis == "per staff":
            return sum(count for (at, year), count in self.staff.items() if year == fy and school in (None, at))
        if basis == "per school":
            there = self.schools.get(fy, frozenset())
            return len(there) if school is None else int(school in there)
        return self._devices(row) if basis == "per device" else 1

    def names_devices(self, row: dict[str, Any]) -> bool:
        """Whether the agreement says which devices it counts."""
        code = row["agreement"]
        return row["asset_class"] is not None or code in self.covered or code in self.covered_classes

    def _devices(self, row: dict[str, Any]) -> int:
        classes = set(self.covered_classes.get(row["agreement"], ()))
        if row["asset_class"] is not None:
            classes.add(row["asset_class"])
        chosen = pl.col("asset_class").is_in(sorted(classes)) | pl.col("asset").is_in(
            sorted(self.covered.get(row["agreement"], ()))
        )
        here = self.devices.filter(chosen.fill_null(value=False))
        return here.height if row["school"] is None else here.filter(pl.col("school") == row["school"]).height

    def assumptions(self) -> list[Assumption]:
        """How devices and schools are counted, where any agreement counts them."""
        found: list[Assumption] = []
        bases = self.agreements["basis"]
        per_device = int((bases == "per device").sum())
        if per_device:
            found.append(
                Assumption(
                    assumption="devices counted as they are now",
                    about="agreements per device",
                    value="assets in stock on the day of planning, the same in every year",
                    why="Later counts depend on what is bought.",
                    rows=per_device,
                )
            )
        per_school = int((bases == "per school").sum())
        if per_school:
            found.append(
                Assumption(
                    assumption="schools counted where pupils are taught",
                    about="agreements per school",
                    value="open schools not marked as without pupils",
                    why="An agreement per school is seldom paid for a garage or a board office.",
                    rows=per_school,
                )
            )
        return found


def agreement_counts(book: Book, drivers: DriverCounts) -> AgreementCounts:
    """The counts that the Book's agreements may ask for."""
    staff = drivers.staff.group_by("school", "fy").agg(pl.col("persons").sum()).sort("school", "fy")
    schools: dict[int, set[str]] = {}
    for school, fy in drivers.schools.filter("instructional").select("school", "fy").iter_rows():
        schools.setdefault(fy, set()).add(school)
    return AgreementCounts(
        students={(at, grade, fy): count for at, grade, fy, count in drivers.students.iter_rows()},
        staff={(at, fy): count for at, fy, count in staff.iter_rows()},
        schools={fy: frozenset(names) for fy, names in schools.items()},
        devices=_devices_in_stock(book),
        covered=_covered(book, "asset"),
        covered_classes=_covered(book, "asset_class"),
        agreements=book.agreements,
    )


def _devices_in_stock(book: Book) -> pl.DataFrame:
    """asset, school, asset_class of what is in stock; the class is the asset's own, else its model's."""
    models = book.product_models.select("model", pl.col("asset_class").alias("of_model"))
    return (
        book.assets.filter(in_stock())
        .select("asset", "school", "model", "asset_class")
        .join(models, on="model", how="left")
        .select("asset", "school", pl.coalesce("asset_class", "of_model").alias("asset_class"))
    )


def _covered(book: Book, what: str) -> dict[str, frozenset[str]]:
    """For each agreement, the assets or classes that ``coverage`` names."""
    found: dict[str, set[str]] = {}
    for agreement, item in book.coverage.select("agreement", what).drop_nulls().iter_rows():
        found.setdefault(agreement, set()).add(item)
    return {agreement: frozenset(items) for agreement, items in found.items()}
