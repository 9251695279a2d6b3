"""Orders and what became of them: how many came, were paid for, are in the inventory, were lost and made good."""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.findings.rows import of_table
from techplan.planning.inventory.results.orders import OrderLines
from techplan.planning.receiving import LINE, assets_of_lines, received_so_far, unplaced

LOSSES = ("loss", "theft")
MADE_GOOD = ("recovered", "replaced")


def order_lines(book: Book, assets: pl.DataFrame, on: date) -> pl.DataFrame:
    """The ``order_lines`` table. ``assets`` is the frame of ``owned_assets``.

    Open is what was ordered less what was cancelled and received, or is in the inventory already; it is overdue once
    the expected day has passed.
    """
    models = book.product_models.select("model", model_class="asset_class")
    frame = book.purchase_orders.drop("received").join(models, on="model", how="left")
    for part in (received_so_far(book), _fates(book, assets), _paid_early(book)):
        frame = frame.join(part, on=LINE, how="left")
    frame = frame.join(unplaced(book), on="order", how="left")
    numbers = ["cancelled", "lost", "recovered", "recovery_cents"]
    frame = frame.with_columns(
        pl.col(numbers).fill_null(0),
        asset_class=pl.coalesce("asset_class", "model_class"),
        ordered="quantity",
    )
    wanted = pl.max_horizontal(pl.col("ordered") - pl.col("cancelled"), 0)
    came = pl.max_horizontal("received", "in_inventory")
    frame = frame.with_columns(
        open=pl.max_horizontal(wanted - came, pl.lit(0)),
        over=pl.max_horizontal(pl.col("received") - wanted, pl.lit(0)),
        not_entered=pl.max_horizontal(pl.col("received") - pl.col("in_inventory"), pl.lit(0)),
        ordered_price_cents=wanted * pl.col("unit_price_cents"),
        received_price_cents=pl.col("received") * pl.col("unit_price_cents"),
    )
    late = (pl.col("expected_on") < on).fill_null(value=False)
    frame = frame.with_columns(overdue=pl.when(late).then("open").otherwise(0)).with_columns(why=_why())
    schema = OrderLines.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(LINE)


def _fates(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """By order line: assets lost, of them made good, and what was recovered from whom.

    A lost asset is made good where each of its losses was: found again, replaced or paid for. One that is missing today
    was not found again, whatever an earlier loss came to.
    """
    of_lines = assets_of_lines(book).join(assets.select("asset", "status"), on="asset")
    loss = pl.col("cause").is_in(LOSSES).fill_null(value=False)
    paid = ((pl.col("outcome") == "replaced") | (pl.col("recovery_cents") > 0)).fill_null(value=False)
    found = (pl.col("outcome") == "recovered").fill_null(value=False)
    told = book.incidents.filter(pl.col("asset").is_not_null()).group_by("asset").agg(
        went=loss.any(),
        paid=(loss & paid).any() & (~loss | paid | found).all(),
        found=(~loss | paid | found).all(),
        recovery_cents=pl.col("recovery_cents").sum(),
        sources=pl.col("recovered_from").drop_nulls().unique().sort(),
    )  # fmt: skip
    frame = of_lines.join(told, on="asset", how="left").with_columns(pl.col("went", "paid", "found").fill_null(False))
    missing = (pl.col("status") == "missing").fill_null(value=False)
    back = pl.when(missing).then("paid").otherwise("found")
    sources = pl.col("sources").list.explode(keep_nulls=False, empty_as_null=False).unique().sort()
    frame = frame.with_columns(lost=pl.col("went") | missing, back=back).group_by(LINE).agg(
        pl.col("lost").sum(),
        recovered=(pl.col("lost") & pl.col("back")).sum(),
        recovery_cents=pl.col("recovery_cents").sum(),
        recovered_from=sources.str.join(";"),
    )  # fmt: skip
    return frame.with_columns(recovered_from=pl.when(pl.col("recovered_from") != "").then("recovered_from"))


def _paid_early(book: Book) -> pl.DataFrame:
    """Order lines of which a receipt was paid before its goods came, by receipt."""
    early = book.receipts.filter(
        (pl.col("paid_on") < pl.col("received_on"))
        | ((pl.col("paid_cents") > 0) & (pl.col("quantity") == 0) & (pl.col("damaged").fill_null(0) == 0))
    )
    return early.group_by(LINE).agg(paid_early=pl.col("receipt").sort().str.join(", "))


def _why() -> pl.Expr:
    """What does not agree on a line, in words; null where everything agrees."""
    receipts = pl.col("by_receipts").is_not_null()
    said = [
        pl.when(receipts & (pl.col("stated") != pl.col("by_receipts"))).then(
            pl.format("The order says {} received, its receipts say {}.", "stated", "by_receipts")
        ),
        pl.when(pl.col("damaged") > 0).then(pl.format("{} came damaged.", "damaged")),
        pl.when(pl.col("over") > 0).then(pl.format("{} more came than were ordered.", "over")),
        pl.when(pl.col("overdue") > 0).then(
            pl.format("{} were expected by {}.", "overdue", pl.col("expected_on").cast(pl.String))
        ),
        pl.when(pl.col("not_entered") > 0).then(pl.format("{} that came are not in the inventory.", "not_entered")),
        pl.when(pl.col("in_inventory") > pl.col("received")).then(
            pl.format("{} assets name this line, and {} were received.", "in_inventory", "received")
        ),
        pl.when(pl.col("invoiced_cents") > pl.col("received_price_cents")).then(
            pl.lit("More was invoiced than was received in good order.")
        ),
        pl.when(pl.col("paid_cents") > pl.col("invoiced_cents")).then(pl.lit("More was paid than was invoiced.")),
        pl.format("Paid before the goods came: receipt {}.", "paid_early"),
        pl.format("The order has no such line: receipt {}.", "receipts"),
        pl.format("{} assets name this order, but which of its lines they came on is not clear.", "assets"),
    ]
    text = pl.concat_str(said, separator=" ", ignore_nulls=True)
    return pl.when(text != "").then(text)


def order_findings(lines: pl.DataFrame) -> pl.DataFrame:
    """Order lines on which something does not agree, as found rows."""
    rows = lines.filter(pl.col("why").is_not_null())
    return of_table(rows, "order does not agree", "purchase_orders", pl.format("{}/{}", "order", "line"), pl.col("why"))
