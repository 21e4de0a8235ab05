"""Is a period's template the built-in layout or the workbook in use?"""

from datetime import datetime

from django.core.files.storage import default_storage

from giaoban.exchange.reporting.committee_workbook import MarkedTemplateWriter
from giaoban.exchange.reporting.workbook_template import OfferWords, TemplateWriter
from giaoban.models import WorkbookMap
from giaoban.queries.reporting.template_facts import FormOfPeriod
from giaoban.queries.reporting.workbook_maps import workbook_in_use
from giaoban.rules.reporting.marked_forms import uncovered
from giaoban.rules.reporting.workbook_lists import uncovered_lists
from giaoban.rules.reporting.workbook_marks import read


def template_writer(
    shared: FormOfPeriod,
    period_title: str,
    made_at: datetime,
    language: str,
    offer_words: OfferWords | None = None,
) -> TemplateWriter | MarkedTemplateWriter:
    """The workbook in use where it covers the whole form of the period; else the built-in one."""
    in_use = workbook_in_use(shared.period.regime_id)
    if in_use is not None:
        marks = read(in_use.marks)
        content = content_of(in_use)
        missing = uncovered(shared.facts.indicators, marks)
        if content is not None and not missing + uncovered_lists(shared.facts.lists, marks):
            return MarkedTemplateWriter(shared, period_title, made_at, language, content, marks)
    return TemplateWriter(shared, period_title, made_at, language, offer_words)


def content_of(held: WorkbookMap) -> bytes | None:
    """The workbook as it was uploaded; None where the file is gone."""
    name = held.file.content.name or ""
    try:
        with default_storage.open(name) as opened:
            content: bytes = opened.read()
            return content
    except OSError:
        return None
