"""Whole files: every encoding, delimiter and line end; every sample; anything at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.problem import SourceError
from techplan.book.reading import Sheet, read_sheets
from techplan.book.reading.damage import damage_of

HEADER = ["Asset Tag", "Serial Number", "Model", "Notes"]


def only(data: bytes, known: tuple[str, ...] = ()) -> Sheet:
    (sheet,) = read_sheets(data, "x.csv", known=known)
    return sheet


def accounted(sheet: Sheet) -> list[int]:
    """Every line on which a record starts, be it row, refused, skipped or header."""
    return sorted([*(r.line for r in sheet.rows), *(r.line for r in sheet.refused), *(r.line for r in sheet.skipped)])


CELL = st.text(alphabet='ab0é–,;|\t"\n (', max_size=6).map(str.strip)
ROWS = st.lists(st.tuples(st.from_regex(r"0[0-9]{3}", fullmatch=True), CELL, CELL, CELL), min_size=1, max_size=8)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]


def written(rows: list[list[str] | tuple[str, ...]], delimiter: str, end: str) -> str:
    def quoted(cell: str) -> str:
        needs = any(sign in cell for sign in (delimiter, '"', "\n"))
        return '"' + cell.replace('"', '""') + '"' if needs else cell

    return "".join(delimiter.join(map(quoted, row)) + end for row in rows)


@given(ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(ENCODINGS))
def test_what_was_written_is_read(rows: list[tuple[str, ...]], delimiter: str, end: str, encoding: str) -> None:
    """An accent and a dash in every file tell the encodings apart; titles tell the delimiter."""
    marked = [*rows, ("0000", "café", "Peña", "a – b")]
    text = written([HEADER, *marked], delimiter, end)
    sheet = only(text.encode(encoding), known=("asset tag", "serial number", "model", "notes"))
    assert sheet.header == tuple(HEADER)
    assert [row.cells for row in sheet.rows] == marked
    assert not sheet.refused


@given(st.binary(max_size=200) | st.text(alphabet='a1,;|\t"\r\n =.$', max_size=80).map(str.encode))
def test_anything_gives_tables_or_a_source_error(data: bytes) -> None:
    try:
        sheets = read_sheets(data, "x.csv")
    except SourceError:
        return
    for sheet in sheets:
        assert len(set(sheet.header)) == len(sheet.header)
        assert all(len(row.cells) == len(sheet.header) for row in sheet.rows)
        lines = accounted(sheet)
        assert len(set(lines)) == len(lines)
        assert [problem.line for problem in sheet.problems if problem.rule == "row width"] == [
            r.line for r in sheet.refused
        ]


@given(
    st.lists(st.text(alphabet="ab1, ", min_size=1, max_size=8).filter(lambda s: s.strip(" ,")), min_size=1, max_size=10)
)
def test_every_line_is_accounted_for(lines: list[str]) -> None:
    sheet = only("\n".join(lines).encode())
    header = {sheet.header_line} if not sheet.assumed[-1].startswith("header on lines") else None
    if header is not None:
        assert {*accounted(sheet), *header} == set(range(1, len(lines) + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"sep=;\r\nAsset Tag;Serial Number\r\n0001;ABC\r\n",
        b'#TYPE System.Management.Automation.PSCustomObject\r\n"Asset Tag","Serial Number"\r\n"0001","ABC"\r\n',
    ],
)
def test_lines_that_say_how_the_file_is_written_keep_their_number(data: bytes) -> None:
    sheet = only(data)
    assert [tuple(row) for row in sheet.rows] == [(3, ("0001", "ABC"))]
    assert [(row.line, row.why) for row in sheet.skipped] == [(1, "says how the file is written")]


def test_what_was_assumed_is_said() -> None:
    said = only("Tag;Ort\r1;café\r".encode("mac_roman")).assumed
    assert said[0].startswith("encoding Mac Roman")
    assert said[1:] == ("delimiter semicolon", "line ends CR", "header on line 1")


def test_rows_that_inch_marks_may_have_joined_are_said() -> None:
    sheet = only(b'Tag,Model,Room\n1,"Pro 13,12\n2,Air 13",14\n3,HP,15\n')
    assert [row.cells for row in sheet.rows] == [("1", "Pro 13,12\n2,Air 13", "14"), ("3", "HP", "15")]
    assert [(problem.severity, problem.rule, problem.line) for problem in sheet.problems] == [
        ("warning", "rows in one cell", 2)
    ]


def test_damaged_bytes_are_said() -> None:
    assert [p.rule for p in only(b"Tag,Model\n1,H\x00P\n").problems] == ["zero bytes"]
    assert [p.rule for p in only("Tag,Model\n1,café".encode()[:-1]).problems] == ["file cut off"]


@pytest.mark.parametrize("data", [b"", b"\n\n\n", b",,,\n,,\n"])
def test_a_file_without_a_table_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"x\.csv"):
        read_sheets(data, "x.csv")


def test_a_header_alone_is_a_table_without_rows() -> None:
    sheet = only(b"Asset Tag,Model")
    assert (sheet.header, sheet.rows) == (("Asset Tag", "Model"), ())


# Files that nobody here wrote; they stand beside the project.

ROWS_REFUSED_SKIPPED = {
    "synthetic/quirks/bom_utf8_crlf.csv": (1, 0, 0),
    "synthetic/quirks/cp1252.csv": (1, 0, 0),
    "synthetic/quirks/cr_only_macroman.csv": (2, 0, 0),
    "synthetic/quirks/duplicate_and_blank_headers.csv": (1, 0, 0),
    "synthetic/quirks/excel_mangled.csv": (4, 0, 0),
    "synthetic/quirks/formula_cells.csv": (9, 0, 0),
    "synthetic/quirks/lying_bom_utf16be_then_utf8.csv": (1, 0, 0),
    "synthetic/quirks/mixed_dates.csv": (23, 0, 0),
    "synthetic/quirks/money.csv": (20, 0, 0),
    "synthetic/quirks/multiline_long_notes.csv": (2, 0, 0),
    "synthetic/quirks/nbsp_zero_width_smart.csv": (1, 0, 0),
    "synthetic/quirks/powershell_type_line.csv": (1, 0, 1),
    "synthetic/quirks/ragged_preamble_footer.csv": (1, 2, 6),
    "synthetic/quirks/same_device_many_rows.csv": (3, 0, 0),
    "synthetic/quirks/semicolon_decimal_comma.csv": (1, 0, 0),
    "synthetic/quirks/sentinels.csv": (26, 0, 0),
    "synthetic/quirks/sep_hint_line.csv": (1, 0, 1),
    "synthetic/quirks/unquoted_doubled_quotes.csv": (1, 0, 0),
    "synthetic/quirks/utf16be_comma.csv": (1, 0, 0),
    "synthetic/quirks/utf16le_tab.txt": (1, 0, 0),
    "synthetic/entra_devices.csv": (1, 0, 0),
    "synthetic/gam_powershell_outfile_utf16.csv": (1, 0, 0),
    "synthetic/gam_print_cros_basic.csv": (2, 0, 0),
    "synthetic/gam_print_cros_fields_semicolon.csv": (1, 0, 0),
    "synthetic/google_admin_console_shape_UNVERIFIED_HEADER.csv": (1, 0, 0),
    "synthetic/intune_DevicesWithInventory.csv": (1, 0, 0),
    "synthetic/munis_like_ytd_budget_two_headers_totals.csv": (2, 0, 7),
    "synthetic/netbox_devices_import.csv": (1, 0, 0),
    "synthetic/ookla_cli.csv": (1, 0, 0),
    "synthetic/ookla_open_tiles.csv": (1, 0, 0),
    "synthetic/speedtest_cli.csv": (2, 0, 0),
    "synthetic/usac_c2_budget_resource.csv": (1, 0, 0),
    "synthetic/usasr_expenditure_accounts_fieldnames.csv": (2, 0, 0),
    "snipe-it/accessories-sample.csv": (3, 0, 0),
    "snipe-it/assets-sample-BAD.csv": (200, 0, 0),
    "snipe-it/assets-sample-BLANKS.csv": (200, 0, 0),
    "snipe-it/assets-sample.csv": (22, 0, 0),
    "snipe-it/components-sample.csv": (1, 0, 0),
    "snipe-it/consumables-sample.csv": (3, 0, 0),
    "snipe-it/licenses-sample.csv": (50, 0, 0),
    "snipe-it/locations-sample.csv": (19, 0, 0),
    "snipe-it/models-sample.csv": (20, 0, 0),
    "snipe-it/users-sample.csv": (100, 0, 0),
    "nces/ELSI_district_2023-24_excerpt.csv": (5, 0, 6),
    "nces/ELSI_public_school_2023-24_excerpt.csv": (3, 0, 6),
    "nces/codeorg_school_districts_leadingzerolost.tsv": (8, 0, 0),
    "real/FY26_budget_vs_actual_P6_P7_P8.csv": (33, 0, 3),
    "real/broadband_data_2019November.csv": (3143, 0, 0),
    "real/broadband_data_2020October.csv": (3142, 0, 0),
    "real/erate_schools_districts_totals.csv": (25120, 0, 0),
    "real/fiscal_first120_raw_CR_BOM.csv": (120, 0, 0),
    "real/nces_enrollment_by_grade.csv": (12, 0, 0),
    "real/raw_elsi_export_with_preamble.csv": (1, 0, 13),
}
"""Counted by hand, or stated by the file's own source; records less header, preamble, totals and notes."""


@pytest.mark.parametrize("name", ROWS_REFUSED_SKIPPED)
def test_every_sample_ends_in_the_right_rows(samples: Path, name: str) -> None:
    sheet = only((samples / name).read_bytes())
    assert (len(sheet.rows), len(sheet.refused), len(sheet.skipped)) == ROWS_REFUSED_SKIPPED[name]


def test_no_sample_is_forgotten(samples: Path) -> None:
    found = {
        path.relative_to(samples).as_posix()
        for folder in ("snipe-it", "synthetic", "nces", "real")
        for path in (samples / folder).rglob("*")
        if path.suffix in (".csv", ".tsv", ".txt") and path.name != "SOURCES.txt"
    }
    assert found == set(ROWS_REFUSED_SKIPPED)


def test_device_json_is_for_its_source(samples: Path) -> None:
    with pytest.raises(SourceError, match="JSON"):
        read_sheets((samples / "synthetic/chromeosdevices_api.json").read_bytes(), "chromeosdevices_api.json")


def column(sheet: Sheet, title: str) -> list[str]:
    at = sheet.header.index(title)
    return [row.cells[at] for row in sheet.rows]


def test_snipe_its_own_sample(samples: Path) -> None:
    sheet = only((samples / "snipe-it/assets-sample.csv").read_bytes())
    assert sheet.header[0] == "Company"
    assert 'Macbook Pro 13"' in column(sheet, "Model")
    assert column(sheet, "Asset EOL Date").count("") == 11


def test_snipe_its_bad_sample(samples: Path) -> None:
    sheet = only((samples / "snipe-it/assets-sample-BAD.csv").read_bytes())
    assert [damage_of(text) for text in column(sheet, "Model Number")] == ["shortened"] * 200
    assert sum(text.startswith("0") for text in column(sheet, "Asset Tag")) == 15
    assert column(sheet, "Purchase Cost").count("") == 56
    assert [title for title in sheet.header if title.startswith(("Category", "Company"))] == [
        "Company", "Category", "Category (2)", "Company (2)",
    ]  # fmt: skip


def test_snipe_its_sample_with_blank_headers(samples: Path) -> None:
    sheet = only((samples / "snipe-it/assets-sample-BLANKS.csv").read_bytes())
    assert [title for title in sheet.header if title.startswith("(")] == ["(column 5)", "(column 9)", "(column 14)"]


def test_hidden_characters_of_the_sample(samples: Path) -> None:
    sheet = only((samples / "synthetic/quirks/nbsp_zero_width_smart.csv").read_bytes())
    assert sheet.header == ("Asset Tag", "Serial Number", "Room")
    assert sheet.rows[0].cells == ("00 12", "5CD0000AB1", "Mrs. O’Neil’s room – 12")
