"""Which series of meetings are there, when does each meet, and where does a holiday move it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.actions.meetings.series import calendar_ahead, coming, make_coming_meetings
from giaoban.actions.meetings.series import edit_series as edit
from giaoban.actions.meetings.series import make_series as make
from giaoban.models import Committee, Meeting, MeetingSeries
from giaoban.queries.meetings.kind_names import kind_names
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.kinds import limit_warnings
from giaoban.rules.meetings.recurrence import Occurrence, OnDayOff, occurrences, rule_problems
from giaoban.rules.meetings.states import PREPARED
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.meeting_planning import chosen_committee
from giaoban.web.meetings.scope import committees_managed
from giaoban.web.meetings.series_forms import SeriesFields
from giaoban.web.meetings.words import notice_warning, refusals_on

SHOWN_AHEAD = 6


@dataclass(frozen=True)
class ListedSeries:
    series: MeetingSeries
    kind: str
    next: Occurrence | None


@dataclass(frozen=True)
class ShownDay:
    """A day of the rule and where it is held; `meeting` once that was made."""

    occurrence: Occurrence
    is_left_out: bool
    meeting: Meeting | None
    is_second: bool  # on a day on which another one of the series is held


@signed_in
@require_safe
def meeting_series(request: HttpRequest) -> HttpResponse:
    """Those of the committees whose meetings the person prepares."""
    acting = acting_on(request)
    committees = committees_managed(acting)
    if not committees:
        raise Http404
    found = MeetingSeries.objects.filter(committee__in=committees).select_related("committee")
    kinds, calendar = kind_names(), calendar_ahead(acting.today)
    rows = [
        ListedSeries(one, kinds.get(one.kind, one.kind), _next(one, acting.today, calendar))
        for one in found.order_by("-is_active", "committee__name", "name", "pk")
    ]
    shown = {"rows": rows, "committees": committees}
    return render(request, "meetings/series_list.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
def add_series(request: HttpRequest) -> HttpResponse:
    """The next dates are shown before it is made; `?committee=` says whose it is."""
    acting = acting_on(request)
    committees = committees_managed(acting)
    if not committees:
        raise Http404
    committee = chosen_committee(request, committees)
    form = SeriesFields(request.POST or None, today=acting.today)
    if request.method == "POST" and form.is_valid() and "make" in request.POST:
        with refusals_on(form):
            made = make(
                committee=committee,
                fields=form.chosen(request.POST.getlist("left_out")),
                by=acting.person,
                now=acting.now,
            )
            make_coming_meetings(today=acting.today, now=acting.now)
            messages.success(request, _("The series is made, and its next meetings with it."))
            return redirect("edit_series", pk=made.pk)
    return _page(request, acting, form, committee, committees=committees)


@signed_in
@require_http_methods(["GET", "POST"])
def edit_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Meetings that were announced stay as they are."""
    acting = acting_on(request)
    series = _managed(acting, pk)
    form = SeriesFields(request.POST or None, today=acting.today, series=series)
    if request.method == "POST" and form.is_valid() and "make" in request.POST:
        with refusals_on(form):
            edit(
                series=series,
                fields=form.chosen(request.POST.getlist("left_out")),
                revision=form.cleaned_data["revision"] or 0,
                by=acting.person,
                now=acting.now,
                also_made=form.cleaned_data["also_made"],
            )
            make_coming_meetings(today=acting.today, now=acting.now)
            messages.success(request, _("The series is saved."))
            return redirect("edit_series", pk=pk)
    return _page(request, acting, form, series.committee, series=series)


def _page(
    request: HttpRequest,
    acting: Acting,
    form: SeriesFields,
    committee: Committee,
    *,
    series: MeetingSeries | None = None,
    committees: Sequence[Committee] = (),
) -> HttpResponse:
    planned = _planned(form, committee, series, request.POST.getlist("left_out"))
    shown: dict[str, Any] = {
        "form": form,
        "series": series,
        "committee": committee,
        "committees": committees,
        "planned": planned,
        "days": _days(planned, series, acting.today) if planned else [],
        "warnings": _warnings(planned, acting.today) if planned else [],
        "by_earlier_rule": _by_earlier_rule(planned, series, acting.now) if planned else [],
        # Ticks that no date of the page carries now, so that mending the form loses none.
        "kept_out": [] if planned else request.POST.getlist("left_out"),
        "when": [form[name] for name in form.WHEN],
        "history": history_seen(acting, series, committee.unit_id) if series else None,
    }
    return render(request, "meetings/series.html", shown)


def _planned(
    form: SeriesFields,
    committee: Committee,
    series: MeetingSeries | None,
    left_out: Iterable[str],
) -> MeetingSeries | None:
    """The series as it stands on the page, unsaved; None where it has no days."""
    planned = series
    if form.is_bound and not form.is_valid():
        return None
    if form.is_bound:
        planned = MeetingSeries(committee=committee, **form.chosen(left_out))
    if planned is None or rule_problems(planned.rule, planned.first_on):
        return None
    return planned


def _next(series: MeetingSeries, today: date, calendar: WorkingCalendar) -> Occurrence | None:
    if not series.is_active or rule_problems(series.rule, series.first_on):
        return None
    return next(iter(coming(series, today, 1, calendar)), None)


def _days(planned: MeetingSeries, series: MeetingSeries | None, today: date) -> list[ShownDay]:
    """The next dates, those that are left out with them, so that they can be taken in again."""
    left_out = set(planned.left_out)
    made = {one.occurrence: one for one in series.meetings.all()} if series else {}
    whole = MeetingSeries(
        rule=planned.rule, first_on=planned.first_on, on_day_off=planned.on_day_off
    )
    days = coming(whole, max(today, planned.first_on), SHOWN_AHEAD + len(left_out))
    shown, kept = list[ShownDay](), 0
    taken = set[date]()
    for day in days:
        is_out = day.by_rule.isoformat() in left_out
        is_second = not is_out and day.on in taken
        shown.append(ShownDay(day, is_out, made.get(day.by_rule), is_second))
        if not is_out:
            taken.add(day.on)
            kept += 1
        if kept == SHOWN_AHEAD:
            break
    return shown


def _by_earlier_rule(
    planned: MeetingSeries, series: MeetingSeries | None, now: datetime
) -> list[Meeting]:
    """Those to come that were made by a rule which is another one now: they stay where they are."""
    if series is None:
        return []
    coming = series.meetings.filter(state__in=sorted(PREPARED), starts_at__gt=now)
    made = [(one.occurrence, one) for one in coming.order_by("starts_at") if one.occurrence]
    if not made:
        return []
    days = [day for day, _one in made]
    by_rule = {
        each.by_rule
        for each in occurrences(
            planned.rule,
            planned.first_on,
            min(days),
            max(days),
            calendar=working_calendar(range(min(days).year - 1, max(days).year + 2)),
            on_day_off=OnDayOff.STAY,
        )
    }
    return [one for day, one in made if day not in by_rule]


def _warnings(planned: MeetingSeries, today: date) -> list[str]:
    """What every meeting of it would break by its length; notice and papers are each one's own."""
    found = limit_warnings(
        kind_here(planned.kind),
        minutes=planned.minutes,
        starts_on=date(today.year + 1, 12, 31),
        announced_on=today,
        papers_on=(),
        calendar=working_calendar([today.year, today.year + 1]),
    )
    return [notice_warning(problem) for problem in found]


def _managed(acting: Acting, pk: int) -> MeetingSeries:
    series: MeetingSeries = get_object_or_404(
        MeetingSeries.objects.select_related("committee__unit"), pk=pk
    )
    if not acting.holds(Permission.MANAGE_MEETINGS, series.committee.unit_id):
        raise Http404
    return series
