"""A secretary asks for the rows of the units' lists in an annex, and finds them in every file."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from giaoban.actions.reporting.consolidation import draft_report, fix_report
from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.actions.reporting.submitting import submit_report
from giaoban.models import ConsolidatedReport
from giaoban.rules.reporting.report_content import content_of
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_period, make_regime
from tests.structured_form import publish_structured


@pytest.fixture
def report(cast: Cast) -> ConsolidatedReport:
    form = publish_structured(make_regime(cast.lao_cai), NOW)
    period = make_period(form.regime, "2026-10")
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    rows = [{"topic": "Chữ ký số", "held_on": "2026-10-05", "people": 30}]
    version = save_list_rows(version=version, list_code="courses", rows=rows, by=cast.an, now=NOW)
    submit_report(version=version, by=cast.an, now=NOW)
    fold_all()
    return draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)


def texts(client: Client, report: ConsolidatedReport) -> set[object]:
    """Everything that stands in the Excel file."""
    answer = client.get(reverse("consolidated_file", args=[report.pk, "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}


def test_rows_of_lists_come_into_the_report_where_they_are_asked_for_and_stay_when_it_is_fixed(
    cast: Cast, sign_in: SignIn, report: ConsolidatedReport
) -> None:
    client = sign_in(cast.chi)
    assert "Chữ ký số" not in texts(client, report)
    address = reverse("report_particulars", args=[report.pk])
    assert b'name="has_list_rows"' in client.get(address).content

    client.post(address, {"title": report.title, "has_list_rows": "on"})

    report.refresh_from_db()
    assert content_of(report.content).has_list_rows
    assert "Chữ ký số" in texts(client, report)
    fix_report(report=report, by=cast.chi, now=NOW)
    assert "Chữ ký số" in texts(client, report)
