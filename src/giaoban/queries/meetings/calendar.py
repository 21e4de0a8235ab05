"""Which meetings stand in a person's calendar, and which in that of a committee?"""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from giaoban.models import Committee, Meeting, Person
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.seen import invitations_of
from giaoban.rules.meetings.states import MeetingForm


def meetings_of_person(person: Person, since: datetime) -> list[Meeting]:
    """Those that one is invited to and has heard of, by when they begin; not those to which
    somebody else goes in one's place. A meeting called off is among them, so that it leaves the
    calendar.
    """
    places = invitations_of(person).filter(
        meeting__announced_at__isnull=False, meeting__ends_at__gte=since
    )
    goes = {
        place.meeting_id
        for place in places
        if place.person_id != person.pk or not is_substituted(place)
    }
    found = Meeting.objects.filter(pk__in=goes).exclude(form=MeetingForm.CIRCULATION)
    return list(found.select_related("committee", "chair").order_by("starts_at", "pk"))


def announced_meetings(
    committee: Committee | None, first: date | None, last: date | None
) -> list[Meeting]:
    """Of one committee or of all, those that begin from one day to another, both included."""
    found = Meeting.objects.filter(announced_at__isnull=False).exclude(form=MeetingForm.CIRCULATION)
    if committee is not None:
        found = found.filter(committee=committee)
    if first is not None:
        found = found.filter(starts_at__gte=make_aware(datetime.combine(first, time.min)))
    if last is not None:
        found = found.filter(starts_at__lte=make_aware(datetime.combine(last, time.max)))
    return list(found.select_related("committee", "chair").order_by("starts_at", "pk"))


def committee_called(words: str) -> Committee | None:
    """By the code of its unit, by its symbol or by its name; None where none or several are."""
    for wanted in ({"unit__code": words}, {"symbol": words}, {"name__iexact": words}):
        found = list(Committee.objects.filter(**wanted)[:2])
        if found:
            return found[0] if len(found) == 1 else None
    return None
