"""How did a briefing of the demo go? Who came when, what was said, voted on and concluded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from giaoban.actions.audit.actors import InviteeActor
from giaoban.actions.meetings.attendance import check_in, check_out, recuse
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.hearing import hear_item
from giaoban.actions.meetings.notes import save_notes, write_opinion
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.management.demo.content import draw
from giaoban.management.demo.directive_letters import tell
from giaoban.management.demo.meeting_stage import Stage, item_named, unit_of
from giaoban.models import AgendaItem, BallotOption, BallotQuestion, Invitee, Meeting, Presence
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.register.terms import Term, TermKind

_TOOK = 0.9
"""Of the minutes that were planned for an item."""


def hold(stage: Stage, meeting: Meeting, said: Mapping[str, Any]) -> datetime:
    """From the first arrival to the end; when that was."""
    began_at = meeting.starts_at + timedelta(minutes=4)
    begin_meeting(meeting=meeting, by=stage.secretary, now=began_at)
    _arrive(stage, meeting, said, began_at)
    leaving = {key: began_at + timedelta(minutes=minutes) for key, minutes in said["left"].items()}
    heard = {item_named(meeting, row["item"]).pk: row for row in said["items"]}
    now = began_at
    for item in meeting.items.exclude(state=ItemState.DROPPED):
        _leave(stage, meeting, leaving, now)
        hear_item(item=item, by=stage.secretary, now=now)
        ended_at = now + timedelta(minutes=item.minutes * _TOOK)
        _hear(stage, item, heard.get(item.pk, {}), now, ended_at)
        now = ended_at
    closed_at = now + timedelta(minutes=3)
    _leave(stage, meeting, leaving, closed_at)
    close_meeting(meeting=meeting, by=stage.secretary, now=closed_at)
    meeting.refresh_from_db()
    tell(closed_at)
    _carry_out(stage, meeting, said)
    return closed_at


def written(said: Mapping[str, Any], item: AgendaItem | None) -> ConclusionText:
    """A conclusion as the content has it."""
    facts = ConclusionFacts(
        text=said["text"],
        asks=said.get("asks", True),
        lead_id=unit_of(said["lead"]).pk if "lead" in said else None,
        co_operating_ids=tuple(unit_of(code).pk for code in said.get("co", ())),
        product=said.get("product", ""),
        term=Term(TermKind.WORKING_DAYS, working_days=said["working_days"])
        if "working_days" in said
        else Term(),
    )
    return ConclusionText(facts, Reach(said.get("reach", Reach.CIRCULATED)), item)


def cast(
    question: BallotQuestion,
    place: Invitee,
    option: BallotOption,
    now: datetime,
    words: str = "",
) -> None:
    """By whoever sits there: by their account, a substitute without one by the link."""
    voter: InviteeActor = place.person
    if is_substituted(place) and place.substitute_person is None:
        voter = place.links.get(for_substitute=True, revoked_at=None)
    cast_ballot(question=question, invitee=place, option=option, by=voter, now=now, words=words)


def _arrive(stage: Stage, meeting: Meeting, said: Mapping[str, Any], began_at: datetime) -> None:
    late = {stage.place(meeting, key).pk: minutes for key, minutes in said["late"].items()}
    chance = draw("arrivals", meeting.occurrence)
    for place in meeting.invitees.filter(removed_at=None).exclude(answer=Answer.NOT_COMING):
        early = timedelta(minutes=chance.randint(1, 20))
        came_at = began_at - early
        if place.pk in late:
            came_at = began_at + timedelta(minutes=late[place.pk])
        how = Presence.How.QR if chance.random() < 0.6 else Presence.How.SECRETARY
        check_in(
            invitee=place,
            how=Presence.How.ACCOUNT if place.answer == Answer.ONLINE else how,
            at=came_at,
            is_online=place.answer == Answer.ONLINE,
            by=stage.secretary,
            now=max(came_at, began_at),
        )


def _leave(stage: Stage, meeting: Meeting, leaving: dict[str, datetime], now: datetime) -> None:
    """Whoever has gone by now."""
    for key in [key for key, left_at in leaving.items() if left_at <= now]:
        place = stage.place(meeting, key)
        check_out(invitee=place, at=leaving.pop(key), by=stage.secretary, now=now)


def _hear(
    stage: Stage, item: AgendaItem, said: Mapping[str, Any], now: datetime, ended_at: datetime
) -> None:
    """Notes as they were typed, then what was said, voted on and concluded."""
    meeting, by = item.meeting, stage.secretary
    if "notes" in said:
        save_notes(item=item, base="", typed=said["notes"].strip(), revision=item.revision, by=by)
    for row in said.get("recused", ()):
        place = stage.place(meeting, row["who"])
        recuse(item=item, invitee=place, reason=row["reason"], by=by, now=now)
    moments = _between(now, ended_at)
    for row in said.get("opinions", ()):
        write_opinion(
            item=item,
            text=row["text"],
            invitee=stage.place(meeting, row["by"]),
            reach=Reach(row.get("reach", Reach.CIRCULATED)),
            by=by,
            now=next(moments),
        )
    for row in said.get("votes", ()):
        _vote(stage, item, row, next(moments))
    for row in said.get("conclusions", ()):
        write_conclusion(meeting=meeting, text=written(row, item), by=by, now=next(moments))


def _between(first: datetime, last: datetime) -> Iterator[datetime]:
    moment = first
    while True:
        moment = min(last, moment + timedelta(minutes=2))
        yield moment


def _vote(stage: Stage, item: AgendaItem, said: Mapping[str, Any], now: datetime) -> None:
    asked = Asked(
        text=said["text"],
        majority=decision_rules_of(stage.committee).majority,
        is_secret=said.get("is_secret", False),
        options=said.get("options", ()),
    )
    question = ask_vote(item=item, asked=asked, by=stage.secretary, now=now)
    question = open_vote(question=question, by=stage.secretary, now=now)
    ballots = question.ballots.select_related("invitee__person")
    places = [ballot.invitee for ballot in ballots]
    choices = _choices(stage, item.meeting, question, said, places)
    for place, option in zip(places, choices, strict=False):
        cast(question, place, option, now)
    close_vote(question=question, by=stage.secretary, now=now + timedelta(minutes=1))


def _choices(
    stage: Stage,
    meeting: Meeting,
    question: BallotQuestion,
    said: Mapping[str, Any],
    places: Sequence[Invitee],
) -> Iterator[BallotOption]:
    """What each place votes, in their order: by name of an open vote, of a secret one so many."""
    options = list(question.options.all())
    if "chosen" in said:
        counted = chain.from_iterable(
            repeat(option, count) for option, count in zip(options, said["chosen"], strict=False)
        )
        return chain(counted, repeat(options[-1]))
    by_means = {option.means: option for option in options}
    means = {
        stage.place(meeting, key).pk: by_means[name]
        for name in ("no", "abstain")
        for key in said.get(name, ())
    }
    return iter([means.get(place.pk, by_means["yes"]) for place in places])


def _carry_out(stage: Stage, meeting: Meeting, said: Mapping[str, Any]) -> None:
    """What the units made of what was concluded; whoever leads decides on the parts of others."""
    rows = {row["text"]: row for item in said["items"] for row in item.get("conclusions", ())}
    for conclusion in meeting.conclusions.exclude(task=None).select_related("task"):
        task, row = conclusion.task, rows[conclusion.text]
        chance = draw("conclusions", conclusion.text)
        stage.play.take(task, row["course"], row.get("answers", ()), chance)
        leading = replace(stage.play, secretaries=[stage.play.officers[task.unit_id]])
        for part in task.parts.all():
            leading.take(part, row["course"], (), chance)
