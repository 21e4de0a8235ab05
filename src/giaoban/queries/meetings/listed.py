"""Which meetings are there, those to come first; and which of them bear some words?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import BooleanField, Case, DateTimeField, F, Q, QuerySet, Value, When

from giaoban.models import AgendaItem, AgendaPaper, Committee, Meeting
from giaoban.queries.meetings.seen import Attending, meetings_seen, read_whole
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import ENDED
from giaoban.rules.units.naming import search_key


class Shown(StrEnum):
    ALL = "all"
    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to; None and empty do not narrow it."""

    shown: Shown = Shown.ALL
    committee: int | None = None
    series: int | None = None
    kind: str = ""
    state: str = ""
    words: str = ""


def meetings_listed(
    sought: Sought, attending: Attending, now: datetime, on: date
) -> QuerySet[Meeting]:
    """Those that may be seen: to come (`is_past` False), the next one first; then past, the newest
    first. One that is closed or called off is past whenever it was to be held.
    """
    over = Q(ends_at__lt=now) | Q(state__in=ENDED)
    held_back = Q(state="running")  # it is going on, however late it is
    is_past = over & ~held_back
    found = meetings_seen(attending, on)
    if sought.shown is not Shown.ALL:
        found = found.filter(is_past if sought.shown is Shown.PAST else ~is_past)
    if sought.committee is not None:
        found = found.filter(committee=sought.committee)
    if sought.series is not None:
        found = found.filter(series=sought.series)
    if sought.kind:
        found = found.filter(kind=sought.kind)
    if sought.state:
        found = found.filter(state=sought.state)
    for word in search_key(sought.words).split():
        found = found.filter(search_key__contains=word)
    past = Case(When(is_past, Value(value=True)), default=False, output_field=BooleanField())
    return (
        found.annotate(
            is_past=past,
            comes_at=Case(
                When(is_past, Value(None, DateTimeField())),
                default=F("starts_at"),
                output_field=DateTimeField(),
            ),
        )
        .select_related("committee__unit", "series", "chair")
        .order_by("is_past", F("comes_at").asc(nulls_last=True), "-starts_at", "-pk")
    )


def committees_listed(attending: Attending, on: date) -> QuerySet[Committee]:
    """Whose meetings somebody sees at least one of."""
    seen = meetings_seen(attending, on).order_by().values("committee")
    return Committee.objects.filter(pk__in=seen).select_related("unit")


@dataclass(frozen=True)
class Found:
    """A meeting by its own name, or by the first item or paper of it that has the words."""

    meeting: Meeting
    item: AgendaItem | None = None
    paper: AgendaPaper | None = None


def meetings_matching(words: str, *, attending: Attending, on: date, most: int) -> list[Found]:
    """What may be read and has every word: meetings, then items, then papers, the newest first.

    `words` is folded text as of rules.units.naming.search_key. Three statements.
    """
    asked = words.split()
    if not asked:
        return []
    seen = meetings_seen(attending, on).select_related("committee__unit")
    named = seen
    for word in asked:
        named = named.filter(search_key__contains=word)
    found = [Found(meeting) for meeting in named.order_by("-starts_at", "-pk")[:most]]
    inner = seen.order_by().values("pk")
    whole = read_whole(attending)
    items = _items(asked, inner, whole, most)
    found += [Found(item.meeting, item) for item in items]
    found += [Found(one.item.meeting, one.item, one) for one in _papers(asked, inner, whole, most)]
    return found[:most]


def _items(asked: list[str], inner: QuerySet, whole: Q, most: int) -> list[AgendaItem]:  # type: ignore[type-arg]
    """Titles are few and short: they are folded here, and no column is kept for them."""
    readable = AgendaItem.objects.filter(
        ~Q(reach=Reach.LIMITED) | Q(meeting__in=Meeting.objects.filter(whole).values("pk")),
        meeting__in=inner,
    ).exclude(Q(title="") | Q(state=ItemState.DROPPED))
    titles = readable.order_by("-meeting__starts_at", "position").values_list("pk", "title")
    matching = [pk for pk, title in titles if _has_all(search_key(title), asked)][:most]
    rows = AgendaItem.objects.select_related("meeting__committee__unit").in_bulk(matching)
    return [rows[pk] for pk in matching]


def _papers(asked: list[str], inner: QuerySet, whole: Q, most: int) -> list[AgendaPaper]:  # type: ignore[type-arg]
    limited = Q(reach=Reach.LIMITED) | Q(item__reach=Reach.LIMITED)
    readable = AgendaPaper.objects.filter(
        ~limited | Q(item__meeting__in=Meeting.objects.filter(whole).values("pk")),
        item__meeting__in=inner,
        withdrawn_at=None,
        replaced_by=None,
    ).exclude(item__state=ItemState.DROPPED)
    for word in asked:
        readable = readable.filter(text__contains=word)
    rows = readable.defer("text").select_related("item__meeting__committee__unit")
    return list(rows.order_by("-item__meeting__starts_at", "-pk")[:most])


def _has_all(folded: str, words: Iterable[str]) -> bool:
    return all(word in folded for word in words)
