"""What does a notice of conclusions say, and what stands in its annex?

The annex is made of the passages that the notice has, so that nothing stands in it that was taken
out of the notice, or that the version at hand withholds.
"""

from collections.abc import Iterable

from giaoban.documents.content import Annex, Cell, Column, Row, Table
from giaoban.documents.meetings.record_words import (
    WORDS,
    co_operating_words,
    meeting_in_text,
    moment_words,
    term_words,
)
from giaoban.documents.numbers import long_date
from giaoban.documents.reporting.report_words import LANGUAGE, TO_BE_FILLED
from giaoban.models import Conclusion
from giaoban.queries.meetings.arising import conclusion_reach, held_on
from giaoban.queries.meetings.record import MeetingRecord
from giaoban.rules.meetings.passages import Passage, Reach, Withheld, may_read

_KEY = "conclusion-"


def notice_passages(record: MeetingRecord, agency: str) -> list[Passage]:
    """Each conclusion with its number; who carries it out stands in the annex."""
    opening = _opening(record, agency)
    concluded = [
        Passage(f"{_KEY}{one.pk}", "", f"{place}. {one.text}", conclusion_reach(one))
        for place, one in enumerate(record.conclusions, start=1)
    ]
    return [Passage("opening", "", opening), *concluded, *_closing(record, agency)]


def _closing(record: MeetingRecord, agency: str) -> list[Passage]:
    """It names the annex, so it goes as far as anything that stands there."""
    asking = {conclusion_reach(one) for one in record.conclusions if one.asks}
    said = WORDS.notice_closing.format(agency=agency)
    return [Passage("closing", "", said, reach) for reach in Reach if reach in asking][:1]


def _opening(record: MeetingRecord, agency: str) -> str:
    meeting = record.meeting
    called = meeting_in_text(meeting)
    if record.is_circulation:
        until = moment_words(meeting.ends_at)
        return WORDS.notice_opening_in_writing.format(meeting=called, until=until, agency=agency)
    chair = meeting.chair
    return WORDS.notice_opening.format(
        day=long_date(held_on(meeting), LANGUAGE).removeprefix("ngày "),
        chair=", ".join(filter(None, (chair.name, chair.post))) if chair else TO_BE_FILLED,
        meeting=called,
        agency=agency,
    )


def conclusions_annex(
    version: Iterable[Passage | Withheld], record: MeetingRecord, upto: Reach
) -> tuple[Annex, ...]:
    """Of the conclusions in this version those that ask something; none: no annex.

    The words are the passage's, which somebody may have shortened, and never the record's. One
    whose passage was let go further than the conclusion has no line: its product and units do not.
    """
    by_key = {
        f"{_KEY}{one.pk}": one
        for one in record.conclusions
        if one.asks and may_read(conclusion_reach(one), upto)
    }
    found = [each for each in version if isinstance(each, Passage) and each.key in by_key]
    rows = [
        _row(number, passage, by_key[passage.key], record)
        for number, passage in enumerate(found, start=1)
    ]
    if not rows:
        return ()
    table = Table(
        columns=(
            Column(0.6, "center"),
            Column(4.6),
            Column(2.2),
            Column(2.4),
            Column(2.0),
            Column(1.6, "center"),
        ),
        header=(tuple(Cell(title) for title in WORDS.annex_head),),
        rows=tuple(rows),
        is_landscape=True,
        indent_column=1,
    )
    return (Annex(WORDS.annex, (table,)),)


def _row(number: int, passage: Passage, one: Conclusion, record: MeetingRecord) -> Row:
    lead = record.unit_names[one.lead_id] if one.lead_id is not None else ""
    return Row(
        (
            Cell(str(number), value=number),
            Cell(_unnumbered(passage.text)),
            Cell(lead),
            Cell(co_operating_words(one, record)),
            Cell(one.product),
            Cell(term_words(one)),
        )
    )


def _unnumbered(text: str) -> str:
    """The annex has numbers of its own."""
    number, dot, rest = text.partition(". ")
    return rest if dot and number.isdigit() else text
