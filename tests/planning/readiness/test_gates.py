"""Lines of the plan that close a gap, and lines that stand on what is not ready; by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from techplan.planning.results import DISTRICT_WIDE

NARROW = {"connectivity": [{"school": "010", "measured_on": date(2026, 10, 1), "internet_mbps": 100, "wan_mbps": 100,
                            "peak_mbps": 100}]}  # fmt: skip
FIBER = {"initiative": "N1", "title": "Fiber", "closes": "WAN at peak;Internet at peak", "tier": 2}
ROBOTS = {"initiative": "N2", "title": "Robotics rooms", "depends_on": "connectivity in school;devices", "tier": 4}
FUND = {"funds": [{"fund": "001", "name": "General", "kind": "general"}]}


def costs(*rows: tuple[str, str, int, str | None, int]) -> dict[str, Any]:
    names = ("cost", "initiative", "fy", "school", "amount_cents")
    common = {"category": "network", "kind": "operating", "recurring": False}
    return {"initiative_costs": [{**common, **dict(zip(names, row, strict=True))} for row in rows]}


def built(small: Any, ready: Any, *initiatives: dict[str, Any], cost: dict[str, Any]) -> Any:
    schools = ready.joined(ready.school("010", 100), ready.school("020", 100))
    return ready.of(small.book_of(**ready.joined(schools, NARROW, {"initiatives": list(initiatives)}, cost)))


def test_an_initiative_that_says_so_closes_the_gap(small: Any, ready: Any) -> None:
    """Dug in FY2028 and lit in FY2029, at one school: 6,000.00 together, and nobody pays."""
    cost = costs(("F1", "N1", 2028, "010", 500_000), ("F2", "N1", 2029, "010", 100_000))
    found = built(small, ready, FIBER, cost=cost)
    row = ready.row(found, "WAN at peak", "010")
    assert (row["standing"], row["closing_fy"], row["closing_count"]) == ("not ready", 2029, 2)
    assert (row["closing_cents"], row["closing_unfunded_cents"]) == (600_000, 600_000)
    assert len(row["closing_lines"].split(";")) == 2
    other = ready.row(found, "WAN at peak", "020")  # not measured, and no line is for it
    assert (other["standing"], other["closing_fy"], other["closing_cents"]) == ("unknown", None, 0)
    assert ready.row(found, "Internet until", "010")["closing_fy"] is None  # the initiative does not say that it does


def test_a_cost_that_returns_counts_once(small: Any, ready: Any) -> None:
    cost = costs(("F1", "N1", 2028, None, 500_000))
    cost["initiative_costs"][0]["recurring"] = True
    row = ready.row(built(small, ready, FIBER, cost=cost), "WAN at peak", "010")
    assert (row["closing_fy"], row["closing_count"], row["closing_cents"]) == (2028, 1, 500_000)


def test_a_line_at_one_school_closes_nothing_of_the_district(small: Any, ready: Any) -> None:
    """Their pupils' share of 100 Mbps is the district's; fiber to one school is not said to close it."""
    every = {**FIBER, "closes": "Internet per student"}
    for place, closes in (("010", None), (None, 2028)):
        row = ready.row(built(small, ready, every, cost=costs(("F1", "N1", 2028, place, 1))), "Internet per student")
        assert (row["standing"], row["closing_fy"]) == ("unknown", closes)  # 020 is not measured


def test_a_connection_is_in_the_way_from_the_year_in_which_it_is_outgrown(small: Any, ready: Any) -> None:
    """500 to 600 Mbps in a year pass 1,000 in ln(1000/600)/ln 1.2 = 2.8 years: July 2029, FY2030."""
    peaks = [{"school": "010", "measured_on": date(year, 10, 1), "internet_mbps": 1_000, "peak_mbps": peak}
             for year, peak in ((2025, 500), (2026, 600))]  # fmt: skip
    cost = costs(("R1", "N2", 2029, "010", 1_000), ("R2", "N2", 2030, "010", 1_000))
    parts = {"connectivity": peaks, "initiatives": [ROBOTS], **cost}
    found = ready.of(small.book_of(**ready.joined(ready.school("010", 100), parts)))
    table = found.result("readiness_gates").filter(pl.col("measure") == "Internet until")
    assert table["fy"].to_list() == [2030]


def gates(found: Any) -> list[tuple[Any, ...]]:
    rows = found.result("readiness_gates").filter(pl.col("measure") == "WAN at peak")
    told: list[tuple[Any, ...]] = rows.select("fy", "school", "standing", "places", "closing_fy").rows()
    return told


def test_a_line_says_what_it_stands_on(small: Any, ready: Any) -> None:
    """The rooms come in FY2028 at a school whose link is too narrow until FY2029; from FY2029 it is not in the way."""
    cost = costs(
        ("F1", "N1", 2029, "010", 100_000), ("R1", "N2", 2028, "010", 1_000), ("R2", "N2", 2029, "010", 1_000),
        ("R3", "N2", 2028, "020", 1_000),
    )  # fmt: skip
    found = built(small, ready, FIBER, ROBOTS, cost=cost)
    assert sorted(gates(found)) == [
        (2028, "010", "not ready", "010", 2029), (2028, "020", "unknown", "020", None),
    ]  # fmt: skip
    row = found.result("readiness_gates").filter((pl.col("measure") == "WAN at peak") & (pl.col("school") == "010"))
    assert row["why"].item() == (
        "Robotics rooms depends on connectivity in school; WAN at peak is not ready (010). "
        "The plan closes it in FY2029."
    )
    assert set(found.result("readiness_gates")["source_key"].to_list()) == {"N2"}  # the fiber depends on nothing


def test_a_line_for_the_district_stands_on_every_school(small: Any, ready: Any) -> None:
    found = built(small, ready, ROBOTS, cost=costs(("R1", "N2", 2028, None, 1_000)))
    assert gates(found) == [(2028, DISTRICT_WIDE, "not ready", "010", None)]


def test_a_program_stands_on_what_its_standards_ask_for(small: Any, ready: Any) -> None:
    """Its licence is paid each year; no bandwidth is asked for, so connectivity is no matter of it."""
    parts = {
        "programs": [{"code": "ELA", "title": "English", "grades": "5"}],
        "standards": [{"standard": "S", "program": "ELA", "kind": "software", "driver": "student",
                       "unit_price_cents": 1_000, "price_fy": 2027, "ratio": Decimal(1)}],
        "agreements": [{"agreement": "A", "title": "Reader", "category": "software", "basis": "flat",
                        "amount_cents": 50_000, "price_fy": 2027, "program": "ELA", "renews": True,
                        "start_on": date(2026, 7, 1), "end_on": date(2027, 6, 30), "term_months": 12}],
        "content": [{"agreement": "A", "measured_on": date(2026, 12, 1), "privacy_agreement": False}],
    }  # fmt: skip
    found = ready.of(small.book_of(**ready.joined(ready.school("010", 100), NARROW, parts)))
    table = found.result("readiness_gates")
    assert set(table["part"].to_list()) == {"digital content"}
    of_agreement = table.filter(
        pl.col("line").str.starts_with("agreement") & (pl.col("measure") == "student-data agreement")
    )
    assert of_agreement["fy"].to_list() == [2027, 2028, 2029, 2030, 2031]
    assert set(of_agreement["standing"].to_list()) == {"not ready"}
