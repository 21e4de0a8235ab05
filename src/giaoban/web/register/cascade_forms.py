"""To which units does an obligation go?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.models import Obligation, Unit
from giaoban.queries.register.named_units import units_named_by
from giaoban.queries.register.terms import occurrences_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.units.tree import Tree
from giaoban.web.register.term_words import occurrence_text
from giaoban.web.register.words import REFUSALS
from giaoban.web.templatetags.figures import figure
from giaoban.web.units.fields import UnitField, unit_meant, written

_CHOICES = [
    (ChoiceKind.NAMED.value, gettext_lazy("the lead unit and those that co-operate")),
    (ChoiceKind.CHOSEN.value, gettext_lazy("units that I name")),
    (ChoiceKind.KIND.value, gettext_lazy("all of some kinds")),
    (ChoiceKind.LEVEL.value, gettext_lazy("all of a level")),
    (ChoiceKind.UNDER.value, gettext_lazy("every unit below")),
    ("direct", gettext_lazy("those directly below")),
]
OCCURRENCES = 24
"""So many times of a recurring one are offered: those behind today and the next."""
_SHOWN_WHEN = {
    "units": "when-chosen",
    "unit_kind": "when-kind",
    "level": "when-level",
    "under": "when-below",
}


class CascadeForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("To whom does it go?"),
        choices=_CHOICES,
        initial=ChoiceKind.NAMED.value,
        widget=forms.RadioSelect,
    )
    under = UnitField(label=gettext_lazy("Below which unit?"))
    units = forms.CharField(
        label=gettext_lazy("Units"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Names or codes, one a line."),
    )

    def __init__(
        self, obligation: Obligation, on: date, typed: Any = None, *, tree: Tree | None = None
    ) -> None:
        unit = obligation.document.body.unit
        super().__init__(typed, initial={"under": written(unit)})
        self._obligation, self._on = obligation, on
        self._tree = tree or load_dated_tree().at(on)
        below = [*self._tree.descendants_of(unit.pk)] if unit.pk in self._tree else []
        self.fields["unit_kind"] = forms.MultipleChoiceField(
            label=_("Which kinds?"),
            required=False,
            choices=_kinds(self._tree, below),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["level"] = forms.ChoiceField(
            label=_("Level of the tree"), required=False, choices=_levels(self._tree, below)
        )
        self.order_fields(["to", "unit_kind", "level", "units", "under"])
        for name, when in _SHOWN_WHEN.items():
            self.fields[name].shown_when = when  # type: ignore[attr-defined]
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

    def clean_under(self) -> Unit:
        meant = unit_meant(self.cleaned_data["under"], self._on)
        if meant.pk not in self._tree.subtree_of(self._obligation.document.body.unit_id):
            raise forms.ValidationError(str(REFUSALS["choice_beyond_body"]))
        return meant

    def choice(self) -> Choice | None:
        """None with errors where it names nobody."""
        said = self.cleaned_data
        under, to = said["under"].pk, said["to"]
        if to == ChoiceKind.NAMED:
            return self.first_choice()
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
            if not said["unit_kind"]:
                self.add_error("unit_kind", _("Choose at least one kind."))
                return None
            return Choice(ChoiceKind.KIND, under, unit_kinds=tuple(sorted(said["unit_kind"])))
        if to == ChoiceKind.LEVEL:
            level = int(said["level"]) if said["level"] else None
            return Choice(ChoiceKind.LEVEL, under, level=level)
        return Choice(ChoiceKind.UNDER, under, is_direct=to == "direct")

    def first_choice(self) -> Choice:
        """What the form says before anybody has chosen: whom the document names."""
        return Choice(ChoiceKind.NAMED, self._obligation.document.body.unit_id)

    def first_occurrence(self) -> str:
        field = self.fields.get("occurrence")
        return str(field.initial or "") if field else ""


def _kinds(tree: Tree, unit_ids: Sequence[int]) -> list[tuple[str, str]]:
    """Each kind with how many units are of it."""
    counted = Counter(tree.unit(one).kind for one in unit_ids)
    return [
        (kind, _("%(kind)s (%(count)s)") % {"kind": kind, "count": figure(counted[kind])})
        for kind in sorted(counted)
    ]


def _levels(tree: Tree, unit_ids: Sequence[int]) -> list[tuple[str, str]]:
    """Each level with the kinds of unit on it, as nobody knows levels by their numbers."""
    on_level: dict[int, set[str]] = defaultdict(set)
    counted: Counter[int] = Counter()
    for one in unit_ids:
        level = tree.level_of(one)
        on_level[level].add(tree.unit(one).kind)
        counted[level] += 1
    return [
        (
            str(level),
            _("level %(level)s: %(kinds)s (%(count)s)")
            % {
                "level": level,
                "kinds": ", ".join(sorted(on_level[level])),
                "count": figure(counted[level]),
            },
        )
        for level in sorted(counted)
    ]
