"""Meetings in files that other programs read."""
