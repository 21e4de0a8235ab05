"""An import's result as a list to take away, and its refused files marked, to be mended."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import F
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from giaoban.actions.reporting.import_batches import bytes_of
from giaoban.actions.reporting.mapped_reports import workbook_of_import
from giaoban.actions.reporting.stored_problems import from_stored, in_workbook
from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.archives import WORKBOOKS, ending
from giaoban.exchange.reporting.marked_copy import marked_copy
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    PlacedProblem,
    UnreadableWorkbook,
)
from giaoban.exchange.reporting.workbook_salvage import salvaged_workbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.exchange.written_cells import csv_file, xlsx_file
from giaoban.models import ImportedFile, Period, ReportImport, Version, WorkbookMap
from giaoban.queries.reporting.import_reach import units_a_person_reports_for
from giaoban.queries.reporting.imports import refused_files
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.template_facts import (
    Filled,
    filled_from,
    form_of_period,
    template_units,
)
from giaoban.queries.reporting.workbook_maps import maps_to_read_by
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.units.tree import DatedTree
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.import_lines import list_headings, list_lines
from giaoban.web.reporting.imports import import_within_reach
from giaoban.web.reporting.workbooks import XLSX, zipped


@signed_in
def import_list(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Every file with what became of it, and everything that is wrong."""
    stored = import_within_reach(request, pk)
    files = stored.files.order_by("number").iterator(chunk_size=500)
    if form == "xlsx":
        content = xlsx_file(list_headings(), list_lines(files), _("Result of the import"))
        kind = XLSX
    else:
        content = csv_file(list_headings(), list_lines(files))
        kind = "text/csv; charset=utf-8"
    return _attachment(content, kind, f"import-{pk}.{form}")


@signed_in
def marked_copies(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The refused workbooks with every bad cell marked, and the list of all that is wrong.

    A file of which nothing could be read, a table, and one of a unit that the person does not
    report for are in the list only.
    """
    stored = import_within_reach(request, pk)
    copies = _Copies(stored, acting_on(request), load_dated_tree())
    response = StreamingHttpResponse(zipped(copies.named()), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-to-mend.zip"'
    return response


@dataclass
class _Copies:
    """Marked copies of an import's refused workbooks; remembers the periods that it has met."""

    stored: ReportImport
    acting: Acting
    tree: DatedTree
    writers: dict[tuple[str, str], TemplateWriter | None] = field(default_factory=dict)

    def named(self) -> Iterator[tuple[str, bytes]]:
        """(name in the zip, workbook)."""
        reviewed, _filled = units_a_person_reports_for(self.acting.person, self.acting.today)
        refused = refused_files(self.stored).select_related("upload")
        for file in refused.iterator(chunk_size=50):
            copy = self._copy(file, reviewed)
            if copy is not None:
                yield f"{file.number:04d}-{copy[0]}", copy[1]
        lines = list_lines(refused_files(self.stored).iterator(chunk_size=500))
        title = _("To mend")
        yield f"{title}.xlsx", xlsx_file(list_headings(), lines, title)

    def _copy(self, file: ImportedFile, reviewed: set[int]) -> tuple[str, bytes] | None:
        if ending(file.name) not in WORKBOOKS:
            return None
        try:
            came, moved = self._came(bytes_of(file).content)
        except UnreadableWorkbook:
            return None
        if came.regime != self.stored.regime.code:
            return None
        writer = self._writer(came.period, "en" if came.language == "en" else "vi")
        if writer is None:
            return None
        period = writer.shared.period
        unit = self.tree.bearer_within(came.unit, period.starts_on, period.ends_on)
        if unit is None or unit.id not in reviewed:
            return None
        facts = template_units(writer.shared, [unit.id], self.tree)[unit.id]
        if came.is_mapped:
            facts = replace(facts, filled=self._what_counts(unit.id, writer))
        problems = [*in_workbook(from_stored(file.problems)), *moved]
        return file_name(unit.code, period.key), marked_copy(writer, facts, came, problems)

    def _came(self, content: bytes) -> tuple[FilledWorkbook, list[PlacedProblem]]:
        """A template as far as it can be read, or what a map of the regime reads."""
        try:
            return salvaged_workbook(content, regime=self.stored.regime.code)
        except UnreadableWorkbook as error:
            if error.problem.code != "workbook_is_no_template":
                raise
        frequency = PeriodKind(self.stored.regime.frequency)
        present = self.tree.at(self.acting.today)
        return workbook_of_import(content, self.maps, frequency, present), []

    @cached_property
    def maps(self) -> list[WorkbookMap]:
        return maps_to_read_by(self.stored.regime_id)

    def _what_counts(self, unit_id: int, writer: TemplateWriter) -> Filled | None:
        """What the import would have left as it is: a map does not cover the whole form."""
        found = Version.objects.filter(
            submission__unit=unit_id,
            submission__period=writer.shared.period,
            submission__counted=F("pk"),
            form=writer.shared.form,
        ).first()
        return filled_from(found, writer.shared.facts) if found is not None else None

    def _writer(self, key: str, language: str) -> TemplateWriter | None:
        """In the language of the file that came: its numbers are read in it again."""
        if (key, language) not in self.writers:
            found = Period.objects.select_related("regime").filter(
                regime=self.stored.regime_id, key=key, is_reported=True
            )
            self.writers[key, language] = next(
                (
                    TemplateWriter(
                        form_of_period(period),
                        period_title(
                            key,
                            language,
                            period.regime.year_starts,
                            incident=incident_name(period),
                        ),
                        self.acting.now,
                        language,
                    )
                    for period in found
                ),
                None,
            )
        return self.writers[key, language]


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
