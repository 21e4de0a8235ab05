"""How long may a kind of meeting last, and when is what due around it: an installation's words."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.models import Meeting, MeetingLimits, MeetingSeries, Person
from giaoban.rules.meetings.kinds import KINDS, MeetingKind
from giaoban.rules.problems import RuleError
from giaoban.rules.units.naming import search_key

_LONGEST_CODE = 30


@dataclass(frozen=True)
class KindText:
    """Minutes and working days; None: no limit. `name` is empty for a kind of the decree's."""

    name: str = ""
    longest_minutes: int | None = None
    notice_days: int | None = None
    paper_days: int | None = None
    conclusions_days: int | None = None
    source: str = ""
    is_review: bool = False
    is_used: bool = True


@transaction.atomic
def set_kind(
    *, code: str, text: KindText, by: Person | None, now: datetime, seen: int | None = None
) -> MeetingLimits:
    """The installation's own limits of a kind, in place of all the decree's or its own before.

    Raises RuleError `kind_unknown`, `kind_name_missing`, `source_missing`, `source_says_otherwise`
    (source): other limits in the name of the decree; ChangedMeanwhile after `seen`.
    """
    row = MeetingLimits.objects.select_for_update().filter(code=code).first()
    if row is None and code not in KINDS:
        raise RuleError("kind_unknown")
    if code not in KINDS and not text.name.strip():
        raise RuleError("kind_name_missing")
    _require_source(text)
    _refuse_in_the_name_of_the_decree(code, text)
    if row is not None:
        refuse_changed(on=row, actions={"set_meeting_kind", "add_meeting_kind"}, seen=seen)
    before = _facts(row) if row is not None else None
    row = row or MeetingLimits(code=code)
    _fill(row, text)
    row.save()
    if (after := _facts(row)) != before:
        record(
            actor=by, action="set_meeting_kind", on=row, at=now, before=before or None, after=after
        )
    return row


@transaction.atomic
def add_kind(*, text: KindText, by: Person | None, now: datetime) -> MeetingLimits:
    """A kind of the installation's own, under a code made of its name.

    Raises RuleError `kind_name_missing`, `kind_known`, `source_missing`.
    """
    code = slugify(search_key(text.name))[:_LONGEST_CODE].strip("-")
    if not code:
        raise RuleError("kind_name_missing")
    if code in KINDS or MeetingLimits.objects.filter(code=code).exists():
        raise RuleError("kind_known")
    _require_source(text)
    row = MeetingLimits(code=code)
    _fill(row, text)
    row.save()
    record(actor=by, action="add_meeting_kind", on=row, at=now, after=_facts(row))
    return row


@transaction.atomic
def reset_kind(*, limits: MeetingLimits, by: Person | None, now: datetime) -> None:
    """What the decree says holds again; a kind of one's own goes, unless a meeting is of it.

    Raises RuleError `kind_in_use`.
    """
    held: MeetingLimits = MeetingLimits.objects.select_for_update().get(pk=limits.pk)
    if held.code not in KINDS and _is_in_use(held.code):
        raise RuleError("kind_in_use")
    record(actor=by, action="reset_meeting_kind", on=held, at=now, before=_facts(held))
    held.delete()


def _is_in_use(code: str) -> bool:
    meetings, series = Meeting.objects.filter(kind=code), MeetingSeries.objects.filter(kind=code)
    return meetings.exists() or series.exists()


def _refuse_in_the_name_of_the_decree(code: str, text: KindText) -> None:
    usual = KINDS.get(code)
    if usual is None or text.source.strip() != usual.source:
        return
    if _limits(text) != _limits(usual):
        raise RuleError("source_says_otherwise", source=usual.source)


def _limits(of: KindText | MeetingKind) -> tuple[int | None, ...]:
    return of.longest_minutes, of.notice_days, of.paper_days, of.conclusions_days


def _require_source(text: KindText) -> None:
    """A limit without whoever set it is a rumour: it is shown beside every warning."""
    if any(limit is not None for limit in _limits(text)) and not text.source.strip():
        raise RuleError("source_missing")


def _fill(row: MeetingLimits, text: KindText) -> None:
    for name, value in asdict(text).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _facts(row: MeetingLimits) -> dict[str, object]:
    return {name: getattr(row, name) for name in KindText.__dataclass_fields__}
