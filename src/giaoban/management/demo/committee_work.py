"""What has the committee made of the reports? One issued, one approved, a draft, two questions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from giaoban.actions.reporting.consolidation import (
    approve_consolidated,
    draft_report,
    fix_report,
)
from giaoban.actions.reporting.consolidation_heading import number_report
from giaoban.actions.reporting.consolidation_writing import choose_answer
from giaoban.actions.reporting.questions import answer_question, ask_question
from giaoban.management.demo.calendar import at
from giaoban.management.demo.content import content, draw
from giaoban.management.demo.people import People
from giaoban.management.demo.sections import hand_out_sections, send_own_report
from giaoban.management.demo.stories import SHOWN
from giaoban.management.demo.word_papers import put_back_issued_copy
from giaoban.models import ConsolidatedReport, Period, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import text_answers
from giaoban.rules.reporting.report_content import content_of

NARRATIVES = 3


def consolidate_past(
    *, people: People, host: Unit, regime: Regime, keys: Sequence[str], now: datetime
) -> None:
    """The last ended quarter drafted, the one before approved by the chair, and the one before
    that issued; after a fold.

    The draft's sections are with their authors.
    """
    issued, earlier, ended = (
        Period.objects.get(regime=regime, key=keys[place]) for place in (-4, -3, -2)
    )
    report = _approved(people, host, issued)
    given_back_at = report.created_at + timedelta(days=3)
    put_back_issued_copy(people=people, report=report, now=given_back_at)
    _approved(people, host, earlier)
    drafted_at = min(now, at(ended.ends_on + timedelta(days=7), 9))
    draft = _drafted(people, host, ended, drafted_at)
    hand_out_sections(people=people, report=draft, now=now)
    send_own_report(people=people, period=ended, now=drafted_at)


def _approved(people: People, host: Unit, period: Period) -> ConsolidatedReport:
    drafted_at = at(period.ends_on + timedelta(days=7), 9)
    report = _drafted(people, host, period, drafted_at)
    number_report(
        report=report,
        symbol="00/BC-BCĐCĐS",
        dated_on=drafted_at.date() + timedelta(days=2),
        by=people.secretary,
        now=drafted_at + timedelta(hours=4),
    )
    fix_report(report=report, by=people.secretary, now=drafted_at + timedelta(hours=5))
    approve_consolidated(report=report, by=people.chair, now=drafted_at + timedelta(days=1))
    return report


def _drafted(people: People, host: Unit, period: Period, now: datetime) -> ConsolidatedReport:
    """With what some communes said themselves, in the section on difficulties."""
    report = draft_report(unit=host, period=period, by=people.secretary, now=now)
    sections = content_of(report.content).sections
    difficulties = next(part for part in sections if "Khó khăn" in part.title)
    said = {answer.text: answer for answer in text_answers(report)}
    for answer in list(said.values())[:NARRATIVES]:
        choose_answer(
            report=report, answer=answer, section=difficulties.key, by=people.secretary, now=now
        )
    report.refresh_from_db()
    return report


def ask_questions(*, people: People, regime: Regime, key: str, now: datetime) -> None:
    """One waits for the commune whose sign-in is printed, another was answered."""
    period = Period.objects.get(regime=regime, key=key)
    indicator = regime.indicators.get(code="luot_huong_dan")
    others = Unit.objects.filter(pk__in=people.officers).exclude(code__in=SHOWN)
    answering = draw("question", key).choice(list(others.order_by("code")[:90]))
    words = content("words")["questions"]
    asked_at = now - timedelta(days=1)
    for unit, text in (
        (Unit.objects.get(code=SHOWN[0]), words["open"]),
        (answering, words["answered"]),
    ):
        question = ask_question(
            unit=unit,
            period=period,
            indicator=indicator,
            text=text,
            due_on=_friday(now),
            by=people.chair,
            today=asked_at.date(),
            now=asked_at,
        )
    answer_question(
        question=question,
        answer=words["answer"],
        by=people.officers[answering.pk],
        today=now.date(),
        now=now - timedelta(hours=5),
    )


def _friday(now: datetime) -> date:
    """The first Friday at least two days ahead."""
    day = now.date() + timedelta(days=2)
    return day + timedelta(days=(4 - day.weekday()) % 7)
