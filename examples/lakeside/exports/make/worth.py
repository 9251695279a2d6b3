"""What the cabinet gathered on cost and worth: users' time, use of licences, an open choice, staff's time."""

from __future__ import annotations

from make.writing import Cell, csv_bytes

SURVEY: tuple[tuple[Cell, ...], ...] = (
    ("2026-teachers", 2026, "teacher", 205, 205, 131, 6, 14, 22, 5, 9, 21.5, "46.00"),
    ("2026-office", 2026, "administrator", 31, 31, 26, 4, 9, 13, 8, 7, 14.2, "52.00"),
)
"""Fictional, in the size of published surveys."""
ACTIVITIES: tuple[tuple[Cell, ...], ...] = (
    ("T-1", "administration", 0.6), ("T-1", "curriculum support", 0.25), ("T-1", "data and reporting", 0.15),
    ("T-2", "operations", 0.8), ("T-2", "help desk", 0.2), ("T-3", "data and reporting", 1),
    ("T-4", "help desk", 0.6), ("T-4", "operations", 0.4), ("T-5", "help desk", 0.6), ("T-5", "operations", 0.4),
    ("T-6", "training", 0.5), ("T-6", "curriculum support", 0.5),
)  # fmt: skip
"""T-7 was not asked."""
HOURS: tuple[tuple[Cell, ...], ...] = (("T-2", 80), ("T-4", 240), ("T-5", 240), ("T-7", 200))
CONTENT: tuple[tuple[Cell, ...], ...] = (
    ("A-022", "2026-12-01", "P-ELA-K5", "early reading", 980, 402, "true", "true"),
    ("A-019", "2026-12-01", "P-ELA-K5", "early reading", 980, 911, "true", "true"),
    ("A-024", "2026-12-01", "P-MATH-612", "math practice", 1490, 1188, "true", ""),
    ("A-027", "2026-12-01", "P-SCI", "simulations", 1715, 233, "false", "true"),
    ("A-033", "2026-12-01", "P-CS", "courses", 620, 540, "true", "true"),
    ("A-037", "2026-12-01", "P-SPED", "communication", 40, 31, "true", "true"),
)
CHOICES: tuple[tuple[Cell, ...], ...] = (
    ("CH-1", "How to renew 1,280 Chromebooks in FY2028", "chromebook", 1280, 2028, 8, 0.03),
)
WAYS: tuple[tuple[Cell, ...], ...] = (
    ("CH-1", "buy", "Buy, five-year life", "buy", "342.00", None, 60, None, None, "21.00", None, "15.00"),
    ("CH-1", "lease", "Lease, four payments, returned", "lease", None, None, None, "96.50", None, "17.00", None, None),
    (
        "CH-1",
        "extend",
        "Keep one year more, then buy",
        "extend",
        "342.00",
        1,
        60,
        None,
        None,
        "21.00",
        "58.00",
        "15.00",
    ),
    (
        "CH-1",
        "tablet",
        "Tablets with keyboards",
        "other device",
        "449.00",
        None,
        72,
        None,
        None,
        "34.00",
        None,
        "60.00",
    ),
)


def exports() -> dict[str, bytes]:
    """Every file by its name."""
    survey = (
        "survey", "fy", "role", "people", "asked", "answered", "formal_training_hours", "casual_learning_hours",
        "self_support_hours", "files_hours", "downtime_hours", "spread_hours", "hourly_cost",
    )  # fmt: skip
    content = (
        "agreement", "measured_on", "program", "purpose", "seats", "active_users", "privacy_agreement",
        "accessibility_statement",
    )  # fmt: skip
    ways = (
        "choice", "alternative", "title", "way", "unit_price", "starts_after_years", "life_months", "payment",
        "payments", "yearly", "extra_yearly", "salvage",
    )  # fmt: skip
    return {
        "time_survey.csv": csv_bytes(survey, SURVEY),
        "staff_activities.csv": csv_bytes(("position", "activity", "share"), ACTIVITIES),
        "deployment_hours.csv": csv_bytes(("position", "deployment_hours"), HOURS),
        "content.csv": csv_bytes(content, CONTENT),
        "choices.csv": csv_bytes(
            ("choice", "title", "asset_class", "quantity", "first_fy", "years", "discount_rate"), CHOICES
        ),
        "alternatives.csv": csv_bytes(ways, WAYS),
    }
