"""A record's history in words, to be included on the record's own page.

context["history"] = history_seen(acting, record, unit.pk)
{% include "audit/history.html" %}
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.documents.numbers import format_number
from giaoban.documents.period_titles import period_title
from giaoban.models import Person, Unit
from giaoban.queries.audit.history import HistoryEntry, history_of
from giaoban.queries.country import country
from giaoban.queries.register.kinds import kinds
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.audit.digests import is_personal_digest
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.audit.meeting_words import (
    MEETING_ACTIONS,
    MEETING_CODES,
    MEETING_FIELDS,
    MEETING_PEOPLE,
)
from giaoban.web.audit.words import ACTIONS, FIELDS, LONG, MARKS, SOME_ACTION
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.context import LANGUAGE_NAMES
from giaoban.web.frame.document_labels import (
    ACCESS_SHORT,
    DOCUMENT_STATES,
    DOES,
    NUMBERINGS,
    PROOFS,
)
from giaoban.web.frame.labels import BADGES, CHANNEL_LABELS, POST_LABELS, ROLE_LABELS
from giaoban.web.frame.term_words import told_term

NEWEST = 10
"""So many entries stand on the record's own page; all of them have a page of their own."""

_TIME_OF_DAY = re.compile(r"\d\d:\d\d:00")
_UNITS = {"unit", "parent", "lead", "co_operating", "represents"}
_PEOPLE = {"person", "from", "to", "holder", "substitute", *MEETING_PEOPLE}
_CODES: dict[str, Callable[[Any], object]] = {
    "relation": lambda code: DOES.get(code, code),
    "document_state": lambda code: DOCUMENT_STATES[code].label if code in DOCUMENT_STATES else code,
    "type_code": lambda code: kinds().name_of(code),
    "access": lambda code: ACCESS_SHORT.get(code, code),
    "numbering": lambda code: NUMBERINGS.get(code, code),
    "proof": lambda code: PROOFS.get(code, code),
    "term": told_term,
    "seat": lambda code: POST_LABELS.get(code, code),
}
"""What is kept as a code has the words that its own pages have for it."""
_PERIODS = {"key", "first_period", "effective_from", "periods"}


@dataclass(frozen=True)
class ShownChange:
    """One field in words; `before` is empty where there was nothing."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class ShownEntry:
    """Who did what, when; `actor` is empty for the system."""

    at: datetime
    actor: str
    action: str | Promise
    changes: tuple[ShownChange, ...]
    is_sealed: bool


class ShownHistory(list[ShownEntry]):
    """The newest entries; `address` leads to all of them, and is empty where these are all."""

    address = ""


def shown_history(record: models.Model, *, also: Sequence[models.Model] = ()) -> ShownHistory:
    """The history of a record and of those that belong to it, newest first. Three queries."""
    entries = history_of(record, also=also, most=NEWEST + 1)
    shown = ShownHistory(shown_entries(entries[:NEWEST]))
    if len(entries) > NEWEST:
        shown.address = reverse("record_history", args=[type(record).__name__, record.pk])
    return shown


def history_seen(acting: Acting, record: models.Model, unit_id: int) -> ShownHistory | None:
    """The history for whoever may see it at the unit; None, and no panel, for everybody else."""
    return shown_history(record) if acting.may(Permission.VIEW_HISTORY, unit_id) else None


def shown_entries(entries: list[HistoryEntry]) -> list[ShownEntry]:
    """Events in words. Two queries."""
    units = Unit.objects.in_bulk(_ids(entries, _UNITS))
    people = Person.objects.in_bulk(_ids(entries, _PEOPLE))
    names = dict.fromkeys(_UNITS, units) | dict.fromkeys(_PEOPLE, people)
    return [
        ShownEntry(
            at=entry.at,
            actor=entry.actor or _by_link(entry),
            action=ACTIONS.get(entry.action, SOME_ACTION),
            changes=_shown_changes(entry, names),
            is_sealed=entry.number is not None,
        )
        for entry in entries
    ]


def _by_link(entry: HistoryEntry) -> str:
    """A contact has no account; empty where it was the system."""
    if any(change.field == "by_invitee_link" for change in entry.changes):
        return _("whoever was invited, by a link")
    links = {"by_link", "by_section_link", "by_task_link"}
    is_by_link = any(change.field in links for change in entry.changes)
    return _("the unit’s contact, by a link") if is_by_link else ""


def _shown_changes(entry: HistoryEntry, names: dict[str, Any]) -> tuple[ShownChange, ...]:
    """Those that say something to a clerk: a field left empty says nothing.

    In the order of the labels: PostgreSQL gives the keys of an event back in an order of its own.
    """
    changes = entry.changes
    labels: Mapping[str, Promise] = FIELDS
    words: Mapping[str, Mapping[str, Promise]] = {}
    if entry.action in MEETING_ACTIONS:
        labels, words = {**FIELDS, **MEETING_FIELDS}, MEETING_CODES
    if all(change.before is None for change in changes):
        # What a record began with, unreadable or too long to be read here: not worth a line each.
        changes = tuple(
            change
            for change in changes
            if not is_personal_digest(change.after) and change.field not in LONG
        )
    place = {field: number for number, field in enumerate(labels)}

    def said(field: str, value: Any) -> str:
        known = words[field].get(value) if field in words else None
        return str(known) if known else _value(field, value, names)

    shown = [
        ShownChange(
            labels[change.field],
            "" if change.field in LONG else said(change.field, change.before),
            said(change.field, change.after),
        )
        for change in sorted(
            (change for change in changes if change.field in labels),
            key=lambda change: place[change.field],
        )
    ]
    return tuple(change for change in shown if change.before or change.after)


def _ids(entries: list[HistoryEntry], fields: set[str]) -> set[int]:
    return {
        value
        for entry in entries
        for change in entry.changes
        if change.field in fields
        for side in (change.before, change.after)
        for value in (side if isinstance(side, list) else [side])
        if isinstance(value, int)
    }


def _value(field: str, value: Any, names: dict[str, Any]) -> str:
    if value is None or value == "":
        return ""
    if field in LONG:
        return _("changed")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in names:
        named = [names[field].get(key) for key in (value if isinstance(value, list) else [value])]
        return ", ".join(one.name for one in named if one)
    if is_personal_digest(value):
        return _("(a personal detail, kept unreadable)")
    if field == "role":
        return str(ROLE_LABELS.get(value, value))
    if field == "language":
        return LANGUAGE_NAMES.get(value, str(value))
    if field == "channel":
        return str(CHANNEL_LABELS.get(value, value))
    if field == "mark":
        return str(MARKS.get(value, value))
    if field == "state" and value in BADGES:
        return str(BADGES[value].label)
    if field in _CODES:
        return str(_CODES[field](value))
    if field in _PERIODS:
        keys = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(_period(str(key)) for key in keys[:8])
    if isinstance(value, str):
        return _day(value) or value
    if isinstance(value, float):
        return format_number(value, get_language() or "vi")
    if isinstance(value, (list, tuple)):
        return ", ".join(_one(item) for item in value[:8])
    return str(value)


def _one(item: Any) -> str:
    """An entry of a list; of a pair, such as an outline's title and text, the first."""
    return str(item[0] if isinstance(item, (list, tuple)) and item else item)


def _period(key: str) -> str:
    """A period by its name; any other key, such as that of a section, as it is.

    Quarters and longer are of years that begin as the country's do: an event does not say which
    regime it was about.
    """
    try:
        return period_title(key, get_language() or "vi", country().year_starts)
    except RuleError:
        return key


def _day(text: str) -> str:
    """An ISO day, moment or time of day as people write it; empty for any other text."""
    if _TIME_OF_DAY.fullmatch(text):
        return text[:5]
    try:
        read: date | datetime | None = parse_date(text) if len(text) == 10 else parse_datetime(text)
    except ValueError:
        return ""
    if isinstance(read, datetime):
        return moment_text(read)
    return day_text(read) if read else ""
