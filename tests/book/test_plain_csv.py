"""Plain CSV: exact bytes, read only where that is proven."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.plain_csv import lines_of, read_plain, write_plain


def texts(**columns: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def test_quotes_only_where_needed() -> None:
    frame = texts(a=["1", 'in"ch', " x ", "a,b", None], b=["two\nlines", "é", "NA", "cr\rx", "last"])
    written = 'a,b\n1,"two\nlines"\n"in""ch",é\n" x ",NA\n"a,b","cr\rx"\n,last\n'
    assert write_plain(frame) == written.encode()


def test_no_rows_is_a_header() -> None:
    assert write_plain(texts(a=[], b=[])) == b"a,b\n"
    read = read_plain(b"a,b\n")
    assert read is not None
    assert read.equals(texts(a=[], b=[]))


cells = (
    st.none()
    | st.sampled_from([" x ", "NA", "1e5", "\t", '"', 'in"ch', "\r", "\n", "=1"])
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
)


@given(st.lists(st.tuples(cells, cells.filter(lambda cell: cell is not None)), max_size=6))
def test_what_is_written_is_read(rows: list[tuple[str | None, str]]) -> None:
    frame = texts(a=[row[0] for row in rows], b=[row[1] for row in rows])
    data = write_plain(frame)
    read = read_plain(data)
    if b"\x00" in data:
        assert read is None
    else:
        assert read is not None
        assert read.equals(frame)
        assert write_plain(read) == data


@given(st.lists(st.tuples(cells, cells.filter(lambda cell: cell is not None)), max_size=6))
def test_other_programs_read_the_same(rows: list[tuple[str | None, str]]) -> None:
    data = write_plain(texts(a=[row[0] for row in rows], b=[row[1] for row in rows]))
    read = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    assert read == [["a", "b"], *([first or "", second] for first, second in rows)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b'a,b\n"1",2\n',
        b"a,b\n1\n",
        b"a,b\n1,2,3\n",
        b"a,b\n1,2\n\n",
        b'a,b\n1,"x\n2,y\n',
        b'a,b\n1,in"ch\n',
        b"a,b\n x,1\n",
        b"a,a\n1,2\n",
        b"a,b\n1,\xe9\n",
        "a,b\n1,é\n".encode("utf-16"),
        b"a,b\n1,x\x00\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_reader(data: bytes) -> None:
    assert read_plain(data) is None


def test_lines_are_those_of_an_editor() -> None:
    frame = texts(a=["1", "2\n2", "3", "4"], b=["x", "y\n\ny", "z", None])
    assert lines_of(frame) == [2, 3, 7, 8]
    lines = write_plain(frame).decode().split("\n")
    assert [lines[line - 1][0] for line in (2, 7, 8)] == ["1", "3", "4"]
    assert lines_of(frame.clear()) == []
