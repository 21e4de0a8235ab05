"""What is a progress report made from: the tasks of a directive, or all that a body gave?"""

from datetime import date

from django.db.models import QuerySet

from giaoban.documents.register.document_names import named_in_text
from giaoban.documents.tasks.progress_report import ProgressPaper
from giaoban.models import Document, NumberedBody, Task, Unit
from giaoban.queries.country import country
from giaoban.queries.register.headings import body_heading
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.progress import (
    progress_facts,
    tasks_given_by,
    tasks_of_directive,
    tasks_within,
)
from giaoban.rules.reporting.consolidated_facts import Heading
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.spans import Span

_YEARS_BACK = 5  # of holidays; what is overdue for longer is counted in plain working days


def directive_progress(
    document: Document,
    *,
    seen: QuerySet[Task],
    today: date,
    span: Span | None,
    under: Unit | None = None,
) -> ProgressPaper:
    """How far the directive has come, as a whole or in a span; of a unit with those under it.

    Counted are the tasks among `seen`, those that whoever asks may see.
    """
    facts = progress_facts(
        _of(under, tasks_of_directive(document), today).filter(pk__in=seen.order_by().values("pk")),
        under or document.body.unit,
        today=today,
        span=span,
        calendar=_calendar(today),
    )
    name = under.name if under else ""
    return ProgressPaper(_heading(document.body), facts, named_in_text(document), name)


def span_progress(
    body: NumberedBody, *, today: date, span: Span, under: Unit | None = None
) -> ProgressPaper:
    """How far everything has come that the body gave; a span of years has them apart.

    What documents for named units oblige to is not in it.
    """
    facts = progress_facts(
        _of(under, tasks_given_by(body), today),
        under or body.unit,
        today=today,
        span=span,
        calendar=_calendar(today),
    )
    return ProgressPaper(_heading(body), facts, unit=under.name if under else "")


def _of(under: Unit | None, tasks: QuerySet[Task], today: date) -> QuerySet[Task]:
    return tasks if under is None else tasks_within(tasks, under.pk, today)


def _heading(body: NumberedBody) -> Heading:
    return body_heading(body, country().phrases.frame.symbol)


def _calendar(today: date) -> WorkingCalendar:
    return working_calendar(range(today.year - _YEARS_BACK, today.year + 1))
