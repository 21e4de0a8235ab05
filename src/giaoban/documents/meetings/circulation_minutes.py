"""What do the minutes of a decision by circulation say: who was asked what, and what came of it?"""

from collections.abc import Iterator
from dataclasses import replace

from giaoban.documents.meetings.record_words import (
    WORDS,
    Changes,
    apart_passages,
    conclusion_words,
    invitee_words,
    listed,
    moment_words,
    number,
    title_of,
    vote_passages,
)
from giaoban.queries.meetings.arising import conclusion_reach
from giaoban.queries.meetings.attendance import sitting
from giaoban.queries.meetings.record import HeardItem, MeetingRecord
from giaoban.queries.meetings.votes_shown import voter_of
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.passages import Passage, Reach


def circulation_passages(record: MeetingRecord, changes: Changes) -> list[Passage]:
    """Nobody attends: in place of attendance stands who was asked, by when, and what silence was
    said to mean.
    """
    return [
        Passage("opening", "", _opening(record)),
        Passage("asked", "", _asked(record)),
        *_changed(changes),
        *(
            replace(passage, heading_reach=Reach(heard.item.reach))
            for heard in record.items
            for passage in _question(heard, record)
        ),
        *apart_passages(record),
    ]


def _opening(record: MeetingRecord) -> str:
    meeting = record.meeting
    sent_at = meeting.began_at or meeting.starts_at
    lines = [
        WORDS.asked_on.format(moment=moment_words(sent_at), until=moment_words(meeting.ends_at))
    ]
    if meeting.silence:
        lines.append(WORDS.silence[meeting.silence])
    if meeting.chair is not None:
        lines.append(WORDS.chaired.format(person=meeting.chair.name))
    if meeting.secretary is not None:
        lines.append(WORDS.kept.format(person=meeting.secretary.name))
    return "\n".join(lines)


def _asked(record: MeetingRecord) -> str:
    asked = [place.invitee for place in record.places if place.invitee.votes]
    answered = {
        ballot.invitee_id
        for heard in record.items
        for vote in heard.votes
        for ballot in vote.question.ballots.all()
        if ballot.has_voted
    }
    said = WORDS.asked_of.format(count=number(len(asked)), answered=number(len(answered)))
    needed = [vote.question.quorum_needed or 0 for one in record.items for vote in one.votes]
    if any(needed) and record.meeting.silence == Silence.NOT_COUNTED:
        said += " " + WORDS.answers_needed.format(count=number(max(needed)))
    return f"{said} {WORDS.answered}\n{listed([invitee_words(one) for one in asked])}"


def _changed(changes: Changes) -> Iterator[Passage]:
    """More time, above all; a passage for each reach there is."""
    for reach in Reach:
        said = [line for line, upto in changes if upto is reach]
        if said:
            yield Passage(f"changes-{reach}", WORDS.circulation_changes, listed(said), reach)


def _question(heard: HeardItem, record: MeetingRecord) -> Iterator[Passage]:
    item, reach = heard.item, Reach(heard.item.reach)
    heading = f"{heard.number}. {title_of(item)}"
    if item.text.strip():
        yield Passage(f"item-{item.pk}", heading, item.text.strip(), reach)
    for recusal in heard.recusals:
        said = WORDS.recused.format(name=sitting(recusal.invitee), reason=recusal.reason)
        yield Passage(f"recusal-{recusal.pk}", heading, said, reach)
    yield from vote_passages(heard, heading)
    yield from _reasons(heard, heading)
    for conclusion in heard.conclusions:
        said = WORDS.concluded.format(text=conclusion_words(conclusion, record))
        yield Passage(f"conclusion-{conclusion.pk}", heading, said, conclusion_reach(conclusion))


def _reasons(heard: HeardItem, heading: str) -> Iterator[Passage]:
    """What somebody wrote beside an open vote: for members, as the names are."""
    for vote in heard.votes:
        if vote.question.is_secret:
            continue
        for ballot in vote.question.ballots.all():
            if ballot.words:
                said = WORDS.opinion.format(name=voter_of(ballot), text=ballot.words)
                narrow = Reach(heard.item.reach)
                upto = Reach.MEMBERS if narrow is Reach.CIRCULATED else narrow
                yield Passage(f"words-{ballot.pk}", heading, said, upto)
