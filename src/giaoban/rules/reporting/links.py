"""How long does a link to a report work?"""

from datetime import datetime, timedelta

LINK_DAYS = 14
LONGEST_LINK_DAYS = 366


def link_expires_at(due_at: datetime, now: datetime, days: int) -> datetime:
    """So many days after the deadline; of a report that is late already, after it is sent."""
    return max(due_at, now) + timedelta(days=days)
