"""What units want to have heard: sent, taken into an agenda, refused with a reason, withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.papers import folded, keep_source
from giaoban.actions.meetings.proposal_news import tell_refused
from giaoban.actions.register.files import ReadFile
from giaoban.models import AgendaItem, Committee, Meeting, Person, Proposal, Unit
from giaoban.rules.meetings.agenda import LONGEST_ITEM, ItemKind
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret

LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class ProposalText:
    title: str
    minutes: int
    text: str = ""


@transaction.atomic
def send_proposal(
    *,
    committee: Committee,
    unit: Unit,
    text: ProposalText,
    file: ReadFile | None,
    by: Person | None,
    now: datetime,
) -> Proposal:
    """Raises RuleError `proposal_title_missing`, `minutes_out_of_range` (longest),
    `proposal_too_long` (longest), `state_secret` (mark).
    """
    if not text.title.strip():
        raise RuleError("proposal_title_missing")
    if not 1 <= text.minutes <= LONGEST_ITEM:
        raise RuleError("minutes_out_of_range", longest=LONGEST_ITEM)
    if len(text.text) > LONGEST_TEXT:
        raise RuleError("proposal_too_long", longest=LONGEST_TEXT)
    refuse_secret(lines=text.text.splitlines(), fields=[text.title])
    proposal = Proposal.objects.create(
        committee=committee,
        unit=unit,
        title=text.title.strip()[:300],
        text=text.text.strip(),
        minutes=text.minutes,
        file=keep_source(file, by, now) if file else None,
        file_pages=file.text.pages if file else None,
        file_text=folded(text.title, file) if file else "",
        sent_at=now,
        sent_by=by,
    )
    after = {"unit": unit.pk, "title": proposal.title, "minutes": proposal.minutes}
    record(actor=by, action="send_proposal", on=proposal, at=now, after=after)
    return proposal


@transaction.atomic
def take_proposal(
    *, proposal: Proposal, meeting: Meeting, by: Person | None, now: datetime
) -> AgendaItem:
    """It is heard in that meeting, as its last item so far; its file is the item's first paper.

    Raises RuleError `proposal_decided` (state), `proposal_of_another_committee`, and what
    actions.meetings.agenda.add_item does.
    """
    if proposal.committee_id != meeting.committee_id:
        raise RuleError("proposal_of_another_committee")
    text = ItemText(
        kind=ItemKind.PROPOSAL,
        title=proposal.title,
        text=proposal.text,
        minutes=proposal.minutes,
        unit=proposal.unit,
    )
    return add_item(meeting=meeting, text=text, by=by, now=now, proposal=proposal)


@transaction.atomic
def refuse_proposal(
    *, proposal: Proposal, reason: str, by: Person | None, now: datetime
) -> Proposal:
    """Whoever sent it reads why. Raises RuleError `reason_missing`, `proposal_decided` (state)."""
    if not reason.strip():
        raise RuleError("reason_missing")
    held = _waiting(proposal)
    held.state, held.reason = Proposal.State.REFUSED, reason.strip()[:500]
    held.decided_at, held.decided_by = now, by
    held.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record(actor=by, action="refuse_proposal", on=held, at=now, after={"reason": held.reason})
    tell_refused(held, now)
    return held


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Person | None, now: datetime) -> Proposal:
    """Before it is decided on. Raises RuleError `proposal_decided` (state)."""
    held = _waiting(proposal)
    held.state, held.decided_at, held.decided_by = Proposal.State.WITHDRAWN, now, by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    record(actor=by, action="withdraw_proposal", on=held, at=now)
    return held


def _waiting(proposal: Proposal) -> Proposal:
    held: Proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("sent_by", "unit")
        .get(pk=proposal.pk)
    )
    if held.state != Proposal.State.SENT:
        raise RuleError("proposal_decided", state=held.state)
    return held
