"""Who sits in a committee on a day, by which decision, and how does it decide?"""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from giaoban.actions.meetings.seats import name_posts, redraft_decision
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.documents.meetings.amending_decision import amending_decision, amending_paper
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.models import Appointment, Committee, Document, RosterDecision
from giaoban.queries.country import country
from giaoban.queries.meetings.roster import (
    decision_rules_of,
    every_seat,
    former_seats,
    held_seats,
    roster_of,
    seats_of,
    without_seat,
)
from giaoban.queries.meetings.roster_decisions import (
    decisions_of,
    is_behind_the_seats,
    symbols_by_day,
)
from giaoban.queries.register.seen import documents_seen
from giaoban.rules.meetings.posts import Post, posts_of, proposed_post
from giaoban.rules.people.permissions import Permission, Role
from giaoban.rules.problems import RuleError
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import POST_LABELS
from giaoban.web.frame.table_files import table_file
from giaoban.web.meetings.roster_table import roster_table
from giaoban.web.meetings.roster_words import roster_refusal
from giaoban.web.meetings.rule_words import rules_said
from giaoban.web.people.words import refusal
from giaoban.web.reporting.consolidated_files import attachment
from giaoban.web.units.tree import day_asked


@dataclass(frozen=True)
class ShownSeat:
    """`decision` is the document by which it began, or ended where it has, if the person at work
    may read it; `symbol` what it is called where no register here has it.
    """

    seat: Appointment
    label: object
    decision: Document | None
    symbol: str


@dataclass(frozen=True)
class ShownDecision:
    """`document` as of ShownSeat; `has_paper`: it may be taken away as Word and PDF; `is_behind`:
    a draft says something else than the seats do now.
    """

    decision: RosterDecision
    document: Document | None
    has_paper: bool
    is_behind: bool


@dataclass(frozen=True)
class WithoutSeat:
    """A role that nobody said a seat of: `proposed` stands in the field first."""

    held: Appointment
    choices: list[tuple[str, object]]
    proposed: str

    @property
    def field(self) -> str:
        return f"seat-{self.held.pk}"


@signed_in
@require_safe
def committee_roster(request: HttpRequest, unit_id: int) -> HttpResponse:
    """`?on=` a day says who sat there then."""
    committee, acting = _committee_seen(request, unit_id), acting_on(request)
    on = day_asked(request, acting.today)
    every = seats_of(committee)
    seats, former = held_seats(every, on), former_seats(every, on)
    decisions = decisions_of(committee)
    readable = _readable(acting, every, decisions)
    symbols = symbols_by_day(decisions)
    manages = acting.may(Permission.MANAGE_COMMITTEE, unit_id)
    context = {
        "committee": committee,
        "on": on,
        "is_today": on == acting.today,
        "seats": [_began(seat, readable, symbols) for seat in seats],
        "former": [_ended(seat, readable, symbols) for seat in former],
        "unseated": _unseated(committee, seats, on) if manages else [],
        "decisions": [
            ShownDecision(
                each,
                readable.get(each.document_id or 0),
                has_paper=bool(each.paper) and (manages or each.document_id in readable),
                is_behind=manages and is_behind_the_seats(each),
            )
            for each in decisions
        ],
        "rules": rules_said(decision_rules_of(committee)),
        "may_manage": manages,
        "changes": manages and acting.may(Permission.MANAGE_PEOPLE, unit_id),
        "history": history_seen(acting, committee, unit_id),
    }
    return render(request, "meetings/roster.html", context)


@signed_in
@require_safe
def roster_file(request: HttpRequest, unit_id: int, form: str) -> HttpResponse:
    """The roster of the day as a workbook or CSV; with `?every=` each seat there ever was."""
    committee, acting = _committee_seen(request, unit_id), acting_on(request)
    on = day_asked(request, acting.today)
    every = "every" in request.GET
    seats = every_seat(committee) if every else roster_of(committee, on)
    readable = _readable(acting, seats, [])
    symbols = symbols_by_day(decisions_of(committee))
    table = roster_table(committee, seats, readable, symbols, acting.today if every else on, every)
    return table_file(table, "roster", form)


@signed_in
@require_POST
def name_roster_posts(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Those with a role and without a seat on the day that is shown get the seats chosen."""
    committee, acting = _committee_seen(request, unit_id), acting_on(request)
    require(request, Permission.MANAGE_COMMITTEE, unit_id)
    on = day_asked(request, acting.today)
    chosen = {
        held.pk: Post(given)
        for held in without_seat(committee, on)
        if (given := request.POST.get(f"seat-{held.pk}", "")) in set(Post)
    }
    try:
        named = name_posts(committee=committee, posts=chosen, by=acting.person, now=acting.now)
    except PeopleRefused as refused:
        messages.error(request, refusal(refused.problem))
    except RuleError as error:
        messages.error(request, roster_refusal(error.problem))
    else:
        said = ngettext("%(n)s seat was named.", "%(n)s seats were named.", named)
        messages.success(request, said % {"n": named})
    address = reverse("committee_roster", args=[unit_id])
    return redirect(address if on == acting.today else f"{address}?on={on.isoformat()}")


@signed_in
@require_safe
def roster_decision_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The amending decision in Word or PDF; a draft says that it is one."""
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    found = RosterDecision.objects.select_related("committee__unit", "document__body__unit")
    decision = get_object_or_404(found, pk=pk)
    acting, kind = acting_on(request), FileKind(form)
    manages = acting.may(Permission.MANAGE_COMMITTEE, decision.committee.unit_id)
    if not decision.paper or not (manages or _readable(acting, [], [decision])):
        raise Http404
    name = f"{country().phrases.roster.file}-{decision.holds_from.isoformat()}.{form}"
    content = renderer(kind)(amending_decision(amending_paper(decision)))
    return attachment(content, name, MEDIA_TYPES[kind])


@signed_in
@require_POST
def redraft_roster_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft says what the seats are now."""
    decision = get_object_or_404(RosterDecision.objects.select_related("committee"), pk=pk)
    unit_id, acting = decision.committee.unit_id, acting_on(request)
    require(request, Permission.MANAGE_COMMITTEE, unit_id)
    try:
        redraft_decision(decision=decision, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, roster_refusal(error.problem))
    else:
        messages.success(request, _("The decision says now what the seats are."))
    return redirect("committee_roster", unit_id=unit_id)


def committee_changed(request: HttpRequest, unit_id: int) -> Committee:
    """For whoever changes who sits there: its page, and its people."""
    committee = _committee_seen(request, unit_id)
    require(request, Permission.MANAGE_COMMITTEE, unit_id)
    require(request, Permission.MANAGE_PEOPLE, unit_id)
    return committee


def _committee_seen(request: HttpRequest, unit_id: int) -> Committee:
    require(request, Permission.VIEW, unit_id)
    committee: Committee = get_object_or_404(
        Committee.objects.select_related("unit"), unit_id=unit_id
    )
    return committee


def _readable(
    acting: Acting, seats: list[Appointment], decisions: list[RosterDecision]
) -> dict[int, Document]:
    """The decisions that the person at work may read, by id; one query."""
    named = [pk for seat in seats for pk in (seat.began_by_id, seat.ended_by_id)]
    named += [each.document_id for each in decisions]
    wanted = {pk for pk in named if pk is not None}
    found = documents_seen(acting.reading, acting.today).filter(pk__in=wanted)
    return {document.pk: document for document in found}


def _began(seat: Appointment, readable: dict[int, Document], symbols: dict[date, str]) -> ShownSeat:
    symbol = "" if seat.began_by_id else symbols.get(seat.since, "")
    return ShownSeat(seat, POST_LABELS[seat.post], readable.get(seat.began_by_id or 0), symbol)


def _ended(seat: Appointment, readable: dict[int, Document], symbols: dict[date, str]) -> ShownSeat:
    symbol = "" if seat.ended_by_id or seat.until is None else symbols.get(seat.until, "")
    return ShownSeat(seat, POST_LABELS[seat.post], readable.get(seat.ended_by_id or 0), symbol)


def _unseated(committee: Committee, seats: list[Appointment], on: date) -> list[WithoutSeat]:
    has_chair = any(seat.post == Post.CHAIR for seat in seats)
    found = []
    for held in without_seat(committee, on):
        role = Role(held.role)
        proposed = proposed_post(role, held.duties, has_chair=has_chair)
        has_chair = has_chair or proposed is Post.CHAIR
        choices: list[tuple[str, object]] = [(Post.NONE.value, _("no seat"))]
        choices += [(post.value, POST_LABELS[post]) for post in posts_of(role)]
        found.append(WithoutSeat(held, choices, proposed.value))
    return found
