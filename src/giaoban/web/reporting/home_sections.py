"""Which sections of reports has the person to write?"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import AssignedSection
from giaoban.queries.reporting.assigned_sections import sections_to_write
from giaoban.queries.written_days import near_day_text
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.assigned_sections import SectionState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow, end_of

MOST_ROWS = 8
A_WEEK = timedelta(days=7)


def section_blocks(acting: Acting, *, shows_all: bool = False) -> HomeBlocks:
    """The earliest day first; one query. Of many the first rows, or all."""
    if not acting.at_home.sections_to_write:
        return HomeBlocks()
    unit_ids = acting.units_where(Permission.WRITE_SECTION)
    to_write = list(sections_to_write(unit_ids, acting.person, acting.today))
    shown = to_write if shows_all else to_write[:MOST_ROWS]
    return HomeBlocks(
        owed=[_section_row(acting, one) for one in shown],
        more=len(to_write) - len(shown),
        late=sum(one.due_on < acting.today for one in to_write),
        this_week=sum(acting.today <= one.due_on <= acting.today + A_WEEK for one in to_write),
    )


def _section_row(acting: Acting, assigned: AssignedSection) -> HomeRow:
    is_late = assigned.due_on < acting.today
    is_returned = assigned.state == SectionState.RETURNED
    action = _("Mend") if is_returned else _("Write")
    if assigned.state == SectionState.WRITING:
        action = _("Go on writing")
    return HomeRow(
        title=_("Section to write: %(title)s") % {"title": assigned.title},
        address=reverse("write_section", args=[assigned.pk]),
        detail=_("%(report)s · %(unit)s")
        % {"report": assigned.report.title, "unit": assigned.report.unit.name},
        tone="late" if is_late else "returned" if is_returned else "term",
        state=_("due %(day)s") % {"day": near_day_text(assigned.due_on)},
        action=action,
        is_primary=True,
        due_at=end_of(assigned.due_on),
        key=f"section-{assigned.pk}",
    )
