"""The private address at which a calendar program reads what somebody owes."""

import secrets
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.messages.sending import TOKEN_BYTES, token_digest
from giaoban.models import CalendarFeed, Person


@transaction.atomic
def make_calendar_feed(*, person: Person, now: datetime) -> str:
    """A new token for oneself; the one before opens nothing any more.

    The token is answered once and only its digest is stored.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = {"token_digest": token_digest(token), "made_at": now}
    CalendarFeed.objects.update_or_create(person=person, defaults=made)
    record(actor=person, action="make_calendar_feed", on=person, at=now)
    return token


@transaction.atomic
def drop_calendar_feed(*, person: Person, by: Person | None, now: datetime) -> bool:
    """The address opens nothing any more; False where there was none."""
    dropped, _ = CalendarFeed.objects.filter(person=person).delete()
    if dropped:
        record(actor=by, action="drop_calendar_feed", on=person, at=now)
    return bool(dropped)
