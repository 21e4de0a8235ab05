"""Which papers belong to each item, which of them came late, and which need a page of summary?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import make_naive

from giaoban.models import AgendaItem, AgendaPaper, Invitee, Meeting, Person
from giaoban.queries.meetings.agenda_seen import items_lacking_paper
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.kinds import is_paper_late, papers_due_on
from giaoban.rules.meetings.passages import Reach, may_read, narrowest
from giaoban.rules.meetings.telling import is_named_in


@dataclass(frozen=True)
class ShownPaper:
    """The newest version, with the `earlier` ones, the newest of those first, and its pages of
    summary; `asks_summary` where it is long and has none.
    """

    paper: AgendaPaper
    is_late: bool
    earlier: tuple[AgendaPaper, ...] = ()
    summaries: tuple["ShownPaper", ...] = ()
    asks_summary: bool = False


def papers_shown(
    meeting: Meeting, upto: Reach, reader: Person | None = None
) -> Mapping[int, list[ShownPaper]]:
    """By item, as far as they may be read; without what was withdrawn. Five statements.

    A version that was replaced by one that may not be read is not the newest all the same.
    """
    rows = AgendaPaper.objects.filter(item__meeting=meeting, withdrawn_at=None)
    there = list(rows.defer("text").select_related("item", "file").order_by("pk"))
    readable = [paper for paper in there if may_read_paper(paper, upto, reader)]
    by_pk = {paper.pk: paper for paper in readable}
    replaced = {paper.replaces_id for paper in there}
    newest = [paper for paper in readable if paper.pk not in replaced]
    longest = decision_rules_of(meeting.committee).summary_from_pages
    late = _late(meeting, readable)
    summaries: dict[int, list[ShownPaper]] = {}
    for paper in newest:
        if paper.summary_of_id in by_pk:
            shown = ShownPaper(paper, paper.pk in late, _earlier(paper, by_pk))
            summaries.setdefault(paper.summary_of_id or 0, []).append(shown)
    found: dict[int, list[ShownPaper]] = {}
    for paper in newest:
        if paper.summary_of_id in by_pk:
            continue
        own = tuple(summaries.get(paper.pk, ()))
        asks = (paper.pages or 0) > longest and not own
        shown = ShownPaper(paper, paper.pk in late, _earlier(paper, by_pk), own, asks)
        found.setdefault(paper.item_id, []).append(shown)
    return found


def reach_of(paper: AgendaPaper) -> Reach:
    """A paper goes no further than its item."""
    return narrowest([Reach(paper.reach), Reach(paper.item.reach)])


def may_read_paper(paper: AgendaPaper, upto: Reach, reader: Person | None) -> bool:
    """Whoever brought a paper for few reads it on, as long as they may read its item."""
    if may_read(reach_of(paper), upto):
        return True
    is_theirs = reader is not None and paper.added_by_id == reader.pk
    return is_theirs and may_read(Reach(paper.item.reach), upto)


def brings_paper(item: AgendaItem, place: Invitee) -> bool:
    """Whether somebody who is invited is to bring the paper of an item: named to report on it, they
    or their agency, or invited for the unit whose item it is.
    """
    is_named = any(is_named_in(item.rapporteur, name) for name in (place.name, place.agency))
    return is_named or (item.unit_id is not None and item.unit_id == place.unit_id)


def papers_to_bring(places: Iterable[Invitee]) -> list[tuple[Invitee, AgendaItem]]:
    """What those who sit there are to bring papers for; one statement."""
    by_meeting = {place.meeting_id: place for place in places}
    return [
        (by_meeting[item.meeting_id], item)
        for item in items_lacking_paper(by_meeting)
        if may_read(Reach(item.reach), Reach.MEMBERS)
        and brings_paper(item, by_meeting[item.meeting_id])
    ]


def papers_due(meeting: Meeting) -> date | None:
    """The last day on which a paper is in time."""
    starts_on = held_on(meeting)
    calendar = working_calendar((starts_on.year - 1, starts_on.year))
    return papers_due_on(kind_here(meeting.kind), starts_on, calendar)


def newest_papers(item_id: int) -> list[AgendaPaper]:
    """Those of an item that a newer version or a page of summary can be added to."""
    rows = AgendaPaper.objects.filter(item=item_id, withdrawn_at=None, replaced_by=None)
    return list(rows.defer("text").order_by("pk"))


def _late(meeting: Meeting, papers: list[AgendaPaper]) -> frozenset[int]:
    if not papers:
        return frozenset()
    kind, starts_on = kind_here(meeting.kind), held_on(meeting)
    came = {paper.pk: make_naive(paper.added_at).date() for paper in papers}
    years = [starts_on.year, *(day.year for day in came.values())]
    calendar = working_calendar(range(min(years), max(years) + 1))
    return frozenset(
        pk for pk, day in came.items() if is_paper_late(kind, day, starts_on, calendar)
    )


def _earlier(paper: AgendaPaper, by_pk: Mapping[int, AgendaPaper]) -> tuple[AgendaPaper, ...]:
    found = list[AgendaPaper]()
    before = by_pk.get(paper.replaces_id or 0)
    while before is not None:
        found.append(before)
        before = by_pk.get(before.replaces_id or 0)
    return tuple(found)
