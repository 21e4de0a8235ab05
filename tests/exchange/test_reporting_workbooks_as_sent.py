"""Excel files as officers really send them: what each becomes (docs/how-to/send-excel-files.md)."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from giaoban.actions.reporting.importing import IncomingFile
from giaoban.exchange.reporting.archives import WORKBOOKS
from giaoban.exchange.reporting.template_layout import HIDDEN_SHEET
from giaoban.exchange.reporting.workbook_package import Package
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, read_workbook
from giaoban.models import Period, Regime, Version
from giaoban.rules.problems import RuleError
from tests.actions.test_reporting_importing import take, workbook
from tests.cast import Cast
from tests.conftest import Convert
from tests.factories import make_form, make_period, make_regime
from tests.old_workbooks import compound, number, xls

FIELDS = (
    {"code": "processed", "is_required": True},
    {"code": "cost", "kind": "amount"},
    {"code": "has_team", "kind": "yes_no"},
    {"code": "remark", "kind": "text"},
    {"code": "proof", "kind": "file"},
)


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(cast.lao_cai, indicators=FIELDS)


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026-10")


def outcome(regime: Regime, content: bytes, name: str = "a.xlsx") -> list[str]:
    """What the import says: the code of every problem, or that the report was taken."""
    found = take(regime, [IncomingFile(name, content)])[0]
    return [each.problem.code for each in found.problems] or ["taken"]


def numbers() -> dict[str, float | None]:
    newest = Version.objects.latest("pk")
    return dict(newest.values.exclude(number=None).values_list("indicator__code", "number"))


def changed(content: bytes, change: Any) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def place(content: bytes, code: str) -> str:
    return {cell.code: cell.cell for cell in read_workbook(content).cells}[code]


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("1.234,5", 1234.5),
        (" 12 ", 12.0),
        ("1.234", 1234.0),  # the workbook's language is Vietnamese: a point groups
        ("1,234.5", "not_a_number"),
        ("1.5", "misplaced_grouping"),
        ("05/11/2026", "not_a_number"),
        (date(2026, 11, 5), "not_a_number"),
        (True, "not_a_number"),
        ("khoảng 12", "not_a_number"),
        ("#REF!", "formula_failed"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e400", "not_a_number"),
        ("9" * 400, "too_large"),
        (1e300, "too_large"),  # as a number, not as a text
        (-9.1e15, "too_large"),
        (-3, "negative"),
        (1.5, "not_whole"),
    ],
)
def test_what_stands_in_a_cell_for_a_number(
    cast: Cast, regime: Regime, period: Period, typed: object, becomes: float | str
) -> None:
    code = "processed" if typed in (-3, 1.5) and not isinstance(typed, bool) else "cost"
    content = workbook(period, cast.ta_van, **{"processed": 7, code: typed}).content
    said = outcome(regime, content)
    if isinstance(becomes, str):
        assert said == [becomes]
    else:
        assert (said, numbers()) == (["taken"], {"processed": 7.0, "cost": becomes})


def test_another_period_is_taken_for_its_own_and_one_to_come_is_refused(
    cast: Cast, regime: Regime, period: Period
) -> None:
    content = workbook(period, cast.ta_van, processed=7).content

    def coming(book: Any) -> None:
        for row in book[HIDDEN_SHEET].iter_rows():
            if row[0].value == "period":
                row[1].value = "2027-05"

    assert outcome(regime, content) == ["taken"]
    assert outcome(regime, changed(content, coming)) == ["period_not_begun"]


def test_an_older_form_version_is_refused(cast: Cast, regime: Regime, period: Period) -> None:
    content = workbook(period, cast.ta_van, processed=7).content
    make_form(regime, indicators=["processed"], number=2)
    assert outcome(regime, content) == ["workbook_form_outdated"]


def test_an_unknown_unit_is_refused(cast: Cast, regime: Regime, period: Period) -> None:
    content = workbook(period, cast.ta_van, processed=7).content

    def foreign(book: Any) -> None:
        for row in book[HIDDEN_SHEET].iter_rows():
            if row[0].value == "unit":
                row[1].value = "99999"

    assert outcome(regime, changed(content, foreign)) == ["unit_unknown_in_period"]


def test_what_was_written_beyond_the_cells_does_no_harm(
    cast: Cast, regime: Regime, period: Period
) -> None:
    def beyond(book: Any) -> None:
        book.worksheets[0]["A1"] = "sửa tiêu đề"
        book.worksheets[0]["P90"] = 5
        book.create_sheet("Ghi chú riêng")["A1"] = "x"

    content = workbook(period, cast.ta_van, processed=7).content
    assert (outcome(regime, changed(content, beyond)), numbers()) == (["taken"], {"processed": 7.0})


def test_moved_rows_and_renamed_sheets_are_refused(
    cast: Cast, regime: Regime, period: Period
) -> None:
    content = workbook(period, cast.ta_van, processed=7).content
    moved = changed(content, lambda book: book.worksheets[0].insert_rows(9))
    renamed = changed(content, lambda book: setattr(book.worksheets[0], "title", "Sheet1"))
    assert outcome(regime, moved) == ["workbook_rows_moved"]
    assert outcome(regime, renamed) == ["workbook_sheet_missing"]


def test_merged_cells_count_by_their_first_cell(cast: Cast, regime: Regime, period: Period) -> None:
    content = workbook(period, cast.ta_van, processed=7, cost=3).content
    first, second = place(content, "processed"), place(content, "cost")
    merged = changed(content, lambda book: book.worksheets[0].merge_cells(f"{first}:{second}"))
    assert (outcome(regime, merged), numbers()) == (["taken"], {"processed": 7.0})


@pytest.mark.parametrize("to", ["xlsx", "ods", "xls"])
def test_a_file_saved_by_libreoffice_is_taken(
    cast: Cast, regime: Regime, period: Period, libreoffice: Convert, tmp_path: Path, to: str
) -> None:
    file = tmp_path / "report.xlsx"
    given = {"processed": 7, "cost": 1.5, "has_team": "Có", "remark": "Thiếu máy"}
    file.write_bytes(workbook(period, cast.ta_van, **given).content)
    content = libreoffice(file, to).read_bytes()
    assert outcome(regime, content, f"a.{to}") == ["taken"]
    assert numbers() == {"processed": 7.0, "cost": 1.5, "has_team": 1.0}
    # On the report's own page the same files do the same.
    discarded = Version.objects.latest("pk").submission
    discarded.delete()
    client = Client()
    client.force_login(cast.an)
    page = reverse("report", args=[period.pk, cast.ta_van.pk])
    offered = re.search(r'name="workbook" accept="([^"]+)"', client.get(page).content.decode())
    assert offered is not None
    assert set(offered[1].split(",")) == WORKBOOKS
    upload = SimpleUploadedFile(f"a.{to}", content)
    client.post(reverse("upload_workbook", args=[period.pk, cast.ta_van.pk]), {"workbook": upload})
    assert numbers() == {"processed": 7.0, "cost": 1.5, "has_team": 1.0}
    assert Version.objects.latest("pk").state == "draft"


def test_a_file_with_a_password_is_named_as_such() -> None:
    with pytest.raises(UnreadableWorkbook) as raised:
        read_workbook(compound({"EncryptionInfo": b"", "EncryptedPackage": b""}))
    assert raised.value.problem.code == "workbook_locked"


def test_a_workbook_with_a_password_cannot_be_marked_and_an_old_one_is_named_as_old() -> None:
    said = []
    for content in (compound({"EncryptedPackage": b""}), xls([number(0, 0)])):
        with pytest.raises(RuleError) as raised:
            Package(content)
        said.append(raised.value.code)
    assert said == ["workbook_locked", "workbook_not_xlsx"]


def test_a_file_with_the_traits_of_google_sheets_is_taken(
    cast: Cast, regime: Regime, period: Period
) -> None:
    content = workbook(period, cast.ta_van, processed=7, has_team="Không").content
    assert outcome(regime, google_file(content)) == ["taken"]
    assert numbers() == {"processed": 7.0, "has_team": 0.0}


def google_file(content: bytes) -> bytes:
    """The same cells as Google Sheets writes them: texts shared, numbers as 7.0, no more parts."""
    book = load_workbook(BytesIO(content))
    texts: dict[str, int] = {}
    sheets = []
    for sheet in book.worksheets:
        rows = []
        for row in sheet.iter_rows():
            cells = []
            for cell in row:
                value = cell.value
                if isinstance(value, int | float):
                    cells.append(f'<c r="{cell.coordinate}" s="1"><v>{float(value)}</v></c>')
                elif value is not None and cell.data_type != "f":
                    index = texts.setdefault(str(value), len(texts))
                    cells.append(f'<c r="{cell.coordinate}" s="1" t="s"><v>{index}</v></c>')
                else:
                    cells.append(f'<c r="{cell.coordinate}" s="2"/>')
            number = row[0].row
            rows.append(f'<row r="{number}" ht="15.75" customHeight="1">{"".join(cells)}</row>')
        sheets.append(
            f'<worksheet xmlns="{_MAIN}"><sheetPr><outlinePr summaryBelow="0"/></sheetPr>'
            f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
        )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(book.sheetnames, sheets, texts).items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + part)
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _parts(names: list[str], sheets: list[str], texts: dict[str, int]) -> dict[str, str]:
    listed = "".join(
        f'<sheet state="{"hidden" if name == HIDDEN_SHEET else "visible"}" name="{escape(name)}" '
        f'sheetId="{number}" r:id="rId{number + 2}"/>'
        for number, name in enumerate(names, start=1)
    )
    rels = "".join(
        f'<Relationship Id="rId{number + 2}" Type="{_OFFICE}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr/>'
        f"<sheets>{listed}</sheets><definedNames/><calcPr/></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="rId2" '
        f'Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>{rels}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default ContentType="application/xml" Extension="xml"/></Types>',
    } | {f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets, start=1)}
