"""Snipe-IT's exports, reports, imports and API."""
