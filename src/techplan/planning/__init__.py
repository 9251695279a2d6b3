"""What follows from a Book and the rules: pure functions, no file, no clock, no network, no randomness."""
