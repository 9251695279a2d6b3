from __future__ import annotations

import io
import sys

import pytest

from techplan.cli import progress as module
from techplan.cli.progress import part, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(quiet=False) as report:
        report("Reading", 0.5)
    assert capsys.readouterr().err == ""


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress(quiet=False) as report:
        report("Reading", 0.5)
    assert "Reading" not in terminal.getvalue()


def test_long_work_shows_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    with progress(quiet=False) as report:
        report("Reading", 0.5)
        for _ in range(100):
            if "Reading" in terminal.getvalue():
                break
            module.threading.Event().wait(0.05)
    assert "Reading" in terminal.getvalue()


def test_quiet_is_quiet_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    with progress(quiet=True) as report:
        report("Reading", 0.5)
    assert terminal.getvalue() == ""


def test_a_part_is_a_stretch_of_the_whole() -> None:
    told: list[tuple[str, float]] = []
    report = part(lambda what, share: told.append((what, share)), 0.5, 0.9)
    report("a", 0.0)
    report("b", 0.5)
    report("c", 1.0)
    assert told == [("a", 0.5), ("b", pytest.approx(0.7)), ("c", pytest.approx(0.9))]
