"""The rules as sentences: each case names a rule, a day and what it says then."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from techplan.rules.load import load_rules

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_the_rule_says_so(case: dict[str, Any]) -> None:
    assert set(case) <= {"name", "rule", "on", "known", "output"}
    value = load_rules().at(case["rule"], on=case["on"], known=case.get("known"))
    assert str(value.value) == case["output"]
