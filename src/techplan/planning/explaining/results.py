"""The tables that explain who pays."""

from __future__ import annotations

from techplan.book.columns import Table, count, fiscal_year, money, text
from techplan.planning.funding.rule_sets import ANSWERS


class Eligibility(Table):
    """Whether one fund, or one award of it, may pay one cost line in its year, and by which rule."""

    line = text("Cost line.", key=True)
    fund = text("Fund.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    fy = fiscal_year("Fiscal year.", required=True)
    answer = text("Whether it may pay; only yes allows.", choices=ANSWERS, required=True)
    rule = text("Rule that decides, where it is one of law or policy.")
    why = text("What makes it so.", required=True)
    citation = text("Where the rule is written.")


class WaysToFund(Table):
    """The cheapest ways to pay for what is not funded; each stands for itself, since lines compete for what is left."""

    line = text("Cost line.", key=True)
    rank = count(
        "1 for the way to try first: the district's own money before a larger grant, the least new money before more.",
        key=True,
    )
    fund = text("Fund.", required=True)
    award = text("Award, or a dash for the fund's own money.", required=True)
    short_cents = money("What is not funded of the line.", required=True)
    new_money_cents = money("New money that this way asks for.", required=True)
    way = text("What to do.", required=True)


class FundValues(Table):
    """What one more dollar of a fund, or an award of it, would buy in a fiscal year, all else staying as it is.

    Added and decided again, the dollar lowers what is unfunded in the tier named and worsens no lower-numbered one;
    where no line is named and no limit either, it changes nothing. Three things are not told: that a dollar completes
    a line bought whole or not at all, which needs its whole amount (``ways_to_fund`` says how much), that a line of a
    higher-numbered tier could give way where a limit is reached, and what E-rate would give back to another payer. By
    these, a lower-numbered tier may gain instead.
    """

    fund = text("Fund.", key=True)
    award = text("Award, or a dash for the fund's own money.", key=True)
    fy = fiscal_year("Fiscal year in which the dollar comes.", key=True)
    left_cents = money("What is left of it that year and may still be spent then or later.", required=True)
    line = text("First cost line that another dollar would go to.")
    tier = count("Tier of that line.")
    buys = text("What it would buy, in words.", required=True)
