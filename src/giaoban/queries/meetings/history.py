"""Which events of a meeting tell of something that its reader may not read?

What was for many when an event was recorded may be for few by now, and the event keeps its words.
"""

from collections.abc import Callable

from giaoban.models import AgendaItem, AgendaPaper, Meeting
from giaoban.queries.audit.history import Facts
from giaoban.queries.meetings.papers import reach_of
from giaoban.rules.meetings.passages import Reach, may_read


def withheld_in_history(meeting: Meeting, upto: Reach) -> Callable[[Facts], bool]:
    """Whether facts name an item or a paper that may not be read, or that is gone. Two queries."""
    items = {
        pk
        for pk, reach in AgendaItem.objects.filter(meeting=meeting).values_list("pk", "reach")
        if may_read(Reach(reach), upto)
    }
    papers = {
        paper.pk
        for paper in AgendaPaper.objects.filter(item__meeting=meeting)
        .select_related("item")
        .only("reach", "item__reach")
        if may_read(reach_of(paper), upto)
    }

    def is_withheld(facts: Facts) -> bool:
        item, paper = facts.get("item"), facts.get("paper")
        # An event on minutes names their kind as its paper: of that no words are kept.
        return (item is not None and item not in items) or (
            isinstance(paper, int) and paper not in papers
        )

    return is_withheld
