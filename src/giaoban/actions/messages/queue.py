"""Telling people something: a letter that waits for the mail server, a line in their inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from giaoban.mail.letters import Letter
from giaoban.models import Message, OutgoingMail, Person
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.messages.quiet_days import leaves_at


def queue_letters(*, letters: Iterable[Letter], site: str, now: datetime) -> list[OutgoingMail]:
    """Queue letters in the caller's transaction, so that none leaves for what was rolled back.

    `site` (https://host) begins the address of a letter that opens something. One that can wait
    leaves on the next day that is worked.
    """
    written = list(letters)
    return OutgoingMail.objects.bulk_create(
        OutgoingMail(
            to=letter.to,
            subject=letter.subject[:200],
            body=letter.body,
            language=letter.language,
            site=site,
            opens=[list(opened) for opened in letter.opens],
            greeting=letter.greeting[:300],
            items=[asdict(item) for item in letter.items],
            calendar=letter.calendar.text if letter.calendar else "",
            calendar_method=letter.calendar.method if letter.calendar else "",
            queued_at=now,
            send_after=send_after,
        )
        for letter, send_after in zip(written, _moments(written, now), strict=True)
    )


def _moments(letters: Sequence[Letter], now: datetime) -> list[datetime]:
    """When each may leave; the working days are read only where one can wait."""
    if not any(letter.can_wait for letter in letters):
        return [now] * len(letters)
    local = timezone.make_naive(now)
    calendar = working_calendar((local.year, local.year + 1))
    moments = []
    for letter in letters:
        needed_by = letter.needed_by and timezone.make_naive(letter.needed_by)
        leaves = leaves_at(local, calendar, settings.REMINDERS_FROM, needed_by)
        waits = letter.can_wait and leaves > local
        moments.append(timezone.make_aware(leaves) if waits else now)
    return moments


def put_into_inboxes(*, messages: Iterable[Message]) -> None:
    """The lines of many people at once."""
    Message.objects.bulk_create(messages)


def put_in_inbox(
    *,
    person: Person,
    subject: str,
    now: datetime,
    text: str = "",
    address: str = "",
    key: str = "",
) -> None:
    """Put a line into a person's inbox; where `key` is given, only if it was not told before."""
    Message.objects.bulk_create(
        [
            Message(
                person=person, subject=subject[:200], text=text, address=address, key=key, at=now
            )
        ],
        ignore_conflicts=bool(key),
    )
