from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Techplan = Callable[..., Any]


def test_a_rule_says_its_value_its_days_and_its_source(techplan: Techplan) -> None:
    answer = techplan("rules", "show", "lifecycle.chromebook.life_months", "--on", "2027-01-15", "--json")
    (value,) = json.loads(answer.out)["values"]
    assert answer.status == 0
    assert (value["value"], value["unit"]) == (48, "months")
    assert value["citation"]
    words = techplan("rules", "show", "lifecycle.chromebook.life_months", "--on", "2027-01-15").out
    assert "48 months" in words
    assert value["citation"] in words


def test_the_start_of_a_name_lists_rules(techplan: Techplan) -> None:
    answer = techplan("rules", "show", "lifecycle.chromebook")
    assert answer.status == 0
    assert all(line.startswith("lifecycle.chromebook.") for line in answer.out.splitlines())
    assert len(techplan("rules", "show").out.splitlines()) > len(answer.out.splitlines()) > 3


def test_a_misspelt_rule_is_an_error_with_the_likely_name(techplan: Techplan) -> None:
    answer = techplan("rules", "show", "lifecycle.chromebok.life_months")
    assert answer.status == 1
    assert "lifecycle.chromebook.life_months" in answer.err


def test_a_day_before_anyone_knew_is_an_error(techplan: Techplan) -> None:
    answer = techplan(
        "rules", "show", "lifecycle.chromebook.life_months", "--on", "2027-01-15", "--known", "1990-01-01"
    )
    assert answer.status == 1
    assert "1990-01-01" in answer.err


def test_the_budget_of_a_day_is_that_of_its_funding_year(techplan: Techplan) -> None:
    answer = techplan("rules", "show", "erate.category_two.per_student", "--on", "2026-07-01")
    assert "201.57 dollars" in answer.out
    assert "DA 25-471" in answer.out


def test_an_explanation_says_why_each_value_holds_or_not(techplan: Techplan) -> None:
    words = ("rules", "explain", "uniform_guidance.equipment_threshold", "--on", "2024-10-01")
    now = techplan(*words).out
    assert "10000 dollars, from 1 October 2024: holds: the latest in force by then" in now
    assert "5000 dollars, from 26 December 2013: does not hold any more" in now
    before = techplan(*words, "--known", "2024-03-01").out
    assert "could not be known: it was published on 22 April 2024" in before
    early = techplan("rules", "explain", "uniform_guidance.equipment_threshold", "--on", "2000-01-01").out
    assert "No value holds on that day." in early
    assert "takes effect on 26 December 2013" in early


def test_a_districts_own_value_comes_first(book: Path, techplan: Techplan) -> None:
    (book / "rules").mkdir()
    (book / "rules" / "policy.toml").write_text(
        '[[inventory.unseen_days]]\nvalue = 400\nunit = "days"\neffective = 2026-01-01\npublished = 2026-01-01\n'
        'citation = "Policy 7450"\nstatus = "final"\nconfirmed = false\nkeyed_by = "calendar date"\n'
    )
    words = ("inventory.unseen_days", "--on", "2027-01-15", "--book", book)
    assert "400 days" in techplan("rules", "show", *words).out
    assert "holds: the district's own value comes first" in techplan("rules", "explain", *words).out


def test_what_was_not_looked_at_for_long_is_listed(techplan: Techplan) -> None:
    fresh = json.loads(techplan("rules", "stale", "--on", "2026-12-01", "--json").out)
    late = json.loads(techplan("rules", "stale", "--on", "2028-12-01", "--json").out)
    assert fresh["programs"] == []
    assert "erate" in {program["code"] for program in late["programs"]}
    assert "oh.disposal.improvement_proceeds_stay" in {rule["name"] for rule in late["rules"]}
    assert 0 < len(late["rules"]) < late["held"]
