"""What an auditor asks for, and what the board is asked when things leave."""

from __future__ import annotations

from techplan.planning.inventory.property.disposing import disposals
from techplan.planning.inventory.property.proceeds import kept_for_selling, shared_proceeds
from techplan.planning.inventory.property.record import property_record

__all__ = ["disposals", "kept_for_selling", "property_record", "shared_proceeds"]
