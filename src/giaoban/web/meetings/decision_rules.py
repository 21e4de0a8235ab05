"""What does a committee's operating regulation say of quorum, majorities, ties and silence?"""

from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.meetings.decision_rules import RulesText, set_decision_rules
from giaoban.mail.meeting_words import SILENCE
from giaoban.models import Committee, DecisionRules
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.majorities import Base, Silence, Tie
from giaoban.rules.meetings.shares import read_share, written_share
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.meetings.roster_words import roster_refusal
from giaoban.web.meetings.running_words import BASES, TIES

MORE, LEAST = "more", "least"
_MORE_THAN = [
    (MORE, pgettext_lazy("majority", "more than")),
    (LEAST, pgettext_lazy("majority", "at least")),
]
_MENDED_IN = {
    "quorum_out_of_range": "quorum_how",
    "majority_out_of_range": "majority",
    "majority_below_half": "majority",
    "majority_too_fine": "majority",
    "warned_days_out_of_range": "term_warned_days",
}


class ShareField(forms.CharField):
    """A share typed as "1/2", "2/3" or "75 %"."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Such as 1/2 or 2/3."))
        super().__init__(max_length=9, **options)

    def clean(self, value: Any) -> Fraction:
        try:
            return read_share(super().clean(value))
        except RuleError as error:
            raise forms.ValidationError(roster_refusal(error.problem)) from None


class DaysField(forms.CharField):
    """Numbers of days, with spaces or commas between them."""

    def clean(self, value: Any) -> tuple[int, ...]:
        words = super().clean(value).replace(",", " ").replace(";", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
            raise forms.ValidationError(_("Type numbers of days, such as 90 30 7."))
        return tuple(map(int, words))


class RulesForm(forms.Form):
    quorum_how = forms.ChoiceField(
        label=gettext_lazy("A meeting can decide when there are"), choices=_MORE_THAN
    )
    quorum = ShareField(label=gettext_lazy("of the seats with a vote: which share?"))
    substitutes_count = forms.BooleanField(
        label=gettext_lazy("Substitutes count for the quorum and vote"), required=False
    )
    secretariat_votes = forms.BooleanField(
        label=gettext_lazy("The secretariat votes"), required=False
    )
    majority_how = forms.ChoiceField(label=gettext_lazy("Adopted by"), choices=_MORE_THAN)
    majority = ShareField(label=gettext_lazy("Share"))
    base = forms.ChoiceField(label=gettext_lazy("Of whom?"), choices=list(BASES.items()))
    tie = forms.ChoiceField(
        label=gettext_lazy("As many for as against means"), choices=list(TIES.items())
    )
    silence = forms.ChoiceField(
        label=gettext_lazy("In a decision by circulation"), choices=list(SILENCE.items())
    )
    summary_from_pages = forms.IntegerField(
        label=gettext_lazy("A page of summary is asked for from more than so many pages"),
        min_value=1,
        max_value=999,
    )
    term_warned_days = DaysField(
        label=gettext_lazy("The end of the term is said so many days ahead"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as 90 30 7; empty: not at all."),
    )

    def text(self) -> RulesText:
        said = self.cleaned_data
        return RulesText(
            quorum=said["quorum"],
            quorum_more_than=said["quorum_how"] == MORE,
            substitutes_count=said["substitutes_count"],
            secretariat_votes=said["secretariat_votes"],
            base=Base(said["base"]),
            majority=said["majority"],
            majority_more_than=said["majority_how"] == MORE,
            tie=Tie(said["tie"]),
            silence=Silence(said["silence"]),
            summary_from_pages=said["summary_from_pages"],
            term_warned_days=said["term_warned_days"],
        )


@signed_in
def decision_rules(request: HttpRequest, unit_id: int) -> HttpResponse:
    require(request, Permission.MANAGE_COMMITTEE, unit_id)
    committee = get_object_or_404(Committee.objects.select_related("unit"), unit_id=unit_id)
    acting = acting_on(request)
    meanwhile: ChangedMeanwhile | None = None
    form = RulesForm(request.POST or None, initial=_initial(decision_rules_of(committee)))
    if request.method == "POST" and form.is_valid():
        try:
            set_decision_rules(
                committee=committee,
                text=form.text(),
                by=acting.person,
                now=acting.now,
                seen=event_seen(request),
            )
        except ChangedMeanwhile as refused:
            meanwhile = refused
        except RuleError as error:
            form.add_error(_MENDED_IN.get(error.code), roster_refusal(error.problem))
        else:
            messages.success(request, _("How the committee decides was saved."))
            return redirect("committee_roster", unit_id=unit_id)
    context = {
        "form": form,
        "committee": committee,
        **seen_context(committee, {"set_decision_rules"}, meanwhile),
    }
    return render(request, "meetings/decision_rules.html", context)


def _initial(rules: DecisionRules) -> dict[str, Any]:
    return {
        "quorum_how": MORE if rules.quorum_more_than else LEAST,
        "quorum": written_share(rules.quorum_over, rules.quorum_under),
        "substitutes_count": rules.substitutes_count,
        "secretariat_votes": rules.secretariat_votes,
        "majority_how": MORE if rules.majority_more_than else LEAST,
        "majority": written_share(rules.majority_over, rules.majority_under),
        "base": rules.base,
        "tie": rules.tie,
        "silence": rules.silence,
        "summary_from_pages": rules.summary_from_pages,
        "term_warned_days": rules.term_warned_days,
    }
