"""Where Lakeside teaches: its buildings, rooms, pupils and staff."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from random import Random

from make.writing import Cell, Sheet, csv_bytes, workbook_bytes

ACTUAL_YEARS = (2025, 2026, 2027)
YEARS = tuple(range(2025, 2033))
LEAID = "3999901"  # no agency has it


@dataclass(frozen=True)
class Building:
    """A building; ``label`` is what other systems call it, ``share`` its part of the elementary grades."""

    code: str
    name: str
    label: str
    grades: tuple[str, ...]
    classrooms: int
    share: float = 1.0
    teaches: bool = True
    closes: int | None = None


PRIMARY = ("KG", "1", "2", "3", "4", "5")
BUILDINGS = (
    Building("010", "Maple Grove Elementary School", "MGE", PRIMARY, 30, 0.35),
    Building("020", "North Shore Elementary School", "NSE", PRIMARY, 29, 0.34),
    Building("030", "Pioneer Elementary School", "PES", PRIMARY, 27, 0.31),
    Building("040", "Lakeside Middle School", "LMS", ("6", "7", "8"), 42),
    Building("050", "Lakeside High School", "LHS", ("9", "10", "11", "12"), 58),
    Building("060", "Lakeside Early Learning Center", "ELC", ("PK",), 8),
    Building("070", "Harbor Elementary School (closed)", "HES", (), 0, teaches=False, closes=2023),
    Building("090", "Board of Education Office", "BOE", (), 0, teaches=False),
    Building("095", "Transportation Center", "TRANS", (), 0, teaches=False),
)
SCHOOLS = tuple(b for b in BUILDINGS if b.teaches)
BY_LABEL = {b.label: b for b in BUILDINGS}
SNIPE_NAMES = {
    "MGE": "Maple Grove Elementary School",
    "NSE": "North Shore Elementary School",
    "PES": "Pioneer Elementary School",
    "LMS": "Lakeside Middle School",
    "LHS": "Lakeside High School",
    "ELC": "Lakeside Early Learning Center",
    "HES": "Harbor Elementary School (closed)",
    "BOE": "Board of Education Office",
    "TRANS": "Transportation Center",
}

KINDERGARTEN = {2025: 240, 2026: 236, 2027: 231, 2028: 228, 2029: 226, 2030: 222, 2031: 219, 2032: 217}
FIRST_YEAR = {
    "KG": 240, "1": 238, "2": 241, "3": 244, "4": 239, "5": 246, "6": 249, "7": 251, "8": 247, "9": 258, "10": 250,
    "11": 243, "12": 236, "PK": 96,
}  # fmt: skip
SURVIVAL = {"9": 1.02, "10": 0.975, "11": 0.98, "12": 0.975}
"""Share of a grade that is found in the next one a year later, where it is not about all of it."""

ALL_GRADES = ("PK", "KG", *(str(n) for n in range(1, 13)))


def students_by_grade() -> dict[tuple[str, int], int]:
    """Pupils of the whole district by grade and fiscal year: counted to FY2027, then carried forward by cohort."""
    found = {(grade, 2025): n for grade, n in FIRST_YEAR.items()}
    for year in YEARS[1:]:
        found["PK", year] = 96
        found["KG", year] = KINDERGARTEN[year]
        for before, grade in itertools.pairwise(ALL_GRADES[1:]):
            found[grade, year] = round(found[before, year - 1] * SURVIVAL.get(grade, 0.995))
    return found


def students() -> dict[tuple[str, str, int], int]:
    """Pupils by building code, grade and fiscal year."""
    found: dict[tuple[str, str, int], int] = {}
    for (grade, year), total in sorted(students_by_grade().items()):
        homes = [b for b in SCHOOLS if grade in b.grades]
        left = total
        for home in homes[1:]:
            found[home.code, grade, year] = round(total * home.share)
            left -= found[home.code, grade, year]
        found[homes[0].code, grade, year] = left
    return found


MEALS = {"010": 0.41, "020": 0.52, "030": 0.58, "040": 0.47, "050": 0.42, "060": 0.61}
"""Share of pupils eligible for free or reduced-price meals."""


def enrollment_csv(random: Random) -> bytes:
    """The student information system's count by building and grade, as the treasurer's forecast uses it."""
    rows: list[list[Cell]] = []
    shown = {"KG": "K"}
    for code, grade, year in sorted(students(), key=lambda k: (k[2], k[0], ALL_GRADES.index(k[1]))):
        n = students()[code, grade, year]
        eligible = round(n * (MEALS[code] + random.uniform(-0.04, 0.04)))
        basis = "Oct count" if year in ACTUAL_YEARS else "Projection"
        title = shown.get(grade, grade if grade == "PK" else grade.zfill(2))
        rows.append([code, title, f"{year - 1}-{year % 100}", n, eligible if year in ACTUAL_YEARS else None, basis])
    return csv_bytes(["Bldg IRN", "Grade", "School Year", "Headcount", "F/R Eligible", "Basis"], rows)


STAFF = {  # building: teachers, aides, administrators, counselors, support, technology, other
    "010": (24.0, 5.0, 1.0, 1.0, 2.0, 0.0, 4.0),
    "020": (23.0, 5.0, 1.0, 1.0, 2.0, 0.0, 4.0),
    "030": (21.5, 5.0, 1.0, 1.0, 2.0, 0.0, 4.0),
    "040": (33.0, 4.0, 2.0, 2.0, 3.0, 0.0, 4.0),
    "050": (43.5, 4.0, 3.0, 3.0, 4.0, 0.0, 5.0),
    "060": (6.0, 5.0, 0.5, 0.0, 1.0, 0.0, 1.0),
    "090": (0.0, 0.0, 8.0, 0.0, 6.0, 7.0, 1.0),
    "095": (0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 2.5),
}
ROLES = ("teacher", "aide", "administrator", "counselor", "support", "technology", "other")


def staff_csv() -> bytes:
    """Staff by building and position group; the workforce fell by a few teachers in three years."""
    rows: list[list[Cell]] = []
    for year in ACTUAL_YEARS:
        for code, counts in STAFF.items():
            for role, fte in zip(ROLES, counts, strict=True):
                if fte == 0:
                    continue
                more = {2025: 1.0, 2026: 0.5, 2027: 0.0}[year] if role == "teacher" and fte > 20 else 0.0
                heads = int(fte + more) + (1 if (fte + more) % 1 else 0)
                rows.append([code, role, year, f"{fte + more:.2f}", heads])
    return csv_bytes(["school", "role", "fy", "fte", "heads"], rows)


OTHER_ROOMS = (  # what the floor plan says, and how many by building kind
    ("Computer Lab", "lab", {"primary": 1, "040": 2, "050": 5}),
    ("Media Ctr", "media", {"primary": 1, "040": 1, "050": 1}),
    ("Gym", "gym", {"primary": 1, "040": 1, "050": 2}),
    ("Cafeteria", "cafeteria", {"primary": 1, "040": 1, "050": 1, "060": 1}),
    ("Auditorium", "auditorium", {"050": 1}),
    ("Office", "office", {"primary": 3, "040": 5, "050": 9, "060": 2, "090": 12, "095": 3}),
    ("Conf Rm", "conference", {"primary": 1, "040": 2, "050": 3, "090": 3, "095": 1}),
    ("IDF/MDF", "closet", {"primary": 3, "040": 5, "050": 8, "060": 1, "090": 1, "095": 1}),
    ("Data Center", "server room", {"050": 1, "090": 1}),
    ("Storage", "storage", {"primary": 2, "040": 2, "050": 3, "060": 1, "090": 1}),
)


@dataclass(frozen=True)
class Room:
    """A room as the floor plan has it; ``kind`` is its type in the Book's words."""

    code: str
    number: str
    title: str
    kind: str
    seats: int


def rooms() -> list[Room]:
    """Every room: classrooms numbered by floor, the others by what they are."""
    found: list[Room] = []
    for b in BUILDINGS:
        for n in range(b.classrooms):
            floor, place = divmod(n, 30)
            number = f"{(floor + 1) * 100 + place + 1}"
            found.append(Room(b.code, number, "Class Rm", "classroom", 26 if b.code < "040" else 28))
        group = "primary" if b.code in ("010", "020", "030") else b.code
        for title, kind, counts in OTHER_ROOMS:
            prefix = {"closet": "IDF", "server room": "DC"}.get(kind, title.split()[0].upper()[:4])
            for n in range(counts.get(group, 0)):
                found.append(Room(b.code, f"{prefix}-{n + 1}", title, kind, 28 if kind == "lab" else 0))
    return found


def rooms_csv() -> bytes:
    """The facilities department's room list."""
    rows = [[r.code, r.number, r.title, r.seats or None] for r in rooms()]
    return csv_bytes(["Building", "Rm #", "Room Use", "Seats"], rows)


def buildings_xlsx() -> bytes:
    """The facilities department's building list."""
    rows: list[list[Cell]] = []
    for n, b in enumerate(BUILDINGS, start=1):
        grades = ";".join(b.grades) or None
        rows.append(
            [
                b.code, b.name, LEAID + f"{n:05d}" if b.teaches else None, grades,
                "Y" if b.teaches else "N", "Rural" if b.code == "030" else "Urban", "N", 1968 + n * 4, b.closes,
            ]
        )  # fmt: skip
    header = [
        "Bldg", "Building Name", "NCES School ID", "Grades Housed", "Instructional?", "USAC Status", "CEP",
        "Opened (FY)", "Last FY Open",
    ]  # fmt: skip
    above = [["Lakeside City School District (fictional)"], ["Building list, Facilities Department"], []]
    return workbook_bytes([Sheet("Buildings", header, rows, above=above)])


def district_csv() -> bytes:
    """The settings that the treasurer and the technology director agreed on."""
    settings = {
        "district": "lakeside", "name": "Lakeside City School District", "state": "OH", "nces_leaid": LEAID,
        "fiscal_year_start_month": 7, "first_plan_year": 2027, "horizon_years": 10, "deployment_policy": "as due",
        "first_day_of_school": "08-19", "capital_unit_threshold": "5000.00",
        "capital_aggregate_threshold": "25000.00", "lease_threshold": "10000.00", "subscription_threshold": "10000.00",
        "discount_rate": "0.035", "escalation": "0.03", "price_per_kwh": "0.12", "hours_per_fte": "2080",
    }  # fmt: skip
    return csv_bytes(list(settings), [list(settings.values())])
