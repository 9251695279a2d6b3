"""Lakeside's raw files: made by their script, byte for byte, with the size and the faults that they should have."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

LAKESIDE = Path(__file__).parents[2] / "examples" / "lakeside"
EXPORTS = LAKESIDE / "exports"
SCRIPT = EXPORTS / "make_exports.py"


def run_script(folder: Path, hash_seed: str) -> dict[str, bytes]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONDONTWRITEBYTECODE": "1", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, str(SCRIPT), str(folder)], check=True, capture_output=True, env=environment)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def committed() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in EXPORTS.iterdir() if path.suffix in {".csv", ".xlsx"}}


def rows_of(name: str, *, skip: int = 0) -> list[dict[str, str]]:
    lines = (EXPORTS / name).read_bytes().decode("utf-8-sig").split("\r\n")[skip:]
    return list(csv.DictReader(io.StringIO("\r\n".join(lines), newline="")))


def sheet_of(name: str, sheet: str, *, skip: int = 0) -> list[dict[str, object]]:
    page = openpyxl.load_workbook(EXPORTS / name, read_only=True)[sheet]
    header, *rows = list(page.iter_rows(values_only=True))[skip:]
    return [dict(zip(header, row, strict=True)) for row in rows]  # type: ignore[arg-type]


def test_the_script_makes_the_committed_files_whatever_the_hash_seed_and_time_zone(tmp_path: Path) -> None:
    first = run_script(tmp_path / "one", "1")
    second = run_script(tmp_path / "two", "2")
    assert first == second
    assert sorted(first) == sorted(committed())
    assert [name for name in first if first[name] != committed()[name]] == []


def test_the_folder_stays_small() -> None:
    assert sum(len(data) for data in committed().values()) < 4_000_000


def test_six_schools_and_two_other_buildings_and_one_closed() -> None:
    buildings = sheet_of("buildings.xlsx", "Buildings", skip=3)
    assert Counter((row["Instructional?"], row["Last FY Open"]) for row in buildings) == {
        ("Y", None): 6,
        ("N", None): 2,
        ("N", 2023): 1,
    }
    assert all(re.fullmatch(r"0\d\d", str(row["Bldg"])) for row in buildings)


def test_about_3200_students_slowly_fewer() -> None:
    by_year: Counter[str] = Counter()
    for row in rows_of("enrollment.csv"):
        by_year[row["School Year"]] += int(row["Headcount"])
    years = [by_year[year] for year in sorted(by_year)]
    assert len(years) == 8
    assert years == sorted(years, reverse=True)
    assert 3150 <= by_year["2026-27"] <= 3250
    assert years[-1] > 0.9 * years[0]


def test_260_staff() -> None:
    assert sum(int(row["heads"]) for row in rows_of("staff.csv") if row["fy"] == "2027") == 260


def test_fifteen_funds_twelve_awards_and_balances_for_ten_years() -> None:
    funds = {row["Fund"] for row in sheet_of("funds.xlsx", "Funds", skip=3)}
    assert len(funds) == 15
    awards = sheet_of("funds.xlsx", "Awards")
    assert len(awards) == 12
    assert {row["Fund"] for row in awards} <= funds
    assert {row["FY"] for row in sheet_of("funds.xlsx", "Balances")} == set(range(2027, 2037))


def test_sixty_agreements_five_goals_twelve_programs() -> None:
    assert len({row["Agreement"] for row in sheet_of("agreements.xlsx", "Contracts", skip=3)}) == 60
    assert len(sheet_of("curriculum.xlsx", "Goals")) == 5
    assert len(sheet_of("curriculum.xlsx", "Programs")) == 12


def cents(text: str) -> int:
    sign = -1 if text.startswith("(") else 1
    return sign * round(float(text.strip("()").replace(",", "")) * 100)


@pytest.mark.parametrize("fy", [2025, 2026, 2027])
def test_each_ledger_adds_up_to_its_own_totals(fy: int) -> None:
    rows = rows_of(f"ledger_fy{fy}.csv", skip=3)
    accounts = [row for row in rows if row["Full Account Code"].startswith("05-")]
    grand = rows[-1]
    assert grand["Full Account Code"] == "GRAND TOTAL"
    assert len({row["Full Account Code"] for row in accounts}) == len(accounts) > 45
    for title in ("Initial Appropriation", "FYTD Expendable", "FYTD Actual Expenditures", "FYTD Unencumbered Balance"):
        assert sum(cents(row[title]) for row in accounts) == cents(grand[title])


@pytest.mark.parametrize("fy", [2025, 2026, 2027])
def test_an_account_code_has_thirty_digits_in_nine_parts(fy: int) -> None:
    codes = [
        row["Full Account Code"] for row in rows_of(f"ledger_fy{fy}.csv", skip=3) if "-" in row["Full Account Code"]
    ]
    assert {tuple(len(part) for part in code.split("-")) for code in codes} == {(2, 3, 4, 3, 4, 6, 3, 2, 3)}


def test_about_8300_assets_of_which_3600_chromebooks_in_use() -> None:
    snipe = rows_of("snipe_it_assets.csv")
    network = [row for row in sheet_of("network_inventory.xlsx", "Gear", skip=3) if row["Type"]]
    serials = {row["Serial"].upper() for row in snipe if row["Category"] == "Chromebook"}
    google = rows_of("google_admin_chromebooks.csv")
    only_google = {row["serialNumber"] for row in google} - serials
    assert 8_200 <= len(snipe) + len(network) + len(only_google) <= 8_350
    gone = {"Disposed", "Lost/Stolen"}
    in_use = [row for row in snipe if row["Category"] == "Chromebook" and row["Status"] not in gone]
    assert 3_500 <= len(in_use) <= 3_650
    assert len(only_google) == 26


def test_the_files_show_the_faults_that_the_readme_lists() -> None:
    snipe = rows_of("snipe_it_assets.csv")
    google = rows_of("google_admin_chromebooks.csv")
    tags = Counter(row["Asset Tag"] for row in snipe if row["Asset Tag"])
    found = {
        "shortened": sum(bool(re.fullmatch(r"\d\.\d+E\+\d+", row["Serial"])) for row in snipe),
        "junk": sum(row["Serial"] == "To Be Filled By O.E.M." for row in snipe),
        "tag twice": sum(number > 1 for number in tags.values()),
        "no tag": sum(not row["Asset Tag"] for row in snipe),
        "no school": sum(row["Location"] == "Warehouse 7" for row in snipe),
        "closed": sum(row["Location"].endswith("(closed)") for row in snipe),
        "negative": sum(row["Purchase Cost"].startswith("-") for row in snipe),
        "enrolled twice": sum(number > 1 for number in Counter(row["serialNumber"] for row in google).values()),
        "no expiry": sum(row["autoUpdateExpiration"] == "" for row in google),
        "cells too many": sum(None in row for row in snipe),
        "cells too few": sum(row["provisionStatus"] is None for row in google),
    }
    assert found == {
        "shortened": 9,
        "junk": 4,
        "tag twice": 12,
        "no tag": 22,
        "no school": 6,
        "closed": 18,
        "negative": 1,
        "enrolled twice": 9,
        "no expiry": 25,
        "cells too many": 2,
        "cells too few": 1,
    }


def test_intune_lists_computers_with_the_faults_that_the_readme_lists() -> None:
    intune = [row for row in rows_of("intune_devices.csv") if row["Ownership"] == "Corporate"]
    snipe = {row["Serial"]: row for row in rows_of("snipe_it_assets.csv")}
    known = [(row, snipe[serial]) for row in intune if (serial := row["Serial number"].upper()) in snipe]
    here = [(row, ours) for row, ours in known if ours["Status"] in {"Deployed", "Ready to Deploy"}]
    schools = {row["Building Name"]: row["Bldg"] for row in sheet_of("buildings.xlsx", "Buildings", skip=3)}
    words = tomllib.loads((EXPORTS / "mappings" / "words.toml").read_text(encoding="utf-8"))
    models = {name: words["models"].get(name, name) for name in (ours["Model"] for ours in snipe.values())}
    computers = [row for row in rows_of("snipe_it_assets.csv") if row["Category"] in {"Laptop", "Desktop"}]
    serials = Counter(row["Serial"] for row in computers)
    listed = {row["Serial number"].upper() for row in intune}
    in_use = [row for row in computers if row["Status"] in {"Deployed", "Ready to Deploy"}]
    found = {
        "own": len(rows_of("intune_devices.csv")) - len(intune),
        "only in intune": len(intune)
        - len([row for row in intune if row["Serial number"].upper() in snipe])
        - sum(row["Serial number"] == "To Be Filled By O.E.M." for row in intune),
        "junk": sum(row["Serial number"] == "To Be Filled By O.E.M." for row in intune),
        "not known": sum(row["Serial"] not in listed and serials[row["Serial"]] == 1 for row in in_use),
        "serial twice": sum(number == 2 for number in serials.values()),
        "retired": len(known) - len(here),
        "small letters": sum(row["Serial number"] != row["Serial number"].upper() for row, _ in known),
        "capitals": sum(row["Model"] == models[ours["Model"]].upper() != models[ours["Model"]] for row, ours in here),
        "other model": sum(row["Model"].upper() != models[ours["Model"]].upper() for row, ours in here),
        "moved": sum(words["schools"][row["Category"]] != schools[ours["Location"]] for row, ours in here),
        "long unseen": sum(row["Last check-in"] < "2026-06" for row, _ in here),
    }
    assert found == {
        "own": 5,
        "only in intune": 6,
        "junk": 4,
        "not known": 24,
        "serial twice": 3,
        "retired": 5,
        "small letters": 10,
        "capitals": 12,
        "other model": 8,
        "moved": 7,
        "long unseen": 9,
    }


def test_nothing_happened_after_the_plans_day() -> None:
    days = {
        "incidents.csv": "happened_on", "disposals.csv": "disposed_on", "receipts.csv": "paid_on",
        "count_scans.csv": "scanned_on", "decisions.csv": "decided_on", "intune_devices.csv": "Last check-in",
    }  # fmt: skip
    for name, title in days.items():
        assert "2017" < max(row[title] for row in rows_of(name))[:10] <= "2027-01-15", name


def test_repairs_and_losses_are_commoner_where_devices_go_home() -> None:
    grades = {row["tag"]: int(row["grade"]) for row in rows_of("checkouts.csv")}
    happened = Counter(grades[row["asset"]] >= 6 for row in rows_of("incidents.csv") if row["asset"] in grades)
    having = Counter(grade >= 6 for grade in grades.values())
    assert happened[True] / having[True] > 1.3 * happened[False] / having[False]


def test_users_are_numbers_at_an_address_that_cannot_exist() -> None:
    for data in committed().values():
        addresses = re.findall(rb"[\w.+-]+@[\w.-]+", data)
        assert all(re.fullmatch(rb"[st]\.\d+@lakeside\.example", address) for address in addresses)


def test_every_title_that_a_mapping_names_is_in_its_file() -> None:
    seen = set()
    for path in sorted((EXPORTS / "mappings").glob("*.toml")):
        if path.stem == "words":
            continue
        mapping = tomllib.loads(path.read_text(encoding="utf-8"))
        files = sorted(EXPORTS.glob(mapping["file"]))
        assert len(files) == 1, path.name
        seen.add(files[0].name)
        if files[0].suffix == ".xlsx":
            page = openpyxl.load_workbook(files[0], read_only=True)[mapping["sheet"]]
            titles = {str(cell) for row in page.iter_rows(max_row=5, values_only=True) for cell in row}
        else:
            titles = {
                cell for row in list(csv.reader(files[0].read_text("utf-8-sig").splitlines()))[:5] for cell in row
            }
        assert set(mapping["columns"].values()) <= titles, path.name
    own_titles = {
        "district.csv", "staff.csv", "asset_classes.csv", "account_rules.csv", "connectivity.csv", "past_orders.csv",
        "receipts.csv", "disposals.csv", "incidents.csv", "federal_property.csv", "counts.csv", "count_places.csv",
        "count_scans.csv", "count_outcomes.csv", "time_survey.csv", "staff_activities.csv", "deployment_hours.csv",
        "content.csv", "choices.csv", "alternatives.csv", "checkouts.csv", "decisions.csv", "forecast_lines.csv",
        "set_asides.csv",
    }  # fmt: skip
    systems = {"google_admin_chromebooks.csv", "intune_devices.csv", "snipe_it_assets.csv"}
    assert seen | own_titles | systems == set(committed())
