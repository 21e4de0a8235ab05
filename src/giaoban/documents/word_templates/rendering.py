"""How does a report or a letter become a Word file in a committee's own layout?"""

from dataclasses import dataclass
from typing import Any

from giaoban.apart.parent import done_apart
from giaoban.documents import wording
from giaoban.documents.content import AdministrativeDocument, Chart
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.reporting.dunning_letter import DunningFacts
from giaoban.documents.word_templates.fields import FIELDS
from giaoban.documents.word_templates.filling import PART_KEY
from giaoban.documents.word_templates.finishing import finished
from giaoban.documents.word_templates.letter_fields import LETTER_FIELDS, LetterSource
from giaoban.documents.word_templates.pieces import PieceWriter, plain
from giaoban.documents.word_templates.schema import (
    Context,
    Part,
    TemplateField,
    aliases_of,
    context_of,
)
from giaoban.documents.word_templates.sources import DocumentSource, ReportSource
from giaoban.documents.writable import writable
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts

_FILLING = "giaoban.documents.word_templates.filling"


Facts = ConsolidatedFacts | DunningFacts
"""Behind a report, or behind a letter to those whose report is missing."""


@dataclass(frozen=True)
class Given:
    """What a template is given, and the charts that its ready-made parts name by their place."""

    context: Context
    charts: tuple[Chart, ...]


def fields_for(facts: Facts) -> tuple[TemplateField, ...]:
    return LETTER_FIELDS if isinstance(facts, DunningFacts) else FIELDS


def given_of(
    document: AdministrativeDocument, facts: Facts, profile: LayoutProfile = LAYOUT
) -> Given:
    """Every field's value for this report or letter."""
    writer = PieceWriter(profile)
    source: DocumentSource
    if isinstance(facts, DunningFacts):
        source = LetterSource(document, profile, writer, facts)
    else:
        source = ReportSource(document, profile, writer, facts)
    return Given(context_of(fields_for(facts), source), tuple(writer.charts))


def filled_template(
    template: bytes,
    document: AdministrativeDocument,
    facts: Facts,
    profile: LayoutProfile = LAYOUT,
) -> bytes:
    """The template with the values of the report or letter.

    Raises RuleError `template_fails` (said, nearby), `file_takes_too_much`, `template_damaged`.
    """
    given = given_of(document, facts, profile)
    task = {
        "context": _sent(given.context),
        "aliases": aliases_of(fields_for(facts)),
        "properties": {
            "title": writable(document.title)[:255],
            "author": writable(document.author)[:255],
            "subject": "",
            "comments": "",
            "identifier": "",
            "language": profile.language,
        },
    }
    answer, made = done_apart(_FILLING, task, template)
    if "failed" in answer:
        raise RuleError("template_fails", said=answer["said"], nearby=answer["nearby"])
    return finished(made, given.charts, wording.notice_lines(document, profile), profile)


def _sent(value: Any) -> Any:
    match value:
        case Part(xml):
            return {PART_KEY: xml}
        case str():
            return plain(writable(value))
        case dict():
            return {name: _sent(each) for name, each in value.items()}
        case list():
            return [_sent(each) for each in value]
    return value
