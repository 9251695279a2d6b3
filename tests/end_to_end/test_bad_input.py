"""Bad input: a clear error with place and remedy, status 1, no traceback, nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from techplan.cli import incoming
from techplan.cli.incoming import read_files

Techplan = Callable[..., Any]

QUOTES = "quote,vendor,item,unit_price\n"
ASSETS = "asset,asset_class,school,in_service_on,cost\n"

FILES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    # what is wrong: the file's name, its bytes, and words that the answer must have
    "wrong file (PDF)": ("assets.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\n", ("assets.csv", "PDF")),
    "wrong file (web page)": (
        "assets.csv",
        b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
        ("assets.csv", "page"),
    ),
    "wrong file (other table)": ("menu.csv", b"Day,Lunch\nMonday,Pizza\n", ("menu.csv",)),
    "empty": ("assets.csv", b"", ("assets.csv", "empty")),
    "binary": ("assets.csv", bytes(range(256)) * 8, ("assets.csv",)),
    "damaged workbook": ("assets.xlsx", b"PK\x03\x04" + b"\x00" * 200, ("assets.xlsx",)),
    "missing column": ("assets.csv", b"asset_class,school,cost\nlaptop,010,300\n", ("assets.csv", "asset")),
    "unreadable date": (
        "deadlines.csv",
        b"deadline,title,due_on\nD1,Order,2027-02-01\nD2,Count,2027-31-31\n",
        ("deadlines.csv", "line 3", "due_on", "2027-31-31"),
    ),
    "negative price": (
        "assets.csv",
        (ASSETS + "A1,laptop,010,2024-07-01,-900.00\n").encode(),
        ("assets.csv", "line 2", "cost", "-900.00"),
    ),
    "unknown school": ("rooms.csv", b"school,room\n999,101\n", ("rooms.csv", "line 2", "school", "999")),
    "two rows with one key": (
        "assets.csv",
        (ASSETS + "A1,laptop,010,2024-07-01,900.00\nA1,laptop,020,2024-07-01,950.00\n").encode(),
        ("assets.csv", "line 3", "same key"),
    ),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_traceback(text: str) -> bool:
    return "Traceback" not in text and "did not foresee" not in text


@pytest.mark.parametrize("fault", FILES)
def test_an_import_says_place_and_remedy_and_changes_nothing(
    fault: str, book: Path, tmp_path: Path, techplan: Techplan
) -> None:
    name, content, words = FILES[fault]
    (tmp_path / name).write_bytes(content)
    before = contents(book)
    answer = techplan("import", "auto", tmp_path / name, "--book", book)
    assert answer.status == 1, answer.text
    assert without_traceback(answer.text)
    assert [word for word in words if word not in answer.text] == [], answer.text
    assert "othing was" in answer.err, answer.text
    assert contents(book) == before


@pytest.mark.parametrize("fault", FILES)
def test_the_same_for_other_programs(fault: str, book: Path, tmp_path: Path, techplan: Techplan) -> None:
    name, content, _ = FILES[fault]
    (tmp_path / name).write_bytes(content)
    answer = techplan("import", "auto", tmp_path / name, "--book", book, "--json")
    document = json.loads(answer.out)
    assert (answer.status, answer.err, document["status"]) == (1, "", "errors")
    errors = [problem for problem in document["problems"] if problem["severity"] == "error"]
    assert errors
    assert all(problem["what"] and problem["remedy"] for problem in errors)


BOOKS: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "binary": ("schools.csv", bytes(range(256)) * 8, ("schools.csv",)),
    "missing column": ("schools.csv", b"name\nOak Elementary\n", ("schools.csv", "code")),
    "unknown column": ("schools.csv", b"code,name,colour\n010,Oak,red\n", ("schools.csv", "colour")),
    "unreadable date": (
        "assets.csv",
        b"asset,in_service_on\nA1,2024-07-01\nA2,yesterday\n",
        ("assets.csv", "line 3", "in_service_on", "yesterday"),
    ),
    "negative price": ("assets.csv", b"asset,cost\nA1,-900.00\n", ("assets.csv", "line 2", "cost", "-900.00")),
    "unknown school": ("assets.csv", b"asset,school\nA1,999\n", ("assets.csv", "line 2", "school", "999")),
    "two rows with one key": ("assets.csv", b"asset,school\nA1,010\nA1,020\n", ("assets.csv", "line 3", "A1")),
    "torn row": ("assets.csv", b"asset,school\nA1\n", ("assets.csv", "line 2")),
}  # fmt: skip


@pytest.mark.parametrize("fault", BOOKS)
@pytest.mark.parametrize("command", ["check", "plan", "import"])
def test_a_faulty_book_stops_every_command(
    command: str, fault: str, book: Path, tmp_path: Path, techplan: Techplan
) -> None:
    name, content, words = BOOKS[fault]
    (book / name).write_bytes(content)
    (tmp_path / "rooms.csv").write_text("school,room\n010,101\n")
    before = contents(book)
    more = {
        "check": [],
        "plan": ["--out", tmp_path / "out", "--on", "2027-01-15"],
        "import": ["auto", tmp_path / "rooms.csv", "--book"],
    }[command]
    answer = techplan(command, *([book, *more] if command != "import" else [*more, book]))
    assert answer.status == 1, answer.text
    assert without_traceback(answer.text)
    assert [word for word in words if word not in answer.text] == [], answer.text
    assert contents(book) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [["check"], ["plan", "--out", "out"]])
@pytest.mark.parametrize("folder", ["none", "empty", "file"])
def test_what_is_no_book(
    command: list[str], folder: str, tmp_path: Path, techplan: Techplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("a")
    answer = techplan(command[0], folder, *command[1:])
    assert answer.status == 1, answer.text
    assert without_traceback(answer.text)
    assert folder in answer.err
    assert not (tmp_path / "out").exists()


def test_refused_rows_are_kept_and_the_rest_can_be_taken(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "quotes.csv").write_text(QUOTES + "Q1,Acme,Laptop,900.00\nQ2,Acme,Laptop,-900.00\n")
    stopped = techplan("import", "auto", tmp_path / "quotes.csv", "--book", book)
    assert stopped.status == 1
    kept = (tmp_path / "refused" / "quotes-refused.csv").read_text("utf-8-sig").splitlines()
    assert len(kept) == 2
    assert kept[0].startswith(QUOTES.strip())
    assert kept[1].startswith("Q2,Acme,Laptop,-900.00,3,")
    taken = techplan("import", "auto", tmp_path / "quotes.csv", "--book", book, "--without-refused")
    assert taken.status == 0, taken.text
    assert "Q1" in (book / "quotes.csv").read_text()
    assert "Q2" not in (book / "quotes.csv").read_text()


def test_a_corrected_refused_file_is_read_by_the_same_command(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "quotes.csv").write_text(QUOTES + "Q2,Acme,Laptop,-900.00\n")
    assert techplan("import", "auto", tmp_path / "quotes.csv", "--book", book).status == 1
    kept = tmp_path / "refused" / "quotes-refused.csv"
    kept.write_text(kept.read_text("utf-8").replace("-900.00", "900.00", 1), encoding="utf-8")
    answer = techplan("import", "auto", kept, "--book", book)
    assert answer.status == 0, answer.text
    assert "Q2" in (book / "quotes.csv").read_text()


def test_a_dry_run_writes_nothing(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "rooms.csv").write_text("school,room\n010,101\n")
    before = contents(tmp_path)
    answer = techplan("import", "auto", tmp_path / "rooms.csv", "--book", book, "--dry-run")
    assert answer.status == 0, answer.text
    assert "rooms" in answer.out
    assert contents(tmp_path) == before


def test_a_plan_does_not_touch_other_peoples_files(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    out = tmp_path / "out"
    (out / "tables").mkdir(parents=True)
    (out / "notes.txt").write_text("mine")
    (out / "tables" / "mine.csv").write_text("mine")
    for _ in range(2):
        assert techplan("plan", book, "--out", out, "--on", "2027-01-15").status == 0
    assert (out / "notes.txt").read_text() == "mine"
    assert (out / "tables" / "mine.csv").read_text() == "mine"
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_init_leaves_a_folder_with_files_alone(tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    answer = techplan("init", tmp_path)
    assert answer.status == 1
    assert "not empty" in answer.err
    assert contents(tmp_path) == {"notes.txt": b"mine"}


def test_many_faults_are_counted_and_all_of_them_written(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (book / "assets.csv").write_text("asset,cost\n" + "".join(f"A{n},-1.00\n" for n in range(100)))
    answer = techplan("check", book, "--problems", tmp_path / "faults.csv")
    assert answer.status == 1
    assert "100 errors" in answer.err
    assert "and 80 more of this kind" in answer.err
    assert len((tmp_path / "faults.csv").read_text("utf-8-sig").splitlines()) == 101


def test_results_do_not_go_among_the_tables_of_the_book(book: Path, techplan: Techplan) -> None:
    before = contents(book)
    answer = techplan("plan", book, "--out", book / ".." / book.name)
    assert answer.status == 1, answer.text
    assert "the Book's own folder" in answer.err
    assert contents(book) == before


def test_titles_without_rows_are_told(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "assets.csv").write_text("Asset Tag,Serial,Model\n")
    before = contents(book)
    answer = techplan("import", "snipe-it", tmp_path / "assets.csv", "--book", book)
    assert "assets.csv: The file has titles but no rows, so nothing is taken from it." in answer.err
    assert contents(book) == before


def test_two_imports_at_once_lose_nothing(
    book: Path, tmp_path: Path, techplan: Techplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_another_imports(*words: Any) -> Any:
        (book / "rooms.csv").write_text("school,room\n010,101\n")
        return read_files(*words)

    (tmp_path / "schools.csv").write_text("code,name\n030,Ash School\n")
    monkeypatch.setattr(incoming, "read_files", while_another_imports)
    answer = techplan("import", "auto", tmp_path / "schools.csv", "--book", book)
    assert answer.status == 1, answer.text
    assert "Nothing was changed; import again." in answer.err
    assert (book / "rooms.csv").read_text() == "school,room\n010,101\n"
    assert "030" not in (book / "schools.csv").read_text()
