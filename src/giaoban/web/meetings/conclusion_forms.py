"""What is typed of a conclusion: text, one lead unit, who co-operates, product, by when, reach."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.meetings.conclusions import ConclusionText
from giaoban.models import AgendaItem, Conclusion, Meeting, Unit
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.meetings.running import lines_of
from giaoban.queries.register.named_units import units_named_under
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.queries.units.picking import unit_named
from giaoban.rules.meetings.conclusions import LONGEST_CONCLUSION, ConclusionFacts
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.register.terms import LONGEST_WORKING_DAYS, Term, TermKind, term_problems
from giaoban.web.meetings.lines_field import LinesField
from giaoban.web.meetings.running_words import REACHES
from giaoban.web.meetings.words import meeting_refusal
from giaoban.web.units.fields import DayField, UnitField, written

_TERMS = [
    (TermKind.NONE.value, gettext_lazy("not said yet")),
    (TermKind.DATE.value, gettext_lazy("by a day")),
    (TermKind.WORKING_DAYS.value, gettext_lazy("so many working days after the meeting")),
]
_SHOWN_WHEN = {"due_on": "when-date", "working_days": "when-working-days"}
LONGEST_PRODUCT = 1000


class ConclusionForm(forms.Form):
    """A draft may lack its lead or its term: closing asks for them."""

    text = LinesField(
        label=gettext_lazy("What was concluded?"),
        max_length=LONGEST_CONCLUSION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asks = forms.BooleanField(
        label=gettext_lazy("It asks a unit to do something"), required=False, initial=True
    )
    lead = UnitField(label=gettext_lazy("Which one unit leads?"), required=False)
    co_operating = forms.CharField(
        label=gettext_lazy("Which units co-operate?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Names or codes, one a line."),
    )
    product = forms.CharField(
        label=gettext_lazy("What is to be delivered?"), required=False, max_length=LONGEST_PRODUCT
    )
    term = forms.ChoiceField(label=gettext_lazy("By when?"), choices=_TERMS, required=False)
    due_on = DayField(label=gettext_lazy("Day"), required=False)
    working_days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        required=False,
        min_value=1,
        max_value=LONGEST_WORKING_DAYS,
    )
    item = forms.ChoiceField(label=gettext_lazy("On which item?"), required=False)
    reach = forms.ChoiceField(
        label=gettext_lazy("How far may it go?"), choices=list(REACHES.items())
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, meeting: Meeting, on: date, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id="conclusion-%s", **options)
        self._on, self._unit_id = on, meeting.committee.unit_id
        self._items = {str(line.item.pk): line.item for line in lines_of(meeting)}
        named = [(key, item_name(item.kind, item.title)) for key, item in self._items.items()]
        self.fields["item"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        for name, when in _SHOWN_WHEN.items():
            self.fields[name].shown_when = when  # type: ignore[attr-defined]

    def clean_lead(self) -> Unit | None:
        given = self.cleaned_data["lead"].strip()
        return self._unit(given) if given else None

    def clean_co_operating(self) -> list[Unit]:
        lines = (line.strip(" ;,") for line in self.cleaned_data["co_operating"].splitlines())
        return list(dict.fromkeys(self._unit(line) for line in lines if line))

    def concluded(self) -> ConclusionText | None:
        """What was typed; None with errors where it cannot be taken."""
        said = self.cleaned_data
        term = self._term()
        for problem in term_problems(term):
            field = "due_on" if term.kind is TermKind.DATE else "working_days"
            self.add_error(field, meeting_refusal(problem))
        if self.errors:
            return None
        lead: Unit | None = said["lead"]
        facts = ConclusionFacts(
            text=said["text"],
            asks=said["asks"],
            lead_id=lead.pk if lead else None,
            co_operating_ids=tuple(unit.pk for unit in said["co_operating"]),
            product=said["product"],
            term=term,
        )
        item: AgendaItem | None = self._items.get(said["item"])
        return ConclusionText(facts, Reach(said["reach"]), item)

    def _unit(self, text: str) -> Unit:
        """One to which the committee gives tasks: its own unit, or one under it."""
        unit = unit_named(text, self._on) or self._shortened(text)
        if unit is None or self._unit_id not in unit_and_ancestors(unit.pk, self._on):
            words = _("No unit under this committee is called “%(name)s”: type its code.")
            raise forms.ValidationError(words % {"name": text})
        return unit

    def _shortened(self, text: str) -> Unit | None:
        """`Sở Nội vụ` as a room says it, where only one under the committee can be meant."""
        found = units_named_under(self._unit_id, self._on).one(text)
        return Unit.objects.get(pk=found.unit_ids[0]) if found.unit_ids else None

    def _term(self) -> Term:
        said = self.cleaned_data
        kind = TermKind(said.get("term") or TermKind.NONE)
        if kind is TermKind.DATE:
            return Term(kind, on=said.get("due_on"))
        if kind is TermKind.WORKING_DAYS:
            return Term(kind, working_days=said.get("working_days"))
        return Term()


def typed_of(conclusion: Conclusion) -> dict[str, object]:
    """The form of a conclusion as it stands."""
    others = [each.unit for each in conclusion.co_operating.select_related("unit")]
    return {
        "text": conclusion.text,
        "asks": conclusion.asks,
        "lead": written(conclusion.lead) if conclusion.lead else "",
        "co_operating": "\n".join(map(written, others)),
        "product": conclusion.product,
        "term": conclusion.term_kind,
        "due_on": conclusion.due_on,
        "working_days": conclusion.working_days,
        "item": str(conclusion.item_id or ""),
        "reach": conclusion.reach,
        "revision": conclusion.revision,
    }
