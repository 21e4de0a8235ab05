"""To which units does an obligation go?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.models import Obligation
from giaoban.queries.register.named_units import units_named_by
from giaoban.queries.register.terms import occurrences_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.units.tree import Tree
from giaoban.web.register.term_words import occurrence_text
from giaoban.web.units.fields import UnitField, unit_meant, written

NAMED = "named"
_CHOICES = [
    (NAMED, gettext_lazy("the lead unit and those that co-operate")),
    (ChoiceKind.CHOSEN.value, gettext_lazy("units that I name")),
    (ChoiceKind.KIND.value, gettext_lazy("all of a kind")),
    (ChoiceKind.LEVEL.value, gettext_lazy("all of a level")),
    (ChoiceKind.UNDER.value, gettext_lazy("every unit below")),
    ("direct", gettext_lazy("those directly below")),
]
OCCURRENCES = 24
"""So many times of a recurring one are offered: those behind today and the next."""


class CascadeForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("To whom does it go?"),
        choices=_CHOICES,
        initial=NAMED,
        widget=forms.RadioSelect,
    )
    under = UnitField(label=gettext_lazy("Below which unit?"))
    units = forms.CharField(
        label=gettext_lazy("Units"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("If you name them: names or codes, one a line."),
    )

    def __init__(
        self, obligation: Obligation, on: date, typed: Any = None, *, tree: Tree | None = None
    ) -> None:
        unit = obligation.document.body.unit
        super().__init__(typed, initial={"under": written(unit)})
        self._obligation, self._on = obligation, on
        self._tree = tree or load_dated_tree().at(on)
        below = [*self._tree.descendants_of(unit.pk)] if unit.pk in self._tree else []
        kinds = sorted({self._tree.unit(one).kind for one in below})
        levels = sorted({self._tree.level_of(one) for one in below})
        self.fields["unit_kind"] = forms.ChoiceField(
            label=_("Kind"), required=False, choices=[(kind, kind) for kind in kinds]
        )
        self.fields["level"] = forms.ChoiceField(
            label=_("Level of the tree"),
            required=False,
            choices=[(str(level), str(level)) for level in levels],
        )
        if obligation.term_kind == TermKind.RECURRING:
            self._with_occurrences()

    def _with_occurrences(self) -> None:
        upto = date(self._on.year + 1, 12, 31)
        there = occurrences_of(self._obligation, upto)[-OCCURRENCES:]
        coming = [one.key for one in there if one.due_on and one.due_on >= self._on]
        self.fields["occurrence"] = forms.ChoiceField(
            label=_("For which time?"),
            choices=[(one.key, occurrence_text(one)) for one in there],
            initial=coming[0] if coming else None,
        )

    def clean_under(self) -> object:
        return unit_meant(self.cleaned_data["under"], self._on)

    def choice(self) -> Choice | None:
        """None with errors where it names nobody."""
        said = self.cleaned_data
        under, to = said["under"].pk, said["to"]
        if to == NAMED:
            return Choice(ChoiceKind.CHOSEN, under, unit_ids=tuple(self._named()))
        if to == ChoiceKind.CHOSEN:
            found = units_named_by(self._obligation.document.body, self._on).several(said["units"])
            wrong = (*found.unknown, *found.doubtful)
            if wrong or not found.unit_ids:
                words = _("No one unit is called “%(words)s”: write its code.")
                self.add_error(
                    "units",
                    words % {"words": "; ".join(wrong)} if wrong else _("Name at least one unit."),
                )
                return None
            return Choice(ChoiceKind.CHOSEN, under, unit_ids=found.unit_ids)
        if to == ChoiceKind.KIND:
            return Choice(ChoiceKind.KIND, under, unit_kind=said["unit_kind"])
        if to == ChoiceKind.LEVEL:
            level = int(said["level"]) if said["level"] else None
            return Choice(ChoiceKind.LEVEL, under, level=level)
        return Choice(ChoiceKind.UNDER, under, is_direct=to == "direct")

    def _named(self) -> Iterable[int]:
        yield self._obligation.lead_id
        yield from self._obligation.co_operating.values_list("unit_id", flat=True)
