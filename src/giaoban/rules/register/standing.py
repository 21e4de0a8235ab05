"""Is a document in force on a day, as it was or amended, and what took its place?

A relation points from the later document to the earlier one and holds from a day: `amends`,
`replaces`, `ends`; `carries_out` changes nothing about the other. Who replaces or ends a document
need not be in force any more: what was ended stays ended.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.problems import Problem


class Relation(StrEnum):
    CARRIES_OUT = "carries_out"
    AMENDS = "amends"
    REPLACES = "replaces"
    ENDS = "ends"


class Standing(StrEnum):
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPLACED = "replaced"
    ENDED = "ended"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class RelationFacts:
    later_id: int
    earlier_id: int
    kind: Relation
    since: date


@dataclass(frozen=True, slots=True)
class ForceFacts:
    """`since` is the day from which it holds, `until` the first on which it no longer does."""

    since: date
    until: date | None = None


def standing_on(
    document: ForceFacts, relations: Iterable[RelationFacts], on: date
) -> tuple[Standing, list[int]]:
    """How a document stands on a day, and by which documents, in the order of their days.

    `relations` are those that point at it. What takes it away goes before what amends it.
    """
    if on < document.since:
        return Standing.NOT_YET, []
    begun = sorted(
        (relation for relation in relations if relation.since <= on),
        key=lambda relation: (relation.since, relation.later_id),
    )
    for kind, standing in (
        (Relation.ENDS, Standing.ENDED),
        (Relation.REPLACES, Standing.REPLACED),
    ):
        by = [relation.later_id for relation in begun if relation.kind is kind]
        if by:
            return standing, by
    if document.until is not None and on >= document.until:
        return Standing.LAPSED, []
    amending = [relation.later_id for relation in begun if relation.kind is Relation.AMENDS]
    return (Standing.AMENDED, amending) if amending else (Standing.IN_FORCE, [])


def holds(standing: Standing) -> bool:
    """Whether what the document asks is still asked."""
    return standing in {Standing.IN_FORCE, Standing.AMENDED}


def first_day_over(
    document: ForceFacts, relations: Iterable[RelationFacts], on: date
) -> date | None:
    """The first day on which a document that is over by `on` no longer held; None if it is not.

    `relations` are those that point at it.
    """
    if on < document.since:
        return None
    taken_away = {Relation.ENDS, Relation.REPLACES}
    days = [relation.since for relation in relations if relation.kind in taken_away]
    if document.until is not None:
        days.append(document.until)
    return min((day for day in days if day <= on), default=None)


def heirs(document_id: int, replacing: Mapping[int, Sequence[int]]) -> list[int]:
    """Who stands in a document's place, however often it was replaced; empty if it never was.

    `replacing`: by document those that replaced it, in the order of their days.

    >>> heirs(1, {1: [2], 2: [3]})
    [3]
    """
    found: dict[int, None] = {}
    waiting, seen = [document_id], {document_id}
    while waiting:
        for later in replacing.get(waiting.pop(0), ()):
            if later not in seen:
                seen.add(later)
                if replacing.get(later):
                    waiting.append(later)
                else:
                    found[later] = None
    return list(found)


def relation_problem(
    new: RelationFacts, dates: Mapping[int, date], known: Iterable[RelationFacts]
) -> Problem | None:
    """Why two documents cannot be related so; None if they can.

    `dates` are the documents' own. `relation_to_itself`, `relation_known`, `relation_backward`
    (a document changes none that is younger), `relation_before_document` (it cannot change
    anything before it was signed), `relation_in_a_circle`.
    """
    known = list(known)
    if new.later_id == new.earlier_id:
        return Problem("relation_to_itself")
    pair = (new.later_id, new.earlier_id, new.kind)
    if any((other.later_id, other.earlier_id, other.kind) == pair for other in known):
        return Problem("relation_known")
    if dates[new.later_id] < dates[new.earlier_id]:
        return Problem("relation_backward")
    if new.since < dates[new.later_id]:
        return Problem("relation_before_document", {"dated_on": dates[new.later_id]})
    if new.later_id in _reached(new.earlier_id, known):
        return Problem("relation_in_a_circle")
    return None


def _reached(start: int, known: Iterable[RelationFacts]) -> set[int]:
    """Everything that a document rests on, however far."""
    below: dict[int, set[int]] = {}
    for relation in known:
        below.setdefault(relation.later_id, set()).add(relation.earlier_id)
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for earlier in below.get(waiting.pop(), set()) - found:
            found.add(earlier)
            waiting.append(earlier)
    return found
