"""The fields of the form designer's pages: numbers as they are typed, lines, and block forms."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.cell_input import typed_number
from giaoban.rules.reporting.structure_texts import TABLE_KINDS, ColumnKind
from giaoban.web.reporting.regime_labels import COLUMN_KINDS, OVER_TIME, OVER_UNITS, PARTS_RULES


class NumberTyped(forms.CharField):
    """A number as the reader's language writes it; empty is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options
        )

    def clean(self, value: Any) -> float | None:
        try:
            return typed_number(str(value or ""), get_language() or "vi")
        except RuleError:
            raise forms.ValidationError(_("Type a number, such as 1,234.5.")) from None


def written_number(number: float | None) -> str:
    """As NumberTyped reads it back."""
    written = "" if number is None else f"{number:.15g}"
    return written.replace(".", ",") if get_language() == "vi" else written


def lines(written: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def over_time_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("In a longer period"),
        required=False,
        choices=list(OVER_TIME.items()),
        initial="sum",
    )


def over_units_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("In the unit above"),
        required=False,
        choices=list(OVER_UNITS.items()),
        initial="sum",
    )


def choices_field(*, lines_shown: int) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea({"rows": lines_shown}),
        help_text=gettext_lazy("One on each line, at least two."),
    )


_CODE_HELP = gettext_lazy("Left empty, it is made from the name.")


class NamedForm(forms.Form):
    """A row, column or category: what it is called, and its code."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=30, required=False, help_text=_CODE_HELP
    )


class TableRowForm(NamedForm):
    is_total = forms.BooleanField(
        label=gettext_lazy("Total row: equals the sum of the other rows"), required=False
    )


class _ColumnForm(NamedForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), initial="count")
    measure = forms.CharField(label=gettext_lazy("Unit of measure"), max_length=60, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    decimals = forms.IntegerField(
        label=gettext_lazy("Decimals shown"), required=False, min_value=0, max_value=9
    )


class TableColumnForm(_ColumnForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind, label) for kind, label in COLUMN_KINDS.items() if kind in TABLE_KINDS],
        initial="count",
    )
    minimum = NumberTyped(label=gettext_lazy("Least allowed"))
    maximum = NumberTyped(label=gettext_lazy("Most allowed"))
    over_time = over_time_field()
    over_units = over_units_field()


class ListColumnForm(_ColumnForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=list(COLUMN_KINDS.items()), initial=ColumnKind.TEXT
    )
    choices = choices_field(lines_shown=3)


class BreakdownForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("By what"),
        max_length=300,
        help_text=gettext_lazy("Such as sex, age group, kind of business."),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=30, required=False, help_text=_CODE_HELP
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("The categories"),
        choices=list(PARTS_RULES.items()),
        widget=forms.RadioSelect,
        initial="equal",
    )


class ProjectBreakdownForm(BreakdownForm):
    """One by project: its categories are chosen from the register."""

    projects = forms.MultipleChoiceField(
        label=gettext_lazy("Projects"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "A unit is asked only about those that it takes part in, while they run."
        ),
    )

    def clean_projects(self) -> list[tuple[str, str]]:
        """Code and name of each that was ticked, in the order of the page."""
        ticked = set(self.cleaned_data["projects"])
        return [(code, self.names[code]) for code in self.names if code in ticked]

    def offer(self, choices: list[tuple[str, str]], names: dict[str, str]) -> None:
        """`names` are those that the form will give the figures, by code."""
        self.fields["projects"].choices = choices  # type: ignore[attr-defined]
        self.names = names


class _BlockForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, required=False, help_text=_CODE_HELP
    )
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)


class TableForm(_BlockForm):
    pass


class ListForm(_BlockForm):
    measure = forms.CharField(
        label=gettext_lazy("Unit of measure"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("In what its rows are counted, such as works, courses."),
    )
