"""What is sealed, what is not yet, and where does the chain end?"""

from collections.abc import Iterator

from giaoban.models import Event
from giaoban.rules.audit.chain import GENESIS, EventFacts


def facts_of(event: Event, number: int) -> EventFacts:
    """The sealed content of a stored event under a number."""
    return EventFacts(
        number=number,
        actor_id=event.actor_id,
        action=event.action,
        record_type=event.record_type,
        record_id=event.record_id,
        before=event.before,
        after=event.after,
        at=event.at,
    )


def sealed_events() -> Iterator[tuple[EventFacts, str]]:
    """Every sealed event with its digest, in the order of numbers, without holding them all."""
    events = Event.objects.exclude(number=None).order_by("number")
    for event in events.iterator(chunk_size=2000):
        assert event.number is not None
        yield facts_of(event, event.number), event.digest


def head() -> tuple[int, str]:
    """Number and digest of the newest sealed event; (0, GENESIS) where nothing is sealed."""
    newest = (
        Event.objects.exclude(number=None)
        .order_by("-number")
        .values_list("number", "digest")
        .first()
    )
    return (newest[0] or 0, newest[1]) if newest else (0, GENESIS)


def unsealed_count() -> int:
    """How many committed events wait for the sealer."""
    return Event.objects.filter(number=None).count()
