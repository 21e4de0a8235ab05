"""What is asked when a regime, its deadlines or its outline are set up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.queries.country import country
from giaoban.queries.reporting.regime_units import unknown_reporters
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.deadlines import DeadlineRule, Roll
from giaoban.rules.reporting.incidents import LONGEST_FIRST_HOURS, Rhythm
from giaoban.rules.reporting.periods import Calendar, PeriodKind
from giaoban.rules.reporting.placed_problems import PlacedProblem
from giaoban.rules.reporting.regime_facts import RegimeSettings
from giaoban.rules.reporting.reporters import (
    ReporterChoice,
    format_reporters,
    parse_reporters,
)
from giaoban.web.reporting.regime_labels import CALENDARS, FREQUENCIES, MONTHS, ROLLS
from giaoban.web.units.fields import DayField, UnitField

_REPORTER_CHOICES = [
    (ReporterChoice.LEAVES, _("the units at the bottom of the tree")),
    (ReporterChoice.ALL, _("every unit, at all levels")),
    (ReporterChoice.LEVEL, _("units of one level: write its number, 1 is the top")),
    (ReporterChoice.KIND, _("units of one kind: write the kind; several are separated by commas")),
    (ReporterChoice.UNDER, _("everything under one unit: write its code")),
    (ReporterChoice.LISTED, _("certain units: write their codes, separated by commas")),
]
_SHORT = {"rows": 3}
# A place in the file → the field of the page that holds it.
_FIELDS = {"window": "once_ends_on", "reporters": "reporters_value", "required": "is_required"}

_TYPED = (
    "name",
    "content",
    "legal_basis",
    "reporters",
    "recipient",
    "method",
    "guidance",
    "first_period",
    "needs_approval",
    "once_starts_on",
    "once_ends_on",
    "ended_on",
)


class SettingsForm(forms.Form):
    """What NĐ 09/2019/NĐ-CP arts. 8-11 make a regime name."""

    name = forms.CharField(label=_("Name"), max_length=300)
    content = forms.CharField(
        label=_("What is reported"), required=False, widget=forms.Textarea(_SHORT)
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        widget=forms.Textarea(_SHORT),
        help_text=_("One ground on each line, as it stands in the report."),
    )
    frequency = forms.ChoiceField(label=_("How often"), choices=list(FREQUENCIES.items()))
    calendar = forms.ChoiceField(
        label=_("Which days a month has"),
        choices=list(CALENDARS.items()),
        widget=forms.RadioSelect,
    )
    year_starts = forms.TypedChoiceField(
        label=_("The financial year begins in"),
        coerce=int,
        empty_value=1,
        required=False,
        choices=list(MONTHS.items()),
    )
    once_starts_on = DayField(
        label=_("Collection window: first day"),
        required=False,
        help_text=_("Only for a regime that reports once."),
    )
    once_ends_on = DayField(label=_("Collection window: last day"), required=False)
    reporters_choice = forms.ChoiceField(
        label=_("Who reports"), choices=_REPORTER_CHOICES, widget=forms.RadioSelect
    )
    reporters_value = forms.CharField(label=_("Level, kind or codes"), required=False)
    recipient = forms.CharField(label=_("To whom"), required=False, max_length=300)
    method = forms.CharField(label=_("How it is sent"), required=False, max_length=300)
    guidance = forms.CharField(
        label=_("Guidance for units"), required=False, widget=forms.Textarea({"rows": 4})
    )
    needs_approval = forms.BooleanField(
        label=_("The unit's head approves each report before it is accepted"), required=False
    )
    first_period = forms.CharField(
        label=_("First period"),
        required=False,
        max_length=40,
        help_text=_(
            "Such as 2026-07 or 2026Q3. From it on periods open by themselves when they begin; "
            "left empty, you open each by hand."
        ),
    )
    first_hours = forms.IntegerField(
        label=_("First report within how many hours"),
        required=False,
        min_value=1,
        max_value=LONGEST_FIRST_HOURS,
        help_text=_("Counted from the beginning, also on holidays; offered whenever one opens."),
    )
    daily_at = forms.TimeField(
        label=_("Then every day before"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    ended_on = DayField(
        label=_("No period that begins on or after this day is opened"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        here = country()
        self.initial.setdefault("calendar", here.calendar)
        self.initial.setdefault("year_starts", here.year_starts)
        offered = {Calendar.CALENDAR, Calendar.FISCAL, here.calendar, self.initial["calendar"]}
        self.fields["calendar"].choices = [
            (code, label) for code, label in CALENDARS.items() if code in offered
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("calendar") != Calendar.FISCAL:
            cleaned["year_starts"] = 1
        choice, value = cleaned.get("reporters_choice", ""), cleaned.get("reporters_value", "")
        try:
            reporters = parse_reporters(_written(choice, value))
        except RuleError as error:
            self.add_error("reporters_value", problem_in_words(error.problem))
        else:
            cleaned["reporters"] = format_reporters(reporters)
            unknown = unknown_reporters(reporters, load_dated_tree()) if reporters.codes else []
            for problem in unknown:
                self.add_error("reporters_value", problem_in_words(problem.problem))
        return cleaned

    def settings(self, before: RegimeSettings | None, code: str) -> RegimeSettings:
        """The settings as they were typed; deadlines and what has no field stay as before."""
        given = self.cleaned_data
        base = before or RegimeSettings(code, "", PeriodKind.MONTH, country().calendar)
        return replace(
            base,
            code=code,
            frequency=PeriodKind(given["frequency"]),
            calendar=Calendar(given["calendar"]),
            year_starts=given["year_starts"],
            rhythm=_rhythm(given),
            **{name: _lines(given[name]) for name in _TYPED},
        )


def _rhythm(given: Mapping[str, Any]) -> Rhythm:
    """What is left empty, and of a regime that is not for incidents, is as usual."""
    usual = Rhythm()
    if given["frequency"] != PeriodKind.INCIDENT:
        return usual
    return Rhythm(given["first_hours"] or usual.first_hours, given["daily_at"] or usual.daily_at)


class NewRegimeForm(SettingsForm):
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        allow_unicode=False,
        help_text=_("Short, without diacritics, such as chuyen-doi-so. It does not change later."),
    )
    unit = UnitField(label=_("Which unit asks"))
    field_order = ["name", "code", "unit"]


class DeadlineForm(forms.Form):
    """One deadline: working days after the cut-off, or a fixed day."""

    # Only the number of the chosen way is needed; the browser cannot know which.
    use_required_attribute = False

    way = forms.ChoiceField(
        label=_("Counted how"),
        choices=[
            ("working_days", _("so many working days after the cut-off")),
            ("day", _("a fixed day")),
        ],
        widget=forms.RadioSelect,
        initial="working_days",
    )
    working_days = forms.IntegerField(
        label=_("Working days"), required=False, min_value=0, max_value=90
    )
    day = forms.IntegerField(label=_("Day"), required=False, min_value=1, max_value=31)
    month_offset = forms.TypedChoiceField(
        label=_("Of which month"),
        coerce=int,
        choices=[(0, _("the period's last month")), (1, _("the month after")), (2, _("two later"))],
        initial=0,
    )
    at = forms.TimeField(
        label=_("Time of day"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        initial="17:00",
    )
    roll = forms.ChoiceField(label=_("On a day off"), choices=list(ROLLS.items()))
    level = forms.TypedChoiceField(
        label=_("For units of"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("every level without a deadline of its own")),
            *(
                (level, pgettext_lazy("tree", "level %(level)s") % {"level": level})
                for level in range(1, 6)
            ),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for way in ("working_days", "day"):
            self.fields[way].required = not self.is_bound or self.data.get("way") == way

    def rule(self) -> DeadlineRule:
        given = self.cleaned_data
        is_fixed = given["way"] == "day"
        return DeadlineRule(
            level=given["level"],
            working_days=None if is_fixed else given["working_days"],
            day=given["day"] if is_fixed else None,
            month_offset=given["month_offset"] if is_fixed else 0,
            at=given["at"],
            roll=Roll(given["roll"]),
        )


def deadline_initial(rule: DeadlineRule) -> dict[str, Any]:
    return {
        "way": "day" if rule.day is not None else "working_days",
        "working_days": rule.working_days,
        "day": rule.day,
        "month_offset": rule.month_offset,
        "at": rule.at,
        "roll": rule.roll,
        "level": rule.level,
    }


def settings_initial(settings: RegimeSettings) -> dict[str, Any]:
    reporters = parse_reporters(settings.reporters)
    value = str(reporters.level or "") or reporters.kind or ", ".join(reporters.codes)
    fields = {
        name: getattr(settings, name)
        for name in SettingsForm.base_fields
        if name not in {"reporters_choice", "reporters_value", "first_hours", "daily_at"}
    }
    fields |= {"first_hours": settings.rhythm.first_hours, "daily_at": settings.rhythm.daily_at}
    return {**fields, "reporters_choice": reporters.choice, "reporters_value": value}


def explain(form: forms.Form, problems: list[PlacedProblem]) -> None:
    """Put each problem beside the field that it is about, or above the form."""
    for problem in problems:
        key = next((str(part) for part in problem.place if not isinstance(part, int)), "")
        last = str(problem.place[-1]) if problem.place else ""
        names = (_FIELDS.get(last, last), _FIELDS.get(key, key))
        field = next((name for name in names if name in form.fields), None)
        form.add_error(field, problem_in_words(problem.problem))


def _written(choice: str, value: str) -> str | list[str]:
    match choice:
        case ReporterChoice.LEVEL | ReporterChoice.KIND | ReporterChoice.UNDER:
            return f"{choice}:{value}"
        case ReporterChoice.LISTED:
            return [code.strip() for code in value.split(",") if code.strip()]
        case _:
            return choice


def _lines(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
