"""The titles of NCES's files: the Common Core of Data's own and those of the ELSI table generator.

The directory's and the membership's titles are those that public code reads; some change by year (``NAME`` was
``LEA_NAME`` earlier), so columns are found by any title they are known to go by.
"""

from __future__ import annotations

from typing import Final

from techplan.sources.titles import Aliases, normal_titles

ALIASES: Final[Aliases] = {
    "school": ("NCESSCH", "School ID - NCES Assigned"),
    "district": ("LEAID", "Agency ID - NCES Assigned"),
    "state_school": ("ST_SCHID", "State School ID"),
    "school_name": ("SCH_NAME", "SCHNAM", "School Name"),
    "district_name": ("LEA_NAME", "NAME", "Agency Name"),
    "state": ("ST", "LSTATE", "State Abbr"),
    "year": ("SCHOOL_YEAR", "SURVYEAR"),
    "grade": ("GRADE",),
    "students": ("STUDENT_COUNT",),
    "indicator": ("TOTAL_INDICATOR",),
    "lowest": ("GSLO", "Lowest Grade Offered"),
    "highest": ("GSHI", "Highest Grade Offered"),
    "sex": ("SEX",),
    "race": ("RACE_ETHNICITY",),
}

OFFERED: Final = {
    f"G_{grade}_OFFERED": grade for grade in ("PK", "KG", *(str(number) for number in range(1, 14)), "UG", "AE")
}
"""One column for each grade, Yes or No, in the school directory."""

ELSI_GRADES: Final = {
    "prekindergarten students": "PK", "kindergarten students": "KG",
    **{f"grade {number} students": str(number) for number in range(1, 14)},
    "ungraded students": "UG", "adult education students": "AE",
}  # fmt: skip
"""ELSI's columns of one grade, as titles are compared, without the table and the year after them."""

ELSI_TOTAL: Final = "total students all grades (includes ae)"
ELSI_TOTAL_WITHOUT_ADULTS: Final = "total students all grades (excludes ae)"

OWN: Final = normal_titles(("NCESSCH", "LEAID"))

PERSONS: Final = normal_titles(("PHONE", "Phone Number"))

KNOWN: Final = normal_titles([title for titles in ALIASES.values() for title in titles] + list(OFFERED))
