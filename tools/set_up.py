"""Set up ``.venv`` with Techplan and what it needs: ``python tools/set_up.py [core|dev]``.

Needs nothing but Python 3.11 or newer and its standard library, and runs on Linux, macOS and Windows. Every package
is checked against the hashes in ``requirements/``; the core is installed from wheels only. A stamp in the
environment remembers what was installed, so that a second run takes no time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV") or ROOT / ".venv")
KINDS = {"core": ("core.txt", "build.txt"), "dev": ("dev.txt",)}
APT_PACKAGES = ("python3-venv",)


def interpreter() -> Path:
    """The Python of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*command: object) -> None:
    """Run a command, or stop with its exit status."""
    done = subprocess.run([str(part) for part in command], check=False)
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        sys.exit(f"Set-up stopped, because this command failed: {shown}")


def newer_python() -> "str | None":
    """The path of another Python that is new enough, or None."""
    names = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)]
    return next((path for path in map(shutil.which, names) if path), None)


def need_python() -> None:
    """Go on only with a Python that is new enough; where another one is at hand, hand over to it."""
    if sys.version_info >= OLDEST:
        return
    other = newer_python()
    if other is None:
        this, oldest = (".".join(str(part) for part in version[:2]) for version in (sys.version_info, OLDEST))
        sys.exit(f"Techplan needs Python {oldest} or newer; this is Python {this}.")
    sys.exit(subprocess.call([other, *sys.argv]))


def can_make_environments() -> bool:
    """Whether this Python has venv and ensurepip, which Debian keeps in a package of its own."""
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], check=False, capture_output=True)
    return probe.returncode == 0


def need_venv() -> None:
    """Install Debian's venv package where it is missing and we may; else say what to install."""
    if can_make_environments():
        return
    packages = [*APT_PACKAGES, f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
    advice = f"Please install Python's venv module (on Debian and Ubuntu: apt-get install {packages[0]})."
    apt, sudo = shutil.which("apt-get"), shutil.which("sudo")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if apt is None or not (root or sudo):
        sys.exit(advice)
    before = [] if root else [sudo]
    subprocess.run([*before, apt, "update", "-qq"], check=False)
    for package in packages:
        subprocess.run([*before, apt, "install", "-y", "-qq", "--no-install-recommends", package], check=False)
        if can_make_environments():
            return
    sys.exit(advice)


def fingerprint(kind: str) -> str:
    """What the environment must have been made from."""
    digest = hashlib.sha256(repr((sys.version_info[:2], str(ROOT))).encode())
    for path in [ROOT / "pyproject.toml", *(ROOT / "requirements" / name for name in KINDS[kind])]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(kind: str) -> bool:
    """Whether the environment already holds this kind; ``dev`` holds all of ``core``."""
    for held in ("dev", kind):
        stamp = VENV / (f"techplan-{held}.stamp")
        if interpreter().exists() and stamp.exists() and stamp.read_text() == fingerprint(held):
            return True
    return False


def has_pip() -> bool:
    """Whether the environment is there and has pip."""
    if not interpreter().exists():
        return False
    return (
        subprocess.run([str(interpreter()), "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0
    )


def set_up(kind: str) -> None:
    """Make the environment and install into it."""
    if is_current(kind):
        return
    print(f"Setting up {VENV} ({kind}); the first time this takes a minute or two.", flush=True)
    if not has_pip():
        need_venv()
        run(sys.executable, "-m", "venv", "--clear", VENV)
    pip = (interpreter(), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--quiet")
    only_wheels = ("--only-binary", ":all:") if kind == "core" else ("--prefer-binary",)
    for name in KINDS[kind]:
        run(*pip, "--require-hashes", *only_wheels, "-r", ROOT / "requirements" / name)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    (VENV / (f"techplan-{kind}.stamp")).write_text(fingerprint(kind))


if __name__ == "__main__":
    need_python()
    chosen = sys.argv[1] if len(sys.argv) > 1 else "core"
    if chosen not in KINDS:
        sys.exit("Say what to set up: core or dev.")
    set_up(chosen)
