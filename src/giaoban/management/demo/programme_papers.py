"""What has the board of the international demo made of the reports? One approved, one drafted."""

from datetime import datetime, timedelta

from giaoban.actions.reporting.consolidation import approve_consolidated, draft_report, fix_report
from giaoban.actions.reporting.consolidation_heading import number_report
from giaoban.actions.reporting.consolidation_writing import choose_answer
from giaoban.management.demo.calendar import at
from giaoban.management.demo.people import People
from giaoban.models import ConsolidatedReport, Period, Unit
from giaoban.queries.reporting.consolidated_reports import text_answers
from giaoban.rules.reporting.report_content import content_of

NARRATIVES = 3


def consolidate(
    *, people: People, host: Unit, earlier: Period, ended: Period, now: datetime
) -> None:
    """The last quarter but one approved by the chair, the last ended one drafted; after a fold."""
    secretary = people.secretaries[0]
    drafted_at = at(earlier.ends_on + timedelta(days=20), 9)
    report = _drafted(people, host, earlier, drafted_at)
    number_report(
        report=report,
        symbol="00/REP-CRRP",
        dated_on=drafted_at.date() + timedelta(days=2),
        by=secretary,
        now=drafted_at + timedelta(hours=4),
    )
    fix_report(report=report, by=secretary, now=drafted_at + timedelta(hours=5))
    approve_consolidated(
        report=report, by=people.by_key["chair"], now=drafted_at + timedelta(days=1)
    )
    _drafted(people, host, ended, min(now, at(ended.ends_on + timedelta(days=20), 9)))


def _drafted(people: People, host: Unit, period: Period, now: datetime) -> ConsolidatedReport:
    """With what some sites said themselves, in the section on difficulties."""
    secretary = people.secretaries[0]
    report = draft_report(unit=host, period=period, by=secretary, now=now)
    sections = content_of(report.content).sections
    difficulties = next(part for part in sections if part.title == "Difficulties")
    said = {answer.text: answer for answer in text_answers(report)}
    for answer in list(said.values())[:NARRATIVES]:
        choose_answer(report=report, answer=answer, section=difficulties.key, by=secretary, now=now)
    report.refresh_from_db()
    return report
