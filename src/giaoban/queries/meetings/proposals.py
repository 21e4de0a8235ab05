"""What did units propose, to which committees may they, and into which meeting can it be taken?"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from giaoban.models import Committee, Meeting, Proposal, Unit
from giaoban.queries.units.lineage import subtree, unit_and_ancestors
from giaoban.rules.meetings.states import MeetingForm, MeetingState

_OPEN = (MeetingState.DRAFT, MeetingState.ANNOUNCED, MeetingState.RUNNING)


def proposals_seen(
    managing: Iterable[int], proposing: Iterable[int], on: date
) -> QuerySet[Proposal]:
    """Those to the committees that somebody prepares meetings of, and those of their units, in the
    order of their arrival.
    """
    theirs = Q(committee__unit__in=managing) | Q(unit__in=subtree(proposing, on))
    return (
        Proposal.objects.filter(theirs)
        .defer("file_text")
        .select_related("committee__unit", "unit", "file", "sent_by", "item__meeting")
    )


def committees_above(units: Iterable[Unit], on: date) -> list[Committee]:
    """The committees under whose units these lie: whoever hears of them could hear them."""
    above = {unit_id for unit in units for unit_id in unit_and_ancestors(unit.pk, on)}
    return list(Committee.objects.filter(unit__in=above).select_related("unit").order_by("name"))


def may_take(meeting: Meeting) -> bool:
    """Whether its agenda takes something up still, though its day may have passed."""
    return meeting.state in _OPEN and meeting.form != MeetingForm.CIRCULATION


def meetings_to_take_into(committee_id: int, now: datetime) -> list[Meeting]:
    """Those to come that people attend, the next one first."""
    found = Meeting.objects.filter(
        Q(ends_at__gt=now) | Q(state=MeetingState.RUNNING),
        committee=committee_id,
        state__in=_OPEN,
    ).exclude(form=MeetingForm.CIRCULATION)
    return list(found.order_by("starts_at", "pk")[:12])
