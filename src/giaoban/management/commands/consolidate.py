"""Make the consolidated report of a unit and period as a Word, PDF or Excel file."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.reporting.consolidation import first_content
from giaoban.actions.reporting.folding import fold_all
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.docx import to_docx
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import (
    Issue,
    consolidated_report,
    report_document,
)
from giaoban.documents.reporting.report_words import report_subject
from giaoban.documents.xlsx import to_xlsx
from giaoban.models import ConsolidatedReport, Period, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of, newest_report
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.units.tree import load_dated_tree

_RENDERERS = {".docx": to_docx, ".pdf": to_pdf, ".xlsx": to_xlsx}


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Make the consolidated report of a unit and period. Where one was drafted on the page it "
        "is that one, with the figures that were kept if it was fixed; otherwise it is made from "
        "the regime's outline. What waits to be added up is added up first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--regime", required=True, metavar="CODE")
        parser.add_argument("--period", required=True, metavar="KEY")
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument(
            "--to", required=True, type=Path, metavar="FILE", help="FILE.docx, FILE.pdf, FILE.xlsx"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["to"]
        draw = _RENDERERS.get(to.suffix.lower())
        if draw is None:
            raise CommandError(_("The file must end in .docx, .pdf or .xlsx."))
        period = self._period(options["regime"], options["period"])
        unit = self._unit(options["unit"], period)
        fold_all()
        report = newest_report(unit, period)
        document = _written(report) if report else _unwritten(unit, period)
        try:
            to.write_bytes(draw(document))
        except OSError as error:
            raise CommandError(f"{to}: {error.strerror}") from error

    def _period(self, regime_code: str, key: str) -> Period:
        regime = Regime.objects.filter(code=regime_code).first()
        if regime is None:
            raise CommandError(
                _("There is no regime with the code %(code)s.") % {"code": regime_code}
            )
        period = Period.objects.select_related("regime").filter(regime=regime, key=key).first()
        if period is None:
            raise CommandError(
                _("%(regime)s has no period %(key)s.") % {"regime": regime.code, "key": key}
            )
        return period

    def _unit(self, code: str, period: Period) -> Unit:
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
        title=report_subject(period.regime.name, period.key), year=timezone.localdate().year
    )
    return consolidated_report(
        replace(content, sections=written), consolidated_facts(unit, period), issue
    )
