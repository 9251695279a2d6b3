from __future__ import annotations

from typing import Any

import pytest

from techplan.sources.assets.json_lists import records_with, text_of

ONE = {"id": 1, "serial": "A", "inside": {"id": 9, "serial": "not its own"}}
TWO = {"id": 2, "serial": None}


@pytest.mark.parametrize("content", [[ONE, TWO], {"x": {"y": [ONE, TWO]}}, [{"page": [ONE]}, {"page": [TWO]}]])
def test_records_are_found_in_any_envelope_but_not_within_each_other(content: Any) -> None:
    assert records_with(content, ("id", "serial")) == [ONE, TWO]


def test_what_lacks_a_name_is_no_record_and_depth_has_an_end() -> None:
    assert records_with({"id": 1}, ("id", "serial")) == []
    deep: Any = ONE
    for _ in range(5000):
        deep = [deep]
    assert records_with(deep, ("id", "serial")) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [({"Name": "East"}, "East"), ({"Id": 4}, ""), (None, ""), ([1], ""), (331.5, "331.5"), (False, "False"), (0, "0")],
)
def test_a_value_as_a_cell(value: Any, text: str) -> None:
    assert text_of(value) == text
