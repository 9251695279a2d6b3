from techplan.documents.columns import HEADINGS, described, doc_of, unit_of
from techplan.planning.results import RESULTS


def test_every_column_of_every_result_is_described_once() -> None:
    rows = list(described(RESULTS))
    assert [(row[0], row[2]) for row in rows] == [
        (name, table.face_name(column)) for name, table in RESULTS.items() for column in table.columns()
    ]
    assert all(len(row) == len(HEADINGS) and row[1] and row[3] and row[7] for row in rows)


def test_money_is_in_dollars_where_people_read_it() -> None:
    table = RESULTS["cost_lines"]
    assert unit_of(table, "amount_cents") == "dollars"
    assert unit_of(table, "estimated_life_months") == "months"
    assert doc_of(table, "amount_cents") == "Amount that the district pays."
