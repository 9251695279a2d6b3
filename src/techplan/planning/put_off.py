"""What a plan puts off: needs by so many items and years, initiatives and agreements that begin later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class NeedKey(NamedTuple):
    """Replacements of one class at one school that fall due on one day, in one cycle."""

    school: str
    asset_class: str
    cycle: int
    due_on: date


@dataclass(frozen=True)
class PutOff:
    """Nothing, unless said otherwise.

    ``needs`` gives, for each key, the items that wait so many years longer than their deploy-by day; they stay in use,
    and what replaces them falls due later in turn. ``initiatives`` and ``agreements`` begin so many years later.
    """

    needs: Mapping[NeedKey, Mapping[int, int]] = field(default_factory=dict)
    initiatives: Mapping[str, int] = field(default_factory=dict)
    agreements: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.needs or self.initiatives or self.agreements)


NOTHING = PutOff()
