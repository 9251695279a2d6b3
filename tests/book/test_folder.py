"""A Book as a folder: written whole, read back equal, every fault told at once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book, make_book
from techplan.book.datapackage import Format
from techplan.book.folder import files_of, read_book, read_folder, write_folder
from techplan.book.problem import BookError, Problem, has_errors

FORMATS: tuple[Format, ...] = ("csv", "parquet")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def problems(folder: Path, **files: str) -> list[Problem]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return read_folder(folder)[1]


@pytest.mark.parametrize("format", FORMATS)
def test_a_book_reads_back_equal_and_byte_for_byte(tmp_path: Path, small_book: Book, format: Format) -> None:
    write_folder(small_book, tmp_path / "a", format=format)
    book, told = read_folder(tmp_path / "a")
    assert told == []
    assert book == small_book
    assert book.fingerprint() == small_book.fingerprint()
    write_folder(book, tmp_path / "b", format=format)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


@settings(max_examples=40)
@given(data=st.data())
def test_any_book_reads_back(data: st.DataObject, books: st.SearchStrategy[Book]) -> None:
    book = data.draw(books)
    format = data.draw(st.sampled_from(FORMATS))
    with tempfile.TemporaryDirectory() as place:
        write_folder(book, Path(place) / "book", format=format)
        assert read_folder(Path(place) / "book")[0] == book


def test_faces_in_the_file(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path)
    ledger = (tmp_path / "ledger.csv").read_text(encoding="utf-8")
    assert ledger == (
        "account,fy,description,fund,function,object,adopted,revised,encumbered,carried_encumbrance,actual,plan_line\n"
        "001-2230,2026,,,,,,,,,-0.05,\n"
    )
    assert (tmp_path / "rules" / "local.toml").read_bytes() == b"# nothing yet\r\n"


def test_tables_without_rows_have_no_file(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path)
    assert not (tmp_path / "funds.csv").exists()
    write_folder(small_book.with_tables(ledger=small_book.ledger.clear()), tmp_path)
    assert not (tmp_path / "ledger.csv").exists()
    assert read_book(tmp_path).ledger.height == 0


def test_another_format_takes_the_place_of_the_first(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path, format="csv")
    write_folder(small_book, tmp_path, format="parquet")
    assert not list(tmp_path.glob("*.csv"))
    assert read_book(tmp_path) == small_book


def test_documents_that_are_gone_are_removed(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path)
    write_folder(Book(assets=small_book.assets), tmp_path)
    assert not (tmp_path / "rules" / "local.toml").exists()


def test_files_of_other_names_are_left_alone(tmp_path: Path, small_book: Book) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "assets.csv").write_text("mine")
    (tmp_path / "README.md").write_text("mine")
    write_folder(small_book, tmp_path)
    assert (tmp_path / "exports" / "assets.csv").read_text() == "mine"
    assert (tmp_path / "README.md").read_text() == "mine"
    assert read_folder(tmp_path)[1] == []
    assert not list(tmp_path.glob(".techplan*"))


def test_somebody_elses_table_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "assets.csv").write_text("Asset Tag,Model\n1,x\n")
    before = everything(tmp_path)
    with pytest.raises(BookError, match=r"holds assets\.csv"):
        write_folder(Book(), tmp_path)
    assert everything(tmp_path) == before


def test_if_the_disk_refuses_nothing_is_changed(
    tmp_path: Path, small_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(small_book, tmp_path)
    before = everything(tmp_path)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(BookError, match=r"No space left.*Nothing was changed"):
        write_folder(small_book.with_tables(goals=small_book.goals.clear()), tmp_path)
    assert everything(tmp_path) == before


def test_a_template_without_rows_is_in_nobodys_way(tmp_path: Path, small_book: Book) -> None:
    (tmp_path / "funds.csv").write_text("fund,name,kind\n")
    write_folder(small_book, tmp_path)
    assert read_book(tmp_path) == small_book


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a:b", "nul\x00"])
def test_a_document_needs_a_name_that_can_be_a_file(name: str) -> None:
    with pytest.raises(BookError, match="cannot be a file"):
        files_of(Book(rules={name: ""}))


def test_no_folder_and_no_book(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="There is no folder"):
        read_folder(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("x")
    told = read_folder(tmp_path)[1]
    assert [problem.rule for problem in told] == ["a Book", "known file"]
    with pytest.raises(BookError, match="has 1 error:"):
        read_book(tmp_path)


def test_an_empty_book_is_a_book(tmp_path: Path) -> None:
    write_folder(Book(), tmp_path)
    assert read_book(tmp_path) == Book()


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        schools="code,name\n040,High\n040,Low\n",
        goals="code,title,parent\na,A,b\nb,B,a\n",
        assets="asset,school,cost,model\n1,041,-5,\n2,040,x,M1\n",
        fund="fund\n",
    )
    assert [(problem.severity, problem.file, problem.line, problem.column) for problem in told] == [
        ("error", "assets.csv", 2, "cost"),
        ("error", "assets.csv", 2, "school"),
        ("error", "assets.csv", 3, "cost"),
        ("error", "assets.csv", 3, "model"),
        ("error", "goals.csv", None, "parent"),
        ("error", "schools.csv", 2, "code"),
        ("error", "schools.csv", 3, "code"),
        ("warning", "fund.csv", None, None),
    ]
    assert all(problem.rule and problem.what and problem.remedy for problem in told)


def test_a_row_that_was_refused_breaks_no_other_row(tmp_path: Path) -> None:
    """School 040 is left out because it is there twice; that its rooms point to nothing would be no news."""
    told = problems(tmp_path, schools="code,name\n040,a\n040,b\n", rooms="school,room\n040,1\n041,1\n")
    assert [problem.value for problem in told if problem.file == "rooms.csv"] == ["041"]


def test_a_table_that_cannot_be_read_breaks_no_other(tmp_path: Path) -> None:
    told = problems(tmp_path, schools="name\nHigh\n", rooms="school,room\n040,1\n")
    assert [(problem.file, problem.rule) for problem in told] == [("schools.csv", "key column")]


def test_many_broken_links_are_counted(tmp_path: Path) -> None:
    told = problems(tmp_path, rooms="school,room\n" + "".join(f"{i:03d},1\n" for i in range(9)))
    assert [(problem.file, problem.line) for problem in told] == [("rooms.csv", n) for n in (None, 2, 3, 4, 5, 6)]
    assert told[0].what.startswith("4 more values in 4 rows")


@pytest.mark.parametrize(
    ("file", "remedy"),
    [
        ("asset_clases.csv", "Did you mean asset_classes?"),
        ("Assets.csv", "Call it assets.csv"),
        ("assets.xlsx", "Call it assets.csv"),
        ("inventory 2026.csv", "Import it with"),
        ("local.toml", "Put it into mappings, scenarios or rules."),
    ],
)
def test_a_file_under_a_wrong_name_is_mentioned(tmp_path: Path, small_book: Book, file: str, remedy: str) -> None:
    write_folder(small_book.with_tables(assets=small_book.assets.clear()), tmp_path)
    (tmp_path / file).write_text("x\n")
    (problem,) = read_folder(tmp_path)[1]
    assert (problem.severity, problem.file) == ("warning", file)
    assert problem.remedy.startswith(remedy)


def test_a_table_in_two_formats_is_an_error(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path)
    small_book.goals.write_parquet(tmp_path / "goals.parquet")
    (problem,) = read_folder(tmp_path)[1]
    assert "goals.csv and goals.parquet" in problem.what


def test_unreadable_toml_is_told_with_its_line(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path)
    (tmp_path / "mappings" / "buildings.toml").write_text('table = "schools"\nfile = \n')
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "less.toml").write_bytes(b"x = '\xff'")
    told = read_folder(tmp_path)[1]
    assert [(problem.file, problem.line) for problem in told] == [
        ("mappings/buildings.toml", 2),
        ("scenarios/less.toml", None),
    ]
    assert has_errors(told)


def test_the_error_of_a_book_carries_all_problems(tmp_path: Path) -> None:
    problems(tmp_path, assets="asset,cost\n" + "".join(f"{i},x\n" for i in range(8)))
    with pytest.raises(BookError, match="8 errors") as caught:
        read_book(tmp_path)
    assert len(caught.value.problems) == 8
    assert "and 3 more" in str(caught.value)


def test_tags_with_and_without_leading_zeros_are_three_assets(tmp_path: Path) -> None:
    tags = ["00069", "069", "69"]
    write_folder(make_book({"assets": pl.DataFrame({"asset": tags, "tag": tags})}), tmp_path)
    assert read_book(tmp_path).assets["tag"].to_list() == tags
