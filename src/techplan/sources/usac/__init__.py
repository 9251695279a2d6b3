"""USAC's open data: Category Two budgets and entities."""
