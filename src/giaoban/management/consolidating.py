"""Which document does the command `consolidate` make, of the report that it was asked for?"""

from dataclasses import replace

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.reporting.consolidation import first_content
from giaoban.actions.reporting.folding import fold_all
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.consolidated_report import (
    Issue,
    consolidated_report,
    report_document,
)
from giaoban.documents.reporting.report_words import report_subject
from giaoban.exchange.reporting.annex_workbook import annex_workbook
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.models import ConsolidatedReport, Period, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of, newest_report
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError


def document_asked(*, regime_code: str, key: str, unit_code: str) -> AdministrativeDocument:
    """What waits is added up first; a report drafted on the page comes before the outline.

    Raises CommandError where no such regime, period or unit is known.
    """
    period = _period(regime_code, key)
    unit = _unit(unit_code, period)
    fold_all()
    report = newest_report(unit, period)
    return _written(report) if report else _unwritten(unit, period)


def annex_asked(*, regime_code: str, key: str, unit_code: str) -> bytes:
    """The figures of the same report in the committee's own workbook.

    Raises CommandError also where the regime uses none.
    """
    period = _period(regime_code, key)
    unit = _unit(unit_code, period)
    fold_all()
    report = newest_report(unit, period)
    facts = figures_of(report).facts if report else consolidated_facts(unit, period)
    try:
        return annex_workbook(period.regime_id, facts, period_title(key))
    except RuleError as error:
        raise CommandError(sentence(error.problem)) from error


def _period(regime_code: str, key: str) -> Period:
    regime = Regime.objects.filter(code=regime_code).first()
    if regime is None:
        raise CommandError(_("There is no regime with the code %(code)s.") % {"code": regime_code})
    period = Period.objects.select_related("regime").filter(regime=regime, key=key).first()
    if period is None:
        raise CommandError(
            _("%(regime)s has no period %(key)s.") % {"regime": regime.code, "key": key}
        )
    return period


def _unit(code: str, period: Period) -> Unit:
    found = load_dated_tree().bearer_within(code, period.starts_on, period.ends_on)
    if found is None:
        raise CommandError(
            _("No unit bears the code %(code)s in the period %(key)s.")
            % {"code": code, "key": period.key}
        )
    return Unit.objects.get(pk=found.id)


def _written(report: ConsolidatedReport) -> AdministrativeDocument:
    found = figures_of(report)
    return report_document(report, found.facts, found.earlier)


def _unwritten(unit: Unit, period: Period) -> AdministrativeDocument:
    """As a newly drafted report would be, without keeping one; what is empty is left out."""
    content = first_content(period.regime)
    written = tuple(section for section in content.sections if section.text)
    issue = Issue(
        title=report_subject(
            period.regime.name, period.key, period.regime.year_starts
        ), year=timezone.localdate().year
    )
    return consolidated_report(
        replace(content, sections=written), consolidated_facts(unit, period), issue
    )
