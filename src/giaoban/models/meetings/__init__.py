"""Meetings of a committee, who was there, what was decided and what it asks of whom."""
