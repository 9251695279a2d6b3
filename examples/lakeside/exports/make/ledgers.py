"""The treasurer's budget report of the technology accounts, one file a fiscal year, in the Ohio USAS form."""

from __future__ import annotations

from random import Random

from make.writing import csv_bytes, dollars

YEARS = (2025, 2026, 2027)

HEADER = (
    "Full Account Code", "Description", "Fund", "Func", "Obj", "Initial Appropriation", "FYTD Appropriated",
    "Prior FY Carryover Encumbrances", "FYTD Expendable", "FYTD Actual Expenditures", "Current Encumbrances",
    "FYTD Unencumbered Balance", "FYTD Percent Exp/Enc",
)  # fmt: skip

# fund, function, object, special cost center, building, description, yearly dollars, share spent by early January
ACCOUNTS = (
    ("001", "2960", "161", "0000", "090", "TECHNOLOGY SALARIES", 371000, 0.50),
    ("001", "2960", "211", "0000", "090", "RETIREMENT SERS", 54000, 0.50),
    ("001", "2960", "241", "0000", "090", "HEALTH INSURANCE", 98000, 0.50),
    ("001", "2240", "111", "0000", "000", "INTEGRATION COACH", 71500, 0.42),
    ("001", "2240", "221", "0000", "000", "RETIREMENT STRS", 10300, 0.42),
    ("001", "2960", "419", "0000", "000", "PROFESSIONAL SERVICES", 48000, 0.55),
    ("001", "2960", "416", "0000", "000", "DATA PROCESSING - ITC", 46500, 0.74),
    ("001", "2960", "423", "0000", "000", "REPAIRS AND MAINTENANCE", 24000, 0.46),
    ("001", "2960", "441", "0000", "000", "TELEPHONE", 21500, 0.50),
    ("001", "2960", "447", "0000", "000", "INTERNET SERVICE", 30200, 0.50),
    ("001", "2960", "425", "0000", "000", "COPIER LEASE", 81000, 0.50),
    ("001", "2960", "516", "0000", "000", "SOFTWARE ADMINISTRATIVE", 118000, 0.88),
    ("001", "2960", "851", "0000", "000", "CYBER INSURANCE", 18200, 1.00),
    ("001", "2960", "512", "0000", "000", "OFFICE SUPPLIES TECHNOLOGY", 5200, 0.35),
    ("001", "2960", "644", "0000", "000", "TECHNICAL EQUIPMENT", 26000, 0.40),
    ("001", "2240", "432", "0000", "000", "TRAINING TRAVEL", 4200, 0.31),
    ("001", "2240", "412", "0000", "000", "INSTRUCTIONAL TRAINING", 12500, 0.52),
    ("001", "1110", "516", "0000", "010", "SOFTWARE INSTRUCTION MAPLE GROVE", 31000, 0.92),
    ("001", "1110", "516", "0000", "020", "SOFTWARE INSTRUCTION NORTH SHORE", 30000, 0.92),
    ("001", "1110", "516", "0000", "030", "SOFTWARE INSTRUCTION PIONEER", 27500, 0.92),
    ("001", "1120", "516", "0000", "040", "SOFTWARE INSTRUCTION MIDDLE", 44000, 0.90),
    ("001", "1130", "516", "0000", "050", "SOFTWARE INSTRUCTION HIGH", 61000, 0.90),
    ("001", "1110", "511", "0000", "010", "TECH SUPPLIES MAPLE GROVE", 4400, 0.44),
    ("001", "1110", "511", "0000", "020", "TECH SUPPLIES NORTH SHORE", 4300, 0.44),
    ("001", "1110", "511", "0000", "030", "TECH SUPPLIES PIONEER", 4000, 0.44),
    ("001", "1120", "511", "0000", "040", "TECH SUPPLIES MIDDLE", 6500, 0.41),
    ("001", "1130", "511", "0000", "050", "TECH SUPPLIES HIGH", 9200, 0.41),
    ("001", "1110", "644", "0000", "000", "CHROMEBOOKS ELEMENTARY", 38000, 0.90),
    ("001", "1120", "644", "0000", "040", "CHROMEBOOKS MIDDLE", 56000, 0.95),
    ("001", "1130", "644", "0000", "050", "CHROMEBOOKS HIGH", 68000, 0.95),
    ("003", "1110", "644", "0000", "000", "CLASSROOM TECHNOLOGY ELEMENTARY", 92000, 0.55),
    ("003", "1120", "644", "0000", "040", "CLASSROOM TECHNOLOGY MIDDLE", 74000, 0.35),
    ("003", "1130", "644", "0000", "050", "CLASSROOM TECHNOLOGY HIGH", 88000, 0.38),
    ("003", "2960", "644", "0000", "000", "SERVERS AND NETWORK", 96000, 0.44),
    ("003", "2960", "649", "9026", "000", "E-RATE LOCAL SHARE", 41000, 0.61),
    ("003", "2720", "640", "0000", "000", "CAMERAS AND DOORS", 32000, 0.22),
    ("006", "3120", "516", "0000", "000", "POINT OF SALE SOFTWARE", 4300, 1.00),
    ("007", "1110", "644", "9107", "010", "PTO GIFT MAPLE GROVE", 4000, 0.50),
    ("018", "1130", "511", "9218", "050", "PRINCIPAL FUND TECHNOLOGY", 3200, 0.38),
    ("019", "1130", "644", "9319", "050", "FOUNDATION ROBOTICS", 6000, 0.30),
    ("034", "2720", "644", "0000", "000", "BUILDING CONTROLS NETWORK", 21000, 0.48),
    ("451", "2960", "447", "9025", "000", "NETWORK CONNECTIVITY", 10800, 0.50),
    ("499", "2720", "644", "9027", "000", "SCHOOL SAFETY GRANT", 45000, 0.27),
    ("516", "1240", "644", "9027", "000", "ASSISTIVE TECHNOLOGY", 9800, 0.45),
    ("516", "1240", "516", "9027", "000", "IEP SOFTWARE", 5600, 0.95),
    ("524", "1370", "644", "9027", "050", "CAREER TECH COMPUTERS", 17000, 0.35),
    ("524", "1370", "516", "9027", "050", "CAREER TECH SOFTWARE", 6400, 0.80),
    ("572", "1270", "644", "9027", "030", "TITLE I DEVICES PIONEER", 16000, 0.30),
    ("572", "1270", "516", "9027", "000", "TITLE I READING SOFTWARE", 20500, 0.90),
    ("584", "2240", "412", "9027", "000", "TITLE IV-A TECHNOLOGY TRAINING", 11800, 0.42),
    ("584", "2240", "516", "9027", "000", "TITLE IV-A SOFTWARE", 3100, 0.85),
    ("590", "2240", "412", "9027", "000", "TITLE II-A TECHNOLOGY TRAINING", 12000, 0.25),
)
ESSER = (
    ("507", "1130", "644", "9224", "050", "ARP ESSER DEVICES", 64000, 1.0),
    ("507", "2960", "516", "9224", "000", "ARP ESSER SOFTWARE", 18500, 1.0),
)

Line = tuple[str, str, str, str, str, int, int, int, int, int]
"""Account, description, fund, function, object, initial, revised, carried over, spent, encumbered; money in cents."""


def lines(random: Random, fy: int) -> list[Line]:
    """The accounts of one year; the year in progress is spent only in part."""
    listed = [*ACCOUNTS, *(ESSER if fy == 2025 else ())]
    return [_line(random, fy, *account) for account in sorted(listed)]


def _line(
    random: Random,
    fy: int,
    fund: str,
    func: str,
    obj: str,
    center: str,
    building: str,
    title: str,
    yearly: int,
    share: float,
) -> Line:
    level = 100 if obj == "644" else 97 + 3 * (fy - 2025)
    initial = int(yearly * level) // 100 * 100
    moved = random.choice((0, 0, 0, 150000, -120000)) if yearly > 9000 else 0
    carried = int(initial * random.choice((0, 0, 0.03, 0.08))) if obj[0] in "456" else 0
    revised = initial + moved
    if fy < 2027:
        spent = int((revised + carried) * random.uniform(0.9, 1.02 if obj[0] in "12" else 1.0))
        open_orders = int((revised + carried) * 0.02) if obj[0] in "56" and random.random() < 0.5 else 0
    else:
        spent = int((revised + carried) * share * random.uniform(0.94, 1.03))
        open_orders = int(max(revised + carried - spent, 0) * random.uniform(0.2, 0.8)) if obj[0] in "456" else 0
    code = f"05-{fund}-{func}-{obj}-{center}-000000-{building}-00-000"
    return code, title, fund, func, obj, initial, revised, carried, spent, open_orders


def ledger_csv(random: Random, fy: int) -> bytes:
    """The report: a title, the accounts with a total for each fund, the grand total, a footer."""
    accounts = lines(random, fy)
    rows: list[list[str]] = []
    for fund in sorted({line[2] for line in accounts}):
        of_fund = [line for line in accounts if line[2] == fund]
        rows += [[*line[:5], *_amounts(of_fund[n : n + 1])] for n, line in enumerate(of_fund)]
        rows.append([f"Total for Fund {fund}", "", "", "", "", *_amounts(of_fund)])
    rows.append(["GRAND TOTAL", "", "", "", "", *_amounts(accounts)])
    top = f"Lakeside City School District (fictional)\r\nBudget Account Summary - Technology - FY{fy}\r\n\r\n"
    return top.encode() + csv_bytes(HEADER, rows)


def _amounts(accounts: list[Line]) -> list[str]:
    initial, revised, carried, spent, encumbered = (sum(int(line[at]) for line in accounts) for at in range(5, 10))
    expendable = revised + carried
    left = expendable - spent - encumbered
    percent = f"{100 * (spent + encumbered) / expendable:.2f}%" if expendable else "0.00%"
    return [*(dollars(cents) for cents in (initial, revised, carried, expendable, spent, encumbered, left)), percent]
