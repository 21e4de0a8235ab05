"""What may the person at work do with a meeting? Who may not see it finds nothing."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from giaoban.models import Committee, Invitee, Meeting
from giaoban.queries.meetings.seen import Attending, meetings_seen, place_of, reads_upto
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class MeetingScope:
    """`place` is where the person sits, None for who is not invited."""

    meeting: Meeting
    place: Invitee | None
    may_manage: bool
    may_preside: bool
    upto: Reach


def attending(acting: Acting) -> Attending:
    return acting.attending


def meeting_asked(request: HttpRequest, pk: int) -> MeetingScope:
    """The meeting for whoever may see it; everybody else finds nothing."""
    scope = meeting_seen(acting_on(request), pk)
    if scope is None:
        raise Http404
    return scope


def meeting_seen(acting: Acting, pk: int) -> MeetingScope | None:
    """None for whoever may not see it."""
    meeting = (
        meetings_seen(acting.attending, acting.today)
        .select_related("committee__unit", "series", "chair", "secretary", "period")
        .filter(pk=pk)
        .first()
    )
    return None if meeting is None else scope_of(acting, meeting)


def meeting_managed(request: HttpRequest, pk: int) -> MeetingScope:
    """For whoever prepares it and keeps its record."""
    scope = meeting_asked(request, pk)
    if not scope.may_manage:
        raise Http404
    return scope


def meeting_presided(request: HttpRequest, pk: int) -> MeetingScope:
    """For whoever presides: the chair of this meeting, or of the committee."""
    scope = meeting_asked(request, pk)
    if not scope.may_preside:
        raise Http404
    return scope


def scope_of(acting: Acting, meeting: Meeting) -> MeetingScope:
    person, unit_id = acting.person, meeting.committee.unit_id
    manages = acting.holds(Permission.MANAGE_MEETINGS, unit_id)
    is_chair = meeting.chair_id == person.pk
    presides = is_chair or acting.holds(Permission.PRESIDE, unit_id)
    return MeetingScope(
        meeting,
        place_of(meeting, person),
        may_manage=manages or meeting.secretary_id == person.pk,
        may_preside=presides,
        upto=reads_upto(meeting, person, manages=manages, presides=presides),
    )


def committees_managed(acting: Acting) -> list[Committee]:
    """Those whose meetings the person prepares today."""
    return committees_at(acting, Permission.MANAGE_MEETINGS)


def committees_viewed(acting: Acting) -> list[Committee]:
    units = subtree_ids(acting.units_where(Permission.VIEW_MEETINGS), acting.today)
    return list(Committee.objects.filter(unit__in=units).select_related("unit"))


def committee_managed(request: HttpRequest, pk: int) -> Committee:
    committee = Committee.objects.select_related("unit").filter(pk=pk).first()
    acting = acting_on(request)
    if committee is None or not acting.holds(Permission.MANAGE_MEETINGS, committee.unit_id):
        raise Http404
    return committee


def committees_at(acting: Acting, permission: Permission) -> list[Committee]:
    """Those of the very units at which the person has the permission today."""
    units = acting.units_where(permission)
    return list(Committee.objects.filter(unit__in=units).select_related("unit"))
