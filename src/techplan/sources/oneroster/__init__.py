"""A OneRoster set, as schools and counts by grade and role."""
