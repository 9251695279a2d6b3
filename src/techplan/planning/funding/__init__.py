"""Who pays: money that may be spent, what it may pay for, the linear program, and the words that explain it."""

from techplan.planning.funding.allocation import Funding, SettledMoney, Source, allocate, source_of

__all__ = ["Funding", "SettledMoney", "Source", "allocate", "source_of"]
