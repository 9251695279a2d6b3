import csv
import io
from typing import Any

from techplan.documents.tables import COLUMNS_FILE, EVERY, write_tables


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_one_file_a_table_with_face_names_and_no_row_lost(sample_plan: Any) -> None:
    files = write_tables(sample_plan)
    assert set(files) == {f"{name}.csv" for name in EVERY} | {COLUMNS_FILE}
    for name, table in EVERY.items():
        rows = rows_of(files[f"{name}.csv"])
        assert rows[0] == [table.face_name(column) for column in table.columns()]
        assert len(rows) - 1 == sample_plan.result(name).height
        assert b"\r" not in files[f"{name}.csv"]


def test_dollars_are_plain_and_add_up_to_the_cents(sample_plan: Any) -> None:
    rows = rows_of(write_tables(sample_plan)["cost_lines.csv"])
    amounts = [row[rows[0].index("amount")] for row in rows[1:]]
    assert sum(int(amount.replace(".", "")) for amount in amounts) == sample_plan.cost_lines["amount_cents"].sum()
    assert all(amount[-3] == "." for amount in amounts)


def test_every_column_is_documented(sample_plan: Any) -> None:
    files = write_tables(sample_plan)
    rows = rows_of(files.pop(COLUMNS_FILE))
    known = {(f"{row[0]}.csv", row[2]): row[7] for row in rows[1:]}
    for name, data in files.items():
        assert all(known[name, column] for column in rows_of(data)[0])


def test_equal_plans_give_equal_bytes(sample_plan: Any) -> None:
    assert write_tables(sample_plan) == write_tables(sample_plan)
