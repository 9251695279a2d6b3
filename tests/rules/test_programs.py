"""The registry of programs is strict, and says when it was looked up."""

from __future__ import annotations

from datetime import date

import pytest

from techplan.book.problem import RuleError
from techplan.rules.programs import load_programs, read_programs

GOOD = """
[[program]]
code = "erate"
title = "E-rate"
agency = "FCC"
status = "open"
verified_until = 2026-11-25
citation = "USAC"
link = "https://usac.org"
confirmed = true
"""


def test_programs_that_have_ended_are_closed_with_their_last_day() -> None:
    programs = {program.code: program for program in load_programs()}
    assert programs["erate"].status == "open"
    ended = {code: programs[code].last_obligation_on for code in ("esser_i", "esser_ii", "esser_iii")}
    assert ended == {
        "esser_i": date(2022, 9, 30),
        "esser_ii": date(2023, 9, 30),
        "esser_iii": date(2024, 9, 30),
    }
    assert all(programs[code].status == "closed" for code in [*ended, "ecf"])
    assert not programs["title_iii_a"].confirmed


def test_a_good_entry() -> None:
    (program,) = read_programs(GOOD)
    assert (program.code, program.verified_until, program.last_obligation_on) == ("erate", date(2026, 11, 25), None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('agency = "FCC"\n', "", "agency is missing"),
        ('status = "open"', 'status = "maybe"', "not one of the choices"),
        ("2026-11-25", '"2026-11-25"', "verified_until is not of the right kind"),
        ("confirmed = true", "confirmed = 1", "confirmed is not of the right kind"),
        ('link = "https://usac.org"\n', "", "no link"),
        ('citation = "USAC"', 'citation = "USAC"\ncolour = "red"', "No program has this key"),
        ("[[program]]", "[[programme]]", "This is no program"),
        ("status =", "status", "cannot be read"),
        (GOOD, GOOD + GOOD, "Two programs have this code"),
    ],
)
def test_each_fault_is_told(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(RuleError, match=said):
        read_programs(GOOD.replace(before, after))
