from __future__ import annotations

import json
from collections.abc import Callable
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
