"""Every finding, described once: how bad it is, what is wrong, how to put it right, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding. ``rests_on`` names the rule or norm behind it, where there is one."""

    finding: str
    severity: str
    title: str
    remedy: str
    rests_on: str | None = None


KINDS: Final[dict[str, Kind]] = {
    kind.finding: kind
    for kind in (
        Kind(
            "duplicate tag", "error", "Several assets have the same tag.",
            "Look at the things: correct the tag that is wrong, or dispose of the record that is double.",
        ),
        Kind(
            "duplicate serial", "error", "Several assets have the same serial number.",
            "Keep one record for each thing: correct the wrong number, or dispose of the record that is double.",
        ),
        Kind(
            "duplicate network address", "warning", "Several assets have the same network address.",
            "Correct the address; a docking station or an adapter that is passed round may have lent its own.",
        ),
        Kind(
            "placeholder serial", "warning", "Words stand where the serial number should be.",
            "Read the number from the thing's label and enter it.",
        ),
        Kind(
            "serial shape", "note", "The serial number does not look like its maker's or its model's others.",
            "Compare it with the label: a letter may be missing, or the model may be wrong.",
            "rules/norms/serial_hints.toml, and the other serial numbers of the model (inventory.tag_width_share)",
        ),
        Kind(
            "damaged number", "error", "A number was damaged, as spreadsheets do.",
            "Enter it again from the label or from the system that it came from; what was cut off cannot be restored.",
        ),
        Kind(
            "model spelt several ways", "warning", "One model is written in several ways.",
            "Choose one spelling and enter the others in mappings/words.toml under [models].",
        ),
        Kind(
            "impossible date", "error", "A date cannot be right.",
            "Correct the date, or leave it empty: not known is better than wrong.",
        ),
        Kind(
            "doubtful date", "warning", "A date looks filled in by a program, or another date speaks against it.",
            "Find the day in the order or the invoice, or leave it empty.",
        ),
        Kind(
            "before its model", "warning", "The thing went into service before its model existed.",
            "Correct the day or the model.",
        ),
        Kind(
            "no cost", "warning", "No cost is recorded.",
            "Enter what it cost from the order; a gift has the value that it had on the day.",
        ),
        Kind(
            "cost of zero", "note", "The cost is recorded as zero.",
            "If it was a gift, enter its value on that day and say so; if the cost is not known, leave it empty.",
        ),
        Kind(
            "unusual cost", "warning", "The cost is far from that of its peers.",
            "Compare it with the order: the cost of several may stand on one, or a digit may be wrong.",
            "inventory.cost_multiple",
        ),
        Kind("no school", "warning", "The thing is at no school.", "Enter the school or building where it is."),
        Kind(
            "no class", "error", "The thing has no class, so nothing says when it falls due or what it costs.",
            "Enter a class for the thing, or for its model.",
        ),
        Kind("no fund", "warning", "Nothing says who paid.", "Enter the fund from the order."),
        Kind(
            "no federal share", "warning", "Federal money paid, and its share of the cost is not known.",
            "Enter the share; 1 where the award paid all of it.", "2 CFR 200.313(d)(1)",
        ),
        Kind(
            "unseen", "warning", "Active by the Book, and not seen lately by any system or count.",
            "Look for it; if it is gone, set its status to missing, if it is retired, say so.", "inventory.unseen_days",
        ),
        Kind(
            "retired but seen", "warning", "Retired, disposed of or missing by the Book, and still seen by a system.",
            "Find who uses it: collect it and take it out of the system, or set its status back.",
            "inventory.recent_days",
        ),
        Kind(
            "beyond support", "warning", "In use after the end of its maker's support.",
            "Plan its replacement, or keep it off the network.",
        ),
        Kind(
            "federal record incomplete", "error", "Equipment that federal money bought lacks fields of its record.",
            "Enter the missing fields; an auditor asks for each of them.", "2 CFR 200.313(d)(1)",
        ),
        Kind(
            "local record incomplete", "note", "A supply bought with federal money lacks fields of its record.",
            "Enter them as the district's own policy asks; below the equipment level federal law does not.",
            "the district's own policy; 2 CFR 200.1",
        ),
        Kind(
            "award incomplete", "warning", "A federal award has no date or no identification number (FAIN).",
            "Enter both from the award letter; thresholds go by the date, the property record by the number.",
            "2 CFR 200.313(d)(1)",
        ),
        Kind(
            "order does not agree", "warning", "An order, its receipts and the inventory do not agree.",
            "Compare the order with its receipts and what was entered; the row says what does not agree.",
        ),
        Kind(
            "charge may be barred", "error", "A family was charged although a rule may bar it.",
            "Ask your treasurer, and waive the charge if the rule applies.",
        ),
    )
}  # fmt: skip
"""By name, in the order people read them."""
