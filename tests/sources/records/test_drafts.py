from __future__ import annotations

from collections.abc import Callable

from techplan.book.book import Book
from techplan.sources.records.drafts import Lines, import_of, lines_of, tables_of

Make = Callable[..., bytes]


def lines(csv_of: Make, *rows: tuple[str, ...], file: str = "x.csv") -> Lines:
    (sheet,) = tables_of(csv_of(("school", "grade", "students", "guardian"), rows), file)
    return lines_of(sheet, {"guardian"})


def enrol(drawn: Lines) -> Lines:
    for row in drawn.sheet.rows:
        school, grade, students, _ = row.cells
        drawn.draft("enrollment", row.line, school=school, grade=grade, fy="2027", students=students)
    return drawn


def test_a_line_is_taken_whole_or_not_at_all(csv_of: Make, book: Book) -> None:
    drawn = enrol(lines(csv_of, ("020", "1", "5", "Ann"), ("040", "1", "x", "Bo")))
    for row in drawn.sheet.rows:
        drawn.draft("staff", row.line, school=row.cells[0], role="teacher", fy="2027", fte="1")
    found = import_of("test", [drawn], book)
    assert [frame.get_column("school").to_list() for frame in found.frames.values()] == [["020"], ["020"]]
    assert [(row.line, row.column, row.value) for row in found.refused] == [(3, "students", "x")]
    assert (found.rows_read, found.accepted) == (2, 1)
    assert "Bo" not in repr(found.refused)


def test_lines_that_share_a_key_across_files_are_both_refused(csv_of: Make, book: Book) -> None:
    first = enrol(lines(csv_of, ("020", "1", "5", ""), file="a.csv"))
    second = enrol(lines(csv_of, ("020", "1", "6", ""), ("020", "2", "7", ""), file="b.csv"))
    found = import_of("test", [first, second], book)
    assert [(row.file, row.line) for row in found.refused] == [("a.csv", 2), ("b.csv", 2)]
    assert found.frames["enrollment"].get_column("students").to_list() == [7]


def test_what_points_to_a_refused_row_of_the_same_files_is_refused_as_well(csv_of: Make, book: Book) -> None:
    drawn = enrol(lines(csv_of, ("090", "1", "5", ""), ("091", "1", "6", ""), ("091", "2", "7", "")))
    drawn.draft("schools", 2, code="090", name="New")
    drawn.draft("schools", 3, code="091", name="")
    found = import_of("test", [drawn], book)
    assert found.frames["enrollment"].get_column("school").to_list() == ["090"]
    assert found.frames["schools"].get_column("code").to_list() == ["090"]
    assert [row.line for row in found.refused] == [3, 4]


def test_when_a_row_is_refused_so_are_all_the_lines_that_went_into_it(csv_of: Make, book: Book) -> None:
    drawn = lines(csv_of, ("099", "1", "5", ""), ("099", "1", "6", ""), ("020", "1", "7", ""), ("020", "1", "8", ""))
    drawn.draft("enrollment", 2, school="099", grade="1", fy="2027", students="11")
    drawn.join(2, drawn, 3)
    drawn.draft("enrollment", 4, school="020", grade="1", fy="2027", students="15")
    drawn.join(4, drawn, 5)
    found = import_of("test", [drawn], book)
    assert [row.line for row in found.refused] == [2, 3]
    assert (found.rows_read, found.accepted, found.merged) == (4, 1, 1)
