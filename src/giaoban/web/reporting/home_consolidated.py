"""Which consolidated reports and sections wait for the person: to write, approve, take, receive?"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import AssignedSection, ConsolidatedReport
from giaoban.queries.reporting.assigned_sections import sections_handed_in, sections_to_write
from giaoban.queries.reporting.consolidated_reports import reports_seen
from giaoban.queries.reporting.own_reports import arrived_reports
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.assigned_sections import SectionState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow

MOST_ROWS = 8
A_WEEK = timedelta(days=7)
State = ConsolidatedReport.State


def consolidated_blocks(acting: Acting) -> HomeBlocks:
    """The chair approves what is fixed; the secretariat writes, takes sections, puts copies back.

    Authors have sections to write; units their own reports.
    """
    to_write = list(
        sections_to_write(acting.units_where(Permission.WRITE_SECTION), acting.person)[:MOST_ROWS]
    )
    approving = _reports(acting, Permission.APPROVE_CONSOLIDATED, State.FIXED)
    writing = _reports(acting, Permission.CONSOLIDATE, State.DRAFT)
    approved = _reports(acting, Permission.CONSOLIDATE, State.APPROVED)
    sent = _reports(acting, Permission.CONSOLIDATE, State.FIXED)
    own = _own_reports(acting, Permission.MAKE_OWN_REPORT)
    own_fixed = [one for one in own if one.state == State.FIXED]
    heads = acting.units_where(Permission.APPROVE_OWN_REPORT)
    return HomeBlocks(
        owed=[
            *(_section_row(acting, one) for one in to_write),
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
        late=sum(one.due_on < acting.today for one in to_write),
        this_week=sum(acting.today <= one.due_on <= acting.today + A_WEEK for one in to_write),
    )


def _reports(
    acting: Acting, permission: Permission, state: ConsolidatedReport.State
) -> list[ConsolidatedReport]:
    unit_ids = acting.units_where(permission)
    if not unit_ids:
        return []
    seen = reports_seen(unit_ids, acting.today)
    return list(seen.filter(state=state, to_superior=False)[:MOST_ROWS])


def _own_reports(acting: Acting, permission: Permission) -> list[ConsolidatedReport]:
    """Of the person's own units, not of those below them; not yet sent."""
    unit_ids = acting.units_where(permission)
    if not unit_ids:
        return []
    seen = reports_seen(unit_ids, acting.today, unit_ids)
    return list(seen.filter(to_superior=True, unit__in=unit_ids, sent_at=None)[:MOST_ROWS])


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
        state=_("due %(day)s") % {"day": f"{assigned.due_on:%d/%m}"},
        action=action,
        is_primary=True,
    )


def _taking_rows(acting: Acting) -> list[HomeRow]:
    unit_ids = acting.units_where(Permission.CONSOLIDATE)
    if not unit_ids:
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
        for assigned in sections_handed_in(unit_ids, acting.today)[:MOST_ROWS]
    ]


def _arrived_rows(acting: Acting) -> list[HomeRow]:
    unit_ids = acting.units_where(Permission.CONSOLIDATE)
    unit_ids |= acting.units_where(Permission.MAKE_OWN_REPORT)
    if not unit_ids:
        return []
    return [
        _row(one, _("arrived"), _("Confirm receipt"))
        for one in arrived_reports(unit_ids)[:MOST_ROWS]
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
