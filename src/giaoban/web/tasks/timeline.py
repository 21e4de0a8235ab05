"""What happened to a directive, and what is still to come? A list, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.models import Document
from giaoban.queries.tasks.counting import counts_by
from giaoban.queries.tasks.seen import tasks_under, topmost_seen
from giaoban.queries.tasks.timeline import Happened, Moment, gathered, timeline_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.tasks.counting import Count
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.document_naming import Names
from giaoban.web.frame.paging import stretch
from giaoban.web.frame.search import address_of

MOST_CLAUSES = 6
MOST_LINES = 40
SIGNS: Mapping[Happened, str] = {
    Happened.DATED: "stamp",
    Happened.ARRIVED: "inbox",
    Happened.GIVEN: "send",
    Happened.ANSWERED: "check",
    Happened.RETURNED: "undo-2",
    Happened.CONFIRMED: "circle-check",
    Happened.EXTENDED: "clock",
    Happened.DUE: "calendar-days",
}


@dataclass(frozen=True)
class ShownMoment:
    moment: Moment
    sign: str
    words: str
    detail: str
    is_to_come: bool
    begins_what_comes: bool


@signed_in
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a document of which the reader sees tasks; of others nothing is found."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    tasks = tasks_under(acting.seeing_tasks, None, acting.today).filter(obligation__document=pk)
    if not tasks.exists():
        raise Http404
    found = get_object_or_404(Document.objects.defer("search_text"), pk=pk)
    names = Names(acting, [found])
    document = names.shown(found)
    counts = counts_by(topmost_seen(tasks), acting.today).get((), dict.fromkeys(Count, 0))
    given = sum(counts.values())
    rows = stretch(request, gathered(timeline_of(document, tasks), MOST_LINES))
    shown, was_past = [], True
    for moment in rows.rows:
        is_to_come = moment.day > acting.today
        shown.append(
            ShownMoment(
                moment,
                SIGNS[moment.happened],
                words_of(moment),
                _clauses(moment) if names.is_read(found) else "",
                is_to_come,
                begins_what_comes=is_to_come and was_past,
            )
        )
        was_past = not is_to_come
    return render(
        request,
        "tasks/timeline.html",
        {
            "document": document,
            "document_address": address_of("document", pk) if names.is_read(found) else "",
            "counts": counts,
            "given": given,
            "rows": rows,
            "shown": shown,
        },
    )


def _clauses(moment: Moment) -> str:
    more = " …" if len(moment.clauses) > MOST_CLAUSES else ""
    return ", ".join(moment.clauses[:MOST_CLAUSES]) + more


def words_of(moment: Moment) -> str:
    """What happened, in one sentence."""
    n = moment.number
    match moment.happened:
        case Happened.DATED:
            return _("The document is dated")
        case Happened.ARRIVED:
            return _("The document arrived")
        case Happened.GIVEN:
            text = ngettext("%(count)s task was given", "%(count)s tasks were given", n)
        case Happened.ANSWERED:
            text = ngettext("%(count)s answer came in", "%(count)s answers came in", n)
        case Happened.RETURNED:
            text = ngettext("%(count)s answer was returned", "%(count)s answers were returned", n)
        case Happened.CONFIRMED:
            text = ngettext(
                "%(count)s task was confirmed as done", "%(count)s tasks were confirmed as done", n
            )
        case Happened.EXTENDED:
            text = ngettext(
                "The term of %(count)s task was extended",
                "The term of %(count)s tasks was extended",
                n,
            )
        case Happened.DUE:
            text = ngettext(
                "%(count)s task is due; answered in time: %(in_time)s",
                "%(count)s tasks are due; answered in time: %(in_time)s",
                n,
            )
    return text % {"count": n, "in_time": moment.in_time}
