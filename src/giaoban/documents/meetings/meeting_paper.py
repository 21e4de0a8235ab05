"""How do minutes and a notice of conclusions look, for readers up to a reach?

From one content come the internal version and the one for circulation. What a version withholds is
nowhere in its file: neither words nor headings nor keys, only a line that says how many passages
were left out.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import make_naive

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    BulletList,
    Heading,
    Paragraph,
    Run,
    Signature,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.meetings.conclusions_notice import conclusions_annex
from giaoban.documents.meetings.record_words import WORDS, meeting_in_text, number
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.models import Document, Meeting, MeetingPaper, PaperCorrection
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.record import MeetingRecord
from giaoban.queries.register.headings import body_heading
from giaoban.queries.reporting.consolidation_heading import paper_heading
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.passages import Passage, Reach, Withheld, may_read, version_for
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.reporting.consolidated_facts import Heading as HeadingFacts

Kind = MeetingPaper.Kind
_LONGEST_NAME = 80


@dataclass(frozen=True)
class PaperContent:
    """Everything of a paper, whoever reads it; `corrections` are in their order."""

    record: MeetingRecord
    kind: str
    heading: HeadingFacts
    passages: Sequence[Passage]
    corrections: Sequence[PaperCorrection] = ()
    document: Document | None = None  # in the register, where it has its number
    approved_on: date | None = None

    @property
    def meeting(self) -> Meeting:
        return self.record.meeting


def paper_type(kind: str) -> str:
    """The type of document: BB or TB, as the registers of the layout know it."""
    minutes, notice = WORDS.type_codes
    return notice if kind == Kind.CONCLUSIONS else minutes


def heading_of(meeting: Meeting, kind: str) -> HeadingFacts:
    """Of the committee, with the symbol of its register where it keeps one."""
    body = body_of(meeting.committee)
    if body is None:
        return paper_heading(meeting.committee.unit, meeting.committee, paper_type(kind))
    return body_heading(body, paper_type(kind))


def paper_document(content: PaperContent, upto: Reach) -> AdministrativeDocument:
    """The version for readers up to that reach; a draft until it is approved."""
    version = version_for(content.passages, upto)
    is_notice = content.kind == Kind.CONCLUSIONS
    # Once it has its number it keeps its symbol, whatever the register is called later.
    given = content.document.symbol if content.document else ""
    its_number, _slash, its_symbol = given.partition("/")
    return AdministrativeDocument(
        letterhead=letterhead_of(
            content.heading,
            number=its_number,
            symbol=its_symbol,
            issued_on=_dated(content),
            year=held_on(content.meeting).year,
        ),
        type_line=WORDS.notice if is_notice else WORDS.minutes,
        subject=paper_subject(content.meeting, content.kind),
        blocks=(*_blocks(version), *_corrected(content, upto)),
        signature=_signing(content) if is_notice else _presiding(content.meeting),
        co_signature=None if is_notice else _keeping(content.meeting),
        recipients=content.heading.recipients if is_notice else (),
        filing=content.heading.filing,
        annexes=_annexes(content, version, upto),
        notices=_notices(upto),
        is_draft=content.approved_on is None,
        made_on=content.approved_on or held_on(content.meeting),
    )


def paper_subject(meeting: Meeting, kind: str) -> str:
    if kind == Kind.CONCLUSIONS:
        return WORDS.conclusions_of.format(meeting=meeting_in_text(meeting))
    is_circulation = meeting.form == MeetingForm.CIRCULATION
    words = WORDS.of_circulation if is_circulation else WORDS.of_meeting
    return words.format(title=meeting.title)


def _dated(content: PaperContent) -> date | None:
    """A notice has the day of its number; minutes are of the day they tell of."""
    if content.kind == Kind.CONCLUSIONS:
        return content.document.dated_on if content.document else None
    closed_at = content.meeting.closed_at
    is_circulation = content.meeting.form == MeetingForm.CIRCULATION
    return (
        make_naive(closed_at).date() if is_circulation and closed_at else held_on(content.meeting)
    )


def _annexes(
    content: PaperContent, version: Sequence[Passage | Withheld], upto: Reach
) -> tuple[Annex, ...]:
    if content.kind != Kind.CONCLUSIONS:
        return ()
    return conclusions_annex(version, content.record, upto)


def _notices(upto: Reach) -> tuple[str, ...]:
    """What stands at the head of a version that does not leave the committee."""
    return {
        Reach.CIRCULATED: (),
        Reach.MEMBERS: (WORDS.for_members,),
        Reach.LIMITED: (WORDS.for_office,),
    }[upto]


def _blocks(version: Sequence[Passage | Withheld]) -> Iterator[Block]:
    heading = ""
    for each in version:
        if isinstance(each, Withheld):
            yield Paragraph((Run(_withheld(each.count), italic=True),))
            continue
        if each.heading and each.heading != heading:
            yield Heading(2, each.heading)
        heading = each.heading
        yield from text_blocks(each.text)


def _withheld(count: int) -> str:
    return WORDS.withheld_one if count == 1 else WORDS.withheld.format(count=number(count))


def text_blocks(written: str) -> Iterator[Block]:
    """A line is a paragraph; lines that begin with a dash are a list."""
    items: list[str] = []
    for line in filter(None, (line.strip() for line in written.splitlines())):
        if line.startswith("- "):
            items.append(line[2:])
            continue
        yield from _list(items)
        items = []
        yield Paragraph(text(line))
    yield from _list(items)


def _list(items: Sequence[str]) -> Iterator[Block]:
    if items:
        yield BulletList(tuple(text(item) for item in items))


def _corrected(content: PaperContent, upto: Reach) -> Iterator[Block]:
    """Never in silence: each with who, when and why; those of withheld passages are counted."""
    if not content.corrections:
        return
    passages = {passage.key: passage for passage in content.passages}
    reaches = {key: passage.reach for key, passage in passages.items()}
    read = [
        one
        for one in content.corrections
        if one.passage in reaches and may_read(reaches[one.passage], upto)
    ]
    withheld = len(content.corrections) - len(read)
    yield Heading(2, WORDS.corrections)
    if read:
        yield BulletList(tuple(text(_correction(one, passages[one.passage])) for one in read))
    if withheld:
        said = WORDS.correction_withheld.format(count=number(withheld))
        yield Paragraph((Run(said, italic=True),))


def _correction(one: PaperCorrection, passage: Passage) -> str:
    day, name = day_text(one.at, LANGUAGE), one.by.name if one.by else ""
    if not (one.before or one.after):
        first = passage.text.strip().partition("\n")[0]
        named = textwrap.shorten(first, _LONGEST_NAME, placeholder="…")
        return WORDS.narrowed.format(day=day, name=name, passage=named, reason=one.reason)
    return WORDS.correction.format(
        day=day,
        name=name,
        before=one.before,
        after=one.after,
        reason=one.reason,
    )


def _signing(content: PaperContent) -> Signature:
    """By whom its line in the register names: who signs later papers of the body is no matter."""
    document = content.document
    return signature_of(content.heading, name=document.signer if document else "")


def _presiding(meeting: Meeting) -> Signature:
    name = meeting.chair.name if meeting.chair else ""
    return Signature(authority=(WORDS.presiding,), post="", name=name)


def _keeping(meeting: Meeting) -> Signature:
    name = meeting.secretary.name if meeting.secretary else ""
    return Signature(authority=(WORDS.keeper,), post="", name=name)
