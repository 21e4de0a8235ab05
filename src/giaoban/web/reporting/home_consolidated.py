"""Which consolidated reports wait for the person: to be written on, approved or put back signed?"""

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import ConsolidatedReport
from giaoban.queries.reporting.consolidated_reports import reports_seen
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow

MOST_ROWS = 8
State = ConsolidatedReport.State


def consolidated_blocks(acting: Acting) -> HomeBlocks:
    """The chair approves what is fixed; the secretariat writes, waits, puts the copy back."""
    approving = _reports(acting, Permission.APPROVE_CONSOLIDATED, State.FIXED)
    writing = _reports(acting, Permission.CONSOLIDATE, State.DRAFT)
    approved = _reports(acting, Permission.CONSOLIDATE, State.APPROVED)
    sent = _reports(acting, Permission.CONSOLIDATE, State.FIXED)
    return HomeBlocks(
        owed=[
            *(_row(one, _("to be approved"), _("Approve"), is_primary=True) for one in approving),
            *(_row(one, _("being drafted"), _("Go on writing")) for one in writing),
            *(_row(one, _("approved, not yet issued"), _("Put the copy back")) for one in approved),
        ],
        waiting=[_row(one, _("waits for the chair"), "") for one in sent],
    )


def _reports(
    acting: Acting, permission: Permission, state: ConsolidatedReport.State
) -> list[ConsolidatedReport]:
    unit_ids = acting.units_where(permission)
    if not unit_ids:
        return []
    return list(reports_seen(unit_ids, acting.today).filter(state=state)[:MOST_ROWS])


def _row(
    report: ConsolidatedReport, state: str, action: str, *, is_primary: bool = False
) -> HomeRow:
    return HomeRow(
        title=report.title,
        address=reverse("consolidated_report", args=[report.pk]),
        detail=_("%(unit)s · consolidated report") % {"unit": report.unit.name},
        state=state,
        action=action,
        is_primary=is_primary,
    )
