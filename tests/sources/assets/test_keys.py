from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.sources.assets.keys import duplicates, identify

Row = tuple[str | None, str | None]
NO_ASSETS = pl.DataFrame(schema={"asset": pl.String, "tag": pl.String, "serial": pl.String})


def rows_of(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(
        [(tag, serial, "a.csv", line) for line, (tag, serial) in enumerate(rows, start=2)],
        schema={"tag": pl.String, "serial": pl.String, "file": pl.String, "line": pl.Int64},
        orient="row",
    )


def book_of(**assets: Row) -> pl.DataFrame:
    listed = [(asset.replace("_", ":"), *identity) for asset, identity in assets.items()]
    return pl.DataFrame(listed, schema=NO_ASSETS.schema, orient="row")


def test_the_tag_where_unique_else_the_serial_else_the_place() -> None:
    rows = rows_of(
        ("00069", "A"), ("069", "B"), ("69", None), ("7", "C"), ("7", "D"),
        (None, "E"), (None, "F"), (None, "F"), (None, None),
    )  # fmt: skip
    assert identify(rows, NO_ASSETS, "snipe-it") == [
        "00069", "069", "69", "serial:C", "serial:D", "serial:E",
        "snipe-it:a.csv:8", "snipe-it:a.csv:9", "snipe-it:a.csv:10",
    ]  # fmt: skip


def test_serial_comes_before_tag() -> None:
    book = book_of(X=("1", "A"), Y=("2", "B"))
    assert identify(rows_of(("2", "a"), ("1", "B")), book, "s") == ["X", "Y"]


def test_a_tag_matches_where_a_serial_is_not_known() -> None:
    assert identify(rows_of(("1", "A")), book_of(X=("1", None)), "s") == ["X"]
    assert identify(rows_of(("1", None)), book_of(X=("1", "A")), "s") == ["X"]


def test_a_tag_on_another_device_is_another_asset() -> None:
    assert identify(rows_of(("1", "B")), book_of(X=("1", "A")), "s") == ["serial:B"]


def test_a_tag_is_not_unique_where_the_book_has_it() -> None:
    book = book_of(X=("1", "A"), Y=("1", "B"))
    assert identify(rows_of(("1", None)), book, "s") == ["s:a.csv:2"]


def test_a_name_that_is_taken_is_not_given_again() -> None:
    book = pl.DataFrame({"asset": ["1"], "tag": ["old"], "serial": ["A"]})
    assert identify(rows_of(("1", "B")), book, "s") == ["serial:B"]


def test_duplicates_name_all_and_keep_the_case_of_the_first() -> None:
    rows = pl.DataFrame({"asset": ["X", "Y", "Z"], "serial": ["a1", "B", None], "line": [2, 3, 4]})
    book = pl.DataFrame({"asset": ["Y", "W"], "serial": ["A1", "A1"]})
    (problem,) = duplicates(rows, book, "serial", "serial number", "a.csv")
    assert (problem.line, problem.value, problem.severity) == (2, "a1", "warning")
    assert "2 assets: W, X" in problem.what


identities = st.lists(st.tuples(st.none() | st.sampled_from("123"), st.none() | st.sampled_from("ABC")), max_size=8)


def as_book(names: list[str], rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.Series("asset", names, dtype=pl.String)).select("asset", "tag", "serial")


@settings(deadline=None)
@given(identities)
def test_each_row_has_its_own_and_finds_it_again(rows: list[Row]) -> None:
    frame = rows_of(*rows)
    names = identify(frame, NO_ASSETS, "s")
    assert len(set(names)) == len(rows)
    assert identify(frame, as_book(names, frame), "s") == names


@settings(deadline=None)
@given(identities, identities)
def test_a_second_file_takes_no_asset_twice_and_then_stays(first: list[Row], second: list[Row]) -> None:
    one = rows_of(*first)
    book = as_book(identify(one, NO_ASSETS, "s"), one)
    two = rows_of(*second).with_columns(pl.lit("b.csv").alias("file"))
    names = identify(two, book, "s")
    assert len(set(names)) == len(second)
    merged = (
        pl.concat([book, as_book(names, two)]).group_by("asset", maintain_order=True).agg(pl.all().drop_nulls().last())
    )
    assert identify(two, merged, "s") == names
