"""Which papers came of a meeting, for whoever looks at its page?"""

from typing import Any

from django import template

from giaoban.web.meetings.minutes import papers_of
from giaoban.web.meetings.scope import MeetingScope
from giaoban.web.meetings.words import PAPER_STATES

register = template.Library()


@register.inclusion_tag("meetings/papers_afterwards.html")
def papers_afterwards(scope: MeetingScope) -> dict[str, Any]:
    """The minutes and the notice of conclusions, those that the reader finds."""
    papers = [(one, PAPER_STATES[one.state]) for one in papers_of(scope.meeting, scope)]
    return {"meeting": scope.meeting, "papers": papers}
