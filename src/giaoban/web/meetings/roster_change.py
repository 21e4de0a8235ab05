"""Change several seats of a committee at once from a day on, by a decision drafted or issued."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions.meetings.seats import RosterMove, change_roster, roster_preview
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.models import Appointment, Committee, RosterDecision
from giaoban.queries.meetings.roster import seats_of
from giaoban.queries.meetings.roster_decisions import document_named
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.labels import POST_LABELS
from giaoban.web.meetings.roster import committee_changed
from giaoban.web.meetings.roster_forms import (
    DRAFTED,
    ISSUED,
    Changing,
    Joining,
    LeavingForm,
    joining_of,
    with_more_lines,
)
from giaoban.web.meetings.roster_words import roster_refusal
from giaoban.web.people.reach import roles_at, site_of
from giaoban.web.people.words import refusal

_Done = TypeVar("_Done")


@signed_in
def change_committee_roster(request: HttpRequest, unit_id: int) -> HttpResponse:
    """`?seat=` begins with that seat ticked, and with it in the first line for whoever follows.

    `more` adds lines, `look` shows the words of the decision: neither changes anything.
    """
    committee = committee_changed(request, unit_id)
    changing = _changing(request, committee)
    is_sent = request.method == "POST" and "more" not in request.POST
    shown: AdministrativeDocument | None = None
    moves = changing.moves(roles_at(request, unit_id)) if is_sent else None
    if moves is not None and "look" in request.POST:
        shown = _refused_on(changing, partial(_looked, request, committee, changing, moves))
    elif moves is not None:
        decision = _refused_on(changing, partial(_changed, request, committee, changing, moves))
        if decision is not None:
            return _way_on(request, decision)
    context = {
        "committee": committee,
        "form": changing.leaving,
        "joining": changing.joining,
        "has_errors": is_sent and changing.has_errors,
        "document": shown,
        "document_language": LANGUAGE,
        "periods": {},
    }
    return render(request, "meetings/change_roster.html", context)


def _changing(request: HttpRequest, committee: Committee) -> Changing:
    acting = acting_on(request)
    seats = [seat for seat in seats_of(committee) if _lasts(seat, acting.today)]
    seats.sort(key=lambda seat: (list(POST_LABELS).index(seat.post), seat.rank, seat.pk))
    if request.method == "POST" and "more" not in request.POST:
        return Changing(LeavingForm(seats, request.POST), Joining(request.POST, prefix="joins"))
    if request.method == "POST":
        more = with_more_lines(request.POST)
        return Changing(LeavingForm(seats, more), Joining(more, prefix="joins"))
    asked = request.GET.get("seat", "")
    chosen = next((seat for seat in seats if str(seat.pk) == asked), None)
    first = {"holds_from": acting.today, "leaving": [asked] if chosen else [], "decided": DRAFTED}
    if not seats:  # those of the founding decision, which nobody drafts here any more
        founded = {"symbol": committee.founding_decision, "decided": ISSUED}
        first |= {**founded, "holds_from": committee.founded_on or acting.today}
    lines = [joining_of(chosen)] if chosen else []
    return Changing(LeavingForm(seats, initial=first), Joining(prefix="joins", initial=lines))


def _lasts(seat: Appointment, today: date) -> bool:
    return seat.until is None or seat.until > today


def _changed(
    request: HttpRequest, committee: Committee, changing: Changing, moves: Sequence[RosterMove]
) -> RosterDecision:
    acting, given = acting_on(request), changing.leaving.cleaned_data
    is_drafted = changing.leaving.is_drafted
    symbol = "" if is_drafted else given["symbol"]
    document = document_named(
        symbol, before=given["holds_from"], reading=acting.reading, on=acting.today
    )
    return change_roster(
        committee=committee,
        moves=moves,
        holds_from=given["holds_from"],
        by=acting.person,
        now=acting.now,
        site=site_of(request),
        document=document,
        symbol="" if document else symbol,
        drafts_decision=is_drafted,
    )


def _looked(
    request: HttpRequest, committee: Committee, changing: Changing, moves: Sequence[RosterMove]
) -> AdministrativeDocument:
    acting = acting_on(request)
    return roster_preview(
        committee=committee,
        moves=moves,
        holds_from=changing.leaving.cleaned_data["holds_from"],
        by=acting.person,
        now=acting.now,
        site=site_of(request),
    )


def _refused_on(changing: Changing, step: Callable[[], _Done]) -> _Done | None:
    """What the step gives; None with why it was refused on the form."""
    try:
        return step()
    except PeopleRefused as refused:
        changing.leaving.add_error(None, refusal(refused.problem))
    except RuleError as error:
        field = "symbol" if error.code.startswith("decision_") else None
        changing.leaving.add_error(field, roster_refusal(error.problem))
    return None


def _way_on(request: HttpRequest, decision: RosterDecision) -> HttpResponse:
    if not decision.paper:
        messages.success(request, _("The roster was changed."))
    elif decision.document is not None:
        messages.success(
            request, _("The roster was changed. Its decision is drafted in the register: issue it.")
        )
    else:
        messages.success(request, _("The roster was changed. Its decision can be taken below."))
    address = reverse("committee_roster", args=[decision.committee.unit_id])
    if decision.holds_from != acting_on(request).today:  # else it would show them as they were
        address += f"?on={decision.holds_from.isoformat()}"
    return redirect(address)
