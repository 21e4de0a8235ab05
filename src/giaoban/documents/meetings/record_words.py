"""How is a piece of a meeting's record written: a moment, a person, a vote, a conclusion?"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.timezone import make_naive
from django.utils.translation import override

from giaoban.documents.numbers import format_number, long_date
from giaoban.documents.register.due_texts import due_text
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import AgendaItem, BallotOption, BallotQuestion, Conclusion, Invitee, Meeting
from giaoban.queries.meetings.arising import conclusion_reach
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.meetings.record import Attendee, HeardItem, MeetingRecord, Vote
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.majorities import Base, Outcome, Silence
from giaoban.rules.meetings.passages import Passage, Reach, narrowest
from giaoban.rules.meetings.posts import post_at
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.meetings.stays import TO_THE_MINUTE

WORDS = SAID.minutes


Changes = Sequence[tuple[str, Reach]]
"""What was changed in the agenda after the notice, in words, with how far each may go."""


def title_of(item: AgendaItem) -> str:
    """In the language of the layout, whoever reads the page."""
    with override(LANGUAGE):
        return item_name(item.kind, item.title)


def meeting_in_text(meeting: Meeting) -> str:
    """A meeting within a sentence: "Họp giao ban quý IV" is "phiên họp giao ban quý IV" there."""
    title = meeting.title.strip()
    if meeting.form == MeetingForm.CIRCULATION:
        return WORDS.circulation_called.format(title=title)
    small = f"{title[:1].lower()}{title[1:]}"
    for start, before in WORDS.meeting_before:
        if small.startswith(start):
            return f"{before}{small}"
    return WORDS.meeting_called.format(title=title)


def time_text(moment: datetime) -> str:
    local = make_naive(moment)
    return WORDS.time.format(hour=f"{local:%H}", minute=f"{local:%M}")


def moment_words(moment: datetime) -> str:
    day = long_date(make_naive(moment).date(), LANGUAGE)
    return WORDS.moment.format(time=time_text(moment), day=day)


def number(value: int) -> str:
    return format_number(value, LANGUAGE, decimals=0)


def listed(lines: Iterator[str] | list[str]) -> str:
    """One under the other, each with its dash."""
    return "\n".join(f"- {line}" for line in lines)


def invitee_words(invitee: Invitee) -> str:
    post = post_at(invitee.post, invitee.agency)
    return WORDS.person.format(name=invitee.name, post=post) if post else invitee.name


def attendee_words(attended: Attendee, record: MeetingRecord) -> str:
    """With the substitute, and with times where they were not there from beginning to end."""
    invitee = attended.invitee
    said = invitee_words(invitee)
    if attended.is_substituted:
        who = ", ".join(filter(None, (invitee.substitute_name, invitee.substitute_post)))
        said = WORDS.substituted.format(substitute=who, name=said)
    times = list(_times(attended, record))
    return f"{said} ({'; '.join(times)})" if times else said


def _times(attended: Attendee, record: MeetingRecord) -> Iterator[str]:
    """To the minute, and of whoever was there before it was to begin: as the list of those present
    says it.
    """
    meeting, ended = record.meeting, record.until
    began = max(meeting.starts_at, meeting.began_at or meeting.starts_at)
    for arrived_at, left_at in attended.stays:
        is_late = arrived_at - began >= TO_THE_MINUTE
        is_early = left_at is not None and ended - left_at >= TO_THE_MINUTE
        first, last = time_text(arrived_at), time_text(left_at or ended)
        if is_late and is_early:
            yield WORDS.between.format(first=first, last=last)
        elif is_late:
            yield WORDS.from_time.format(time=first)
        elif is_early:
            yield WORDS.until_time.format(time=last)


def vote_passages(heard: HeardItem, heading: str) -> Iterator[Passage]:
    """The counts go as far as the item; who voted for what no further than to members."""
    reach = Reach(heard.item.reach)
    for vote in heard.votes:
        yield Passage(f"vote-{vote.question.pk}", heading, _counts_said(vote), reach)
        named = _named_said(vote)
        if named:
            among = narrowest([reach, Reach.MEMBERS])
            yield Passage(f"names-{vote.question.pk}", heading, named, among)


def _counts_said(vote: Vote) -> str:
    """In writing those who were silent are counted beside those who answered."""
    question = vote.question
    counted = [(option_words(option), count) for option, count in vote.counts]
    present = question.present or 0
    options = [WORDS.vote_option.format(option=each, count=number(n)) for each, n in counted]
    if question.item.meeting.form == MeetingForm.CIRCULATION:
        present = sum(count for _option, count in counted)
        silent = (question.entitled or 0) - present
        meaning = question.item.meeting.silence or Silence.NOT_COUNTED
        options.append(WORDS.silent_count[meaning].format(count=number(silent)))
    lines = [
        WORDS.vote.format(text=question.text),
        WORDS.vote_counts.format(
            how=_how(question), entitled=number(question.entitled or 0), present=number(present)
        ),
        listed(options),
        WORDS.vote_needs.format(
            share=share_words(question),
            base=WORDS.bases[_base(question)],
            outcome=WORDS.outcomes[question.outcome or Outcome.REJECTED],
        ),
    ]
    if vote.chosen is not None:
        lines.append(WORDS.chosen.format(option=vote.chosen.text))
    return "\n".join(lines)


def _named_said(vote: Vote) -> str:
    lines = [
        WORDS.voted_named.format(option=option_words(option), names=", ".join(names))
        for option, names in vote.named
        if names
    ]
    if vote.silent:
        lines.append(WORDS.silent_named.format(names=", ".join(vote.silent)))
    return listed(lines)


def _how(question: BallotQuestion) -> str:
    openly, secretly, on_paper = WORDS.vote_how
    if question.how == BallotQuestion.How.PAPER:
        return on_paper
    return secretly if question.is_secret else openly


def _base(question: BallotQuestion) -> str:
    """In writing nobody is present."""
    is_in_writing = question.item.meeting.form == MeetingForm.CIRCULATION
    return "answered" if is_in_writing and question.base == Base.PRESENT else str(question.base)


def option_words(option: BallotOption) -> str:
    return option.text or WORDS.means[option.means]


def share_words(question: BallotQuestion) -> str:
    """ "quá 1/2", "ít nhất 2/3"."""
    share = f"{question.majority_over}/{question.majority_under}"
    words = WORDS.more_than if question.majority_more_than else WORDS.at_least
    return words.format(share=share)


def conclusion_words(conclusion: Conclusion, record: MeetingRecord) -> str:
    """Its text, and of one that asks something who does it, with whom, what and by when."""
    lines = [conclusion.text]
    if not conclusion.asks:
        return conclusion.text
    if conclusion.lead_id is not None:
        lines.append(WORDS.lead.format(unit=record.unit_names[conclusion.lead_id]))
    helping = co_operating_words(conclusion, record)
    if helping:
        lines.append(WORDS.co_operating.format(units=helping))
    if conclusion.product:
        lines.append(WORDS.product.format(product=conclusion.product))
    lines.append(WORDS.due.format(due=term_words(conclusion)))
    return "\n".join(lines)


def co_operating_words(conclusion: Conclusion, record: MeetingRecord) -> str:
    names = (record.unit_names[each.unit_id] for each in conclusion.co_operating.all())
    return "; ".join(names)


def term_words(conclusion: Conclusion) -> str:
    """The day that its task was given; working days are counted from the day of the meeting."""
    first_due_on = conclusion.task.first_due_on if conclusion.task else None
    return day_text(first_due_on, LANGUAGE) if first_due_on else due_text(conclusion.term)


def apart_passages(record: MeetingRecord) -> Iterator[Passage]:
    """Conclusions that belong to no item."""
    for conclusion in record.apart:
        text = conclusion_words(conclusion, record)
        yield Passage(
            f"conclusion-{conclusion.pk}", WORDS.conclusions, text, conclusion_reach(conclusion)
        )
