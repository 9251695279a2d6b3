from __future__ import annotations

import io
import zipfile

import pytest

from techplan.book.problem import SourceError
from techplan.sources import archives
from techplan.sources.archives import files_in, is_archive


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def test_the_files_of_one_ending_in_order_of_their_names() -> None:
    data = zipped(("b.CSV", b"2"), ("a.csv", b"1"), ("read.me", b"x"), ("__MACOSX/a.csv", b"x"), ("x/.a.csv", b"x"))
    assert files_in(data, "z.zip", ".csv") == [("a.csv", b"1"), ("b.CSV", b"2")]


def test_a_workbook_is_no_archive() -> None:
    assert is_archive(zipped(("a.csv", b"1")))
    assert not is_archive(zipped(("xl/workbook.xml", b"<x/>")))
    assert not is_archive(b"a,b\n1,2\n")


def test_a_damaged_archive_is_an_error_that_names_it() -> None:
    with pytest.raises(SourceError, match=r"z\.zip.*cannot be unpacked"):
        files_in(zipped(("a.csv", b"1" * 5000))[:60], "z.zip", ".csv")


def test_an_archive_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST", 10)
    with pytest.raises(SourceError, match="unpacks to more"):
        files_in(zipped(("a.csv", b"1" * 11)), "z.zip", ".csv")
