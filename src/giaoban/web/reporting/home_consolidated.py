"""Which consolidated reports wait for the person: to be written, approved, sent, received?"""

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import ConsolidatedReport
from giaoban.queries.reporting.assigned_sections import sections_handed_in
from giaoban.queries.reporting.consolidated_reports import reports_seen
from giaoban.queries.reporting.own_reports import arrived_reports
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow

MOST_ROWS = 8
State = ConsolidatedReport.State
_LONG = ("content", "figures")  # a row does not show what takes longest to read


def consolidated_blocks(acting: Acting) -> HomeBlocks:
    """The chair approves what is fixed; the secretariat writes, takes sections, puts copies back;
    units make their own reports."""
    there = acting.at_home
    fixed = there.fixed_reports
    approving = _reports(acting, Permission.APPROVE_CONSOLIDATED, State.FIXED) if fixed else []
    sent = _reports(acting, Permission.CONSOLIDATE, State.FIXED) if fixed else []
    writing = _reports(acting, Permission.CONSOLIDATE, State.DRAFT) if there.drafts else []
    approved = []
    if there.approved_reports:
        approved = _reports(acting, Permission.CONSOLIDATE, State.APPROVED)
    own = _own_reports(acting, Permission.MAKE_OWN_REPORT) if there.own_reports else []
    own_fixed = [one for one in own if one.state == State.FIXED]
    heads = acting.units_where(Permission.APPROVE_OWN_REPORT)
    return HomeBlocks(
        owed=[
            *(_row(one, _("to be approved"), _("Approve"), is_primary=True) for one in approving),
            *(
                _row(one, _("to be approved"), _("Approve"), is_primary=True)
                for one in own_fixed
                if heads
            ),
            *_taking_rows(acting),
            *_arrived_rows(acting),
            *(_row(one, _("being drafted"), _("Go on writing")) for one in writing),
            *(
                _row(one, _("being drafted"), _("Go on writing"))
                for one in own
                if one.state == State.DRAFT
            ),
            *(
                _row(one, _("approved, not yet sent"), _("Send"), is_primary=True)
                for one in own
                if one.state in {State.APPROVED, State.ISSUED} and one.sent_at is None
            ),
            *(_row(one, _("approved, not yet issued"), _("Put the copy back")) for one in approved),
        ],
        waiting=[
            *(_row(one, _("waits for the chair"), "") for one in sent),
            *(_row(one, _("waits for the head of the unit"), "") for one in own_fixed if not heads),
        ],
    )


def _reports(
    acting: Acting, permission: Permission, state: ConsolidatedReport.State
) -> list[ConsolidatedReport]:
    unit_ids = acting.units_where(permission)
    if not unit_ids:
        return []
    seen = reports_seen(unit_ids, acting.today).defer(*_LONG)
    return list(seen.filter(state=state, to_superior=False)[:MOST_ROWS])


def _own_reports(acting: Acting, permission: Permission) -> list[ConsolidatedReport]:
    """Of the person's own units, not of those below them; not yet sent."""
    unit_ids = acting.units_where(permission)
    if not unit_ids:
        return []
    seen = reports_seen(unit_ids, acting.today, unit_ids).defer(*_LONG)
    return list(seen.filter(to_superior=True, unit__in=unit_ids, sent_at=None)[:MOST_ROWS])


def _taking_rows(acting: Acting) -> list[HomeRow]:
    unit_ids = acting.units_where(Permission.CONSOLIDATE)
    own = acting.units_where(Permission.MAKE_OWN_REPORT)
    if not acting.at_home.sections_handed_in:
        return []
    return [
        HomeRow(
            title=_("Section handed in: %(title)s") % {"title": assigned.title},
            address=f"{reverse('section_authors', args=[assigned.report_id])}#{assigned.section}",
            detail=_("%(report)s · %(unit)s")
            % {"report": assigned.report.title, "unit": assigned.unit.name},
            state=_("handed in"),
            action=_("Read and take"),
            is_primary=True,
        )
        for assigned in sections_handed_in(unit_ids, own, acting.today)[:MOST_ROWS]
    ]


def _arrived_rows(acting: Acting) -> list[HomeRow]:
    unit_ids = acting.units_where(Permission.CONSOLIDATE)
    unit_ids |= acting.units_where(Permission.MAKE_OWN_REPORT)
    if not acting.at_home.arrived_reports:
        return []
    return [
        _row(one, _("arrived"), _("Confirm receipt"))
        for one in arrived_reports(unit_ids).defer(*_LONG)[:MOST_ROWS]
    ]


def _row(
    report: ConsolidatedReport, state: str, action: str, *, is_primary: bool = False
) -> HomeRow:
    words = _("%(unit)s · consolidated report")
    if report.to_superior:
        words = _("%(unit)s · report to the unit above")
    return HomeRow(
        title=report.title,
        address=reverse("consolidated_report", args=[report.pk]),
        detail=words % {"unit": report.unit.name},
        state=state,
        action=action,
        is_primary=is_primary,
    )
