"""Charts as SVG: Vega-Lite specifications written out as data, drawn by vl-convert in the shipped fonts.

Bars start at zero, years run along the x axis, series are named beside the last bar, and what is pending is an outline
with a word, so that nothing hangs on colour. Title, source and date are text of the page, not of the picture. The
specification is plain data because building it with Altair costs more than drawing it; the tests hold it against
Altair's schema.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import Any, Final

from techplan.book.money import half_up
from techplan.documents import fonts
from techplan.documents.facts.shapes import Chart
from techplan.documents.words import shortened

COLOURS: Final = ("#0b5cad", "#d9822b", "#2a9d8f", "#b23a7f", "#6b7f2a", "#7a7f87")
INK: Final = "#1b1f24"
QUIET: Final = "#5b6570"
HAIRLINE: Final = "#d5dae0"
PAPER: Final = "#ffffff"
SIZE: Final = 9
SMALLEST: Final = 7
"""Points of the charts' labels, at most and at least."""
NAME: Final = 34
"""Most characters of a series' name beside the bars; the tables have it in full."""
NAMES: Final = 108
"""Pixels kept left of horizontal bars for the categories' names."""
_LINE: Final = 13


def draw(chart: Chart, width: int, height: int) -> str:
    """One chart as SVG text of that size in pixels. Equal charts give equal text."""
    import vl_convert

    _register()
    spec = years_spec(chart, width, height) if chart.kind == "years" else bars_spec(chart, width, height)
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="6.4"))


@cache
def _register() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(fonts.FOLDER))


def years_spec(chart: Chart, width: int, height: int) -> dict[str, Any]:
    """Stacked bars, one a year, with the total above each and the series named at the right.

    Where years are many, they are written short, and only the first, the largest and the last total are written.
    """
    right = 30 + max((5 * len(shortened(series.label, NAME)) for series in chart.series), default=0)
    plot_width, plot_height = width - right, height - 35
    step = plot_width / max(1, len(chart.labels))
    left = 8 if step < SMALLEST * 4.4 else 0  # the first total is wider than its bar
    plot_width -= left
    size, crowded = min(max(step / 4.4, SMALLEST), SIZE), step < SMALLEST * 4.4
    totals = [sum(series.cents[i] for series in chart.series) for i in range(len(chart.labels))]
    top = max([*totals, 1])
    said = {0, totals.index(max(totals)), len(totals) - 1} if crowded else set(range(len(totals)))
    x = {"field": "x", "type": "ordinal", "sort": None, "scale": {"domain": list(chart.labels), "paddingInner": 0.38}}
    y = {"type": "quantitative", "scale": {"domain": [0, top / 100], "nice": False}, "axis": None}
    axis = {
        "title": None, "labelAngle": 0, "ticks": False, "domainColor": QUIET, "labelPadding": 6, "zindex": 1,
        "labelFontSize": size, **({"labelExpr": "'’' + slice(datum.label, -2)"} if crowded else {}),
    }  # fmt: skip
    labels = [{"x": chart.labels[i], "to": totals[i] / 100, "said": short_money(totals[i], top)} for i in sorted(said)]
    layers = [
        _bars(_stacked(chart), {"x": {**x, "axis": axis}, "y": {**y, "field": "from"}, "y2": {"field": "to"}}),
        {
            "data": {"values": labels},
            "mark": {"type": "text", "baseline": "bottom", "dy": -4, "fontWeight": 600, "fontSize": size, "color": INK},
            "encoding": {"x": x, "y": {**y, "field": "to"}, "text": {"field": "said"}},
        },
        *_named(chart, plot_width, plot_height, top),
    ]
    return _spec(layers, plot_width, plot_height, {"left": left, "right": right, "top": 17, "bottom": 18})


def _stacked(chart: Chart) -> list[dict[str, Any]]:
    """One bar for each amount of each series, standing on those of the series before it."""
    bars: list[dict[str, Any]] = []
    ends = [0] * len(chart.labels)
    for series, look in zip(chart.series, _looks(chart), strict=True):
        for i, cents in enumerate(series.cents):
            if cents:
                start, ends[i] = ends[i], ends[i] + cents
                bars.append({"x": chart.labels[i], "from": start / 100, "to": ends[i] / 100, **look})
    return bars


def bars_spec(chart: Chart, width: int, height: int) -> dict[str, Any]:
    """Horizontal bars, one a category, the amount at the end of each; a line at the foot names an outline."""
    pending = any(series.pending for series in chart.series)
    plot_width, plot_height = width - NAMES - 46, height - (22 if pending else 4)
    totals = [sum(series.cents[i] for series in chart.series) for i in range(len(chart.labels))]
    top = max([*totals, 1])
    bars: list[dict[str, Any]] = []
    ends = [0] * len(chart.labels)
    for series in chart.series:
        look = _look(COLOURS[0], series.pending)
        for i, cents in enumerate(series.cents):
            if cents:
                start, ends[i] = ends[i], ends[i] + cents
                bars.append({"y": chart.labels[i], "from": start / 100, "to": ends[i] / 100, **look})
    y = {"field": "y", "type": "ordinal", "sort": None, "scale": {"domain": list(chart.labels), "paddingInner": 0.4}}
    x = {"type": "quantitative", "scale": {"domain": [0, top / 100], "nice": False}, "axis": None}
    axis = {"title": None, "ticks": False, "domain": False, "labelPadding": 8, "labelLimit": NAMES - 8}
    said = [
        {"y": name, "to": total / 100, "said": short_money(total, top)}
        for name, total in zip(chart.labels, totals, strict=True)
    ]
    layers: list[dict[str, Any]] = [
        _bars(bars, {"y": {**y, "axis": axis}, "x": {**x, "field": "from"}, "x2": {"field": "to"}}),
        {
            "data": {"values": said},
            "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": 600, "color": INK},
            "encoding": {"y": y, "x": {**x, "field": "to"}, "text": {"field": "said"}},
        },
    ]
    if pending:
        foot = [(0, _look(COLOURS[0], False), "Funded"), (70, _look(COLOURS[0], True), "Not funded")]
        layers += [layer for at, look, name in foot for layer in _key(at, plot_height + 14, look, name)]
    return _spec(
        layers, plot_width, plot_height, {"left": NAMES, "right": 46, "top": 2, "bottom": 20 if pending else 2}
    )


def short_money(cents: int, top: int) -> str:
    """``$1.73M`` or ``$412K``, all labels of a chart in the unit of its largest; zero as 0."""
    if not cents:
        return "0"
    unit, sign = (100_000_000, "M") if top >= 99_950_000 else (100_000, "K")
    if top < 1_000_000:
        return f"${half_up(Fraction(cents, 100)):,}"
    hundredths = half_up(Fraction(cents * 100, unit))
    if sign == "M":
        return f"${hundredths // 100}.{hundredths % 100:02d}M"
    return f"${half_up(Fraction(cents, unit)):,}K"


def _looks(chart: Chart) -> list[dict[str, Any]]:
    """A colour for each series in the fixed order; what is pending is an outline and takes none."""
    colours = iter(COLOURS)
    return [_look(INK if series.pending else next(colours), series.pending) for series in chart.series]


def _look(colour: str, pending: bool) -> dict[str, Any]:
    return {"fill": PAPER if pending else colour, "line": colour if pending else PAPER, "pending": pending}


def _bars(values: list[dict[str, Any]], encoding: dict[str, Any]) -> dict[str, Any]:
    """Filled bars with a thin paper-coloured edge, outlined and dashed where pending."""
    dash = {"condition": {"test": "datum.pending", "value": [3, 2]}, "value": [1, 0]}
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "strokeWidth": 0.8},
        "encoding": {
            **encoding,
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"field": "line", "type": "nominal", "scale": None},
            "strokeDash": dash,
        },
    }


def _named(chart: Chart, left: int, height: int, top: int) -> list[dict[str, Any]]:
    """A key right of the bars: each series at the height of its part of the last bar, moved apart where they meet."""
    below, wanted = 0, []
    for series in chart.series:
        middle = below + series.cents[-1] / 2
        below += series.cents[-1]
        wanted.append(height * (1 - middle / top))
    places = spread(wanted, _LINE, height)
    named = zip(chart.series, _looks(chart), places, strict=True)
    return [layer for series, look, y in named for layer in _key(left + 12, y, look, shortened(series.label, NAME))]


def spread(wanted: list[float], gap: float, height: float) -> list[float]:
    """Places from the bottom up, in order and at least a gap apart, each as near its wanted place as that allows."""
    places: list[float] = []
    for y in wanted:
        places.append(min(y, places[-1] - gap) if places else min(y, height - gap / 2))
    for i in range(len(places) - 1, -1, -1):
        above = places[i + 1] + gap if i + 1 < len(places) else gap / 2
        places[i] = max(places[i], above)
    return [round(y, 2) for y in places]


def _key(x: float, y: float, look: dict[str, Any], name: str) -> list[dict[str, Any]]:
    square: dict[str, Any] = {"type": "square", "size": 56, "fill": look["fill"], "strokeWidth": 0.8, "opacity": 1}
    if look["pending"]:
        square |= {"stroke": look["line"], "strokeDash": [3, 2]}
    one: dict[str, Any] = {"values": [{}]}
    at = {"x": {"value": x}, "y": {"value": y}}
    words = {"type": "text", "align": "left", "dx": 9, "text": name, "color": INK}
    return [{"data": one, "mark": square, "encoding": at}, {"data": one, "mark": words, "encoding": at}]


def _spec(layers: list[dict[str, Any]], width: int, height: int, padding: dict[str, int]) -> dict[str, Any]:
    font = {"labelFont": fonts.TEXT, "labelFontSize": SIZE, "labelColor": INK}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": {"type": "none"},
        "layer": layers,
        "config": {
            "font": fonts.TEXT,
            "view": {"stroke": None},
            "axis": font,
            "text": {"font": fonts.TEXT, "fontSize": SIZE},
            "background": PAPER,
        },
    }
