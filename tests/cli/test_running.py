from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from techplan import __version__
from techplan.book.problem import BookError, Problem
from techplan.cli import running
from techplan.cli.running import in_words, run


def test_version_and_help_end_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"techplan {__version__}\n"
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("init", "import", "check", "plan", "doctor", "rules"):
        assert f"\n  {command} " in shown


@pytest.mark.parametrize(
    "words",
    [["plant"], ["plan"], ["plan", "book"], ["plan", "book", "--out", "x", "--on", "15.1.2027"], ["check", "a", "b"],
     ["plan", "book", "--out", "x", "--years", "0"], ["init", "x", "--state", "Ohio"]],
)  # fmt: skip
def test_wrong_usage_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "--help" in printed.err or "-h" in printed.err
    assert "Traceback" not in printed.err


def test_wrong_usage_with_json_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "book", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["status"] == "wrong usage"


def break_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise error

    monkeypatch.setattr(running, "app", broken)


def test_problems_are_told_with_place_and_remedy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(
        severity="error", what="No such school.", remedy="Add it.", rule="link", file="assets.csv", line=7
    )
    break_with(BookError("The Book has errors.", [problem]), monkeypatch)
    assert run(["check", "b"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "1 error:",
        "  assets.csv, line 7: No such school. Add it.",
        "The Book has errors.",
    ]
    assert run(["check", "b", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["status"], document["problems"][0]["line"]) == ("errors", 7)


def test_what_nobody_foresaw_is_said_gently(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_with(ZeroDivisionError("division by zero"), monkeypatch)
    assert run(["check", "b"]) == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "ZeroDivisionError: division by zero" in shown
    assert "techplan doctor" in shown


def test_the_traceback_is_there_for_those_who_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECHPLAN_DEBUG", "1")
    break_with(ZeroDivisionError(), monkeypatch)
    assert run(["check", "b"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "No such file", "x.csv"), "There is no file or folder x.csv. Check the spelling"),
        (PermissionError(13, "Permission denied", "plan.xlsx"), "may not read or write plan.xlsx. Close it"),
        (OSError(28, "No space left on device", "plan.xlsx"), "at plan.xlsx: No space left on device."),
    ],
)
def test_the_computers_own_refusals_in_words(error: OSError, words: str) -> None:
    assert words in in_words(error)


def test_help_comes_quickly_and_without_heavy_parts() -> None:
    heavy = "polars", "duckdb", "pyarrow", "highspy", "altair", "typst", "numpy", "pydantic", "dataframely"
    code = (
        "import sys\nfrom techplan.cli.running import run\nrun(['--help'])\n"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_command_is_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from techplan.cli import main; main(['check', 'none'])"],
        capture_output=True, text=True, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert "none" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--on", "--known"])
def test_a_day_that_is_none_is_answered_with_how_to_write_it(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "book", "--out", "x", option, "2027-13-45"]) == 2
    shown = capsys.readouterr().err
    assert option in shown
    assert "'2027-13-45' is no day. Write it as year-month-day, as 2027-01-15." in shown


def test_an_interruption_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    break_with(SystemExit(130), monkeypatch)  # how Typer ends on Ctrl-C
    assert run(["plan", "b"]) == 130
    assert "nothing is half-written" in capsys.readouterr().err
    assert run(["plan", "b", "--json"]) == 130
    assert json.loads(capsys.readouterr().out)["status"] == "interrupted"
