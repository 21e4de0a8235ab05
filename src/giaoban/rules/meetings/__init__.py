"""Meetings: when they are, who is asked, whether they can decide, and what they leave behind."""
