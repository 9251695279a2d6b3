"""Setting up on a bare machine: what is done where Python's venv module is missing, and when nothing is to be done."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def set_up(root: Path, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("set_up", root / "tools" / "set_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.VENV = tmp_path / "venv"  # type: ignore[attr-defined]
    return module


class Machine:
    """A machine on which commands are only written down; venv appears when its package is installed."""

    def __init__(self, module: ModuleType, monkeypatch: pytest.MonkeyPatch, *, programs: set[str], root: bool) -> None:
        self.commands: list[list[str]] = []
        self.has_venv = False
        monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)
        monkeypatch.setattr(module.os, "geteuid", lambda: 0 if root else 1000, raising=False)
        monkeypatch.setattr(module, "can_make_environments", lambda: self.has_venv)
        monkeypatch.setattr(module.subprocess, "run", self.run)

    def run(self, command: list[str], **_: object) -> SimpleNamespace:
        self.commands.append([str(part) for part in command])
        self.has_venv = self.has_venv or command[-1] == "python3-venv"
        return SimpleNamespace(returncode=0)


def test_root_installs_the_package(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(set_up, monkeypatch, programs={"apt-get"}, root=True)
    set_up.need_venv()
    assert [command[:2] for command in machine.commands] == [["/bin/apt-get", "update"], ["/bin/apt-get", "install"]]
    assert machine.commands[-1][-1] == "python3-venv"


def test_others_do_it_by_sudo(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(set_up, monkeypatch, programs={"apt-get", "sudo"}, root=False)
    set_up.need_venv()
    assert all(command[:2] == ["/bin/sudo", "/bin/apt-get"] for command in machine.commands)


@pytest.mark.parametrize(("programs", "is_root"), [({"apt-get"}, False), (set(), True), ({"sudo"}, False)])
def test_who_may_not_is_told_what_to_install(
    programs: set[str], is_root: bool, set_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(set_up, monkeypatch, programs=programs, root=is_root)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        set_up.need_venv()
    assert machine.commands == []


def test_an_old_python_is_said_to_be_old(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_up.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.9"):
        set_up.need_python()


def test_a_stamp_of_the_same_requirements_saves_the_work(set_up: ModuleType) -> None:
    python = set_up.interpreter()
    python.parent.mkdir(parents=True)
    python.touch()
    assert not set_up.is_current("core")
    (set_up.VENV / "techplan-dev.stamp").write_text(set_up.fingerprint("dev"))
    assert set_up.is_current("core")  # dev holds all of core
    (set_up.VENV / "techplan-dev.stamp").write_text("of other requirements")
    assert not set_up.is_current("dev")
