"""When does a series meet? Chosen in words, or written as a recurrence rule by who knows one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.models import MeetingSeries
from giaoban.queries.meetings.kind_names import kind_names
from giaoban.rules.meetings.agenda import DEFAULT_MINUTES, LONGEST_ITEM, ItemKind
from giaoban.rules.meetings.recurrence import LONGEST_RULE, OnDayOff, rule_problems
from giaoban.rules.meetings.rule_builder import (
    LARGEST_STEP,
    LAST,
    LATEST_DAY,
    Plan,
    Span,
    plan_of,
    written_rule,
)
from giaoban.web.meetings.labels import ON_DAY_OFF
from giaoban.web.meetings.meeting_forms import USUAL_MINUTES, USUAL_START, ClockField, WhereForm
from giaoban.web.meetings.words import meeting_refusal
from giaoban.web.units.fields import DayField

BY_PLAN, BY_RULE = "plan", "rule"
ON_DAY, ON_WEEKDAY = "day", "weekday"
MOST_STANDING = 30
SPANS = (
    (Span.WEEK.value, pgettext_lazy("every so many", "weeks")),
    (Span.MONTH.value, pgettext_lazy("every so many", "months")),
    (Span.QUARTER.value, pgettext_lazy("every so many", "quarters")),
    (Span.YEAR.value, pgettext_lazy("every so many", "years")),
)
WEEKDAYS = tuple(
    enumerate(
        (
            gettext_lazy("Monday"),
            gettext_lazy("Tuesday"),
            gettext_lazy("Wednesday"),
            gettext_lazy("Thursday"),
            gettext_lazy("Friday"),
            gettext_lazy("Saturday"),
            gettext_lazy("Sunday"),
        )
    )
)
NTH = (
    (1, pgettext_lazy("weekday of a month", "first")),
    (2, pgettext_lazy("weekday of a month", "second")),
    (3, pgettext_lazy("weekday of a month", "third")),
    (4, pgettext_lazy("weekday of a month", "fourth")),
    (LAST, pgettext_lazy("weekday of a month", "last")),
)


class SeriesFields(WhereForm):
    """`left_out` are days by the rule, ticked beside the next dates."""

    name = forms.CharField(
        label=gettext_lazy("What is the series called?"),
        max_length=200,
        help_text=gettext_lazy("Each meeting bears this title until it gets one of its own."),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do you say when it meets?"),
        choices=[
            (BY_PLAN, gettext_lazy("by choosing below")),
            (BY_RULE, gettext_lazy("by a recurrence rule (RFC 5545)")),
        ],
        initial=BY_PLAN,
        widget=forms.RadioSelect,
    )
    every = forms.IntegerField(
        label=gettext_lazy("Every"), min_value=1, max_value=LARGEST_STEP, initial=1, required=False
    )
    span = forms.ChoiceField(
        label=gettext_lazy("Weeks, months, quarters or years"),
        choices=SPANS,
        initial=Span.QUARTER,
        required=False,
    )
    by = forms.ChoiceField(
        label=gettext_lazy("On which day of the month?"),
        choices=[
            (ON_WEEKDAY, gettext_lazy("on a weekday, such as the second Thursday")),
            (ON_DAY, gettext_lazy("on a day by its number")),
        ],
        initial=ON_WEEKDAY,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Every so many weeks it is the weekday alone."),
    )
    nth = forms.TypedChoiceField(
        label=gettext_lazy("Which one of the month"),
        choices=NTH,
        coerce=int,
        initial=2,
        required=False,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"), choices=WEEKDAYS, coerce=int, initial=3, required=False
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Day of the month"),
        choices=[
            *((number, str(number)) for number in range(1, LATEST_DAY + 1)),
            (LAST, pgettext_lazy("day of a month", "the last one")),
        ],
        coerce=int,
        initial=15,
        required=False,
    )
    rule = forms.CharField(
        label=gettext_lazy("Recurrence rule"),
        max_length=LONGEST_RULE,
        required=False,
        help_text=gettext_lazy("Such as FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH;COUNT=8."),
    )
    first_on = DayField(
        label=gettext_lazy("From which day on?"),
        help_text=gettext_lazy("Of quarters and years it says also in which month they meet."),
    )
    on_day_off = forms.ChoiceField(
        label=gettext_lazy("Where that day is no working day, it meets"),
        choices=[(each.value, ON_DAY_OFF[each]) for each in OnDayOff],
        initial=OnDayOff.NEXT,
    )
    starts_at = ClockField(label=gettext_lazy("Begins at"), initial=USUAL_START)
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=1,
        max_value=LONGEST_ITEM,
        initial=USUAL_MINUTES,
    )
    standing = forms.CharField(
        label=gettext_lazy("Items that every meeting has"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One a line; minutes behind a semicolon: Other matters; 15"),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Goes on: the next two meetings are made by themselves"),
        required=False,
        initial=True,
    )
    also_made = forms.BooleanField(
        label=gettext_lazy("Also for the meetings of it that are being prepared"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Time, place, kind and title, where nobody gave one of them others. Days stay, and "
            "what was announced."
        ),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    WHEN = ("every", "span", "by", "nth", "weekday", "day")

    def __init__(
        self, typed: Any = None, *, today: date, series: MeetingSeries | None = None
    ) -> None:
        super().__init__(typed, initial=_initial(series) if series else {"first_on": today})
        for name in (*self.WHEN, "rule"):  # asked for by what was chosen: none of them is optional
            self.fields[name].shown_when = "when-chosen"  # type: ignore[attr-defined]
        kinds = kind_names(with_unused=series is not None)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=list(kinds.items()))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("how") == BY_RULE:
            given["rule"] = given.get("rule", "").strip().upper().removeprefix("RRULE:")
            self._judge(given)
        elif given.get("first_on"):
            given["rule"] = self._written(given)
        given["standing_items"] = self._standing(given.get("standing", ""))
        return given

    def _judge(self, given: dict[str, Any]) -> None:
        """Also where the next dates are only looked at."""
        first_on = given.get("first_on")
        if first_on is not None and "rule" not in self.errors:
            for problem in rule_problems(given["rule"], first_on):
                self.add_error("rule", meeting_refusal(problem))

    def _written(self, given: dict[str, Any]) -> str:
        """Empty, with its error beside the field, where something of the plan is not said."""
        wanted = ["every", "span", "weekday"]
        by_day = given.get("by") == ON_DAY and given.get("span") != Span.WEEK
        wanted += ["day"] if by_day else ["nth"]
        missing = [name for name in wanted if given.get(name) in (None, "")]
        for name in missing:
            if name not in self.errors:
                self.add_error(name, _("Choose it."))
        if missing:
            return ""
        plan = Plan(
            given["every"],
            Span(given["span"]),
            given["day"] if by_day else None,
            given["nth"] or 1,
            given["weekday"],
        )
        return written_rule(plan, given["first_on"])

    def _standing(self, typed: str) -> list[list[Any]]:
        items: list[list[Any]] = []
        for line in filter(None, map(str.strip, typed.splitlines())):
            title, _sign, minutes = line.rpartition(";")
            number = minutes.strip()
            is_number = bool(title.strip()) and number.isascii() and number.isdigit()
            if is_number and not 1 <= int(number[:6]) <= LONGEST_ITEM:
                words = _("“%(line)s”: from 1 to %(longest)s minutes.")
                self.add_error("standing", words % {"line": line, "longest": LONGEST_ITEM})
            name = title.strip() if is_number else line
            usual = DEFAULT_MINUTES[ItemKind.STANDING]
            items.append([name[:300], int(number[:6]) if is_number else usual])
        if len(items) > MOST_STANDING:
            self.add_error("standing", _("Write %(most)s items at most.") % {"most": MOST_STANDING})
        return items

    def chosen(self, left_out: Iterable[str]) -> dict[str, Any]:
        """For actions.meetings.series; what is no day among `left_out` is passed over."""
        given = self.cleaned_data
        names = ("name", "kind", "rule", "first_on", "starts_at", "minutes", "form", "place")
        more = ("online_url", "on_day_off", "standing_items", "is_active")
        days = sorted({day for text in left_out if (day := _day(text))})
        return {**{name: given[name] for name in (*names, *more)}, "left_out": days}


def _day(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        return ""
    return day.isoformat() if day else ""


def _initial(series: MeetingSeries) -> dict[str, Any]:
    names = ("name", "kind", "rule", "first_on", "starts_at", "minutes", "form", "place")
    more = ("online_url", "on_day_off", "is_active", "revision")
    found = {name: getattr(series, name) for name in (*names, *more)}
    found["standing"] = "\n".join(f"{title}; {minutes}" for title, minutes in series.standing_items)
    plan = plan_of(series.rule, series.first_on)
    if plan is None:
        return {**found, "how": BY_RULE}
    on_day = plan.day is not None
    return {
        **found,
        "how": BY_PLAN,
        "every": plan.every,
        "span": plan.span.value,
        "by": ON_DAY if on_day else ON_WEEKDAY,
        "day": plan.day if on_day else 15,
        "nth": plan.nth,
        "weekday": plan.weekday,
    }
