"""What is typed with each step of a task, in forms whose fields never share an id."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.tasks.giving import LONGEST_TEXT
from giaoban.actions.tasks.steps import LONGEST_WORDS
from giaoban.models import Person, Task
from giaoban.queries.tasks.extensions import lateness_explained
from giaoban.rules.register.annex import LONGEST_PRODUCT
from giaoban.rules.tasks.states import STEPS, Side, TaskStep
from giaoban.web.frame.decided_on import DecidedForm
from giaoban.web.tasks.words import BUTTONS, STEP_SIGNS, WORDS_ASKED
from giaoban.web.units.fields import DayField, UnitField, unit_meant


class StepForm(DecidedForm):
    """The words of one step; a result that is handed in late is explained, where that is asked."""

    def __init__(
        self, step: TaskStep, task: Task, today: date, typed: Any = None, **options: Any
    ) -> None:
        super().__init__(typed, auto_id=f"{step}-%s", **options)
        if STEPS[step].side is Side.UNIT:
            del self.fields["seen"]  # what it does it does to its own
        else:
            self.fields["seen"].initial = task.revision
        self.step = step
        self.button = BUTTONS[step]
        self.sign = STEP_SIGNS[step]
        self.takes_files = step is TaskStep.SUBMIT
        if step in WORDS_ASKED:
            rows = 5 if step is TaskStep.SUBMIT else 3
            self.fields["words"] = _text(WORDS_ASKED[step], rows, STEPS[step].needs_words)
        is_late = task.due_on is not None and task.due_on < today
        if step is TaskStep.SUBMIT and is_late:
            must = lateness_explained(task.giver_id, today)
            self.fields["explanation"] = _text(_("Why is it late?"), 2, must)


class TimeForm(forms.Form):
    until = DayField(label=gettext_lazy("Until when?"))

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, auto_id="time-%s")
        self.fields["reason"] = _text(_("Why is more time needed?"), 3, True)


class TimeAnswerForm(forms.Form):
    """Given until a day, or refused with a reason; which of them the button says."""

    granted_until = DayField(label=gettext_lazy("Due from now on"), required=False)

    def __init__(self, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id="answer-time-%s", **options)
        self.fields["answer"] = _text(_("Remark, or why it is refused"), 2, False)


class HolderForm(forms.Form):
    def __init__(self, people: Iterable[Person], typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id="holder-%s", **options)
        choices = [("", _("whoever works for the unit"))]
        choices += [(str(person.pk), person.name) for person in people]
        self.fields["holder"] = forms.ChoiceField(
            label=_("Who does it?"), choices=choices, required=False
        )


class PartsForm(forms.Form):
    """What the ticked units are to do; the units themselves are ticked in a list."""

    due_on = DayField(
        label=gettext_lazy("Due on"),
        required=False,
        help_text=gettext_lazy("Empty: as the whole."),
    )

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed)
        text = _text(_("What is each of them to do?"), 4, False)
        text.help_text = _("Empty: as the whole.")
        self.fields["text"] = text
        self.order_fields(["text", "due_on"])


class InstructionForm(forms.Form):
    unit = UnitField(label=gettext_lazy("To which unit?"))
    text = forms.CharField(
        label=gettext_lazy("What is to be done?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    product = forms.CharField(
        label=gettext_lazy("What is to be delivered?"),
        max_length=LONGEST_PRODUCT,
        required=False,
    )
    due_on = DayField(label=gettext_lazy("Due on"), required=False)

    def __init__(self, on: date, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, **options)
        self._on = on

    def clean_unit(self) -> object:
        return unit_meant(self.cleaned_data["unit"], self._on)


class SuccessorForm(forms.Form):
    unit = UnitField(label=gettext_lazy("Which unit carries its work on?"))

    def __init__(self, on: date, typed: Any = None) -> None:
        super().__init__(typed)
        self._on = on
        self.fields["reason"] = _text(_("Reason"), 2, True)

    def clean_unit(self) -> object:
        return unit_meant(self.cleaned_data["unit"], self._on)


def _text(label: Any, rows: int, is_required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
