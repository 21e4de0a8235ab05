"""What is typed to ask for a vote: the question, open or secret, its majority, what a tie means."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.actions.meetings.voting import Asked
from giaoban.models import BallotQuestion, Committee
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.majorities import Base, MajorityRule, Tie
from giaoban.rules.meetings.shares import written_share
from giaoban.web.meetings.decision_rules import LEAST, MORE, ShareField
from giaoban.web.meetings.running_words import BASES, TIES

_HOW = [
    ("open", pgettext_lazy("kind of vote", "open, with names")),
    ("secret", pgettext_lazy("kind of vote", "secret: only counts are kept")),
    ("paper", pgettext_lazy("kind of vote", "on paper: the counts are typed")),
]
_MORE_THAN = [
    (MORE, pgettext_lazy("majority", "more than")),
    (LEAST, pgettext_lazy("majority", "at least")),
]


class AskForm(forms.Form):
    """The majority begins as the committee's regulation has it."""

    text = forms.CharField(
        label=gettext_lazy("What is voted on?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    how = forms.ChoiceField(label=gettext_lazy("How is it voted?"), choices=_HOW)
    options = forms.CharField(
        label=gettext_lazy("Options"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line. Empty: for, against, abstain."),
    )
    more_than = forms.ChoiceField(label=gettext_lazy("Adopted by"), choices=_MORE_THAN)
    share = ShareField(label=gettext_lazy("Share"))
    base = forms.ChoiceField(label=gettext_lazy("Of whom?"), choices=list(BASES.items()))
    tie = forms.ChoiceField(
        label=gettext_lazy("As many for as against means"),
        choices=list(TIES.items()),
        help_text=gettext_lazy(
            "In a secret vote and on paper nobody knows how whoever presides voted: there the "
            "question is not adopted."
        ),
    )

    def asked(self) -> Asked:
        said = self.cleaned_data
        how = BallotQuestion.How
        return Asked(
            text=said["text"],
            majority=MajorityRule(
                Base(said["base"]), said["share"], said["more_than"] == MORE, Tie(said["tie"])
            ),
            is_secret=said["how"] in ("secret", "paper"),
            how=how.PAPER if said["how"] == "paper" else how.HERE,
            options=said["options"].splitlines(),
        )


def asked_by_rules(committee: Committee) -> dict[str, str]:
    """What the form begins with."""
    rules = decision_rules_of(committee)
    return {
        "how": "open",
        "share": written_share(rules.majority_over, rules.majority_under),
        "more_than": MORE if rules.majority_more_than else LEAST,
        "base": rules.base,
        "tie": rules.tie,
    }


def asked_again(question: BallotQuestion) -> Asked:
    """The same question with the same rules, after a tie."""
    options = question.options.exclude(text="").values_list("text", flat=True)
    return Asked(
        text=question.text,
        majority=question.majority,
        is_secret=question.is_secret,
        how=BallotQuestion.How(question.how),
        options=list(options),
    )
