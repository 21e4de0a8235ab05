"""How do a letter and a calendar say when and where a meeting is, and what it is about?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import make_naive
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from giaoban.models import AgendaChange, Meeting
from giaoban.queries.meetings.agenda_seen import agenda_upto
from giaoban.queries.meetings.circulated import AnswersNeeded, answers_needed
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm

_LONGEST_TITLE = 120

SILENCE: Mapping[str, Promise] = {
    Silence.NOT_COUNTED: pgettext_lazy(
        "silence in a circulation", "Who does not answer by then is not counted."
    ),
    Silence.AGREES: pgettext_lazy(
        "silence in a circulation", "Who does not answer by then is counted as agreeing."
    ),
    Silence.DISAGREES: pgettext_lazy(
        "silence in a circulation", "Who does not answer by then is counted as disagreeing."
    ),
}


CHANGES: Mapping[str, Promise] = {
    "item_added": gettext_lazy("On the agenda now: %(title)s"),
    "item_edited": gettext_lazy("Changed on the agenda: %(title)s"),
    "item_renamed": gettext_lazy("“%(was)s” on the agenda is now called: %(title)s"),
    "item_minutes": gettext_lazy("“%(title)s” now takes (minutes): %(minutes)s"),
    "item_rapporteur": gettext_lazy("“%(title)s” is now reported by: %(name)s"),
    "item_unit": gettext_lazy("“%(title)s” is now a matter of: %(name)s"),
    "item_moved": gettext_lazy("Comes at another time: %(title)s"),
    "item_dropped": gettext_lazy("No longer on the agenda: %(title)s"),
    "paper_added": gettext_lazy("New paper: %(title)s"),
    "paper_replaced": gettext_lazy("Newer version of a paper: %(title)s"),
    "paper_withdrawn": gettext_lazy("Paper withdrawn: %(title)s"),
    "answers_extended": gettext_lazy("Answers are taken until %(to)s now. Reason: %(reason)s"),
    "meeting_title": gettext_lazy("It is now called: %(to)s"),
    "meeting_form": gettext_lazy("One now takes part: %(to)s"),
    "meeting_starts_at": gettext_lazy("Begins now at: %(to)s"),
    "meeting_ends_at": gettext_lazy("Ends now at: %(to)s"),
    "meeting_place": gettext_lazy("The place is now: %(to)s"),
    "meeting_online_url": gettext_lazy("The address online is now: %(to)s"),
    "meeting_chair": gettext_lazy("It is now presided over by: %(to)s"),
}
"""What was changed after the notice, by the code of AgendaChange."""

FORMS: Mapping[str, Promise] = {
    MeetingForm.ON_SITE: pgettext_lazy("form of a meeting", "on site"),
    MeetingForm.ONLINE: pgettext_lazy("form of a meeting", "online"),
    MeetingForm.BOTH: pgettext_lazy("form of a meeting", "on site or online"),
    MeetingForm.CIRCULATION: pgettext_lazy("form of a meeting", "in writing"),
}


@dataclass(frozen=True)
class AgendaLine:
    """An item as whoever is invited reads it; `begins_at` None where nobody meets."""

    begins_at: datetime | None
    kind: str
    title: str = ""
    rapporteur: str = ""

    @property
    def name(self) -> str:
        """In the language in force."""
        return item_name(self.kind, self.title)


@dataclass(frozen=True)
class MeetingWords:
    """What everybody who is invited may know of a meeting."""

    title: str
    committee: str
    form: MeetingForm
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    online_url: str = ""
    chair: str = ""
    silence: str = ""
    answers: AnswersNeeded | None = None
    agenda: Sequence[AgendaLine] = ()

    @property
    def is_circulation(self) -> bool:
        return self.form is MeetingForm.CIRCULATION


def title_in_subject(title: str) -> str:
    """A meeting's title on one line, no longer than a subject can be read."""
    words = " ".join(title.split())
    return words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE].rstrip()}…"


def when_text(starts_at: datetime, ends_at: datetime) -> str:
    """ "08:00–10:00, 26/11/2026"; over midnight both days."""
    begins, ends = make_naive(starts_at), make_naive(ends_at)
    if begins.date() == ends.date():
        return f"{begins:%H:%M}–{ends:%H:%M}, {day_text(begins)}"
    return f"{begins:%H:%M} {day_text(begins)} – {ends:%H:%M} {day_text(ends)}"


def facts_said(meeting: MeetingWords) -> list[str]:
    """The lines that say when, where and under whom."""
    if meeting.is_circulation:
        by = _("To be answered by: %(moment)s") % {"moment": moment_text(meeting.ends_at)}
        said = [by, str(SILENCE[meeting.silence])] if meeting.silence else [by]
        return [*said, answers_said(meeting.answers)] if meeting.answers else said
    lines = [_("Time: %(when)s") % {"when": when_text(meeting.starts_at, meeting.ends_at)}]
    if meeting.place:
        lines.append(_("Place: %(place)s") % {"place": meeting.place})
    if meeting.online_url:
        lines.append(_("Online: %(address)s") % {"address": meeting.online_url})
    if meeting.chair:
        lines.append(_("Presided by: %(name)s") % {"name": meeting.chair})
    return lines


def answers_said(answers: AnswersNeeded) -> str:
    """How many must answer for anything to be decided."""
    words = ngettext(
        "It is decided only if at least %(n)s of the %(asked)s who are asked answers.",
        "It is decided only if at least %(n)s of the %(asked)s who are asked answer.",
        answers.needed,
    )
    return words % {"n": answers.needed, "asked": answers.asked}


def agenda_said(lines: Sequence[AgendaLine]) -> str:
    """A numbered line for each item, with its time and who reports; empty without an agenda."""
    return "\n".join(_item_said(number, line) for number, line in enumerate(lines, start=1))


def _item_said(number: int, line: AgendaLine) -> str:
    said = f"{number}. {line.name}"
    if line.begins_at is not None:
        said = f"{number}. {make_naive(line.begins_at):%H:%M} {line.name}"
    return f"{said} ({line.rapporteur})" if line.rapporteur else said


def words_of(meeting: Meeting, upto: Reach) -> MeetingWords:
    """What may be told to whoever reads that far; one query for the agenda."""
    form = MeetingForm(meeting.form)
    is_circulation = form is MeetingForm.CIRCULATION
    return MeetingWords(
        title=meeting.title,
        committee=meeting.committee.name,
        form=form,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        online_url=meeting.online_url,
        chair=meeting.chair.name if meeting.chair else "",
        silence=meeting.silence,
        answers=answers_needed(meeting),
        agenda=[
            AgendaLine(
                None if is_circulation else slot.begins_at,
                item.kind,
                item.title,
                item.rapporteur or (item.unit.name if item.unit else ""),
            )
            for item, slot in agenda_upto(meeting, upto)
        ],
    )


def changes_said(changes: Iterable[AgendaChange]) -> list[str]:
    """Each once, in the language in force; of what was changed several times the newest."""
    said = {
        (one.what, one.params.get("item"), one.params.get("paper")): change_said(
            one.what, one.params
        )
        for one in changes
    }
    return list(dict.fromkeys(said.values()))


def change_said(what: str, params: Mapping[str, Any]) -> str:
    to = str(params.get("to") or "—")
    if what == "meeting_form":
        to = str(FORMS[to])
    elif what in ("meeting_starts_at", "meeting_ends_at", "answers_extended"):
        moment = parse_datetime(to)
        to = moment_text(moment) if moment else to
    return str(CHANGES[what]) % {
        "title": _named(params, "title", "item_kind"),
        "was": _named(params, "was_title", "was_kind"),
        "name": params.get("name") or "—",
        "minutes": params.get("minutes"),
        "to": to,
        "reason": params.get("reason", ""),
    }


def _named(params: Mapping[str, Any], title: str, kind: str) -> str:
    """Its title, or what its kind is called."""
    return item_name(params[kind], params[title]) if params.get(kind) else params.get(title) or "—"
