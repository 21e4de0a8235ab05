"""Which file does the command `consolidate` make, of the report that it was asked for?"""

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.reporting.document_templates import report_to_try
from giaoban.actions.reporting.folding import fold_all
from giaoban.documents.period_titles import period_title
from giaoban.documents.renderers import FileKind, renderer
from giaoban.documents.word_templates.files import word_file
from giaoban.exchange.reporting.annex_workbook import annex_workbook
from giaoban.exchange.reporting.document_template_words import sentence as template_sentence
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.models import Period, Regime, Unit
from giaoban.queries.country import country
from giaoban.queries.reporting.consolidated_reports import figures_of, newest_report
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError


def file_asked(
    *, kind: FileKind, is_built_in: bool, regime_code: str, key: str, unit_code: str
) -> bytes:
    """What waits is added up first; a report drafted on the page comes before the outline.

    A Word file follows the unit's own template unless `is_built_in`. Raises CommandError where no
    such regime, period or unit is known, or the template fails on this report.
    """
    period = _period(regime_code, key)
    unit = _unit(unit_code, period)
    fold_all()
    document, facts = report_to_try(unit, period, timezone.localdate())
    if kind is not FileKind.DOCX or is_built_in:
        return renderer(kind)(document)
    try:
        return word_file(document, facts, template_in_use(unit.pk, period.regime_id))
    except RuleError as error:
        raise CommandError(template_sentence(error.problem)) from error


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
        return annex_workbook(
            period.regime_id,
            facts,
            period_title(key, country().language, period.regime.year_starts),
        )
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
