"""How what has left service may be disposed of: by date, value and fund, federal and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import add_months_expr
from techplan.planning.inventory.property.kinds import THRESHOLD
from techplan.planning.inventory.results.property import Disposals
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

VALUE: Final = "uniform_guidance.disposition_value"
ERATE_MONTHS: Final = "erate.disposal.months"
ASK: Final = "Ask your treasurer."


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule's say on some of the things: ``when`` it speaks, what it says, by which citation.

    ``allows`` is null where only the treasurer can say.
    """

    when: pl.Expr
    says: pl.Expr
    cites: str
    confirmed: bool
    allows: pl.Expr


def disposals(
    book: Book, assets: pl.DataFrame, record: pl.DataFrame, rules: Rules, on: date, known: date
) -> pl.DataFrame:
    """The ``disposals`` table: what is retired and still owned. ``record`` is the property record.

    A thing may go where every rule that speaks of it is confirmed and allows it; ``lot`` numbers what may go alike.
    """
    frame = _waiting(book, assets, record, rules, on, known)
    state = book.district["state"][0] if book.district.height else None
    clauses = [
        *_leased(),
        *_federal(rules, on, known),
        *_erate(rules, on, known),
        *_state(state, rules, frame, on, known),
    ]
    frame = frame.with_columns(how=_joined(clauses, "says"), why=_joined(clauses, "cites"))
    frame = frame.with_columns(
        may_dispose=_allowed(clauses),
        confirmed=pl.all_horizontal(pl.lit(value=True), *(~c.when | pl.lit(c.confirmed) for c in clauses)),
        proceeds_to=pl.col("fund"),
        lot=pl.struct("how", pl.col("fund").fill_null("")).rank("dense").cast(pl.Int64),
    )
    schema = Disposals.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("asset")


def _waiting(
    book: Book, assets: pl.DataFrame, record: pl.DataFrame, rules: Rules, on: date, known: date
) -> pl.DataFrame:
    """Retired things with their value, federal kind, the federal level, and the day from which E-rate lets them go."""
    classes = book.asset_classes.select("salvage_cents", asset_class="code", class_name="name", e_rate="e_rate")
    kinds = record.select("asset", "kind")
    erate = book.funds.filter(pl.col("rule_set") == "erate").get_column("fund")
    months = rules.at(ERATE_MONTHS, on=on, known=known).value
    frame = (
        assets.filter((pl.col("status") == "retired") & pl.col("disposed_on").is_null())
        .join(classes, on="asset_class", how="left", maintain_order="left")
        .join(kinds, on="asset", how="left", maintain_order="left")
        .join(_levels(book, rules, known), on="award", how="left", maintain_order="left")
    )
    leases = book.financings.filter(
        pl.col("kind").is_in(["lease", "subscription"]) & ~pl.col("ownership_at_end").fill_null(value=False)
    )["financing"]
    return frame.with_columns(
        leased=pl.col("financing").is_in(leases.implode()).fill_null(value=False),
        description=pl.coalesce("model", "class_name", "asset_class"),
        acquired_on=pl.col("in_service_on"),
        value_cents=pl.col("salvage_cents"),
        from_erate=pl.col("fund").is_in(erate.implode()).fill_null(value=False),
        earliest_on=pl.when(pl.col("e_rate") == "category two").then(
            add_months_expr(pl.col("in_service_on"), pl.lit(months))
        ),
    )


def _levels(book: Book, rules: Rules, known: date) -> pl.DataFrame:
    """By award, the value up to which equipment may go without further duty to the agency."""
    first = min(value.effective for value in rules.history(THRESHOLD))
    rows = [
        (award, rules.at(VALUE, on=max(day, first), known=known).cents if day else None)
        for award, day in book.awards.select("award", "awarded_on").iter_rows()
    ]
    return pl.DataFrame(rows, schema={"award": pl.String, "free_up_to": pl.Int64}, orient="row")


def _leased() -> list[Clause]:
    """What is leased belongs to the lessor: it goes back, and is not sold."""
    says = "Leased: it goes back to the lessor at the end of the lease, and is not the district's to sell."
    return [Clause(pl.col("leased"), pl.lit(says), "the lease", True, pl.lit(value=False))]


def _federal(rules: Rules, on: date, known: date) -> list[Clause]:
    rule = rules.at(VALUE, on=on, known=known)
    lowest = min(value.cents for value in rules.history(VALUE))
    equipment = pl.col("kind").is_in(["equipment", "not known"]).fill_null(value=False)
    level = pl.col("free_up_to").fill_null(lowest)
    within = pl.col("value_cents") <= level
    cites = "2 CFR 200.313(e)"
    return [
        Clause(
            equipment & within.fill_null(value=False),
            pl.lit("Federal equipment of small value: it may be kept or sold without further duty to the agency."),
            cites, rule.confirmed, pl.lit(value=True),
        ),
        Clause(
            equipment & ~within.fill_null(value=True),
            pl.lit("Federal equipment of value: ask the awarding agency, which has its share of what the sale brings."),
            cites, rule.confirmed, pl.lit(value=False),
        ),
        Clause(
            equipment & within.is_null(),
            pl.lit("Federal equipment whose value is not known: have it appraised; the value decides."),
            cites, rule.confirmed, pl.lit(None, pl.Boolean),
        ),
        Clause(
            pl.col("kind").eq("supply").fill_null(value=False),
            pl.lit("Bought with federal money as a supply: no duty to the agency once it has been used."),
            "2 CFR 200.314", rule.confirmed, pl.lit(value=True),
        ),
    ]  # fmt: skip


def _erate(rules: Rules, on: date, known: date) -> list[Clause]:
    rule = rules.at(ERATE_MONTHS, on=on, known=known)
    young = (pl.col("earliest_on") > on).fill_null(value=False)
    day = pl.col("earliest_on").cast(pl.String)
    return [
        Clause(
            young & pl.col("from_erate"),
            pl.format("E-rate paid for it: it may not be sold, given away or traded in before {}.", day),
            rule.citation, rule.confirmed, pl.lit(value=False),
        ),
        Clause(
            young & ~pl.col("from_erate"),
            pl.format("If E-rate paid for part of it, it may not be sold before {}; look in the E-rate register.", day),
            rule.citation, rule.confirmed, pl.lit(None, pl.Boolean),
        ),
    ]  # fmt: skip


def _state(state: str | None, rules: Rules, frame: pl.DataFrame, on: date, known: date) -> list[Clause]:
    if state != "OH":
        says = f"{ASK} Techplan holds no rule of your state on selling school property."
        return [Clause(pl.lit(value=True), pl.lit(says), "no state rule", False, pl.lit(None, pl.Boolean))]
    over = rules.at("oh.disposal.auction_over", on=on, known=known)
    notice = rules.at("oh.disposal.notice_days", on=on, known=known)
    stay = rules.at("oh.disposal.improvement_proceeds_stay", on=on, known=known)
    says = _auction(over, int(str(notice.value)), frame)
    return [
        Clause(pl.lit(value=True), pl.lit(_asked(says, over)), over.citation, over.confirmed, _only_if(over)),
        Clause(
            pl.lit(value=True), pl.lit("What the sale brings goes back to the fund that bought."),
            stay.citation, stay.confirmed, _only_if(stay),
        ),
    ]  # fmt: skip


def _only_if(rule: RuleValue) -> pl.Expr:
    """A rule that nobody confirmed never allows."""
    return pl.lit(value=True) if rule.confirmed else pl.lit(None, pl.Boolean)


def _auction(over: RuleValue, days: int, frame: pl.DataFrame) -> str:
    """What Ohio asks of all that is on the list together; the total decides."""
    known, unknown = int(frame["value_cents"].sum()), frame["value_cents"].is_null().sum()
    together = f"the {frame.height:,} things on this list are worth {dollars(known)} together"
    if known > over.cents:
        return f"{together}, more than {dollars(over.cents)}: they go by public auction on {days} days' notice."
    if unknown:
        return (
            f"{together}, but the value of {unknown:,} is not known; above {dollars(over.cents)} they go by public "
            f"auction on {days} days' notice."
        )
    return f"{together}, not more than {dollars(over.cents)}: no auction is asked for."


def _asked(says: str, rule: RuleValue) -> str:
    return f"{says[0].upper()}{says[1:]}" if rule.confirmed else f"{ASK} Techplan would say: {says}"


def _joined(clauses: list[Clause], part: str) -> pl.Expr:
    separator = " " if part == "says" else "; "
    parts = [pl.when(c.when).then(c.says if part == "says" else pl.lit(c.cites)) for c in clauses]
    return pl.concat_str(parts, separator=separator, ignore_nulls=True)


def _allowed(clauses: list[Clause]) -> pl.Expr:
    """False where any rule forbids, else null where any leaves it open, else true."""
    says = [pl.when(c.when).then(c.allows).otherwise(pl.lit(value=True)) for c in clauses]
    forbidden = pl.any_horizontal(pl.lit(value=False), *(~said.fill_null(value=True) for said in says))
    left_open = pl.any_horizontal(pl.lit(value=False), *(said.is_null() for said in says))
    return pl.when(forbidden).then(pl.lit(value=False)).when(~left_open).then(pl.lit(value=True))
