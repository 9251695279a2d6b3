"""What a value looks like in a file, and that only exactly that is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.columns import Table
from techplan.book.faces import face_frame, face_names, typed_column, typed_frame
from techplan.book.tables import TABLES

Frames: TypeAlias = Callable[[type[Table]], st.SearchStrategy[pl.DataFrame]]
LEDGER, ASSETS, CLASSES = TABLES["ledger"], TABLES["assets"], TABLES["asset_classes"]


def shown(table: type[Table], column: str, values: list[object]) -> list[str | None]:
    frame = table.empty().clear(len(values)).with_columns(pl.Series(column, values, table.polars_schema()[column]))
    return face_frame(table, frame)[table.face_name(column)].to_list()


@pytest.mark.parametrize(
    ("table", "column", "values", "faces"),
    [
        (LEDGER, "actual_cents", [0, 5, -5, 123_456, -100, None], ["0.00", "0.05", "-0.05", "1234.56", "-1.00", None]),
        (LEDGER, "fy", [2027, None], ["2027", None]),
        (ASSETS, "in_service_on", [date(2026, 8, 5), None], ["2026-08-05", None]),
        (TABLES["schools"], "cep", [True, False, None], ["true", "false", None]),
        (
            CLASSES,
            "escalation",
            [Decimal("0.03"), Decimal(0), Decimal("-0.5"), Decimal("0.000001"), Decimal(1), None],
            ["0.03", "0", "-0.5", "0.000001", "1", None],
        ),
        (
            CLASSES,
            "watts",
            [Decimal(100), Decimal("1200.50"), Decimal("123456789012")],
            ["100", "1200.5", "123456789012"],
        ),
        (ASSETS, "tag", ["00069", " x ", None], ["00069", " x ", None]),
    ],
)
def test_faces(table: type[Table], column: str, values: list[object], faces: list[str | None]) -> None:
    assert shown(table, column, values) == faces
    back = typed_column(table, column, pl.Series(faces, dtype=pl.String))
    assert back is not None
    assert back.to_list() == values


def test_money_has_its_face_name() -> None:
    assert face_names(LEDGER)["actual"] == "actual_cents"
    assert "actual_cents" not in face_names(LEDGER)


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        (LEDGER, "actual_cents", "1,234.00"),
        (LEDGER, "actual_cents", "12"),
        (LEDGER, "actual_cents", "$5.00"),
        (LEDGER, "actual_cents", "05.00"),
        (LEDGER, "actual_cents", "5.000"),
        (LEDGER, "fy", "FY27"),
        (LEDGER, "fy", "02027"),
        (LEDGER, "fy", " 2027"),
        (ASSETS, "in_service_on", "8/5/2026"),
        (ASSETS, "in_service_on", "2026-02-30"),
        (TABLES["schools"], "cep", "yes"),
        (CLASSES, "escalation", "3%"),
        (CLASSES, "escalation", "0.0000001"),
        (CLASSES, "escalation", "1e-3"),
        (CLASSES, "watts", "1234567890123"),
    ],
)
def test_other_ways_of_writing_are_left_to_the_reader(table: type[Table], column: str, text: str) -> None:
    assert typed_column(table, column, pl.Series([text])) is None


def test_columns_may_be_missing_but_not_unknown() -> None:
    texts = pl.DataFrame({"account": ["1"], "fy": ["2026"]})
    typed = typed_frame(LEDGER, texts)
    assert typed is not None
    assert typed.schema == LEDGER.polars_schema()
    assert typed["actual_cents"].to_list() == [None]
    assert typed_frame(LEDGER, texts.with_columns(colour=pl.lit("red"))) is None
    assert typed_frame(LEDGER, texts.with_columns(actual_cents=pl.lit("5"))) is None


@given(data=st.data())
def test_every_table_reads_back(data: st.DataObject, frames: Frames) -> None:
    table = data.draw(st.sampled_from(list(TABLES.values())))
    frame = data.draw(frames(table))
    typed = typed_frame(table, face_frame(table, frame))
    assert typed is not None
    assert typed.equals(frame)
