"""Has anyone touched the audit events since they were sealed? Each digest covers the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64  # stands where the first event's predecessor would


@dataclass(frozen=True)
class EventFacts:
    """What is sealed of one event; `at` is aware, and compared as a moment, not as a text."""

    number: int
    actor_id: int | None
    action: str
    record_type: str
    record_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime


@dataclass(frozen=True)
class Break:
    """The first event at which the chain does not hold.

    `code` is `gap` (the number that should come is not there: an event was deleted or the order
    changed) or `touched` (the event's content is not what was sealed).
    """

    code: str
    number: int


def canonical(value: Any) -> bytes:
    """One spelling of a plain value, whichever database it was read from.

    Keys are sorted, nothing is escaped, and a whole number is written without a point: PostgreSQL
    reads 1e20 back as an integer, SQLite as a float.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(event: EventFacts, previous: str) -> str:
    """SHA-256, as 64 hexadecimal digits, of the digest before and the event's content."""
    content = canonical(
        {
            "number": event.number,
            "actor": event.actor_id,
            "action": event.action,
            "record_type": event.record_type,
            "record_id": event.record_id,
            "before": event.before,
            "after": event.after,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    )
    return hashlib.sha256(previous.encode() + b"\n" + content).hexdigest()


def first_break(sealed: Iterable[tuple[EventFacts, str]]) -> Break | None:
    """The first event, in the order of numbers from 1, whose number or digest is not right."""
    previous = GENESIS
    for expected, (event, digest) in enumerate(sealed, start=1):
        if event.number != expected:
            return Break("gap", expected)
        if digest_of(event, previous) != digest:
            return Break("touched", expected)
        previous = digest
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
