"""Accounts: who is invited, what is kept of a person, who may no longer sign in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.actions.messages.queue import queue_letters
from giaoban.actions.people.calendar_feeds import drop_calendar_feed
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.mail.invitations import invitation
from giaoban.models import Appointment, Person, Unit
from giaoban.queries.country import country
from giaoban.rules.audit.digests import personal_digest
from giaoban.rules.people.permissions import Role
from giaoban.rules.units.naming import person_sort_key, search_key

LANGUAGES = ("vi", "en")
EDITS = frozenset({"invite_person", "edit_person", "choose_language"})
"""What changes a person's details."""


@dataclass(frozen=True)
class NewPerson:
    """What is asked when somebody is invited; nothing more is ever kept of a person."""

    email: str
    name: str
    post: str = ""
    telephone: str = ""
    language: str = ""  # empty: the first that the country's profile offers


@transaction.atomic
def invite_person(
    *,
    new: NewPerson,
    unit: Unit,
    role: Role,
    since: date,
    duties: str = "",
    by: Person | None,
    now: datetime,
    site: str,
) -> Person:
    """Make an account with one role and queue the letter for its password.

    Refused with `email_in_use` (email) where an account bears the address in any case.
    """
    person = make_account(new=new, by=by, now=now)
    appointment = Appointment.objects.create(
        person=person, unit=unit, role=role, since=since, duties=duties
    )
    record(
        actor=by,
        action="add_appointment",
        on=appointment,
        at=now,
        after=appointment_facts(appointment),
    )
    queue_invitation(person=person, unit=unit, by=by, now=now, site=site)
    return person


def make_account(*, new: NewPerson, by: Person | None, now: datetime) -> Person:
    """An account without a password, in the caller's transaction."""
    email = new.email.strip()
    if Person.objects.filter(email__iexact=email).exists():
        raise PeopleRefused("email_in_use", email=email)
    person = Person(
        email=email,
        name=new.name.strip(),
        post=new.post.strip(),
        telephone=new.telephone.strip(),
        language=new.language or country().language,
        invited_at=now,
    )
    set_keys(person)
    person.set_unusable_password()
    person.save()
    record(actor=by, action="invite_person", on=person, at=now, after=personal_facts(person))
    return person


@transaction.atomic
def resend_invitation(*, person: Person, by: Person, now: datetime, site: str) -> None:
    """Send the letter again; refused with `password_already_set` or `person_inactive`."""
    if not person.is_active:
        raise PeopleRefused("person_inactive")
    if person.has_usable_password():
        raise PeopleRefused("password_already_set")
    person.invited_at = now
    person.save(update_fields=["invited_at"])
    record(actor=by, action="resend_invitation", on=person, at=now)
    appointment = person.appointments.select_related("unit").last()
    queue_invitation(
        person=person, unit=appointment.unit if appointment else None, by=by, now=now, site=site
    )


@transaction.atomic
def edit_person(
    *,
    person: Person,
    name: str,
    post: str,
    telephone: str,
    by: Person,
    now: datetime,
    email: str | None = None,
    language: str | None = None,
    seen: int | None = None,
) -> None:
    """Correct what is kept of a person; ChangedMeanwhile after `seen`.

    The e-mail is the key to the account: it can be corrected only until the first sign-in
    (`email_fixed`), else whoever manages people could take an account over. Also refused:
    `email_in_use` (email).
    """
    # The page's own copy may be older than what was saved since.
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = personal_facts(person)
    if email is not None and email.strip() != person.email:
        if person.has_usable_password() or person.last_login is not None:
            raise PeopleRefused("email_fixed")
        taken = Person.objects.filter(email__iexact=email.strip()).exclude(pk=person.pk)
        if taken.exists():
            raise PeopleRefused("email_in_use", email=email.strip())
        person.email = email.strip()
    person.name, person.post, person.telephone = name.strip(), post.strip(), telephone.strip()
    person.language = language or person.language
    set_keys(person)
    after = personal_facts(person)
    if after == before:
        return
    refuse_changed(on=person, actions=EDITS, seen=seen)
    person.save()
    record(actor=by, action="edit_person", on=person, at=now, before=before, after=after)


@transaction.atomic
def deactivate_person(*, person: Person, by: Person, now: datetime) -> None:
    """Nobody signs in with this account any more; its past stays readable.

    Refused with `own_account`, so that nobody locks the door behind themselves.
    """
    if person.pk == by.pk:
        raise PeopleRefused("own_account")
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    drop_calendar_feed(person=person, by=by, now=now)
    record(actor=by, action="deactivate_person", on=person, at=now)


@transaction.atomic
def reactivate_person(*, person: Person, by: Person, now: datetime) -> None:
    """The account can be used again, with the password it had."""
    if person.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor=by, action="reactivate_person", on=person, at=now)


def queue_invitation(
    *, person: Person, unit: Unit | None, by: Person | None, now: datetime, site: str
) -> None:
    """In the caller's transaction: a letter never leaves for an account that was rolled back."""
    letter = invitation(person, inviter=by.name if by else "", unit=unit.name if unit else "")
    queue_letters(letters=[letter], site=site, now=now)


def set_keys(person: Person) -> None:
    """What a person is searched by (name, e-mail and post, folded) and listed by."""
    person.search_key = search_key(f"{person.name} {person.email} {person.post}")[:400]
    person.sort_key = person_sort_key(person.name)


def personal_facts(person: Person) -> dict[str, str]:
    """What an event keeps of a person: digests, so that erasing the person leaves no trace."""
    salt = f"{settings.SECRET_KEY}:{person.pk}"
    texts = {
        "name": person.name,
        "email": person.email,
        "post": person.post,
        "telephone": person.telephone,
    }
    digests = {key: personal_digest(text, salt=salt) for key, text in texts.items() if text}
    return digests | {"language": person.language}


def appointment_facts(appointment: Appointment) -> dict[str, object]:
    """What an event keeps of an appointment."""
    return {
        "person": appointment.person_id,
        "unit": appointment.unit_id,
        "role": str(appointment.role),
        "since": appointment.since.isoformat(),
        "until": appointment.until.isoformat() if appointment.until else None,
        "duties": appointment.duties,
    }
