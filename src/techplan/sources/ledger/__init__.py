"""Budget reports of a ledger."""
