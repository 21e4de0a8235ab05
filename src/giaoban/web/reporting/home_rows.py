"""What do reports and questions put on the home page of each role?"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from giaoban.documents.period_titles import period_title
from giaoban.models import Period, Question, Regime, Reopening, Submission
from giaoban.queries.reporting.at_work import PeriodAtWork, periods_at_work
from giaoban.queries.reporting.estimates import estimates_to_replace
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.locks import reopened_for
from giaoban.queries.reporting.owed import OwedReport, on_their_way, owed_reports, to_approve
from giaoban.queries.reporting.question_list import asked_and_open, open_questions
from giaoban.queries.reporting.recent_changes import Happening, recent_changes
from giaoban.queries.reporting.regimes import RegimesAround
from giaoban.queries.written_days import day_text, moment_text, near_day_text
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.rules.reporting.states import ReportState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow, by_urgency, end_of
from giaoban.web.reporting.happening_words import happening_words
from giaoban.web.reporting.home_chasing import chasing_rows, is_chased
from giaoban.web.reporting.hour_words import hours_words
from giaoban.web.templatetags.components import days_left

MOST_ROWS = 20
MOST_WAITING = 8
A_WEEK = timedelta(days=7)


def reporting_blocks(acting: Acting, *, shows_all: bool = False) -> HomeBlocks:
    """Each row with its one next step. Of a long list the most urgent rows, or all."""
    filling = acting.units_where(Permission.FILL_REPORT)
    reviewing = acting.units_where(Permission.REVIEW_REPORT)
    viewing = acting.units_where(Permission.VIEW)
    near = RegimesAround(filling | reviewing | viewing, acting.today)
    owed = owed_reports(filling, acting.now, acting.today, near)
    at_work = periods_at_work(reviewing, acting.now, acting.today, near)
    there = acting.at_home
    answering = acting.units_where(Permission.ANSWER_QUESTION)
    questions = list(open_questions(answering)) if there.questions and answering else []
    heading = acting.units_where(Permission.APPROVE_REPORT)
    approving = to_approve(heading, acting.today) if there.reports_to_approve else []
    reopened = reopened_for(filling, acting.now) if there.reopened else []
    estimated = estimates_to_replace(filling) if there.estimates else []
    says_unit = len(filling) > 1
    askers = {asker_of(one.period.regime) for one in owed} if len(owed) > 1 else set()
    shown_asker = asker_of if len(askers) > 1 else None
    chasing = chasing_rows(acting, at_work)
    rows = [
        *_question_rows(acting, questions),
        *(_reopened_row(one, says_unit=says_unit) for one in reopened),
        *(_owed_row(acting, one, says_unit, shown_asker) for one in owed),
        *(_approval_row(acting, one) for one in approving),
        *_review_rows(acting, at_work),
        *chasing,
        *(_estimate_row(one, says_unit=says_unit) for one in estimated),
    ]
    shown = by_urgency(rows)
    waiting = _waiting(acting, at_work)
    return HomeBlocks(
        owed=shown if shows_all else shown[:MOST_ROWS],
        more=0 if shows_all else max(len(shown) - MOST_ROWS, 0),
        waiting=waiting if shows_all else waiting[:MOST_WAITING],
        more_waiting=0 if shows_all else max(len(waiting) - MOST_WAITING, 0),
        changed=[
            row
            for happening in recent_changes(
                viewing, acting.person, acting.now, acting.today, near=near
            )
            if (row := _changed_row(happening)) is not None
        ],
        late=sum(row.tone == "late" for row in shown) - len(chasing),  # they sum up other rows
        this_week=_this_week(acting, owed, questions),
    )


def _this_week(acting: Acting, owed: list[OwedReport], questions: list[Question]) -> int:
    """What falls due within seven days and is not overdue."""
    reports = sum(acting.now < one.due_at <= acting.now + A_WEEK for one in owed)
    return reports + sum(acting.today <= one.due_on <= acting.today + A_WEEK for one in questions)


def report_title(period: Period) -> str:
    """ "Báo cáo chuyển đổi số, quý III/2026"."""
    return _("%(regime)s, %(period)s") % {
        "regime": period.regime.name,
        "period": period_title(
            period.key,
            get_language() or "vi",
            year_start_of(period),
            incident=incident_name(period),
        ),
    }


def asker_of(regime: Regime) -> str:
    """The committee that asks, by its short name; without one the unit whose regime it is."""
    committee = regime.committee
    if committee is None:
        return regime.unit.name
    return committee.short_name or committee.name


def _owed_row(
    acting: Acting,
    owed: OwedReport,
    says_unit: bool,
    shown_asker: Callable[[Regime], str] | None,
) -> HomeRow:
    """The unit is named for who fills for several, the asker where several ask."""
    address = reverse("report", args=[owed.period.pk, owed.unit.pk])
    parts = [owed.unit.name] if says_unit else []
    if shown_asker is not None:
        parts.append(shown_asker(owed.period.regime))
    due = timezone.localtime(owed.due_at)
    if owed.is_mending:
        tone = "late" if acting.now > owed.due_at else "returned"
        state = _("mend by %(day)s") % {"day": near_day_text(due)}
        if owed.cells_to_mend:
            action = ngettext("Mend %(count)s cell", "Mend %(count)s cells", owed.cells_to_mend)
            action %= {"count": owed.cells_to_mend}
        else:
            action = _("Mend the report")
        parts.append(_("returned to be mended"))
    else:
        tone = "late" if owed.due.is_overdue else "term"
        state = days_left(owed.due.working_days)
        if owed.is_of_incident:
            state = hours_words(owed.due_at, acting.now)
        action = _("Fill in")
        if owed.state is ReportState.DRAFT:
            action = _("Go on filling in")
            parts.append(
                ngettext("%(count)s cell filled", "%(count)s cells filled", owed.filled)
                % {"count": owed.filled}
            )
    parts.append(_("due %(moment)s") % {"moment": moment_text(due)})
    return HomeRow(
        title=report_title(owed.period),
        address=address,
        detail=" · ".join(parts),
        tone=tone,
        state=state,
        action=action,
        is_primary=True,
        due_at=owed.due_at,
        key=f"report-{owed.period.pk}-{owed.unit.pk}",
    )


def _reopened_row(reopening: Reopening, *, says_unit: bool) -> HomeRow:
    until = timezone.localtime(reopening.until)
    parts = [reopening.unit.name] if says_unit else []
    return HomeRow(
        title=report_title(reopening.period),
        address=reverse("report", args=[reopening.period_id, reopening.unit_id]),
        detail=" · ".join((*parts, _("opened again: %(reason)s") % {"reason": reopening.reason})),
        tone="term",
        state=_("open until %(moment)s") % {"moment": moment_text(until)},
        action=_("Open the report"),
        is_primary=True,
        due_at=reopening.until,
        key=f"reopened-{reopening.pk}",
    )


def _estimate_row(submission: Submission, *, says_unit: bool) -> HomeRow:
    count = submission.estimate_count  # type: ignore[attr-defined]
    words = ngettext("%(count)s estimate to replace", "%(count)s estimates to replace", count)
    return HomeRow(
        title=report_title(submission.period),
        address=reverse("report", args=[submission.period_id, submission.unit_id]),
        detail=submission.unit.name if says_unit else "",
        state=words % {"count": count},
        action=_("Replace"),
    )


def _question_rows(acting: Acting, questions: Iterable[Question]) -> list[HomeRow]:
    return [
        HomeRow(
            title=_("Question about a figure: %(text)s") % {"text": _shortened(question.text)},
            address=reverse("question", args=[question.pk]),
            detail=" · ".join((question.asked_by.name, report_title(question.period))),
            tone="late" if question.due_on < acting.today else "term",
            state=_("answer by %(day)s") % {"day": near_day_text(question.due_on)},
            action=_("Answer"),
            is_primary=True,
            due_at=end_of(question.due_on),
            key=f"question-{question.pk}",
        )
        for question in questions
    ]


def _approval_row(acting: Acting, submission: Submission) -> HomeRow:
    """What others wait for is due today."""
    return HomeRow(
        title=report_title(submission.period),
        address=reverse("report", args=[submission.period_id, submission.unit_id]),
        detail=_("%(unit)s · sent by the officer, waits for the head of the unit")
        % {"unit": submission.unit.name},
        state=_("to be approved"),
        action=_("Approve"),
        is_primary=True,
        due_at=end_of(acting.today),
    )


def _review_rows(acting: Acting, at_work: Iterable[PeriodAtWork]) -> list[HomeRow]:
    """For the secretariat: what waits to be accepted, and who is missing after the deadline."""
    rows = []
    for one in at_work:
        review = reverse("review_list", args=[one.period.pk, one.unit.pk])
        if one.waiting:
            words = ngettext(
                "%(count)s report waits to be accepted",
                "%(count)s reports wait to be accepted",
                one.waiting,
            )
            rows.append(
                HomeRow(
                    title=report_title(one.period),
                    address=review,
                    detail=one.unit.name,
                    state=words % {"count": one.waiting},
                    action=_("Review"),
                    is_primary=True,
                    due_at=end_of(acting.today),  # as what waits for approval
                )
            )
        missing = one.missing - one.returned
        if is_chased(one, acting.now):
            words = ngettext(
                "%(count)s unit has not sent", "%(count)s units have not sent", missing
            )
            rows.append(
                HomeRow(
                    title=report_title(one.period),
                    address=status_address(one.period, one.unit.pk, "missing"),
                    detail=_("%(unit)s · was due %(day)s")
                    % {
                        "unit": one.unit.name,
                        "day": day_text(one.due.at),
                    },
                    tone="late",
                    state=words % {"count": missing},
                    action=_("See which"),
                    due_at=one.due.at,
                )
            )
    return rows


def status_address(period: Period, unit_id: int, state: str = "") -> str:
    """The page of units and periods, narrowed."""
    query = {"regime": period.regime.code, "period": period.key, "unit": unit_id}
    if state:
        query["state"] = state
    return f"{reverse('status')}?{urlencode(query)}"


def _waiting(acting: Acting, at_work: Iterable[PeriodAtWork]) -> list[HomeRow]:
    filling = acting.units_where(Permission.FILL_REPORT)
    sent = [
        HomeRow(
            title=report_title(one.period),
            address=reverse("report", args=[one.period_id, one.unit_id]),
            detail=_("%(unit)s · waits for the head of the unit") % {"unit": one.unit.name}
            if one.period.regime.needs_approval
            and one.latest is not None
            and one.latest.state == ReportState.SUBMITTED
            else _("%(unit)s · waits for the secretariat") % {"unit": one.unit.name},
            state=_("sent"),
            action=_("See or withdraw"),
            at=one.latest.submitted_at if one.latest else None,
        )
        for one in (on_their_way(filling, acting.today) if acting.at_home.reports_away else [])
    ]
    returned = [
        HomeRow(
            title=report_title(one.period),
            address=status_address(one.period, one.unit.pk, "returned"),
            detail=one.unit.name,
            tone="returned",
            state=ngettext("%(count)s unit is mending", "%(count)s units are mending", one.returned)
            % {"count": one.returned},
            action=_("See which"),
        )
        for one in at_work
        if one.returned
    ]
    estimated = [
        HomeRow(
            title=report_title(one.period),
            address=f"{reverse('review_list', args=[one.period.pk, one.unit.pk])}?state=estimated",
            detail=one.unit.name,
            state=ngettext(
                "%(count)s unit has estimates", "%(count)s units have estimates", one.estimated
            )
            % {"count": one.estimated},
            action=_("See which"),
        )
        for one in at_work
        if one.estimated
    ]
    asked = [
        HomeRow(
            title=_("Question to %(unit)s: %(text)s")
            % {"unit": question.unit.name, "text": _shortened(question.text)},
            address=reverse("question", args=[question.pk]),
            detail=report_title(question.period),
            tone="late" if question.due_on < acting.today else "neutral",
            state=_("answer by %(day)s") % {"day": near_day_text(question.due_on)},
        )
        for question in (asked_and_open(acting.person) if acting.at_home.questions else [])
    ]
    return [*sent, *returned, *estimated, *asked]


def _changed_row(happening: Happening) -> HomeRow | None:
    words = happening_words(happening)
    if words is None:
        return None
    address = ""
    if happening.submission is not None:
        one = happening.submission
        address = reverse("report", args=[one.period_id, one.unit_id])
    elif happening.question is not None:
        address = reverse("question", args=[happening.question.pk])
    else:
        address = reverse("reports")
    actor = happening.event.actor
    return HomeRow(
        title=words,
        address=address,
        detail=actor.name if actor else "",
        at=happening.event.at,
    )


def _shortened(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
