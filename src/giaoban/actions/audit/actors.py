"""Who acts: a person with an account, a link in the hands of a unit's contact, or the system."""

from django.conf import settings

from giaoban.models import InviteeLink, Person, ReportLink, SectionLink, TaskLink
from giaoban.rules.audit.digests import personal_digest

AnyLink = ReportLink | SectionLink | TaskLink | InviteeLink
Actor = Person | ReportLink | None
"""None is the system: a command without --as, the worker."""
Author = Person | SectionLink | None
"""Who writes a section: no action with reports takes a link to one."""
TaskActor = Person | TaskLink | None
"""Who answers a task: no other link opens one."""
InviteeActor = Person | InviteeLink | None
"""Who answers an invitation, checks in and votes in that place."""

_NAMES = {
    ReportLink: "by_link",
    SectionLink: "by_section_link",
    TaskLink: "by_task_link",
    InviteeLink: "by_invitee_link",
}


def person_of(by: Actor | Author | TaskActor | InviteeActor) -> Person | None:
    """Whom a record names; a link's contact has no account."""
    return by if isinstance(by, Person) else None


def link_facts(by: Actor | Author | TaskActor | InviteeActor) -> dict[str, object]:
    """What an event says of a link: its id, and a digest of the address that it was sent to."""
    if not isinstance(by, AnyLink):
        return {}
    if isinstance(by, InviteeLink):
        place = by.invitee
        email = place.substitute_email if by.for_substitute else place.email
        salt = f"{settings.SECRET_KEY}:invitee:{place.pk}"
        return {_NAMES[InviteeLink]: by.pk, "address": personal_digest(email, salt=salt)}
    contact = by.contact
    salt = f"{settings.SECRET_KEY}:contact:{contact.pk}"
    return {_NAMES[type(by)]: by.pk, "address": personal_digest(contact.email, salt=salt)}


def contact_words(link: ReportLink | SectionLink | TaskLink) -> str:
    """Who is said to have typed what came by a link: name and address of the unit's contact."""
    contact = link.contact
    return f"{contact.name} <{contact.email}>" if contact.name else str(contact.email)
