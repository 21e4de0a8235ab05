"""Telling the administrators that something does not go on by itself: each thing once."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from giaoban.actions.messages.queue import put_in_inbox
from giaoban.mail.warnings import Notice
from giaoban.queries.messages.waiting import administrators

_LONGEST = 300


def warn_administrators(
    said_in: Callable[[str], Notice], *, address: str, key: str, now: datetime
) -> None:
    """A line in the inbox of each, in their language; one that has the `key` gets no second."""
    for person in administrators(timezone.make_naive(now).date()):
        notice = said_in(person.language)
        put_in_inbox(
            person=person,
            subject=notice.subject,
            text=notice.text,
            address=address,
            key=key,
            now=now,
        )


def in_short(error: Exception) -> str:
    """What broke, for whoever has to find the row: its kind and the beginning of its words."""
    return f"{type(error).__name__}: {error}"[:_LONGEST].replace("\0", "")
