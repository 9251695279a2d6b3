"""What Lakeside teaches and what that asks for: goals, indicators, programs, standards, contributions."""

from __future__ import annotations

from random import Random

from make.writing import Cell, Sheet, workbook_bytes

GOALS = (
    ("G1", "Every child reads on grade level by the end of grade 3", 30),
    ("G2", "Every pupil grows at least a year in mathematics each year", 25),
    ("G3", "Every graduate is ready for college, a career or service", 20),
    ("G4", "Every pupil and family is safe, known and connected", 15),
    ("G5", "Every dollar and every device is used well", 10),
)
INDICATORS = (
    ("I-01", "G1", "Grade 3 reading, share proficient", "percent", True),
    ("I-02", "G1", "Early literacy on track, K-3", "percent", True),
    ("I-03", "G2", "Mathematics grades 4-8, share proficient", "percent", True),
    ("I-04", "G2", "Algebra I end-of-course, share proficient", "percent", True),
    ("I-05", "G3", "Graduates with an industry credential", "graduates", True),
    ("I-06", "G3", "Four-year graduation rate", "percent", True),
    ("I-07", "G4", "Chronic absence", "percent", False),
    ("I-08", "G4", "Families with adequate Internet at home", "percent", True),
    ("I-09", "G5", "Devices past the maker's support", "percent", False),
    ("I-10", "G5", "Help desk tickets open more than five days", "percent", False),
)
PROGRAMS = (
    ("P-ELA-K5", "K-5 literacy", "English language arts", "KG;1;2;3;4;5", 2024, 7),
    ("P-ELA-612", "6-12 English", "English language arts", "6;7;8;9;10;11;12", 2022, 7),
    ("P-MATH-K5", "K-5 mathematics", "Mathematics", "KG;1;2;3;4;5", 2025, 7),
    ("P-MATH-612", "6-12 mathematics", "Mathematics", "6;7;8;9;10;11;12", 2023, 7),
    ("P-SCI", "Science and engineering", "Science", "3;4;5;6;7;8;9;10;11;12", 2021, 8),
    ("P-SOC", "Social studies and civics", "Social studies", "6;7;8;9;10;11;12", 2020, 8),
    ("P-CTE", "Career technical education", "Career technical", "9;10;11;12", 2022, 5),
    ("P-CS", "Computer science", "Technology", "6;7;8;9;10;11;12", 2023, 5),
    ("P-ART", "Art, music and media", "Arts", "KG;1;2;3;4;5;6;7;8;9;10;11;12", 2019, 10),
    ("P-SPED", "Special education and assistive technology", "Special education",
     "PK;KG;1;2;3;4;5;6;7;8;9;10;11;12", 2018, 6),
    ("P-EL", "English learners", "English language development", "KG;1;2;3;4;5;6;7;8", 2022, 6),
    ("P-PK", "Early learning", "Pre-kindergarten", "PK", 2024, 6),
)  # fmt: skip

STANDARD_HEADER = (
    "Std", "Program", "Asks for", "Class", "In words", "For each", "Bldg", "Grades", "Role", "Room use", "Ratio",
    "Count",
    "Spares", "From FY", "Tier", "May wait (yrs)",
)  # fmt: skip
UPPER = "3;4;5;6;7;8;9;10;11;12"


def _standard(
    code: str, words: str, driver: str, asset_class: str | None, ratio: float | None = None, *,
    program: str | None = None,
    kind: str = "Device", bldg: str | None = None, grades: str | None = None, role: str | None = None,
    room: str | None = None, count: int | None = None, spare: float | None = None, tier: int | None = None,
    wait: int | None = None, first: int | None = None,
) -> list[Cell]:  # fmt: skip
    return [
        code, program, kind, asset_class, words, driver, bldg, grades, role, room, ratio, count, spare, first, tier,
        wait,
    ]  # fmt: skip


STANDARDS = (
    _standard("S-01", "A Chromebook for every pupil in grades 3 to 12", "Student", "chromebook", 1, grades=UPPER,
              spare=0.06, tier=2, wait=1),
    _standard("S-02", "Three Chromebooks for every ten pupils in K-2, in carts", "Student", "chromebook", 0.3,
              grades="KG;1;2", spare=0.03, tier=3, wait=2),
    *(
        _standard(f"S-03-{bldg}", "Testing and substitute cart", "Stated count", "chromebook", bldg=bldg, count=n,
                  spare=0, tier=3, wait=2)
        for bldg, n in (("010", 30), ("020", 30), ("030", 30), ("040", 60), ("050", 90))
    ),
    _standard("S-04", "A tablet for every two pupils in K-2", "Student", "tablet", 0.5, grades="KG;1;2",
              program="P-ELA-K5", spare=0.05, tier=3, wait=1),
    _standard("S-05", "A tablet for every three pupils in pre-kindergarten", "Student", "tablet", 0.333333, grades="PK",
              program="P-PK", spare=0, tier=3, wait=2),
    _standard("S-06", "A laptop for every teacher", "Teacher", "laptop", 1, spare=0.05, tier=2, wait=1),
    _standard("S-07", "A laptop for every administrator", "Staff", "laptop", 1, role="administrator", tier=2, wait=1),
    _standard("S-08", "A laptop for every counselor", "Staff", "laptop", 1, role="counselor", tier=2, wait=1),
    _standard("S-09", "A laptop for every two aides", "Staff", "laptop", 0.5, role="aide", tier=3, wait=2),
    _standard("S-18", "A laptop for all technology staff", "Staff", "laptop", 1, role="technology", tier=2, wait=1),
    _standard("S-19", "A laptop for all office staff", "Staff", "laptop", 1, role="support", tier=2, wait=1),
    _standard("S-10", "An interactive panel in every classroom", "Room", "panel", 1, room="classroom", spare=0, tier=2,
              wait=2),
    _standard("S-11", "A display in every computer lab", "Room", "panel", 1, room="lab",
              spare=0, tier=3, wait=2),
    _standard("S-12", "A display in every media center", "Room", "panel", 1, room="media", spare=0, tier=3, wait=2),
    _standard("S-13", "A document camera in every classroom", "Room", "document-camera", 1, room="classroom", spare=0,
              tier=3, wait=3),
    _standard("S-14", "24 desktops in every computer lab", "Room", "desktop", 24, room="lab", program="P-CS",
              spare=0.02,
              tier=3, wait=2),
    _standard("S-15", "Six hours of technology training for every teacher each year", "Teacher", None, 6,
              kind="Training hours", tier=3),
    _standard("S-16", "1 Mbps of Internet for every pupil", "Student", None, 1, kind="Bandwidth", tier=2),
    _standard("S-17", "Assistive communication tablet, as many as now", "Stated count", "tablet", bldg="010", count=6,
              program="P-SPED", spare=0, tier=1, wait=0),
)  # fmt: skip

CONTRIBUTIONS = (  # goal, program, initiative, agreement, class, low, likely, high, likelihood, evidence
    ("G1", "P-ELA-K5", None, None, None, 3, 4, 5, 0.8, "Strong"),
    ("G1", "P-EL", None, None, None, 2, 3, 4, 0.7, "Moderate"),
    ("G1", "P-PK", None, None, None, 2, 3, 4, 0.7, "Promising"),
    ("G1", None, None, "A-022", None, 2, 3, 4, 0.7, "Moderate"),
    ("G1", None, None, None, "tablet", 1, 2, 3, 0.6, "Promising"),
    ("G2", "P-MATH-K5", None, None, None, 3, 4, 5, 0.8, "Strong"),
    ("G2", "P-MATH-612", None, None, None, 2, 4, 5, 0.7, "Moderate"),
    ("G2", None, None, "A-024", None, 1, 3, 4, 0.6, "Moderate"),
    ("G2", None, None, None, "chromebook", 1, 2, 3, 0.6, "Promising"),
    ("G3", "P-CTE", None, None, None, 3, 4, 5, 0.8, "Moderate"),
    ("G3", "P-CS", None, None, None, 2, 3, 4, 0.7, "Promising"),
    ("G3", None, None, None, "desktop", 1, 2, 3, 0.5, "Rationale"),
    ("G3", None, "N-04", None, None, 1, 2, 4, 0.5, "Rationale"),
    ("G4", "P-SPED", None, None, None, 2, 3, 5, 0.8, "Strong"),
    ("G4", None, "N-01", None, None, 2, 4, 5, 0.9, "Rationale"),
    ("G4", None, None, None, "camera", 1, 2, 3, 0.6, "Rationale"),
    ("G4", None, "N-05", None, None, 1, 3, 4, 0.6, "Promising"),
    ("G5", None, "N-02", None, None, 2, 3, 4, 0.7, "Rationale"),
    ("G5", None, None, "A-001", None, 2, 3, 4, 0.9, "Rationale"),
    ("G5", None, None, "A-031", None, 1, 2, 3, 0.8, "Rationale"),
)


def curriculum_xlsx(random: Random) -> bytes:
    """The curriculum director's workbook, one sheet for each list."""
    goals: list[list[Cell]] = [[code, title, weight] for code, title, weight in GOALS]
    indicators: list[list[Cell]] = [
        [code, goal, title, unit, "Yes" if better else "No"] for code, goal, title, unit, better in INDICATORS
    ]
    programs: list[list[Cell]] = [list(row) for row in PROGRAMS]
    return workbook_bytes(
        [
            Sheet("Goals", ["Goal", "Statement", "Weight"], goals),
            Sheet("Indicators", ["ID", "Goal", "Measure", "Unit", "Higher is better"], indicators),
            Sheet("Targets", ["ID", "Bldg", "FY", "Target", "Result", "N"], _targets(random)),
            Sheet("Programs", ["Program", "Title", "Subject", "Grades", "Since FY", "Adoption cycle (yrs)"], programs),
            Sheet("Standards", STANDARD_HEADER, [list(row) for row in STANDARDS]),
        ]
    )  # fmt: skip


def contributions_xlsx() -> bytes:
    """The cabinet's judgement of what helps which goal, and how sure that is."""
    helps: list[list[Cell]] = [
        [f"C-{n:02d}", *row[:5], "Cabinet", *row[5:]] for n, row in enumerate(CONTRIBUTIONS, start=1)
    ]
    header = (
        "ID", "Goal", "Program", "Initiative", "Agreement", "Class", "Judged by", "Low", "Likely", "High", "Likelihood",
        "Evidence",
    )  # fmt: skip
    return workbook_bytes([Sheet("Contributions", header, helps)])


MEASURED = {  # indicator: buildings, first target, first result, yearly step of either
    "I-01": (("010", "020", "030"), 68.0, 62.0, 3.0, 2.1),
    "I-03": (("010", "020", "030", "040"), 64.0, 58.0, 3.0, 1.4),
    "I-06": (("050",), 93.0, 91.5, 0.5, 0.4),
    "I-07": (("010", "020", "030", "040", "050"), 18.0, 23.0, -2.0, -1.6),
}


def _targets(random: Random) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for indicator, (buildings, target, result, up, really) in MEASURED.items():
        for bldg in buildings:
            for n, fy in enumerate((2025, 2026, 2027, 2028)):
                found = round(result + n * really + random.uniform(-2, 2), 1) if fy < 2027 else None
                cases = random.randrange(70, 240) if found is not None else None
                rows.append([indicator, bldg, fy, target + n * up, found, cases])
    return rows
