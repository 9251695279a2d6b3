from techplan.documents.facts.funding import telling


def test_reasons_of_money_are_named_and_the_other_funds_counted() -> None:
    why = "Pays only capital spending: Building (004). Used up in FY2027: General Fund (001)."
    assert telling(why) == "Used up in FY2027: General Fund (001). 1 other fund is not allowed to pay for this."


def test_each_fund_is_named_once_without_awards_and_at_most_three_in_a_reason() -> None:
    why = (
        "Used up in FY2027: A (1), award X; A (1), award Y; B (2), keeps its floor of 50.00; C (3); D (4); E (5). "
        "No money to spend: A (1). Does not pay for software: F (6); G (7), award Z."
    )
    assert telling(why) == (
        "Used up in FY2027: A (1); B (2); C (3); and 2 more. 2 other funds are not allowed to pay for this."
    )


def test_where_no_fund_may_pay_the_rules_are_named() -> None:
    why = "Pays only capital spending: Building (004). Outside its dates: ESSER (507), award E2, until FY2025."
    assert telling(why) == "Pays only capital spending: Building (004). Outside its dates: ESSER (507)."
    assert telling("No fund is entered.") == "No fund is entered."
