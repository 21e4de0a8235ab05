"""What do the workbooks of a period need to know, for one unit or for thousands?"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from giaoban.models import Form, Period, Target, Version
from giaoban.queries.reporting.answers import Answers, answers_of, comparison
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for, form_text
from giaoban.queries.reporting.list_rows import RowsOfLists, rows_of
from giaoban.queries.reporting.offers import Offered, offered_to_units
from giaoban.queries.reporting.periods import target_year
from giaoban.queries.reporting.projects import NOTHING, unasked_codes
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.dictionary import entries_of
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.indicators import with_ratios
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True)
class FormOfPeriod:
    """What the workbooks of all units of a period share."""

    period: Period
    form: Form
    text: FormText
    facts: FormFacts


@dataclass(frozen=True)
class Filled:
    """What a report says already, to be written into its workbook."""

    answers: Answers
    notes: dict[str, str]  # by indicator code
    explanations: dict[int, str]  # by index of the check in the form
    note: str
    nothing_arose: bool
    lists: RowsOfLists = field(default_factory=dict)  # of those that are answered


@dataclass(frozen=True)
class UnitOfTemplate:
    """What the workbook of one unit says beside the form; numbers by indicator code.

    `previous` and `last_year` hold ratios too. Targets are those of the period's year.
    """

    code: str
    name: str
    due_at: datetime
    previous: Answers
    last_year: Answers
    targets: dict[str, float]
    filled: Filled | None = None
    offered: Offered = field(default_factory=Offered)  # what its other reports hold
    unasked: frozenset[str] = NOTHING  # codes of projects that it is not asked about


def form_of_period(period: Period) -> FormOfPeriod:
    """Six queries. Raises RuleError `regime_without_form`."""
    form = form_for(period)
    return FormOfPeriod(period, form, form_text(form), form_facts(form))


def template_units(
    shared: FormOfPeriod, unit_ids: Collection[int], tree: DatedTree | None = None
) -> dict[int, UnitOfTemplate]:
    """The facts of each unit asked for, in the tree's order; a constant number of queries."""
    tree = tree or load_dated_tree()
    period = shared.period
    wanted = set(unit_ids)
    due = deadlines_of(period, wanted, tree)
    earlier = comparison(period, wanted)
    targets = _targets(period, wanted)
    unasked = unasked_codes(shared.facts, period, wanted, tree)
    offered = _offered(shared, wanted)
    return {
        unit.id: UnitOfTemplate(
            code=unit.code,
            name=unit.name,
            due_at=due[unit.id],
            previous=_complete(shared, earlier.previous.get(unit.id)),
            last_year=_complete(shared, earlier.last_year.get(unit.id)),
            targets=targets.get(unit.id, {}),
            offered=offered.get(unit.id, Offered()),
            unasked=unasked[unit.id],
        )
        for unit in tree.units()
        if unit.id in wanted
    }


def filled_from(version: Version, facts: FormFacts) -> Filled:
    """What a version says, for the workbook of its own form; three queries, four with lists."""
    index_of = {check_id: index for index, check_id in enumerate(facts.check_ids)}
    answers = answers_of(version)
    return Filled(
        answers=answers,
        lists=_lists(version, facts, answers),
        notes=dict(
            version.values.exclude(note="").values_list("indicator__code", "note"),
        ),
        explanations={
            index_of[check_id]: text
            for check_id, text in version.explanations.values_list("check_rule_id", "text")
            if check_id in index_of
        },
        note=version.note,
        nothing_arose=version.nothing_arose,
    )


def _lists(version: Version, facts: FormFacts, answers: Answers) -> RowsOfLists:
    """The rows of the lists that are answered, with none where there were none."""
    if not facts.lists:
        return {}
    rows = rows_of(version)
    return {
        listed.code: rows.get(listed.code, [])
        for listed in facts.lists
        if generated_code(listed.code, ROWS) in answers.numbers
    }


def _complete(shared: FormOfPeriod, answers: Answers | None) -> Answers:
    if answers is None:
        return Answers()
    return Answers(with_ratios(shared.facts.indicators, answers.numbers), answers.texts)


def _offered(shared: FormOfPeriod, unit_ids: Collection[int]) -> dict[int, Offered]:
    """What the units' other reports hold; no query where nothing of the form is linked, unless the
    period is of an incident."""
    if not entries_of(shared.text) and shared.period.incident_id is None:
        return {}
    items = list(shared.form.items.select_related("indicator"))
    return offered_to_units(unit_ids, shared.period, items)


def _targets(period: Period, unit_ids: Collection[int]) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = defaultdict(dict)
    rows = Target.objects.filter(indicator__regime=period.regime_id, year=target_year(period))
    if len(unit_ids) < 500:
        rows = rows.filter(unit__in=unit_ids)
    for unit_id, code, number in rows.values_list("unit_id", "indicator__code", "number"):
        found[unit_id][code] = number
    return dict(found)
