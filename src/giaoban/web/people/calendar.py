"""On which days of a year does nobody work, and what did we decide against the calendar?"""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.working_calendar import remove_calendar_day, set_calendar_day
from giaoban.models import CalendarDay
from giaoban.queries.country import country
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.holiday_names import named_holidays
from giaoban.rules.reporting.working_days import worked_weekends
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.people.forms import CalendarDayForm
from giaoban.web.people.reach import may_set_calendar

FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class ShownDay:
    """A day that is not simply what its weekday says; `override` is our own word on it."""

    day: date
    name: str
    is_working: bool
    override: CalendarDay | None


@signed_in
def calendar(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_COMMITTEE)
    acting = acting_on(request)
    year = _year(request, acting.today)
    may_set = may_set_calendar(request)
    if request.method == "POST" and not may_set:
        raise Http404
    form = CalendarDayForm(request.POST or None, initial={"is_working": "0"})
    if request.method == "POST" and form.is_valid():
        override = set_calendar_day(by=acting.person, now=acting.now, **form.cleaned_data)
        messages.success(request, _("The day was saved. Deadlines count with it from now on."))
        return redirect(f"{reverse('calendar')}?year={override.day.year}")
    return render(
        request,
        "people/calendar.html",
        {
            "form": form,
            "may_set": may_set,
            "year": year,
            "days": days_of(year, get_language() or "vi"),
            "weekend": ", ".join(str(WEEKDAYS[day]) for day in sorted(country().weekend)),
            "before": year - 1,
            "after": year + 1,
        },
    )


@require_POST
@signed_in
def remove_day(request: HttpRequest, pk: int) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_COMMITTEE)
    if not may_set_calendar(request):
        raise Http404
    override = get_object_or_404(CalendarDay, pk=pk)
    acting = acting_on(request)
    year = override.day.year
    remove_calendar_day(override=override, by=acting.person, now=acting.now)
    messages.success(request, _("The day is again what the public calendar says."))
    return redirect(f"{reverse('calendar')}?year={year}")


def days_of(year: int, language: str) -> list[ShownDay]:
    """Public holidays, weekends worked in exchange, and our own days, in order."""
    source = country().holidays
    named = named_holidays(year, language, source)
    days = {day: ShownDay(day, name, False, None) for day, name in named}
    for day in worked_weekends(year, source):
        days[day] = ShownDay(day, _("worked in exchange for a holiday"), True, None)
    for override in CalendarDay.objects.filter(day__year=year):
        known = days.get(override.day)
        name = override.name or (known.name if known else "")
        days[override.day] = ShownDay(override.day, name, override.is_working, override)
    return [days[day] for day in sorted(days)]


def _year(request: HttpRequest, today: date) -> int:
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else today.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year
