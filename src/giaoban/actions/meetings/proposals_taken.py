"""A proposal comes onto an agenda with its file; off it or not heard, it waits again."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext, override

from giaoban.actions.meetings.proposal_news import tell_taken, tell_waits_again
from giaoban.models import AgendaItem, AgendaPaper, Meeting, Person, Proposal
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.passages import Reach


def put_on_agenda(proposal: Proposal, item: AgendaItem, by: Person | None, now: datetime) -> None:
    """In the caller's transaction; its file is the first paper of the item."""
    proposal.state, proposal.decided_at, proposal.decided_by = Proposal.State.TAKEN, now, by
    proposal.save(update_fields=["state", "decided_at", "decided_by"])
    if proposal.file is not None:
        AgendaPaper.objects.create(
            item=item,
            title=proposal.title,
            file=proposal.file,
            pages=proposal.file_pages,
            text=proposal.file_text,
            added_at=now,
            added_by=by,
        )
    tell_taken(proposal, now)


def wait_again(item: AgendaItem, reason: str, now: datetime) -> None:
    """What the item came from is to be taken up by another agenda, and its sender hears so; why is
    not said of an item for few. The item forgets it; its caller saves it.
    """
    proposal = item.proposal
    if proposal is None:
        return
    proposal.state, proposal.decided_at, proposal.decided_by = Proposal.State.SENT, None, None
    proposal.save(update_fields=["state", "decided_at", "decided_by"])
    item.proposal = None
    tell_waits_again(proposal, "" if item.reach == Reach.LIMITED else reason, now)


def proposals_wait_again(meeting: Meeting, reason: str, now: datetime) -> None:
    """Those on the agenda of a meeting that is called off."""
    items = meeting.items.filter(proposal__isnull=False).exclude(state=ItemState.DROPPED)
    for item in items.select_related("proposal__sent_by"):
        wait_again(item, reason if meeting.announced_at is not None else "", now)
        item.save(update_fields=["proposal"])


def unheard_proposals_wait_again(meeting: Meeting, now: datetime) -> None:
    """Those that a meeting did not come to until it closes: what is not heard is not forgotten."""
    was_heard = (
        Q(opened_at__isnull=False)
        | Q(opinions__isnull=False)
        | Q(conclusions__isnull=False)
        | Q(questions__opened_at__isnull=False)
    )
    items = meeting.items.filter(proposal__isnull=False, state=ItemState.WAITING, notes="")
    heard = items.filter(was_heard).values("pk")
    for item in items.exclude(pk__in=heard).select_related("proposal__sent_by"):
        sender = item.proposal.sent_by if item.proposal is not None else None
        with override(sender.language if sender is not None else None):
            reason = gettext("The meeting did not come to it.")
        wait_again(item, reason, now)
        item.save(update_fields=["proposal"])
