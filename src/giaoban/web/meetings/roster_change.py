"""Change several seats of a committee at once from a day on; its decision is drafted with it."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions.meetings.seats import RosterMove, change_roster
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.models import Appointment, Committee
from giaoban.queries.meetings.roster import seats_of
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.labels import POST_LABELS
from giaoban.web.meetings.roster import committee_changed
from giaoban.web.meetings.roster_forms import Changing, Joining, LeavingForm, joining_of
from giaoban.web.meetings.roster_words import roster_refusal
from giaoban.web.people.reach import roles_at, site_of
from giaoban.web.people.words import refusal


@signed_in
def change_committee_roster(request: HttpRequest, unit_id: int) -> HttpResponse:
    """`?seat=` begins with that seat ticked, and as it is now in the first line."""
    committee = committee_changed(request, unit_id)
    changing = _changing(request, committee)
    if request.method == "POST":
        moves = changing.moves(roles_at(request, unit_id))
        if moves is not None:
            done = _changed(request, committee, changing, moves)
            if done is not None:
                return done
    context = {
        "committee": committee,
        "form": changing.leaving,
        "joining": changing.joining,
        "has_errors": request.method == "POST" and changing.has_errors,
    }
    return render(request, "meetings/change_roster.html", context)


def _changing(request: HttpRequest, committee: Committee) -> Changing:
    acting = acting_on(request)
    seats = [seat for seat in seats_of(committee) if _lasts(seat, acting.today)]
    seats.sort(key=lambda seat: (list(POST_LABELS).index(seat.post), seat.rank, seat.pk))
    if request.method == "POST":
        return Changing(LeavingForm(seats, request.POST), Joining(request.POST, prefix="joins"))
    asked = request.GET.get("seat", "")
    chosen = next((seat for seat in seats if str(seat.pk) == asked), None)
    first = {"holds_from": acting.today, "leaving": [asked] if chosen else []}
    lines = [joining_of(chosen)] if chosen else []
    return Changing(LeavingForm(seats, initial=first), Joining(prefix="joins", initial=lines))


def _lasts(seat: Appointment, today: date) -> bool:
    return seat.until is None or seat.until > today


def _changed(
    request: HttpRequest, committee: Committee, changing: Changing, moves: Sequence[RosterMove]
) -> HttpResponse | None:
    """The way on; None with what was refused on the form."""
    acting = acting_on(request)
    try:
        decision = change_roster(
            committee=committee,
            moves=moves,
            holds_from=changing.leaving.cleaned_data["holds_from"],
            by=acting.person,
            now=acting.now,
            site=site_of(request),
            drafts_decision=True,
        )
    except PeopleRefused as refused:
        changing.leaving.add_error(None, refusal(refused.problem))
        return None
    except RuleError as error:
        changing.leaving.add_error(None, roster_refusal(error.problem))
        return None
    if decision.document is not None:
        messages.success(
            request, _("The roster was changed. Its decision is drafted in the register: issue it.")
        )
    else:
        messages.success(request, _("The roster was changed. Its decision can be taken below."))
    address = reverse("committee_roster", args=[committee.unit_id])
    if decision.holds_from != acting.today:  # else the page would show the roster as it was
        address += f"?on={decision.holds_from.isoformat()}"
    return redirect(address)
