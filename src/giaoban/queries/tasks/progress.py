"""How far have the tasks come that were given: counted, by unit, by directive, one by one?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from giaoban.models import (
    Committee,
    Document,
    NumberedBody,
    Task,
    TaskEvent,
    TaskExtension,
    Unit,
)
from giaoban.queries.tasks.lives import WholeLife, whole_lives
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.lineage import subtree
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.register.documents import Access
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.counting import Count, TaskFacts, count_of, working_days_over
from giaoban.rules.tasks.on_a_day import belongs_to_span
from giaoban.rules.tasks.progress_facts import (
    MOST_LINES,
    CountedDirective,
    CountedUnit,
    CountedYear,
    Counts,
    ProgressFacts,
    TaskLine,
)
from giaoban.rules.tasks.spans import Span, span_before, years_in

_EVE = timedelta(days=1)
_LISTED = (Count.OVERDUE, Count.DONE_LATE, Count.WITHIN_TERM)


def tasks_of_directive(document: Document) -> QuerySet[Task]:
    """What the document's body gave by it, to whomever; not what units split off."""
    return Task.objects.filter(obligation__document=document, parent=None)


def tasks_given_by(body: NumberedBody) -> QuerySet[Task]:
    """Everything that the body gave, by its documents and by word; not what units split off.

    Questions about figures are left out, and what documents for named units oblige to: a report
    on a span goes to others than these.
    """
    found = Q(obligation__document__body=body.pk)
    if _gives_by_word(body):
        found |= Q(obligation=None, giver=body.unit_id)
    given = Task.objects.filter(found, parent=None, question=None)
    return given.exclude(obligation__document__access=Access.LIMITED)


def _gives_by_word(body: NumberedBody) -> bool:
    """Whether what its unit gave without a document is this body's.

    An instruction names a unit alone. Of several bodies there it is the committee's, which bears
    its name or symbol; where none does, it is that of the body kept longest, so that no task is
    in two reports or in none.
    """
    there = list(NumberedBody.objects.filter(unit=body.unit_id).order_by("-is_active", "pk"))
    committee = Committee.objects.filter(unit=body.unit_id).first()
    named = [
        one
        for one in there
        if committee and (one.name == committee.name or one.symbol == committee.symbol)
    ]
    return (named or there)[0].pk == body.pk


def tasks_within(tasks: QuerySet[Task], unit_id: int, on: date) -> QuerySet[Task]:
    """Of these tasks, none of them a part, what the unit and those under it have to do.

    A part that came into the subtree from outside counts there as a task: what it was split off is
    counted above. One statement for each level of parts.
    """
    below = subtree([unit_id], on)
    ids = tasks.order_by().values("pk")
    found = Q(pk__in=ids, unit__in=below)
    came_in = Q(unit__in=below) & ~Q(parent__unit__in=below)
    above = "parent"
    while Task.objects.filter(**{f"{above}__in": ids}).exists():
        found |= Q(**{f"{above}__in": ids}) & came_in
        above += "__parent"
    return Task.objects.filter(found)


def tasks_of_tree(unit_id: int, on: date) -> QuerySet[Task]:
    """Everything that the unit and those under it were given, by whomever; as tasks_given_by.

    A part that came from a unit above is a task here, one that was split off here is none.
    """
    below = subtree([unit_id], on)
    given = Task.objects.filter(
        Q(parent=None) | ~Q(parent__unit__in=below), unit__in=below, question=None
    )
    return given.exclude(obligation__document__access=Access.LIMITED)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A task of the report, and how it stood on its last day."""

    life: WholeLife
    facts: TaskFacts
    count: Count


def progress_facts(
    tasks: QuerySet[Task],
    under: Unit,
    *,
    today: date,
    span: Span | None,
    calendar: WorkingCalendar,
) -> ProgressFacts:
    """These tasks as they stood at the end of the span, or today while that is to come.

    Without a span all that was ever given. A row for each unit directly under `under` and one for
    itself; units elsewhere are one row without a name. About fifteen statements, whatever is
    counted.
    """
    as_of = min(span.ends_on, today) if span else today
    before = span_before(span) if span else None
    lives = whole_lives(tasks, before.starts_on - _EVE if before else as_of)
    counted = _counted(lives, span, as_of)
    return ProgressFacts(
        as_of=as_of,
        counts=_counts(counted),
        units=_units(counted, under, as_of),
        directives=_directives(counted),
        lines=_lines(counted, as_of, calendar),
        span=span,
        before=_counts(_counted(lives, before, min(before.ends_on, today))) if before else None,
        years=_years(lives, span, as_of),
    )


def _counted(lives: Iterable[WholeLife], span: Span | None, as_of: date) -> list[_Counted]:
    """Those that belong to the span, as they stood on its last day; withdrawn ones do not count."""
    found = []
    for life in lives:
        facts = life.stood(as_of)
        count = count_of(facts, as_of) if facts else None
        if facts is None or count is None:
            continue
        if span is None or belongs_to_span(life.stood(span.starts_on - _EVE)):
            found.append(_Counted(life, facts, count))
    return found


def _counts(counted: Iterable[_Counted]) -> Counts:
    found = Counter(each.count for each in counted)
    return {count: found[count] for count in Count}


def _years(lives: Sequence[WholeLife], span: Span | None, as_of: date) -> tuple[CountedYear, ...]:
    """Each year of a span of several, as it stood at its end."""
    years = years_in(Span(span.starts_on, max(as_of, span.starts_on))) if span else []
    if len(years) < 2:
        return ()
    return tuple(CountedYear(year, _counts(_counted(lives, year, year.ends_on))) for year in years)


def _units(counted: Sequence[_Counted], under: Unit, on: date) -> tuple[CountedUnit, ...]:
    tree = load_dated_tree().for_totals(on)
    children = tree.children_of(under.pk) if under.pk in tree else ()
    row_of = {unit: child for child in children for unit in tree.subtree_of(child)}
    row_of[under.pk] = under.pk
    by_row: dict[int | None, list[_Counted]] = defaultdict(list)
    for each in counted:
        by_row[row_of.get(each.life.unit_id)].append(each)
    names = _names([row for row in by_row if row is not None], on)
    rows = [
        CountedUnit(names[row], _counts(by_row[row]), is_itself=row == under.pk)
        for row in (under.pk, *children)
        if row in by_row
    ]
    if None in by_row:
        rows.append(CountedUnit("", _counts(by_row[None])))
    return tuple(rows)


def _directives(counted: Sequence[_Counted]) -> tuple[CountedDirective, ...]:
    """In the order of their dates; what was given without a document comes last."""
    by_document: dict[int | None, list[_Counted]] = defaultdict(list)
    for each in counted:
        by_document[each.life.document_id].append(each)
    held = Document.objects.filter(pk__in=[pk for pk in by_document if pk is not None])
    rows = [
        CountedDirective(symbol, dated_on, title, _counts(by_document[pk]))
        for pk, symbol, dated_on, title in held.order_by("dated_on", "number", "pk").values_list(
            "pk", "symbol", "dated_on", "title"
        )
    ]
    if None in by_document:
        rows.append(CountedDirective("", None, "", _counts(by_document[None])))
    return tuple(rows)


def _lines(
    counted: Sequence[_Counted], as_of: date, calendar: WorkingCalendar
) -> tuple[TaskLine, ...]:
    """One for each that is open or was done late, up to MOST_LINES; six statements."""
    listed = [each for each in counted if each.count in _LISTED]
    listed.sort(key=lambda each: (_LISTED.index(each.count), each.facts.due_on or date.max))
    shown = listed[:MOST_LINES]
    ids = [each.life.pk for each in shown]
    names = _names({each.life.unit_id for each in shown}, as_of)
    texts = {
        pk: (text, first_due_on, clause, symbol)
        for pk, text, first_due_on, clause, symbol in Task.objects.filter(pk__in=ids).values_list(
            "pk", "text", "first_due_on", "obligation__clause", "obligation__document__symbol"
        )
    }
    explained = _explanations(ids, as_of)
    lines = []
    for each in shown:
        text, first_due_on, clause, symbol = texts[each.life.pk]
        lines.append(
            TaskLine(
                symbol=symbol or "",
                clause=clause or "",
                text=text,
                unit_id=each.life.unit_id,
                unit=names[each.life.unit_id],
                due_on=each.facts.due_on,
                state=each.facts.state,
                count=each.count,
                days_over=working_days_over(each.facts, as_of, calendar),
                handed_in_on=each.facts.handed_in_on,
                is_extended=each.facts.due_on != first_due_on,
                explanation=explained.get(each.life.pk, ""),
                task_id=each.life.pk,
            )
        )
    return tuple(lines)


def _explanations(ids: Sequence[int], on: date) -> dict[int, str]:
    """By task the unit's newest words of why it is late, else of why it asked for more time."""
    asked = TaskExtension.objects.filter(task__in=ids, asked_at__date__lte=on).order_by("asked_at")
    said = TaskEvent.objects.filter(task__in=ids, at__date__lte=on).exclude(explanation="")
    found = dict(asked.values_list("task_id", "reason"))
    return found | dict(said.order_by("at", "pk").values_list("task_id", "explanation"))


def _names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    ids = sorted(set(unit_ids))
    names = dict(Unit.objects.filter(pk__in=ids).order_by().values_list("pk", "name"))
    return names | {unit_id: name for unit_id, (name, _kind) in names_on(ids, on).items()}
