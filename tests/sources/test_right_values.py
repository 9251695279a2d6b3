"""Right values of importing: dates and amounts that could mean two things are asked for, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import read
from techplan.sources.changes import compare
from techplan.sources.source import Import

TITLES = ["Asset Tag", "Serial", "Model", "Purchase Date", "Purchase Cost"]


def imported(
    rows: list[list[str]], delimiter: str = ",", dates: str | None = None, titles: list[str] = TITLES
) -> Import:
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in [titles, *rows])
    return read("snipe-it", [("a.csv", text.encode())], Book(), dates=dates)  # type: ignore[arg-type]


def column(done: Import, name: str) -> list[object]:
    frame = done.frames["assets"]
    return frame[name].to_list() if name in frame.columns else [None] * frame.height


def test_a_day_over_twelve_shows_the_order_only_where_it_is_one_order() -> None:
    done = imported([["T1", "S1", "M", "24/10/2014", ""], ["T2", "S2", "M", "03/04/2015", ""]])
    assert column(done, "in_service_on") == [date(2014, 10, 24), date(2015, 4, 3)]
    assert any("day" in said and "month" in said for said in done.assumed)


def test_an_order_that_nothing_shows_is_asked_for_once() -> None:
    rows = [["T1", "S1", "M", "05/04/2015", ""], ["T2", "S2", "M", "03/04/2015", ""]]
    asked = [problem for problem in imported(rows).problems if problem.rule == "unreadable value"]  # stops the import
    assert len(asked) == 1
    assert "mdy" in asked[0].remedy
    assert column(imported(rows), "in_service_on") == [None, None]
    assert column(imported(rows, dates="dmy"), "in_service_on") == [date(2015, 4, 5), date(2015, 4, 3)]
    assert column(imported(rows, dates="mdy"), "in_service_on") == [date(2015, 5, 4), date(2015, 3, 4)]


def test_a_column_of_both_orders_is_refused() -> None:
    rows = [["T1", "S1", "M", "24/10/2014", ""], ["T2", "S2", "M", "10/24/2014", ""]]
    assert any(problem.severity != "note" for problem in imported(rows).problems)
    assert None in column(imported(rows), "in_service_on")


@pytest.mark.parametrize(("text", "cents"), [("1,355.90", 135590), ("$1355.9", 135590), ("0", 0), ("", None)])
def test_amounts_and_blank_is_not_zero(text: str, cents: int | None) -> None:
    assert column(imported([["T1", "S1", "M", "", text], ["T2", "S2", "M", "", "5.00"]]), "cost_cents")[0] == cents


def test_an_amount_in_another_countrys_form_is_never_read_as_something_else() -> None:
    done = imported([["T1", "S1", "M", "", "1.355,90"], ["T2", "S2", "M", "", "5.00"]])
    assert column(done, "cost_cents")[0] in {None, 135590}
    assert any(problem.value == "1.355,90" for problem in done.problems) or column(done, "cost_cents")[0] == 135590


def test_the_delimiter_changes_nothing() -> None:
    rows = [["T1", "S1", "M, with a comma", "2024-08-01", "330.00"], ["T2", "S2", "M;N", "2024-08-02", "1355.90"]]
    frames = [imported(rows, delimiter).frames["assets"] for delimiter in ",;\t"]
    assert frames[0].equals(frames[1])
    assert frames[0].equals(frames[2])


def test_a_file_with_no_known_column_is_an_error() -> None:
    with pytest.raises(SourceError):
        imported([["x", "y"]], titles=["Fruit", "Colour"])


def test_the_sum_shown_is_that_of_the_accepted_rows() -> None:
    rows = [["T1", "S1", "M", "", "100.00"], ["T2", "S2", "M", "", "0.50"], ["T3", "S3", "M", "", "-4"]]
    done = imported(rows)
    after = compare(Book(), done).apply(Book()).assets
    assert after["cost_cents"].sum() == 10050
    assert after.height == done.accepted
