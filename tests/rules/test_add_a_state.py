"""The page on adding a state shows rules that the loader takes, and names the questions that a plan asks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.rules.values import values_of

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "add-a-state.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_rules_on_the_page_are_taken_and_its_case_is_about_one_of_them() -> None:
    rules, cases = (tomllib.loads(block) for block in BLOCKS)
    values, problems = values_of(rules, "us/pa.toml", local=False)
    assert problems == []
    said = {value.name: value for value in values}
    assert set(said) == {"pa.capital_reserve.minimum_life_months", "pa.capital_reserve.pays.staff"}
    assert not any(value.confirmed for value in values), "an example confirms nothing"
    (case,) = cases["case"]
    assert str(said[case["rule"]].value) == case["output"]


def test_the_page_names_every_category() -> None:
    assert all(f"`{category.replace(' ', '_')}`" in PAGE for category in TCO_CATEGORIES)
