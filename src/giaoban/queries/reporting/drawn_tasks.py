"""How do the tasks of a unit and of those under it stand at the end of a report's period?"""

from dataclasses import replace
from datetime import date

from giaoban.models import Period, Unit
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.progress import progress_facts, tasks_of_tree
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.drawn_tasks import MOST_KEPT, DrawnTask, DrawnTasks
from giaoban.rules.reporting.report_content import ReportContent
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.spans import Span

_YEARS_BACK = 5


def with_tasks(
    facts: ConsolidatedFacts,
    content: ReportContent,
    unit: Unit,
    period: Period,
    today: date | None,
) -> ConsolidatedFacts:
    """The facts with the tasks beside them, where a section of the report asks for them."""
    if not content.has_tasks:
        return facts
    return replace(facts, tasks=drawn_tasks(unit, period, today))


def drawn_tasks(unit: Unit, period: Period, today: date | None) -> DrawnTasks:
    """As they stood on the period's last day, or today where that is to come; None: it is over.

    Counted is what was open in the period, whoever gave it; of what documents for named units
    oblige to, nothing.
    """
    last = period.ends_on
    found = progress_facts(
        tasks_of_tree(unit.pk, last),
        unit,
        today=last if today is None else today,
        span=Span(period.starts_on, last),
        calendar=working_calendar(range(last.year - _YEARS_BACK, last.year + 1)),
    )
    overdue = found.lines_of(Count.OVERDUE)
    return DrawnTasks(
        as_of=found.as_of.isoformat(),
        counts={str(count): number for count, number in found.counts.items()},
        overdue=tuple(
            DrawnTask(
                unit_id=line.unit_id,
                unit=line.unit,
                symbol=line.symbol,
                text=line.text,
                due_on=line.due_on.isoformat() if line.due_on else "",
                days_over=line.days_over,
                explanation=line.explanation,
            )
            for line in overdue[:MOST_KEPT]
        ),
        left_out=found.counts[Count.OVERDUE] - len(overdue[:MOST_KEPT]),
    )
