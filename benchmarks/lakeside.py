"""Time the whole Lakeside job, step by step: ``python benchmarks/lakeside.py``.

Prints each step's seconds (the middle of the runs), its share of the total, and its ratio to a floor measured in the
same run: reading the CSV exports with pyarrow, without understanding them. Each run is a process of its own, so that
nothing is warm; the time to start Python and import the program is a step as well.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
EXPORTS = ROOT / "examples" / "lakeside" / "exports"
ON = date(2027, 1, 15)
RUNS = 3
AIM_TOTAL, AIM_PLANNING = 10.0, 1.0
FLOOR = "floor: pyarrow reads the CSV exports"
PLANNING = "plan ten years"

Timer = Callable[[str], AbstractContextManager[None]]


def one_run() -> dict[str, float]:
    """Seconds by step, and ``peak MiB``, of one whole job in this process."""
    seconds: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - start

    with TemporaryDirectory() as folder:
        job(step, Path(folder))
    with step(FLOOR):
        read_with_pyarrow()
    seconds["peak MiB"] = peak_mib()
    return seconds


def job(step: Timer, folder: Path) -> None:
    """What ``make plan`` does, with a timer around each step."""
    with step("import the program"):
        from techplan.book.folder import read_folder, write_folder
        from techplan.cli.files import gather
        from techplan.documents.facts import facts_of
        from techplan.documents.packet import write_packet
        from techplan.documents.plan_json import write_plan_json
        from techplan.documents.tables import write_tables
        from techplan.documents.workbook import write_workbook
        from techplan.planning.plan import plan
        from techplan.rules.seed import seed_book
        from techplan.sources.folder_import import read_all
    with step("make a new Book"):
        book = seed_book(district="lakeside", name="Lakeside City School District", state="OH")
    with step("read the exports and compare"):
        files, _ = gather([EXPORTS])
        book = read_all(files, book).after
    with step("write the Book"):
        write_folder(book, folder / "book")
    with step("read the Book"):
        book, _ = read_folder(folder / "book")
    with step(PLANNING):
        made = plan(book, on=ON)
    with step("tables and plan.json"):
        write_tables(made)
        write_plan_json(made)
    with step("workbook"):
        write_workbook(made)
    with step("facts"):
        facts = facts_of(made)
    with step("board packet"):
        write_packet(facts)


def read_with_pyarrow() -> None:
    """Decode the CSV exports, all columns as text; workbooks have no such floor."""
    from pyarrow import ArrowInvalid, csv

    for path in sorted(EXPORTS.glob("*.csv")):
        try:
            csv.read_csv(path)
        except (ArrowInvalid, UnicodeDecodeError):
            path.read_bytes()  # a ragged file, which pyarrow refuses: merely its bytes


def peak_mib() -> float:
    """Largest memory of this process so far, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def main() -> None:
    """Run it a few times, each in a process of its own, and print the middle."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run([sys.executable, __file__, "--one"], capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    floor, peak = middle.pop(FLOOR), middle.pop("peak MiB")
    total = sum(middle.values())
    print(f"Lakeside, the middle of {RUNS} runs\n")
    print(f"{'step':<40}{'seconds':>9}{'share':>8}{'x floor':>9}")
    for name, seconds in [*middle.items(), ("total", total)]:
        print(f"{name:<40}{seconds:>9.2f}{seconds / total:>8.0%}{seconds / floor:>9.1f}")
    print(f"{FLOOR:<40}{floor:>9.3f}{'':>8}{1.0:>9.1f}")
    print(f"\npeak memory {peak:,.0f} MiB")
    print(f"total {verdict(total, AIM_TOTAL)}; planning {verdict(middle[PLANNING], AIM_PLANNING)}")


def verdict(seconds: float, aim: float) -> str:
    """Whether an aim is met, in words."""
    return f"{seconds:.2f} s, {'within' if seconds <= aim else 'beyond'} the aim of {aim:g} s"


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(one_run()))
    else:
        main()
