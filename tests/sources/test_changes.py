from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.book.problem import BookError
from techplan.sources.changes import compare, provisional
from techplan.sources.source import Import


def an_import(frame: pl.DataFrame, name: str = "assets", **more: object) -> Import:
    return Import(source="snipe-it", files=("a.csv",), frames={name: frame}, **more)  # type: ignore[arg-type]


@pytest.fixture
def full(book: Book) -> Book:
    return book.with_tables(
        assets=pl.DataFrame(
            {
                "asset": ["A", "B", "C"],
                "tag": ["A", "B", None],
                "cost_cents": [10000, None, 30050],
                "last_seen": [date(2026, 1, 1), None, None],
                "room": ["1", "2", "3"],
                "source": ["snipe-it", "snipe-it", "google-admin"],
            }
        )
    )


def test_added_changed_same_and_unseen(full: Book) -> None:
    incoming = pl.DataFrame(
        {"asset": ["A", "C", "D"], "cost_cents": [12550, 30050, 5], "source": ["snipe-it"] * 3},
    )
    changes = compare(full, an_import(incoming, whole=frozenset({"assets"})))
    (table,) = changes.tables
    assert table.added["asset"].to_list() == ["D"]
    assert table.changed.rows() == [("A", "cost", "100.00", "125.50"), ("C", "source", "google-admin", "snipe-it")]
    assert table.unseen["asset"].to_list() == ["B"]
    assert changes.counts() == {"assets": {"added": 1, "changed": 2, "same": 0, "unseen": 1, "refused": 0}}
    after = changes.apply(full).assets
    assert after["asset"].to_list() == ["A", "B", "C", "D"]
    assert after["room"].to_list() == ["1", "2", "3", None]


def test_a_blank_is_kept_and_counted(full: Book) -> None:
    incoming = pl.DataFrame(
        {"asset": ["A", "B"], "room": [None, "9"], "cost_cents": [None, None]},
        schema_overrides={"cost_cents": pl.Int64},
    )
    changes = compare(full, an_import(incoming))
    assert changes.tables[0].kept == 2
    assert changes.tables[0].changed.rows() == [("B", "room", "2", "9")]


def test_columns_that_only_fill(full: Book) -> None:
    incoming = pl.DataFrame({"asset": ["A", "B"], "cost_cents": [1, 2]})
    changes = compare(full, an_import(incoming, fills_only={"assets": frozenset({"cost_cents"})}))
    assert changes.tables[0].changed.rows() == [("B", "cost", None, "0.02")]


def test_columns_that_yield_to_another_source_and_not_to_their_own(full: Book) -> None:
    incoming = pl.DataFrame({"asset": ["A", "C"], "room": ["8", "9"], "tag": ["A", "C"], "source": ["snipe-it"] * 2})
    yields = {"assets": frozenset({"room", "tag", "source"})}
    changes = compare(full, an_import(incoming, yields=yields))
    assert changes.tables[0].changed.rows() == [("A", "room", "1", "8"), ("C", "tag", None, "C")]


def test_a_file_of_nothing_new_changes_nothing(full: Book) -> None:
    changes = compare(full, an_import(full.assets.select("asset", "cost_cents", "room", "source")))
    assert changes.nothing()
    assert changes.apply(full) == full


def test_broken_links_stop_the_whole_import(full: Book) -> None:
    frames = {
        "schools": pl.DataFrame({"code": ["050"], "name": ["West"]}),
        "assets": pl.DataFrame({"asset": ["A", "Z"], "school": ["050", "077"]}),
    }
    changes = compare(full, Import(source="x", files=("a.csv",), frames=frames))
    with pytest.raises(BookError) as caught:
        changes.apply(full)
    assert [(problem.table, problem.column, problem.value) for problem in caught.value.problems] == [
        ("assets", "school", "077")
    ]
    assert full.schools["code"].to_list() == ["020", "040"]


def test_links_that_were_broken_before_do_not_stop_it(full: Book) -> None:
    broken = provisional(full, an_import(pl.DataFrame({"asset": ["A"], "school": ["077"]})))
    after = compare(broken, an_import(pl.DataFrame({"asset": ["B"], "room": ["7"]}))).apply(broken)
    assert after.assets["room"].to_list() == ["1", "7", "3"]


def test_applied_to_another_book_it_is_compared_again(full: Book) -> None:
    changes = compare(full, an_import(pl.DataFrame({"asset": ["A"], "room": ["7"]})))
    other = full.with_tables(assets=full.assets.with_columns(pl.lit("fair").alias("condition")))
    after = changes.apply(other).assets
    assert after["condition"].to_list() == ["fair"] * 3
    assert after["room"].to_list() == ["7", "2", "3"]


def test_documents_are_part_of_it(full: Book) -> None:
    imported = Import(source="spreadsheet", files=("w.toml",), mappings={"words": "[schools]\n"})
    changes = compare(full, imported)
    assert changes.documents == ("words",)
    assert not changes.nothing()
    after = changes.apply(full)
    assert after.mappings["words"] == "[schools]\n"
    assert compare(after, imported).nothing()


cells = st.none() | st.sampled_from(["1", "2", "3"])
assets = st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(cells, cells), max_size=6)


def frame_of(rows: dict[str, tuple[str | None, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(asset, *values) for asset, values in rows.items()],
        schema={"asset": pl.String, "room": pl.String, "usage": pl.String},
        orient="row",
    )


@settings(deadline=None)
@given(assets, assets)
def test_laws_of_comparing(before: dict, incoming: dict) -> None:  # type: ignore[type-arg]
    book = Book().with_tables(assets=frame_of(before))
    imported = an_import(frame_of(incoming), whole=frozenset({"assets"}))
    changes = compare(book, imported)
    (table,) = changes.tables
    after = changes.apply(book)
    assert compare(after, imported).nothing()
    assert table.added.height + table.changed_rows + table.same == len(incoming)
    assert set(table.unseen["asset"]) == set(before) - set(incoming)
    for asset, room, usage in after.assets.select("asset", "room", "usage").iter_rows():
        old, new = before.get(asset, (None, None)), incoming.get(asset, (None, None))
        assert (room, usage) == tuple(n if n is not None else o for o, n in zip(old, new, strict=True))


def test_a_file_may_give_the_district_another_code_and_there_is_still_one_district(book: Book) -> None:
    begun = book.with_tables(district=pl.DataFrame({"district": ["our-book"], "name": ["Our book"], "state": ["OH"]}))
    incoming = pl.DataFrame({"district": ["lakeside"], "name": ["Lakeside City Schools"]})
    changes = compare(begun, an_import(incoming, "district"))
    assert changes.counts()["district"]["changed"] == 1
    after = changes.apply(begun).district
    assert after.select("district", "name", "state").rows() == [("lakeside", "Lakeside City Schools", "OH")]
