"""Lakeside's sixty agreements: what is paid every term for software, services and leases."""

from __future__ import annotations

from datetime import date, timedelta

from make.writing import Cell, Sheet, add_months, workbook_bytes

SW, XS, NET, SUP, PRN = "Software", "Outside services", "Network", "Supplies", "Copiers and printers"
TRN = "Training"
FLAT, PUPIL, STAFF, DEVICE, SCHOOL = "Flat", "Per student", "Per staff", "Per device", "Per building"

Row = tuple[
    str, str, str, str, float, str, int, int, float | None, str | None, str | None, int, int, str | None, str | None
]
"""Vendor, title, category, basis, amount, first day, years in the term, days of notice, escalation, grades, program,
tier, years it may wait, class counted, building."""

AGREEMENTS: tuple[Row, ...] = (
    ("Google", "Chrome Education Upgrade, yearly part", SW, DEVICE, 4.10, "2026-07-01", 1, 30, 0.02, None, None, 2, 0,
     "chromebook", None),
    ("Google", "Workspace for Education Plus", SW, PUPIL, 4.00, "2024-07-01", 3, 60, 0.04, None, None, 2, 0, None,
     None),
    ("PowerSchool", "Student information system", SW, PUPIL, 11.20, "2025-07-01", 3, 180, 0.05, None, None, 1, 0, None,
     None),
    ("Northern Ohio ITC", "EMIS and fiscal software services", XS, PUPIL, 14.75, "2026-07-01", 1, 180, 0.03, None, None,
     1, 0, None, None),
    ("Instructure", "Canvas learning management system", SW, PUPIL, 7.60, "2025-07-01", 3, 90, 0.05,
     "3;4;5;6;7;8;9;10;11;12", None, 2, 0, None, None),
    ("Clever", "Single sign-on and rostering", SW, FLAT, 4200, "2026-07-01", 1, 30, 0.03, None, None, 3, 1, None, None),
    ("Securly", "Content filter (CIPA)", SW, PUPIL, 4.35, "2025-07-01", 3, 60, 0.03, None, None, 1, 0, None, None),
    ("GoGuardian", "Classroom management", SW, PUPIL, 5.40, "2026-07-01", 1, 60, 0.05, "6;7;8;9;10;11;12", None, 3, 1,
     None, None),
    ("CrowdStrike", "Endpoint protection for staff computers", SW, DEVICE, 31.50, "2025-07-01", 3, 60, 0.04, None, None,
     1, 0, "laptop", None),
    ("Jamf", "Tablet management", SW, DEVICE, 6.75, "2026-07-01", 1, 30, 0.03, None, None, 2, 0, "tablet", None),
    ("Microsoft", "Microsoft 365 A3, staff", SW, STAFF, 58.00, "2026-07-01", 1, 30, 0.05, None, None, 2, 0, None, None),
    ("Adobe", "Creative Cloud, high school", SW, FLAT, 8750, "2026-08-01", 1, 30, 0.05, None, "P-ART", 3, 1, None,
     "050"),
    ("Zoom", "Meetings for conferences and home instruction", SW, FLAT, 2100, "2026-07-01", 1, 30, 0.03, None, None,
     4, 1,
     None, None),
    ("ParentSquare", "Family messages and alerts", SW, PUPIL, 4.90, "2025-07-01", 3, 60, 0.04, None, None, 2, 0, None,
     None),
    ("Finalsite", "Web sites", SW, FLAT, 13900, "2024-07-01", 3, 90, 0.04, None, None, 2, 0, None, None),
    ("Frontline Education", "Absence, substitutes and applicants", SW, STAFF, 74.00, "2025-07-01", 3, 90, 0.05, None,
     None, 2, 0, None, None),
    ("Frontline Education", "Special education plans", SW, PUPIL, 3.15, "2025-07-01", 3, 90, 0.05, None, "P-SPED", 1, 0,
     None, None),
    ("NWEA", "MAP Growth assessments", SW, PUPIL, 13.50, "2026-08-01", 1, 60, 0.03, "KG;1;2;3;4;5;6;7;8", None, 2, 0,
     None, None),
    ("Renaissance", "Star early literacy", SW, PUPIL, 8.20, "2026-08-01", 1, 60, 0.04, "KG;1;2;3", "P-ELA-K5", 1, 0,
     None,
     None),
    ("Amplify", "K-5 literacy, digital licenses", SW, PUPIL, 16.40, "2023-07-01", 7, 90, 0, "KG;1;2;3;4;5",
     "P-ELA-K5", 2,
     0, None, None),
    ("Savvas", "6-12 English, digital licenses", SW, PUPIL, 12.90, "2022-07-01", 6, 90, 0, "6;7;8;9;10;11;12",
     "P-ELA-612", 2, 0, None, None),
    ("Lexia Learning", "Core5 Reading", SW, PUPIL, 34.00, "2026-08-01", 1, 60, 0.03, "KG;1;2;3", "P-ELA-K5", 3, 1, None,
     None),
    ("Great Minds", "K-5 mathematics, digital licenses", SW, PUPIL, 15.20, "2024-07-01", 6, 90, 0, "KG;1;2;3;4;5",
     "P-MATH-K5", 2, 0, None, None),
    ("Imagine Learning", "Imagine Math", SW, PUPIL, 19.00, "2026-08-01", 1, 60, 0.04, "3;4;5;6;7;8", "P-MATH-612", 3, 1,
     None, None),
    ("Carnegie Learning", "6-12 mathematics, digital licenses", SW, PUPIL, 14.30, "2023-07-01", 6, 90, 0,
     "6;7;8;9;10;11;12", "P-MATH-612", 2, 0, None, None),
    ("Discovery Education", "Science Techbook", SW, PUPIL, 9.60, "2021-07-01", 6, 90, 0.03, "3;4;5;6;7;8", "P-SCI", 3,
     1,
     None, None),
    ("Gizmos", "Science simulations", SW, PUPIL, 7.10, "2026-08-01", 1, 30, 0.03, "6;7;8;9;10;11;12", "P-SCI", 4, 1,
     None, None),
    ("Cengage", "Social studies databases", SW, FLAT, 6300, "2026-07-01", 1, 30, 0.03, None, "P-SOC", 4, 1, None, None),
    ("ABC-CLIO", "Civics and history, digital", SW, PUPIL, 3.30, "2025-07-01", 3, 60, 0.03, "9;10;11;12", "P-SOC", 4, 1,
     None, None),
    ("YouScience", "Career aptitude and credentials", SW, PUPIL, 12.00, "2026-07-01", 1, 60, 0.03, "9;10;11;12",
     "P-CTE",
     2, 0, None, None),
    ("Snipe-IT (Grokability)", "Asset management, hosted", SW, FLAT, 1990, "2026-07-01", 1, 30, 0.03, None, None, 2, 0,
     None, None),
    ("Incident IQ", "Help desk", SW, PUPIL, 2.95, "2025-07-01", 3, 60, 0.05, None, None, 3, 1, None, None),
    ("Code.org partner", "Computer science courses, 6-12", SW, FLAT, 5400, "2026-08-01", 1, 30, 0.03, None, "P-CS", 3,
     1,
     None, None),
    ("Autodesk reseller", "Engineering software support", SW, FLAT, 2600, "2026-08-01", 1, 30, 0.03, None, "P-CTE", 3,
     1,
     None, "050"),
    ("Follett", "Library catalog (Destiny)", SW, SCHOOL, 1180, "2026-07-01", 1, 60, 0.04, None, None, 3, 1, None, None),
    ("Learning Ally", "Audiobooks for pupils with dyslexia", SW, FLAT, 4900, "2026-08-01", 1, 30, 0.03, None,
     "P-SPED", 1,
     0, None, None),
    ("TouchChat reseller", "Communication apps", SW, FLAT, 1800, "2026-08-01", 1, 30, 0, None, "P-SPED", 1, 0, None,
     None),
    ("Ellevation", "English learner plans", SW, FLAT, 5200, "2026-07-01", 1, 60, 0.04, None, "P-EL", 2, 0, None, None),
    ("Brightwheel", "Early learning family app", SW, FLAT, 2150, "2026-08-01", 1, 30, 0.03, None, "P-PK", 3, 1, None,
     "060"),
    ("Everfi", "Digital citizenship lessons (CIPA)", SW, FLAT, 0, "2026-08-01", 1, 30, 0, None, None, 1, 0, None, None),
    ("OhioConnect Fiber", "Internet, 5 Gbps", NET, FLAT, 27600, "2024-07-01", 5, 180, 0, None, None, 1, 0, None, None),
    ("OhioConnect Fiber", "Wide-area network, 10 Gbps to seven sites", NET, FLAT, 50400, "2023-07-01", 5, 180, 0, None,
     None, 1, 0, None, None),
    ("Great Lakes Wireless", "Cellular back-up line", NET, FLAT, 2880, "2026-07-01", 1, 30, 0.02, None, None, 3, 1,
     None,
     None),
    ("North Coast Networks", "Network support, 120 hours", XS, FLAT, 17400, "2026-07-01", 1, 60, 0.03, None, None, 2, 0,
     None, None),
    ("HPE Aruba reseller", "Wi-Fi and switch management licenses", NET, FLAT, 15800, "2025-07-01", 3, 60, 0.03, None,
     None, 2, 0, None, None),
    ("Fortinet reseller", "Firewall security services", NET, FLAT, 14900, "2025-07-01", 3, 60, 0.04, None, None, 1, 0,
     None, None),
    ("Great Lakes Voice", "Telephone service and 911 location", XS, FLAT, 21300, "2024-07-01", 5, 90, 0.02, None,
     None, 1,
     0, None, None),
    ("VMware reseller", "Server virtualization", SW, FLAT, 18700, "2026-02-01", 1, 60, 0.08, None, None, 2, 0, None,
     None),
    ("Veeam reseller", "Backup software and off-site copy", SW, FLAT, 9650, "2025-07-01", 3, 60, 0.04, None, None, 1, 0,
     None, None),
    ("Dell", "Server warranty extension", XS, FLAT, 6400, "2026-06-15", 1, 30, 0.05, None, None, 3, 1, None, None),
    ("Hanwha reseller", "Camera management support", SW, FLAT, 5900, "2025-07-01", 3, 60, 0.03, None, None, 2, 0, None,
     None),
    ("Raptor Technologies", "Visitor management", SW, SCHOOL, 640, "2026-07-01", 1, 60, 0.03, None, None, 2, 0, None,
     None),
    ("Gaggle", "Student safety alerts", SW, PUPIL, 5.85, "2026-07-01", 1, 60, 0.04, "6;7;8;9;10;11;12", None, 3, 1,
     None,
     None),
    ("Lake Shore Business Machines", "Copier lease, 41 machines", PRN, FLAT, 68900, "2023-07-01", 5, 120, 0, None, None,
     2, 0, None, None),
    ("Lake Shore Business Machines", "Copies above the allowance", PRN, FLAT, 12200, "2023-07-01", 5, 120, 0.03, None,
     None, 3, 0, None, None),
    ("Erie Shore Technology", "Chromebook repair parts", SUP, DEVICE, 6.50, "2026-07-01", 1, 30, 0.03, None, None, 2, 0,
     "chromebook", None),
    ("Erie Shore Technology", "Printer supplies", SUP, FLAT, 16800, "2026-07-01", 1, 30, 0.03, None, None, 3, 0, None,
     None),
    ("Ohio Schools Council", "Cyber insurance, technology share", XS, FLAT, 19500, "2026-07-01", 1, 60, 0.08, None,
     None,
     1, 0, None, None),
    ("Kent County ESC", "Technology training for teachers, 12 days", TRN, FLAT, 11400, "2026-08-01", 1, 60, 0.03, None,
     None, 3, 1, None, None),
    ("KnowBe4", "Security awareness training", SW, STAFF, 14.50, "2026-07-01", 1, 30, 0.03, None, None, 1, 0, None,
     None),
)  # fmt: skip

ENDS_FOR_GOOD = {"Gizmos", "Zoom", "ABC-CLIO"}
"""Not renewed when the term ends."""

DISCOUNTED = {"OhioConnect Fiber"}
"""Internet and wide-area network: E-rate's category one."""

HEADER = (
    "Agreement", "Vendor", "What it is", "Type", "Priced", "Price", "Price FY", "Device class", "Starts", "Ends",
    "Term (mo)", "Notice by", "Price held to", "Growth", "Renews", "Bldg", "Grades", "Program", "Object",
    "E-rate", "Tier", "May wait (yrs)", "Paid last year by",
)  # fmt: skip
OBJECTS = {SW: "516", XS: "419", TRN: "419", NET: "447", SUP: "511", PRN: "425"}


PAID_BY = {
    "Special education plans": "516", "Audiobooks for pupils with dyslexia": "516", "Communication apps": "516",
    "Career aptitude and credentials": "524", "Core5 Reading": "572", "Imagine Math": "572",
    "Security awareness training": "584", "Internet, 5 Gbps": "451",
    "Technology training for teachers, 12 days": "590",
}  # fmt: skip
"""Fund by which an agreement was paid last year, where it was not the general fund."""


def agreements_xlsx() -> bytes:
    """The business office's contract list."""
    rows = [_row(f"A-{n:03d}", row) for n, row in enumerate(AGREEMENTS, start=1)]
    above: list[list[Cell]] = [["Lakeside City School District (fictional)"], ["Technology contracts, FY2027"], []]
    formats = {"Price": "#,##0.00", "Growth": "0.0%"}
    return workbook_bytes([Sheet("Contracts", HEADER, rows, above=above, formats=formats)])


def _row(code: str, row: Row) -> list[Cell]:
    (vendor, title, kind, basis, amount, starts, years, notice, growth, grades, program, tier, wait, counted, bldg) = (
        row
    )
    first = date.fromisoformat(starts)
    last = add_months(first, 12 * years) - timedelta(days=1)
    held = last if years > 1 else None
    return [
        code, vendor, title, kind, basis, amount, 2027, counted, first, last, 12, last - timedelta(days=notice), held,
        growth, "No" if vendor in ENDS_FOR_GOOD else "Yes", bldg, grades, program, OBJECTS[kind],
        "Cat 1" if vendor in DISCOUNTED else None, tier, wait, PAID_BY.get(title, "001"),
    ]  # fmt: skip
