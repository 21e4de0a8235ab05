"""Sealing what was recorded: numbers without gaps and a hash chain, one sealer at a time."""

from django.db import connection, transaction

from giaoban.models import Event
from giaoban.queries.audit.sealed import facts_of, head
from giaoban.rules.audit.chain import digest_of

_LOCK = 0x6769616F  # "giao": any number that no other lock of the product uses
_BATCH = 500


@transaction.atomic
def seal_events(limit: int = 5000) -> int:
    """Number and chain up to `limit` committed events, oldest first; returns how many.

    On PostgreSQL an advisory lock keeps a second sealer waiting until this one has committed; on
    SQLite the transaction is IMMEDIATE from its first statement.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    number, digest = head()
    events = list(Event.objects.filter(number=None).order_by("id")[:limit])
    for event in events:
        number += 1
        digest = digest_of(facts_of(event, number), digest)
        event.number, event.digest = number, digest
    Event.objects.bulk_update(events, ["number", "digest"], batch_size=_BATCH)
    return len(events)


def seal_all_events() -> int:
    """Seal whatever is committed; returns how many. For commands, which no worker may follow."""
    sealed = 0
    while count := seal_events():
        sealed += count
    return sealed
