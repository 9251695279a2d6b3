"""Every command of the tutorial, run in order as a reader would, and what it shows, up to the numbers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TUTORIAL = Path("docs") / "tutorial.md"
NEEDED = ("Makefile", "examples", "src", "docs", "tools", "requirements", "pyproject.toml")

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None or shutil.which("bash") is None, reason="the tutorial needs make and bash"
)


@dataclass(frozen=True)
class Block:
    """A block of code, with the output that the tutorial shows after it."""

    language: str
    code: str
    shown: str


def blocks(text: str) -> Iterator[Block]:
    found = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    for at, (language, code) in enumerate(found):
        if language == "text":
            continue
        after = found[at + 1] if at + 1 < len(found) else ("", "")
        yield Block(language, code, after[1] if after[0] == "text" else "")


def without_numbers(text: str) -> list[str]:
    """Lines whose figures and runs of blanks do not matter; the data may change, the words may not."""
    return [re.sub(r"\s+", " ", re.sub(r"[\d.,]*\d", "#", line)).strip() for line in text.splitlines()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder that looks like a clone whose environment is set up."""
    folder = tmp_path_factory.mktemp("clone")
    for name in NEEDED:
        (folder / name).symlink_to(root / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def run(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block; the set-up by make is left out, since the environment is this one."""
    environment = {**os.environ, "MAKEFLAGS": "PYTHON=:", "PYTHONUTF8": "1"}
    environment["PATH"] = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{environment['PATH']}"
    command = ["bash", "-euc", block.code] if block.language == "sh" else [sys.executable, "-"]
    return subprocess.run(
        command,
        input=block.code if block.language == "python" else "",
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_command_of_the_tutorial(clone: Path, root: Path) -> None:
    before = ""
    done_blocks = 0
    for block in blocks((root / TUTORIAL).read_text(encoding="utf-8")):
        code = before + block.code if block.language == "python" else block.code
        done = run(Block(block.language, code, block.shown), clone)
        assert done.returncode == 0, f"{block.code}\n{done.stdout}\n{done.stderr}"
        printed = without_numbers(done.stdout + done.stderr)
        assert [line for line in without_numbers(block.shown) if line not in printed] == [], done.stdout + done.stderr
        if block.language == "python":
            before = code + "\n"  # a later block goes on with the names of an earlier one
        done_blocks += 1
    assert done_blocks >= 10
    for name in ("out/lakeside/board-packet.pdf", "our-plan/plan.xlsx", "our-plan/tables/needs.csv"):
        assert (clone / name).stat().st_size > 0
    for copy in (clone / "our-book-copy").rglob("*.csv"):
        assert copy.read_bytes() == (clone / "our-book" / copy.relative_to(clone / "our-book-copy")).read_bytes()
