"""A unit says in one click that nothing arose: begin its draft and answer the whole form."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor
from giaoban.actions.reporting.drafts import Cell, begin_version, say_nothing_arose
from giaoban.models import Period, Unit, Version
from giaoban.queries.reporting.answers import Answers, comparison
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.reporting.indicators import asked_of_unit
from giaoban.rules.reporting.nothing_arose import nothing_arose
from giaoban.rules.reporting.periods import PeriodKind, begins_its_year


@transaction.atomic
def declare_nothing_arose(*, unit: Unit, period: Period, by: Actor, now: datetime) -> Version:
    """The draft with every cell answered as rules.reporting.nothing_arose says; it is not sent yet.

    Raises RuleError as begin_version does; then nothing is begun.
    """
    version = begin_version(unit=unit, period=period, by=by, now=now)
    before = comparison(period, [unit.pk]).previous.get(unit.pk, Answers())
    facts = form_facts(version.form)
    unasked = unasked_codes(facts, period, [unit.pk])[unit.pk]
    answers = nothing_arose(
        asked_of_unit(facts.indicators, unasked),
        before.numbers,
        before.texts,
        begins_year=begins_its_year(
            period.key, PeriodKind(period.regime.frequency), period.regime.year_starts
        ),
    )
    cells = {code: Cell(number=number) for code, number in answers.numbers.items()}
    cells |= {code: Cell(text=text) for code, text in answers.texts.items()}
    return say_nothing_arose(version=version, cells=cells, by=by, now=now)
