"""Every federal program answers what a plan asks of it, and has a case that a treasurer can read."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.rules.load import load_rules
from techplan.rules.programs import Program, load_programs

CODES = [program.code for program in load_programs() if program.code != "erate"]
"""E-rate is a discount by its own list of services, not a payer of categories."""

CASED = {
    case["rule"].split(".")[0]
    for path in (Path(__file__).parent / "cases").glob("*.toml")
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}


@pytest.mark.parametrize("code", CODES)
def test_a_program_answers_each_category_yes_or_no(code: str) -> None:
    rules = load_rules()
    answers = {
        category: rules.at(f"{code}.pays.{category.replace(' ', '_')}", on=date(2024, 6, 1)).value
        for category in TCO_CATEGORIES
    }
    assert len(answers) == 10
    assert set(map(type, answers.values())) == {bool}
    assert any(answers.values()), "a program pays for something"


@pytest.mark.parametrize("program", [program.code for program in load_programs()])
def test_a_program_has_a_case(program: str) -> None:
    assert program in CASED


def test_a_set_names_no_category_that_costs_do_not_have() -> None:
    """A misspelt category would answer nobody, and so restrict nothing."""
    known = {category.replace(" ", "_") for category in TCO_CATEGORIES}
    asked = {
        parts[at + 1]
        for parts in (name.split(".") for name in load_rules().names())
        for at, part in enumerate(parts[:-1])
        if part in {"pays", "infrastructure"}
    }
    assert asked <= known


@pytest.mark.parametrize("program", [program for program in load_programs() if program.status == "closed"])
def test_a_closed_program_takes_no_new_cost_after_the_day_of_the_registry(program: Program) -> None:
    found = load_rules().at(f"{program.code}.new_cost_until", on=date(2026, 11, 25))
    assert found.value == program.last_obligation_on
