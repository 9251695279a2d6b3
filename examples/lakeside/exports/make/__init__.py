"""The parts of the script that makes Lakeside's raw files; ``make_exports.py`` beside this folder runs them."""
