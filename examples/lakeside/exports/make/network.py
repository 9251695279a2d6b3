"""The network: access points, switches, power supplies, firewalls, kept by the network technician in a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from make.places import BUILDINGS, rooms
from make.records import Batch, Serials, Thing, made_mac
from make.writing import Cell, Sheet, add_months, workbook_bytes

ERATE, PI, GF = "E-rate + PI", "003 PI", "001 GF"
NORTH = "North Coast Networks"

BATCHES = (
    Batch("Access Point", "HPE Aruba", "AP-305", "JX936A", 130, date(2018, 8, 6), 49500, ERATE, NORTH, 60,
          serial="CNF{7}"),
    Batch("Access Point", "HPE Aruba", "AP-515", "Q9H62A", 150, date(2021, 7, 12), 61500, ERATE, NORTH, 60,
          serial="CNK{7}"),
    Batch("Access Point", "HPE Aruba", "AP-635", "R7J27A", 100, date(2024, 7, 8), 74500, ERATE, NORTH, 60,
          serial="PHP{7}"),
    Batch("Switch", "HPE Aruba", "2930F-48G-PoE+", "JL557A", 70, date(2018, 7, 16), 298000, ERATE, NORTH, 60,
          serial="CN8{7}"),
    Batch("Switch", "HPE Aruba", "6300M-48G-PoE", "JL661A", 44, date(2022, 7, 11), 489000, ERATE, NORTH, 60,
          serial="SG2{7}"),
    Batch("Switch", "HPE Aruba", "8360-32Y4C", "JL700A", 6, date(2021, 7, 12), 1425000, ERATE, NORTH, 60,
          serial="SG0{7}"),
    Batch("UPS", "APC", "Smart-UPS SMT1500RM2U", "SMT1500", 38, date(2018, 7, 16), 79500, PI, NORTH, 36,
          serial="AS18{8}"),
    Batch("UPS", "APC", "Smart-UPS X SMX3000", "SMX3000", 22, date(2022, 7, 11), 214000, PI, NORTH, 36,
          serial="AS22{8}"),
    Batch("Firewall", "Fortinet", "FortiGate 600F", "FG-600F", 2, date(2022, 6, 13), 1689000, ERATE, NORTH, 60,
          serial="FG6H0F{8}"),
)  # fmt: skip

SUPPORT_ENDS = (  # what the makers have announced; made up here, like everything in this folder
    ("AP-305", "HPE Aruba", "Access Point", date(2027, 8, 31)),
    ("AP-515", "HPE Aruba", "Access Point", date(2031, 10, 31)),
    ("AP-635", "HPE Aruba", "Access Point", None),
    ("2930F-48G-PoE+", "HPE Aruba", "Switch", date(2029, 6, 30)),
    ("6300M-48G-PoE", "HPE Aruba", "Switch", None),
    ("8360-32Y4C", "HPE Aruba", "Switch", None),
    ("Smart-UPS SMT1500RM2U", "APC", "UPS", None),
    ("Smart-UPS X SMX3000", "APC", "UPS", None),
    ("FortiGate 600F", "Fortinet", "Firewall", date(2030, 12, 31)),
)

WEIGHTS = {"MGE": 30, "NSE": 29, "PES": 27, "LMS": 50, "LHS": 78, "ELC": 8, "BOE": 10, "TRANS": 3}


def network(random: Random, serials: Serials) -> list[Thing]:
    """Access points by room, everything else in closets."""
    codes = {b.label: b.code for b in BUILDINGS}
    kinds = {"Access Point": ("classroom", "gym", "media", "office", "cafeteria"), "Firewall": ("server room",)}
    found: list[Thing] = []
    for batch in BATCHES:
        wanted = kinds.get(batch.category, ("closet", "server room"))
        for n in range(batch.quantity):
            label = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            if batch.category == "Firewall":
                label = ("BOE", "LHS")[n % 2]
            places = [r.number for r in rooms() if r.code == codes[label] and r.kind in wanted]
            thing = Thing(
                tag=serials.tag("N"), serial=serials.serial(batch.serial), category=batch.category, maker=batch.maker,
                model=batch.model, model_number=batch.model_number, building=label, room=random.choice(places),
                bought=batch.bought + timedelta(days=random.choice((0, 0, 7, 14))), cost=batch.cost, fund=batch.fund,
                order=batch.order(), supplier=batch.supplier, warranty_months=batch.warranty_months,
                mac=made_mac(random, "0ab1c2") if batch.category != "UPS" else "",
            )  # fmt: skip
            short = {"Access Point": "AP", "Switch": "SW", "UPS": "UPS", "Firewall": "FW"}[batch.category]
            thing.name = f"{label}-{short}-{thing.room}-{len(found) % 97:02d}"
            found.append(thing)
    return found


HEADER = (
    "Hostname", "Type", "Make", "Model", "P/N", "S/N", "MAC", "Tag #", "Bldg", "Rm / IDF", "Installed", "Unit Cost",
    "Fund", "PO", "Warranty Thru", "State",
)  # fmt: skip


def network_xlsx(found: list[Thing]) -> bytes:
    """The workbook: two title rows above the header, a total below, the models with their support ends beside it."""
    rows: list[list[Cell]] = []
    for t in found:
        mac = ":".join(t.mac[i : i + 2] for i in range(0, 12, 2)).upper() if t.mac else None
        through = add_months(t.bought, t.warranty_months) if t.bought else None
        code = {b.label: b.code for b in BUILDINGS}.get(t.building, t.building)
        rows.append(
            [
                t.name, t.category, t.maker, t.model, t.model_number, t.serial or None, mac, t.tag or None, code,
                t.room or None, t.bought, t.cost / 100 if t.cost is not None else None, t.fund, t.order or None,
                through, t.status,
            ]
        )  # fmt: skip
    total = sum(t.cost or 0 for t in found) / 100
    below: list[list[Cell]] = [[f"TOTAL ({len(found)} devices)", *[None] * 10, total]]
    above: list[list[Cell]] = [
        ["Lakeside City School District (fictional)"],
        ["Network inventory as of 01/08/2027"],
        [],
    ]
    gear = Sheet("Gear", HEADER, rows, above=above, below=below, formats={"Unit Cost": "#,##0.00"})
    models: list[list[Cell]] = [list(row) for row in SUPPORT_ENDS]
    return workbook_bytes([gear, Sheet("Models", ["Model", "Make", "Type", "End of support"], models)])
