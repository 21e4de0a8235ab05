"""An officer's own refused Excel file: its marked copy, on the page and through a link."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from giaoban.actions.reporting.refused_workbooks import forget_old_refused_workbooks
from giaoban.actions.reporting.workbook_maps import begin_map, use_map
from giaoban.exchange.reporting.template_layout import HIDDEN_SHEET
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.models import Event, Period, RefusedWorkbook, ReportLink, Value, Version
from giaoban.rules.people.permissions import Role
from tests.cast import Cast, SignIn
from tests.conftest import Convert
from tests.exchange.test_reporting_workbooks_as_sent import changed
from tests.factories import NOW, appoint, make_period, make_person, make_regime, make_version
from tests.own_workbook import ASKED, CLASSES, FIGURES, GUIDE, SERVICES, typed_into
from tests.own_workbook import workbook_in_use as sample
from tests.threads import in_threads
from tests.web.test_links import confirmed, contact_of, sent_address

Refused = RefusedWorkbook.objects


@pytest.fixture
def period(cast: Cast, settings: Any, tmp_path: Path) -> Period:
    settings.MEDIA_ROOT = str(tmp_path)
    regime = make_regime(cast.lao_cai, indicators=["received", "online"], link_days=3650)
    return make_period(regime, "2025-10")


@pytest.fixture
def page(cast: Cast, period: Period) -> str:
    return reverse("report", args=[period.pk, cast.ta_van.pk])


def typed(content: bytes, *values: object) -> bytes:
    """The workbook with these values in its first cells."""
    cells = read_workbook(content).cells

    def type_in(book: Any) -> None:
        for cell, value in zip(cells, values, strict=False):
            book[cell.sheet][cell.cell] = value

    return changed(content, type_in)


def load(client: Client, page: str, content: bytes, name: str = "tháng 10.xlsx") -> HttpResponse:
    upload = SimpleUploadedFile(name, content)
    address = re.sub("report/$", "", page) if "/link/" in page else page
    return client.post(f"{address}workbook/", {"workbook": upload})  # type: ignore[return-value]


def template(client: Client, page: str, cast: Cast, period: Period) -> bytes:
    if "/link/" in page:
        return bytes(client.get(page.replace("report/", "template/")).content)
    address = reverse("template_workbook", args=[period.pk, cast.ta_van.pk])
    return bytes(client.get(address).content)


def mended_on(client: Client, page: str, cast: Cast, period: Period) -> None:
    """A bad file is refused, its copy downloaded, mended and taken; nothing is left."""
    content = typed(template(client, page, cast, period), "khoảng 40", 7)
    answer = load(client, page, content)
    assert answer["Location"] == f"{page}#refused-file"
    shown = client.get(page).content.decode()
    assert "tháng 10.xlsx" in shown
    assert "khoảng 40" in shown
    (address,) = re.findall(r'href="([^"]+to-mend/)"', shown)
    copy = client.get(address)
    assert "attachment" in copy["Content-Disposition"]
    cell = read_workbook(copy.content).cells[0]
    marked = load_workbook(BytesIO(copy.content))[cell.sheet][cell.cell]
    assert (marked.value, "khoảng 40" in marked.comment.text) == ("khoảng 40", True)
    assert not Version.objects.exists()
    assert load(client, page, typed(copy.content, 40))["Location"] == page
    assert list(Value.objects.order_by("pk").values_list("number", flat=True)) == [40, 7]
    assert not Refused.exists()


def files_kept() -> list[str]:
    if not default_storage.exists("refused"):
        return []
    root = Path(default_storage.path("refused"))
    return sorted(path.name for path in root.rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_an_officer_mends_the_marked_copy_of_a_refused_file(
    cast: Cast, period: Period, page: str, sign_in: SignIn
) -> None:
    mended_on(sign_in(cast.an), page, cast, period)
    assert files_kept() == []
    event = Event.objects.get(action="refuse_workbook")
    assert (event.actor, event.after) == (
        cast.an,
        {"file": "tháng 10.xlsx", "mistakes": 1, "period": "2025-10", "unit": cast.ta_van.pk},
    )


def test_the_holder_of_a_link_mends_the_marked_copy_of_a_refused_file(
    cast: Cast, period: Period
) -> None:
    contact_of(cast.ta_van)
    mended_on(*confirmed(sent_address(cast.ta_van, period)), cast, period)
    event = Event.objects.get(action="refuse_workbook")
    assert event.after is not None
    assert (event.actor, event.after["by_link"]) == (None, ReportLink.objects.get().pk)


def test_a_refused_file_is_for_whoever_sent_it_alone(
    cast: Cast, period: Period, page: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    load(client, page, typed(template(client, page, cast, period), "khoảng 40"))
    contact_of(cast.ta_van)
    colleague = make_person("pao@example.vn", "Vừ A Páo")
    appoint(colleague, Role.UNIT_OFFICER, cast.ta_van)
    others = [
        (sign_in(colleague), page),
        confirmed(sent_address(cast.ta_van, period)),
    ]
    for other, there in others:
        assert "refused-file" not in other.get(there).content.decode()
        copy = re.sub("report/$", "", there) if "/link/" in there else there
        assert other.get(f"{copy}to-mend/")["Location"] == there
        other.post(f"{copy}put-aside/")
    assert Refused.get().by == cast.an


def test_a_second_file_takes_the_place_of_the_first_and_is_put_aside(
    cast: Cast, period: Period, page: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    blank = template(client, page, cast, period)
    load(client, page, typed(blank, "khoảng 40"), "a.xlsx")
    load(client, page, typed(blank, "khoảng 50"), "b.xlsx")
    assert list(Refused.values_list("name", flat=True)) == ["b.xlsx"]
    client.post(f"{page}put-aside/")
    assert not Refused.exists()
    assert "refused-file" not in client.get(page).content.decode()
    assert client.get(f"{page}to-mend/")["Location"] == page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_link", [False, True])
def test_pressing_twice_keeps_one_refused_file(
    cast: Cast, period: Period, page: str, sign_in: SignIn, by_link: bool
) -> None:
    client, there = sign_in(cast.an), page
    if by_link:
        contact_of(cast.ta_van)
        client, there = confirmed(sent_address(cast.ta_van, period))
    content = typed(template(client, there, cast, period), "khoảng 40")
    answers: list[str] = []

    def press() -> None:
        same = Client()
        same.cookies = client.cookies
        answers.append(load(same, there, content)["Location"])

    in_threads(press, press, press)
    assert answers == [f"{there}#refused-file"] * 3
    assert files_kept() == [Path(Refused.get().content.name or "").name]


@pytest.mark.parametrize("typed_over", [["received", "remark"], ["share"]])
def test_an_infinite_number_is_refused_in_its_cell_and_marked(
    cast: Cast, settings: Any, tmp_path: Path, sign_in: SignIn, typed_over: list[str]
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    share = {"kind": "ratio", "numerator": "online", "denominator": "received"}
    fields = ["received", "online", {"code": "share", **share}, {"code": "remark", "kind": "text"}]
    period = make_period(make_regime(cast.lao_cai, indicators=fields), "2025-10")
    page = reverse("report", args=[period.pk, cast.ta_van.pk])
    client = sign_in(cast.an)
    blank = template(client, page, cast, period)
    places = {cell.code: cell for cell in read_workbook(blank).cells}

    def type_in(book: Any) -> None:
        for code in typed_over:
            book[places[code].sheet][places[code].cell] = 123456

    content = with_parts(
        changed(blank, type_in), lambda part: part.replace(b"<v>123456<", b"<v>1e999<")
    )
    assert load(client, page, content)["Location"] == f"{page}#refused-file"
    assert "inf" in client.get(page).content.decode()
    copy = client.get(f"{page}to-mend/").content
    sheet = load_workbook(BytesIO(copy))[places["received"].sheet]
    commented = {cell.code for cell in read_workbook(copy).cells if sheet[cell.cell].comment}
    assert commented == set(typed_over) - {"remark"}
    written = {cell.code: cell.value for cell in read_workbook(copy).cells}
    typed_in = set(typed_over) - {"share"}
    assert {code: written[code] for code in typed_in} == dict.fromkeys(typed_in, "inf")


def with_parts(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)))
    return out.getvalue()


def test_a_file_of_which_no_copy_can_be_made_is_not_kept(
    cast: Cast, period: Period, page: str, sign_in: SignIn
) -> None:
    def foreign(book: Any) -> None:
        for row in book[HIDDEN_SHEET].iter_rows():
            if row[0].value == "unit":
                row[1].value = "02701"

    client = sign_in(cast.an)
    another_units = changed(template(client, page, cast, period), foreign)
    for content in (b"%PDF-1.7", another_units):
        assert load(client, page, content)["Location"] == page
        assert not Refused.exists()


def test_what_was_left_lying_is_forgotten(
    cast: Cast, period: Period, page: str, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(cast.an)
    load(client, page, typed(template(client, page, cast, period), "khoảng 40"))
    kept = Refused.get()
    for days, left in ((settings.IMPORT_UPLOADS_KEPT_DAYS - 1, 1), (31, 0)):
        forget_old_refused_workbooks(now=kept.refused_at + timedelta(days=days))
        assert Refused.count() == left


def test_a_report_that_was_sent_by_hand_asks_for_no_mending_any_more(
    cast: Cast, period: Period, page: str, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    load(client, page, typed(template(client, page, cast, period), "khoảng 40"))
    client.post(page, {"step": "submit", "cell-received": "40", "cell-online": "7"})
    version = Version.objects.get()
    assert version.submitted_at is not None
    Version.objects.update(state="returned")
    assert "refused-file" not in client.get(page).content.decode()
    forget_old_refused_workbooks(now=timezone.now())
    assert not Refused.exists()


def test_an_own_spreadsheet_comes_back_marked_in_its_own_layout_and_is_taken_once_mended(
    cast: Cast, settings: Any, tmp_path: Path, sign_in: SignIn, libreoffice: Convert
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    regime = make_regime(cast.lao_cai, indicators=ASKED)
    period = make_period(regime, "2026-10")
    who: dict[str, Any] = {"by": cast.an, "now": NOW}
    held = begin_map(regime=regime, unit=cast.ta_van, name="so.xlsx", content=sample(), **who)
    use_map(held=held, revision=0, **who)
    make_version(cast.ta_van, period, values={"received": 1, "remark": "Ít máy"})
    client = sign_in(cast.an)
    said = {FIGURES["nop_truc_tuyen"]: "mười", (SERVICES, "A3"): "(Tháng 10 năm 2026)"}
    content = typed_into(sample(), said)
    bulk = sign_in(cast.chi)
    upload = SimpleUploadedFile("so.xlsx", content)
    address = reverse("import_reports", args=[regime.pk])
    stored = bulk.post(address, {"files": [upload], "take": "1"}, follow=True).context["stored"]
    answer = bulk.get(reverse("marked_copies", args=[stored.pk]))
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        copies = [archive.read("0001-03037-2026-10.xlsx")]
    Version.objects.update(state="returned")
    page = reverse("report", args=[period.pk, cast.ta_van.pk])
    load(client, page, content)
    copies.append(client.get(f"{page}to-mend/").content)
    for copy in copies:
        book = load_workbook(BytesIO(copy))
        assert book.sheetnames == ["Cần sửa", SERVICES, CLASSES, GUIDE]
        assert [sheet.sheet_view.tabSelected for sheet in book] == [None] * 4
        place, sheet = FIGURES["nop_truc_tuyen"][1], book[SERVICES]
        assert (sheet[place].value, sheet[place].fill.fgColor.rgb) == ("mười", "FFFDE8E8")
        assert sheet[place].border.left.style == "thin"
        assert sheet.print_title_rows == "$5:$5"
        prompt = sheet.data_validations.dataValidation[0]
        line = [cell.value for cell in book["Cần sửa"][7]]
        assert (str(prompt.sqref), prompt.prompt) == (place, line[2])
        assert line[:2] == [f"trang tính “{SERVICES}”, ô {place}", f"{SERVICES}, {place}"]
        assert book["Cần sửa"]["B7"].hyperlink.location == f"'{SERVICES}'!{place}"
    (tmp_path / "so.xlsx").write_bytes(typed_into(copies[0], {(SERVICES, place): 10}))
    load(client, page, libreoffice(tmp_path / "so.xlsx", "xlsx").read_bytes())
    values = Version.objects.latest("pk").values.values_list("indicator__code", "number", "text")
    assert {("online", 10.0, ""), ("remark", None, "Ít máy")} <= set(values)
