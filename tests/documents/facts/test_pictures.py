import pytest

from techplan.documents.facts.pictures import jump_sentence, peak_sentence, shares_sentence, shortfall_sentence
from techplan.documents.facts.years import Years

YEARS = Years(all=(2027, 2028, 2029), in_progress=2027, budget=2028, start_month=7)
ONE = Years(all=(2027,), in_progress=2027, budget=None, start_month=7)


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([100, 100, 200], "Replacement doubles in FY2029"),
        ([100, 250, 200], "Replacement more than doubles in FY2028"),
        ([100, 300, 300], "Replacement triples in FY2028"),
        ([100, 500, 500], "Replacement grows fivefold in FY2028"),
        ([100, 150, 150], "Replacement rises by 50 percent in FY2028"),
        ([10_000, 12_000, 11_000], "Replacement takes between $100 and $120 a year"),
        ([0, 0, 0], "Nothing falls due in FY2027–FY2029"),
        ([0, 0, 50_000], "Replacement takes between $500 and $500 a year"),
    ],
)
def test_the_largest_rise_is_the_sentence(totals: list[int], said: str) -> None:
    assert jump_sentence(totals, YEARS) == said


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([100_000_000, 100_000_000, 400_000_000], "Spending peaks in FY2029 at $4 million, 2.0 times an average year"),
        ([100_000_000, 100_000_000, 110_000_000], "Spending stays near $1 million a year"),
        ([0, 0, 0], "The plan needs no money in FY2027–FY2029"),
    ],
)
def test_the_peak(totals: list[int], said: str) -> None:
    assert peak_sentence(totals, YEARS) == said
    assert peak_sentence([5_000_000], ONE) == "FY2027 needs $50,000"


def test_what_has_no_fund() -> None:
    assert shortfall_sentence([0, 0, 0], YEARS) == "Known funds pay for every year"
    assert shortfall_sentence([0, 100_000, 0], YEARS) == "$1,000 has no fund, all of it in FY2028"
    assert (
        shortfall_sentence([100_000, 0, 900_000], YEARS) == "$10,000 over three years has no fund, most of it in FY2029"
    )


def test_shares() -> None:
    assert (
        shares_sentence([("Staff", 3), ("Software", 1)], YEARS) == "Staff: 75 percent of the plan; software 25 percent"
    )
    assert shares_sentence([("Staff", 3)], ONE) == "Staff: 100 percent of the plan"
