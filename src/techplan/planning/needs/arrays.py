"""From tables to the arrays that a projection works on: places, calendar, cohorts, open orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr, last_day
from techplan.planning.needs.families import hand_down_levels, hand_downs
from techplan.planning.needs.projection import MICRO, Calendar, NextDue, Places
from techplan.planning.needs.rows import NO_DAY, Ints, Rows
from techplan.planning.needs.timing import deploy_by
from techplan.planning.put_off import PutOff
from techplan.planning.settings import Settings

EPOCH = date(1970, 1, 1).toordinal()


def places(*frames: pl.DataFrame) -> pl.DataFrame:
    """Every place that anything speaks of, sorted: ``school``, ``family``, ``place`` (its position)."""
    known = [frame.filter(pl.col("school").is_not_null()).select("school", "family") for frame in frames]
    return (
        pl.concat(known)
        .unique()
        .sort("school", "family")
        .with_row_index("place")
        .with_columns(pl.col("place").cast(pl.Int64))
    )


def described(
    book: Book, family: Mapping[str, str], places: pl.DataFrame, classes: list[str], required: Ints, years: range
) -> Places:
    """What the projection knows of each place; families are numbered by their position in ``classes``."""
    code = {name: position for position, name in enumerate(classes)}
    attrition = dict(book.asset_classes.select("code", "attrition").iter_rows())
    level = hand_down_levels(book, family)
    position = {(school, name): place for place, school, name in places.select("place", "school", "family").iter_rows()}
    families = places["family"].to_list()
    hands_to = np.full((len(places), len(years)), -1, np.int64)
    given = hand_downs(book, family, years)
    for place, school, name in places.select("place", "school", "family").iter_rows():
        for column, fy in enumerate(years):
            receiver = given.get((school, name, fy), given.get((None, name, fy)))
            hands_to[place, column] = position.get((school, receiver or ""), -1)
    return Places(
        family=np.array([code[name] for name in families], np.int64),
        level=np.array([level[name] for name in families], np.int64),
        hands_to=hands_to,
        attrition=np.array([int((attrition[name] or 0) * MICRO) for name in families], np.int64),
        required=required,
    )


def required_matrix(book: Book, places: pl.DataFrame, required: pl.DataFrame, years: range) -> Ints:
    """Places x years: items asked for, and -1 where what is installed is kept up.

    A place is governed from the first year that a standard covers it; a closed school needs nothing.
    """
    matrix = np.full((len(places), len(years)), -1, np.int64)
    known = required.join(places, on=["school", "family"]).filter(pl.col("fy").is_in(list(years)))
    index = (known["place"].to_numpy(), known["fy"].to_numpy() - years.start)
    matrix[index] = known["required"].to_numpy()
    governed = np.maximum.accumulate(matrix >= 0, axis=1)
    matrix[governed & (matrix < 0)] = 0
    closing = dict(book.schools.filter(pl.col("closes_fy").is_not_null()).select("code", "closes_fy").iter_rows())
    for place, school in places.select("place", "school").iter_rows():
        if school in closing:
            matrix[place, max(closing[school] + 1 - years.start, 0) :] = 0
    return matrix


def calendar(settings: Settings, years: range) -> Calendar:
    """The calendar of the years projected; of each year only what is still to come after the day of planning."""
    begins = settings.begins
    ends = [last_day(fy, settings.start_month) for fy in years]
    lengths = [(ends[0] - begins).days + 1] + [(after - before).days for before, after in pairwise(ends)]
    to_come = [(end - settings.on).days + 1 for end in ends]
    remaining = [MICRO * min(max(left, 0), length) // length for left, length in zip(to_come, lengths, strict=True)]
    return Calendar(
        years=years,
        school_day=np.array([number(settings.school_day(fy)) for fy in years], np.int64),
        last_day=np.array([number(day) for day in ends], np.int64),
        remaining=np.array(remaining, np.int64),
    )


def number(day: date) -> int:
    """A day as days since 1970."""
    return day.toordinal() - EPOCH


def numbers(column: pl.Series) -> Ints:
    """Days as numbers since 1970, NO_DAY for null."""
    return column.cast(pl.Int32).cast(pl.Int64).fill_null(int(NO_DAY)).to_numpy()


def days(numbers: Ints) -> pl.Series:
    """Days from their numbers since 1970, null for NO_DAY."""
    frame = pl.DataFrame({"number": numbers}, schema={"number": pl.Int64})
    known = pl.when(pl.col("number") != int(NO_DAY)).then(pl.col("number"))
    return frame.select(known.cast(pl.Int32).cast(pl.Date)).to_series()


def rows(held: pl.DataFrame, places: pl.DataFrame, classes: list[str], settings: Settings) -> Rows:
    """The cohorts held, as the projection takes them; what was due before the plan is replaced when it begins."""
    code = {name: position for position, name in enumerate(classes)}
    frame = held.join(places, on=["school", "family"], maintain_order="left").with_columns(
        deploy=pl.max_horizontal(deploy_by(pl.col("due_on"), settings), pl.lit(settings.begins)),
        code=pl.col("asset_class").replace_strict(code, return_dtype=pl.Int64),
    )
    dated = frame.with_columns(deploy=pl.when(pl.col("due_on").is_not_null()).then(pl.col("deploy")))
    return Rows.joined(
        [
            Rows(
                place=dated["place"].to_numpy(),
                asset_class=dated["code"].to_numpy(),
                due=numbers(dated["due_on"]),
                deploy=numbers(dated["deploy"]),
                why=dated["why"].to_physical().cast(pl.Int64).fill_null(-1).to_numpy(),
                cycle=np.ones(dated.height, np.int64),
                support_end=numbers(dated["support_end"]),
                items=dated["items"].to_numpy(),
            )
        ]
    )


def sent(orders: pl.DataFrame, places: pl.DataFrame, years: range) -> Ints:
    """Open orders for one school: places x years."""
    matrix = np.zeros((len(places), len(years)), np.int64)
    known = orders.join(places, on=["school", "family"]).filter(pl.col("fy").is_in(list(years)))
    matrix[known["place"].to_numpy(), known["fy"].to_numpy() - years.start] = known["items"].to_numpy()
    return matrix


def pooled(orders: pl.DataFrame, classes: list[str], years: range) -> Ints:
    """Open orders for the whole district: classes x years."""
    matrix = np.zeros((len(classes), len(years)), np.int64)
    shared = orders.filter(pl.col("school").is_null() & pl.col("fy").is_in(list(years)))
    for name, fy, items in shared.select("family", "fy", "items").iter_rows():
        matrix[classes.index(name), fy - years.start] += items
    return matrix


def put_off_items(put_off: PutOff, places: pl.DataFrame) -> dict[tuple[int, int, int], dict[int, int]]:
    """What is put off, by place, cycle and due day."""
    position = {(school, name): place for place, school, name in places.select("place", "school", "family").iter_rows()}
    return {
        (position[key.school, key.asset_class], key.cycle, number(key.due_on)): dict(items)
        for key, items in put_off.needs.items()
        if (key.school, key.asset_class) in position
    }


def next_due(book: Book, places: pl.DataFrame, settings: Settings) -> NextDue:
    """When things bought at these places for these days fall due again: by age, their support end not known yet.

    What is replaced only as directed, and what has no useful life, never falls due by itself.
    """
    rule = dict(book.asset_classes.select("code", "refresh_rule").iter_rows())
    life = dict(book.asset_classes.select("code", "life_months").iter_rows())
    months = np.array(
        [0 if rule[name] == "as directed" else life[name] or 0 for name in places["family"].to_list()], np.int64
    )

    def due(place: Ints, day: Ints) -> tuple[Ints, Ints]:
        lives = months[place]
        frame = pl.DataFrame({"day": days(day), "months": lives}).with_columns(
            due=pl.when(pl.col("months") > 0).then(add_months_expr(pl.col("day"), pl.col("months")))
        )
        policy = deploy_by(pl.col("due"), settings)  # a life shorter than a school year must not go back in time
        frame = frame.with_columns(deploy=pl.when(policy > pl.col("day")).then(policy).otherwise("due"))
        return numbers(frame["due"]), numbers(frame["deploy"])

    return due


def fiscal_years(start_month: int) -> Callable[[Ints], Ints]:
    """The fiscal years of days numbered since 1970."""

    def year_of(day: Ints) -> Ints:
        month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        later = (month % 12 + 1 >= start_month) & (start_month > 1)
        return np.asarray(1970 + month // 12 + later, np.int64)

    return year_of
