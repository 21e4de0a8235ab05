"""What kinds of meetings are there here, with the limits that hold for each?"""

from collections.abc import Mapping
from dataclasses import replace

from giaoban.models import MeetingLimits
from giaoban.queries.country import country
from giaoban.rules.country.layouts import PLAIN as PLAIN_LAYOUT
from giaoban.rules.meetings.kinds import KINDS, PRACTICE, MeetingKind


def usual_kinds() -> Mapping[str, MeetingKind]:
    """Those of the decree; elsewhere the same, as what is usual and nobody's decree."""
    if country().layout.code != PLAIN_LAYOUT.code:
        return KINDS
    return {code: replace(kind, source=PRACTICE) for code, kind in KINDS.items()}


def kinds_here(*, with_unused: bool = False) -> Mapping[str, MeetingKind]:
    """By code, those of the decree first; a row of the installation replaces the decree's whole."""
    found = dict(usual_kinds())
    for row in MeetingLimits.objects.all():
        found[row.code] = kind_of_row(row)
        if not row.is_used and not with_unused:
            del found[row.code]
    return found


def kind_here(code: str) -> MeetingKind:
    """The kind of a meeting that was made, also where it is not used for new ones any more."""
    return kinds_here(with_unused=True).get(code) or MeetingKind(code)


def kind_of_row(row: MeetingLimits) -> MeetingKind:
    return MeetingKind(
        row.code,
        row.longest_minutes,
        row.notice_days,
        row.paper_days,
        row.conclusions_days,
        row.source,
        row.is_review,
    )
