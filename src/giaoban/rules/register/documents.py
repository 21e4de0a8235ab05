"""What kinds of documents a register keeps, who may read one, and how far one has come."""

from enum import StrEnum


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class DocumentState(StrEnum):
    """An outgoing one is a draft until it is issued and bears its number; an incoming one is
    registered. One that was called off keeps its number and says so: a series has no gap.
    """

    DRAFT = "draft"
    REGISTERED = "registered"
    ISSUED = "issued"
    CALLED_OFF = "called_off"


OBLIGES = frozenset({DocumentState.REGISTERED, DocumentState.ISSUED})
"""Of the others nothing is asked of anybody, and what they do to others does not count."""


class Access(StrEnum):
    """A state secret is none of them: it is refused (see secrecy.py)."""

    PUBLIC = "public"  # everyone who can read the committee's pages
    INTERNAL = "internal"  # the body's own people, and the units that it obliges
    LIMITED = "limited"  # those who are named


class Numbering(StrEnum):
    OWN = "own"  # given here, without a gap
    GIVEN = "given"  # by the document system that the office already has
