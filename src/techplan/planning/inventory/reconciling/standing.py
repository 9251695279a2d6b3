"""Where each thing stands: in all systems that should see it, missing from one, only in the Book, only in a system."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.results.reconciling import Reconciled, Standings
from techplan.planning.results import DISTRICT_WIDE

_LATEST: Final = "last_seen"
NO_CLASS: Final = "-"


def stand(
    assets: pl.DataFrame,
    joined: pl.DataFrame,
    watched: dict[str, list[str]],
    apart: pl.DataFrame,
    limits: Limits,
    on: date,
) -> pl.DataFrame:
    """The ``reconciled`` table: every asset in use once, retired ones that are still seen, and devices no asset fits.

    ``joined`` is the frame of ``joined_sightings``, ``watched`` the classes that each system watches, ``apart`` the
    ``disagreements``. What has left service and is seen no more is not listed, nor is a device that only a system knew
    and that it looks after no longer: an auditor asks where things are, and these are gone on every side.
    """
    systems = sorted(joined.get_column("system").unique())
    ours = _ours(assets, joined, systems, watched, limits, on)
    counted = apart.group_by(asset="asset").agg(disagreements=pl.len().cast(pl.Int64))
    ours = ours.join(counted, on="asset", how="left", maintain_order="left")
    frame = pl.concat([ours, _theirs(joined, systems)], how="diagonal")
    schema = Reconciled.polars_schema()
    return (
        frame.with_columns(pl.col("disagreements").fill_null(0))
        .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
        .sort("thing")
    )


def _ours(
    assets: pl.DataFrame,
    joined: pl.DataFrame,
    systems: Sequence[str],
    watched: dict[str, list[str]],
    limits: Limits,
    on: date,
) -> pl.DataFrame:
    frame = _with_marks(assets.drop(_LATEST), joined, systems)
    frame = frame.with_columns(
        systems=_listed([(name, pl.col(_mark(name)).is_not_null()) for name in systems]),
        missing_from=_listed(
            [
                (name, pl.col(_mark(name)).is_null() & pl.col("asset_class").is_in(classes).fill_null(value=False))
                for name, classes in sorted(watched.items())
            ]
        ),
    )
    after = pl.col("disposed_on").fill_null(on - timedelta(days=limits.recent_days + 1))
    still = pl.col("systems").is_not_null() & (pl.col(_LATEST) > after).fill_null(value=False)
    standing = (
        pl.when(~pl.col("in_use")).then(pl.when(still).then(pl.lit("retired but seen")))
        .when(pl.col("systems").is_null() & pl.col("missing_from").is_not_null()).then(pl.lit("only in the Book"))
        .when(pl.col("systems").is_null()).then(pl.lit("not watched"))
        .when(pl.col("missing_from").is_not_null()).then(pl.lit("missing from a system"))
        .otherwise(pl.lit("in all"))
    )  # fmt: skip
    frame = frame.with_columns(standing=standing).filter(pl.col("standing").is_not_null())
    return frame.with_columns(thing=pl.col("asset"), why=_why(), missing_from=_missing_of_use())


def _missing_of_use() -> pl.Expr:
    """What has left service is missed by no system."""
    return pl.when(pl.col("in_use")).then("missing_from")


def _mark(system: str) -> str:
    return f"seen by {system}"


def _with_marks(assets: pl.DataFrame, joined: pl.DataFrame, systems: Sequence[str]) -> pl.DataFrame:
    """The assets with a day (or the day 1) for each system that sees them, ``last_seen``, ``joined_by``, ``ended``.

    Where a system still sees a thing, ``last_seen`` is the last day of such systems: what another has ended is older.
    """
    named = joined.filter(pl.col("of").is_not_null())
    here, marks = pl.col("current"), [_mark(name) for name in systems]
    days = {
        _mark(name): pl.when(here & (pl.col("system") == name)).then(pl.col("seen_on").fill_null(date(1, 1, 1)))
        for name in systems
    }
    found = (
        named.select("joined_by", asset="of", latest=pl.when(here).then("seen_on"), **days)
        .group_by("asset")
        .agg(pl.col("joined_by").min(), pl.col("latest", *marks).max())
    )
    gone = named.filter(~here).sort("seen_on", "sighting", nulls_last=False)
    endings = gone.group_by(asset="of").agg(
        ended=pl.col("status").filter("ended").last(),
        ended_in=pl.col("system").filter("ended").last(),
        ended_on=pl.col("seen_on").last(),
    )
    found = found.join(endings, on="asset", how="left")
    marked = pl.any_horizontal(pl.lit(value=False), *(pl.col(mark).is_not_null() for mark in marks))
    found = found.with_columns(pl.when(marked).then("latest").otherwise("ended_on").alias(_LATEST))
    return assets.join(found.drop("latest", "ended_on"), on="asset", how="left", maintain_order="left")


def _listed(named: Sequence[tuple[str, pl.Expr]]) -> pl.Expr:
    """The names whose condition holds, separated by semicolons; null where none does."""
    if not named:
        return pl.lit(None, pl.String)
    parts = [pl.when(condition).then(pl.lit(name)) for name, condition in named]
    text = pl.concat_str(parts, separator=";", ignore_nulls=True)
    return pl.when(text != "").then(text)


def _why() -> pl.Expr:
    ended = pl.format("{} lists it as {}; that is not seeing it.", "ended_in", "ended")
    seen = pl.when(pl.col(_LATEST).is_not_null()).then(pl.format("Last seen on {}.", pl.col(_LATEST).cast(pl.String)))
    return (
        pl.when(pl.col("standing") == "not watched").then(
            pl.coalesce(ended, pl.lit("No system watches things of its class."))
        )
        .when(pl.col("standing") == "only in the Book").then(
            pl.coalesce(ended, pl.format("No system sees it, though {} should.", _spoken("missing_from")))
        )
        .when(pl.col("standing") == "missing from a system").then(
            pl.format("Seen by {}, not by {}.", _spoken("systems"), _spoken("missing_from"))
        )
        .when(pl.col("standing") == "retired but seen").then(
            pl.format("By the Book {}; still seen by {}.", pl.col("status").fill_null("disposed"), _spoken("systems"))
        )
        .otherwise(pl.coalesce(seen, pl.format("Listed by {}.", _spoken("systems"))))
    )  # fmt: skip


def _spoken(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(";", ", ").fill_null("a system")


def _theirs(joined: pl.DataFrame, systems: Sequence[str]) -> pl.DataFrame:
    """Devices that systems look after and no asset fits, each once, however many systems see it."""
    lone = joined.filter(pl.col("of").is_null() & pl.col("current")).sort("seen_on", "sighting", nulls_last=False)
    seen_by = [(name, (pl.col("system") == name).any()) for name in systems]
    devices = lone.group_by("thing").agg(
        *(pl.col(name).drop_nulls().last() for name in ("tag", "serial", "model", "school", "unclear")),
        pl.col("seen_on").max().alias(_LATEST),
        *(condition.alias(_mark(name)) for name, condition in seen_by),
        numbered=pl.any_horizontal(pl.col("s_serial", "s_tag", "s_mac").is_not_null()).any(),
    )
    why = (
        pl.when(pl.col("unclear").is_not_null()).then(pl.format("No asset was joined: {}.", "unclear"))
        .when(pl.col("numbered")).then(pl.lit("No asset of the Book has its serial, tag or network address."))
        .otherwise(pl.lit("It is listed without a serial, tag or network address that could tell which asset it is."))
    )  # fmt: skip
    return devices.with_columns(
        systems=_listed([(name, pl.col(_mark(name))) for name, _ in seen_by]),
        standing=pl.lit("only in a system"),
        why=why,
    ).drop("unclear", "numbered", *(_mark(name) for name in systems))


def standings(reconciled: pl.DataFrame) -> pl.DataFrame:
    """The ``standings`` table: the reconciled things counted by school, class and standing."""
    return (
        reconciled.group_by(
            pl.col("school").fill_null(DISTRICT_WIDE), pl.col("asset_class").fill_null(NO_CLASS), "standing"
        )
        .agg(
            things=pl.len().cast(pl.Int64),
            cost_cents=pl.col("cost_cents").sum(),
            unpriced=pl.col("cost_cents").is_null().sum().cast(pl.Int64),
        )
        .select(Standings.polars_schema().names())
        .sort(Standings.primary_key())
    )
