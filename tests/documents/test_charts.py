import re
from itertools import pairwise
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.documents.charts import COLOURS, bars_spec, draw, short_money, spread, years_spec
from techplan.documents.facts import facts_of
from techplan.documents.facts.shapes import Chart, Series


def chart(kind: Any = "years", **more: Any) -> Chart:
    given: dict[str, Any] = {
        "id": "c", "kind": kind, "title": "t", "alt": "a", "source": "s", "labels": ("FY2027", "FY2028"),
        "series": (
            Series(label="Operating", cents=(100_00, 300_00), dollars=(100, 300)),
            Series(label="Not funded", cents=(50_00, 0), dollars=(50, 0), pending=True),
        ),
    }  # fmt: skip
    return Chart(**{**given, **more})


@pytest.mark.parametrize(("kind", "spec"), [("years", years_spec), ("bars", bars_spec)])
def test_specifications_obey_the_schema(kind: str, spec: Any) -> None:
    alt.LayerChart.from_dict(spec(chart(kind), 600, 200))


def test_bars_start_at_zero_and_stack_without_a_gap() -> None:
    values = years_spec(chart(), 600, 200)["layer"][0]["data"]["values"]
    assert [(bar["x"], bar["from"], bar["to"]) for bar in values] == [
        ("FY2027", 0.0, 100.0), ("FY2028", 0.0, 300.0), ("FY2027", 100.0, 150.0),
    ]  # fmt: skip
    assert years_spec(chart(), 600, 200)["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 300.0]


def test_series_take_the_colours_in_order_and_what_is_pending_is_an_outline() -> None:
    values = years_spec(chart(), 600, 200)["layer"][0]["data"]["values"]
    assert values[0]["fill"] == COLOURS[0]
    assert values[2] == {
        "x": "FY2027",
        "from": 100.0,
        "to": 150.0,
        "fill": "#ffffff",
        "line": "#1b1f24",
        "pending": True,
    }


def test_every_series_is_named_in_words_beside_the_bars() -> None:
    drawn = draw(chart(), 600, 200)
    texts = re.findall(r">([^<>]+)</text>", drawn)
    assert {"Operating", "Not funded", "FY2027", "FY2028", "$150", "$300"} <= set(texts)
    assert "Public Sans" in drawn


def test_many_years_are_written_short_and_only_the_telling_totals_stand() -> None:
    labels = tuple(f"FY{2027 + i}" for i in range(20))
    cents = (*(100_00 + i * 100 for i in range(19)), 50_00)
    many = chart(labels=labels, series=(Series(label="Operating", cents=cents, dollars=(0,) * 20),))
    texts = re.findall(r">([^<>]+)</text>", draw(many, 468, 150))
    assert [text for text in texts if text.startswith("’")] == [f"’{27 + i}" for i in range(20)]
    assert [text for text in texts if text.startswith("$")] == ["$100", "$118", "$50"]


def test_equal_charts_give_equal_bytes(sample_plan: Any) -> None:
    for each in facts_of(sample_plan).charts:
        assert draw(each, 500, 160) == draw(each, 500, 160)


def test_a_chart_of_nothing_is_drawn() -> None:
    empty = chart(series=(Series(label="Operating", cents=(0, 0), dollars=(0, 0)),))
    assert "<svg" in draw(empty, 500, 160)
    assert "<svg" in draw(chart("bars", labels=(), series=(Series(label="Funded", cents=(), dollars=()),)), 300, 200)


@pytest.mark.parametrize(
    ("cents", "top", "said"),
    [
        (0, 1, "0"),
        (173_000_000, 204_000_000, "$1.73M"),
        (41_249_999, 90_000_000, "$412K"),
        (41_249_999, 204_000_000, "$0.41M"),
        (94_050, 94_050, "$941"),
    ],
)
def test_labels_share_the_unit_of_the_largest(cents: int, top: int, said: str) -> None:
    assert short_money(cents, top) == said


@given(st.lists(st.floats(0, 150), min_size=1, max_size=6))
def test_labels_keep_their_order_and_distance(wanted: list[float]) -> None:
    places = spread(sorted(wanted, reverse=True), 13, 150)
    assert all(below - above >= 12.9 for below, above in pairwise(places))
    assert min(places) >= 0
    assert max(places) <= 150
