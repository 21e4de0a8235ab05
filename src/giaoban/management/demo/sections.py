"""Who writes the sections of the demo's draft? Departments by a link, a member, communes: one in
each state; a comment waits; a commune's own report has just arrived."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from giaoban.actions.reporting.consolidation import approve_consolidated, draft_report, fix_report
from giaoban.actions.reporting.consolidation_heading import set_particulars
from giaoban.actions.reporting.consolidation_writing import write_section
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.own_reports import send_to_superior
from giaoban.actions.reporting.report_comments import settle_comment, write_comment
from giaoban.actions.reporting.section_authors import (
    hand_in_section,
    hand_out_section,
    hand_out_usual,
    return_section,
    take_section,
    write_assigned,
)
from giaoban.actions.reporting.section_links import confirm_section_link
from giaoban.actions.units.changes import add_unit
from giaoban.management.demo.calendar import FOUNDED, REFORM, at
from giaoban.management.demo.content import content
from giaoban.management.demo.people import DOMAIN, People
from giaoban.management.demo.stories import SHOWN
from giaoban.models import AssignedSection, ConsolidatedReport, Period, Person, SectionLink, Unit
from giaoban.queries.reporting.assigned_sections import authors
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.reporting.assigned_sections import section_due
from giaoban.rules.reporting.report_content import Section, content_of
from giaoban.rules.reporting.working_days import WorkingCalendar

GIVEN = timedelta(days=6)
"""One working day later lies before today, whatever day of the week it is."""
SITE = "http://127.0.0.1:8000"  # where the demo is served


def add_departments(*, host: Unit, by: Person, now: datetime) -> None:
    """Beside the communes, asked by no regime: authors of sections. They have no account."""
    for row in content("sections")["departments"]:
        unit = add_unit(
            code=row["code"],
            name=row["name"],
            kind="sở",
            parent=host,
            opened_on=REFORM,
            reason=row["reason"],
            by=by,
            now=now,
            today=FOUNDED,
        )
        set_contact(
            unit=unit,
            name=row["contact"],
            email=f"{row['email']}@{DOMAIN}",
            telephone="",
            by=by,
            today=FOUNDED,
            now=now,
        )


def hand_out_sections(*, people: People, report: ConsolidatedReport, now: datetime) -> None:
    """Given out a few days ago, so that some are due and one is late, and played up to `now`."""
    given_on = _calendar(now).roll_backward((now - GIVEN).date())
    given_at = min(now, max(report.created_at, at(given_on, 9)))
    said = content("sections")
    for row in said["authors"]:
        if "person" in row:
            _give(people, report, row, given_at)
    today = given_at.date()
    hand_out_usual(report=report, by=people.secretary, today=today, now=given_at, site=SITE)
    for row in said["authors"]:
        section = _section(report, row["section"])
        for assigned in report.assigned_sections.filter(section=section.key):
            _play(people, assigned, row, now=min(now, given_at + timedelta(hours=4)))
    for row in said["comments"]:
        _comment(people, report, row, now=min(now, given_at + timedelta(hours=6)))


def send_own_report(*, people: People, period: Period, now: datetime) -> None:
    """The commune whose sign-in is printed sent its own report; nobody confirmed it yet."""
    unit = Unit.objects.get(code=SHOWN[0])
    officer, head = people.officers.get(unit.pk), people.approvers.get(unit.pk)
    said = content("sections")["own"]
    if officer is None or head is None:
        return  # in the national demo no commune has a head
    report = draft_report(unit=unit, period=period, by=officer, now=now, to_superior=True)
    set_particulars(
        report=report,
        title=report.title,
        place=said["place"],
        typed={"agency": said["agency"], "parent_agency": said["parent_agency"]},
        charts=None,
        has_unit_tables=False,
        by=officer,
        now=now,
    )
    report.refresh_from_db()
    last = content_of(report.content).sections[-1]
    write_section(
        report=report,
        key=last.key,
        title=last.title,
        text=said["text"],
        revision=last.revision,
        now=now,
    )
    fix_report(report=report, by=officer, now=now)
    approve_consolidated(report=report, by=head, now=now)
    send_to_superior(report=report, by=officer, today=now.date(), now=now)


def _give(
    people: People, report: ConsolidatedReport, row: Mapping[str, Any], now: datetime
) -> None:
    """To the department; where the demo has none, to the person who heads it."""
    department = Unit.objects.filter(code=row.get("department", "")).first()
    hand_out_section(
        report=report,
        section=_section(report, row["section"]).key,
        unit=department or report.unit,
        person=None if department else people.by_key[row["person"]],
        instruction=row["instruction"],
        due_on=section_due(now.date(), row["days"], _calendar(now)),
        by=people.secretary,
        today=now.date(),
        now=now,
        site=SITE,
    )


def _play(people: People, assigned: AssignedSection, row: Mapping[str, Any], now: datetime) -> None:
    """As far as the state that the content names."""
    author = _author(assigned, now)
    if row["state"] == "assigned" or author is None:
        return
    text = row["text"].strip()
    held = write_assigned(
        assigned=assigned, text=text, revision=assigned.revision, by=author, now=now
    )
    if row["state"] == "writing":
        return
    held = hand_in_section(assigned=held, by=author, now=now)
    secretary = people.secretary
    if row["state"] == "taken":
        revision = _section(held.report, row["section"]).revision
        take_section(
            assigned=held,
            revision=revision,
            text_revision=held.revision,
            is_added=False,
            by=secretary,
            now=now,
        )
    if row["state"] == "returned":
        return_section(
            assigned=held,
            reason=row["reason"],
            by=secretary,
            today=now.date(),
            now=now,
            site=SITE,
        )


def _calendar(now: datetime) -> WorkingCalendar:
    return working_calendar((now.year - 1, now.year, now.year + 1))


def _author(assigned: AssignedSection, now: datetime) -> Person | SectionLink | None:
    """Who writes there; where nobody has an account, whoever opens the link."""
    link = assigned.links.filter(revoked_at=None).select_related("contact").first()
    if link is not None:
        confirm_section_link(link=link, now=now)
        return link
    return next(iter(authors(assigned, now.date())), None)


def _comment(
    people: People, report: ConsolidatedReport, row: Mapping[str, Any], now: datetime
) -> None:
    section = _section(report, row["section"]).key
    comment = write_comment(
        report=report, section=section, text=row["text"], by=people.chair, now=now
    )
    if "answer" in row:
        answer = {"report": report, "section": section, "text": row["answer"]}
        write_comment(**answer, answers=comment, by=people.secretary, now=now)
    if row.get("is_settled"):
        settle_comment(comment=comment, by=people.chair, now=now)


def _section(report: ConsolidatedReport, start: str) -> Section:
    """By how its title begins: "II." and not "II"."""
    report.refresh_from_db()
    sections = content_of(report.content).sections
    return next(section for section in sections if section.title.startswith(f"{start} "))
