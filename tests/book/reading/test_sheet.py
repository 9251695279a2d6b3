"""Records to a table: width, noise, headings; every row is somewhere."""

from __future__ import annotations

from techplan.book.reading.records import Record, split_records
from techplan.book.reading.rows import Sheet
from techplan.book.reading.sheet import make_sheet


def sheet(text: str, known: frozenset[str] = frozenset()) -> Sheet:
    made = make_sheet("x.csv", None, split_records(text, ","), known)
    assert made is not None
    return made


def taken(text: str) -> list[tuple[int, tuple[str, ...]]]:
    return [tuple(row) for row in sheet(text).rows]


RAGGED = """Device Inventory Report
Generated: 11/24/2026 3:15 PM by Pat Example

Asset Tag,Serial Number,Model
1,A1,HP
2,A2
3,A3,Dell,extra
4,A4,Dell,,

Total Records: 4,,
Page 1 of 1
"""


def test_preamble_footer_and_rows_of_another_width() -> None:
    made = sheet(RAGGED)
    assert made.header == ("Asset Tag", "Serial Number", "Model")
    assert made.header_line == 4
    assert [tuple(row) for row in made.rows] == [(5, ("1", "A1", "HP")), (8, ("4", "A4", "Dell"))]
    assert [(row.line, row.cells) for row in made.refused] == [(6, ("2", "A2")), (7, ("3", "A3", "Dell", "extra"))]
    assert "2 cells where the header has 3" in made.refused[0].reason
    assert "4 cells where the header has 3" in made.refused[1].reason
    assert [problem.line for problem in made.problems if problem.severity == "error"] == [6, 7]
    assert [(row.line, row.why) for row in made.skipped] == [
        (1, "above the header"), (2, "above the header"), (3, "blank"), (9, "blank"), (10, "footer"), (11, "footer"),
    ]  # fmt: skip


def test_a_row_torn_by_an_inch_mark_names_its_lines() -> None:
    made = sheet('Tag,Model,Room\n1,"Pro 13,11\n2,Air 13",12,13\n3,HP,12\n')
    assert [row.line for row in made.rows] == [4]
    assert [row.line for row in made.refused] == [2]
    assert "line 2 to line 3" in made.refused[0].reason


def test_headings_and_totals_are_left_out_only_where_they_name_each_other() -> None:
    made = sheet(
        "ACCOUNT,NAME,BUDGET,SPENT\n10 GENERAL FUND,,,\n101,Laptops,5.00,1.00\nTOTAL GENERAL FUND,,5.00,1.00\n"
        "Spare parts,,,\n202,Cases,2.00,2.00\nGRAND TOTAL,,7.00,3.00\n"
    )
    assert [row.line for row in made.rows] == [3, 5, 6]
    assert [(row.line, row.why) for row in made.skipped] == [(2, "heading"), (4, "total"), (7, "total")]
    assert "2 total rows left out (lines 4 and 7)" in made.assumed
    assert [problem.line for problem in made.problems if problem.rule == "lone first cell"] == [5]


def test_a_header_printed_on_every_page_is_one_header() -> None:
    made = sheet("Tag,Model,Room\n1,HP,2\nPage 1 of 2,,\nTag,Model,Room\n2,HP,3\n")
    assert [row.line for row in made.rows] == [2, 5]
    assert [row.why for row in made.skipped] == ["footer", "header again"]


def test_notes_below_the_table_are_listed() -> None:
    made = sheet("Tag,Model,Room\n1,HP,2\n\nLoaners are kept in the library\n")
    assert [(row.text, row.why) for row in made.skipped][-1] == ("Loaners are kept in the library", "below the table")


def test_a_lone_cell_with_no_blank_row_before_it_is_no_note() -> None:
    made = sheet("Tag,Model,Room\n1,HP,2\n2\n")
    assert [row.line for row in made.refused] == [3]


def test_guarded_cells_are_unwrapped_and_formulas_stay_text() -> None:
    made = sheet('Tag,Note\n"=""0001236""",a\n2,"=HYPERLINK(""http://x"",""y"")"\n3,+1 (614) 555-0100\n4,@room\n5,-\n')
    assert [row.cells for row in made.rows] == [
        ("0001236", "a"), ("2", '=HYPERLINK("http://x","y")'), ("3", "+1 (614) 555-0100"), ("4", "@room"), ("5", "-"),
    ]  # fmt: skip
    assert any("unwrapped" in said for said in made.assumed)


def test_empty_columns_at_the_end_go_unless_a_row_uses_them() -> None:
    assert sheet("Tag,Model,,\n1,HP,,\n").header == ("Tag", "Model")
    made = sheet("Tag,Model,,\n1,HP,,\n2,HP,x,\n")
    assert made.header == ("Tag", "Model", "(column 3)")
    assert [row.cells for row in made.rows] == [("1", "HP", ""), ("2", "HP", "x")]


def block(rows: int, start: int = 0) -> str:
    return "".join(f"{number},A{number}\n" for number in range(start, start + rows))


def test_a_spreadsheets_blocks_of_short_rows_are_filled_up_and_said() -> None:
    """A spreadsheet leaves out the empty last cells of whole blocks of sixteen rows, the header being row 1."""
    full = "".join(f"{number},A{number},HP\n" for number in range(15))
    made = sheet("Tag,Serial,Model\n" + full + block(16, 15))
    assert len(made.rows) == 31
    assert made.rows[-1].cells == ("30", "A30", "")
    assert [(problem.severity, problem.line) for problem in made.problems] == [("warning", 17)]
    last_block = sheet("Tag,Serial,Model\n" + full + block(3, 15))
    assert (len(last_block.rows), len(last_block.refused)) == (18, 0)


def test_other_short_rows_are_refused() -> None:
    full = "".join(f"{number},A{number},HP\n" for number in range(14))
    made = sheet("Tag,Serial,Model\n" + full + block(3, 14))  # not at the start of a block
    assert (len(made.rows), len(made.refused)) == (14, 3)
    cut_off = sheet("Tag,Serial,Model\n" + full + "14,A14,HP\n15,A1")  # one row: the file may be cut off
    assert [row.line for row in cut_off.refused] == [17]


def test_blank_records_are_no_table() -> None:
    assert make_sheet("x", None, [Record(1, 1, ["", " "]), Record(2, 2, [""])], ()) is None


def test_a_header_that_looks_like_data_is_said() -> None:
    made = sheet("00012345,8/4/2021,$330.00\n00012346,8/5/2021,$330.00\n")
    assert [problem.rule for problem in made.problems] == ["header in doubt"]
