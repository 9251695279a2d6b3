from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from statistics import mean, variance
from typing import Any

import pytest
from scipy import stats

from techplan.planning.review import Review
from techplan.planning.review.interval import welch_interval

Reviewed = Callable[..., Review]


def book_of(small: Any, changes: dict[str, tuple[float, bool]], n: int | None = 40, **more: Any) -> Any:
    """Schools with their change from 2024 to 2026, and whether the initiative reached them in 2025 or will in 2028."""
    schools = sorted(changes)
    values = [
        {
            "indicator": "I",
            "school": school,
            "fy": fy,
            "n": n,
            "actual": Decimal(str(50 + (change if fy > 2024 else 0))),
        }
        for school, (change, _) in changes.items()
        for fy in (2024, 2026)
    ]
    costs = [
        {"cost": school, "initiative": "N", "fy": 2025 if reached else 2028, "school": school, "category": "network",
         "amount_cents": 1}
        for school, (_, reached) in changes.items()
    ]  # fmt: skip
    tables = {
        "goals": [{"code": "G", "title": "Goal"}],
        "schools": [{"code": code, "name": code} for code in schools],
        "indicators": [{"indicator": "I", "goal": "G", "title": "Reading", "unit": "percent"}],
        "indicator_values": values,
        "initiatives": [{"initiative": "N", "title": "Coaches"}],
        "initiative_costs": costs,
        "contributions": [{"contribution": "C", "goal": "G", "initiative": "N"}],
    }
    return small.book_of(**{**tables, **more})


FEW = {"010": (5.0, True), "020": (3.0, True), "030": (1.0, False)}
ENOUGH = {f"{i:03d}": (3 + i * 0.7, True) for i in range(5)} | {f"{i:03d}": (i * 0.3, False) for i in range(5, 11)}


def test_change_beside_schools_not_yet_reached(small: Any, review: Reviewed) -> None:
    (row,) = review(book_of(small, FEW)).result("review_stages").rows(named=True)
    assert (row["before_fy"], row["after_fy"], row["reached"], row["not_yet"]) == (2024, 2026, 2, 1)
    assert (row["reached_change"], row["not_yet_change"], row["difference"]) == (4, 1, 3)
    assert (row["low"], row["reading"]) == (None, "too few schools for an interval")
    assert "not a proof" in row["why"]
    assert "needs 5 schools of each kind" in row["why"]


def test_an_interval_where_there_are_schools_enough(small: Any, review: Reviewed) -> None:
    (row,) = review(book_of(small, ENOUGH)).result("review_stages").rows(named=True)
    first, second = ([change for change, reached in ENOUGH.values() if reached is one] for one in (True, False))
    difference = mean(first) - mean(second)
    parts = variance(first) / len(first), variance(second) / len(second)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (len(first) - 1) + parts[1] ** 2 / (len(second) - 1))
    half = stats.t.ppf(0.975, freedom) * math.sqrt(sum(parts))
    assert float(row["difference"]) == pytest.approx(difference, abs=1e-6)
    assert float(row["low"]) == pytest.approx(difference - half, abs=1e-5)
    assert float(row["high"]) == pytest.approx(difference + half, abs=1e-5)
    assert row["reading"] == "association"
    assert "not a proof" in row["why"]


def test_schools_of_few_pupils_are_left_out_and_counted(small: Any, review: Reviewed) -> None:
    for n in (9, None):
        (row,) = review(book_of(small, FEW, n=n)).result("review_stages").rows(named=True)
        assert (row["hidden"], row["reached"], row["difference"], row["reading"]) == (3, 0, None, "not comparable")


def test_without_schools_not_yet_reached_nothing_is_compared(small: Any, review: Reviewed) -> None:
    (row,) = review(book_of(small, {"010": (5.0, True)})).result("review_stages").rows(named=True)
    assert (row["reading"], row["difference"], row["reached_change"]) == ("not comparable", None, 5)


def test_a_program_that_reached_schools_by_its_standards(small: Any, review: Reviewed) -> None:
    program = {
        "initiatives": [], "initiative_costs": [], "programs": [{"code": "P", "title": "Phonics"}],
        "standards": [{"standard": "S", "program": "P", "kind": "software", "driver": "student", "school": "010",
                       "first_fy": 2025}],
        "contributions": [{"contribution": "C", "goal": "G", "program": "P"}],
    }  # fmt: skip
    (row,) = review(book_of(small, FEW, **program)).result("review_stages").rows(named=True)
    assert (row["investment"], row["reached"], row["not_yet"], row["difference"]) == ("P", 1, 2, 3)


def test_what_helps_no_goal_or_reaches_nobody_yet_is_not_compared(small: Any, review: Reviewed) -> None:
    assert review(book_of(small, FEW, contributions=[])).result("review_stages").is_empty()
    assert review(book_of(small, {"010": (5.0, False)})).result("review_stages").is_empty()
    assert review(book_of(small, FEW), fy=2024).result("review_stages").is_empty()


def test_no_interval_of_what_does_not_vary() -> None:
    same = [Fraction(1)] * 5
    assert welch_interval(same, same) is None
    assert welch_interval(same[:1], same) is None
    assert welch_interval(same, [Fraction(i) for i in range(5)]) is not None
