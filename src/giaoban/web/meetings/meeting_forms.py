"""What is typed of a meeting: what it is, when, where and how, who presides and who keeps it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from giaoban.documents.period_titles import period_title
from giaoban.mail.meeting_words import FORMS
from giaoban.models import Committee, Meeting, Period, Person
from giaoban.queries.meetings.choices import periods_to_hear, who_could_preside
from giaoban.queries.meetings.kind_names import kind_names
from giaoban.queries.reporting.incidents import incident_name
from giaoban.rules.meetings.agenda import LONGEST_ITEM
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.web.units.fields import DayField

USUAL_START = time(8, 0)
USUAL_MINUTES = 120
ATTENDED = [form for form in MeetingForm if form is not MeetingForm.CIRCULATION]


class ClockField(forms.TimeField):
    """An hour of the wall clock here."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300})
        )
        options.setdefault(
            "error_messages", {"invalid": gettext_lazy("Type a time, such as 08:30.")}
        )
        super().__init__(**options)


class WhereForm(forms.Form):
    """How one takes part, and where: the same of a meeting and of a series."""

    form = forms.ChoiceField(
        label=gettext_lazy("How does one take part?"),
        choices=[(form.value, FORMS[form]) for form in ATTENDED],
        initial=MeetingForm.ON_SITE,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=pgettext_lazy("of a meeting", "Place"), max_length=300, required=False
    )
    online_url = forms.URLField(
        label=gettext_lazy("Address online"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Beginning with https://; only whoever is invited reads it."),
    )


class MeetingFields(WhereForm):
    """One meeting of a committee that people attend; `on` is its day, as far as that is known."""

    title = forms.CharField(
        label=gettext_lazy("What is the meeting about?"),
        max_length=300,
        help_text=gettext_lazy("As it stands in the invitation, such as “Briefing, Q4/2026”."),
    )
    starts_on = DayField(label=gettext_lazy("Day"))
    starts_at = ClockField(label=gettext_lazy("Begins at"), initial=USUAL_START)
    ends_at = ClockField(label=gettext_lazy("Ends at"))
    ends_on = DayField(
        label=gettext_lazy("Ends on another day"), required=False, help_text=gettext_lazy("Rare.")
    )
    review_from = DayField(
        label=gettext_lazy("Looks back from"),
        required=False,
        help_text=gettext_lazy("Of a preliminary or final review: the span that it looks over."),
    )
    review_to = DayField(label=gettext_lazy("Looks back until"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, committee: Committee, on: date, typed: Any = None, *, meeting: Meeting | None = None
    ) -> None:
        super().__init__(typed, initial=_initial(meeting))
        with_unused = meeting is not None
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=list(kind_names(with_unused=with_unused).items())
        )
        people = who_could_preside(committee, on)
        self._people = {str(one.pk): one for one in _with(people, meeting)}
        nobody = [("", _("whoever has the highest seat on that day"))]
        named = [(key, one.name) for key, one in self._people.items()]
        self.fields["chair"] = forms.ChoiceField(
            label=_("Who presides?"), choices=[*nobody, *named], required=False
        )
        head = [("", _("the head of the secretariat on that day"))]
        self.fields["secretary"] = forms.ChoiceField(
            label=_("Who keeps the record?"), choices=[*head, *named], required=False
        )
        periods = periods_to_hear(committee, on)
        if meeting is not None and meeting.period is not None and meeting.period not in periods:
            periods.append(meeting.period)  # an old one stays what was chosen
        self._periods = {str(one.pk): one for one in periods}
        fitting = [("", _("the last one that fits"))]
        self.fields["period"] = forms.ChoiceField(
            label=_("Whose report does it hear?"),
            choices=[*fitting, *((key, _named(one)) for key, one in self._periods.items())],
            required=False,
        )
        self.order_fields(["title", "kind", "starts_on", "starts_at", "ends_at", "form", "place"])

    RARE = ("ends_on", "period", "review_from", "review_to")

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [one for one in self if one.name not in (*self.RARE, "revision")]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RARE]

    @property
    def is_unfolded(self) -> bool:
        """Nothing that was typed or is wrong is out of sight."""
        return any(one.errors or one.value() for one in self.rare_fields)

    def clean(self) -> dict[str, Any]:
        """Both ends as moments, and whoever was chosen as persons."""
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("starts_at"), given.get("ends_at")
        day = given.get("starts_on")
        if day is None or begins is None or ends is None:
            return given
        last = given.get("ends_on") or day
        given["begins"] = make_aware(datetime.combine(day, begins))
        given["ends"] = make_aware(datetime.combine(last, ends))
        if given["ends"] <= given["begins"]:
            self.add_error("ends_at", _("It must end after it begins."))
        elif given["ends"] - given["begins"] > timedelta(minutes=LONGEST_ITEM) * 2:
            self.add_error("ends_on", _("A meeting lasts two days at most."))
        since, until = given.get("review_from"), given.get("review_to")
        if since and until and until < since:
            self.add_error("review_to", _("Choose a day after the one from which it looks back."))
        if (since is None) != (until is None):
            missing = "review_to" if until is None else "review_from"
            self.add_error(missing, _("Choose both days of the span."))
        return given

    def chosen(self) -> Mapping[str, Any]:
        """For actions.meetings.planning; who was left open is left to whoever calls."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "kind": given["kind"],
            "form": given["form"],
            "starts_at": given["begins"],
            "ends_at": given["ends"],
            "place": given["place"],
            "online_url": given["online_url"],
            "chair": self._people.get(given["chair"]),
            "secretary": self._people.get(given["secretary"]),
            "period": self._periods.get(given["period"]),
            "review_from": given["review_from"],
            "review_to": given["review_to"],
        }


class CancelForm(forms.Form):
    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, auto_id="cancel-%s")
        self.fields["reason"] = forms.CharField(
            label=_("Why is it called off?"), max_length=500, widget=forms.Textarea({"rows": 2})
        )


def _with(people: Iterable[Person], meeting: Meeting | None) -> list[Person]:
    """Those, and whoever the meeting names already."""
    found = {one.pk: one for one in people}
    for one in (meeting.chair, meeting.secretary) if meeting else ():
        if one is not None:
            found.setdefault(one.pk, one)
    return list(found.values())


def _named(period: Period) -> str:
    title = period_title(
        period.key, get_language() or "vi", year_start_of(period), incident=incident_name(period)
    )
    return f"{title} · {period.regime.name}"


def _initial(meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None:
        begins = datetime.combine(date.min, USUAL_START)
        return {"ends_at": (begins + timedelta(minutes=USUAL_MINUTES)).time()}
    begins, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return {
        **{
            name: getattr(meeting, name)
            for name in ("title", "kind", "form", "place", "online_url", "review_from")
        },
        "review_to": meeting.review_to,
        "starts_on": begins.date(),
        "starts_at": begins.time(),
        "ends_at": ends.time(),
        "ends_on": ends.date() if ends.date() != begins.date() else None,
        "chair": str(meeting.chair_id or ""),
        "secretary": str(meeting.secretary_id or ""),
        "period": str(meeting.period_id or ""),
        "revision": meeting.revision,
    }
