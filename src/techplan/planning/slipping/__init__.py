"""What is put off where money is short, with its whole chain."""

from techplan.planning.results import Slips
from techplan.planning.slipping.choosing import Chosen, choose
from techplan.planning.slipping.telling import slips

__all__ = ["Chosen", "Slips", "choose", "slips"]
