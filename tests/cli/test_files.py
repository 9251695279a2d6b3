from __future__ import annotations

from pathlib import Path

import pytest

from techplan.book.problem import SourceError
from techplan.cli.files import gather


def test_a_named_file_is_read_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "export.dat").write_bytes(b"a,b")
    assert gather([tmp_path / "export.dat"]) == ([("export.dat", b"a,b")], [])


def test_a_folder_stands_for_its_files_mappings_first(tmp_path: Path) -> None:
    for name in ("schools.csv", "Assets.XLSX", "make.py", ".hidden.csv", "~$Assets.xlsx"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "words.toml").write_bytes(b"")
    (tmp_path / "make").mkdir()
    (tmp_path / "make" / "other.csv").write_bytes(b"")
    files, passed_over = gather([tmp_path])
    assert [name for name, _ in files] == ["mappings/words.toml", "Assets.XLSX", "schools.csv"]
    assert passed_over == ["make.py"]


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no file"):
        gather([tmp_path])


def test_a_missing_file_is_the_operating_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        gather([tmp_path / "none.csv"])
