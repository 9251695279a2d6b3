"""What the treasurer files with the state: the forecast of the general fund, and what is set aside for capital."""

from __future__ import annotations

from fractions import Fraction

from make.writing import Cell, csv_bytes

YEARS = range(2027, 2032)
OPENING = 9_600_000
"""Cash on 1 July 2026, in dollars."""

LINES: tuple[tuple[str, str, str, int, str], ...] = (
    ("1.010", "General property tax (real estate)", "revenue", 21_400_000, "1.014"),
    ("1.020", "Public utility personal property tax", "revenue", 2_150_000, "1.01"),
    ("1.035", "Unrestricted state grants-in-aid", "revenue", 16_900_000, "1.012"),
    ("1.040", "Restricted state grants-in-aid", "revenue", 1_480_000, "1"),
    ("1.050", "State share of local property taxes", "revenue", 2_650_000, "1.01"),
    ("1.060", "All other revenues", "revenue", 1_900_000, "1.005"),
    ("2.060", "All other financing sources", "other source", 60_000, "1"),
    ("3.010", "Personal services", "expenditure", 26_300_000, "1.03"),
    ("3.020", "Employees' retirement and insurance benefits", "expenditure", 9_900_000, "1.045"),
    ("3.030", "Purchased services", "expenditure", 7_300_000, "1.03"),
    ("3.040", "Supplies and materials", "expenditure", 1_350_000, "1.02"),
    ("3.050", "Capital outlay", "expenditure", 420_000, "1.02"),
    ("4.300", "Other objects", "expenditure", 720_000, "1.02"),
    ("5.040", "Operating transfers and advances out", "other use", 150_000, "1"),
    ("8.010", "Estimated encumbrances on 30 June", "encumbrance", 380_000, "1"),
)
"""Line, title, role, dollars in FY2027, growth a year."""

TECHNOLOGY = {
    "3.010": 455_800, "3.020": 166_000, "3.030": 274_700, "3.040": 357_600, "3.050": 188_300, "4.300": 18_700,
}  # fmt: skip
"""Of it, technology, from the ledger of FY2027; it grows as its line does."""

SET_ASIDES: tuple[tuple[Cell, ...], ...] = (
    (2027, "8240.00", 3258, "455000.00", "0.00", "false"),
    (2028, "8330.00", None, "461800.00", None, "false"),
)


def exports() -> dict[str, bytes]:
    """Both files."""
    return {
        "forecast_lines.csv": csv_bytes(("line", "fy", "title", "role", "amount", "technology"), _forecast()),
        "set_asides.csv": csv_bytes(
            ("fy", "base_cost", "students", "offsets", "carried", "waived"), SET_ASIDES
        ),
    }  # fmt: skip


def _forecast() -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        ["7.010", YEARS.start, "Cash balance on 1 July", "opening cash", f"{OPENING}.00", None]
    ]  # fmt: skip
    for line, title, role, dollars, growth in LINES:
        for fy in YEARS:
            factor = Fraction(growth) ** (fy - YEARS.start)
            part = TECHNOLOGY.get(line)
            technology = None if part is None else f"{_hundreds(part * factor)}.00"
            rows.append([line, fy, title, role, f"{_hundreds(dollars * factor)}.00", technology])
    return rows


def _hundreds(exact: Fraction) -> int:
    """The nearest hundred dollars, as a treasurer estimates."""
    return int(exact / 100 + Fraction(1, 2)) * 100
