"""Who pays: Lakeside's fifteen funds, their awards, appropriations and balances."""

from __future__ import annotations

from datetime import date

from make.writing import Cell, Sheet, workbook_bytes

FUNDS: tuple[tuple[Cell, ...], ...] = (  # code, name, kind, rules, pays, categories, least life, one-time, order
    ("001", "General Fund", "General", None, None, None, None, "No", 9),
    ("003", "Permanent Improvement", "Permanent improvement", "oh.permanent_improvement", "Capital", None, 60, "No", 5),
    ("006", "Food Service", "Other", None, None, "peripherals", None, "No", 3),
    ("007", "Special Trust (parent-teacher gifts)", "Local grant", None, "Capital", "client computers;peripherals",
     None,
     "Yes", 2),
    ("018", "Public School Support", "Fees", None, None, "peripherals;supplies", None, "No", 3),
    ("019", "Other Grants (Lakeshore Education Foundation)", "Local grant", None, None,
     "client computers;peripherals;training", None, "Yes", 2),
    ("034", "Classroom Facilities Maintenance", "Capital", None, "Capital", "network;peripherals", 60, "No", 4),
    ("451", "Data Communications (network connectivity)", "State grant", None, "Operating", "network", None, "No", 1),
    ("499", "Miscellaneous State Grants (school safety)", "State grant", None, None, "peripherals;software", None,
     "Yes", 1),
    ("507", "ESSER (closed)", "Federal grant", "esser_iii", None, None, None, "Yes", 1),
    ("516", "IDEA Part B", "Federal grant", "idea_b", None, "client computers;software;training", None, "No", 1),
    ("524", "Perkins V", "Federal grant", "perkins_v", None, "client computers;software;training", None, "No", 1),
    ("572", "Title I-A", "Federal grant", "title_i_a", None, "client computers;software;training", None, "No", 1),
    ("584", "Title IV-A", "Federal grant", "title_iv_a", None, "software;training;external services", None, "No", 1),
    ("590", "Title II-A", "Federal grant", "title_ii_a", "Operating", "training;external services", None, "No", 1),
)  # fmt: skip
LAST_YEAR = {"507": 2025}
SERVES = {"516": "P-SPED", "524": "P-CTE;P-CS;desktop", "572": "P-ELA-K5;P-MATH-K5;tablet",
          "006": "kitchen", "019": "P-CS;P-SCI;desktop",
          "499": "camera;recorder;A-051;A-052;A-053"}  # fmt: skip
"""Programs, classes of things and agreements that a fund is for; nothing of this plan is for the kitchen."""

Award = tuple[str, str, str, str | None, date, int, date, date, date, bool, float, int]
"""Code, fund, title, FAIN, awarded, amount in dollars, first and last obligation day, liquidation, carries over, match,
spent before the plan in dollars."""

AWARDS: tuple[Award, ...] = (
    ("ESSER2", "507", "ESSER II (CRRSA), technology", "S425D210000X", date(2021, 3, 22), 486000, date(2020, 3, 13),
     date(2023, 9, 30), date(2024, 1, 28), True, 0, 486000),
    ("ESSER3", "507", "ESSER III (ARP), technology", "S425U210000X", date(2021, 8, 2), 612000, date(2020, 3, 13),
     date(2024, 9, 30), date(2025, 1, 28), True, 0, 612000),
    ("IDEA-26", "516", "IDEA-B FY2026, technology", "H027A250000X", date(2025, 7, 1), 15000, date(2025, 7, 1),
     date(2027, 9, 30), date(2027, 12, 29), True, 0, 9200),
    ("IDEA-27", "516", "IDEA-B FY2027, technology", "H027A260000X", date(2026, 7, 1), 15500, date(2026, 7, 1),
     date(2028, 9, 30), date(2028, 12, 29), True, 0, 0),
    ("PERK-27", "524", "Perkins V FY2027, technology", "V048A260000X", date(2026, 7, 1), 24000, date(2026, 7, 1),
     date(2027, 6, 30), date(2027, 9, 28), False, 0, 6100),
    ("T1-27", "572", "Title I-A FY2027, technology", "S010A260000X", date(2026, 7, 1), 38000, date(2026, 7, 1),
     date(2027, 9, 30), date(2027, 12, 29), True, 0, 11400),
    ("T4-26", "584", "Title IV-A FY2026", "S424A250000X", date(2025, 7, 1), 21000, date(2025, 7, 1), date(2027, 9, 30),
     date(2027, 12, 29), True, 0, 17300),
    ("T4-27", "584", "Title IV-A FY2027", "S424A260000X", date(2026, 7, 1), 22400, date(2026, 7, 1), date(2028, 9, 30),
     date(2028, 12, 29), True, 0, 0),
    ("T2-27", "590", "Title II-A FY2027, technology training", "S367A260000X", date(2026, 7, 1), 12500, date(2026, 7,
     1),
     date(2027, 9, 30), date(2027, 12, 29), True, 0, 2500),
    ("SAFE-27", "499", "Ohio school safety grant FY2027", None, date(2026, 9, 15), 90000, date(2026, 9, 15),
     date(2028, 6, 30), date(2028, 9, 28), True, 0, 0),
    ("NET-27", "451", "Network connectivity subsidy FY2027", None, date(2026, 8, 1), 10800, date(2026, 7, 1),
     date(2027, 6, 30), date(2027, 9, 28), False, 0, 0),
    ("LEF-27", "019", "Lakeshore Education Foundation, robotics", None, date(2026, 10, 20), 18000, date(2026, 10, 20),
     date(2029, 6, 30), date(2029, 6, 30), True, 0, 0),
)  # fmt: skip
SHARES: tuple[tuple[Cell, ...], ...] = (
    ("T4-26", "software", None, 0.15),
    ("T4-27", "software", None, 0.15),
    ("T2-27", "training", 0.5, None),
)

APPROPRIATIONS: tuple[tuple[Cell, ...], ...] = (
    ("AP27-01", "001", 2027, "Temporary", date(2026, 6, 15), 410000),
    ("AP27-02", "003", 2027, "Temporary", date(2026, 6, 15), 300000),
    ("AP27-03", "001", 2027, "Permanent", date(2026, 9, 21), 1525000),
    ("AP27-04", "003", 2027, "Permanent", date(2026, 9, 21), 640000),
    ("AP27-05", "006", 2027, "Permanent", date(2026, 9, 21), 6000),
    ("AP27-06", "007", 2027, "Permanent", date(2026, 9, 21), 12000),
    ("AP27-07", "018", 2027, "Permanent", date(2026, 9, 21), 9000),
    ("AP27-08", "034", 2027, "Permanent", date(2026, 9, 21), 45000),
    ("AP27-09", "003", 2027, "Supplemental", date(2026, 12, 14), 60000),
)

BALANCES: dict[str, tuple[int, int, float, int]] = {
    "001": (160000, 1365000, 0.025, 50000),
    "003": (310000, 455000, 0.015, 40000),
    "006": (9000, 5000, 0.0, 2000),
    "007": (14000, 0, 0.0, 0),
    "018": (7000, 4000, 0.0, 1000),
    "034": (60000, 32000, 0.0, 15000),
    "451": (0, 10800, 0.0, 0),
    "516": (0, 14500, 0.0, 0),
    "524": (0, 23000, 0.0, 0),
    "572": (0, 34000, 0.0, 0),
    "584": (0, 21500, 0.0, 0),
    "590": (0, 12000, 0.0, 0),
}
"""Technology's part of a fund, in dollars: at the start of FY2027, new in FY2027, yearly growth, what must remain."""

AWARDED = ("451", "516", "524", "572", "584", "590")
"""Funds whose FY2027 money is entered as awards; their later years are estimates."""


def balances() -> list[list[Cell]]:
    """Technology's part of each fund in every year to FY2036."""
    rows: list[list[Cell]] = []
    for fund, (opening, first, growth, floor) in BALANCES.items():
        for n, fy in enumerate(range(2027, 2037)):
            revenue = 0 if fund in AWARDED and n == 0 else round(first * (1 + growth) ** n, -2)
            rows.append([fund, fy, opening if n == 0 else None, revenue, floor, "Estimate"])
    return rows


def funds_xlsx() -> bytes:
    """The treasurer's workbook, one sheet for each list."""
    whole = "#,##0.00"
    funds: list[list[Cell]] = [[*row, LAST_YEAR.get(str(row[0])), SERVES.get(str(row[0]))] for row in FUNDS]
    awards: list[list[Cell]] = [[*row[:9], "Yes" if row[9] else "No", *row[10:]] for row in AWARDS]
    return workbook_bytes(
        [
            Sheet(
                "Funds",
                ["Fund", "Name", "Kind", "Rules", "May pay", "Only for", "Least life (mo)", "One-time?", "Use order",
                 "Last FY",
                 "Serves"],
                funds,
                above=[["Lakeside City School District (fictional)"], ["Funds that may pay for technology"], []],
            ),
            Sheet(
                "Awards",
                ["Award", "Fund", "Title", "FAIN (fictional)", "Awarded", "Technology amount", "Obligate from",
                 "Obligate by", "Liquidate by", "Carries over?", "Match", "Spent before plan"],
                awards,
                formats={"Technology amount": whole, "Spent before plan": whole},
            ),
            Sheet("Caps", ["Award", "Category", "At least", "At most"], [list(row) for row in SHARES]),
            Sheet(
                "Appropriations",
                ["No.", "Fund", "FY", "Stage", "Adopted", "Amount"],
                [list(row) for row in APPROPRIATIONS],
                formats={"Amount": whole},
            ),
            Sheet(
                "Balances",
                ["Fund", "FY", "Opening", "New money", "Must remain", "Basis"],
                balances(),
                formats={"Opening": whole, "New money": whole, "Must remain": whole},
            ),
        ]
    )  # fmt: skip
