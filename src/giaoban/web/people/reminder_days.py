"""On which days around its term is one reminded of a task? Ticked on the committee's page."""

from collections.abc import Iterable
from typing import Any

from django import forms

from giaoban.rules.tasks.telling import read_days, written_days
from giaoban.web.frame.reminder_days import reminder_day_words


class ReminderDaysField(forms.TypedMultipleChoiceField):
    """Gives what rules.tasks.telling.written_days writes; no day at all is empty."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, days: Iterable[int], **kwargs: Any) -> None:
        offered = tuple(days)
        super().__init__(
            coerce=int,
            required=False,
            choices=lambda: [(str(day), _words(day)) for day in offered],
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """As the committee keeps it, or what was ticked on the form."""
        if isinstance(value, str):
            return [str(day) for day in read_days(value)]
        return value

    def clean(self, value: Any) -> str:
        return written_days(super().clean(value))


def reminder_days_words(written: str) -> list[str]:
    """What a committee has set, a day each."""
    return [_words(day) for day in read_days(written)]


def _words(day: int) -> str:
    words = reminder_day_words(day)
    return words[:1].upper() + words[1:]
