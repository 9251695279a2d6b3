"""The lifecycle projection of 20 thousand, 1 million and 50 million assets, as ratios to merely reading them.

For each size, in one run and each in a process of its own so that its peak memory is its own:

- ``decode``: pyarrow decodes the columns that a projection needs, and does nothing else;
- ``decode as codes``: the same, words as dictionary codes, which is how the engine reads;
- ``engine``: Techplan's own needs and purchase costs over ten years, from the Parquet file;
- ``pandas``: the same projection written plainly in pandas (each asset by itself), whole file in memory.

Engine and pandas must come to the same cents, else the run fails.

    python benchmarks/projection.py [--sizes 20000,1000000,50000000] [--runs 3] [--folder out/benchmarks]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

TODAY = date(2026, 11, 25)
COLUMNS = [
    "school",
    "asset_class",
    "model",
    "in_service_on",
    "support_end",
    "replace_on",
    "grade",
    "status",
    "disposed_on",
]
WORDS = ["school", "asset_class", "model", "grade", "status"]
LIVES = {
    "chromebook": 48, "laptop": 60, "desktop": 60, "tablet": 48, "panel": 96, "switch": 96, "access-point": 72,
    "server": 60, "camera": 84, "phone": 120,
}  # fmt: skip
PRICES = {name: 10_000 + 7_919 * position for position, name in enumerate(LIVES)}
SCHOOLS = [f"{number:03d}" for number in range(30)]
BATCH = 500_000


def assets_part(items: int, rng: np.random.Generator) -> pa.Table:
    """A part of a made-up inventory: ten years of purchases on any day, one asset in a hundred with its own date."""
    classes = list(LIVES)
    model = rng.integers(0, 40, items)
    since = np.datetime64("2016-07-01") + rng.integers(0, 3650, items)
    own_date = rng.random(items) < 0.01
    columns = {
        "school": pa.array(SCHOOLS).take(pa.array(rng.integers(0, 30, items))),
        "asset_class": pa.array(classes).take(pa.array(model % 10)),
        "model": pa.array([f"model {number:02d}" for number in range(40)]).take(pa.array(model)),
        "in_service_on": pa.array(since, pa.date32()),
        "support_end": pa.nulls(items, pa.date32()),
        "replace_on": pa.array(since + 1500, pa.date32(), mask=~own_date),
        "grade": pa.nulls(items, pa.string()),
        "status": pa.array(["active", "retired"]).take(pa.array((rng.random(items) < 0.03).astype(int))),
        "disposed_on": pa.nulls(items, pa.date32()),
    }
    return pa.table(columns)


def write_assets(path: Path, items: int) -> None:
    """The inventory as a Parquet file, the same for equal sizes."""
    rng = np.random.default_rng(20270115)
    writer: pq.ParquetWriter | None = None
    for start in range(0, items, 1_000_000):
        part = assets_part(min(1_000_000, items - start), rng)
        writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
        writer.write_table(part)
    if writer is not None:
        writer.close()


def batches(path: Path, words: list[str]) -> Iterator[pa.RecordBatch]:
    yield from pq.ParquetFile(path, read_dictionary=words).iter_batches(batch_size=BATCH, columns=COLUMNS)


def decode(path: Path, words: list[str]) -> int:
    """Decode every column; returns the rows read."""
    return sum(batch.num_rows for batch in batches(path, words))


def engine(path: Path) -> int:
    """The projection by Techplan; returns its cents over ten years."""
    from techplan.book.book import make_book
    from techplan.planning.costs import cost_lines
    from techplan.planning.drivers import driver_counts
    from techplan.planning.needs import find_needs
    from techplan.planning.settings import settings_of

    classes = {
        "code": list(LIVES), "name": list(LIVES), "category": "client computers", "life_months": list(LIVES.values()),
        "refresh_rule": "age", "unit_price_cents": list(PRICES.values()), "price_fy": 2027,
    }  # fmt: skip
    district = {"district": "d", "name": "D", "first_plan_year": 2027, "horizon_years": 10}
    models = {"model": [f"model {number:02d}" for number in range(40)]}
    book = make_book(
        {
            "district": pl.DataFrame([district]),
            "asset_classes": pl.DataFrame(classes),
            "product_models": pl.DataFrame(models),
            "schools": pl.DataFrame({"code": SCHOOLS, "name": SCHOOLS}),
        }
    )
    settings, _ = settings_of(book, TODAY)
    frames = (pl.DataFrame(pl.from_arrow(batch)) for batch in batches(path, WORDS))
    found = find_needs(book, settings, driver_counts(book, settings), batches=frames)
    lines, _, _ = cost_lines(book, found.needs, settings)
    return int(lines["amount_cents"].sum())


def pandas(path: Path) -> int:
    """The same in plain pandas: each asset's due dates one after the other until the plan ends."""
    import pandas as pd

    from techplan.book.money import escalated

    frame = pd.read_parquet(path, columns=["asset_class", "in_service_on", "replace_on", "status"])
    frame = frame[frame["status"] == "active"]
    life = frame["asset_class"].map(LIVES).to_numpy()
    since = frame["in_service_on"].to_numpy("datetime64[D]")
    own = frame["replace_on"].to_numpy("datetime64[D]")
    due = np.where(np.isnat(own), months_later(since, life), own)
    due = np.maximum(due, np.datetime64("2026-07-01"))
    total = 0
    while True:
        month = due.astype("datetime64[M]").astype(int)
        year = 1970 + (month + 6) // 12
        inside = year <= 2036
        if not inside.any():
            return total
        counted = pd.DataFrame({"asset_class": frame["asset_class"].to_numpy()[inside], "fy": year[inside]})
        for (name, fy), items in counted.groupby(["asset_class", "fy"]).size().items():
            total += int(items) * escalated(PRICES[name], pd_rate(), fy - 2027)
        frame, due, life = frame[inside], due[inside], life[inside]
        due = months_later(due, life)


def pd_rate() -> object:
    """The default escalation."""
    from decimal import Decimal

    return Decimal("0.03")


def months_later(days: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Days so many months later, clamped to the month's end."""
    month = days.astype("datetime64[M]")
    offset = days - month.astype("datetime64[D]")
    target = month + months.astype("timedelta64[M]")
    last = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(target.astype("datetime64[D]") + offset, last)


STEPS = {
    "decode": lambda path: decode(path, []),
    "decode as codes": lambda path: decode(path, WORDS),
    "engine": engine,
    "pandas": pandas,
}


def measured(step: str, path: Path) -> dict[str, float]:
    """One run of a step in a process of its own: seconds without imports, peak megabytes, and its result."""
    command = [sys.executable, __file__, "--step", step, "--path", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def run_step(step: str, path: Path) -> None:
    if step == "engine":  # so that imports are not timed
        import techplan.planning.costs
        import techplan.planning.needs  # noqa: F401  both are what the step imports
    started = time.perf_counter()
    result = STEPS[step](path)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "result": result}))


PANDAS_BYTES = 260
"""Memory that the pandas version takes for each asset, as measured."""


def steps_for(items: int) -> list[str]:
    """Every step, without pandas where it would not fit into this computer's memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [step for step in STEPS if step != "pandas" or items * PANDAS_BYTES < memory * 3 // 4]


def compare(items: int, runs: int, folder: Path) -> None:
    """One size: every step measured, the engine's cents held against pandas', and the table printed."""
    path = folder / f"assets-{items}.parquet"
    if not path.exists():
        write_assets(path, items)
    found = {
        step: [measured(step, path) for _ in range(runs if step != "pandas" or items < 10_000_000 else 1)]
        for step in steps_for(items)
    }
    cents = {run["result"] for step in ("engine", "pandas") for run in found.get(step, [])}
    if len(cents) != 1:
        raise SystemExit(f"engine and pandas differ at {items:,} assets: {sorted(cents)}")
    floor = statistics.median(run["seconds"] for run in found["decode"])
    by = "by both engine and pandas" if "pandas" in found else "by the engine; pandas would not fit into memory here"
    print(f"\n{items:,} assets; {int(cents.pop()) / 100:,.2f} dollars {by}")
    print(f"{'step':<18}{'ratio to decode':>16}{'seconds':>10}{'peak MB':>10}")
    for step, done in found.items():
        seconds = statistics.median(run["seconds"] for run in done)
        peak = max(run["megabytes"] for run in done)
        print(f"{step:<18}{seconds / floor:>16.1f}{seconds:>10.3f}{peak:>10.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="20000,1000000,50000000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("out/benchmarks"))
    parser.add_argument("--step", choices=list(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        run_step(given.step, given.path)
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    for size in given.sizes.split(","):
        compare(int(size), given.runs, given.folder)


if __name__ == "__main__":
    main()
