"""Account codes of a ledger: Ohio's code of nine dimensions, and others that stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from techplan.sources.ledger.titles import DIMENSIONS

_WHOLE: Final = sum(DIMENSIONS.values())
_WITHOUT_TI: Final = _WHOLE - DIMENSIONS["ti"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account's code in full and what of it the ledger keeps apart; empty where the code does not say."""

    code: str
    fund: str = ""
    function: str = ""
    object: str = ""
    padded: bool = False


def ohio_account(parts: Mapping[str, str]) -> Account | None:
    """The account of its dimensions, zeros put back where a spreadsheet lost them; None where one is too long.

    USAS-R itself pads a shorter dimension with zeros (``1`` is ``001``). A dimension that the file lacks is left out
    of the code, never invented.
    """
    whole = {name: parts[name].strip().zfill(width) for name, width in DIMENSIONS.items() if parts.get(name)}
    if not whole or any(len(text) != DIMENSIONS[name] or not text.isalnum() for name, text in whole.items()):
        return None
    changed = any(whole[name] != parts[name].strip() for name in whole)
    return _account(whole, padded=changed)


def split_account(text: str) -> Account:
    """An account written in one cell: Ohio's 30 digits (28 without the transaction indicator), or as it stands."""
    bare = re.sub(r"[\s.\-/]+", "", text)
    if bare.isalnum() and bare.isascii() and len(bare) in {_WHOLE, _WITHOUT_TI} and bare[:9].isdigit():
        names = list(DIMENSIONS) if len(bare) == _WHOLE else [name for name in DIMENSIONS if name != "ti"]
        parts, at = {}, 0
        for name in names:
            parts[name] = bare[at : at + DIMENSIONS[name]]
            at += DIMENSIONS[name]
        return _account(parts, padded=False)
    return Account(" ".join(text.split()))


def _account(parts: Mapping[str, str], *, padded: bool) -> Account:
    return Account(
        code="-".join(parts[name] for name in DIMENSIONS if name in parts),
        fund=parts.get("fund", ""),
        function=parts.get("function", ""),
        object=parts.get("object", ""),
        padded=padded,
    )
