from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import read
from techplan.sources.changes import compare

Make = Callable[..., bytes]

DIRECTORY = ("SCHOOL_YEAR", "ST", "SCH_NAME", "LEA_NAME", "ST_SCHID", "LEAID", "NCESSCH", "PHONE", "G_PK_OFFERED",
             "G_KG_OFFERED", "G_1_OFFERED", "G_2_OFFERED", "GSLO", "GSHI")  # fmt: skip
EAST = ("2023-2024", "OH", "East", "Lakeside", "OH-043612-000020", "3904361", "390436100020", "(216)5551234", "No",
        "Yes", "Yes", "Yes", "KG", "02")  # fmt: skip
MEMBERSHIP = ("SCHOOL_YEAR", "SCH_NAME", "LEAID", "NCESSCH", "GRADE", "RACE_ETHNICITY", "SEX", "STUDENT_COUNT",
              "TOTAL_INDICATOR")  # fmt: skip
BY_GRADE = "Subtotal 4 - By Grade"
FINEST = "Category Set A - By Race/Ethnicity; Sex; Grade"
PREAMBLE = (
    "ELSI Export\r\n\r\nNational Center for Education Statistics - http://nces.ed.gov/ccd/elsi/\r\n\r\n"
    "This is a Public School based table with the following filters applied: State(s): Ohio\r\n\r\n"
)
FOOTER = (
    '\r\n\r\nData Source: U.S. Department of Education "Public Elementary/Secondary School Universe Survey" 2023-24\r\n'
    "\r\n† indicates that the data are not applicable.\r\n– indicates that the data are missing.\r\n"
    "‡ indicates that the data do not meet NCES data quality standards.\r\n"
)
ELSI = (
    "School Name", "State Name [Public School] Latest available year",
    "School ID - NCES Assigned [Public School] Latest available year",
    "Agency ID - NCES Assigned [Public School] Latest available year",
    "Lowest Grade Offered [Public School] 2023-24", "Highest Grade Offered [Public School] 2023-24",
    "Total Students All Grades (Excludes AE) [Public School] 2023-24",
    "Prekindergarten Students [Public School] 2023-24", "Kindergarten Students [Public School] 2023-24",
    "Grade 1 Students [Public School] 2023-24", "Grade 2 Students [Public School] 2023-24",
)  # fmt: skip


@pytest.fixture
def numbered(book: Book) -> Book:
    schools = book.schools.with_columns(pl.Series("nces_id", ["390436100020", "390436100040"]))
    return book.with_tables(schools=schools, district=book.district.with_columns(pl.lit("3904361").alias("nces_leaid")))


def membership(*rows: tuple[str, str, str, str]) -> list[tuple[str, ...]]:
    return [
        ("2023-2024", "East", number[:7], number, grade, "No Category Codes", "No Category Codes", students, indicator)
        for number, grade, students, indicator in rows
    ]


def test_the_directory_gives_grades_of_schools_matched_by_number(csv_of: Make, numbered: Book) -> None:
    other = (*EAST[:2], "Lakeside High School", "Elsewhere", "OH-9", "3900001", "390000100001", *EAST[7:])
    found = read("nces", [("ccd_sch_029.csv", csv_of(DIRECTORY, [EAST, other]))], numbered)
    assert found.frames["schools"].rows() == [("020", "390436100020", "KG;1;2")]
    assert [row.why for row in found.skipped] == ["a school of another district"]
    after = compare(numbered, found).apply(numbered)
    assert after.schools.get_column("name").to_list() == ["East", "Lakeside High School"]


def test_a_school_without_its_number_is_found_by_the_state_s_number_or_refused(csv_of: Make, book: Book) -> None:
    district = book.with_tables(district=book.district.with_columns(pl.lit("3904361").alias("nces_leaid")))
    by_state = (*EAST[:4], "OH-043612-020", *EAST[5:])
    found = read("nces", [("s.csv", csv_of(DIRECTORY, [by_state]))], district)
    assert found.frames["schools"].rows() == [("020", "390436100020", "KG;1;2")]
    refused = read("nces", [("s.csv", csv_of(DIRECTORY, [EAST]))], district)
    assert len(refused.refused) == 1 and "never by name" in refused.refused[0].remedy
    words = district.with_documents("mappings", {"words": '[schools]\n"390436100020" = "020"\n'})
    assert read("nces", [("s.csv", csv_of(DIRECTORY, [EAST]))], words).accepted == 1


def test_lost_leading_zeros_are_put_back_where_the_width_is_known_and_said(csv_of: Make, book: Book) -> None:
    alabama = book.with_tables(
        schools=book.schools.with_columns(pl.Series("nces_id", ["010000500871", None])),
        district=book.district.with_columns(pl.lit("0100005").alias("nces_leaid"), pl.lit(None).alias("state")),
    )
    row = (*EAST[:4], "AL-1", "100005", "10000500871", *EAST[7:])
    found = read("nces", [("s.csv", csv_of(DIRECTORY, [row]))], alabama)
    assert found.frames["schools"].get_column("nces_id").to_list() == ["010000500871"]
    assert "1 NCES school number had lost the leading zero; padded to 12 digits." in found.assumed
    short = (*EAST[:4], "AL-1", "5", "871", *EAST[7:])
    assert read("nces", [("s.csv", csv_of(DIRECTORY, [short]))], alabama).refused[0].value == "871"
    lea = csv_of(("LEAID", "NAME", "LSTATE"), [("100005", "ALBERTVILLE CITY", "AL"), ("4800004", "POR VIDA", "TX")])
    districts = read("nces", [("d.tsv", lea)], alabama)
    assert districts.frames["district"].rows() == [("lakeside", "AL", "0100005")]
    assert "1 agency number (LEAID) had lost the leading zero; padded to 7 digits." in districts.assumed


def test_membership_counts_only_the_subtotals_by_grade(csv_of: Make, numbered: Book) -> None:
    east = "390436100020"
    rows = membership(
        (east, "Grade 1", "10", FINEST), (east, "Grade 1", "15", FINEST), (east, "Grade 1", "25", BY_GRADE),
        (east, "Pre-Kindergarten", "8", BY_GRADE), (east, "No Category Codes", "33", "Education Unit Total"),
        ("390000100001", "Grade 1", "99", BY_GRADE),
    )  # fmt: skip
    found = read("nces", [("ccd_sch_052.csv", csv_of(MEMBERSHIP, rows))], numbered)
    assert sorted(found.frames["enrollment"].select("school", "grade", "fy", "students").rows()) == [
        ("020", "1", 2024, 25), ("020", "PK", 2024, 8),
    ]  # fmt: skip
    assert (found.accepted, len(found.skipped), len(found.refused)) == (2, 4, 0)


def test_membership_without_subtotals_is_added_up_from_its_finest_lines(csv_of: Make, numbered: Book) -> None:
    east = "390436100020"
    rows = membership((east, "Grade 1", "10", FINEST), (east, "Grade 1", "1,015", FINEST))
    found = read("nces", [("m.csv", csv_of(MEMBERSHIP, rows))], numbered)
    assert found.frames["enrollment"].get_column("students").to_list() == [1025]
    assert (found.accepted, found.merged) == (1, 1)
    missing = membership((east, "Grade 1", "10", FINEST), (east, "Grade 1", "-1", FINEST))
    assert len(read("nces", [("m.csv", csv_of(MEMBERSHIP, missing))], numbered).refused) == 2


def test_an_elsi_export_with_preamble_footnotes_marks_and_guards(csv_of: Make, numbered: Book) -> None:
    row = ("EAST", "Ohio", '="390436100020"', '="3904361"', "Prekindergarten", "2nd Grade", "61", "‡", "20", "†", "41")
    body = csv_of(ELSI, [row]).decode()
    found = read("auto", [("elsi.csv", ("\ufeff" + PREAMBLE + body + FOOTER).encode())], numbered)
    assert found.source == "nces"
    assert found.frames["schools"].rows() == [("020", "390436100020", "PK;KG;1;2")]
    assert found.frames["enrollment"].select("grade", "fy", "students").rows() == [("2", 2024, 41), ("KG", 2024, 20)]
    assert any("† (not applicable): 1; ‡" in said for said in found.assumed)
    assert not [problem for problem in found.problems if problem.severity == "error"]


def test_grades_that_do_not_add_up_to_the_file_s_own_total_are_said(csv_of: Make, numbered: Book) -> None:
    row = ("EAST", "Ohio", "390436100020", "3904361", "Kindergarten", "2nd Grade", "70", "†", "20", "9", "41")
    found = read("nces", [("elsi.csv", (PREAMBLE + csv_of(ELSI, [row]).decode()).encode())], numbered)
    assert [problem for problem in found.problems if problem.rule == "grades add up to the total"] == []
    wrong = csv_of(ELSI, [(*row[:6], "71", *row[7:])]).decode()
    found = read("nces", [("elsi.csv", (PREAMBLE + wrong).encode())], numbered)
    assert [problem.what for problem in found.problems if problem.rule == "grades add up to the total"] == [
        "2023-24: the grades add up to 70, the file's total is 71."
    ]


def test_a_file_in_which_nothing_is_ours_is_an_error_not_a_success_of_none(csv_of: Make, numbered: Book) -> None:
    other = (*EAST[:5], "3900001", "390000100001", *EAST[7:])
    with pytest.raises(SourceError, match="None of the file's 1 rows"):
        read("nces", [("s.csv", csv_of(DIRECTORY, [other]))], numbered)


def test_the_real_elsi_export_gives_south_portland_s_enrolment(book: Book, samples: Path) -> None:
    """Every figure against the same public record as another hand has put it into a table by year and grade."""
    words = book.with_documents("mappings", {"words": '[schools]\n"SOUTH PORTLAND PUBLIC SCHOOLS" = "040"\n'})
    data = (samples / "real" / "raw_elsi_export_with_preamble.csv").read_bytes()
    found = read("auto", [("elsi.csv", data)], words)
    got = {(fy, grade): n for fy, grade, n in found.frames["enrollment"].select("fy", "grade", "students").iter_rows()}
    with (samples / "real" / "nces_enrollment_by_grade.csv").open(encoding="utf-8-sig") as stream:
        listed = list(csv.DictReader(stream))
    wanted = {
        (int(row["year"][:4]) + 1, {"K": "KG"}.get(grade, grade)): int(number)
        for row in listed
        for grade, number in row.items()
        if grade not in {"year", "Total"}
    }
    assert len(wanted) == 12 * 14
    assert {key: got.get(key) for key in wanted} == wanted
    assert len(found.refused) == 0
    totals = {int(row["year"][:4]) + 1: int(row["Total"]) for row in listed}
    assert {fy: sum(n for (year, _), n in got.items() if year == fy) for fy in totals} == totals


def test_without_a_word_the_real_district_row_is_refused_with_its_remedy(book: Book, samples: Path) -> None:
    data = (samples / "real" / "raw_elsi_export_with_preamble.csv").read_bytes()
    found = read("nces", [("elsi.csv", data)], book)
    assert [row.line for row in found.refused] == [8]
    assert '"SOUTH PORTLAND PUBLIC SCHOOLS" = "CODE"' in found.refused[0].remedy
