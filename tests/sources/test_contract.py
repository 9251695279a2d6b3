"""What every source keeps to, whatever the system: one suite, run over all of them."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.links import check_links
from techplan.book.problem import SourceError
from techplan.book.tables import TABLES
from techplan.sources import Import, Source, read, recognise, sources
from techplan.sources.changes import compare
from techplan.sources.refused import refused_csv
from techplan.sources.source import File

Make = Callable[..., bytes]
Table = tuple[Sequence[str], Sequence[Sequence[str]]]

GEAR_MAPPING = b"""
table = "assets"
file = "gear*.csv"
[columns]
tag = "Tag #"
serial = "S/N"
model = "Model"
maker = "Make"
category = "Type"
school = "Bldg"
in_service_on = "Installed"
cost = "Unit Cost"
[values.school]
"LHS" = "040"
"""

GEAR: Table = (
    ("Tag #", "S/N", "Make", "Model", "Type", "Bldg", "Installed", "Unit Cost", "Owner"),
    (
        ("N001", "CNK1", "Aruba", "AP-515", "Access Point", "LHS", "2021-07-12", "615.00", "Ann Pupil"),
        ("N002", "CNK2", "Aruba", "AP-515", "Access Point", "East", "2021-07-13", "615.00", "bo.pupil@example.org"),
    ),
)
SCHOOLS: Table = (("code", "name", "urban_rural"), (("050", "West", "rural"), ("060", "North, Upper", "urban")))


@dataclasses.dataclass(frozen=True)
class Case:
    """A source with a file of its own as a table of cells, and other files that go with it."""

    source: str
    file: str
    table: Table
    beside: tuple[File, ...] = ()
    numbers: frozenset[str] = frozenset(
        {"Asset Tag", "Serial", "deviceId", "serialNumber", "Tag #", "S/N", "code", "name"}
    )
    """Titles by whose cells a row is told from the others."""

    def files(self, csv_of: Make, delimiter: str = ",") -> list[File]:
        return [*self.beside, (self.file, csv_of(*self.table, delimiter=delimiter))]


FILES = Path(__file__).parent / "files"
FIGURES = Path(__file__).parent / "figures"
LISTS: dict[str, tuple[str, set[str]]] = {
    "incident_iq.csv": ("incident-iq", {"Asset Tag", "Serial Number"}),
    "destiny.csv": ("destiny", {"Barcode", "Serial Number"}),
    "netbox.csv": ("netbox", {"asset_tag", "serial", "status"}),
    "intune.csv": ("intune", {"Device ID", "Serial number", "Ownership"}),
    "intune_devices_api.csv": ("intune", {"DeviceId", "SerialNumber", "OwnerType"}),
    "entra.csv": ("entra", {"deviceId"}),
    "jamf_pro.csv": ("jamf-pro", {"Serial Number", "Asset Tag"}),
    "jamf_mut_computers.csv": ("jamf-pro", {"Computer Serial", "Asset Tag"}),
    "jamf_mut_mobile.csv": ("jamf-pro", {"Mobile Device Serial", "Asset Tag"}),
    "jamf_school.csv": ("jamf-school", {"SerialNumber"}),
    "mosyle.csv": ("mosyle", {"serial_number", "asset_tag"}),
    "lansweeper.csv": ("lansweeper", {"AssetName", "Serialnumber"}),
    "oneroster_orgs.csv": ("oneroster", {"sourcedId", "name", "type"}),
    "usac_budgets.csv": ("usac", {"ben", "c2_budget_cycle"}),
    "ledger.csv": ("ledger", {"Full Account Code", "Fiscal Year"}),
    "speed_tests.csv": ("speed-tests", {"school", "Timestamp"}),
}
"""Files of the systems: the source, and the titles by whose cells a row is told from the others."""

CASES = ("snipe-it", "google-admin", "mapped assets", "own titles", *LISTS)
LIST_SOURCES = sorted({"nces", *(source for source, _ in LISTS.values())})
"""NCES has no file here: it takes only rows of schools whose numbers the Book knows, which its own tests give it."""


def list_case(file: str) -> Case:
    source, numbers = LISTS[file]
    folder = FILES if (FILES / file).exists() else FIGURES
    with (folder / file).open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    return Case(source, file, (header, rows), numbers=frozenset(numbers))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, snipe_table: Table, google_table: Table) -> Case:
    if request.param in LISTS:
        return list_case(request.param)
    return {
        "snipe-it": Case("snipe-it", "assets.csv", snipe_table),
        "google-admin": Case("google-admin", "devices.csv", google_table),
        "mapped assets": Case("spreadsheet", "gear.csv", GEAR, (("gear.toml", GEAR_MAPPING),)),
        "own titles": Case("spreadsheet", "schools.csv", SCHOOLS),
    }[request.param]


@pytest.fixture
def imported(case: Case, csv_of: Make, book: Book) -> Import:
    return read(case.source, case.files(csv_of), book)


def test_the_cases_cover_every_built_in_source() -> None:
    assert set(sources()) == {"snipe-it", "google-admin", "spreadsheet", *LIST_SOURCES}
    for name, source in sources().items():
        assert isinstance(source, Source)
        assert source.name == name
        assert source.title and source.recognises.endswith(".")


def test_every_row_is_accounted_for(imported: Import, case: Case) -> None:
    assert imported.rows_read == len(case.table[1])
    assert imported.rows_read == (imported.accepted + imported.merged + len(imported.refused) + len(imported.skipped))


def test_rows_of_a_wrong_width_titles_and_totals_are_counted_as_well(
    case: Case, imported: Import, csv_of: Make, book: Book
) -> None:
    header, rows = case.table
    text = csv_of(header, rows).decode()
    first = text.splitlines()[1]
    wide = f"{first},one,two,three"
    body = f"Device report\r\n\r\n{text}{wide}\r\nPage 1 of 1\r\n"
    found = read(case.source, [*case.beside, (case.file, body.encode())], book)
    assert found.rows_read == found.accepted + found.merged + len(found.refused) + len(found.skipped)
    assert [(row.line, len(row.cells)) for row in found.refused] == [(len(rows) + 4, len(header) + 3)]
    left_out = {row.why for row in imported.skipped}
    assert {row.why for row in found.skipped} == {"above the header", "blank", "footer"} | left_out


def test_frames_obey_the_schema_and_hold_their_key(imported: Import) -> None:
    assert imported.frames
    for name, frame in imported.frames.items():
        schema = TABLES[name].polars_schema()
        key = TABLES[name].primary_key()
        assert {column: schema[column] for column in frame.columns} == dict(frame.schema)
        assert set(key) <= set(frame.columns)
        assert not frame.select(key).is_duplicated().any()


def test_reimporting_the_same_file_changes_nothing(case: Case, imported: Import, csv_of: Make, book: Book) -> None:
    first = compare(book, imported)
    assert not first.nothing()
    after = first.apply(book)
    again = compare(after, read(case.source, case.files(csv_of), after))
    assert again.nothing(), again.counts()
    assert again.apply(after) == after
    assert all(count["unseen"] == 0 for name, count in again.counts().items() if name != "schools")


def test_what_is_imported_points_to_nothing_missing(imported: Import, book: Book) -> None:
    assert check_links(compare(book, imported).apply(book)) == []


def test_no_pupil_comes_along(case: Case, imported: Import, csv_of: Make, book: Book, persons: tuple[str, ...]) -> None:
    header, rows = case.table
    broken = csv_of(header, [*rows, (*rows[0], "moved")])
    with_refused = read(case.source, [*case.beside, (case.file, broken)], book)
    assert len(with_refused.refused) == 1
    for found in (imported, with_refused):
        said = "\n".join(
            [
                *(frame.write_csv() for frame in found.frames.values()),
                *found.assumed,
                *(repr(problem) for problem in found.all_problems()),
                *(repr(row) for row in (*found.refused, *found.skipped)),
                refused_csv(found.refused).decode(),
                *found.mappings.values(),
            ]
        )
        assert [person for person in persons if person in said] == []


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_changes_nothing(case: Case, imported: Import, csv_of: Make, book: Book, delimiter: str) -> None:
    other = read(case.source, case.files(csv_of, delimiter), book)
    assert set(other.frames) == set(imported.frames)
    for name, frame in imported.frames.items():
        assert frame.equals(other.frames[name]), name


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_changes_nothing(case: Case, imported: Import, csv_of: Make, book: Book, encoding: str) -> None:
    files = [*case.beside, (case.file, csv_of(*case.table).decode().encode(encoding))]
    other = read(case.source, files, book)
    assert all(frame.equals(other.frames[name]) for name, frame in imported.frames.items())


def test_the_order_of_rows_changes_no_row(case: Case, imported: Import, csv_of: Make, book: Book) -> None:
    header, rows = case.table
    turned = read(case.source, [*case.beside, (case.file, csv_of(header, rows[::-1]))], book)
    for name, frame in imported.frames.items():
        key = TABLES[name].primary_key()
        assert frame.sort(key).equals(turned.frames[name].sort(key)), name


def test_the_order_of_columns_changes_nothing(case: Case, imported: Import, csv_of: Make, book: Book) -> None:
    header, rows = case.table
    turned = csv_of(header[::-1], [row[::-1] for row in rows])
    other = read(case.source, [*case.beside, (case.file, turned)], book)
    assert all(frame.equals(other.frames[name].select(frame.columns)) for name, frame in imported.frames.items())


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\r\n\r\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("notes.csv", b"Dear all,\r\nplease count the carts.\r\n"),
        (
            "intune.csv",
            b'"Device ID","Device name","Last check-in","Serial number","OS"\r\n"1","LAB","2026-01-01","S","W"\r\n',
        ),
        ("broken.json", b'{"rows": [1, 2'),
        ("other.json", b'{"weather": "fine"}'),
    ],
)
@pytest.mark.parametrize("source", ["snipe-it", "google-admin", "spreadsheet", *LIST_SOURCES])
def test_a_file_of_another_kind_is_an_error_with_a_remedy(source: str, file: str, data: bytes, book: Book) -> None:
    if file == f"{source}.csv":
        assert recognise(file, data, book).name == source
        return
    with pytest.raises(SourceError) as caught:
        read(source, [(file, data)], book)
    said = str(caught.value)
    assert file in said
    assert len(said) > len(file) + 20


def test_each_file_is_recognised_by_its_own_source_only(case: Case, csv_of: Make, book: Book) -> None:
    for name, text in case.beside:
        book = book.with_documents("mappings", {name.removesuffix(".toml"): text.decode()})
    data = csv_of(*case.table)
    assert recognise(case.file, data, book).name == case.source
    others = [source for source in sources().values() if source.name != case.source]
    assert [source.name for source in others if source.recognise(case.file, data, book)] == []


def test_a_file_with_only_its_titles_gives_no_rows_and_no_fault(case: Case, csv_of: Make, book: Book) -> None:
    found = read(case.source, [*case.beside, (case.file, csv_of(case.table[0], []))], book)
    assert found.rows_read == 0
    assert all(frame.is_empty() for frame in found.frames.values())
    assert compare(book, found).apply(book).assets.equals(book.assets)


def test_a_blank_cell_never_erases_what_the_book_says(case: Case, imported: Import, csv_of: Make, book: Book) -> None:
    if case.source in {"oneroster", "speed-tests"}:
        pytest.skip("a row of it has no cell that it could do without")
    after = compare(book, imported).apply(book)
    header, rows = case.table
    blanked = [[cell if title in case.numbers else "" for title, cell in zip(header, row, strict=True)] for row in rows]
    found = read(case.source, [*case.beside, (case.file, csv_of(header, blanked))], after)
    changes = compare(after, found)
    assert all(table.changed.is_empty() and table.added.is_empty() for table in changes.tables), changes.counts()
    kept = sum(table.kept for table in changes.tables)
    filled = sum(
        frame.select(pl.all().is_not_null().sum()).sum_horizontal().item() for frame in imported.frames.values()
    )
    assert 0 < kept < filled
