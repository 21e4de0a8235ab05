"""Which papers is somebody to bring to the meetings that they are invited to?"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import AgendaItem, Invitee
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.meetings.kinds import kinds_here
from giaoban.queries.meetings.papers import papers_to_bring
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.kinds import MeetingKind, papers_due_on
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeRow, end_of


def paper_rows(acting: Acting, places: Iterable[Invitee]) -> list[HomeRow]:
    """Of those that are not there yet; three statements at most."""
    found = papers_to_bring(place for place in places if _sits(acting, place))
    if not found:
        return []
    kinds = kinds_here(with_unused=True)
    calendar = working_calendar(range(acting.today.year - 1, acting.today.year + 2))
    rows = []
    for place, item in found:
        kind = kinds.get(place.meeting.kind) or MeetingKind(place.meeting.kind)
        rows.append(_row(acting, place, item, kind, calendar))
    return rows


def _sits(acting: Acting, place: Invitee) -> bool:
    """Who has an agreed substitute brings nothing; questions in writing have their papers."""
    is_attended = place.meeting.form != MeetingForm.CIRCULATION
    is_substitute = place.person_id != acting.person.pk
    return is_attended and (is_substitute or not is_substituted(place))


def _row(
    acting: Acting, place: Invitee, item: AgendaItem, kind: MeetingKind, calendar: WorkingCalendar
) -> HomeRow:
    meeting = place.meeting
    due_on = papers_due_on(kind, held_on(meeting), calendar)
    is_late = due_on is not None and due_on < acting.today
    parts = [meeting.title]
    if due_on is not None:
        parts.append(_("due %(day)s") % {"day": day_text(due_on)})
    return HomeRow(
        title=_("Paper for the meeting: %(title)s") % {"title": item_name(item.kind, item.title)},
        address=reverse("my_item_paper", args=[meeting.pk, item.pk]),
        detail=" · ".join(parts),
        tone="late" if is_late else "term",
        state=_("is late") if is_late else _("to be brought"),
        action=_("Add a paper"),
        is_primary=True,
        due_at=end_of(due_on) if due_on is not None else meeting.starts_at,
        key=f"agenda-paper-{item.pk}",
    )
