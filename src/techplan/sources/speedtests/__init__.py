"""Speed tests, as connectivity by school and day."""
