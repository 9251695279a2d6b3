"""Chromebooks of Google Admin: console, GAM and Directory API."""
