"""Which report, section or task does a link open, and does it still work?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from giaoban.models import AssignedSection, ReportLink, SectionLink, Task, TaskLink, UnitContact
from giaoban.queries.reporting.contacts import contacts_of


@dataclass(frozen=True)
class LinkState:
    """The newest link of a report, section or task, and whom the next one would go to."""

    link: ReportLink | SectionLink | TaskLink | None
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
    return _state(newest_link(unit_id, period_id), contacts_of([unit_id]).get(unit_id), now)


def section_link_in_force(
    now: datetime, *, token_digest: str = "", pk: int = 0
) -> SectionLink | None:
    """The same of a link to a section."""
    links = SectionLink.objects.select_related(
        "contact", "assigned__unit", "assigned__report__period__regime"
    )
    links = links.filter(revoked_at=None, expires_at__gt=now).exclude(token_digest="")
    if token_digest:
        return links.filter(token_digest=token_digest).first()
    return links.filter(pk=pk).first()


def section_link_states(
    sections: Collection[AssignedSection], now: datetime
) -> dict[int, LinkState]:
    """The newest link of each section, and the contact of its unit; two queries."""
    contacts = contacts_of([section.unit_id for section in sections])
    links = SectionLink.objects.select_related("contact")
    links = links.filter(assigned__in=[section.pk for section in sections])
    newest = {link.assigned_id: link for link in links.order_by("made_at", "pk")}
    return {
        section.pk: _state(newest.get(section.pk), contacts.get(section.unit_id), now)
        for section in sections
    }


def task_link_in_force(now: datetime, *, token_digest: str = "", pk: int = 0) -> TaskLink | None:
    """The same of a link to a task; once its unit is closed it opens nothing."""
    on = timezone.make_naive(now).date()
    links = TaskLink.objects.select_related("contact", "task__unit", "task__giver")
    links = links.filter(revoked_at=None, expires_at__gt=now).exclude(token_digest="")
    links = links.filter(Q(task__unit__closed_on=None) | Q(task__unit__closed_on__gt=on))
    if token_digest:
        return links.filter(token_digest=token_digest).first()
    return links.filter(pk=pk).first()


def task_link_state(task: Task, now: datetime) -> LinkState:
    """Two queries."""
    newest = task.links.select_related("contact").first()
    return _state(newest, contacts_of([task.unit_id]).get(task.unit_id), now)


def _state(
    link: ReportLink | SectionLink | TaskLink | None, contact: UnitContact | None, now: datetime
) -> LinkState:
    is_expired = link is not None and link.expires_at <= now
    is_in_force = link is not None and link.revoked_at is None and not is_expired
    return LinkState(link, contact, is_expired, is_in_force)
