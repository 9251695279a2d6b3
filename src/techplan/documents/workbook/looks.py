"""The formats of the workbook's cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

FONT: Final = {"font_name": "Calibri", "font_size": 11, "font_color": "#1b1f24"}
"""A font that spreadsheets have; the product's own fonts cannot travel inside a workbook."""

NUMBER_FORMATS: Final = {
    "money": "#,##0.00",
    "count": "#,##0",
    "fiscal year": "0",
    "number": "General",
    "date": "yyyy-mm-dd",
    "text": "@",
    "yes or no": "General",
}


@dataclass(frozen=True, slots=True)
class Looks:
    """Formats by use; ``kinds`` by the kind of a column."""

    kinds: dict[str, Any]
    head: Any
    head_number: Any
    head_year: Any
    title: Any
    quiet: Any
    group: Any
    label: Any
    label_total: Any
    money: Any
    money_total: Any
    link: Any


def looks_of(book: Any) -> Looks:
    """The formats, made in one workbook."""

    def make(**more: Any) -> Any:
        return book.add_format({**FONT, **more})

    head = {"bold": True, "bottom": 1, "bottom_color": "#1b1f24", "valign": "bottom", "text_wrap": True}
    total = {"bold": True, "top": 1, "top_color": "#1b1f24"}
    return Looks(
        kinds={
            kind: make(num_format=code, valign="top", **({"align": "left"} if kind == "fiscal year" else {}))
            for kind, code in NUMBER_FORMATS.items()
        },
        head=make(**head),
        head_number=make(**head, align="right"),
        head_year=make(**head, align="right", num_format='"FY"0'),
        title=make(bold=True, font_size=18),
        quiet=make(font_color="#5b6570"),
        group=make(bold=True, font_color="#0b5cad", font_size=13),
        label=make(align="left"),
        label_total=make(**total),
        money=make(num_format="#,##0.00"),
        money_total=make(**total, num_format="#,##0.00"),
        link=make(font_color="#0b5cad", underline=1),
    )
