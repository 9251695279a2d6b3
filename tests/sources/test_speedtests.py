from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import read
from techplan.sources.changes import compare
from techplan.sources.refused import refused_files

Make = Callable[..., bytes]

OOKLA = ("server name", "server id", "idle latency", "idle jitter", "packet loss", "download", "upload",
         "download bytes", "upload bytes", "share url")  # fmt: skip
OOKLA_ROW = ("Example ISP - Columbus, OH", "10001", "4.21", "0.31", "N/A", "117300000", "115800000", "845000000",
             "830000000", "https://www.speedtest.net/result/c/x")  # fmt: skip
CLI = ("Server ID", "Sponsor", "Server Name", "Timestamp", "Distance", "Ping", "Download", "Upload", "Share",
       "IP Address")  # fmt: skip


def cli(at: str, speed: str) -> tuple[str, ...]:
    return (
        "10001",
        "Example ISP, Inc.",
        "Columbus, OH",
        at,
        "32.13",
        "27.1",
        speed,
        "926290481.88",
        "",
        "198.51.100.1",
    )


@pytest.fixture
def words(book: Book) -> Book:
    text = '[schools]\n"east-2026-09-12.csv" = "020"\n"0320011312203133" = "020"\n"speeds" = "040"\n'
    return book.with_documents("mappings", {"words": text})


def test_the_ookla_cli_writes_bytes_per_second(csv_of: Make, words: Book) -> None:
    found = read("auto", [("east-2026-09-12.csv", csv_of(OOKLA, [OOKLA_ROW]))], words)
    assert found.source == "speed-tests"
    assert found.frames["connectivity"].rows() == [
        ("020", date(2026, 9, 12), Decimal("938.4"), "Ookla CLI, mean of 1 run")
    ]
    assert "Measured on 2026-09-12, from the file name." in found.assumed
    assert compare(words, found).apply(words).connectivity.height == 1


def test_speedtest_cli_writes_bits_and_failed_runs_are_no_zeros_in_the_mean(csv_of: Make, words: Book) -> None:
    rows = [cli("2026-09-12T13:45:06.290577Z", "900000000.00"), ("", "", "", "2026-09-12T14:00:00Z", "", "", "0", "0",
            "", ""), cli("2026-09-12T15:00:00Z", "800000000.50"), cli("2026-09-13T15:00:00Z", "100000000")]  # fmt: skip
    found = read("auto", [("speeds.csv", csv_of(CLI, rows))], words)
    assert found.frames["connectivity"].select("measured_on", "internet_mbps").rows() == [
        (date(2026, 9, 12), Decimal("850.00000025").quantize(Decimal("0.000001"))),
        (date(2026, 9, 13), Decimal(100)),
    ]
    assert [row.why for row in found.skipped] == ["failed run"]
    assert (found.accepted, found.merged) == (2, 1)
    assert "198.51" not in repr(found.skipped) + found.frames["connectivity"].write_csv()


def test_open_tiles_are_kilobits_and_are_found_by_their_quadkey(csv_of: Make, words: Book) -> None:
    header = ("quadkey", "tile", "avg_d_kbps", "avg_u_kbps", "avg_lat_ms", "tests", "devices")
    rows = [("0320011312203133", "POLYGON((-82.99 39.96))", "143210", "21011", "19", "42", "17"),
            ("23200000000000", "POLYGON((-82 39))", "1", "1", "1", "1", "1")]  # fmt: skip
    found = read("auto", [("2026-07-01_performance_fixed_tiles.csv", csv_of(header, rows))], words)
    assert found.frames["connectivity"].select("school", "measured_on", "internet_mbps").rows() == [
        ("020", date(2026, 7, 1), Decimal("143.21"))
    ]
    assert [row.value for row in found.refused] == ["23200000000000"]
    assert any(problem.rule == "measured at the school" for problem in found.problems)


def test_m_lab_s_megabits_with_a_school_column(csv_of: Make, book: Book) -> None:
    rows = [("040", "2026-05-01", "88.5", "192.0.2.1"), ("nowhere", "2026-05-01", "9", "192.0.2.1"),
            ("040", "", "7", "192.0.2.1")]  # fmt: skip
    data = csv_of(("school", "test_date", "a.MeanThroughputMbps", "client.IP"), rows)
    found = read("auto", [("mlab.csv", data)], book)
    assert found.frames["connectivity"].select("school", "internet_mbps").rows() == [("040", Decimal("88.5"))]
    assert [(row.line, row.column) for row in found.refused] == [(3, "school"), (4, "measured_on")]
    assert "192.0.2.1" not in repr(found.refused)


def test_without_school_or_day_rows_are_refused_with_a_remedy(csv_of: Make, book: Book) -> None:
    found = read("speed-tests", [("run.csv", csv_of(OOKLA, [OOKLA_ROW]))], book)
    assert '"run.csv" = "CODE" under [schools]' in found.refused[0].remedy
    named = book.with_documents("mappings", {"words": '[schools]\n"run" = "020"\n'})
    found = read("speed-tests", [("run.csv", csv_of(OOKLA, [OOKLA_ROW]))], named)
    assert "east-2026-09-12.csv" in found.refused[0].remedy


def test_a_mapping_s_constants_say_school_and_day(csv_of: Make, book: Book) -> None:
    mapping = (
        'table = "connectivity"\nfile = "run*.csv"\n[columns]\nsource = "server name"\n'
        '[constants]\nschool = "East"\nmeasured_on = "2026-09-01"\n'
    )
    mapped = book.with_documents("mappings", {"runs": mapping})
    found = read("speed-tests", [("run1.csv", csv_of(OOKLA, [OOKLA_ROW, OOKLA_ROW]))], mapped)
    assert found.frames["connectivity"].select("school", "measured_on", "internet_mbps").rows() == [
        ("020", date(2026, 9, 1), Decimal("938.4"))
    ]
    assert (found.accepted, found.merged) == (1, 1)


def test_another_file_is_an_error(csv_of: Make, book: Book) -> None:
    with pytest.raises(SourceError, match="speed test"):
        read("speed-tests", [("x.csv", csv_of(("Download", "Upload"), [("1", "2")]))], book)


def test_refused_runs_import_once_they_are_mended(csv_of: Make, words: Book) -> None:
    """A day whose run cannot be read is refused whole, so that what is mended is the mean of all its runs."""
    rows = [cli("2026-09-12T13:45:06Z", "fast"), cli("2026-09-12T14:45:06Z", "750000000"),
            cli("2026-09-13T13:45:06Z", "100000000")]  # fmt: skip
    first = read("speed-tests", [("speeds.csv", csv_of(CLI, rows))], words)
    ((name, data),) = refused_files(first.refused).items()
    mended = read("auto", [(name, data.replace(b"fast", b"250000000"))], words)
    assert mended.frames["connectivity"].select("school", "internet_mbps").rows() == [("040", Decimal(500))]
    assert first.frames["connectivity"].select("school", "internet_mbps").rows() == [("040", Decimal(100))]


def test_a_day_that_may_be_of_either_order_is_asked_for(csv_of: Make, words: Book) -> None:
    data = csv_of(CLI, [cli("03/04/2026 13:45", "100000000")])
    found = read("speed-tests", [("speeds.csv", data)], words)
    assert "mdy" in found.refused[0].remedy
    told = read("speed-tests", [("speeds.csv", data)], words, dates="dmy")
    assert told.frames["connectivity"].get_column("measured_on").to_list() == [date(2026, 4, 3)]
