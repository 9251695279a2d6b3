from techplan.documents.facts.funding import telling


def test_reasons_of_money_come_first() -> None:
    why = "Pays only capital spending: Building (004). Used up in FY2027: General Fund (001)."
    assert telling(why) == "Used up in FY2027: General Fund (001). Pays only capital spending: Building (004)."
    assert telling("No fund is entered.") == "No fund is entered."
