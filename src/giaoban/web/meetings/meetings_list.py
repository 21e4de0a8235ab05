"""Which meetings are coming, and which were held? Filters are addresses."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.mail.meeting_words import FORMS, when_text
from giaoban.models import Committee, Meeting
from giaoban.queries.meetings.kind_names import kind_names
from giaoban.queries.meetings.listed import Shown, Sought, committees_listed, meetings_listed
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import Rows, stretch
from giaoban.web.frame.table_files import table_file
from giaoban.web.meetings.labels import MEETING_STATES, state_badge
from giaoban.web.meetings.scope import attending, committees_managed, committees_viewed

MOST_ROWS = 10_000


@dataclass(frozen=True)
class ListedMeeting:
    """`opens` is whether the stretch of coming or past meetings begins with this one."""

    meeting: Meeting
    kind: str
    form: object
    when: str
    state: Badge
    is_past: bool
    opens: bool


@signed_in
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Everybody finds their own here: those they prepare, see or are invited to."""
    acting, sought = acting_on(request), sought_from(request)
    who = attending(acting)
    rows: Rows[Any] = stretch(request, meetings_listed(sought, who, acting.now, acting.today))
    context = {
        "sought": sought,
        "is_narrowed": bool(
            sought.committee or sought.series or sought.kind or sought.state or sought.words
        ),
        "rows": rows,
        "shown": _shown(rows.rows),
        "committees": list(committees_listed(who, acting.today)),
        "kinds": kind_names(),
        "states": {code: badge.label for code, badge in MEETING_STATES.items()},
        "manages": bool(committees_managed(acting)),
        "looks_back": any((who.managing, who.presiding, who.viewing)),
        "proposes": acting.may_anywhere(Permission.PROPOSE_ITEM),
        "roster_of": _own_committee(acting),
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/meetings.html", context)


def _own_committee(acting: Acting) -> Committee | None:
    """Whose roster is one press away: that of the unit at work, or the first there is."""
    found = committees_viewed(acting)
    unit_id = acting.unit.pk if acting.unit else None
    return next((one for one in found if one.unit_id == unit_id), next(iter(found), None))


@signed_in
@require_safe
def meetings_file(request: HttpRequest, form: str) -> HttpResponse:
    """What is shown, narrowed as the list is, as a workbook or as CSV."""
    acting = acting_on(request)
    found = meetings_listed(sought_from(request), attending(acting), acting.now, acting.today)
    kinds = kind_names()
    table = TableExport(
        columns=(
            ExportColumn(_("Date"), width=12),
            ExportColumn(_("Time"), width=26),
            ExportColumn(_("Meeting"), width=44),
            ExportColumn(_("Committee"), width=36),
            ExportColumn(_("Kind"), width=22),
            ExportColumn(_("How one takes part"), width=20),
            ExportColumn(pgettext("of a meeting", "Place"), width=30),
            ExportColumn(_("Presided by"), width=24),
            ExportColumn(_("State"), width=16),
        ),
        rows=tuple(
            (
                localdate(one.starts_at),
                when_text(one.starts_at, one.ends_at),
                one.title,
                one.committee.name,
                kinds.get(one.kind, one.kind),
                str(FORMS[one.form]),
                one.place,
                one.chair.name if one.chair else "",
                str(state_badge(one).label),
            )
            for one in found[:MOST_ROWS]
        ),
        title=_("Which meetings are there?"),
        made_on=acting.today,
    )
    return table_file(table, "meetings", form)


def sought_from(request: HttpRequest) -> Sought:
    """What the address asks for; what it names wrongly is passed over."""

    def number(name: str) -> int | None:
        given = request.GET.get(name, "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None

    def one_of(name: str, known: Container[str]) -> str:
        given = request.GET.get(name, "")
        return given if given in known else ""

    shown = request.GET.get("show", "")
    return Sought(
        shown=Shown(shown) if shown in set(Shown) else Shown.ALL,
        committee=number("committee"),
        series=number("series"),
        kind=one_of("kind", kind_names()),
        state=one_of("state", set(MeetingState)),
        words=request.GET.get("q", "").strip()[:200],
    )


def _shown(found: Sequence[Any]) -> list[ListedMeeting]:
    """Of meetings as queries.meetings.listed gives them, with what it says of each."""
    kinds, listed = kind_names(), list[ListedMeeting]()
    for one in found:
        is_circulation = one.form == MeetingForm.CIRCULATION
        listed.append(
            ListedMeeting(
                meeting=one,
                kind=kinds.get(one.kind, one.kind),
                form=FORMS[one.form],
                when=when_text(one.starts_at, one.ends_at) if not is_circulation else "",
                state=state_badge(one),
                is_past=one.is_past,
                opens=not listed or listed[-1].is_past != one.is_past,
            )
        )
    return listed
