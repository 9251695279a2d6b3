"""Time an import of 50 thousand rows and a reconciliation of a million with a million.

Prints seconds (the middle of the runs) and their ratio to a floor measured in the same run: reading the same files with
polars, without understanding them. The files are made up, by a fixed seed.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from techplan.book.book import Book, make_book
from techplan.book.folder import read_folder, write_folder
from techplan.book.history import record_changes
from techplan.planning.inventory.findings import find
from techplan.planning.inventory.limits import limits_of
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.inventory.property import property_record
from techplan.planning.inventory.reconciling import reconcile
from techplan.rules.load import load_rules
from techplan.sources import read
from techplan.sources.changes import compare

ON = date(2027, 1, 15)
RUNS = 3
AIM_IMPORT, AIM_RECONCILE = 3.0, 5.0
MODELS = (
    ("Dell", "Chromebook 3100", "Chromebook", 330), ("Lenovo", "100e Chromebook Gen 4", "Chromebook", 289),
    ("HP", "ProBook 450", "Laptop", 850), ("Apple", "iPad 9", "Tablet", 329),
)  # fmt: skip
TITLES = (
    "Asset Tag", "Serial", "Manufacturer", "Model", "Category", "Location", "Order Number", "Purchase Date",
    "Purchase Cost", "Status",
)  # fmt: skip


def main() -> None:
    """Print both measurements."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=50_000)
    given.add_argument("--devices", type=int, default=1_000_000)
    wanted = given.parse_args()
    with TemporaryDirectory() as folder:
        import_benchmark(Path(folder), wanted.rows)
        reconcile_benchmark(Path(folder), wanted.devices)


def middle(work: Callable[[], object]) -> float:
    """The middle of the runs' seconds."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def import_benchmark(folder: Path, rows: int) -> None:
    """A Snipe-IT export into a folder Book that has the same devices already, a tenth of them changed."""
    first, second, book_folder = folder / "first.csv", folder / "second.csv", folder / "book"
    write_export(first, rows, changed=False)
    write_export(second, rows, changed=True)
    schools = pl.DataFrame({"code": [f"{n:03d}" for n in range(10, 70, 10)], "name": [f"School {n}" for n in range(6)]})
    write_folder(imported(make_book({"schools": schools}), first), book_folder)
    floor = middle(lambda: pl.read_csv(second, infer_schema=False))
    whole = middle(lambda: one_import(book_folder, second, folder / "after"))
    said = f"import of {rows:,} rows: read the Book, read, compare, apply, find, write"
    print(f"{said}: {whole:.2f} s, {whole / floor:.0f} times reading the file (aim: below {AIM_IMPORT} s)")


def one_import(book_folder: Path, file: Path, after: Path) -> None:
    """All that an import does, and the findings on what it leaves."""
    book, _ = read_folder(book_folder)
    done = imported(book, file)
    findings(done)
    write_folder(done, after)


def imported(book: Book, file: Path) -> Book:
    """The Book with an export."""
    changes = compare(book, read("snipe-it", [(file.name, file.read_bytes())], book, dates="mdy"))
    return record_changes(book, changes.apply(book), on=ON, source=file.name)


def findings(book: Book) -> pl.DataFrame:
    """The findings on a Book."""
    rules = load_rules()
    limits, assets = limits_of(rules, ON), owned_assets(book)
    record = property_record(book, assets, rules, ON, ON)
    return find(book, assets, limits, ON, record=record, reconciliation=reconcile(book, assets, limits, ON))[0]


def write_export(path: Path, rows: int, *, changed: bool) -> None:
    """A Snipe-IT export; where ``changed``, a tenth of the devices stand elsewhere."""
    dice = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        for number in range(rows):
            maker, model, category, cost = MODELS[dice.randrange(len(MODELS))]
            school = dice.randrange(1, 7) if not (changed and number % 10 == 0) else 1 + number // 10 % 6
            day = date(2019, 7, 1) + timedelta(days=dice.randrange(2700))
            writer.writerow(
                [
                    f"{number:06d}", f"{dice.getrandbits(40):010X}", maker, model, category, f"{school * 10:03d}",
                    f"PO{dice.randrange(500)}", f"{day.month}/{day.day}/{day.year}", f"{cost}.00", "Ready to Deploy",
                ]
            )  # fmt: skip


def reconcile_benchmark(folder: Path, devices: int) -> None:
    """As many assets as sightings by two consoles, nine of ten of which fit each other by serial, tag or address."""
    assets, sightings = folder / "assets.csv", folder / "sightings.csv"
    write_sides(assets, sightings, devices)
    texts = dict.fromkeys(("asset", "tag", "mac", "model"), pl.String)

    def both() -> tuple[pl.DataFrame, pl.DataFrame]:
        ours = pl.read_csv(assets, try_parse_dates=True, schema_overrides=texts)
        return ours, pl.read_csv(sightings, try_parse_dates=True, schema_overrides=texts)

    floor = middle(both)
    ours, theirs = both()
    pupils = [{"school": f"s{n}", "grade": "5", "fy": 2027, "students": devices // 400} for n in range(400)]
    asked = pl.DataFrame([{"standard": "S", "kind": "device", "driver": "student", "asset_class": "chromebook"}])
    book = make_book({"assets": ours, "sightings": theirs, "enrollment": pl.DataFrame(pupils), "standards": asked})
    limits = limits_of(load_rules(), ON)
    whole = middle(lambda: reconcile(book, owned_assets(book), limits, ON))
    said = f"reconciliation of {devices:,} assets with {devices:,} sightings"
    print(f"{said}: {whole:.2f} s, {whole / floor:.1f} times reading both files (aim: below {AIM_RECONCILE} s)")


def write_sides(assets: Path, sightings: Path, devices: int) -> None:
    """The Book's side and the consoles', as files.

    Of ten sightings seven have their asset's serial, one its tag only, one its address only, and one fits none; a tenth
    are of devices that the console looks after no longer, and a tenth name another school.
    """
    ids = pl.DataFrame({"n": pl.int_range(devices, eager=True)})
    number, last = pl.col("n").cast(pl.String).str.zfill(8), pl.col("n") % 10
    mac = pl.format("aabb{}", number)
    ids.select(
        asset=number, tag=number, serial=pl.when(last > 2).then(pl.format("SN{}", number)),
        mac=pl.when(last == 2).then(mac), model=pl.lit("Chromebook 3100"), asset_class=pl.lit("chromebook"),
        school=pl.format("s{}", pl.col("n") % 400),
        cost_cents=pl.lit(33000), in_service_on=pl.lit(date(2024, 8, 1)),
    ).write_csv(assets)  # fmt: skip
    school = pl.when(pl.col("n") % 100 // 10 == 3).then(pl.lit("s0")).otherwise(pl.format("s{}", pl.col("n") % 400))
    serial = pl.when(last > 2).then(pl.format("sn{}", number)).when(last == 0).then(pl.format("X{}", number))
    ids.sample(fraction=1, shuffle=True, seed=1).select(
        sighting=pl.format("g{}", number),
        system=pl.when(pl.col("n") % 7 > 0).then(pl.lit("google-admin")).otherwise(pl.lit("intune")),
        serial=serial, tag=pl.when(last == 1).then(number), mac=pl.when(last == 2).then(mac),
        model=pl.lit("Dell Chromebook 3100"), seen_on=pl.lit(date(2027, 1, 10)), school=school,
        status=pl.when(pl.col("n") % 100 // 10 == 7).then(pl.lit("DEPROVISIONED")).otherwise(pl.lit("ACTIVE")),
    ).write_csv(sightings)  # fmt: skip


if __name__ == "__main__":
    main()
