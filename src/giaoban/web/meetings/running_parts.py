"""Which parts does the secretary's page have, and which of them changed since it was drawn?

Each part is drawn by itself and known by a digest of what it shows, so that whoever else changes
something is seen a few seconds later, and what somebody types beside it is left alone.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from giaoban.queries.meetings.attendance import quorum_shown
from giaoban.queries.meetings.attendance_page import attendees, counted
from giaoban.queries.meetings.running import (
    Line,
    concluded,
    current_of,
    lines_of,
    opinions_on,
    recusals_on,
    shown_of,
)
from giaoban.queries.meetings.votes_shown import votes_on
from giaoban.rules.meetings.states import ENDED, PREPARED, MeetingState
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.scope import MeetingScope

PARTS = ("head", "agenda", "opinions", "votes", "conclusions", "attendance")
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


@dataclass(frozen=True)
class DrawnPart:
    name: str
    html: SafeString
    digest: str


@dataclass(frozen=True)
class Clock:
    """Of the item that is heard: since when it counts, the minutes planned, the minutes used."""

    opened_at: datetime
    planned: int
    used: int

    @property
    def over(self) -> int:
        return max(0, self.used - self.planned)


def drawn_parts(
    request: HttpRequest, acting: Acting, scope: MeetingScope, asked: int | None
) -> tuple[dict[str, DrawnPart], dict[str, Any]]:
    """Every part of the page that shows the item asked for, and what they were drawn from."""
    context = shown(acting, scope, asked)
    # One token for all of them, and no frame of a page around any.
    token = {"csrf_token": get_token(request)}
    return {name: _drawn(name, context | token) for name in PARTS}, context


def shown(acting: Acting, scope: MeetingScope, asked: int | None) -> dict[str, Any]:
    """What the page and its parts are drawn from."""
    meeting, now = scope.meeting, acting.now
    lines = lines_of(meeting)
    line, current = shown_of(lines, asked), current_of(lines)
    item = line.item if line else None
    found = attendees(meeting, now, item)
    conclusions = concluded(meeting)
    return {
        "meeting": meeting,
        "scope": scope,
        "lines": lines,
        "line": line,
        "item": item,
        "current": current,
        "next": next_of(lines),
        "clock": clock_of(current, now),
        "is_prepared": meeting.state in PREPARED,
        "is_running": meeting.state == MeetingState.RUNNING,
        "is_over": MeetingState(meeting.state) in ENDED,
        "opinions": opinions_on(item) if item else [],
        "recusals": recusals_on(item) if item else [],
        "votes": votes_on([item]) if item else [],
        "conclusions": conclusions,
        "unfinished": sum(bool(one.missing) for one in conclusions),
        "attendees": found,
        "attendance": counted(found),
        "quorum": quorum_shown(meeting, now, item),
    }


def next_of(lines: list[Line]) -> Line | None:
    """The item after the current one that was not heard yet; else the first such one."""
    waiting = [line for line in lines if not line.is_done and not line.is_current]
    current = current_of(lines)
    after = [line for line in waiting if current and line.item.position > current.item.position]
    return next(iter(after or waiting), None)


def clock_of(current: Line | None, now: datetime) -> Clock | None:
    since = current.counted_from if current else None
    if current is None or since is None:
        return None
    used = int((now - since).total_seconds() // 60)
    return Clock(since, current.item.minutes, max(0, used))


def changed(parts: Mapping[str, DrawnPart], known: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Those whose digest is not the one that the page knows."""
    return {
        name: {"digest": part.digest, "html": str(part.html)}
        for name, part in parts.items()
        if known.get(name) != part.digest
    }


def _drawn(name: str, context: dict[str, Any]) -> DrawnPart:
    html = render_to_string(f"meetings/run_{name}.html", context)
    # Every answer has another form of the same token.
    seen = _TOKEN.sub(r"\1", html)
    return DrawnPart(name, html, hashlib.sha256(seen.encode()).hexdigest()[:12])
