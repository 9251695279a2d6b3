from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from techplan.planning.review import Review

Reviewed = Callable[..., Review]
TITLES = {"PK": "PK", "K": "KG", **{str(grade): str(grade) for grade in range(1, 13)}}


def pupils(numbers: dict[int, dict[str, int]], **more: Any) -> list[dict[str, Any]]:
    return [
        {"school": "010", "grade": grade, "fy": fy, "students": students, **more}
        for fy, grades in numbers.items()
        for grade, students in grades.items()
    ]


@pytest.fixture
def fixture_book(small: Any) -> Any:
    """Of kindergarten 90 % come on to grade 1, of grade 1 all to grade 2, in each year before the last."""
    numbers = {
        2023: {"KG": 100, "1": 80, "2": 60},
        2024: {"KG": 110, "1": 90, "2": 80},
        2025: {"KG": 120, "1": 99, "2": 90},
        2026: {"KG": 115, "1": 110, "2": 97},
    }
    extra = [{"school": "010", "grade": "1", "fy": 2027, "students": 999, "basis": "projected"}]
    return small.book_of(schools=[{"code": "010", "name": "Oak"}], enrollment=[*pupils(numbers), *extra])


def test_the_last_year_is_forecast_as_if_it_were_not_known(fixture_book: Any, review: Reviewed) -> None:
    found = review(fixture_book)
    grades = found.result("review_enrollment_grades").select("grade", "survival", "forecast", "actual", "error")
    assert grades.rows() == [
        ("KG", None, 120, 115, 5),
        ("1", Decimal("0.9"), 108, 110, -2),  # (90 + 99) of (100 + 110); 0.9 of 120
        ("2", Decimal(1), 99, 97, 2),  # (80 + 90) of (80 + 90)
    ]
    methods = {row["method"]: row for row in found.result("review_enrollment").iter_rows(named=True)}
    survival, naive = methods["cohort survival"], methods["last year again"]
    assert (survival["forecast"], survival["actual"], survival["error"], survival["grades_off"]) == (327, 322, 5, 9)
    assert (naive["forecast"], naive["error"], naive["grades_off"]) == (309, -13, 23)
    assert (survival["closer"], naive["closer"]) == (True, False)
    assert survival["error_share"] == Decimal("0.015528")  # 5 of 322


def test_projections_are_no_counts(fixture_book: Any, review: Reviewed) -> None:
    assert review(fixture_book, fy=2027).result("review_enrollment")["fy"].to_list() == [2026, 2026]


def test_one_counted_year_is_not_enough(small: Any, review: Reviewed) -> None:
    book = small.book_of(schools=[{"code": "010", "name": "Oak"}], enrollment=pupils({2026: {"1": 9}}))
    found = review(book)
    assert found.result("review_enrollment").is_empty()
    assert found.result("review_enrollment_grades").is_empty()


def test_a_grade_that_is_new_or_gone_is_still_counted(small: Any, review: Reviewed) -> None:
    book = small.book_of(
        schools=[{"code": "010", "name": "Oak"}], enrollment=pupils({2025: {"5": 50, "UG": 4}, 2026: {"6": 48}})
    )
    grades = review(book).result("review_enrollment_grades").select("grade", "forecast", "actual")
    assert grades.rows() == [("5", 50, 0), ("6", 0, 48), ("UG", 4, 0)]


def test_the_last_year_of_a_real_district(samples: Path, small: Any, review: Reviewed) -> None:
    text = (samples / "real" / "nces_enrollment_by_grade.csv").read_text("utf-8")
    table = {int(row["year"][:4]) + 1: row for row in csv.DictReader(io.StringIO(text))}
    numbers = {fy: {grade: int(row[title]) for title, grade in TITLES.items()} for fy, row in table.items()}
    book = small.book_of(schools=[{"code": "010", "name": "All"}], enrollment=pupils(numbers))
    methods = {row["method"]: row for row in review(book, fy=2025).result("review_enrollment").iter_rows(named=True)}
    naive, survival = methods["last year again"], methods["cohort survival"]
    assert naive["actual"] == survival["actual"] == int(table[2025]["Total"]) == 2816
    assert (naive["forecast"], naive["error"]) == (2942, 126)
    by_hand = by_hand_survival(numbers, 2025)
    assert survival["forecast"] == sum(by_hand.values())
    off = sum(abs(made - numbers[2025][grade]) for grade, made in by_hand.items())
    assert survival["grades_off"] == off < naive["grades_off"]
    assert abs(survival["error"]) < 126


def by_hand_survival(numbers: dict[int, dict[str, int]], fy: int) -> dict[str, int]:
    """The method again, in plain numbers: three steps, all pupils together, entry grades as a year before."""
    ladder = list(TITLES.values())
    made = {grade: numbers[fy - 1][grade] for grade in ("PK", "KG")}
    for below, grade in pairwise(ladder[1:]):
        came = sum(numbers[year][grade] for year in (fy - 3, fy - 2, fy - 1))
        were = sum(numbers[year - 1][below] for year in (fy - 3, fy - 2, fy - 1))
        made[grade] = int(numbers[fy - 1][below] * came / were + 0.5)
    return made
