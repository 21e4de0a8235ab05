"""How do some communes report by Excel? Filled templates, read by the same reader as any file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from giaoban.actions.reporting.import_outcomes import EVERYTHING_ACCEPTED
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.management.demo.content import content
from giaoban.management.demo.figures import Answer
from giaoban.management.demo.reports import Desk
from giaoban.management.demo.stories import Story
from giaoban.models import Period, Unit
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.template_facts import Filled, form_of_period, template_units
from giaoban.rules.units.tree import DatedTree


def import_workbooks(
    *, desk: Desk, period: Period, stories: Sequence[Story], now: datetime
) -> None:
    """Write the template of each unit, fill it in, and let the secretariat import it."""
    answers = {story.unit_id: story.answer for story in stories}
    units = Unit.objects.in_bulk(list(answers))
    files = [
        IncomingFile(file_name(units[unit_id].code, period.key), filled)
        for unit_id, filled in filled_workbooks(period, answers, desk.tree, now).items()
    ]
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


def filled_workbooks(
    period: Period, answers: Mapping[int, Answer], tree: DatedTree, now: datetime
) -> dict[int, bytes]:
    """The template of each unit with its answer in it, by unit id."""
    shared = form_of_period(period)
    writer = TemplateWriter(shared, period_title(period.key, "vi"), now, "vi")
    made = {}
    for unit_id, unit in template_units(shared, list(answers), tree).items():
        answer = answers[unit_id]
        said = Answers(
            {c: float(v) for c, v in answer.items() if not isinstance(v, str)},
            {c: v for c, v in answer.items() if isinstance(v, str)},
        )
        filled = Filled(said, {}, {}, "", nothing_arose=False)
        made[unit_id] = writer.workbook(replace(unit, filled=filled))
    return made
