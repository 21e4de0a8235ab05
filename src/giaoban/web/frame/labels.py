"""What are roles and states called on screen, and which sign and colour goes with each?"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from giaoban.rules.meetings.posts import Post
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import Channel, ReportState

ROLE_LABELS: dict[str, Promise] = {
    Role.UNIT_OFFICER: _("unit officer"),
    Role.UNIT_APPROVER: _("head of unit"),
    Role.SECRETARIAT: _("secretariat"),
    Role.CHAIR: _("chair"),
    Role.MEMBER: _("member"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}

POST_LABELS: dict[str, Promise] = {
    Post.CHAIR: pgettext_lazy("seat", "chair"),
    Post.STANDING_DEPUTY: pgettext_lazy("seat", "standing deputy chair"),
    Post.DEPUTY: pgettext_lazy("seat", "deputy chair"),
    Post.STANDING_MEMBER: pgettext_lazy("seat", "standing member"),
    Post.MEMBER: pgettext_lazy("seat", "member"),
    Post.SECRETARIAT_HEAD: pgettext_lazy("seat", "head of the secretariat"),
    Post.SECRETARIAT: pgettext_lazy("seat", "member of the secretariat"),
}

CHANNEL_LABELS: dict[str, Promise] = {
    Channel.PAGE: _("typed on the page"),
    Channel.WORKBOOK: _("Excel file"),
    Channel.CSV: _("CSV file"),
    Channel.TELEPHONE: _("by telephone"),
    Channel.LETTER: _("by letter"),
    Channel.LINK: _("by a link"),
    Channel.SYSTEM: _("by the system"),
}


@dataclass(frozen=True)
class Badge:
    """A state as people see it: one of the tones done, term, late, returned, neutral; a sign."""

    tone: str
    icon: str
    label: str | Promise


TONE_ICONS = {
    "done": "circle-check",
    "term": "clock",
    "late": "circle-alert",
    "returned": "undo-2",
    "neutral": "circle-dot",
}

# Beside the states of a version: what is said of a report that is not there.
BADGES: dict[str, Badge] = {
    ReportState.DRAFT: Badge("neutral", "pencil-line", pgettext_lazy("state of a report", "draft")),
    ReportState.SUBMITTED: Badge(
        "neutral", "send", pgettext_lazy("state of a report", "submitted")
    ),
    ReportState.APPROVED: Badge(
        "neutral", "stamp", pgettext_lazy("state of a report", "approved by the head")
    ),
    ReportState.RETURNED: Badge(
        "returned", "undo-2", pgettext_lazy("state of a report", "returned")
    ),
    ReportState.ACCEPTED: Badge(
        "done", "circle-check", pgettext_lazy("state of a report", "accepted")
    ),
    ReportState.LOCKED: Badge("done", "lock", pgettext_lazy("state of a report", "locked")),
    "on_time": Badge("done", "circle-check", pgettext_lazy("state of a report", "on time")),
    "received_late": Badge("late", "clock-alert", pgettext_lazy("state of a report", "sent late")),
    "within_term": Badge(
        "term", "clock", pgettext_lazy("state of a report", "not sent, within term")
    ),
    "missing": Badge(
        "late", "circle-alert", pgettext_lazy("state of a report", "not sent, overdue")
    ),
    "not_expected": Badge("neutral", "minus", pgettext_lazy("state of a report", "not asked")),
}
