"""The agenda is taken over as it drafted itself, added to, put in order, and shortened."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.actions.meetings.agenda import add_item, drop_item, move_item
from giaoban.actions.meetings.agenda import draft_agenda as draft
from giaoban.actions.meetings.agenda import edit_item as edit
from giaoban.models import AgendaItem
from giaoban.queries.meetings.agenda_facts import known_for, period_for
from giaoban.rules.meetings.agenda import ItemState, drafted
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.agenda_forms import DropForm, ItemForm
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.words import meeting_refusal, refusals_on

UP, DOWN = "up", "down"


@signed_in
@require_POST
def draft_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page proposes becomes the agenda; from then on people put it right."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    meeting = scope.meeting
    try:
        made = draft(
            meeting=meeting,
            items=drafted(known_for(meeting, acting.today)),
            period=period_for(meeting),
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        if not made and not meeting.items.exists():  # else another window was faster
            messages.warning(request, _("Nothing is known that it could begin with: add items."))
    return _back(pk)


@signed_in
@require_http_methods(["GET", "POST"])
def add_agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    _require_open(scope)
    form = ItemForm(acting.today, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            add_item(meeting=scope.meeting, text=form.chosen(), by=acting.person, now=acting.now)
            return _back(pk)
    return render(request, "meetings/item.html", {"meeting": scope.meeting, "form": form})


@signed_in
@require_http_methods(["GET", "POST"])
def edit_agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    item, scope = item_managed(request, pk)
    _require_open(scope)
    acting = acting_on(request)
    form = ItemForm(acting.today, request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            edit(
                item=item,
                text=form.chosen(),
                revision=form.cleaned_data["revision"] or 0,
                by=acting.person,
                now=acting.now,
            )
            return _back(item.meeting_id)
    shown = {"meeting": scope.meeting, "item": item, "form": form, "theirs": _theirs(item, form)}
    if item.state == ItemState.WAITING:
        shown["drop_form"] = DropForm(scope.meeting)
    return render(request, "meetings/item.html", shown)


def _theirs(item: AgendaItem, form: ItemForm) -> AgendaItem | None:
    """What somebody else saved meanwhile; saved once more, what was typed stands in its place."""
    now: AgendaItem | None = AgendaItem.objects.select_related("unit").filter(pk=item.pk).first()
    if now is None or not form.is_bound or form.data.get("revision") == str(now.revision):
        return None
    form.data = form.data.copy()
    form.data["revision"] = str(now.revision)
    return now


@signed_in
@require_POST
def move_agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    """By one place (`way`), or to a place counted from 0 (`to`): where it was dropped."""
    item, scope = item_managed(request, pk)
    acting = acting_on(request)
    order = list(scope.meeting.items.exclude(state=ItemState.DROPPED).values_list("pk", flat=True))
    to = _place_asked(request, order, item.pk)
    if to is None:  # nothing was asked for
        return _back(item.meeting_id)
    try:
        move_item(
            item=item, to=_among_all(scope, order, item.pk, to), by=acting.person, now=acting.now
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    return _back(item.meeting_id)


@signed_in
@require_POST
def drop_agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the notice it is gone; afterwards it stays, struck out, with the reason."""
    item, scope = item_managed(request, pk)
    acting = acting_on(request)
    form = DropForm(scope.meeting, request.POST)
    if form.is_valid():
        with refusals_on(form):
            drop_item(
                item=item,
                reason=form.cleaned_data["reason"],
                by=acting.person,
                now=acting.now,
            )
            return _back(item.meeting_id)
    shown = {
        "meeting": scope.meeting,
        "item": item,
        "form": ItemForm(acting.today, item=item),
        "drop_form": form,
    }
    return render(request, "meetings/item.html", shown)


def item_managed(request: HttpRequest, pk: int) -> tuple[AgendaItem, MeetingScope]:
    """An item that is on the agenda, for whoever prepares the meeting."""
    item: AgendaItem = get_object_or_404(
        AgendaItem.objects.select_related("unit").exclude(state=ItemState.DROPPED), pk=pk
    )
    scope = meeting_managed(request, item.meeting_id)
    item.meeting = scope.meeting
    return item, scope


def _place_asked(request: HttpRequest, order: list[int], pk: int) -> int | None:
    now = order.index(pk)
    way, to = request.POST.get("way", ""), request.POST.get("to", "")
    if way in (UP, DOWN):
        return max(now - 1, 0) if way == UP else now + 1
    is_number = to.isascii() and to.isdigit() and len(to) < 6
    return int(to) if is_number else None


def _among_all(scope: MeetingScope, order: list[int], pk: int, to: int) -> int:
    """The place among all items, those that were taken off with them, which no page numbers."""
    rest = [each for each in order if each != pk]
    every = [each for each in scope.meeting.items.values_list("pk", flat=True) if each != pk]
    return every.index(rest[to]) if to < len(rest) else len(every)


def _require_open(scope: MeetingScope) -> None:
    if MeetingState(scope.meeting.state) in ENDED:
        raise Http404


def _back(pk: int) -> HttpResponse:
    return redirect(f"{reverse('meeting', args=[pk])}#agenda")
