"""Where is the unit, person, document, task, meeting, regime or indicator that I look for?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from giaoban.models import Document, Regime, SharedIndicator, Unit
from giaoban.queries.meetings.listed import Found as MeetingFound
from giaoban.queries.meetings.listed import meetings_matching
from giaoban.queries.people.search import PersonFound, people_matching
from giaoban.queries.register.listed import documents_matching
from giaoban.queries.register.seen import documents_unread
from giaoban.queries.reporting.search import entries_matching, regimes_matching
from giaoban.queries.tasks.search import TasksFound, tasks_matching
from giaoban.queries.units.lineage import subtree_ids
from giaoban.queries.units.search import units_matching
from giaoban.rules.people.permissions import Permission
from giaoban.rules.units.naming import search_key
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import names_of

AT_ONCE = 30
IN_BOX = 6
SHORTEST = 2


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx the list alone: below the box in the top bar, or on the page."""
    acting = acting_on(request)
    text = request.GET.get("q", "").strip()[:100]
    target = request.headers.get("HX-Target", "")
    is_box = target == "quick-results"
    most = IN_BOX if is_box else AT_ONCE
    words = search_key(text)
    units: list[Unit] = []
    people: list[PersonFound] = []
    regimes: list[Regime] = []
    entries: list[SharedIndicator] = []
    documents: list[Document] = []
    tasks: list[TasksFound] = []
    meetings: list[MeetingFound] = []
    if len(words) >= SHORTEST:
        seen_at = acting.units_where(Permission.VIEW)
        units = units_matching(words, seen_at=seen_at, on=acting.today, most=most)
        people = people_matching(words, seen_at=seen_at, on=acting.today, most=most)
        documents = documents_matching(words, reading=acting.reading, on=acting.today, most=most)
        tasks = tasks_matching(
            words,
            seeing=acting.seeing_tasks,
            unread=documents_unread(acting.reading, acting.today),
            on=acting.today,
            most=most,
        )
        meetings = meetings_matching(words, attending=acting.attending, on=acting.today, most=most)
        regimes = regimes_matching(words, seen_at=seen_at, on=acting.today, most=most)
        # Everybody who sees anything reads the dictionary (decision 0016).
        entries = entries_matching(words, most=most) if seen_at else []
    managed = (
        subtree_ids(acting.units_where(Permission.MANAGE_REGIMES), acting.today)
        if regimes
        else set()
    )
    context = {
        "units": [(unit, address_of("unit", unit.pk)) for unit in units],
        "people": [(found, address_of("person", found.person.pk)) for found in people],
        "documents": [(found, address_of("document", found.pk)) for found in documents],
        "tasks": _tasks_shown(acting, tasks),
        "meetings": [(found, meeting_address(found)) for found in meetings],
        "regimes": [
            # Whoever only reports for a regime has no page of it; the name is told all the same.
            (regime, address_of("regime", regime.pk) if regime.unit_id in managed else "")
            for regime in regimes
        ],
        "entries": [(entry, address_of("shared_indicator", entry.pk)) for entry in entries],
        "text": text,
        "count": sum(map(len, (units, people, documents, tasks, meetings, regimes, entries))),
        "is_too_short": 0 < len(words) < SHORTEST,
        "is_box": is_box,
    }
    is_fragment = target in {"quick-results", "results"}
    return render(
        request, "frame/search_hits.html" if is_fragment else "frame/search.html", context
    )


def _tasks_shown(acting: Acting, found: list[TasksFound]) -> list[tuple[TasksFound, str, str]]:
    """Each with its address and the document's symbol, as far as it may be said."""
    names = names_of(acting, [one.task for one in found])
    return [
        (one, tasks_address(one), document.symbol if document else "")
        for one in found
        for obligation in [one.task.obligation]
        for document in [names.shown(obligation.document) if obligation else None]
    ]


def tasks_address(found: TasksFound) -> str:
    """The task's page; of many of one obligation their list."""
    if found.count == 1:
        return reverse("task", args=[found.task.pk])
    return f"{reverse('tasks')}?show=all&obligation={found.task.obligation_id}"


def meeting_address(found: MeetingFound) -> str:
    """The meeting's page, at the item where that is what bears the words."""
    address = reverse("meeting", args=[found.meeting.pk])
    return f"{address}#item-{found.item.pk}" if found.item else address


def address_of(page: str, key: int | str) -> str:
    """The record's page; empty where the product has none."""
    try:
        return reverse(page, args=[key])
    except NoReverseMatch:
        return ""
