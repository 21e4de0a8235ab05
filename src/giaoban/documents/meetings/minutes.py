"""What do the minutes of a meeting say, passage by passage, as the record has it?

The order is that of form 1.9 (NĐ 30/2020/NĐ-CP, appendix III): beginning, attendance, what was
heard in the order of the agenda, end. Each passage goes as far as what it was made from.
"""

from collections.abc import Iterator
from dataclasses import replace

from giaoban.documents.meetings.record_words import (
    WORDS,
    Changes,
    apart_passages,
    attendee_words,
    conclusion_words,
    invitee_words,
    listed,
    moment_words,
    number,
    time_text,
    title_of,
    vote_passages,
)
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.models import Meeting
from giaoban.queries.meetings.arising import Arising, conclusion_reach, held_on
from giaoban.queries.meetings.attendance import sitting
from giaoban.queries.meetings.record import Attendee, HeardItem, MeetingRecord
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.inviting import Part
from giaoban.rules.meetings.passages import Passage, Reach, narrowest


def minutes_passages(record: MeetingRecord, changes: Changes) -> list[Passage]:
    """Keys name what each was made from, so that drafting again finds it."""
    return [
        Passage("opening", "", _opening(record.meeting)),
        *_attendance(record),
        *_changed(changes),
        *(
            replace(passage, heading_reach=Reach(heard.item.reach))
            for heard in record.items
            for passage in _heard(heard, record)
        ),
        *apart_passages(record),
        Passage("closing", "", WORDS.ended.format(moment=moment_words(record.until))),
    ]


def _opening(meeting: Meeting) -> str:
    lines = [WORDS.began.format(moment=moment_words(meeting.began_at or meeting.starts_at))]
    if meeting.place:
        lines.append(WORDS.place.format(place=meeting.place))
    lines.append(WORDS.form.format(form=WORDS.forms[meeting.form]))
    for words, person in ((WORDS.chaired, meeting.chair), (WORDS.kept, meeting.secretary)):
        if person is not None:
            name = (
                WORDS.person.format(name=person.name, post=person.post)
                if person.post
                else person.name
            )
            lines.append(words.format(person=name))
    return "\n".join(lines)


def _attendance(record: MeetingRecord) -> Iterator[Passage]:
    heading = WORDS.attendance
    members = [one for one in record.places if one.invitee.votes]
    there = [one for one in members if one.was_there]
    others = [one for one in record.places if one.was_there and not one.invitee.votes]
    if members:
        counted = WORDS.members.format(present=number(len(there)), all=number(len(members)))
        said = f"{counted}\n{_named(there, record)}" if there else f"{counted.rstrip(':')}."
        yield Passage("present", heading, said)
    if others:
        yield Passage("others", heading, f"{WORDS.others}\n{_named(others, record)}")
    absent = [one for one in record.places if not one.was_there and _was_expected(one)]
    if absent:
        said = WORDS.absent.format(count=number(len(absent)))
        names = listed([invitee_words(one.invitee) for one in absent])
        yield Passage("absent", heading, f"{said}\n{names}")
        reasons = [_reason(one) for one in absent if one.invitee.answer_words]
        if reasons:  # people's own affairs, which no paper carries outside
            yield Passage("absent-why", heading, listed(reasons), Reach.MEMBERS)
    if members and record.quorum:
        yield Passage("quorum", heading, _quorum(record))


def _named(there: list[Attendee], record: MeetingRecord) -> str:
    return listed([attendee_words(one, record) for one in there])


def _was_expected(attended: Attendee) -> bool:
    return attended.invitee.votes or attended.invitee.part in (Part.MEMBER, Part.SECRETARIAT)


def _reason(attended: Attendee) -> str:
    invitee = attended.invitee
    return WORDS.absent_reason.format(person=invitee.name, reason=invitee.answer_words)


def _quorum(record: MeetingRecord) -> str:
    lines = [
        WORDS.quorum_at.format(
            time=time_text(moment),
            present=number(quorum.present),
            all=number(quorum.entitled),
            needed=number(quorum.needed),
            enough=WORDS.enough if quorum.is_reached else WORDS.not_enough,
        )
        for moment, quorum in record.quorum
        if moment < record.until  # when it closes everybody leaves
    ]
    return f"{WORDS.quorum}\n{listed(lines)}"


def _changed(changes: Changes) -> Iterator[Passage]:
    """A passage for each reach there is, since one line of them may not go as far as the others."""
    for reach in Reach:
        said = [line for line, upto in changes if upto is reach]
        if said:
            yield Passage(f"changes-{reach}", WORDS.changes, listed(said), reach)


def _heard(heard: HeardItem, record: MeetingRecord) -> Iterator[Passage]:
    item, reach = heard.item, Reach(heard.item.reach)
    heading = f"{heard.number}. {title_of(item)}"
    said = _said_on(heard, record)
    if said:
        yield Passage(f"item-{item.pk}", heading, said, reach)
    if item.kind == ItemKind.MATTERS_ARISING:
        yield from _arising(record, heading, reach)
    for recusal in heard.recusals:
        said = WORDS.recused.format(name=sitting(recusal.invitee), reason=recusal.reason)
        yield Passage(f"recusal-{recusal.pk}", heading, said, reach)
    for opinion in heard.opinions:
        name = opinion.speaker or (opinion.invitee.name if opinion.invitee else "")
        said = WORDS.opinion.format(name=name, text=opinion.text)
        upto = narrowest([reach, Reach(opinion.reach)])
        yield Passage(f"opinion-{opinion.pk}", heading, said, upto)
    yield from vote_passages(heard, heading)
    for conclusion in heard.conclusions:
        said = WORDS.concluded.format(text=conclusion_words(conclusion, record))
        yield Passage(f"conclusion-{conclusion.pk}", heading, said, conclusion_reach(conclusion))


def _said_on(heard: HeardItem, record: MeetingRecord) -> str:
    """Who spoke to it and the notes; every item of the agenda leaves a line in the minutes."""
    item = heard.item
    lines = [item.notes.strip()] if item.notes.strip() else []
    is_told = bool(heard.opinions or heard.recusals or heard.votes or heard.conclusions)
    is_listed = item.kind == ItemKind.MATTERS_ARISING and bool(record.arising)
    if not (lines or is_told or is_listed) and item.opened_at is None:
        return WORDS.not_heard
    if item.rapporteur:
        lines.insert(0, WORDS.reported.format(name=item.rapporteur))
    return "\n".join(lines) if lines or is_told or is_listed else WORDS.heard


def _arising(record: MeetingRecord, heading: str, reach: Reach) -> Iterator[Passage]:
    """What was open from earlier meetings, each as it stood on the day of this one."""
    for one in record.arising:
        upto = narrowest([reach, one.reach])
        yield Passage(f"arising-{one.conclusion.pk}", heading, f"- {_open(one)}", upto)


def _open(one: Arising) -> str:
    conclusion, due_on = one.conclusion, one.facts.due_on
    due = WORDS.arising_due.format(day=day_text(due_on, LANGUAGE)) if due_on else ""
    return WORDS.arising_line.format(
        text=conclusion.text.rstrip("."),
        unit=conclusion.lead.name if conclusion.lead else "",
        day=day_text(held_on(conclusion.meeting), LANGUAGE),
        state=WORDS.arising_states[one.facts.state],
        due=due,
    )
