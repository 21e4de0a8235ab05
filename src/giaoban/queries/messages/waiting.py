"""Which letters wait, which were refused, and who looks after them?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from giaoban.models import Appointment, OutgoingMail, Person
from giaoban.queries.people.directory import in_force
from giaoban.rules.people.permissions import Role


@dataclass(frozen=True)
class QueueState:
    """`error` is why the newest try failed, empty where nothing waits for the server."""

    waiting: int
    sent: int
    given_up: int
    error: str
    next_try_at: datetime | None


def waiting() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(sent_at=None, given_up_at=None)


def due_letters(now: datetime, most: int) -> list[OutgoingMail]:
    return list(waiting().filter(send_after__lte=now).order_by("send_after", "id")[:most])


def refused_letters() -> QuerySet[OutgoingMail]:
    """Letters whose address the server refused for good, the newest first."""
    refused = OutgoingMail.objects.filter(given_up_at__isnull=False).exclude(last_error="")
    return refused.order_by("-given_up_at", "-id")


def newest_sent() -> int:
    """The id of the newest letter that left; 0 where none did. It names an outage."""
    newest = OutgoingMail.objects.filter(sent_at__isnull=False).aggregate(newest=Max("id"))
    return newest["newest"] or 0


def queue_state() -> QueueState:
    """Five counts at most."""
    rows = waiting()
    failed = rows.exclude(last_error="").order_by("-send_after").first()
    return QueueState(
        waiting=rows.count(),
        sent=OutgoingMail.objects.filter(sent_at__isnull=False).count(),
        given_up=refused_letters().count(),
        error=failed.last_error if failed else "",
        next_try_at=failed.send_after if failed else None,
    )


def administrators(on: date) -> QuerySet[Person]:
    """Who keeps the settings, wherever they are appointed."""
    appointed = Appointment.objects.filter(in_force(on), role=Role.ADMINISTRATOR)
    return Person.objects.filter(pk__in=appointed.values("person_id"), is_active=True)
