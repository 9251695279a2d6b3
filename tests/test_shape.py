"""The project's shape: what no single module can promise for itself."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from techplan.book.columns import Table
from techplan.book.tables import TABLES
from techplan.planning.inventory.results import INVENTORY
from techplan.planning.readiness import READINESS
from techplan.planning.results import RESULTS
from techplan.planning.review.results import REVIEW
from techplan.planning.treasury import TREASURY
from techplan.planning.worth import WORTH

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "techplan"
IGNORED = {".git", ".venv", "__pycache__", "out", "node_modules", "build", "dist"}
LONGEST = 500


def files_of_the_project(*endings: str) -> Iterator[Path]:
    """Files that belong to the project: neither hidden folders' nor made by running it."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in parts)
        if path.is_file() and not hidden and not IGNORED & set(parts) and (not endings or path.suffix in endings):
            yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["book.md", "results.md", "inventory.md", "command-line.md"])
def test_reference_pages_are_current(page: str) -> None:
    made = reference().pages()[page]
    kept = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert kept == made, f"docs/reference/{page} is not what the source says; run make docs"


def test_no_reference_page_is_left_over() -> None:
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(reference().pages())


def test_every_folder_says_what_lives_in_it() -> None:
    folders = {path.parent for path in files_of_the_project() if path.is_relative_to(SOURCE)}
    without = [name_of(folder) for folder in sorted(folders) if not (folder / "README.md").is_file()]
    assert without == []
    long = [name_of(f) for f in sorted(folders) if len((f / "README.md").read_text("utf-8").splitlines()) > 3]
    assert long == []


def test_no_column_is_named_like_a_method() -> None:
    taken = set(dir(Table))
    clashes = [
        f"{name}.{column}" for name, table in EVERY_TABLE.items() for column in table.columns() if column in taken
    ]
    assert clashes == []


ROOMS = (TABLES, RESULTS, INVENTORY, WORTH, TREASURY, READINESS, REVIEW)
EVERY_TABLE = {name: table for room in ROOMS for name, table in room.items()}


def test_the_tables_have_different_names() -> None:
    assert len(EVERY_TABLE) == sum(len(room) for room in ROOMS)


def test_no_two_columns_of_a_table_look_alike_in_a_file() -> None:
    for name, table in EVERY_TABLE.items():
        faces = [table.face_name(column) for column in table.columns()]
        assert len(set(faces)) == len(faces), name


def test_requirements_carry_versions_and_hashes_and_no_address() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://|file:|--(extra-)?index-url|--find-links|\s@\s", text), path.name
        entries = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
        assert entries, path.name
        assert [entry for entry in entries if not re.match(r"[a-z0-9._-]+==\S+( ;.*)? \\$", entry)] == [], path.name
        assert text.count("--hash=sha256:") >= len(entries), path.name


def test_extras_agree_with_the_core() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return {line.rstrip(" \\") for line in text.splitlines() if re.match(r"[a-z0-9]", line)}

    for extra in ("web", "cluster", "dev"):
        assert pins("core") <= pins(extra), extra
    assert pins("build") <= pins("dev")


def test_no_place_of_one_machine_is_named() -> None:
    places = re.compile(r"(?<![\w.~])/(?:work|root|home|tmp|Users|opt)/\w|[A-Za-z]:\\Users")
    found = []
    for path in files_of_the_project(".py", ".md", ".toml", ".txt", ".csv", ".json", ".in", ""):
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name_of(path)}: {match[0]}" for match in places.finditer(text)]
    assert found == []


def test_no_file_is_too_long() -> None:
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in files_of_the_project(".py")}
    assert {name: lines for name, lines in long.items() if lines >= LONGEST} == {}


def test_whatever_is_public_says_what_it_is() -> None:
    silent = [
        f"{name_of(path)}: {node.name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in public_parts(ast.parse(path.read_text(encoding="utf-8")))
        if ast.get_docstring(node) is None
    ]
    assert silent == []


def public_parts(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_parts(node)


OPTIONAL = (
    "django", "allauth", "simple_history", "ninja", "distributed", "dask", "statsmodels", "scipy", "pandas", "openpyxl",
    "frictionless", "hypothesis", "pytest", "pypdf", "importlinter", "mypy", "altair", "duckdb",
)  # fmt: skip
"""What the extras install, as it is imported; the core must do without."""

IMPORT_EVERYTHING = f"""
import importlib, pkgutil, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {OPTIONAL}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
import techplan
names = [module.name for module in pkgutil.walk_packages(techplan.__path__, "techplan.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_imports_without_the_extras() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_EVERYTHING], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules = [path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or path.name != "__init__.py"]
    assert int(done.stdout) == len(modules)


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for path in files_of_the_project(".md"):
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            if not (path.parent / target).exists():
                broken.append(f"{name_of(path)} → {target}")
    assert broken == []
