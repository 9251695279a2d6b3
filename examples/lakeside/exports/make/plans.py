"""What the technology director keeps: the district's own norms, open orders, projects, positions."""

from __future__ import annotations

from datetime import date

from make.writing import Cell, Sheet, csv_bytes, us_day, workbook_bytes

CLASS_HEADER = (
    "code", "name", "category", "life_months", "refresh_rule", "attrition", "spare_share", "unit_price", "price_fy",
    "escalation", "replacement_class", "lead_time_months", "deployment_hours", "object_code", "e_rate",
    "certified_life_months", "salvage", "tier", "may_slip_years", "source",
)  # fmt: skip
BOARD = "Board policy 7440 and the treasurer's life table, 2026-11-16"
CLIENT, MORE, NET, SRV = "client computers", "peripherals", "network", "servers and storage"
EITHER = "earlier of both"
NO, C2 = "not eligible", "category two"
CLASSES: tuple[tuple[Cell, ...], ...] = (
    ("chromebook", "Chromebook", CLIENT, 60, EITHER, 0.04, 0.06, "379.00", 2027, 0.03, None, 1, 0.3, "644", NO, 60,
     "20.00", 2, 1),
    ("laptop", "Staff laptop", CLIENT, 60, "age", 0.01, 0.03, "1085.00", 2027, 0.03, None, 1, 1.5, "644", NO, 60,
     "75.00", 2, 1),
    ("desktop", "Lab desktop", CLIENT, 72, "age", 0.005, 0.02, "895.00", 2027, 0.025, None, 2, 1.0, "644", NO, 72,
     "25.00", 3, 2),
    ("tablet", "iPad with case", CLIENT, 60, EITHER, 0.03, 0.05, "409.00", 2027, 0.03, None, 1, 0.4, "644", NO, 60,
     "40.00", 3, 1),
    ("monitor", "Monitor", MORE, 120, "age", 0.01, 0, "189.00", 2027, 0.02, None, 1, 0.3, "644", NO, 120, None, 4, 3),
    ("panel", "Interactive panel, mounted", MORE, 96, "age", 0.005, 0, "3250.00", 2027, 0.03, None, 3, 4.0, "644", NO,
     96, None, 2, 2),
    ("projector", "Projector", MORE, 84, "age", 0.02, 0, "1150.00", 2027, 0.03, "panel", 3, 3.0, "644", NO, 84, None,
     4, 3),
    ("document-camera", "Document camera", MORE, 84, "age", 0.03, 0, "245.00", 2027, 0.02, None, 1, 0.3, "644", NO, 84,
     None, 3, 3),
    ("printer", "Network printer", "printers", 84, "age", 0.02, 0, "360.00", 2027, 0.02, None, 1, 0.5, "644", NO, 84,
     None, 4, 3),
    ("access-point", "Wi-Fi access point, licensed", NET, 84, EITHER, 0.01, 0.02, "865.00", 2027, 0.03, None, 5, 1.0,
     "644", C2, 84, None, 2, 1),
    ("switch", "Access switch, 48 ports PoE", NET, 108, EITHER, 0.01, 0.02, "4480.00", 2027, 0.03, None, 6, 3.0, "644",
     C2, 108, None, 2, 1),
    ("firewall", "Firewall", NET, 72, EITHER, 0, 0, "24800.00", 2027, 0.03, None, 4, 16.0, "644", C2, 72, None, 1, 0),
    ("ups", "UPS with battery", NET, 96, "age", 0.01, 0, "1490.00", 2027, 0.03, None, 3, 1.0, "644", C2, 96, None, 2,
     2),
    ("server", "Server", SRV, 72, "age", 0, 0, "11900.00", 2027, 0.03, None, 4, 16.0, "644", NO, 72, None, 2, 1),
    ("storage", "Network storage", SRV, 72, "age", 0, 0, "6900.00", 2027, 0.03, None, 3, 8.0, "644", NO, 72, None, 2,
     1),
    ("camera", "Security camera, mounted", MORE, 96, "age", 0.02, 0.02, "785.00", 2027, 0.03, None, 3, 1.5, "644", NO,
     96,
     None, 2, 2),
    ("recorder", "Video recorder", SRV, 72, "age", 0, 0, "3950.00", 2027, 0.03, None, 3, 4.0, "644", NO, 72, None, 2,
     2),
    ("phone", "Desk phone", MORE, 120, "age", 0.01, 0.02, "168.00", 2027, 0.02, None, 2, 0.2, "644", NO, 120, None, 3,
     3),
    ("hotspot", "Home Internet hotspot", CLIENT, 48, "as directed", 0.08, 0, "145.00", 2027, 0, None, 1, 0.2, "644", NO,
     48, None, 4, 3),
    ("charging-cart", "Charging cart", MORE, 120, "age", 0.005, 0, "1260.00", 2027, 0.03, None, 2, 1.0, "640", NO, 120,
     None, 4, 3),
)  # fmt: skip


def asset_classes_csv() -> bytes:
    """Lives, prices and rules as the board's policy sets them, in place of the product's defaults."""
    return csv_bytes(CLASS_HEADER, [(*row, BOARD) for row in CLASSES])


ACCOUNTS = (  # category, kind, function and object in Ohio's USAS; the treasurer decides
    ("client computers", "capital", "2240", "644"),
    ("client computers", "operating", "2240", "511"),
    ("external services", "capital", "2960", "644"),
    ("external services", "operating", "2960", "419"),
    ("network", "capital", "2960", "644"),
    ("network", "operating", "2960", "447"),
    ("peripherals", "capital", "2240", "644"),
    ("peripherals", "operating", "2240", "511"),
    ("printers", "capital", "2960", "644"),
    ("printers", "operating", "2960", "425"),
    ("servers and storage", "capital", "2960", "644"),
    ("servers and storage", "operating", "2960", "423"),
    ("software", "capital", "2960", "644"),
    ("software", "operating", "2960", "516"),
    ("staff", "operating", "2960", "161"),
    ("supplies", "operating", "2960", "511"),
    ("training", "operating", "2240", "412"),
)


def account_rules_csv() -> bytes:
    """Which account pays for what, in the Book's own titles."""
    rows = [(f"{category.replace(' ', '-')}-{kind}", category, kind, *code) for category, kind, *code in ACCOUNTS]
    return csv_bytes(("rule", "category", "kind", "function", "object"), rows)


ORDERS: tuple[tuple[Cell, ...], ...] = (
    ("PO27-0612", "1", "Buckeye Educational Supply", "chromebook", "050", 340, 0, 0, "372.50", date(2026, 12, 14),
     date(2027, 3, 19), "003"),
    ("PO27-0612", "2", "Buckeye Educational Supply", "chromebook", "040", 80, 0, 0, "372.50", date(2026, 12, 14),
     date(2027, 3, 19), "003"),
    ("PO27-0588", "1", "Buckeye Educational Supply", "laptop", "090", 8, 0, 0, "1079.00", date(2026, 11, 30),
     date(2027, 2, 12), "001"),
    ("PO27-0441", "1", "Western Reserve AV", "panel", "050", 12, 5, 0, "3198.00", date(2026, 10, 19),
     date(2027, 1, 29), "003"),
    ("PO27-0397", "1", "North Coast Networks", "access-point", "050", 24, 24, 0, "858.00", date(2026, 9, 28),
     date(2026, 12, 11), "003"),
    ("PO27-0520", "1", "Erie Shore Technology", "document-camera", "020", 15, 6, 1, "239.00", date(2026, 11, 9),
     date(2027, 1, 22), "001"),
    ("PO27-0633", "1", "Lake Erie Security", "camera", "040", 16, 0, 0, "779.00", date(2026, 12, 21),
     date(2027, 4, 9), "499"),
)  # fmt: skip


def purchase_orders_csv() -> bytes:
    """The treasurer's list of open technology orders."""
    header = (
        "PO Number", "Line", "Vendor", "Item Class", "Bldg", "Qty Ordered", "Qty Received", "Qty Cancelled",
        "Unit Price",
        "Order Date", "Expected", "Fund",
    )  # fmt: skip
    rows = [[us_day(cell) if isinstance(cell, date) else cell for cell in row] for row in ORDERS]
    return csv_bytes(header, rows)


INITIATIVES = (
    ("N-01", "Multi-factor sign-in and security monitoring (ORC 9.64)", "Technology director", 2027, 1, 0),
    ("N-02", "Asset tags, annual count and surplus disposal", "Technology director", 2027, 2, 1),
    ("N-03", "Second fiber path to Pioneer and the Early Learning Center", "Technology director", 2028, 3, 2),
    ("N-04", "Robotics and esports rooms", "High school principal", 2029, 4, 3),
    ("N-05", "Home Internet for families without it", "Family liaison", 2027, 3, 1),
    ("N-06", "Classroom sound and emergency paging", "Director of operations", 2028, 2, 1),
)
COSTS: tuple[tuple[Cell, ...], ...] = (
    ("N-01-1", "N-01", 2027, None, "software", "Operating", "Sign-in service and keys, per year", 21600, "Yes", None),
    ("N-01-2", "N-01", 2027, None, "external services", "Operating", "Set-up and tabletop exercise", 18500, "No", None),
    ("N-01-3", "N-01", 2027, None, "external services", "Operating", "Managed detection, per year", 34800, "Yes", None),
    ("N-02-1", "N-02", 2027, None, "supplies", "Operating", "Tags, scanners", 6400, "No", None),
    ("N-02-2", "N-02", 2027, None, "external services", "Operating", "Certified data destruction", 4200, "Yes", None),
    ("N-03-1", "N-03", 2028, "030", "network", "Capital", "Fiber construction, Pioneer", 118000, "No", 240),
    ("N-03-2", "N-03", 2028, "060", "network", "Capital", "Fiber construction, Early Learning", 64000, "No", 240),
    ("N-04-1", "N-04", 2029, "050", "client computers", "Capital", "24 workstations", 43200, "No", 60),
    ("N-04-2", "N-04", 2029, "050", "peripherals", "Capital", "Robot kits and field", 17500, "No", 60),
    ("N-05-1", "N-05", 2027, None, "external services", "Operating", "Home service plans, 60 families", 14400, "Yes",
     None),
    ("N-06-1", "N-06", 2028, None, "peripherals", "Capital", "Classroom speakers, 194 rooms", 155200, "No", 120),
    ("N-06-2", "N-06", 2028, None, "software", "Operating", "Paging service, per year", 9800, "Yes", None),
)  # fmt: skip
BENEFITS: tuple[tuple[Cell, ...], ...] = (
    ("B-01", "N-01", 2028, "Avoided cost", "Lower cyber insurance premium", 6500),
    ("B-02", "N-02", 2027, "Saving", "Lost devices found again", 11000),
    ("B-03", "N-02", 2028, "Revenue", "Sale of surplus by auction", 7500),
    ("B-04", "N-03", 2029, "Avoided cost", "Days of school lost to fiber cuts", 9000),
    ("B-05", "N-06", 2029, "Quality", "Every room hears an emergency page", None),
)


def initiatives_xlsx() -> bytes:
    """The project list with its costs and benefits."""
    return workbook_bytes(
        [
            Sheet(
                "Projects",
                ["Project", "Title", "Sponsor", "Starts FY", "Tier", "May wait (yrs)"],
                [list(row) for row in INITIATIVES],
            ),
            Sheet(
                "Costs",
                [
                    "Line", "Project", "FY", "Bldg", "Category", "Kind", "What", "Amount", "Every year after",
                    "Life (mo)",
                ],
                [list(row) for row in COSTS],
                formats={"Amount": "#,##0.00"},
            ),
            Sheet(
                "Benefits",
                ["Line", "Project", "FY", "Kind", "What", "Amount"],
                [list(row) for row in BENEFITS],
                formats={"Amount": "#,##0.00"},
            ),
        ]
    )  # fmt: skip


POSITIONS: tuple[tuple[Cell, ...], ...] = (
    ("T-1", "Technology director", 1, 98400, 33450, None, "161"),
    ("T-2", "Network and systems administrator", 1, 76200, 29100, None, "161"),
    ("T-3", "Data and EMIS coordinator", 1, 58900, 24700, None, "161"),
    ("T-4", "Field technician, elementary", 1, 46800, 21900, "010", "161"),
    ("T-5", "Field technician, secondary", 1, 48300, 22300, "050", "161"),
    ("T-6", "Technology integration coach", 1, 71500, 27800, None, "111"),
    ("T-7", "Help desk and repair technician", 1, 42100, 20600, "040", "161"),
)


def support_staff_csv() -> bytes:
    """The treasurer's list of technology positions; no names."""
    header = ("Position", "Title", "FTE", "Salary", "Benefits", "FY", "Raise", "Bldg", "Object")
    rows = [
        (code, title, f"{fte}.0", f"{salary:,}.00", f"{benefits:,}.00", 2027, "0.03", bldg, code_of)
        for code, title, fte, salary, benefits, bldg, code_of in POSITIONS
    ]
    return csv_bytes(header, rows)
