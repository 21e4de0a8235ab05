"""Telling people something: a letter that waits for the mail server, a line in their inbox."""

from collections.abc import Iterable
from datetime import datetime

from giaoban.mail.letters import Letter
from giaoban.models import Message, OutgoingMail, Person


def queue_letters(*, letters: Iterable[Letter], site: str, now: datetime) -> list[OutgoingMail]:
    """Queue letters in the caller's transaction, so that none leaves for what was rolled back.

    `site` (https://host) begins the address of a letter that opens something.
    """
    return OutgoingMail.objects.bulk_create(
        OutgoingMail(
            to=letter.to,
            subject=letter.subject[:200],
            body=letter.body,
            language=letter.language,
            site=site,
            opens=[list(opened) for opened in letter.opens],
            queued_at=now,
            send_after=now,
        )
        for letter in letters
    )


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
