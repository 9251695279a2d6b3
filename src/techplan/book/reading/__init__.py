"""Tolerant reading: any CSV, TSV or Excel file to rows of text, then to typed rows; nothing guessed in silence.

Three steps, each yielding Problems: bytes to rows of text (``read_sheets``), text to values that obey the rules of a
table (``type_rows``), and links between tables (``techplan.book.links``).
"""

from techplan.book.reading.damage import damage_of
from techplan.book.reading.days import DateOrder, Days, parse_days
from techplan.book.reading.parsed import Parsed
from techplan.book.reading.read import read_sheets
from techplan.book.reading.rows import Refused, Row, Sheet, Skipped
from techplan.book.reading.titles import normal_title
from techplan.book.reading.typed import Typed, type_rows
from techplan.book.reading.values import parse_fiscal_year, parse_money, parse_number, parse_whole, parse_yes_no

__all__ = [
    "DateOrder",
    "Days",
    "Parsed",
    "Refused",
    "Row",
    "Sheet",
    "Skipped",
    "Typed",
    "damage_of",
    "normal_title",
    "parse_days",
    "parse_fiscal_year",
    "parse_money",
    "parse_number",
    "parse_whole",
    "parse_yes_no",
    "read_sheets",
    "type_rows",
]
