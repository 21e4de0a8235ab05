"""The way of a unit's own Word template: stored, tried on real figures, put in use, taken out."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Max

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation import first_content
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.reporting.consolidated_report import (
    Issue,
    consolidated_report,
    report_document,
)
from giaoban.documents.reporting.dunning_facts import dunning_facts
from giaoban.documents.reporting.dunning_letter import DunningFacts, dunning_letter
from giaoban.documents.reporting.report_words import report_subject
from giaoban.documents.word_templates.bounds import refuse_template
from giaoban.documents.word_templates.checking import template_problems
from giaoban.documents.word_templates.fields import FIELDS
from giaoban.documents.word_templates.files import template_bytes
from giaoban.documents.word_templates.letter_fields import LETTER_FIELDS
from giaoban.documents.word_templates.rendering import Facts, filled_template
from giaoban.documents.word_templates.schema import known_names
from giaoban.models import DocumentTemplate, Period, Person, Regime, SourceFile, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of, newest_report
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.reporting.document_templates import (
    indicator_codes,
    last_period,
    last_period_owed,
)
from giaoban.queries.reporting.drawn_tasks import with_tasks
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.reminding import unsent_units
from giaoban.queries.units.lineage import subtree_ids
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts


def letter_to_try(
    unit: Unit, period: Period, now: datetime
) -> tuple[AdministrativeDocument, DunningFacts]:
    """The letter to those under the unit whose report of the period is missing.

    Raises RuleError `letter_without_missing`.
    """
    owing = unsent_units(period, load_dated_tree()) & set(subtree_ids([unit.pk], period.ends_on))
    if not owing:
        raise RuleError("letter_without_missing")
    facts = dunning_facts(unit, period, owing, now)
    return dunning_letter(facts), facts


def report_to_try(
    unit: Unit, period: Period, today: date
) -> tuple[AdministrativeDocument, ConsolidatedFacts]:
    """The unit's newest report of the period, or what a new one would be; nothing is stored.

    The year of today is printed where a new one's date is open. Sections without a text are left
    out.
    """
    report = newest_report(unit, period)
    if report is not None:
        found = figures_of(report, today)
        return report_document(report, found.facts, found.earlier), found.facts
    content = first_content(period.regime)
    written = tuple(section for section in content.sections if section.text)
    facts = with_tasks(consolidated_facts(unit, period), content, unit, period, today)
    subject = report_subject(
        period.regime.name,
        period.key,
        period.regime.year_starts,
        incident=incident_name(period),
    )
    issue = Issue(title=subject, year=today.year)
    return consolidated_report(replace(content, sections=written), facts, issue), facts


def add_template(
    *,
    unit: Unit,
    regime: Regime | None,
    name: str,
    content: bytes,
    by: Person | None,
    now: datetime,
    kind: str = DocumentTemplate.Kind.REPORT,
) -> DocumentTemplate:
    """Store a template with what is wrong in its tags; it is not used before it was tried.

    Raises RuleError where the file may not be opened at all (word_templates.bounds).
    """
    refuse_template(name, content)
    fields = LETTER_FIELDS if kind == DocumentTemplate.Kind.LETTER else FIELDS
    known = known_names(fields, indicator_codes(unit.pk, regime), LAYOUT.language)
    problems = [problem.stored() for problem in template_problems(content, known)]
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)  # numbers are counted one after another
        newest = DocumentTemplate.objects.filter(unit=unit).aggregate(last=Max("number"))["last"]
        template = DocumentTemplate.objects.create(
            unit=unit,
            regime=regime,
            kind=kind,
            number=(newest or 0) + 1,
            file=_stored(name, content, by, now),
            problems=problems,
            added_at=now,
            added_by=by,
        )
        record(
            actor=by,
            action="add_document_template",
            on=template,
            at=now,
            after={"file": template.file.name, "sha256": template.file.sha256},
        )
    return template


def try_template(
    *, template: DocumentTemplate, by: Person | None, today: date, now: datetime
) -> DocumentTemplate:
    """Fill it with the last period's figures and keep what came out.

    That of a letter is filled for the last period for which a report is missing. A mistake that
    only filling shows is kept as a problem. Raises RuleError `template_has_problems` (count),
    `template_without_figures`, `letter_without_missing`, `file_takes_too_much`,
    `template_is_gone`.
    """
    if template.problems:
        raise RuleError("template_has_problems", count=len(template.problems))
    period, document, facts = _to_try(template, today, now)
    made = b""
    problems = []
    try:
        made = filled_template(template_bytes(template), document, facts)
    except RuleError as error:
        if error.code != "template_fails":
            raise
        problems = [{"code": error.code, "place": None, "params": dict(error.params)}]
    with transaction.atomic():
        held = _held(template)
        held.problems, held.tried_at = problems, None if problems else now
        held.tried_regime, held.tried_period = period.regime.name[:60], period.key[:60]
        held.trial = _stored(_trial_name(held.file.name), made, by, now) if made else None
        held.save()
        record(
            actor=by,
            action="try_document_template",
            on=held,
            at=now,
            after={"key": period.key, "mistakes": len(problems)},
        )
    return held


def _to_try(
    template: DocumentTemplate, today: date, now: datetime
) -> tuple[Period, AdministrativeDocument, Facts]:
    if template.kind == DocumentTemplate.Kind.LETTER:
        owed = last_period_owed(template.unit, template.regime, today)
        if owed is None:
            raise RuleError("letter_without_missing")
        return owed, *letter_to_try(template.unit, owed, now)
    period = last_period(template.unit, template.regime, today)
    if period is None:
        raise RuleError("template_without_figures")
    return period, *report_to_try(template.unit, period, today)


@transaction.atomic
def use_template(
    *, template: DocumentTemplate, by: Person | None, now: datetime
) -> DocumentTemplate:
    """From now on Word files follow it; the one before it is taken out of use.

    Raises RuleError `template_not_tried`, `template_in_use_already`.
    """
    held = _held(template)
    if held.is_in_use:
        raise RuleError("template_in_use_already")
    if held.problems or held.tried_at is None:
        raise RuleError("template_not_tried")
    before = DocumentTemplate.objects.filter(
        unit=held.unit_id,
        regime=held.regime_id,
        kind=held.kind,
        used_since__isnull=False,
        used_until=None,
    )
    before.update(used_until=now)
    held.used_since, held.used_until = now, None
    held.save(update_fields=["used_since", "used_until"])
    record(actor=by, action="use_document_template", on=held, at=now)
    return held


@transaction.atomic
def stop_template(
    *, template: DocumentTemplate, by: Person | None, now: datetime
) -> DocumentTemplate:
    """Back to the built-in layout; raises RuleError `template_not_in_use`."""
    held = _held(template)
    if not held.is_in_use:
        raise RuleError("template_not_in_use")
    held.used_until = now
    held.save(update_fields=["used_until"])
    record(actor=by, action="stop_document_template", on=held, at=now)
    return held


def _held(template: DocumentTemplate) -> DocumentTemplate:
    return (
        DocumentTemplate.objects.select_for_update(of=("self",))
        .select_related("unit", "regime", "file")
        .get(pk=template.pk)
    )


def _stored(name: str, content: bytes, by: Person | None, now: datetime) -> SourceFile:
    file = source_rows([(name, content)], by=by, now=now)[0]
    keep_bytes(file, content)
    return file


def _trial_name(name: str) -> str:
    path = PurePosixPath(name)
    return f"{path.stem}-thu{path.suffix}"
