"""What else waits in the demo's meetings? A decision in writing, proposals, reviews to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from giaoban.actions.meetings.circulating import (
    CirculatedQuestion,
    Circulation,
    plan_circulation,
    send_circulation,
)
from giaoban.actions.meetings.conclusions import write_conclusion
from giaoban.actions.meetings.inviting import invite_roster
from giaoban.actions.meetings.planning import plan_meeting
from giaoban.actions.meetings.proposals import refuse_proposal
from giaoban.documents.period_titles import year_title
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.management.demo.calendar import at, last_whole_year
from giaoban.management.demo.directive_answers import Play
from giaoban.management.demo.directives import Office
from giaoban.management.demo.meeting_running import cast, written
from giaoban.management.demo.meeting_stage import Stage
from giaoban.management.demo.meetings import (
    draft_what_is_known,
    meetings_held,
    prepare_coming,
    propose,
)
from giaoban.management.demo.people import People
from giaoban.management.demo.sections import SITE
from giaoban.models import BallotQuestion, Meeting
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.tasks.spans import Span


@dataclass(frozen=True)
class Meetings:
    """What a committee's meetings are made of: its people, and what is said of both; `rows` are the
    people in the order of the roster.
    """

    people: People
    said: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]

    def held(self, office: Office, play: Play) -> Iterator[datetime]:
        """Those of the past, step by step."""
        return meetings_held(self._stage(office, play), self.rows)

    def let_come(self, office: Office, play: Play) -> None:
        """All that is not over; once the tasks of the committee's documents are given."""
        stage = self._stage(office, play)
        if "circulation" in self.said:
            _circulate(stage, self.said["circulation"])
        prepare_coming(stage)
        for row in self.said["reviews"]:
            _plan_review(stage, row)
        _let_proposals_wait(stage)

    def _stage(self, office: Office, play: Play) -> Stage:
        """With a copy: the evidence that documents' tasks bring is not used up."""
        return Stage(self.people, self.said, office, replace(play))


def _circulate(stage: Stage, said: Mapping[str, Any]) -> None:
    """Sent some days ago; some have answered."""
    day = stage.office.day(said["begun"])
    sent_at = at(day, 9)
    names = {"next_year": stage.now.year + 1}
    circulation = Circulation(
        title=said["title"] % names,
        answered_by=at(stage.workdays_after(stage.now.date(), said["ends"]), 17),
        silence=Silence(said["silence"]),
        questions=[
            CirculatedQuestion(row["title"] % names, row["text"]) for row in said["questions"]
        ],
    )
    planned = plan_circulation(
        committee=stage.committee,
        circulation=circulation,
        by=stage.secretary,
        today=day,
        now=sent_at - timedelta(hours=1),
    )
    item = planned.items.earliest("position")
    stage.bring_paper(item, said["paper"], sent_at - timedelta(minutes=30))
    meeting = send_circulation(
        meeting=planned, by=stage.secretary, today=day, now=sent_at, site=SITE
    )
    _answer_questions(stage, meeting, said["votes"], sent_at)


def _answer_questions(
    stage: Stage, meeting: Meeting, votes: Mapping[str, Mapping[str, str]], sent_at: datetime
) -> None:
    for number, (key, vote) in enumerate(votes.items(), start=1):
        now = min(sent_at + timedelta(hours=5 * number), stage.now)
        for question in BallotQuestion.objects.filter(item__meeting=meeting):
            option = question.options.get(means=vote["means"])
            place = stage.place(meeting, key)
            cast(question, place, option, now, vote.get("words", ""))


def _plan_review(stage: Stage, said: Mapping[str, Any]) -> None:
    """Over so many whole years, with tasks for the time after it in draft."""
    starts = said.get("year_starts", 1)
    last = last_whole_year(stage.now.date(), starts)
    first = last - said["years"] + 1
    span = Span(date(first, starts, 1), date(last + 1, starts, 1) - timedelta(days=1))
    starts_at = at(stage.office.calendar.roll_forward(_ahead(stage, said["days"])), 8)
    names = {"year": last, "first": first, "financial": year_title(last, LANGUAGE, starts)}
    now = stage.now - timedelta(hours=3)
    meeting = plan_meeting(
        committee=stage.committee,
        fields={
            "title": said["title"] % names,
            "kind": said["kind"],
            "form": MeetingForm.BOTH,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=210),
            "place": stage.said["series"]["place"],
            "online_url": stage.said["series"]["online_url"],
            "chair": stage.chair,
            "secretary": stage.secretary,
            "review_from": span.starts_on,
            "review_to": span.ends_on,
        },
        by=stage.secretary,
        now=now,
    )
    draft_what_is_known(stage, meeting, now)
    invite_roster(meeting=meeting, by=stage.secretary, now=now)
    item = meeting.items.filter(kind=ItemKind.REVIEW).first()
    for row in said["conclusions"]:
        text = written({**row, "text": row["text"] % names}, item)
        write_conclusion(meeting=meeting, text=text, by=stage.secretary, now=now)


def _ahead(stage: Stage, days: int) -> date:
    return stage.now.date() + timedelta(days=days)


def _let_proposals_wait(stage: Stage) -> None:
    """They came when the agenda was drafted already; one is not taken up."""
    for row in stage.said["waiting"]:
        proposal = propose(stage, row, stage.now - timedelta(hours=2))
        if "refused" in row:
            refuse_proposal(
                proposal=proposal,
                reason=row["refused"],
                by=stage.secretary,
                now=stage.now - timedelta(hours=1),
            )
