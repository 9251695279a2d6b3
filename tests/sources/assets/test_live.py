from __future__ import annotations

from datetime import date

import polars as pl

from techplan.sources.assets.live import (
    one_by_serial,
    role_of,
    stands_for_service,
    with_wired_address,
    without_nameless,
    without_own_devices,
)
from techplan.sources.findings import Findings


def test_rows_of_one_serial_stand_last_seen_first() -> None:
    rows = pl.DataFrame(
        {"line": [2, 3, 4], "serial": ["A", "A", None], "last_seen": [date(2024, 1, 1), date(2026, 1, 1), None]}
    )
    found = one_by_serial(rows)
    assert found.select("line", "device").rows() == [(3, "A"), (2, "A"), (4, None)]
    assert one_by_serial(rows.drop("serial")).equals(rows.drop("serial"))


def test_what_is_left_out_keeps_its_first_reason() -> None:
    rows = pl.DataFrame(
        {"line": [2, 3, 4], "serial": ["A", None, None], "ownership": ["Personal", "BYOD", None]},
        schema_overrides={"ownership": pl.String},
    )
    found = without_nameless(without_own_devices(rows))
    assert found["skip"].to_list() == [
        "a person's own device, not the district's",
        "a person's own device, not the district's",
        "neither a serial number nor an asset tag to know it by",
    ]
    assert "ownership" not in found.columns


def test_the_cables_address_stands_in_and_is_written_like_the_other() -> None:
    findings = Findings("f.csv", {"wired_mac": "EthernetMAC"})
    rows = pl.DataFrame(
        {
            "line": [2, 3, 4],
            "mac": ["a4bb6d000001", None, None],
            "wired_mac": ["A4-BB-6D-00-00-09", "A4:BB:6D:00:00:02", "x"],
        }
    )
    assert with_wired_address(rows, findings)["mac"].to_list() == ["a4bb6d000001", "a4bb6d000002", None]
    assert [(problem.line, problem.column, problem.value) for problem in findings.problems] == [(4, "EthernetMAC", "x")]


def test_only_plain_words_say_who_uses_a_device() -> None:
    findings = Findings("f.csv")
    rows = role_of(pl.DataFrame({"kind": ["Students", "TEACHER", "S", None]}), "kind", findings, "its group")
    assert rows["assigned_to"].to_list() == ["student", "staff", None, None]
    assert findings.assumed == ["Who uses a device, student or staff, is taken from its group (2 rows)."]


def test_a_day_that_stands_for_service_is_said_once_for_the_rows_that_stay() -> None:
    findings = Findings("f.csv")
    rows = pl.DataFrame({"in_service_on": [date(2024, 1, 1), date(2024, 1, 2)], "skip": [None, "why"]})
    stands_for_service(rows, findings, "The day of the order")
    stands_for_service(rows.filter(pl.lit(value=False)), findings, "The day of the order")
    assert len(findings.assumed) == 1
    assert findings.assumed[0].endswith("(1 row).")
