"""What is typed to change a roster: from which day on, who leaves, who takes which seat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.actions.meetings.seats import NewSeat, RosterMove
from giaoban.actions.people.accounts import NewPerson
from giaoban.models import Appointment, Person, Unit
from giaoban.rules.meetings.posts import ROLE_OF, Post
from giaoban.rules.people.permissions import Role
from giaoban.rules.problems import Problem
from giaoban.web.frame.labels import POST_LABELS, ROLE_LABELS
from giaoban.web.meetings.roster_words import roster_refusal
from giaoban.web.units.fields import DayField, UnitField, unit_meant, written

JOINING_LINES = 6
"""So many lines stand on the page at first, and so many more each time that somebody asks."""
MOST_LINES = 60
DRAFTED, ISSUED = "draft", "issued"
_POSTS = [("", "—"), *POST_LABELS.items()]


class LeavingForm(forms.Form):
    """The day, and whose seats end on it."""

    holds_from = DayField(
        label=gettext_lazy("From which day on?"),
        help_text=gettext_lazy("Who leaves has sat until the day before."),
    )
    leaving = forms.MultipleChoiceField(
        label=gettext_lazy("Who leaves their seat?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    decided = forms.ChoiceField(
        label=gettext_lazy("By which decision?"),
        choices=[
            (DRAFTED, gettext_lazy("by one that is to be issued: its text is drafted here")),
            (ISSUED, gettext_lazy("by one that was issued already")),
        ],
        initial=DRAFTED,
        widget=forms.RadioSelect,
    )
    symbol = forms.CharField(
        label=gettext_lazy("Its number, symbol and date"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "With the symbol and the day. Where a register here has it, the two are linked."
        ),
    )

    def __init__(self, seats: Iterable[Appointment], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats = {str(seat.pk): seat for seat in seats}
        self.fields["leaving"].choices = [  # type: ignore[attr-defined]
            (key, f"{seat.person.name} · {POST_LABELS[seat.post]}")
            for key, seat in self.seats.items()
        ]

        self.fields["symbol"].shown_when = "when-issued"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_issued = given.get("decided") == ISSUED
        if is_issued and not given.get("symbol") and "symbol" not in self.errors:
            self.add_error("symbol", _("Type what the decision is called."))
        return given

    @property
    def is_drafted(self) -> bool:
        return bool(self.cleaned_data["decided"] == DRAFTED)

    def moves(self) -> list[RosterMove]:
        return [RosterMove(leaving=self.seats[key]) for key in self.cleaned_data["leaving"]]


class JoiningForm(forms.Form):
    """One person who takes a seat; a line that is left empty is nobody."""

    post = forms.ChoiceField(
        label=pgettext_lazy("in a committee", "Seat"), choices=_POSTS, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Only for someone who has no account yet; an invitation is sent."),
    )
    person_post = forms.CharField(
        label=gettext_lazy("Post in the agency"), max_length=160, required=False
    )
    represents = UnitField(label=gettext_lazy("Whom they represent"), required=False)
    duties = forms.CharField(label=gettext_lazy("Duties"), max_length=300, required=False)
    rank = forms.IntegerField(
        label=gettext_lazy("Place among those of the same seat"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy("1 stands first."),
    )
    substitute = forms.EmailField(
        label=gettext_lazy("E-mail of the standing substitute"), max_length=254, required=False
    )
    until = DayField(label=gettext_lazy("Until (not included)"), required=False)

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("post", "email", "name"))

    def joining(self, on: date) -> NewSeat | None:
        """The seat on that day; None with errors on the form."""
        given = self.cleaned_data
        for name in ("post", "email"):
            if not given.get(name):
                self.add_error(name, _("Fill this in, or leave the whole line empty."))
        if self.errors:
            return None
        person, represents = self._person(), self._represents(on)
        substitute = self._substitute()
        if self.errors or person is None:
            return None
        return NewSeat(
            person=person,
            post=Post(given["post"]),
            duties=given["duties"],
            rank=given["rank"] or 100,
            represents=represents,
            substitute=substitute,
            until=given["until"],
        )

    def _person(self) -> Person | NewPerson | None:
        given = self.cleaned_data
        found = Person.objects.filter(email__iexact=given["email"]).first()
        if found is not None:
            return found
        if not given["name"].strip():
            self.add_error("name", _("Nobody has this e-mail yet: type the full name to invite."))
            return None
        return NewPerson(email=given["email"], name=given["name"], post=given["person_post"])

    def _represents(self, on: date) -> Unit | None:
        if not self.cleaned_data["represents"]:
            return None
        try:
            return unit_meant(self.cleaned_data["represents"], on)
        except forms.ValidationError as error:
            self.add_error("represents", error)
            return None

    def _substitute(self) -> Person | None:
        email = self.cleaned_data["substitute"]
        if not email:
            return None
        found = person_of(email)
        if found is None:
            self.add_error("substitute", _("Nobody with an account has this e-mail."))
        return found


def person_of(email: str) -> Person | None:
    """Whose account in use it is."""
    found: Person | None = Person.objects.filter(email__iexact=email, is_active=True).first()
    return found


Joining = forms.formset_factory(JoiningForm, extra=JOINING_LINES, max_num=MOST_LINES)


def with_more_lines(typed: QueryDict) -> QueryDict:
    """What was typed, and a few lines more that are empty."""
    found = typed.copy()
    given = typed.get("joins-TOTAL_FORMS", "")
    lines = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0
    found["joins-TOTAL_FORMS"] = str(min(MOST_LINES, lines + JOINING_LINES))
    return found


def joining_of(seat: Appointment) -> dict[str, Any]:
    """The first line where somebody follows in a seat: the seat, without who sits there."""
    return {
        "post": seat.post,
        "represents": written(seat.represents) if seat.represents else "",
        "duties": seat.duties,
        "rank": seat.rank,
        "until": seat.until,
    }


@dataclass(frozen=True)
class Changing:
    """Both forms of the page, bound or fresh."""

    leaving: LeavingForm
    joining: Any

    def moves(self, roles: frozenset[Role]) -> list[RosterMove] | None:
        """What was typed; None with errors on the forms, also where a seat goes with a role that
        is not among `roles`, those that whoever changes it may give.
        """
        if not (self.leaving.is_valid() and self.joining.is_valid()):
            return None
        moves, on = self.leaving.moves(), self.leaving.cleaned_data["holds_from"]
        for move in moves:
            assert move.leaving is not None
            if problem := _not_given(Post(move.leaving.post), roles):
                self.leaving.add_error("leaving", roster_refusal(problem))
        for form in self.joining:
            if form.is_empty:
                continue
            seat = form.joining(on)
            if seat is not None and (problem := _not_given(seat.post, roles)):
                form.add_error("post", roster_refusal(problem))
            elif seat is not None:
                moves.append(RosterMove(joining=seat))
        return None if self.has_errors else moves

    @property
    def has_errors(self) -> bool:
        return bool(self.leaving.errors) or any(form.errors for form in self.joining)


def _not_given(post: Post, roles: frozenset[Role]) -> Problem | None:
    role = ROLE_OF[post]
    if role in roles:
        return None
    params: Mapping[str, object] = {"seat": POST_LABELS[post], "role": ROLE_LABELS[role]}
    return Problem("seat_not_yours", params)
