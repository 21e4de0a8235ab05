"""How do some communes report by Excel? Filled templates, read by the same reader as any file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from giaoban.actions.reporting.import_outcomes import EVERYTHING_ACCEPTED
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.management.demo.content import content
from giaoban.management.demo.reports import Desk
from giaoban.management.demo.stories import Story
from giaoban.models import Period
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.template_facts import Filled, form_of_period, template_units


def import_workbooks(
    *, desk: Desk, period: Period, stories: Sequence[Story], now: datetime
) -> None:
    """Write the template of each unit, fill it in, and let the secretariat import it."""
    shared = form_of_period(period)
    answers = {story.unit_id: story.answer for story in stories}
    units = template_units(shared, list(answers), desk.tree)
    writer = TemplateWriter(shared, period_title(period.key, "vi"), now, "vi")
    files = []
    for unit_id, unit in units.items():
        answer = answers[unit_id]
        said = Answers(
            {c: float(v) for c, v in answer.items() if not isinstance(v, str)},
            {c: v for c, v in answer.items() if isinstance(v, str)},
        )
        filled = Filled(said, {}, {}, "", nothing_arose=False)
        content_of_file = writer.workbook(replace(unit, filled=filled))
        files.append(IncomingFile(file_name(unit.code, period.key), content_of_file))
    wanted = Import(
        regime=period.regime,
        reach=EVERYTHING_ACCEPTED,
        by=desk.people.secretary,
        today=now.date(),
        now=now,
        reason=content("words")["explanations"]["other"],
    )
    for outcome in import_files(wanted=wanted, files=files):
        if outcome.is_refused:
            raise ValueError(f"{outcome.name}: {outcome.problems}")
