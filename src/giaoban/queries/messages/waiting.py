"""Which letters wait, which were refused, and who looks after them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.db.models.functions import Lower

from giaoban.models import Appointment, OutgoingMail, Person
from giaoban.queries.people.directory import in_force
from giaoban.rules.messages.retrying import LEASE
from giaoban.rules.people.permissions import Role


@dataclass(frozen=True)
class QueueState:
    """`error` is why the newest try failed, empty where nothing waits for the server.

    Of those that wait, `for_a_working_day` wait out days off, the first until `leaves_at`.
    """

    waiting: int
    sent: int
    given_up: int
    error: str
    next_try_at: datetime | None
    for_a_working_day: int
    leaves_at: datetime | None


def waiting() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(sent_at=None, given_up_at=None)


def due_letters(now: datetime, most: int) -> list[OutgoingMail]:
    return list(waiting().filter(send_after__lte=now).order_by("send_after", "id")[:most])


def refused_letters() -> QuerySet[OutgoingMail]:
    """Letters whose address the server refused for good, the newest first."""
    refused = OutgoingMail.objects.filter(given_up_at__isnull=False).exclude(last_error="")
    return refused.order_by("-given_up_at", "-id")


def refused_addresses(addresses: Iterable[str]) -> frozenset[str]:
    """Those, in small letters, to which the server refused a letter for good and took none after
    it; one query.
    """
    wanted = {address.lower() for address in addresses if address}
    later = OutgoingMail.objects.filter(
        to__iexact=OuterRef("to"), sent_at__isnull=False, pk__gt=OuterRef("pk")
    )
    refused = refused_letters().annotate(address=Lower("to")).filter(address__in=wanted)
    return frozenset(refused.exclude(Exists(later)).values_list("address", flat=True))


def newest_sent() -> int:
    """The id of the newest letter that left; 0 where none did. It names an outage."""
    newest = OutgoingMail.objects.filter(sent_at__isnull=False).aggregate(newest=Max("id"))
    return newest["newest"] or 0


def queue_state(now: datetime) -> QueueState:
    """Five counts at most; what a worker has just taken waits for no day."""
    rows = waiting()
    quiet = rows.filter(tries=0, send_after__gt=now + LEASE)
    held = quiet.aggregate(count=Count("pk"), first=Min("send_after"))
    failed = rows.exclude(last_error="").order_by("-send_after").first()
    return QueueState(
        waiting=rows.count(),
        sent=OutgoingMail.objects.filter(sent_at__isnull=False).count(),
        given_up=refused_letters().count(),
        error=failed.last_error if failed else "",
        next_try_at=failed.send_after if failed else None,
        for_a_working_day=held["count"],
        leaves_at=held["first"],
    )


def administrators(on: date) -> QuerySet[Person]:
    """Who keeps the settings, wherever they are appointed."""
    appointed = Appointment.objects.filter(in_force(on), role=Role.ADMINISTRATOR)
    return Person.objects.filter(pk__in=appointed.values("person_id"), is_active=True)
