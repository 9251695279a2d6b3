from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from techplan.planning.review import Review

Reviewed = Callable[..., Review]


def value(school: str, fy: int, actual: str | None, n: int | None = 50, target: str | None = None) -> dict[str, Any]:
    return {"indicator": "I", "school": school, "fy": fy, "n": n,
            "actual": Decimal(actual) if actual else None, "target": Decimal(target) if target else None}  # fmt: skip


def found(small: Any, review: Reviewed, *values: dict[str, Any], higher: bool | None = True) -> list[dict[str, Any]]:
    schools = sorted({row["school"] for row in values})
    book = small.book_of(
        goals=[{"code": "G", "title": "Goal"}],
        schools=[{"code": code, "name": code} for code in schools],
        indicators=[{"indicator": "I", "goal": "G", "title": "Reading", "higher_is_better": higher}],
        indicator_values=list(values),
    )
    return review(book).result("review_indicators").rows(named=True)


def test_against_target_and_baseline(small: Any, review: Reviewed) -> None:
    (row,) = found(small, review, value("010", 2024, "60"), value("010", 2025, "61"),
                   value("010", 2026, "65.1", target="71"))  # fmt: skip
    assert (row["gap"], row["reading"]) == (Decimal("-5.9"), "not met")
    assert (row["baseline_fy"], row["baseline"], row["change"], row["improved"]) == (2024, 60, Decimal("5.1"), True)


@pytest.mark.parametrize(
    ("actual", "higher", "reading", "improved"),
    [
        ("15", False, "met", True),
        ("17", False, "not met", True),
        ("21", False, "not met", False),
        ("16", None, "met", None),
        ("17", None, "not known", None),
        ("20", False, "not met", None),
    ],
)
def test_which_way_is_better(
    small: Any, review: Reviewed, actual: str, higher: bool | None, reading: str, improved: bool | None
) -> None:
    (row,) = found(small, review, value("010", 2025, "20"), value("010", 2026, actual, target="16"), higher=higher)
    assert (row["reading"], row["improved"]) == (reading, improved)


def test_small_cells_are_not_shown_now_or_as_a_baseline(small: Any, review: Reviewed) -> None:
    small_now, small_before, unknown = found(
        small, review,
        value("010", 2025, "60"), value("010", 2026, "65", n=9, target="60"),
        value("020", 2024, "10", n=9), value("020", 2025, "50", n=10), value("020", 2026, "65", target="60"),
        value("030", 2026, "65", n=None, target="60"),
    )  # fmt: skip
    assert (small_now["actual"], small_now["n"], small_now["gap"], small_now["change"]) == (None,) * 4
    assert small_now["reading"] == "too few to show"
    assert (small_before["baseline_fy"], small_before["change"]) == (2025, 15)
    assert (unknown["actual"], unknown["reading"]) == (None, "not known")
    assert "enter n" in unknown["why"]


def test_not_measured_is_not_known(small: Any, review: Reviewed) -> None:
    (row,) = found(small, review, value("010", 2026, None, n=None, target="60"))
    assert (row["reading"], row["target"], row["why"]) == ("not known", 60, "Not measured yet.")
