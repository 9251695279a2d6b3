"""The version of Techplan, which every plan records."""

VERSION = "0.1.0"
