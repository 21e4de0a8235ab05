"""What of the demo was made in Word or came back signed? A template, and a copy as issued."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

from docx import Document

from giaoban.actions.reporting.document_templates import add_template, try_template
from giaoban.actions.reporting.issued_copies import add_issued_copy
from giaoban.documents.content import Block, Figure, Heading, Paragraph
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.documents.word_templates.starter import starter_template
from giaoban.management.demo.content import content
from giaoban.management.demo.people import People
from giaoban.models import ConsolidatedReport, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of


def add_word_template(*, people: People, host: Unit, regime: Regime, now: datetime) -> None:
    """The starter with a line of the committee's own, tried on the last period; not in use yet."""
    words = content("words")["word_template"]
    word = Document(BytesIO(starter_template()))
    footer = word.sections[0].footer
    footer.is_linked_to_previous = False
    footer.paragraphs[0].text = words["line"]
    made = BytesIO()
    word.save(made)
    template = add_template(
        unit=host,
        regime=regime,
        name=words["file"],
        content=made.getvalue(),
        by=people.secretary,
        now=now,
    )
    tried_at = now + timedelta(minutes=4)
    try_template(template=template, by=people.secretary, today=now.date(), now=tried_at)


def put_back_issued_copy(*, people: People, report: ConsolidatedReport, now: datetime) -> None:
    """A PDF that looks signed and says that it is not; somebody typed one figure anew in it."""
    words = content("words")["issued"]
    report.refresh_from_db()
    found = figures_of(report)
    document = report_document(report, found.facts, found.earlier)
    blocks, correct = _with_a_slip(document.blocks)
    signature = document.signature and replace(document.signature, name=words["signed"])
    blocks = (Heading(1, words["made_up"]), *blocks)
    issued = replace(document, blocks=blocks, signature=signature)
    add_issued_copy(
        report=report,
        name=words["file"],
        content=to_pdf(issued),
        note=words["note"] % {"figure": correct},
        by=people.secretary,
        now=now,
    )


def _with_a_slip(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], str]:
    """The first figure in prose with its last two different digits changed over; and that figure.

    Raises ValueError where there is none.
    """
    for place, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        for at, run in enumerate(block.runs):
            if isinstance(run, Figure) and (slipped := _slipped(run.text)) != run.text:
                runs = (*block.runs[:at], replace(run, text=slipped), *block.runs[at + 1 :])
                changed = replace(block, runs=runs)
                return (*blocks[:place], changed, *blocks[place + 1 :]), run.text
    raise ValueError("no figure stands in the prose")


def _slipped(figure: str) -> str:
    for last in range(len(figure) - 1, 0, -1):
        pair = figure[last - 1 : last + 1]
        if pair.isdigit() and pair[0] != pair[1]:
            return f"{figure[: last - 1]}{pair[1]}{pair[0]}{figure[last + 1 :]}"
    return figure
