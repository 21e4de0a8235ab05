"""What is typed of a decision in writing: the questions, until when, and what silence means."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.actions.meetings.circulating import CirculatedQuestion, Circulation
from giaoban.mail.meeting_words import SILENCE
from giaoban.models import Committee, Meeting, Person
from giaoban.queries.meetings.choices import who_could_preside
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.passages import Reach
from giaoban.web.meetings.labels import REACHES_SHORT
from giaoban.web.meetings.meeting_forms import ClockField
from giaoban.web.units.fields import DayField

END_OF_WORK = time(17, 0)


class TermForm(forms.Form):
    """Until when answers are taken; nobody guesses what no answer means."""

    day = DayField(label=gettext_lazy("To be answered by"))
    hour = ClockField(label=pgettext_lazy("hour", "at"), initial=END_OF_WORK)
    silence = forms.ChoiceField(
        label=gettext_lazy("What does no answer mean?"),
        choices=[(each.value, SILENCE[each]) for each in Silence],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It is said in the letter, before anybody answers."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        typed: Any = None,
        *,
        committee: Committee,
        on: date,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(typed, initial=dict(initial or {}))
        self._people = {str(one.pk): one for one in who_could_preside(committee, on)}
        nobody = ("", _("whoever has the highest seat on that day"))
        self.fields["chair"] = forms.ChoiceField(
            label=_("Who presides?"),
            choices=[nobody, *((key, one.name) for key, one in self._people.items())],
            required=False,
        )

    @property
    def chair(self) -> Person | None:
        return self._people.get(self.cleaned_data["chair"])

    @property
    def answered_by(self) -> datetime:
        given = self.cleaned_data
        return make_aware(datetime.combine(given["day"], given["hour"]))


class MoreTimeForm(forms.Form):
    """A later deadline, with the reason that everybody is told."""

    day = DayField(label=gettext_lazy("To be answered by"))
    hour = ClockField(label=pgettext_lazy("hour", "at"), initial=END_OF_WORK)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id="more-time-%s", **options)

    @property
    def answered_by(self) -> datetime:
        given = self.cleaned_data
        return make_aware(datetime.combine(given["day"], given["hour"]))


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("What is to be decided?"),
        max_length=300,
        help_text=gettext_lazy(
            "A question that is answered by yes or no, such as “Do you agree to the draft plan?”"
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Why, and what it rests on"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_secret = forms.BooleanField(
        label=gettext_lazy("Secret: only counts are kept, nobody’s answer"), required=False
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Who may read the question later?"),
        choices=[(each.value, REACHES_SHORT[each]) for each in (Reach.CIRCULATED, Reach.MEMBERS)],
        initial=Reach.MEMBERS.value,
    )

    @property
    def asked(self) -> CirculatedQuestion:
        given = self.cleaned_data
        return CirculatedQuestion(
            given["question"], given["text"], given["is_secret"], Reach(given["reach"])
        )


class CirculationForm(TermForm, QuestionForm):
    """A circulation with its first question; others are added on its page."""

    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=300,
        help_text=gettext_lazy("As it stands in the letter and over the minutes."),
    )
    field_order = ("title", "question", "text", "is_secret", "reach", "day", "hour", "silence")

    @property
    def circulation(self) -> Circulation:
        given = self.cleaned_data
        return Circulation(
            given["title"],
            self.answered_by,
            Silence(given["silence"]),
            [self.asked],
            chair=self.chair,
        )


def term_of(meeting: Meeting) -> dict[str, Any]:
    """What a form of its term begins with."""
    ends_at = localtime(meeting.ends_at)
    return {
        "day": ends_at.date(),
        "hour": ends_at.time(),
        "silence": meeting.silence,
        "chair": str(meeting.chair_id or ""),
        "revision": meeting.revision,
    }
