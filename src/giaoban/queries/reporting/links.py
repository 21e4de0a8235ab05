"""Which report does a link open, and does it still work?"""

from dataclasses import dataclass
from datetime import datetime

from giaoban.models import ReportLink, UnitContact
from giaoban.queries.reporting.contacts import contacts_of


@dataclass(frozen=True)
class LinkState:
    """The newest link of a report and the contact to whom the next one would go."""

    link: ReportLink | None
    contact: UnitContact | None
    is_expired: bool
    is_in_force: bool


def link_in_force(now: datetime, *, token_digest: str = "", pk: int = 0) -> ReportLink | None:
    """By the digest of its token, or by its id; None where it is unknown, revoked or expired."""
    links = ReportLink.objects.select_related("unit", "contact", "period__regime__unit")
    links = links.filter(revoked_at=None, expires_at__gt=now).exclude(token_digest="")
    if token_digest:
        return links.filter(token_digest=token_digest).first()
    return links.filter(pk=pk).first()


def newest_link(unit_id: int, period_id: int) -> ReportLink | None:
    """The newest link of a report, whatever became of it."""
    links = ReportLink.objects.filter(unit=unit_id, period=period_id)
    return links.select_related("contact").first()


def link_state(unit_id: int, period_id: int, now: datetime) -> LinkState:
    """Two queries."""
    link = newest_link(unit_id, period_id)
    is_expired = link is not None and link.expires_at <= now
    is_in_force = link is not None and link.revoked_at is None and not is_expired
    return LinkState(link, contacts_of([unit_id]).get(unit_id), is_expired, is_in_force)
