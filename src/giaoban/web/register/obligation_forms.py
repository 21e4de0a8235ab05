"""What is typed of one obligation: clause, text, who leads, by when, what proves it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from giaoban.actions.register.obligations import ProofText
from giaoban.exchange.register.problem_words import sentence
from giaoban.models import Indicator, NumberedBody, Obligation
from giaoban.queries.register.named_units import units_named_by
from giaoban.queries.register.terms import term_of
from giaoban.rules.register.annex import (
    LONGEST_CLAUSE,
    LONGEST_CO_OPERATING_WORDS,
    LONGEST_HEADING,
    LONGEST_NOTE,
    LONGEST_PRODUCT,
    LONGEST_TEXT,
    ObligationDraft,
)
from giaoban.rules.register.terms import (
    LONGEST_WORKING_DAYS,
    Every,
    Term,
    TermKind,
    term_problems,
)
from giaoban.rules.reporting.indicators import typed_factor
from giaoban.web.frame.document_labels import PROOFS
from giaoban.web.register.document_forms import text
from giaoban.web.register.words import SPANS, refuse
from giaoban.web.units.fields import DayField, UnitField, written

_TERMS = [
    (TermKind.NONE.value, gettext_lazy("no term: as a rule")),
    (TermKind.DATE.value, gettext_lazy("by a day")),
    (TermKind.WORKING_DAYS.value, gettext_lazy("so many working days after the document")),
    (TermKind.RECURRING.value, gettext_lazy("again and again")),
]
# By the term or the proof that is chosen; where a browser cannot tell, all of them are shown.
_SHOWN_WHEN = {
    "due_on": "when-date",
    "working_days": "when-working-days",
    **dict.fromkeys(("every", "day", "until"), "when-recurring"),
    **dict.fromkeys(("indicator", "target", "is_at_most"), "when-proof"),
}


class ObligationForm(forms.Form):
    """`indicators` are those that may prove it; without any the proof is not asked."""

    term = forms.ChoiceField(label=gettext_lazy("By when?"), choices=_TERMS)
    due_on = DayField(label=gettext_lazy("Day"), required=False)
    working_days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        required=False,
        min_value=1,
        max_value=LONGEST_WORKING_DAYS,
    )
    every = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        required=False,
        choices=[("", "—"), *((each.value, SPANS[each]) for each in Every)],
    )
    day = forms.IntegerField(
        label=gettext_lazy("On which day of its last month?"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=gettext_lazy("31 is the last day, whichever that is."),
    )
    until = DayField(label=gettext_lazy("The last time by"), required=False)

    def __init__(
        self,
        body: NumberedBody,
        on: date,
        typed: Any = None,
        *,
        indicators: list[tuple[Indicator, str]],
        **options: Any,
    ) -> None:
        super().__init__(typed, **options)
        self._body, self._on = body, on
        self._indicators = {str(one.pk): one for one, _name in indicators}
        self.fields["clause"] = text(_("Clause"), LONGEST_CLAUSE)
        self.fields["heading"] = text(_("Under the heading"), LONGEST_HEADING)
        self.fields["text"] = text(_("What is to be done?"), LONGEST_TEXT, rows=4, required=True)
        self.fields["lead"] = UnitField(label=_("Which one unit leads?"))
        helping = text(_("Which units co-operate?"), 4000, rows=2)
        helping.help_text = _("Names or codes, one a line. What names no unit is kept as words.")
        self.fields["co_operating"] = helping
        self.fields["product"] = text(_("What is to be delivered?"), LONGEST_PRODUCT)
        self.fields["note"] = text(_("Note"), LONGEST_NOTE)
        self.order_fields(["clause", "heading", "text", "lead", "co_operating", "product"])
        if indicators:
            self._with_proof(indicators)
        for name, when in _SHOWN_WHEN.items():
            if name in self.fields:
                self.fields[name].shown_when = when  # type: ignore[attr-defined]
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def _with_proof(self, indicators: list[tuple[Indicator, str]]) -> None:
        self.fields["proof"] = forms.ChoiceField(
            label=_("Which figure proves it?"), choices=list(PROOFS.items()), required=False
        )
        self.fields["indicator"] = forms.ChoiceField(
            label=_("Indicator"),
            required=False,
            choices=[("", "—"), *((str(one.pk), name) for one, name in indicators)],
        )
        self.fields["target"] = forms.FloatField(
            label=pgettext("of a proof", "Target"),
            required=False,
            localize=True,
            help_text=_("Of a share or a rate per cent: 70 for 70 %."),
        )
        self.fields["is_at_most"] = forms.BooleanField(
            label=_("Done when the figure has come down to the target"), required=False
        )

    def draft(self) -> ObligationDraft | None:
        """What was typed; None with errors where it cannot be taken."""
        said = self.cleaned_data
        names = units_named_by(self._body, self._on)
        lead = names.one(said["lead"])
        if not lead.unit_ids:  # a chosen one is written with its code before its name
            lead = names.one(said["lead"].split()[0])
        if not lead.unit_ids:
            words = _("No unit under %(unit)s is called that: write its code.")
            self.add_error("lead", words % {"unit": self._body.unit.name})
        term = self._term()
        for problem in term_problems(term):
            refuse(self, problem)
        others = names.several(said["co_operating"])
        co_operating_words = "; ".join((*others.unknown, *others.doubtful))
        if len(co_operating_words) > LONGEST_CO_OPERATING_WORDS:
            longest = {"longest": LONGEST_CO_OPERATING_WORDS}
            self.add_error("co_operating", sentence("annex_words_too_long", longest))
        if self.errors:
            return None
        return ObligationDraft(
            clause=said["clause"].strip(),
            heading=said["heading"].strip(),
            text=said["text"],
            lead_id=lead.unit_ids[0],
            co_operating_ids=others.unit_ids,
            co_operating_words=co_operating_words,
            term=term,
            product=said["product"].strip(),
            note=said["note"].strip(),
        )

    def _term(self) -> Term:
        said = self.cleaned_data
        kind = TermKind(said["term"])
        if kind is TermKind.DATE:
            return Term(kind, on=said.get("due_on"))
        if kind is TermKind.WORKING_DAYS:
            return Term(kind, working_days=said.get("working_days"))
        if kind is TermKind.RECURRING:
            every = said.get("every")
            return Term(
                kind,
                every=Every(every) if every else None,
                day=said.get("day"),
                until=said.get("until"),
            )
        return Term()

    def proof(self) -> ProofText | None:
        """None where none was chosen, or with errors where it says too little."""
        said = self.cleaned_data
        if not said.get("proof"):
            return None
        indicator = self._indicators.get(said.get("indicator", ""))
        if indicator is None:
            self.add_error("indicator", _("Choose the indicator."))
        if said.get("target") is None:
            self.add_error("target", _("Type the target."))
        if indicator is None or said.get("target") is None:
            return None
        is_share = said["proof"] == Obligation.Proof.SHARE
        factor = 1 if is_share else typed_factor(indicator.kind, indicator.measure)
        return ProofText(
            indicator=indicator,
            target=said["target"] / factor,
            is_share=is_share,
            is_at_most=said["is_at_most"],
        )


def _typed_target(obligation: Obligation) -> float | None:
    indicator, target = obligation.indicator, obligation.target
    if target is None or indicator is None or obligation.proof == Obligation.Proof.SHARE:
        return target
    return round(target * typed_factor(indicator.kind, indicator.measure), 6)  # 0.07 × 100 is 7


def typed_of(obligation: Obligation) -> dict[str, object]:
    """The form of an obligation as it stands."""
    term = term_of(obligation)
    others = [each.unit.code for each in obligation.co_operating.select_related("unit")]
    words = [word for word in obligation.co_operating_words.split("; ") if word]
    return {
        "clause": obligation.clause,
        "heading": obligation.heading,
        "text": obligation.text,
        "lead": written(obligation.lead),
        "co_operating": "\n".join([*others, *words]),
        "product": obligation.product,
        "note": obligation.note,
        "term": term.kind.value,
        "due_on": term.on,
        "working_days": term.working_days,
        "every": term.every.value if term.every else "",
        "day": term.day,
        "until": term.until,
        "proof": obligation.proof,
        "indicator": str(obligation.indicator_id or ""),
        "target": _typed_target(obligation),
        "is_at_most": obligation.is_at_most,
        "revision": obligation.revision,
    }
