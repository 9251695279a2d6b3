"""Physical counts, with the issue's own right values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.book.links import check_links
from techplan.book.problem import BookError
from techplan.planning.inventory.counting import (
    WHOLE_SCHOOL,
    Counted,
    Scan,
    add_scans,
    award_counts,
    check_place,
    close_count,
    count_results,
    last_counted,
    open_count,
    overlaps,
    repeated_list,
    scan_doubts,
)
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.inventory.property import property_record
from techplan.planning.inventory.results import INVENTORY
from techplan.rules.load import load_rules

OPENED, CLOSED = date(2027, 3, 1), date(2027, 3, 5)


def a_book() -> Book:
    """Room 101 holds A B C D, room 102 holds E, and F stands at the school without a room."""
    return Book().with_tables(
        schools=pl.DataFrame({"code": ["010", "020"], "name": ["Oak", "Elm"]}),
        rooms=pl.DataFrame({"school": ["010", "010", "010"], "room": ["101", "102", "103"]}),
        assets=pl.DataFrame(
            {
                "asset": ["a", "b", "c", "d", "e", "f"],
                "tag": ["A", "B", "C", "D", "E", "F"],
                "school": ["010"] * 6,
                "room": ["101"] * 4 + ["102", None],
                "cost_cents": [100, 200, 300, 400, 500, 600],
            }
        ),
    )


def scanned(book: Book, places: list[tuple[str, str]], tags: list[str], room: str = "101") -> Book:
    opened = open_count(book, "C1", places, on=OPENED, by="Technology director")
    return add_scans(opened, "C1", [Scan(tag, room) for tag in tags])


def results(book: Book) -> Counted:
    found = count_results(book, owned_assets(book))
    for name, frame in (
        ("count_certificates", found.certificates), ("count_rooms", found.rooms), ("count_lines", found.lines)
    ):  # fmt: skip
        assert INVENTORY[name].is_valid(frame), name
    return found


def certificate(book: Book) -> dict[str, object]:
    return results(book).certificates.row(0, named=True)


NUMBERS = ("expected", "matched", "moved_in", "missing", "not_yet_counted", "unknown", "repeats")


@pytest.mark.parametrize(
    ("places", "expected", "not_yet"), [([("010", "101")], 4, 0), ([("010", "101"), ("010", "102")], 5, 0)]
)
def test_room_101(places: list[tuple[str, str]], expected: int, not_yet: int) -> None:
    book = scanned(a_book(), places, ["A", "A", "B", "E", "ZZ"])
    row = certificate(book)
    assert [row[name] for name in NUMBERS] == [expected, 2, 1, 2, not_yet, 1, 1]
    assert row["missing_cost_cents"] == 700
    rooms = {r["room"]: r for r in results(book).rooms.iter_rows(named=True)}
    assert [rooms["101"][name] for name in ("expected", "matched", "moved_in", "missing", "unknown", "repeats")] == [
        4, 2, 1, 2, 1, 1,
    ]  # fmt: skip
    if len(places) == 2:  # the thing found in 101 has left 102; it is not missing there
        assert (rooms["102"]["moved_out"], rooms["102"]["missing"]) == (1, 0)


def test_a_whole_school_expects_what_has_no_room_and_rooms_not_yet_counted_are_not_missing() -> None:
    book = scanned(a_book(), [("010", WHOLE_SCHOOL)], ["A", "B", "C", "D"])
    row = certificate(book)
    assert [row[name] for name in NUMBERS] == [6, 4, 0, 0, 2, 0, 0]
    done = add_scans(book, "C1", [Scan("E", "102")])
    assert [certificate(done)[name] for name in NUMBERS] == [6, 5, 0, 1, 0, 0, 0]


def test_scans_are_compared_without_case_and_by_serial_where_no_tag_fits() -> None:
    book = a_book()
    book = book.with_tables(assets=book.assets.with_columns(serial=pl.lit("S-") + pl.col("asset")))
    assert certificate(scanned(book, [("010", "101")], [" a", "s-B", "c", "SD"]))["matched"] == 4


def test_a_tag_on_two_things_means_the_one_that_is_expected_there() -> None:
    book = a_book()
    book = book.with_tables(assets=book.assets.with_columns(tag=pl.col("tag").replace({"E": "A"})))
    lines = results(scanned(book, [("010", "101")], ["A"])).lines
    assert lines.filter(pl.col("outcome") == "matched")["asset"].to_list() == ["a"]
    elsewhere = results(scanned(book, [("010", "103")], ["A"], room="103")).lines.row(0, named=True)
    assert elsewhere["outcome"] == "unknown"
    assert elsewhere["note"] == "The tag is on several assets: a, e."


def test_nothing_moves_until_the_count_is_closed_and_then_it_is_certified() -> None:
    book = scanned(a_book(), [("010", "101"), ("010", "102")], ["A", "A", "B", "E", "ZZ"])
    assert book.assets.equals(a_book().assets)
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="Treasurer", mark_missing=True)
    where = {
        row["asset"]: (row["room"], row["status"], row["last_seen"]) for row in closed.assets.iter_rows(named=True)
    }
    assert where["e"] == ("101", None, CLOSED)
    assert where["c"] == ("101", "missing", None)
    assert where["f"] == (None, None, None)
    assert check_links(closed) == []
    row = certificate(closed)
    assert [row[name] for name in NUMBERS] == [5, 2, 1, 2, 0, 1, 1]  # as certified, though E now is in 101 by the books
    assert (row["closed_on"], row["by"]) == (CLOSED, "Treasurer")
    history = closed.asset_changes.select("asset", "column", "before", "after", "source").rows()
    assert ("e", "room", "102", "101", "count C1") in history
    assert ("c", "status", None, "missing", "count C1") in history


def test_without_a_word_nothing_is_set_missing_and_what_was_missing_is_active_again() -> None:
    book = a_book()
    book = book.with_tables(
        assets=book.assets.with_columns(status=pl.when(pl.col("asset") == "a").then(pl.lit("missing")))
    )
    book = scanned(book, [("010", "101")], ["A"])
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    status = dict(closed.assets.select("asset", "status").iter_rows())
    assert (status["a"], status["b"]) == ("active", None)


def test_what_is_retired_and_found_is_an_exception_and_stays_retired() -> None:
    book = a_book()
    book = book.with_tables(
        assets=book.assets.with_columns(status=pl.when(pl.col("asset") == "a").then(pl.lit("retired")))
    )
    book = scanned(book, [("010", "101")], ["A"])
    line = results(book).lines.row(0, named=True)
    assert (line["outcome"], line["note"]) == ("matched", "By the books it is retired, and it was found.")
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    assert closed.assets.filter(pl.col("asset") == "a").equals(book.assets.filter(pl.col("asset") == "a"))


def test_what_will_not_do_is_said() -> None:
    book = a_book()
    with pytest.raises(BookError) as error:
        open_count(book, "C1", [("011", WHOLE_SCHOOL), ("010", "110")], on=OPENED)
    assert [problem.value for problem in error.value.problems] == ["110", "011"]
    with pytest.raises(BookError, match="not opened"):
        open_count(scanned(book, [("010", "101")], []), "C1", [("010", "102")], on=OPENED)
    with pytest.raises(BookError, match="no such count"):
        add_scans(book, "C9", [Scan("A")])
    closed = close_count(
        opened := scanned(book, [("010", "101")], ["A"]), "C1", results(opened).lines, on=CLOSED, by="x"
    )
    with pytest.raises(BookError, match="closed"):
        add_scans(closed, "C1", [Scan("B")])
    several = open_count(book, "C2", [("010", "101"), ("020", WHOLE_SCHOOL)], on=OPENED)
    with pytest.raises(BookError, match="No scan was taken"):
        add_scans(several, "C2", [Scan("A", "101")])


def test_two_open_counts_of_one_room_are_warned_of() -> None:
    book = scanned(a_book(), [("010", WHOLE_SCHOOL)], ["A"])
    assert [problem.severity for problem in overlaps(book, [("010", "101")])] == ["warning"]
    assert overlaps(book, [("020", WHOLE_SCHOOL)]) == []


def test_the_same_list_again_is_noticed() -> None:
    book = scanned(a_book(), [("010", "101")], ["A", "B"])
    assert repeated_list(book, "C1", [Scan("A", "101"), Scan("B", "101")])
    assert not repeated_list(book, "C1", [Scan("A", "102")])


@given(
    tags=st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "C", "D", "E", "F", "ZZ", "a"]), st.sampled_from(["101", "102", "103", None])
        )
    ),
    places=st.sampled_from([[("010", "101")], [("010", WHOLE_SCHOOL)], [("010", "102"), ("010", WHOLE_SCHOOL)]]),
)
@settings(max_examples=40, deadline=None)
def test_a_count_ties(tags: list[tuple[str, str | None]], places: list[tuple[str, str]]) -> None:
    book = open_count(a_book(), "C1", places, on=OPENED)
    book = add_scans(book, "C1", [Scan(tag, room) for tag, room in tags])
    found = results(book)
    row = found.certificates.row(0, named=True)
    assert row["matched"] + row["moved_in"] + row["unknown"] + row["repeats"] == len(tags)
    rooms = found.rooms
    moved_out = int(rooms["moved_out"].sum())
    assert row["expected"] == row["matched"] + moved_out + row["missing"] + row["not_yet_counted"]
    for name in ("expected", "matched", "moved_in", "missing", "unknown", "repeats", "not_yet_counted"):
        assert rooms[name].sum() == row[name], name
    parts = pl.sum_horizontal("matched", "moved_out", "missing", "not_yet_counted")
    assert rooms.filter(pl.col("expected") != parts).is_empty()
    closed = close_count(book, "C1", found.lines, on=CLOSED, by="x")
    again = results(closed).certificates.row(0, named=True)
    assert {name: again[name] for name in NUMBERS} == {name: row[name] for name in NUMBERS}


def rules_of(book: Book, scans: list[Scan]) -> list[str]:
    return [problem.rule for problem in scan_doubts(book, "C1", scans)]


def test_a_scan_without_a_room_is_of_the_only_room_and_takes_no_room_away() -> None:
    opened = open_count(a_book(), "C1", [("010", "101")], on=OPENED)
    assert rules_of(opened, [Scan("A")]) == ["room assumed"]
    book = add_scans(opened, "C1", [Scan("A"), Scan("E")])
    assert book.count_scans["room"].to_list() == ["101", "101"]
    assert results(book).lines["outcome"].to_list()[:2] == ["matched", "moved in"]


def test_a_scan_without_a_room_is_refused_where_a_count_has_several() -> None:
    opened = open_count(a_book(), "C1", [("010", "101"), ("010", "102")], on=OPENED)
    with pytest.raises(BookError) as error:
        add_scans(opened, "C1", [Scan("A", "101"), Scan("B")])
    assert [(problem.column, problem.value) for problem in error.value.problems] == [("room", None)]


def test_in_a_whole_school_a_scan_without_a_room_matches_and_rooms_stay() -> None:
    opened = open_count(a_book(), "C1", [("010", WHOLE_SCHOOL)], on=OPENED)
    assert rules_of(opened, [Scan("A")]) == ["no room given"]
    book = add_scans(opened, "C1", [Scan("A"), Scan("E"), Scan("F")])
    assert [certificate(book)[name] for name in NUMBERS] == [6, 3, 0, 0, 3, 0, 0]
    rooms = {room["room"]: (room["matched"], room["counted"]) for room in results(book).rooms.iter_rows(named=True)}
    assert rooms == {"101": (1, False), "102": (1, False), "-": (1, True)}
    assert results(book).lines["note"].to_list()[:3] == [
        *["The scan names no room; the room by the books was not checked."] * 2, None,
    ]  # fmt: skip
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    assert closed.assets["room"].equals(book.assets["room"])
    assert closed.assets["last_seen"].to_list() == [CLOSED, None, None, None, CLOSED, CLOSED]


def test_a_scan_by_hand_without_a_room_takes_no_room_away() -> None:
    """count_scans.csv can be written by a person, past all checks."""
    book = open_count(a_book(), "C1", [("010", "101")], on=OPENED)
    book = book.with_tables(count_scans=pl.DataFrame({"count_code": ["C1"], "position": [1], "scanned": ["A"]}))
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    assert closed.assets["room"].equals(book.assets["room"])


def test_a_misspelt_room_is_refused_since_closing_would_move_everything_there() -> None:
    opened = open_count(a_book(), "C1", [("010", WHOLE_SCHOOL)], on=OPENED)
    for attempt in (
        lambda: add_scans(opened, "C1", [Scan("A", "1O1")]),
        lambda: check_place(opened, "C1", "1O1", None),
    ):
        with pytest.raises(BookError) as error:
            attempt()
        assert [problem.value for problem in error.value.problems] == ["1O1"]
    check_place(opened, "C1", None, None)
    check_place(opened, "C1", "102", "010")


def test_a_room_is_written_as_the_district_writes_it() -> None:
    book = a_book()
    book = book.with_tables(rooms=pl.DataFrame({"school": ["010"], "room": ["Lab A"]}))
    book = add_scans(open_count(book, "C1", [("010", "Lab A")], on=OPENED), "C1", [Scan("A", " lab a")])
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    assert closed.assets.filter(pl.col("asset") == "a")["room"].item() == "Lab A"


def test_a_school_whose_rooms_nobody_wrote_down_can_be_counted_by_room() -> None:
    book = a_book().with_tables(
        assets=pl.DataFrame({"asset": ["x"], "tag": ["X"], "school": ["020"]}), rooms=a_book().rooms
    )
    opened = open_count(book, "C1", [("020", WHOLE_SCHOOL)], on=OPENED)
    moved = add_scans(opened, "C1", [Scan("X", "1")])
    assert close_count(moved, "C1", results(moved).lines, on=CLOSED, by="x").assets["room"].item() == "1"


def test_rooms_outside_the_count_are_warned_of() -> None:
    opened = open_count(a_book(), "C1", [("010", "101")], on=OPENED)
    doubts = scan_doubts(opened, "C1", [Scan("E", "102"), Scan("E", "102"), Scan("A", "101")])
    assert [(problem.rule, problem.value) for problem in doubts] == [("room outside the count", "010 102")]


def test_a_repeat_elsewhere_names_both_places_and_spelling_is_no_place() -> None:
    book = a_book()
    book = open_count(book, "C1", [("010", WHOLE_SCHOOL), ("020", WHOLE_SCHOOL)], on=OPENED)
    scans = [("010", "101"), ("010", "101 "), ("010", "102"), ("020", "101")]
    rows = {"count_code": "C1", "scanned": "A"}
    book = book.with_tables(
        count_scans=pl.DataFrame(
            [{**rows, "position": n, "school": school, "room": room} for n, (school, room) in enumerate(scans, 1)]
        )
    )
    lines = results(book).lines.filter(pl.col("scanned").is_not_null())
    assert lines["outcome"].to_list() == ["matched", "repeat", "repeat", "repeat"]
    assert lines["note"].to_list() == [
        None,
        None,
        "Scanned before in room 101, which counts, and now in room 102.",
        "Scanned before in school 010, room 101, which counts, and now in school 020, room 101.",
    ]


def test_a_count_cannot_close_before_it_was_opened() -> None:
    book = scanned(a_book(), [("010", "101")], ["A"])
    with pytest.raises(BookError, match="not closed"):
        close_count(book, "C1", results(book).lines, on=date(2027, 2, 28), by="x")


def test_what_is_certified_replaces_outcomes_entered_while_the_count_was_open() -> None:
    book = scanned(a_book(), [("010", "101")], ["A"])
    stray = pl.DataFrame({"count_code": ["C1"], "number": [1], "outcome": ["missing"], "asset": ["f"]})
    book = book.with_tables(count_outcomes=stray)
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    assert [certificate(closed)[name] for name in NUMBERS] == [4, 1, 0, 3, 0, 0, 0]


def test_the_asset_that_a_person_named_goes_before_what_was_scanned() -> None:
    book = scanned(a_book(), [("010", "101")], ["ZZ", "B"])
    named = pl.when(pl.col("position") == 1).then(pl.lit("c")).otherwise(pl.lit("d"))
    book = book.with_tables(count_scans=book.count_scans.with_columns(asset=named))
    assert results(book).lines.filter(pl.col("outcome") == "matched")["asset"].to_list() == ["c", "d"]


def test_only_what_closed_counts_found_was_counted() -> None:
    book = scanned(a_book(), [("010", "101")], ["A", "E"])
    assert last_counted(book).is_empty()  # open still
    closed = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")
    assert last_counted(closed).rows() == [("a", CLOSED), ("e", CLOSED)]
    later = open_count(closed, "C2", [("010", "101")], on=date(2027, 9, 1))
    later = add_scans(later, "C2", [Scan("A", "101")])
    later = close_count(later, "C2", results(later).lines, on=date(2027, 9, 2), by="x")
    assert last_counted(later).rows() == [("a", date(2027, 9, 2)), ("e", CLOSED)]


def test_each_award_is_due_by_its_first_thing() -> None:
    """Two years after a's count, 5 March 2029; b was never counted, bought 1 June 2025, so 1 June 2027."""
    bought = {"a": date(2020, 1, 1), "b": date(2025, 6, 1), "c": None, "d": date(2021, 1, 1)}
    awards = {"a": "W1", "b": "W1", "c": "W2", "d": None}
    status = {"e": "disposed"}
    assets = a_book().assets.with_columns(
        in_service_on=pl.col("asset").replace_strict(bought, default=None, return_dtype=pl.Date),
        award=pl.col("asset").replace_strict(awards, default=None, return_dtype=pl.String),
        fund=pl.when(pl.col("asset").is_in(["d", "e"])).then(pl.lit("507")),
        status=pl.col("asset").replace_strict(status, default=None, return_dtype=pl.String),
    )
    book = a_book().with_tables(
        assets=assets,
        funds=pl.DataFrame({"fund": ["507"], "name": ["ESSER"], "kind": ["federal grant"]}),
        awards=pl.DataFrame(
            {"award": ["W1", "W2"], "fund": ["507", "507"], "fain": ["S425", "S426"], "amount_cents": [10, 10]}
        ),
    )
    book = scanned(book, [("010", "101")], ["A"])
    book = close_count(book, "C1", results(book).lines, on=CLOSED, by="x")

    def counts(on: date) -> pl.DataFrame:
        rules, owned = load_rules(), owned_assets(book)
        record = property_record(book, owned, rules, on, on, last_counted(book))
        frame = award_counts(book, owned, record, rules, on, on)
        assert INVENTORY["award_counts"].is_valid(frame)
        return frame

    rows = counts(date(2027, 6, 1)).select(
        "award", "fain", "items", "counted", "never_counted", "last_counted_on", "due_on", "overdue"
    )
    assert rows.rows() == [
        ("(award not entered)", None, 1, 0, 1, None, date(2023, 1, 1), True),
        ("W1", "S425", 2, 1, 1, None, date(2027, 6, 1), False),
        ("W2", "S426", 1, 0, 1, None, None, False),
    ]
    assert counts(date(2027, 6, 2)).filter(pl.col("award") == "W1")["overdue"].item()


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    """The order of scans is their position, a column; the order in which rows stand is nothing."""
    book = scanned(a_book(), [("010", WHOLE_SCHOOL)], ["A", "A", "B", "E", "ZZ"])
    first = results(book)
    shuffled = {
        name: frame.sample(fraction=1.0, shuffle=True, seed=data.draw(st.integers(0, 10_000)))
        for name, frame in (("assets", book.assets), ("count_scans", book.count_scans), ("rooms", book.rooms))
    }
    turned = replace(book, **shuffled)
    again = count_results(turned, owned_assets(turned))
    for name in ("certificates", "rooms", "lines"):
        assert getattr(again, name).equals(getattr(first, name)), name
