"""How long does a letter wait before it is tried again?"""

from datetime import timedelta

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30))
"""After the first, second … failed try; after further ones as after the last.

Half an hour at most: when the mail server is back, letters should not lie for long.
"""

LEASE = timedelta(minutes=10)
"""A letter that a worker took is taken again after this, should the worker have been killed."""


def pause_after(tries: int) -> timedelta:
    """The pause after so many failed tries; at least one."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
