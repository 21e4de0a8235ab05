"""Workbooks by the page: one for a unit, a zip for many, and files that come back."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from giaoban.exchange.reporting.archives import TAKEN
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.jobs.rounds import Rounds
from giaoban.models import Period, ReportImport, Version
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime, make_unit, make_version


@pytest.fixture
def period(cast: Cast, settings: Any, tmp_path: object) -> Period:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_period(make_regime(cast.lao_cai, checks=["processed <= 100"]), "2026-10")


def filled(content: bytes, value: object) -> bytes:
    cell = read_workbook(content).cells[0]
    book = load_workbook(BytesIO(content))
    book[cell.sheet][cell.cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_officer_gets_the_workbook_of_the_unit(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    address = reverse("template_workbook", args=[period.pk, cast.ta_van.pk])
    response = sign_in(cast.an).get(address)
    assert response["Content-Disposition"] == 'attachment; filename="03037-2026-10.xlsx"'
    assert read_workbook(response.content).unit == "03037"
    assert sign_in(cast.lan).get(address).status_code == 404


def test_there_is_no_workbook_for_a_unit_that_is_not_asked(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    address = reverse("template_workbook", args=[period.pk, cast.lao_cai.pk])
    assert sign_in(cast.chi).get(address).status_code == 404


def test_a_report_is_given_out_as_a_filled_workbook(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    address = reverse("filled_workbook", args=[period.pk, cast.ta_van.pk])
    assert sign_in(cast.an).get(address).status_code == 404
    make_version(cast.ta_van, period, values={"processed": 12}, state=ReportState.ACCEPTED)
    assert read_workbook(sign_in(cast.an).get(address).content).cells[0].value == 12.0


def test_99_units_come_in_one_zip(cast: Cast, period: Period, sign_in: SignIn) -> None:
    for number in range(96):
        make_unit(f"x{number}", f"Xã số {number}", under=cast.lao_cai)
    address = reverse("template_zip", args=[period.pk, cast.lao_cai.pk])
    response = sign_in(cast.chi).get(address)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 99
        assert read_workbook(archive.read("03037-2026-10.xlsx")).unit == "03037"


def test_files_are_taken_and_every_bad_cell_is_shown(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    contents = [
        client.get(reverse("template_workbook", args=[period.pk, unit.pk])).content
        for unit in (cast.ta_van, cast.y_ty)
    ]
    files = [
        SimpleUploadedFile("a.xlsx", filled(contents[0], 12)),
        SimpleUploadedFile("=b.xlsx", filled(contents[1], 200)),
    ]
    address = reverse("import_reports", args=[period.regime_id])
    response = client.post(address, {"files": files, "take": "1"}, follow=True)
    stored, counts = response.context["stored"], response.context["counts"]
    assert (stored.state, stored.total, stored.done) == ("done", 2, 2)
    assert (counts.new, counts.refused) == (1, 1)
    lines = response.context["problems"].rows
    assert [(line["file"], line["unit"], line["indicator"]) for line in lines] == [
        ("=b.xlsx", "Xã Y Tý", "processed")
    ]
    assert Version.objects.get().state == "submitted"
    table = client.get(reverse("import_csv", args=[stored.pk])).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in table.splitlines()[1:]] == ["a.xlsx", "'=b.xlsx"]
    book = load_workbook(BytesIO(client.get(reverse("import_xlsx", args=[stored.pk])).content))
    cells = [(row[0].value, row[0].data_type) for row in book.worksheets[0].iter_rows(min_row=2)]
    assert cells == [("a.xlsx", "s"), ("=b.xlsx", "s")]


def test_of_a_table_each_problem_names_its_unit_and_its_indicator(
    cast: Cast, sign_in: SignIn
) -> None:
    regime = make_regime(
        cast.lao_cai,
        code="bang",
        indicators=[
            {"code": "held", "name": "Cuộc họp"},
            {"code": "planned", "name": "Kế hoạch", "is_required": True},
        ],
    )
    make_period(regime, "2026-11")
    table = f"unit,period,indicator,value\n{cast.ta_van.code},2026-11,held,3\n"
    file = SimpleUploadedFile("bang.csv", table.encode())

    response = sign_in(cast.chi).post(
        reverse("import_reports", args=[regime.pk]), {"files": [file], "take": "1"}, follow=True
    )

    assert [
        (line["unit"], line["name"], line["indicator"])
        for line in response.context["problems"].rows
    ] == [(f"Xã Tả Van ({cast.ta_van.code})", "Kế hoạch", "planned")]


def test_a_refused_file_comes_back_marked_and_is_taken_once_it_is_mended(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    template = client.get(reverse("template_workbook", args=[period.pk, cast.ta_van.pk])).content
    stored = sent(client, period, SimpleUploadedFile("a.xlsx", filled(template, "mười hai")))
    answer = client.get(reverse("marked_copies", args=[stored.pk]))
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        copy = archive.read("0001-03037-2026-10.xlsx")
    cell = read_workbook(copy).cells[0]
    assert cell.value == "mười hai"
    book = load_workbook(BytesIO(copy))
    marked = book[cell.sheet][cell.cell]
    assert (marked.fill.fgColor.rgb, "mười hai" in marked.comment.text) == ("FFFDE8E8", True)
    assert "mười hai" in book.worksheets[0]["C7"].value
    mended = sent(client, period, SimpleUploadedFile("b.xlsx", filled(copy, 12)))
    assert [(file.state, file.new) for file in mended.files.all()] == [("taken", 1)]


def test_many_files_are_left_to_the_worker_and_the_page_says_how_far_it_is(
    cast: Cast, period: Period, sign_in: SignIn, settings: Any
) -> None:
    settings.IMPORT_FILES_AT_ONCE = 0
    client = sign_in(cast.chi)
    table = SimpleUploadedFile("t.csv", b"unit,period,indicator,value\n03037,2026-10,processed,5\n")
    stored = sent(client, period, table)
    address = reverse("import_result", args=[stored.pk])
    asked = {"headers": {"HX-Request": "true", "HX-Target": "progress"}}
    assert "<progress" in client.get(address, **asked).content.decode()  # type: ignore[arg-type]
    Rounds().run()
    assert client.get(address, **asked).headers["HX-Refresh"] == "true"  # type: ignore[arg-type]
    assert client.get(address).context["counts"].new == 1


def test_an_import_that_is_called_off_is_read_no_further(
    cast: Cast, period: Period, sign_in: SignIn, settings: Any
) -> None:
    settings.IMPORT_FILES_AT_ONCE = 0
    client = sign_in(cast.chi)
    stored = sent(client, period, SimpleUploadedFile("a.xlsx", b"PK"))
    client.post(reverse("cancel_import", args=[stored.pk]))
    Rounds().run()
    stored.refresh_from_db()
    assert (stored.state, stored.done) == ("cancelled", 0)


def sent(client: Client, period: Period, *files: SimpleUploadedFile) -> ReportImport:
    address = reverse("import_reports", args=[period.regime_id])
    client.post(address, {"files": list(files), "take": "1"})
    return ReportImport.objects.get(uploads__name=files[0].name)


def test_a_look_at_the_files_changes_nothing(cast: Cast, period: Period, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    table = SimpleUploadedFile("t.csv", b"unit,period,indicator,value\n03037,2026-10,processed,5\n")
    address = reverse("import_reports", args=[period.regime_id])
    response = client.post(address, {"files": [table], "try": "1"}, follow=True)
    assert (response.context["stored"].is_trial, response.context["counts"].new) == (True, 1)
    assert not Version.objects.exists()


def test_the_page_offers_every_kind_of_file_that_is_taken(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    page = sign_in(cast.chi).get(reverse("import_reports", args=[period.regime_id]))
    offered = re.search(r'accept="([^"]+)"', page.content.decode())
    assert offered is not None
    assert set(offered[1].split(",")) == TAKEN | {".zip"}


def test_nothing_chosen_is_said_at_the_field(cast: Cast, period: Period, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    response = client.post(reverse("import_reports", args=[period.regime_id]), {"take": "1"})
    assert list(response.context["form"].errors) == ["files"]
