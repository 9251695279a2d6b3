"""Which system wrote a file: every sample is recognised as what it is, or as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import recognise
from techplan.sources.recognition import marked_sources, owner, rival

FILES = Path(__file__).parent / "files"

LISTS = (
    "snipe-it", "google-admin", "incident-iq", "destiny", "netbox", "intune", "entra", "jamf-pro", "jamf-school",
    "mosyle", "lansweeper",
)  # fmt: skip
"""The sources that read lists of assets and devices."""

SAMPLES = {
    "intune_DevicesWithInventory.csv": "intune",
    "entra_devices.csv": "entra",
    "netbox_devices_import.csv": "netbox",
    "ComputerTemplate.csv": "jamf-pro",
    "MobileDeviceTemplate.csv": "jamf-pro",
    "chromeosdevices_api.json": "google-admin",
    "gam_powershell_outfile_utf16.csv": "google-admin",
    "gam_print_cros_basic.csv": "google-admin",
    "gam_print_cros_fields_semicolon.csv": "google-admin",
    "google_admin_console_shape_UNVERIFIED_HEADER.csv": "google-admin",
    "same_device_many_rows.csv": "google-admin",
    "assets-sample.csv": "snipe-it",
    "assets-sample-BAD.csv": "snipe-it",
    "assets-sample-BLANKS.csv": "snipe-it",
}
GENERAL = {
    "bom_utf8_crlf.csv", "cp1252.csv", "cr_only_macroman.csv", "duplicate_and_blank_headers.csv", "excel_mangled.csv",
    "formula_cells.csv", "lying_bom_utf16be_then_utf8.csv", "mixed_dates.csv", "nbsp_zero_width_smart.csv",
    "ragged_preamble_footer.csv", "semicolon_decimal_comma.csv", "sep_hint_line.csv", "utf16be_comma.csv",
    "utf16le_tab.txt",
}  # fmt: skip
"""Lists of assets under everybody's words, which Snipe-IT reads as it always did."""


def recognised(path: Path) -> str | None:
    try:
        return recognise(path.name, path.read_bytes(), Book()).name
    except SourceError:
        return None


def test_every_sample_is_recognised_as_what_it_is_or_by_none_of_these(samples: Path) -> None:
    found = {}
    for path in sorted(samples.rglob("*")):
        if path.is_file() and path.name not in GENERAL:
            name = recognised(path)
            if name in LISTS:
                found[path.name] = name
    assert found == SAMPLES


def test_lists_under_everybodys_words_go_where_they_went(samples: Path) -> None:
    assert {recognised(samples / "synthetic" / "quirks" / name) for name in GENERAL} == {"snipe-it"}


@pytest.mark.parametrize(
    ("file", "system"),
    [
        ("incident_iq.csv", "incident-iq"),
        ("destiny.csv", "destiny"),
        ("netbox.csv", "netbox"),
        ("netbox_export.csv", "netbox"),
        ("intune.csv", "intune"),
        ("intune_devices_api.csv", "intune"),
        ("entra.csv", "entra"),
        ("jamf_pro.csv", "jamf-pro"),
        ("jamf_mut_computers.csv", "jamf-pro"),
        ("jamf_mut_mobile.csv", "jamf-pro"),
        ("jamf_school.csv", "jamf-school"),
        ("mosyle.csv", "mosyle"),
        ("lansweeper.csv", "lansweeper"),
    ],
)
def test_titles_mark_a_system_in_any_order_and_case(file: str, system: str) -> None:
    header = (FILES / file).read_text("utf-8").splitlines()[0].split(",")
    assert owner(header) == owner(reversed(header)) == owner([title.upper() for title in header]) == system


def test_everybodys_words_are_nobodys() -> None:
    assert owner(["Asset Tag", "Serial Number", "Model", "Status", "Location", "Purchase Date"]) is None
    assert owner([]) is None
    assert owner(["Barcode"]) is None  # one mark is not enough


def test_as_many_marks_of_two_systems_are_nobodys() -> None:
    assert owner(["Barcode", "Home Location"]) == "destiny"
    assert owner(["Barcode", "Home Location", "Purchased Date", "Owner Email"]) is None


def test_a_rival_has_more_marks() -> None:
    header = ["Serial Number", "Barcode", "Home Location", "District Identifier", "Purchased Date", "Owner Email"]
    assert rival(header, "incident-iq") == ("destiny", "Follett Destiny")
    assert rival(header, "destiny") is None


def test_every_list_says_what_marks_it() -> None:
    named = {source.name for source in marked_sources()}
    assert named >= set(LISTS) - {"snipe-it", "google-admin"}
    for source in marked_sources():
        assert 0 < source.least_marks <= len(source.marks)
        assert source.marks <= source.known
