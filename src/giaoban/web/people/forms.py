"""What is asked of people: name, post, telephone, a role at a unit. Nothing more is kept."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from giaoban.actions.people.appointments import SeatText
from giaoban.models import Appointment, Person, Unit
from giaoban.rules.meetings.posts import Post, posts_of
from giaoban.rules.people.permissions import Role
from giaoban.rules.tasks.extending import DEFAULT_EXTENSIONS, MOST_EXTENSIONS
from giaoban.rules.tasks.telling import (
    DEFAULT_GIVER_DAYS,
    DEFAULT_UNIT_DAYS,
    GIVER_DAYS,
    UNIT_DAYS,
    written_days,
)
from giaoban.web.frame.labels import POST_LABELS, ROLE_LABELS
from giaoban.web.people.reminder_days import ReminderDaysField
from giaoban.web.units.fields import DayField, UnitField, unit_meant


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=120)
    post = forms.CharField(label=_("Post"), max_length=160, required=False)
    telephone = forms.CharField(
        label=_("Work telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


class EditPersonForm(ContactForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ["name", "email", "post", "telephone"]


class ProfileForm(ContactForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class AppointForm(forms.Form):
    """A role at a unit; `roles` are those that the person at work may give somewhere."""

    unit = UnitField(label=_("Unit"))
    role = forms.ChoiceField(label=_("Role"))
    since = DayField(label=_("From"))
    until = DayField(label=_("Until (not included)"), required=False)
    duties = forms.CharField(
        label=_("Duties"),
        max_length=300,
        required=False,
        help_text=_("In a committee: what this member is in charge of."),
    )

    def __init__(self, *args: Any, roles: frozenset[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, ROLE_LABELS[role]) for role in Role if role in roles
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and cleaned.get("unit"):
            try:
                cleaned["unit"] = unit_meant(cleaned["unit"], since)
            except forms.ValidationError as error:
                self.add_error("unit", error)
        if since and until and until <= since:
            self.add_error("until", _("The end must come after the beginning."))
        return cleaned


class InviteForm(AppointForm, ContactForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The invitation goes there.")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    field_order = ["name", "email", "post", "telephone", "unit", "role", "since", "duties"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["until"]


class EndForm(forms.Form):
    until = DayField(label=_("First day without the role"))


class DutiesForm(forms.Form):
    """A seat goes with a role: only those of the role that is held are offered."""

    post = forms.ChoiceField(label=pgettext_lazy("in a committee", "Seat"), required=False)
    duties = forms.CharField(label=_("Duties"), max_length=300, required=False)
    rank = forms.IntegerField(
        label=_("Place in the roster"),
        min_value=1,
        max_value=999,
        help_text=_("1 stands first."),
    )
    represents = UnitField(label=_("Whom they represent"), required=False)
    substitute = forms.EmailField(
        label=_("E-mail of the standing substitute"),
        max_length=254,
        required=False,
        help_text=_("Who comes where this member cannot; the chair agrees each time."),
    )

    def __init__(self, held: Appointment, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = max(held.since, today)
        posts = posts_of(Role(held.role))
        if posts:
            self.fields["post"].choices = [  # type: ignore[attr-defined]
                ("", _("no seat")),
                *((post.value, POST_LABELS[post]) for post in posts),
            ]
        else:
            for name in ("post", "represents", "substitute"):
                del self.fields[name]

    def clean_represents(self) -> Unit | None:
        given = self.cleaned_data["represents"]
        return unit_meant(given, self.on) if given else None

    def clean_substitute(self) -> Person | None:
        given = self.cleaned_data["substitute"]
        if not given:
            return None
        found: Person | None = Person.objects.filter(email__iexact=given, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with an account has this e-mail."))
        return found

    def seat(self) -> SeatText | None:
        """None where the role is no seat of a committee."""
        if "post" not in self.fields:
            return None
        given = self.cleaned_data
        return SeatText(Post(given["post"]), given["represents"], given["substitute"])


class HandOverForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of the successor"), max_length=254)
    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        required=False,
        help_text=_("Only for someone who has no account yet; an invitation is then sent."),
    )
    post = forms.CharField(label=_("Post"), max_length=160, required=False)
    telephone = forms.CharField(label=_("Work telephone"), max_length=40, required=False)
    on = DayField(label=_("Takes over on"))


class CommitteeForm(forms.Form):
    """The fields of models.Committee, in the order of its founding decision."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=60,
        required=False,
        help_text=_("Stands at the top of every page in place of the full name."),
    )
    founding_decision = forms.CharField(
        label=_("Founding decision"),
        max_length=200,
        required=False,
        help_text=_("Its number, symbol and date."),
    )
    founded_on = DayField(label=_("Founded on"), required=False)
    term_ends_on = DayField(
        label=_("Term ends on"),
        required=False,
        help_text=_("Its secretariat is told ahead; nothing stops on that day."),
    )
    host_agency = forms.CharField(
        label=_("Host agency"),
        max_length=200,
        required=False,
        help_text=_("As it stands at the head of documents."),
    )
    standing_body = forms.CharField(
        label=_("Standing body"),
        max_length=200,
        required=False,
        help_text=_("The agency that does the committee's daily work; for the committee's page."),
    )
    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=30,
        required=False,
        help_text=_("In the symbol of its documents."),
    )
    place = forms.CharField(
        label=_("Place of issue"),
        max_length=60,
        required=False,
        help_text=_("The place before the date of a document."),
    )
    operating_regulation = forms.CharField(
        label=_("Operating regulation"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The decision that issued it, or its text; for the committee's page."),
    )
    signing_authority = forms.CharField(
        label=_("Signing authority"), max_length=200, required=False, help_text=_("As in TM.")
    )
    signer_post = forms.CharField(
        label=_("Signer's title in the committee"), max_length=200, required=False
    )
    signer_agency_post = forms.CharField(
        label=_("Signer's post in the agency"), max_length=200, required=False
    )
    signer_name = forms.CharField(label=_("Signer"), max_length=120, required=False)
    recipients = forms.CharField(
        label=_("Recipients"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One a line."),
    )
    task_extensions = forms.IntegerField(
        label=_("How often the term of a task can be extended"),
        min_value=0,
        max_value=MOST_EXTENSIONS,
        initial=DEFAULT_EXTENSIONS,
        required=False,
        help_text=_("0: never. For tasks that this unit and those under it give."),
    )
    tasks_late_explained = forms.TypedChoiceField(
        label=_("Who hands a task in late"),
        choices=[("True", _("has to say why")), ("False", _("may say why"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        initial="True",
        required=False,
        help_text=_("For tasks that this unit and those under it give."),
    )
    task_reminders = ReminderDaysField(
        UNIT_DAYS,
        label=_("When a unit is reminded of a task"),
        initial=written_days(DEFAULT_UNIT_DAYS),
        help_text=_("In one letter with what it is reminded of its reports, on working days."),
    )
    task_reminders_giver = ReminderDaysField(
        GIVER_DAYS,
        label=_("When the secretariat hears that a task is overdue"),
        initial=written_days(DEFAULT_GIVER_DAYS),
    )

    def clean(self) -> dict[str, Any]:
        """A setting that is left empty stays as it is."""
        given = dict(super().clean() or {})
        for name in ("task_extensions", "tasks_late_explained"):
            if given.get(name) is None:
                given.pop(name, None)
        return given


class CalendarDayForm(forms.Form):
    day = DayField(label=_("Day"))
    is_working = forms.TypedChoiceField(
        label=_("On this day"),
        choices=[("0", _("nobody works")), ("1", _("people work"))],
        coerce=lambda value: value == "1",
    )
    name = forms.CharField(label=_("Why"), max_length=120, required=False)
