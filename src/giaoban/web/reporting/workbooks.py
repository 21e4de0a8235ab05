"""Workbooks to fill in: for one unit, for all units under one, or with what a report says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from io import RawIOBase
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.offer_words import offers_in_words
from giaoban.exchange.reporting.committee_workbook import MarkedTemplateWriter
from giaoban.exchange.reporting.template_choice import template_writer
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.models import Period
from giaoban.queries.country import country
from giaoban.queries.reporting.forms import form_facts, form_text
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.template_facts import (
    FormOfPeriod,
    UnitOfTemplate,
    filled_from,
    form_of_period,
    template_units,
)
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.reporting.report_scope import scope_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
def template_workbook(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """The empty workbook of a unit that is asked in the period."""
    require(request, Permission.VIEW, unit_id)
    period = _reported(period_id)
    tree = load_dated_tree()
    if unit_id not in expected_units(period, tree):
        raise Http404
    shared = form_of_period(period)
    unit = template_units(shared, [unit_id], tree)[unit_id]
    return _workbook(_writer(shared, acting_on(request).now), unit)


@signed_in
def filled_workbook(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """What the newest version of a report says, in the workbook of its own form.

    As on the report's page a draft is for the unit and the secretariat; others get what was sent.
    """
    scope = scope_of(request, period_id, unit_id)
    version = scope.latest if scope.may_see_draft else scope.newest_sent()
    if version is None:
        raise Http404
    form = version.form
    shared = FormOfPeriod(scope.period, form, form_text(form), form_facts(form))
    unit = template_units(shared, [unit_id])[unit_id]
    filled = replace(unit, filled=filled_from(version, shared.facts))
    return _workbook(_writer(shared, version.saved_at), filled)


@signed_in
def template_zip(request: HttpRequest, period_id: int, unit_id: int) -> StreamingHttpResponse:
    """The workbooks of every unit that is asked at or under this one, made while they are sent."""
    require(request, Permission.VIEW, unit_id)
    period = _reported(period_id)
    tree = load_dated_tree()
    present = tree.at(period.ends_on)
    below = set(present.subtree_of(unit_id)) if unit_id in present else set()
    shared = form_of_period(period)
    units = template_units(shared, below & expected_units(period, tree), tree)
    writer = _writer(shared, acting_on(request).now)
    named = ((file_name(unit.code, period.key), writer.workbook(unit)) for unit in units.values())
    response = StreamingHttpResponse(zipped(named), content_type="application/zip")
    name = file_name(country().phrases.frame.templates_file, period.key).removesuffix(".xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


class _Outgoing(RawIOBase):
    """Takes what a zip writes and hands it over piece by piece; it cannot go back."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._waiting.append(bytes(piece))
        return len(self._waiting[-1])

    def take(self) -> bytes:
        pieces = b"".join(self._waiting)
        self._waiting.clear()
        return pieces


def zipped(named: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip of (name, workbook), piece by piece; each is made while those before it are sent."""
    out = _Outgoing()
    # Workbooks are compressed already.
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in named:
            archive.writestr(name, content)
            yield out.take()
    yield out.take()


def _reported(period_id: int) -> Period:
    periods = Period.objects.select_related("regime", "incident").filter(is_reported=True)
    return get_object_or_404(periods, pk=period_id)


Writer = TemplateWriter | MarkedTemplateWriter


def _writer(shared: FormOfPeriod, made_at: datetime) -> Writer:
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    title = period_title(
        shared.period.key,
        language,
        year_start_of(shared.period),
        incident=incident_name(shared.period),
    )
    return template_writer(shared, title, made_at, language, offers_in_words)


def _workbook(writer: Writer, unit: UnitOfTemplate) -> HttpResponse:
    response = HttpResponse(writer.workbook(unit), content_type=XLSX)
    name = file_name(unit.code, writer.shared.period.key)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
