"""Whether the ground is ready: E-rate requests, connectivity, policies, deadlines."""

from __future__ import annotations

from datetime import date

from make.writing import Cell, csv_bytes, dollars, us_day


def _days(rows: tuple[tuple[Cell, ...], ...]) -> list[list[Cell]]:
    return [[us_day(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]


def _money(amount: float | None) -> str | None:
    return None if amount is None else dollars(round(amount * 100))


Request = tuple[str, int, str, str, str | None, date | None, date, int, int, float, int | None, str, str]
"""Number, funding year, category, what is asked for, its class where it is one, decision, start, dollars before
discount, ineligible, discount, paid out, who is paid, status."""

NET = "Internet and wide-area network"
POINTS = "access-point"

REQUESTS: tuple[Request, ...] = (
    ("2399000101", 2023, "Cat 1", "Wide-area network", None, date(2023, 6, 5), date(2023, 7, 1), 50400, 0, 0.6, 30240,
     "SPI", "Funded"),
    ("2399000102", 2023, "Cat 2", "Access points", POINTS, date(2023, 6, 19), date(2023, 7, 1), 62000, 1400, 0.6, 36360,
     "BEAR", "Funded"),
    ("2499000101", 2024, "Cat 1", NET, None, date(2024, 6, 10), date(2024, 7, 1), 78000, 0, 0.6, 46800, "SPI",
     "Funded"),
    ("2499000102", 2024, "Cat 2", "Access points", POINTS, date(2024, 7, 8), date(2024, 7, 1), 81900, 2600, 0.6, 47580,
     "BEAR", "Funded"),
    ("2599000101", 2025, "Cat 1", NET, None, date(2025, 5, 27), date(2025, 7, 1), 78000, 0, 0.6, 46800, "SPI",
     "Funded"),
    ("2599000102", 2025, "Cat 2", "Batteries in the closets", "ups", date(2025, 6, 16), date(2025, 7, 1), 44500, 0, 0.6,
     26700, "BEAR", "Funded"),
    ("2699000101", 2026, "Cat 1", NET, None, date(2026, 6, 1), date(2026, 7, 1), 78000, 0, 0.6, 19500, "SPI", "Funded"),
    ("2699000102", 2026, "Cat 2", "Access points", POINTS, date(2026, 8, 3), date(2026, 7, 1), 118400, 3100, 0.6, None,
     "BEAR", "Funded"),
    ("PLAN-27-C1", 2027, "Cat 1", NET, None, None, date(2027, 7, 1), 78000, 0, 0.6, None, "SPI", "Planned"),
    ("PLAN-27-C2", 2027, "Cat 2", "Access points and firewalls", None, None, date(2027, 7, 1), 205000, 4000, 0.6, None,
     "BEAR", "Planned"),
)  # fmt: skip


def erate_csv() -> bytes:
    """The E-rate file of the business office: one row a funding request; numbers are fictional."""
    rows: list[list[Cell]] = []
    for number, year, category, what, of, decided, starts, cost, ineligible, discount, paid, way, status in REQUESTS:
        funded = status == "Funded"
        rows.append(
            [
                number, year, f"{year % 100}0009{year % 100:02d}01" if funded else None,
                f"{year % 100}1009{year % 100:02d}02" if funded else None, number if funded else None, category,
                what, of,
                us_day(decided) if decided else None, us_day(starts), _money(cost), _money(ineligible),
                f"{discount:.2f}",
                _money((cost - ineligible) * discount if funded else None), _money(paid), way, status,
            ]
        )  # fmt: skip
    header = (
        "Request", "Funding Year", "Form 470", "Form 471", "FRN", "Category", "What For", "Class", "FCDL Date",
        "Service Start", "Pre-Discount",
        "Ineligible", "Discount", "Committed", "Disbursed", "Invoicing", "Status",
    )  # fmt: skip
    return csv_bytes(header, rows)


CONNECTIONS = (  # building, Internet, wide-area link, peak use in Mbps, rooms with full Wi-Fi
    ("010", 5000, 10000, 412, 30),
    ("020", 5000, 10000, 395, 28),
    ("030", 5000, 1000, 378, 25),
    ("040", 5000, 10000, 688, 41),
    ("050", 5000, 10000, 1120, 55),
    ("060", 5000, 1000, 96, 7),
)


def connectivity_csv() -> bytes:
    """What the network technician measured in October, in the Book's own titles."""
    header = ("school", "measured_on", "internet_mbps", "wan_mbps", "peak_mbps", "rooms_with_wifi", "source")
    rows: list[list[Cell]] = []
    for day, part in ((date(2025, 10, 14), 0.88), (date(2026, 10, 13), 1.0)):
        for code, internet, wan, peak, with_wifi in CONNECTIONS:
            how = "Firewall, 95th percentile"
            rows.append([code, day.isoformat(), internet, wan, round(peak * part), with_wifi, how])
    return csv_bytes(header, rows)


POLICIES: tuple[tuple[Cell, ...], ...] = (
    ("7540", "technology", "Technology", date(2019, 5, 20), date(2025, 6, 16), 24, "privacy;ownership;support"),
    ("7540.02", "web accessibility", "Web content and accessibility", date(2018, 3, 19), date(2026, 2, 23), 24,
     "WCAG;complaints"),
    ("7540.03", "acceptable use", "Pupil technology acceptable use and safety", date(2015, 8, 17), date(2026, 5, 18),
     12,
     "filtering;monitoring;education;cyberbullying"),
    ("7540.04", "acceptable use", "Staff technology acceptable use", date(2015, 8, 17), date(2024, 5, 20), 24,
     "accounts;mail;records"),
    ("7543", "device lending", "Use of district devices at home", date(2020, 10, 19), date(2023, 7, 17), 24,
     "fees;loss;insurance"),
    ("8305", "cybersecurity", "Information security (ORC 9.64)", date(2026, 6, 15), None, 12,
     "program;training;incident notice;ransom"),
    ("8330", "pupil records", "Pupil records and data privacy", date(2012, 9, 17), date(2025, 9, 15), 24,
     "directory information;provider notices"),
    ("7310", "disposal", "Disposition of surplus property", date(2010, 4, 19), date(2022, 3, 21), 60,
     "auction;data destruction"),
    ("7440", "life cycle", "Technology life cycle", date(2026, 11, 16), None, 36, "lives;spares;replacement"),
    ("8315", "artificial intelligence", "Use of artificial intelligence", date(2026, 6, 15), None, 12,
     "approved tools;data;honesty"),
)  # fmt: skip


def policies_csv() -> bytes:
    """The board's technology policies."""
    header = ("Policy #", "Governs", "Title", "Adopted", "Reviewed", "Review cycle (mo)", "Covers")
    return csv_bytes(header, _days(POLICIES))


DEADLINES: tuple[tuple[Cell, ...], ...] = (
    ("D-01", "E-rate Form 470 posted for funding year 2027", date(2027, 2, 5), "yearly", "Technology director", "no"),
    ("D-02", "E-rate Form 471 filed", date(2027, 3, 24), "yearly", "Treasurer", "no"),
    ("D-03", "Technology plan to the board, first reading", date(2027, 3, 15), "yearly", "Superintendent", "no"),
    ("D-04", "Technology plan adopted", date(2027, 4, 19), "yearly", "Board president", "no"),
    ("D-05", "Title II-A and IV-A applications", date(2027, 6, 30), "yearly", "Director of curriculum", "no"),
    ("D-06", "Temporary appropriations", date(2027, 6, 21), "yearly", "Treasurer", "no"),
    ("D-07", "Annual appropriations", date(2027, 9, 20), "yearly", "Treasurer", "no"),
    ("D-08", "Title I-A FY2027 last obligation", date(2027, 9, 30), "never", "Treasurer", "no"),
    ("D-09", "Physical count of federally bought devices", date(2027, 6, 11), "yearly", "Technology director", "no"),
    ("D-10", "CIPA public notice and hearing on file", date(2026, 12, 1), "yearly", "Technology director", "yes"),
    ("D-11", "Notice to end the copier lease", date(2028, 3, 2), "never", "Treasurer", "no"),
    ("D-12", "Cybersecurity training done by all staff", date(2027, 1, 29), "yearly", "Director of operations", "no"),
    ("D-13", "Form 486 for funding year 2026", date(2026, 12, 1), "never", "Treasurer", "yes"),
    ("D-14", "Web accessibility rule holds", date(2028, 4, 26), "never", "Superintendent", "no"),
)


def deadlines_csv() -> bytes:
    """The cabinet's list of dates that technology must keep."""
    return csv_bytes(("No", "What", "Due", "Repeats", "Who", "Done"), _days(DEADLINES))
