"""What does the result list of a bulk import look like? Some taken, one refused with its copy."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO

from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.queued_imports import SentFile, queue_import
from giaoban.exchange.reporting.workbook_template import file_name
from giaoban.management.demo.content import content
from giaoban.management.demo.figures import Answer
from giaoban.management.demo.reports import Desk
from giaoban.management.demo.workbooks import filled_workbooks
from giaoban.models import Period, Unit

FILES = 5


def import_in_bulk(
    *, desk: Desk, period: Period, units: Sequence[Unit], answers: Mapping[int, Answer]
) -> None:
    """The first of the units has more applications online than it solved; the others are taken."""
    wrong = dict(answers[units[0].pk])
    wrong["ho_so_truc_tuyen"] = float(wrong["ho_so_giai_quyet"]) + 40
    given = {unit.pk: answers[unit.pk] for unit in units} | {units[0].pk: wrong}
    sent_at = desk.now - timedelta(hours=2)
    filled = filled_workbooks(period, given, desk.tree, sent_at)
    files = [
        SentFile(file_name(unit.code, period.key), len(filled[unit.pk]), BytesIO(filled[unit.pk]))
        for unit in units
    ]
    queue_import(
        regime=period.regime,
        files=files,
        by=desk.people.secretary,
        now=sent_at,
        reason=content("words")["explanations"]["other"],
    )
    while read_next_batch(today=sent_at.date(), now=sent_at):
        pass
