"""A new Book to work on, and commands run as a person would run them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from techplan.cli.running import run


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


Techplan = Callable[..., Answer]


@pytest.fixture
def techplan(capsys: pytest.CaptureFixture[str]) -> Techplan:
    """Runs ``techplan`` with the words given."""

    def answer(*words: object) -> Answer:
        capsys.readouterr()
        status = run([str(word) for word in words])
        printed = capsys.readouterr()
        return Answer(status, printed.out, printed.err)

    return answer


@pytest.fixture(scope="session")
def fresh_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Book as ``init`` makes it, with two schools; never changed."""
    folder = tmp_path_factory.mktemp("fresh") / "book"
    assert run(["init", str(folder), "--name", "Two Rivers Schools", "--state", "OH"]) == 0
    (folder.parent / "schools.csv").write_text("code,name\n010,Oak Elementary\n020,Elm High\n")
    assert run(["import", "auto", str(folder.parent / "schools.csv"), "--book", str(folder)]) == 0
    return folder


@pytest.fixture
def book(fresh_book: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    shutil.copytree(fresh_book, tmp_path / "book")
    return tmp_path / "book"
