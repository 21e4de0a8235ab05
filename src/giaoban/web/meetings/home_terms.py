"""Whose term ends soon, for the home of the secretariat that prepares its renewal?"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.queries.meetings.terms import EndingTerm, ending_terms
from giaoban.queries.written_days import day_text
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow, end_of


def term_blocks(acting: Acting) -> HomeBlocks:
    """A line for each committee of one's own, from the first warning on until it is renewed."""
    if not acting.at_home.ending_terms:
        return HomeBlocks()
    units = acting.units_where(Permission.MANAGE_MEETINGS)
    found = ending_terms(acting.today, unit_ids=units, with_ended=True)
    return HomeBlocks(
        owed=[_row(term) for term in found],
        late=sum(term.days_left < 0 for term in found),
        this_week=sum(0 <= term.days_left <= 7 for term in found),
    )


def _row(term: EndingTerm) -> HomeRow:
    is_over = term.days_left < 0
    left = ngettext("%(n)s day left", "%(n)s days left", term.days_left) % {"n": term.days_left}
    if term.days_left == 0:
        left = _("the last day")
    said = _("its term ended on %(day)s") if is_over else _("its term ends on %(day)s")
    return HomeRow(
        title=term.committee.name,
        address=reverse("committee_roster", args=[term.committee.unit_id]),
        detail=said % {"day": day_text(term.ends_on)},
        tone="late" if is_over else "term",
        state=_("term is over") if is_over else left,
        action=_("Renew its term"),
        action_address=reverse("edit_committee", args=[term.committee.unit_id]),
        due_at=end_of(term.ends_on),
        key=f"term-{term.committee.pk}",
    )
