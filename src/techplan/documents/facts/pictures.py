"""What the charts show: the sentence, the figures and the words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from techplan.book.money import half_up
from techplan.book.school_years import label
from techplan.documents.facts.budget import Split
from techplan.documents.facts.names import Names
from techplan.documents.facts.schedule import Replacement
from techplan.documents.facts.shapes import Chart, Series
from techplan.documents.facts.spending import Spending
from techplan.documents.facts.years import Years
from techplan.documents.words import about, dollars, first_upper, in_words, listed

SERIES = 6
"""At most so many series in a chart; from there on "other"."""


def charts_of(
    spending: Spending, replacement: Replacement, split: Split, years: Years, names: Names
) -> tuple[Chart, ...]:
    """Spending by year, replacement by class, who pays, and the budget and the forecast by category."""
    return (
        spending_chart(spending, years),
        replacement_chart(replacement, years, names),
        sources_chart(spending, years, names),
        budget_chart(split, years),
        forecast_chart(spending, years),
    )


def spending_chart(spending: Spending, years: Years) -> Chart:
    """Operating and capital spending by year, with what was overdue before the plan apart."""
    overdue = Series(
        label=f"Due before {label(years.first)}",
        cents=tuple(spending.backlog(fy)[0] for fy in years.all),
        dollars=tuple(spending.backlog(fy)[1] for fy in years.all),
        pending=True,
    )
    series = [
        Series(
            label=first_upper(kind),
            cents=tuple(spending.exact("kind rest", kind, fy) for fy in years.all),
            dollars=tuple(spending.shown("kind rest", kind, fy) for fy in years.all),
        )
        for kind in ("operating", "capital")
    ]
    totals = [spending.exact("year", fy) for fy in years.all]
    return _chart("spending", peak_sentence(totals, years), [*series, overdue], years, "budget_years", "Spending")


def peak_sentence(totals: Sequence[int], years: Years) -> str:
    """``Spending peaks in FY2035 at $2 million, 1.3 times an average year``."""
    if not any(totals):
        return f"The plan needs no money in {years.span}"
    top = max(totals)
    peak = label(years.all[list(totals).index(top)])
    mean = Fraction(sum(totals), len(totals))
    if len(totals) == 1:
        return f"{peak} needs {about(top)}"
    if top <= mean * Fraction(11, 10):
        return f"Spending stays near {about(half_up(mean))} a year"
    tenths = half_up(top / mean * 10)
    return f"Spending peaks in {peak} at {about(top)}, {tenths // 10}.{tenths % 10} times an average year"


def replacement_chart(replacement: Replacement, years: Years, names: Names) -> Chart:
    """Dollars of the schedule by class and year; the largest classes by name."""
    ranked = sorted(replacement.classes, key=lambda code: (-replacement.cents.get(("class", code), 0), code))
    ranked = [code for code in ranked if replacement.cents.get(("class", code), 0)]
    parts = [
        Series(
            label=names.asset_class(code),
            cents=tuple(replacement.cents.get(("class", code, fy), 0) for fy in years.all),
            dollars=tuple(replacement.dollars.get(("class", code, fy), 0) for fy in years.all),
        )
        for code in ranked
    ]
    totals = [replacement.cents.get(("year", fy), 0) for fy in years.all]
    return _chart(
        "replacement", jump_sentence(totals, years), _few(parts, "Other classes"), years, "schedule", "Purchases"
    )


def jump_sentence(totals: Sequence[int], years: Years) -> str:
    """``Replacement doubles in FY2029``: the largest rise from one year to the next, in words."""
    if not any(totals):
        return f"Nothing falls due in {years.span}"
    jumps = [(Fraction(after, before), i + 1) for i, (before, after) in enumerate(pairwise(totals)) if before > 0]
    ratio, at = max(jumps, key=lambda jump: (jump[0], -jump[1]), default=(Fraction(0), 0))
    if ratio >= Fraction(5, 4):
        return f"Replacement {_grows(ratio)} in {label(years.all[at])}"
    used = [cents for cents in totals if cents]
    return f"Replacement takes between {about(min(used))} and {about(max(used))} a year"


def _grows(ratio: Fraction) -> str:
    """How a rise is said: as doubling where it is near that, in percent below, as so many fold above."""
    if ratio < Fraction(9, 5):
        return f"rises by {half_up((ratio - 1) * 100)} percent"
    if ratio < Fraction(27, 10):
        return "doubles" if ratio < Fraction(23, 10) else "more than doubles"
    return "triples" if ratio < Fraction(7, 2) else f"grows {in_words(half_up(ratio))}fold"


def sources_chart(spending: Spending, years: Years, names: Names) -> Chart:
    """What each fund pays by year, and what nobody pays."""
    ranked = sorted(spending.funds, key=lambda fund: (-spending.exact("fund", fund), fund))
    parts = [
        Series(
            label=names.fund(fund),
            cents=tuple(spending.exact("paid", fund, fy) for fy in years.all),
            dollars=tuple(spending.shown("paid", fund, fy) for fy in years.all),
        )
        for fund in ranked
        if spending.exact("fund", fund)
    ]
    missing = tuple(spending.exact("unfunded year", fy) for fy in years.all)
    shown = tuple(spending.shown("unfunded year", fy) for fy in years.all)
    unfunded = Series(label="Not funded", cents=missing, dollars=shown, pending=True)
    series = [*_few(parts, "Other funds", SERIES - 1), unfunded]
    return _chart("sources", shortfall_sentence(missing, years), series, years, "allocations, unfunded", "Needs")


def shortfall_sentence(missing: Sequence[int], years: Years) -> str:
    """``$2 million over ten years has no fund, most of it in FY2035``."""
    if not any(missing):
        return "Known funds pay for every year" if len(years.all) > 1 else f"Known funds pay for {label(years.first)}"
    worst = label(years.all[list(missing).index(max(missing))])
    short = [fy for fy, cents in zip(years.all, missing, strict=True) if cents]
    if len(short) == 1:
        return f"{about(sum(missing))} has no fund, all of it in {worst}"
    most = "most of it" if max(missing) * 2 > sum(missing) else "the largest part"
    return f"{about(sum(missing))} over {years.how_many} has no fund, {most} in {worst}"


def budget_chart(split: Split, years: Years) -> Chart:
    """The budget year by category, funded and not."""
    fy = label(years.focus)
    found: dict[str, list[int]] = {}
    for (_, category), figures in sorted(split.items()):
        found[category] = [a + b for a, b in zip(found.get(category, [0] * 4), figures, strict=True)]
    ranked = sorted(
        ((name, f) for name, f in found.items() if f[0] + f[1]), key=lambda item: (-sum(item[1][:2]), item[0])
    )
    columns = [tuple(figures[i] for _, figures in ranked) for i in range(4)]
    series = [Series(label="Funded", cents=columns[0], dollars=columns[2])]
    if sum(columns[1]):
        series.append(Series(label="Not funded", cents=columns[1], dollars=columns[3], pending=True))
    title = f"{fy} needs no money"
    if ranked:
        share = half_up(Fraction(100 * sum(ranked[0][1][:2]), sum(columns[0]) + sum(columns[1])))
        title = f"{first_upper(ranked[0][0])}: ${share} of every $100 in {fy}"
    words = [f"{first_upper(name)} {dollars(figures[2] + figures[3])}" for name, figures in ranked]
    return Chart(
        id="budget",
        kind="bars",
        title=title,
        alt=f"{title}. One bar for each category of {fy}: {listed(words) or 'none'}. The table holds the same figures.",
        source="budget_years",
        labels=tuple(first_upper(name) for name, _ in ranked),
        series=tuple(series),
    )


def forecast_chart(spending: Spending, years: Years) -> Chart:
    """Every year by category, the largest by name."""
    totals = {
        category: sum(spending.exact("category", kind, category) for kind in spending.kinds)
        for category in sorted({category for kind in spending.kinds for category in spending.categories[kind]})
    }
    ranked = sorted((name for name in totals if totals[name]), key=lambda name: (-totals[name], name))
    parts = [
        Series(
            label=first_upper(category),
            cents=tuple(
                sum(spending.exact("entry", kind, category, fy) for kind in spending.kinds) for fy in years.all
            ),
            dollars=tuple(
                sum(spending.shown("entry", kind, category, fy) for kind in spending.kinds) for fy in years.all
            ),
        )
        for category in ranked
    ]
    sentence = shares_sentence([(first_upper(name), totals[name]) for name in ranked], years)
    return _chart("forecast", sentence, _few(parts, "Other categories"), years, "budget_years", "Spending")


def shares_sentence(totals: Sequence[tuple[str, int]], years: Years) -> str:
    """``Client computers: 33 percent of the plan; staff 23 percent``: the first two of totals in order."""
    whole = sum(cents for _, cents in totals)
    if not whole:
        return f"The plan needs no money in {years.span}"
    said = [(name, half_up(Fraction(100 * cents, whole))) for name, cents in totals[:2]]
    first = f"{said[0][0]}: {said[0][1]} percent of the plan"
    return f"{first}; {said[1][0].lower()} {said[1][1]} percent" if len(said) > 1 else first


def _few(parts: Sequence[Series], rest: str, most: int = SERIES) -> list[Series]:
    """The parts, those beyond the most added up as the rest."""
    if len(parts) <= most:
        return list(parts)
    others = parts[most - 1 :]
    cents = tuple(sum(column) for column in zip(*(part.cents for part in others), strict=True))
    shown = tuple(sum(column) for column in zip(*(part.dollars for part in others), strict=True))
    return [*parts[: most - 1], Series(label=rest, cents=cents, dollars=shown)]


def _chart(name: str, title: str, series: Sequence[Series], years: Years, source: str, what: str) -> Chart:
    drawn = tuple(each for each in series if any(each.cents))
    said = []
    for i, fy in enumerate(years.all):
        parts = [f"{each.label} {dollars(each.dollars[i])}" for each in drawn if each.dollars[i]]
        whole = dollars(sum(each.dollars[i] for each in drawn))
        said.append(f"{label(fy)} {whole}" + (f" ({', '.join(parts)})" if len(parts) > 1 else ""))
    return Chart(
        id=name,
        kind="years",
        title=title,
        alt=f"{title}. {what} as one bar a year: {'; '.join(said)}.",
        source=source,
        labels=tuple(label(fy) for fy in years.all),
        series=drawn,
    )
