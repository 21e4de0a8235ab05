"""How long does a link to a task work, and which tasks have one?"""

from datetime import datetime, timedelta

TASK_LINK_DAYS = 30
"""Long enough for a result to come back and be mended by the same link."""

FARTHEST = timedelta(days=3653)
"""No link works for longer than ten years and those days, however far away the term is."""


def task_link_expires_at(due_at: datetime | None, now: datetime) -> datetime:
    """So many days after the end of the term; without one, or late already, after it is sent."""
    return min(max(due_at or now, now), now + FARTHEST) + timedelta(days=TASK_LINK_DAYS)
