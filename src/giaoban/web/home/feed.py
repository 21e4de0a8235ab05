"""What a calendar program reads: deadlines and meetings of whoever made the address."""

from datetime import time, timedelta
from urllib.parse import urljoin, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from giaoban.actions.meetings.calendar_entries import calendar_entry
from giaoban.actions.messages.sending import token_digest
from giaoban.exchange.deadlines_ics import Deadline, deadlines_ics
from giaoban.exchange.meetings.calendar_ics import MeetingEvent
from giaoban.queries.meetings.calendar import meetings_of_person
from giaoban.queries.people.calendar_feeds import person_of_feed
from giaoban.rules.meetings.passages import Reach
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeRow
from giaoban.web.home.blocks import home_blocks
from giaoban.web.links.gate import guarded, too_often
from giaoban.web.links.rates import FEED_READS, UNKNOWN_TOKENS, is_too_often
from giaoban.web.people.reach import site_of

_KEPT = timedelta(days=60)
"""So long a meeting stays in a calendar after it."""


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, replaced and of a closed account look the same: nothing is told."""
    person = person_of_feed(token_digest(token))
    if person is None:
        if is_too_often("unknown", request.META.get("REMOTE_ADDR", ""), UNKNOWN_TOKENS):
            return too_often(request)
        return guarded(render(request, "404.html", status=404))
    if is_too_often("feed", str(person.pk), FEED_READS):
        return too_often(request)
    acting, site = Acting(person, None), site_of(request)
    with override(person.language):
        rows = home_blocks(acting, shows_all=True).owed
        content = deadlines_ics(
            (deadline_of(row, site) for row in rows if row.key and row.due_at is not None),
            name=_("Deadlines: %(name)s") % {"name": person.name},
            host=urlsplit(site).hostname or "giaoban",
            now=acting.now,
            meetings=_meetings(acting, site),
        )
    return guarded(HttpResponse(content, content_type="text/calendar; charset=utf-8"))


def _meetings(acting: Acting, site: str) -> list[MeetingEvent]:
    """Those that the person is invited to, as members read them."""
    return [
        calendar_entry(
            meeting,
            upto=Reach.MEMBERS,
            address=urljoin(site, reverse("my_invitation", args=[meeting.pk])),
        )
        for meeting in meetings_of_person(acting.person, acting.now - _KEPT)
    ]


def deadline_of(row: HomeRow, site: str) -> Deadline:
    """What is due at the end of a day is due on that day."""
    assert row.due_at is not None
    due = timezone.localtime(row.due_at)
    return Deadline(
        key=row.key,
        title=row.title,
        detail=" · ".join(part for part in (row.state, row.detail) if part),
        address=urljoin(site, row.address),
        due=due.date() if due.time() == time.max else due,
    )
