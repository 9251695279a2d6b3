"""What must be bought, where and when: the lifecycle projection of everything the district runs.

Assets become cohorts; standards and drivers say how much is required, and where no standard speaks, what is installed
is kept up; open orders come in; the projection closes the difference year by year, and what it buys falls due again.
The result is the ``needs`` table with the four dates of each need, the ``stock`` table with the flows behind it, and
what could not be planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs import arrays
from techplan.planning.needs.cohorts import cohorts
from techplan.planning.needs.families import family_of
from techplan.planning.needs.frames import bought_rows, completed_needs, stock_frame
from techplan.planning.needs.grade_needs import grade_entry_needs
from techplan.planning.needs.open_orders import open_orders
from techplan.planning.needs.projection import Projection, project
from techplan.planning.needs.required import asked, pilots_without_a_year, required_stock
from techplan.planning.put_off import NOTHING, PutOff
from techplan.planning.results import Stock
from techplan.planning.settings import Settings


@dataclass(frozen=True, kw_only=True)
class NeedsFound:
    """The ``needs`` and ``stock`` result tables, with the defaults used and the rows that could not be planned."""

    needs: pl.DataFrame
    stock: pl.DataFrame
    assumptions: tuple[Assumption, ...]
    gaps: tuple[dict[str, object], ...]


def find_needs(
    book: Book,
    settings: Settings,
    drivers: DriverCounts,
    *,
    batches: Iterable[pl.DataFrame] | None = None,
    put_off: PutOff = NOTHING,
) -> NeedsFound:
    """The needs of a Book; ``batches`` stand in for its ``assets`` table where that is too large to hold.

    What is ``put_off`` stays in use until it is replaced, and its own replacement falls due later in turn.
    """
    family = family_of(book)
    follows = set(book.asset_classes.filter(pl.col("refresh_rule") == "grade entry")["code"]) & set(family.values())
    of_pupils = [code for code, last in family.items() if last in follows]
    held = cohorts([book.assets] if batches is None else batches, book, settings, of_pupils)
    held = held.with_columns(family=pl.col("asset_class").replace_strict(family, return_dtype=pl.String))
    with_pupils, elsewhere = held.filter(pl.col("grade").is_not_null()), held.filter(pl.col("grade").is_null())
    orders, used, gaps = open_orders(book, family, settings)
    installed = elsewhere.group_by("school", "family").agg(pl.col("items").sum()).sort("school", "family")
    years = _simulated(book, settings)
    wanted = asked(book, drivers, installed, family, years)
    followed = pl.col("family").is_in(sorted(follows))
    for_pupils = followed & (pl.col("driver") == "student")
    general = _Projected.of(
        book, settings, family, years,
        elsewhere, required_stock(wanted.filter(~for_pupils)), orders.filter(~followed), put_off,
    )  # fmt: skip
    graded = grade_entry_needs(
        book,
        settings,
        drivers,
        years,
        sorted(follows),
        held=with_pupils,
        wanted=wanted.filter(for_pupils),
        orders=orders.filter(followed),
    )
    return NeedsFound(
        needs=completed_needs(pl.concat([general.bought(), graded.bought]), book, settings),
        stock=_together([general.stock(), graded.stock]),
        assumptions=(*used, *pilots_without_a_year(book), *general.assumptions(), *graded.assumptions),
        gaps=tuple(gaps),
    )


def _together(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """One ``stock``; what pupils have stands in the district's row, beside what else the district as a whole has."""
    key = ["school", "asset_class", "fy"]
    return pl.concat(parts).group_by(key).agg(pl.all().sum()).select(Stock.column_names()).sort(key)


def _simulated(book: Book, settings: Settings) -> range:
    """The plan's years, and as many after them as the longest lead time reaches into."""
    longest = book.asset_classes["lead_time_months"].max()
    beyond = 0 if longest is None else -(-int(str(longest)) // 12) + 1
    return range(settings.first_fy, settings.last_fy + 1 + min(beyond, 3))


@dataclass(frozen=True, kw_only=True)
class _Projected:
    """One projection with the words behind its numbers: places and classes by position."""

    book: Book
    settings: Settings
    years: range
    places: pl.DataFrame
    classes: list[str]
    found: Projection
    installed_only: pl.DataFrame

    @classmethod
    def of(
        cls,
        book: Book,
        settings: Settings,
        family: Mapping[str, str],
        years: range,
        held: pl.DataFrame,
        required: pl.DataFrame,
        orders: pl.DataFrame,
        put_off: PutOff,
    ) -> _Projected:
        classes = sorted(family)
        places = arrays.places(held, required, orders)
        matrix = arrays.required_matrix(book, places, required, years)
        found = project(
            arrays.described(book, family, places, classes, matrix, years),
            arrays.calendar(settings, years),
            arrays.rows(held, places, classes, settings),
            sent=arrays.sent(orders, places, years),
            pooled=arrays.pooled(orders, classes, years),
            next_due=arrays.next_due(book, places, settings),
            year_of=arrays.fiscal_years(settings.start_month),
            put_off=arrays.put_off_items(put_off, places),
        )
        installed_only = places.filter(pl.Series((matrix < 0).any(axis=1), dtype=pl.Boolean))
        return cls(
            book=book, settings=settings, years=years, places=places, classes=classes, found=found,
            installed_only=installed_only,
        )  # fmt: skip

    def bought(self) -> pl.DataFrame:
        return bought_rows(self.found, self.places, self.classes)

    def stock(self) -> pl.DataFrame:
        return stock_frame(self.found, self.places, self.years, self.settings)

    def assumptions(self) -> list[Assumption]:
        """Orders that nothing needs, and families that no standard asks for, kept as installed."""
        return [*self._left_over(), *self._installed()]

    def _left_over(self) -> list[Assumption]:
        """Items ordered for the whole district that no school is short of: they are in no stock."""
        return [
            Assumption(
                assumption="ordered and nowhere needed",
                about=f"class {code}",
                value=f"{items} {'item' if items == 1 else 'items'} not placed",
                why="The order names no school, and no school is short of the class in these years; enter the school.",
                confirmed=True,
            )
            for code, items in zip(self.classes, self.found.left_over.tolist(), strict=True)
            if items
        ]

    def _installed(self) -> list[Assumption]:
        """Families that no standard asks for."""
        counted = self.installed_only.group_by("family").len().sort("family")
        return [
            Assumption(
                assumption="kept as installed",
                about=family,
                value="1 place" if schools == 1 else f"{schools} places",
                why="No standard asks for this class there (or not yet), so what is installed is replaced one for one.",
                confirmed=True,
                rows=schools,
            )
            for family, schools in counted.iter_rows()
        ]
