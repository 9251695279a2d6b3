"""Who pays: money that may be spent, what it may pay for, the linear program, and the words that explain it."""

from techplan.planning.funding.allocation import Funding, allocate

__all__ = ["Funding", "allocate"]
