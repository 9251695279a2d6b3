"""All or nothing, and nothing of anybody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from techplan.book.placing import place_files


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    place_files(tmp_path / "deep" / "book", {"a.csv": b"1", "rules/b.toml": b"2"})
    assert everything(tmp_path) == {"deep/book/a.csv": b"1", "deep/book/rules/b.toml": b"2"}


def test_other_files_are_left_alone_and_stale_ones_go(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"mine")
    (tmp_path / "old.csv").write_bytes(b"x")
    (tmp_path / "a.csv").write_bytes(b"before")
    place_files(tmp_path, {"a.csv": b"after", "b.csv": b"new"}, stale=["old.csv", "never.csv"])
    assert everything(tmp_path) == {"notes.txt": b"mine", "a.csv": b"after", "b.csv": b"new"}


def test_a_file_that_would_not_change_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"same")
    os.utime(tmp_path / "a.csv", (1, 1))
    place_files(tmp_path, {"a.csv": b"same"})
    assert (tmp_path / "a.csv").stat().st_mtime == 1


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
@pytest.mark.parametrize("fault", [OSError("disk full"), KeyboardInterrupt("disk full")])
def test_if_a_move_fails_all_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, fault: BaseException
) -> None:
    before = {"a.csv": b"a", "old.csv": b"old", "notes.txt": b"mine"}
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    calls = 0
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise fault
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(type(fault), match="disk full"):
        place_files(tmp_path, {"a.csv": b"A", "b.csv": b"B"}, stale=["old.csv"])
    assert calls >= fails_at
    assert everything(tmp_path) == before


def test_if_writing_fails_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        place_files(tmp_path / "book", {"a.csv": b"1"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["file", "file/deeper"])
def test_where_a_file_stands_the_fault_names_it(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(NotADirectoryError) as fault:
        place_files(tmp_path / folder, {"a.csv": b"1"})
    assert fault.value.filename == str(tmp_path / "file")
    assert everything(tmp_path) == {"file": b"mine"}
