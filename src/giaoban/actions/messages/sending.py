"""Handing queued letters to the mail server: each at least once, none lost while it is away."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from giaoban.actions.audit.actors import AnyLink
from giaoban.actions.audit.events import record
from giaoban.actions.messages.gathering import others_for_its_reader, text_of
from giaoban.actions.messages.warning import warn_administrators
from giaoban.mail.invitations import set_password_link
from giaoban.mail.letters import INVITATION, PASSWORD, REPORT, SECTION, TASK, Calendar
from giaoban.mail.posting import Post, RefusedForGood, RefusedNow, ServerAway, post_office
from giaoban.mail.warnings import mail_waits
from giaoban.models import (
    InviteeLink,
    OutgoingMail,
    Person,
    ReportLink,
    SectionLink,
    TaskLink,
)
from giaoban.queries.messages.waiting import due_letters, newest_sent, waiting
from giaoban.rules.messages.retrying import LEASE, pause_after

MOST_AT_ONCE = 20
TOKEN_BYTES = 32
_LINKS: dict[str, type[AnyLink]] = {
    REPORT: ReportLink,
    SECTION: SectionLink,
    TASK: TaskLink,
    INVITATION: InviteeLink,
}


def send_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Send the letters that are due, the oldest first; how many the server took.

    Each letter is taken by one worker. What waits for one reader leaves as one letter. Where the
    server is away, all that wait are put off together and the administrators are told once.
    """
    due = due_letters(now, most)
    if not due:
        return 0
    sent = 0
    try:
        with post_office() as post:
            for mail in due:
                sent += _taken(mail, now) and _sent(_together(mail, now), post, now)
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


def _together(mail: OutgoingMail, now: datetime) -> list[OutgoingMail]:
    """The letter, and what else this worker could take for its reader; the oldest first."""
    others = [other for other in others_for_its_reader(mail, now) if _taken(other, now)]
    return sorted([mail, *others], key=lambda one: (one.queued_at, one.pk))


def _sent(mails: Sequence[OutgoingMail], post: Post, now: datetime) -> bool:
    """One letter for all these; whether the server took it."""
    rows = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails])
    tries = max(mail.tries for mail in mails) + 1
    try:
        text = text_of(mails, partial(_address, now))
        if text is None:
            rows.update(given_up_at=now, last_error="")
            return False
        post.send(mails[0].to, *text, _calendar(mails[0]))
    except RefusedForGood as refused:
        rows.update(given_up_at=now, tries=tries, last_error=str(refused))
        return False
    except RefusedNow as refused:
        rows.update(send_after=now + pause_after(tries), tries=tries, last_error=str(refused))
        return False
    except ServerAway:
        rows.update(send_after=now)  # they wait with the others
        raise
    rows.update(sent_at=now, tries=tries, last_error="")
    return True


def _calendar(mail: OutgoingMail) -> Calendar | None:
    """Of a letter that stands by itself; what is gathered from several has none."""
    return Calendar(mail.calendar, mail.calendar_method) if mail.calendar else None


def _address(now: datetime, what: str, pk: int, site: str) -> str | None:
    if what == PASSWORD:
        person = Person.objects.filter(pk=pk, is_active=True).first()
        return None if person is None else set_password_link(person, site=site)
    token = _new_token(_LINKS[what], pk, now)
    return token and f"{site.rstrip('/')}{reverse('open_link', args=[token])}"


@transaction.atomic
def _new_token(model: type[AnyLink], link_id: int, now: datetime) -> str | None:
    """Give the link its token, stored as a digest before the letter leaves; None: not in force."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    in_force = model._default_manager.filter(pk=link_id, revoked_at=None, expires_at__gt=now)
    return token if in_force.update(token_digest=token_digest(token)) else None


@transaction.atomic
def _put_off(tries: int, error: str, now: datetime) -> None:
    """Nobody knocks at a closed door for each letter of the queue."""
    later = now + pause_after(tries)
    waiting().filter(send_after__lt=later).update(
        send_after=later, tries=F("tries") + 1, last_error=error
    )
    warn_administrators(
        lambda language: mail_waits(language, error),
        address=reverse("mail"),
        key=f"mail_waits:{newest_sent()}",
        now=now,
    )
