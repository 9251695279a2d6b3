"""Which value of a rule holds on a day, as far as it was known; local policy over law."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from techplan.book.problem import RuleError
from techplan.rules import load
from techplan.rules.load import Rules, funding_year_day, load_rules, rule_documents

STUDENT, FLOOR = "erate.category_two.per_student", "erate.category_two.floor"


def local(value: str = '"150.00"', *, effective: str = "2026-07-01", **more: str) -> str:
    keys = {
        "value": value,
        "unit": '"dollars"',
        "effective": effective,
        "published": "2026-01-01",
        "citation": '"Board resolution 12"',
        "status": '"final"',
        "confirmed": "false",
        "keyed_by": '"funding year"',
        **more,
    }
    return f"[[{STUDENT}]]\n" + "".join(f"{key} = {said}\n" for key, said in keys.items())


@pytest.mark.parametrize(
    ("funding_year", "per_student", "floor"),
    [(2021, "167.00", 25_000), (2025, "167.00", 25_000), (2026, "201.57", 30_175)],
)
def test_category_two_budgets_of_both_cycles(funding_year: int, per_student: str, floor: int) -> None:
    rules, day = load_rules(), funding_year_day(funding_year)
    assert rules.at(STUDENT, on=day).value == Decimal(per_student)
    assert rules.at(FLOOR, on=day).value == floor
    assert all(rules.at(name, on=day).confirmed for name in (STUDENT, FLOOR))


def test_budgets_worked_by_hand() -> None:
    """500 students in 2026 are 100,785.00; the floor is above 149 students and below 150, in both cycles."""
    rules = load_rules()
    assert 500 * rules.at(STUDENT, on=funding_year_day(2026)).cents == 10_078_500
    for year in (2021, 2026):
        student, floor = (rules.at(name, on=funding_year_day(year)).cents for name in (STUDENT, FLOOR))
        assert 149 * student < floor < 150 * student


def test_the_new_cycle_is_the_old_one_raised() -> None:
    """DA 25-471 raises by 20.7 %: 167 x 1.207 = 201.569 and 25,000 x 1.207 = 30,175."""
    rules = load_rules()
    for name in (STUDENT, FLOOR):
        old, new = (rules.at(name, on=funding_year_day(year)).cents for year in (2021, 2026))
        assert abs(Decimal(old) * Decimal("1.207") - new) <= 1


def test_a_plan_reprints_as_it_was_known() -> None:
    rules, day = load_rules(), funding_year_day(2026)
    assert rules.at(STUDENT, on=day, known=date(2025, 6, 1)).value == Decimal("167.00")
    assert rules.at(STUDENT, on=day, known=date(2025, 7, 1)).value == Decimal("201.57")
    assert rules.at(STUDENT, on=date(2026, 6, 30)).value == Decimal("167.00")


def test_before_the_first_value_there_is_none() -> None:
    with pytest.raises(RuleError, match=r"no value for 2020-07-01.*2021-07-01"):
        load_rules().at(STUDENT, on=funding_year_day(2020))
    with pytest.raises(RuleError, match="known by 2019-01-01"):
        load_rules().at(STUDENT, on=funding_year_day(2026), known=date(2019, 1, 1))


def test_an_unknown_rule_is_told_with_what_was_meant() -> None:
    with pytest.raises(RuleError, match=r"Did you mean erate\.category_two\.floor\?"):
        load_rules().at("erate.category_two.flor", on=date(2026, 7, 1))


def test_the_districts_own_value_decides_from_its_day() -> None:
    rules = load_rules({"budget": local(effective="2025-07-01")})
    before = rules.at(STUDENT, on=funding_year_day(2024))
    after = rules.at(STUDENT, on=funding_year_day(2026))
    assert (before.local, before.value) == (False, Decimal("167.00"))
    assert (after.local, after.value, after.file) == (True, Decimal("150.00"), "rules/budget.toml")
    assert rules.at(STUDENT, on=funding_year_day(2026), known=date(2025, 12, 31)).local is False


def test_proposed_values_count_only_where_asked_for() -> None:
    rules = load_rules({"budget": local(status='"proposed"')})
    assert rules.at(STUDENT, on=funding_year_day(2026)).local is False
    assert rules.at(STUDENT, on=funding_year_day(2026), proposed=True).local is True


def test_an_expired_rule_says_so() -> None:
    ended = local(effective="2028-07-01", status='"expired"').replace('value = "150.00"\n', "")
    value = load_rules({"budget": ended}).at(STUDENT, on=funding_year_day(2028))
    assert (value.status, value.value) == ("expired", None)


def test_faults_of_local_documents_come_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        load_rules(
            {
                "a": local("150.0"),
                "b": "x = ",
                "c": local().replace("per_student", "per_stdent"),
                "d": local(unit='"months"', value="4", published="2026-01-02"),
                "e": local() + local(),
            }
        )
    assert [(problem.file, problem.column) for problem in caught.value.problems] == [
        ("rules/a.toml", "value"),
        ("rules/b.toml", None),
        ("rules/c.toml", None),
        ("rules/d.toml", None),
        ("rules/e.toml", None),
    ]
    assert "Did you mean erate.category_two.per_student?" in caught.value.problems[2].remedy


def test_the_fingerprint_follows_every_value_and_no_order() -> None:
    plain, one, other = load_rules(), load_rules({"a": local()}), load_rules({"a": local('"151.00"')})
    assert len({plain.fingerprint(), one.fingerprint(), other.fingerprint()}) == 3
    turned = Rules({name: plain.values[name] for name in reversed(plain.names())})
    assert turned.fingerprint() == plain.fingerprint()


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    said = "from techplan.rules.load import load_rules; print(load_rules().fingerprint())"
    prints = {
        subprocess.run(
            [sys.executable, "-c", said], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert prints == {load_rules().fingerprint()}


def test_a_state_may_be_a_folder(tmp_path: Path) -> None:
    """Files in folders below are read too, by their path; word lists and other files are not."""
    (tmp_path / "pa").mkdir()
    for name in ("oh.toml", "pa/budget.toml", "pa/capital.toml", "pa/words_hints.toml", "pa/README.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    found = [name for name, _ in rule_documents(tmp_path, "us")]
    assert found == ["us/oh.toml", "us/pa/budget.toml", "us/pa/capital.toml"]


def test_every_document_of_the_package_is_read() -> None:
    """Counted from the disk, so that a file that the loader passes over is missed here."""
    folder = Path(load.__file__).parent
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")}
    written -= {name for name in written if name.endswith("_hints.toml")} | {"programs.toml"}
    rules = load_rules()
    assert {value.file for name in rules.names() for value in rules.history(name)} == written


def test_the_history_is_in_order_of_effect() -> None:
    days = [value.effective for value in load_rules().history(STUDENT)]
    assert days == sorted(days) == [date(2021, 7, 1), date(2026, 7, 1)]


def test_every_value_of_the_package_has_a_citation_and_confirmed_ones_a_link() -> None:
    rules = load_rules()
    for name in rules.names():
        for value in rules.history(name):
            assert value.citation.strip()
            assert not value.local
            assert value.link or not value.confirmed
            assert not (value.confirmed and value.citation == "estimate")
