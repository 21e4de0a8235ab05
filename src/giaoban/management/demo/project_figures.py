"""What of a made-up figure belongs to which project? Parts for the units that are asked."""

from collections.abc import Iterable, Mapping

from giaoban.management.demo.content import draw
from giaoban.management.demo.figures import Answer
from giaoban.models import Period, Version
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.reporting.form_structure import BETWEEN_CODES
from giaoban.rules.reporting.indicators import IndicatorKind

_LEAST, _MOST = 0.75, 0.95  # the rest is outside of all projects


def answers_by_project(
    period: Period, answers: Mapping[int, Answer], unit_codes: Mapping[int, str]
) -> dict[int, Answer]:
    """The answers of units (by id) with the parts of projects added; those of others as they are.

    `unit_codes` lets the same figures be drawn however often the demo is made.
    """
    facts = form_facts(form_for(period))
    unasked = unasked_codes(facts, period, list(answers))
    return {
        unit_id: answer | _parts(facts, answer, unasked[unit_id], unit_codes[unit_id], period.key)
        for unit_id, answer in answers.items()
    }


def with_projects(version: Version, answer: Answer) -> Answer:
    """The same for one report that is typed by hand."""
    submission = version.submission
    found = answers_by_project(
        submission.period,
        {submission.unit_id: answer},
        {submission.unit_id: submission.unit.code},
    )
    return found[submission.unit_id]


def _parts(
    facts: FormFacts, answer: Answer, unasked: Iterable[str], unit: str, period: str
) -> Answer:
    parts: Answer = {}
    asked: dict[str, list[str]] = {}
    for _project, code in facts.of_projects:
        if code not in unasked:
            asked.setdefault(code.split(BETWEEN_CODES)[0], []).append(code)
    for whole, codes in asked.items():
        number = answer.get(whole)
        if isinstance(number, str) or number is None:
            continue
        chance = draw("projects", unit, period, whole)
        weights = [chance.uniform(0.4, 1.0) for _code in codes]
        share = chance.uniform(_LEAST, _MOST) / sum(weights)
        is_count = facts.kind_of[whole] is IndicatorKind.COUNT
        for code, weight in zip(codes, weights, strict=True):
            part = number * share * weight
            # Rounded down, so that the parts never exceed the whole.
            parts[code] = int(part) if is_count else int(part * 10) / 10
    return parts
