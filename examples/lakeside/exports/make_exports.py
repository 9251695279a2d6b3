"""Write Lakeside's raw files, always the same bytes: ``python make_exports.py [FOLDER]``.

Lakeside City School District is fictional, and so is everything in its files. The faults in them are planted on
purpose; ``examples/lakeside/README.md`` lists them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # so that a test that imports this file finds its modules too

from make import agreements, forecasts, funds, learning, ledgers, losses, office, places, plans, ready, windows, worth
from make.chromebooks import chromebooks
from make.faults import google_view, network_view, snipe_view
from make.google import google_csv
from make.network import network, network_xlsx
from make.records import Serials
from make.snipe import snipe_csv
from make.things import things

SEED = 2027


def assets() -> dict[str, bytes]:
    """The files that hold assets, each with its own view of the same things; and what offices keep of them."""
    serials = Serials(Random(SEED))
    books = chromebooks(Random(SEED + 1), serials)
    owned = books + things(Random(SEED + 2), serials)
    gear = network(Random(SEED + 3), serials)
    listed = snipe_view(Random(SEED + 6), owned)
    office.retire(Random(SEED + 12), listed)
    office.give_servers_an_award(listed)
    lost = losses.losses(Random(SEED + 14), serials, books)
    unlisted = windows.deleted(Random(SEED + 13), listed)
    return {
        "google_admin_chromebooks.csv": google_csv(Random(SEED + 5), google_view(Random(SEED + 4), owned)),
        "intune_devices.csv": windows.intune_csv(Random(SEED + 15), listed, unlisted),
        "snipe_it_assets.csv": snipe_csv(Random(SEED + 7), listed, unlisted, [loss.thing for loss in lost]),
        "network_inventory.xlsx": network_xlsx(network_view(Random(SEED + 8), gear)),
        **office.exports(Random(SEED + 11), owned, listed, lost),
    }


def exports() -> dict[str, bytes]:
    """Every raw file by its name."""
    return {
        "district.csv": places.district_csv(),
        "buildings.xlsx": places.buildings_xlsx(),
        "rooms.csv": places.rooms_csv(),
        "enrollment.csv": places.enrollment_csv(Random(SEED + 9)),
        "staff.csv": places.staff_csv(),
        **assets(),
        "asset_classes.csv": plans.asset_classes_csv(),
        "account_rules.csv": plans.account_rules_csv(),
        "purchase_orders.csv": plans.purchase_orders_csv(),
        "initiatives.xlsx": plans.initiatives_xlsx(),
        "curriculum.xlsx": learning.curriculum_xlsx(Random(SEED + 10)),
        "contributions.xlsx": learning.contributions_xlsx(),
        "agreements.xlsx": agreements.agreements_xlsx(),
        "support_staff.csv": plans.support_staff_csv(),
        "funds.xlsx": funds.funds_xlsx(),
        **{f"ledger_fy{fy}.csv": ledgers.ledger_csv(Random(SEED + fy), fy) for fy in ledgers.YEARS},
        "erate.csv": ready.erate_csv(),
        "connectivity.csv": ready.connectivity_csv(),
        "policies.csv": ready.policies_csv(),
        "deadlines.csv": ready.deadlines_csv(),
        **worth.exports(),
        **forecasts.exports(),
    }


def main(folder: Path) -> None:
    """Write every file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in exports().items():
        (folder / name).write_bytes(data)
        print(f"{name:32} {len(data):>9,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
