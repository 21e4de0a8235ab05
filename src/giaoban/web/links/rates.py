"""How often may a stranger try, or one link send and fetch files? Counted in the shared cache."""

from django.core.cache import cache

WINDOW = 600
"""Seconds."""
UNKNOWN_TOKENS = 60
"""From one address; links that work are not counted, since a whole office may share an address."""
UPLOADS = 30
"""By one link."""
COPIES = 30
"""By one link: each marked copy opens the refused file again and is drawn anew."""

FEED_READS = 30
"""Of one person's deadlines: a calendar program asks a few times an hour, on several devices."""


def is_too_often(what: str, key: str, most: int) -> bool:
    """Count one more; whether there were more than `most` in the present ten minutes."""
    name = f"link-rate:{what}:{key}"
    cache.add(name, 0, WINDOW)
    try:
        return cache.incr(name) > most
    except ValueError:  # it ran out between the two
        return False
