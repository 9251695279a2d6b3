"""Where the titles are."""

from __future__ import annotations

import pytest

from techplan.book.reading.header import find_header, looks_like_data


def test_the_first_row_where_nothing_is_above_it() -> None:
    header = find_header([["Tag", "Model"], ["1", "HP"]], ())
    assert (header.cells, header.first, header.last, header.doubtful) == (("Tag", "Model"), 0, 0, False)


def test_a_preamble_padded_with_empty_cells_is_passed_over() -> None:
    rows = [["Report", "", "", ""], ["FY", "2026", "", ""], ["Tag", "Model", "Room", "Cost"], ["1", "HP", "12", "3.00"]]
    assert find_header(rows, ()).first == 2


def test_known_titles_decide_where_widths_do_not() -> None:
    rows = [["District", "Lakeside"], ["Date", "11/24/2026"], [""], ["Asset Tag", "Serial"], ["1", "X"]]
    assert find_header(rows, frozenset({"asset tag", "serial"})).first == 3


def test_titles_on_two_lines_are_joined_to_tell_alike_ones_apart() -> None:
    """Munis: BUDGET stands twice on the lower line."""
    rows = [
        ["YEAR-TO-DATE BUDGET REPORT", "", "", "", ""],
        ["", "ORIGINAL", "TRANFRS/", "REVISED", "AVAILABLE"],
        ["ACCOUNT", "APPROP", "ADJSMTS", "BUDGET", "BUDGET"],
        ["10126000", "120,000.00", "(5,000.00)", "115,000.00", "15,587.31"],
    ]
    header = find_header(rows, ())
    assert header.cells == ("ACCOUNT", "ORIGINAL APPROP", "TRANFRS/ADJSMTS", "REVISED BUDGET", "AVAILABLE BUDGET")
    assert (header.first, header.last) == (1, 2)


def test_a_lower_line_is_joined_only_where_titles_become_known() -> None:
    rows = [["ACCOUNT", "ORIGINAL", "YTD"], ["", "APPROP", "EXPENDED"], ["10126000", "1.00", "2.00"]]
    known = frozenset({"account", "original approp", "ytd expended"})
    assert find_header(rows, known).cells == ("ACCOUNT", "ORIGINAL APPROP", "YTD EXPENDED")
    assert find_header(rows, ()).last == 0


def test_a_header_narrower_than_its_rows_is_still_the_header() -> None:
    rows = [["Tag", "Model", "Cost"], ["1", "HP", "330.00", "x"], ["2", "HP", "330.00", "y"]]
    assert find_header(rows, ()).first == 0


def test_a_file_without_titles_is_doubted() -> None:
    assert find_header([["00012345", "8/4/2021", "$330.00"], ["00012346", "8/5/2021", "$330.00"]], ()).doubtful


def test_grades_and_years_are_titles() -> None:
    """real/nces_enrollment_by_grade.csv, and years across."""
    assert not find_header(
        [["year", "PK", "K", "1", "2", "Total"], ["2024-25", "51", "200", "212", "190", "653"]], ()
    ).doubtful
    assert not find_header([["fund", "2026", "2027"], ["001", "5", "6"]], ()).doubtful


@pytest.mark.parametrize(
    ("cell", "data"), [("8/4/2021", True), ("$5", True), ("12.5", True), ("2027", False), ("Tag", False)]
)
def test_looks_like_data(cell: str, data: bool) -> None:
    assert looks_like_data(cell) is data
