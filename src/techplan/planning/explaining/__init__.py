"""Why each fund pays or does not, the ways to fund what is not, and what another dollar would buy."""

from techplan.planning.explaining.answers import eligibility
from techplan.planning.explaining.values import fund_values
from techplan.planning.explaining.ways import ways_to_fund

__all__ = ["eligibility", "fund_values", "ways_to_fund"]
