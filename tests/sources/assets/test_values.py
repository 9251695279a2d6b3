from __future__ import annotations

import polars as pl
import pytest

from techplan.sources.assets.values import clean_text, normal_mac, without_damage, without_junk_serials
from techplan.sources.findings import Findings


def column(name: str, *values: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"line": range(2, 2 + len(values)), name: list(values)}, schema={"line": pl.Int64, name: pl.String}
    )


@pytest.mark.parametrize("serial", ["219E01BE", "12E4", "00069", "5CD0000AB1", "0000-0012-3456", "PF2 ABCD"])
def test_a_real_serial_stays_as_it_is(serial: str) -> None:
    findings = Findings("a.csv")
    rows = without_junk_serials(without_damage(clean_text(column("serial", f" {serial}\u00a0")), findings), findings)
    assert rows["serial"].to_list() == [serial]
    assert findings.problems == []


@pytest.mark.parametrize("serial", ["5.02E+18", "6.37702E+15", "1E+05", "3,78343E+14"])
def test_a_shortened_number_is_flagged_with_its_place_and_not_stored(serial: str) -> None:
    findings = Findings("a.csv")
    assert without_damage(column("serial", "A", serial), findings)["serial"].to_list() == ["A", None]
    (problem,) = findings.problems
    assert (problem.file, problem.line, problem.value, problem.severity) == ("a.csv", 3, serial, "warning")


def test_what_looks_like_a_date_is_kept_and_said() -> None:
    findings = Findings("a.csv")
    assert without_damage(column("tag", "Jan-23", "1-Aug"), findings)["tag"].to_list() == ["Jan-23", "1-Aug"]
    assert [problem.line for problem in findings.problems] == [2, 3]


def test_firmwares_stand_ins_are_no_serials_and_are_counted() -> None:
    findings = Findings("a.csv")
    junk = (
        "To Be Filled By O.E.M.",
        "Default string",
        "0",
        "00000000",
        "System Serial Number",
        "n/a",
        "None",
        "XXXXXXX",
    )
    rows = without_junk_serials(clean_text(column("serial", *junk, "REAL1")), findings)
    assert rows["serial"].to_list() == [None] * len(junk) + ["REAL1"]
    (problem,) = findings.problems
    assert problem.severity == "note" and "6 rows" in problem.what


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("78:92:9C:00:00:01", "78929c000001"),
        ("78-92-9c-00-00-01", "78929c000001"),
        ("7892.9c00.0001", "78929c000001"),
        ("78929C000001", "78929c000001"),
        ("00:00:00:00:00:00", None),
        ("78:92:9c", None),
        (None, None),
    ],
)
def test_network_addresses_take_one_form(written: str | None, kept: str | None) -> None:
    findings = Findings("a.csv")
    assert normal_mac(column("mac", written), findings)["mac"].to_list() == [kept]
    assert len(findings.problems) == (1 if written and not kept else 0)


def test_guards_against_formulas_are_taken_off_and_nothing_else() -> None:
    cells = ("`=x", "'+1 614", "`@room", "'tis", "-", "=1+1", "N/A", "  ")
    assert clean_text(column("room", *cells))["room"].to_list() == [
        "=x",
        "+1 614",
        "@room",
        "'tis",
        None,
        "=1+1",
        None,
        None,
    ]
