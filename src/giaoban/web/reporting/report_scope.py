"""Whose report does an address mean, and what may this person do with it?"""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from giaoban.models import ConsolidatedReport, Period, Submission, Unit, Version
from giaoban.queries.reporting.locks import is_locked_for
from giaoban.queries.reporting.own_reports import sent_reports
from giaoban.queries.reporting.periods import is_expected
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.states import (
    FOR_THE_UNIT,
    ReportState,
    Step,
    may_begin_version,
    next_state,
)
from giaoban.web.frame.access import acting_on, require
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class Scope:
    """One unit and one period; `latest` is the newest version, None before the first."""

    acting: Acting
    unit: Unit
    period: Period
    submission: Submission | None
    latest: Version | None

    @property
    def state(self) -> ReportState | None:
        return ReportState(self.latest.state) if self.latest else None

    @cached_property
    def is_open(self) -> bool:
        """Whether the period takes this unit's report now."""
        is_locked = is_locked_for(self.period, self.unit.pk, self.acting.now)
        return not is_locked and self.period.starts_on <= self.acting.today

    @property
    def may_fill(self) -> bool:
        return self.acting.may(Permission.FILL_REPORT, self.unit.pk)

    @property
    def may_report_for_unit(self) -> bool:
        return self.acting.may(Permission.REPORT_FOR_UNIT, self.unit.pk)

    @property
    def is_for_unit(self) -> bool:
        """A draft that the secretariat writes down for the unit."""
        return self.latest is not None and self.latest.channel in FOR_THE_UNIT

    @property
    def may_see_draft(self) -> bool:
        """What is not sent yet concerns the unit, and the secretariat that helps it."""
        return self.may_fill or self.may_report_for_unit

    @property
    def own_reports(self) -> list[ConsolidatedReport]:
        """What the unit sent to the unit above about the period, as a document."""
        if self.acting.link_id is not None:
            return []  # a link opens the report of figures alone
        return list(sent_reports(self.period.pk, self.unit.pk))

    def newest_sent(self) -> Version | None:
        """The newest version that is no draft."""
        if self.submission is None or self.state is not ReportState.DRAFT:
            return self.latest
        sent = self.submission.versions.exclude(state=ReportState.DRAFT)
        return sent.select_related("form", "source", "submission").order_by("-number").first()

    @property
    def may_type(self) -> bool:
        """Whether the page is one to type on: a first version, a draft, one that was returned."""
        if not self.is_open or self.state not in {None, ReportState.DRAFT, ReportState.RETURNED}:
            return False
        return self.may_fill or (
            self.may_report_for_unit and self.is_for_unit and self.state is ReportState.DRAFT
        )

    @property
    def may_begin_for_unit(self) -> bool:
        """The secretariat may write down what the unit says by telephone or in a letter."""
        if not self.is_open or not self.may_report_for_unit or self.may_type:
            return False
        return self.state in {None, ReportState.DRAFT, ReportState.RETURNED}

    @property
    def may_withdraw(self) -> bool:
        return self._may(Step.WITHDRAW) and (
            self.may_fill or (self.may_report_for_unit and self.is_for_unit)
        )

    @property
    def may_approve(self) -> bool:
        return self._may(Step.APPROVE) and self.acting.may(Permission.APPROVE_REPORT, self.unit.pk)

    @property
    def may_decide(self) -> bool:
        """Whether the report can be returned; accepted where the unit's head approved it."""
        return self._may(Step.RETURN) and self.acting.may(Permission.REVIEW_REPORT, self.unit.pk)

    @property
    def may_accept(self) -> bool:
        return self.may_decide and self._may(Step.ACCEPT)

    @property
    def may_correct(self) -> bool:
        if self.state is not ReportState.ACCEPTED or not self.is_open:
            return False
        return may_begin_version(ReportState.ACCEPTED) and (
            self.may_fill or self.may_report_for_unit
        )

    @property
    def may_accept_over_errors(self) -> bool:
        """Whether a draft can be taken as it is, although a check that is an error fails."""
        return (
            self.is_open
            and self.state is ReportState.DRAFT
            and self.acting.may(Permission.ACCEPT_OVER_ERROR, self.unit.pk)
        )

    @property
    def needs_no_reason(self) -> bool:
        """A correction that replaces estimates needs no other reason."""
        return self.latest is not None and self.latest.has_estimates

    @property
    def may_add_signed_copy(self) -> bool:
        return self.may_fill and self.state in {
            ReportState.SUBMITTED,
            ReportState.APPROVED,
            ReportState.ACCEPTED,
            ReportState.LOCKED,
        }

    def _may(self, step: Step) -> bool:
        if self.state is None or not self.is_open:
            return False
        needs_approval = self.period.regime.needs_approval
        return next_state(self.state, step, needs_approval=needs_approval) is not None


def scope_of(request: HttpRequest, period_id: int, unit_id: int) -> Scope:
    """Raises "not found" for what may not be seen, and for a unit that is not asked."""
    unit = get_object_or_404(Unit, pk=unit_id)
    require(request, Permission.VIEW, unit)
    period = get_object_or_404(
        Period.objects.select_related("regime__unit", "incident"), pk=period_id, is_reported=True
    )
    submission = (
        Submission.objects.filter(unit=unit, period=period)
        .select_related("latest__form", "latest__submission")
        .first()
    )
    if submission is None and not is_expected(unit.pk, period):
        raise Http404
    if submission is not None:
        submission.unit, submission.period = unit, period
    return Scope(
        acting_on(request), unit, period, submission, submission.latest if submission else None
    )


def require_version(request: HttpRequest, version: Version, unit_id: int) -> None:
    """Raises "not found" for what may not be seen; a draft concerns the unit and the secretariat.

    `unit_id` is where the right to see is asked for: the unit's own, unless more is shown.
    """
    require(request, Permission.VIEW, unit_id)
    if version.state == ReportState.DRAFT:
        unit_id = version.submission.unit_id
        require_some(request, unit_id, Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)


def require_some(request: HttpRequest, unit_id: int, *permissions: Permission) -> None:
    """Raises "not found" unless one of the permissions reaches the unit."""
    acting = acting_on(request)
    if not any(acting.may(permission, unit_id) for permission in permissions):
        raise Http404
