"""Handing queued letters to the mail server: each at least once, none lost while it is away."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import put_in_inbox
from giaoban.mail.invitations import set_password_link
from giaoban.mail.letters import PASSWORD, with_addresses
from giaoban.mail.posting import Post, RefusedForGood, RefusedNow, ServerAway, post_office
from giaoban.mail.warnings import mail_waits
from giaoban.models import OutgoingMail, Person, ReportLink
from giaoban.queries.messages.waiting import administrators, due_letters, newest_sent, waiting
from giaoban.rules.messages.retrying import LEASE, pause_after

MOST_AT_ONCE = 20
TOKEN_BYTES = 32


def send_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Send the letters that are due, the oldest first; how many the server took.

    Each letter is taken by one worker. Where the server is away, all that wait are put off together
    and the administrators are told once.
    """
    due = due_letters(now, most)
    if not due:
        return 0
    sent = 0
    try:
        with post_office() as post:
            for mail in due:
                sent += _taken(mail, now) and _sent(mail, post, now)
    except ServerAway as away:
        _put_off(due[0].tries + 1, str(away), now)
    return sent


@transaction.atomic
def try_again(*, mail: OutgoingMail, by: Person | None, now: datetime) -> bool:
    """Let the worker send a refused letter once more, at once; False where it is not refused.

    The same address: one that was corrected gets its letters anew, with a link of its own.
    """
    refused = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None, given_up_at__isnull=False)
    if not refused.exclude(last_error="").update(given_up_at=None, send_after=now, tries=0):
        return False
    record(actor=by, action="try_letter_again", on=mail, at=now)
    return True


def token_digest(token: str) -> str:
    """What is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _taken(mail: OutgoingMail, now: datetime) -> bool:
    """Whether this worker is the one that sends it; a second one sees that it was moved."""
    mine = OutgoingMail.objects.filter(
        pk=mail.pk, send_after=mail.send_after, sent_at=None, given_up_at=None
    )
    return bool(mine.update(send_after=now + LEASE))


def _sent(mail: OutgoingMail, post: Post, now: datetime) -> bool:
    row = OutgoingMail.objects.filter(pk=mail.pk)
    tries = mail.tries + 1
    try:
        body = _ready_body(mail, now)
        if body is None:
            row.update(given_up_at=now, last_error="")
            return False
        post.send(mail.to, mail.subject, body)
    except RefusedForGood as refused:
        row.update(given_up_at=now, tries=tries, last_error=str(refused))
        return False
    except RefusedNow as refused:
        row.update(send_after=now + pause_after(tries), tries=tries, last_error=str(refused))
        return False
    except ServerAway:
        row.update(send_after=now)  # it waits with the others
        raise
    row.update(sent_at=now, tries=tries, last_error="")
    return True


def _ready_body(mail: OutgoingMail, now: datetime) -> str | None:
    """The text with the addresses that it opens; None where none of them is wanted any more."""
    addresses = [_address(what, pk, mail.site, now) for what, pk in mail.opens]
    if addresses and not any(addresses):
        return None
    return with_addresses(mail.body, [address or "—" for address in addresses])


def _address(what: str, pk: int, site: str, now: datetime) -> str | None:
    if what == PASSWORD:
        person = Person.objects.filter(pk=pk, is_active=True).first()
        return None if person is None else set_password_link(person, site=site)
    token = _new_token(pk, now)
    return token and f"{site.rstrip('/')}{reverse('open_link', args=[token])}"


@transaction.atomic
def _new_token(link_id: int, now: datetime) -> str | None:
    """Give the link its token, stored as a digest before the letter leaves; None: not in force."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    in_force = ReportLink.objects.filter(pk=link_id, revoked_at=None, expires_at__gt=now)
    return token if in_force.update(token_digest=token_digest(token)) else None


@transaction.atomic
def _put_off(tries: int, error: str, now: datetime) -> None:
    """Nobody knocks at a closed door for each letter of the queue."""
    later = now + pause_after(tries)
    waiting().filter(send_after__lt=later).update(
        send_after=later, tries=F("tries") + 1, last_error=error
    )
    for person in administrators(timezone.make_naive(now).date()):
        notice = mail_waits(person.language, error)
        put_in_inbox(
            person=person,
            subject=notice.subject,
            text=notice.text,
            address=reverse("mail"),
            key=f"mail_waits:{newest_sent()}",
            now=now,
        )
