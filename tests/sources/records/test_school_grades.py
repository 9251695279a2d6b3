from __future__ import annotations

import pytest

from techplan.sources.records.school_grades import fiscal_year_of_school_year, grade_of, grades_from_to, in_order


@pytest.mark.parametrize(
    ("text", "grade"),
    [("09", "9"), ("9", "9"), ("Grade 9", "9"), ("9th Grade", "9"), ("1st Grade", "1"), ("12th Grade", "12"),
     ("Kindergarten", "KG"), ("K", "KG"), ("TK", "KG"), ("Pre-Kindergarten", "PK"), ("Prekindergarten", "PK"),
     ("Grade 13", "13"), ("Ungraded", "UG"), ("Adult Education", "AE"), ("14", None), ("0", None), ("PS", None),
     ("", None), ("No Category Codes", None)],
)  # fmt: skip
def test_grades_as_systems_write_them(text: str, grade: str | None) -> None:
    assert grade_of(text) == grade


def test_a_range_of_grades() -> None:
    assert grades_from_to("Prekindergarten", "2nd Grade") == ("PK", "KG", "1", "2")
    assert grades_from_to("6th Grade", "†") == ()
    assert grades_from_to("05", "03") == ()
    assert in_order({"2", "KG", "10"}) == "KG;2;10"


def test_a_school_year_lies_in_the_fiscal_year_of_its_count_day() -> None:
    assert fiscal_year_of_school_year("2024-25", 7) == 2025
    assert fiscal_year_of_school_year("2023-2024", 7) == 2024
    assert fiscal_year_of_school_year("1999-00", 7) == 2000
    assert fiscal_year_of_school_year("2024-25", 1) == 2024
    assert fiscal_year_of_school_year("2024-26", 7) is None
    assert fiscal_year_of_school_year("2024", 7) is None
