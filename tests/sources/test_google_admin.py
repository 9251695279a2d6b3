from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read
from techplan.sources.changes import compare

GAM_BASIC = "deviceId,annotatedAssetId,annotatedLocation,annotatedUser,lastSync,notes,serialNumber,status"


@pytest.fixture
def imported(google: bytes, book: Book) -> Import:
    return read("google-admin", [("devices.csv", google)], book)


def test_a_device_printed_once_for_each_user_is_one_asset(imported: Import, one: Any) -> None:
    assert (imported.rows_read, imported.merged, imported.accepted) == (4, 1, 3)
    row = one(imported.frames["assets"], serial="5CD0000AB1")
    expected = {
        "asset": "00069", "tag": "00069", "mac": "78929c000001", "model": "Chromebook 3110", "school": "020",
        "room": "Room 12", "assigned_to": "student", "status": "active", "last_seen": date(2026, 8, 28),
        "in_service_on": date(2022, 8, 20), "support_end": None, "source": "google-admin",
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


def test_a_deprovisioned_device_is_retired(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], serial="219E01BE")
    assert (row["asset"], row["status"], row["school"]) == ("serial:219E01BE", "retired", "040")
    assert (row["assigned_to"], row["last_seen"], row["mac"]) == ("staff", None, "78929c000002")


def test_a_disabled_device_counts_as_missing_and_that_is_said(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], serial="NXA6UAA001")
    assert (row["status"], row["school"], row["in_service_on"]) == ("missing", None, None)
    assert any("DISABLED" in sentence and "missing" in sentence for sentence in imported.assumed)
    assert [p.value for p in imported.problems if p.rule == "place not known"] == ["/Lost"]


def test_the_end_of_support_is_the_models_and_a_month_lasts_to_its_end(imported: Import) -> None:
    ends = dict(imported.frames["product_models"].select("model", "support_end").iter_rows())
    assert ends == {"Chromebook 3110": date(2029, 6, 30), "Acer Chromebook 311": date(2030, 6, 1)}
    assert imported.frames["assets"]["support_end"].null_count() == 3


def test_a_device_that_differs_from_its_model_keeps_its_own_end(google_table: Any, csv_of: Any, book: Book) -> None:
    header, rows = google_table
    at = header.index("autoUpdateExpiration")
    more = [
        [f"x{n}", f"SER{n}", "", *rows[0][3:at], "2029-06" if n else "2027-06", *rows[0][at + 1 :]] for n in range(3)
    ]
    found = read("google-admin", [("devices.csv", csv_of(header, more))], book)
    ends = dict(found.frames["assets"].select("serial", "support_end").iter_rows())
    assert ends == {"SER0": date(2027, 6, 30), "SER1": None, "SER2": None}
    assert found.frames["product_models"]["support_end"].to_list() == [date(2029, 6, 30)]


def test_a_file_of_few_devices_does_not_move_the_models_date(google_table: Any, csv_of: Any, book: Book) -> None:
    header, rows = google_table
    at = header.index("autoUpdateExpiration")

    def devices(numbers: range, end: str) -> list[list[str]]:
        return [[f"x{n}", f"SER{n}", "", *rows[0][3:at], end, *rows[0][at + 1 :]] for n in numbers]

    first = read("google-admin", [("a.csv", csv_of(header, devices(range(5), "2029-06")))], book)
    after = compare(book, first).apply(book)
    few = read("google-admin", [("b.csv", csv_of(header, devices(range(2), "2031-06")))], after)
    changed = compare(after, few).apply(after)
    assert changed.product_models["support_end"].to_list() == [date(2029, 6, 30)]
    assert sorted(changed.assets["support_end"].drop_nulls()) == [date(2031, 6, 30)] * 2
    every = read("google-admin", [("c.csv", csv_of(header, devices(range(5), "2031-06")))], changed)
    moved = compare(changed, every).apply(changed)
    assert moved.product_models["support_end"].to_list() == [date(2031, 6, 30)]


def test_sightings_keep_what_the_console_said(imported: Import, one: Any) -> None:
    seen = imported.frames["sightings"]
    assert sorted(seen["sighting"]) == ["google-admin:d1", "google-admin:d2", "google-admin:d3"]
    row = one(seen, sighting="google-admin:d2")
    assert (row["asset"], row["status"], row["user_role"]) == ("serial:219E01BE", "DEPROVISIONED", "staff")
    assert row["support_end"] == date(2029, 6, 30)


def test_a_chromebook_enrolled_again_is_one_asset_and_two_sightings(google_table: Any, csv_of: Any, book: Book) -> None:
    header, rows = google_table
    old = ["d0", *rows[0][1:4], "DEPROVISIONED", "/Lost", *rows[0][6:8], "2024-01-05T10:00:00Z", *rows[0][9:]]
    for order in ([old, rows[0]], [rows[0], old]):
        found = read("google-admin", [("devices.csv", csv_of(header, order))], book)
        assert found.frames["assets"].select("asset", "status", "last_seen").rows() == [
            ("00069", "active", date(2026, 8, 28))
        ]
        assert found.frames["sightings"]["asset"].to_list() == ["00069", "00069"]
        assert (found.accepted, found.merged) == (1, 1)
        assert any(problem.rule == "one device enrolled again" for problem in found.problems)
        after = compare(book, found).apply(book)
        assert compare(after, read("google-admin", [("devices.csv", csv_of(header, order))], after)).nothing()


def test_the_directory_api_gives_the_same_asset(google_json: bytes, imported: Import, book: Book) -> None:
    found = read("google-admin", [("devices.json", google_json)], book)
    both = [
        frame.filter(pl.col("serial") == "5CD0000AB1") for frame in (found.frames["assets"], imported.frames["assets"])
    ]
    assert both[0].equals(both[1].select(both[0].columns))
    assert found.frames["product_models"]["support_end"].to_list() == [date(2029, 6, 30)]


def test_a_page_of_several_says_so(google_json: bytes, book: Book) -> None:
    page = {**json.loads(google_json), "nextPageToken": "abc"}
    found = read("google-admin", [("devices.json", json.dumps(page).encode())], book)
    assert [problem.severity for problem in found.problems if problem.rule == "not the last page"] == ["warning"]
    pages = json.dumps([page, json.loads(google_json)]).encode()
    whole = read("google-admin", [("devices.json", pages)], book)
    assert (whole.rows_read, whole.accepted, whole.merged) == (2, 1, 1)
    assert [problem for problem in whole.problems if problem.rule == "not the last page"] == []


def test_gam_basic_has_no_model_and_is_taken_as_chromebooks(book: Book) -> None:
    data = f"{GAM_BASIC}\nd1,0012345,Room 12,s.one@example.org,Never,hinge,5CD0000AB1,ACTIVE\n".encode()
    found = read("google-admin", [("cros.csv", data)], book)
    row = found.frames["assets"].row(0, named=True)
    assert (row["asset"], row["asset_class"], row["model"]) == ("0012345", "chromebook", None)
    assert any("Google Admin lists Chrome devices" in sentence for sentence in found.assumed)


def test_a_last_enrolment_is_no_day_of_service(book: Book) -> None:
    data = b"deviceId;serialNumber;lastEnrollmentTime;orgUnitPath\nd1;S1;2023-08-10T14:00:00Z;/East\n"
    found = read("google-admin", [("cros.csv", data)], book)
    assert "in_service_on" not in found.frames["assets"].columns
    assert any("firstEnrollmentTime" in sentence for sentence in found.assumed)


def test_the_console_yields_to_the_record_but_for_what_it_knows_best(
    snipe: bytes, google: bytes, book: Book, one: Any
) -> None:
    recorded = compare(book, read("snipe-it", [("assets.csv", snipe)], book)).apply(book)
    changes = compare(recorded, read("google-admin", [("devices.csv", google)], recorded))
    after = changes.apply(recorded)
    row = one(after.assets, asset="00069")
    assert (row["school"], row["in_service_on"], row["source"]) == ("040", date(2022, 8, 15), "snipe-it")
    assert (row["last_seen"], row["room"], row["mac"]) == (date(2026, 8, 28), "Room 12", "78929c000001")
    assert one(after.assets, serial="219E01BE")["status"] == "spare"
    assert one(after.product_models, model="Chromebook 3110")["support_end"] == date(2029, 6, 30)
    assert after.assets.height == 5
    again = compare(after, read("snipe-it", [("assets.csv", snipe)], after))
    assert again.nothing(), again.counts()


def test_words_may_name_an_organisational_unit(google: bytes, book: Book, one: Any) -> None:
    known = book.with_documents("mappings", {"words": '[schools]\n"/Lost" = "020"\n"/Students/East" = "040"\n'})
    found = read("google-admin", [("devices.csv", google)], known)
    assert one(found.frames["assets"], serial="NXA6UAA001")["school"] == "020"
    assert one(found.frames["assets"], serial="5CD0000AB1")["school"] == "040"


def test_other_systems_devices_are_not_chromebooks(book: Book) -> None:
    data = b"displayName,operatingSystem,deviceId,serialNumber\nLAB,Windows,3,S1\n"
    with pytest.raises(SourceError, match="Google"):
        read("google-admin", [("entra.csv", data)], book)


@pytest.mark.parametrize(
    ("name", "tags", "support_end"),
    [
        ("gam_print_cros_basic.csv", ["0012345", None], None),
        ("gam_print_cros_fields_semicolon.csv", ["0012345"], date(2030, 6, 1)),
        ("gam_powershell_outfile_utf16.csv", ["0012345"], date(2028, 6, 30)),
        ("chromeosdevices_api.json", ["0012345"], date(2030, 6, 1)),
        ("google_admin_console_shape_UNVERIFIED_HEADER.csv", [None], date(2022, 6, 30)),
    ],
)
def test_the_samples(samples: Path, book: Book, name: str, tags: list[str | None], support_end: date | None) -> None:
    found = read("auto", [(name, (samples / "synthetic" / name).read_bytes())], book)
    assert found.source == "google-admin"
    assert found.frames["assets"]["tag"].to_list() == tags
    if support_end is not None:
        assert found.frames["product_models"]["support_end"].to_list() == [support_end]
    assert "@" not in "".join(frame.write_csv() for frame in found.frames.values())


def test_the_sample_of_one_device_on_many_rows(samples: Path, book: Book) -> None:
    data = (samples / "synthetic" / "quirks" / "same_device_many_rows.csv").read_bytes()
    found = read("auto", [("same_device_many_rows.csv", data)], book)
    assert (found.source, found.rows_read, found.merged) == ("google-admin", 3, 1)
    assert found.frames["assets"]["serial"].to_list() == ["S1", "S2"]


def test_a_wired_address_is_written_as_every_other_and_only_where_there_is_no_wireless_one(book: Book) -> None:
    rows = "deviceId,serialNumber,orgUnitPath,macAddress,ethernetMacAddress,status\n"
    rows += "d1,S1,/Students,,00:1B:44:11:3A:B7,ACTIVE\nd2,S2,/Students,78929c000002,00:1B:44:11:3A:B8,ACTIVE\n"
    found = read("google-admin", [("devices.csv", rows.encode())], book).frames["assets"].sort("serial")
    assert found["mac"].to_list() == ["001b44113ab7", "78929c000002"]
