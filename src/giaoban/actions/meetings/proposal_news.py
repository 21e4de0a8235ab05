"""Whoever sent a proposal reads in their inbox what became of it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.actions.messages.queue import put_in_inbox
from giaoban.models import Proposal


def tell_taken(proposal: Proposal, now: datetime) -> None:
    """When the meeting is says its invitation: until then its day can change."""
    if proposal.sent_by is not None:
        with override(proposal.sent_by.language):
            subject = _("Taken into an agenda: %(title)s") % {"title": proposal.title}
        _put(proposal, subject, "", now)


def tell_refused(proposal: Proposal, now: datetime) -> None:
    if proposal.sent_by is not None:
        with override(proposal.sent_by.language):
            subject = _("Not taken into an agenda: %(title)s") % {"title": proposal.title}
        _put(proposal, subject, proposal.reason, now)


def tell_waits_again(proposal: Proposal, reason: str, now: datetime) -> None:
    """It was on an agenda, and is not any more; why, where that may be said."""
    if proposal.sent_by is not None:
        with override(proposal.sent_by.language):
            subject = _("Waits for another agenda: %(title)s") % {"title": proposal.title}
        _put(proposal, subject, reason, now)


def _put(proposal: Proposal, subject: str, text: str, now: datetime) -> None:
    assert proposal.sent_by is not None
    address = reverse("item_proposals")
    put_in_inbox(person=proposal.sent_by, subject=subject, text=text, address=address, now=now)
