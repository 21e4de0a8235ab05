"""The committee's own workbook as template and annex: everything else in it stays as it was."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.forms import publish_form
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.workbook_maps import (
    begin_map,
    change_map,
    make_form_from_map,
    mark_block,
    unmark_cell,
    use_map,
)
from giaoban.exchange.reporting.committee_workbook import MarkedTemplateWriter, annex
from giaoban.exchange.reporting.marked_cells import OpenedSheets, marked_cells
from giaoban.exchange.reporting.template_choice import template_writer
from giaoban.exchange.reporting.template_layout import HIDDEN_SHEET
from giaoban.exchange.reporting.workbook_grids import WorkbookGrids
from giaoban.exchange.reporting.workbook_package import Package
from giaoban.exchange.reporting.workbook_patching import PatchedWorkbook
from giaoban.exchange.reporting.workbook_reader import (
    UnreadableWorkbook,
    opened,
    read_workbook,
)
from giaoban.models import Period, Regime, WorkbookMap
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.template_facts import form_of_period, template_units
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.marked_forms import form_with_marks
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_marks import figures, read
from giaoban.rules.reporting.workbook_proposal import proposed_marks
from tests.cast import Cast
from tests.conftest import Convert
from tests.factories import NOW, make_period, make_regime
from tests.old_workbooks import extent, number, xls
from tests.own_workbook import CLASSES, FIGURES, SERVICES, typed_into, workbook_in_use

ORIGINAL = workbook_in_use()
MARKS = proposed_marks(WorkbookGrids(ORIGINAL).all())


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    """A regime whose form was made from the workbook, and which uses it."""
    settings.MEDIA_ROOT = str(tmp_path)
    regime = make_regime(cast.lao_cai, indicators=[])
    regime.forms.all().delete()
    held = begin_map(
        regime=regime, unit=None, name="bieu.xlsx", content=ORIGINAL, by=cast.chi, now=NOW
    )
    form = make_form_from_map(held=held, by=cast.chi, now=NOW)
    publish_form(form=form, by=cast.chi, now=NOW)
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    return regime


@pytest.fixture
def template(cast: Cast, regime: Regime) -> bytes:
    return template_of(make_period(regime, "2026-10"), cast.ta_van.pk)


def template_of(period: Period, unit_id: int) -> bytes:
    shared = form_of_period(period)
    writer = template_writer(shared, "tháng 10/2026", NOW, "vi")
    assert isinstance(writer, MarkedTemplateWriter)
    return writer.workbook(template_units(shared, [unit_id])[unit_id])


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_workbook_s_figures_are_proposed() -> None:
    marked = {mark.code: mark.place for mark in figures(MARKS).values()}
    codes = {code for code in marked if not code.startswith("bieu_02")}
    assert {code: marked[code] for code in codes} == FIGURES
    assert [mark.place for mark in MARKS if mark.kind != "figure"] == [
        (SERVICES, "A2"),
        (SERVICES, "A3"),
    ]


def test_a_template_changes_only_what_must_change(template: bytes) -> None:
    before, after = parts(ORIGINAL), parts(template)
    same = {name for name in before if after.get(name) == before[name]}
    assert before.keys() - same == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }
    assert after.keys() - before.keys() == {"xl/worksheets/giaoban1.xml"}
    assert "xl/media/image1.png" in same


def test_a_template_names_unit_and_period_and_holds_no_old_figures(template: bytes) -> None:
    sheet = load_workbook(BytesIO(template))[SERVICES]
    assert sheet["A2"].value == "Đơn vị báo cáo: Xã Tả Van"
    assert sheet["A3"].value == "(Tháng 10/2026)"
    assert sheet["D9"].value is None
    assert sheet["D8"].value == "=SUM(D9:D10)"
    assert (
        sheet.merged_cells.ranges == load_workbook(BytesIO(ORIGINAL))[SERVICES].merged_cells.ranges
    )
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$5")


def test_only_the_cells_to_fill_in_are_open_and_validated(template: bytes) -> None:
    book = load_workbook(BytesIO(template))
    for name, cells in ((SERVICES, {"D9", "D10", "D13"}), (CLASSES, {"B5", "B6", "C5", "C6"})):
        sheet = book[name]
        is_open = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
        validated = {str(each.sqref) for each in sheet.data_validations.dataValidation}
        assert sheet.protection.sheet
        assert cells <= is_open
        assert is_open == validated
    assert book[HIDDEN_SHEET].sheet_state == "veryHidden"


def test_the_same_facts_give_the_same_bytes(cast: Cast, regime: Regime) -> None:
    period = make_period(regime, "2026-10")
    assert template_of(period, cast.ta_van.pk) == template_of(period, cast.ta_van.pk)


def test_a_filled_template_is_read_with_the_sums_of_its_formulas(
    regime: Regime, template: bytes
) -> None:
    content = typed_into(
        template,
        {
            FIGURES["nop_truc_tuyen"]: 30,
            FIGURES["nop_truc_tiep"]: "1.250",
            FIGURES["kinh_phi_da_chi"]: 12.5,
            (CLASSES, "B5"): 2,
            (CLASSES, "B6"): 3,
        },
    )
    workbook = read_workbook(content)
    assert (workbook.regime, workbook.unit, workbook.period, workbook.form) == (
        regime.code,
        "03037",
        "2026-10",
        1,
    )
    form = form_with_marks(FormText(), MARKS)
    assert form.checks == ()
    values = {cell.code: cell.value for cell in workbook.cells}
    assert values["nop_truc_tuyen"] == 30
    assert values["nop_truc_tiep"] == "1.250"
    # A part that is a text: what the formula would make of it is not known.
    assert values["tong_so_ho_so"] is None
    assert {value for code, value in values.items() if code.endswith("cong__so_lop")} == {5}


@pytest.mark.parametrize(
    ("cell", "text", "code", "place"),
    [
        ("B9", "Nộp qua mạng", "workbook_label_moved", (SERVICES, "B9")),
        ("D5", "Kỳ trước", "workbook_label_moved", (SERVICES, "D5")),
    ],
)
def test_a_template_whose_words_were_changed_is_refused_with_the_cell(
    template: bytes, cell: str, text: str, code: str, place: tuple[str, str]
) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(typed_into(template, {(SERVICES, cell): text}))
    problem = caught.value.problem
    assert (problem.code, (problem.params["sheet"], problem.params["cell"])) == (code, place)


def test_rows_put_in_above_do_not_matter(template: bytes) -> None:
    book = load_workbook(BytesIO(typed_into(template, {FIGURES["nop_truc_tuyen"]: 30})))
    book[SERVICES].insert_rows(4, amount=2)
    out = BytesIO()
    book.save(out)
    cells = {cell.code: cell for cell in read_workbook(out.getvalue()).cells}
    assert (cells["nop_truc_tuyen"].cell, cells["nop_truc_tuyen"].value) == ("D11", 30)


def test_a_breakdown_goes_through_form_template_reading_totals_and_annex(
    cast: Cast, regime: Regime, libreoffice: Convert, tmp_path: Path
) -> None:
    """Men and women stand right of each figure, as the committee's sheet has them."""
    held = WorkbookMap.objects.get(regime=regime)
    held = change_map(in_use=held, by=cast.chi, now=NOW)
    block = Block((4, 1), (5, 3), "A", 3, breakdown="gioi_tinh", breakdown_name="Giới tính")
    who: dict[str, Any] = {"by": cast.chi, "now": NOW}
    regime.forms.all().delete()
    held = mark_block(held=held, sheet=CLASSES, block=block, revision=held.revision, **who)
    for revision, cell in enumerate(("B7", "C7", "D7"), start=held.revision):
        held = unmark_cell(held=held, sheet=CLASSES, cell=cell, revision=revision, **who)
    publish_form(form=make_form_from_map(held=held, **who), **who)
    use_map(held=held, revision=held.revision, **who)
    period = make_period(regime, "2026-10")
    typed = {(CLASSES, "B5"): 7, (CLASSES, "C5"): 3, (CLASSES, "D5"): 4}
    (tmp_path / "mau.xlsx").write_bytes(typed_into(template_of(period, cast.ta_van.pk), typed))
    content = libreoffice(tmp_path / "mau.xlsx", "xlsx").read_bytes()
    version = fill_draft_from_workbook(
        unit=cast.ta_van, period=period, file=IncomingFile("m.xlsx", content), by=cast.an, now=NOW
    )
    codes = ["khoa_co_ban", "khoa_co_ban__gioi_tinh__nam", "khoa_co_ban__gioi_tinh__nu"]
    numbers = dict(version.values.values_list("indicator__code", "number"))
    assert [numbers[code] for code in codes] == [7, 3, 4]
    rules = {each.code: each.over_units for each in form_facts(version.form).indicators}
    assert [rules[code] for code in codes] == ["sum"] * 3
    names = {"unit": "Tỉnh", "unit_code": "15", "period": "tháng 10/2026"}
    figures_of = dict(zip(codes, (70.0, 30.0, 40.0), strict=True))
    sheet = load_workbook(
        BytesIO(annex(ORIGINAL, read(held.marks), numbers=figures_of, **names)), data_only=True
    )[CLASSES]
    assert [sheet[cell].value for cell in ("B5", "C5", "D5", "B6")] == [70, 30, 40, None]


def test_the_annex_has_the_totals_and_keeps_the_formulas() -> None:
    numbers = {"nop_truc_tuyen": 900.0, "nop_truc_tiep": 100.0, "tong_so_ho_so": 1000.0}
    content = annex(
        ORIGINAL,
        MARKS,
        unit="Tỉnh Lào Cai",
        unit_code="15",
        period="quý III/2026",
        numbers=numbers,
    )
    shown = load_workbook(BytesIO(content), data_only=True)[SERVICES]
    assert [shown[cell].value for cell in ("D8", "D9", "D10", "D13")] == [1000, 900, 100, None]
    assert shown["A2"].value == "Đơn vị báo cáo: Tỉnh Lào Cai"
    assert load_workbook(BytesIO(content))[SERVICES]["D8"].value == "=SUM(D9:D10)"
    assert HIDDEN_SHEET not in load_workbook(BytesIO(content)).sheetnames
    assert parts(content)["xl/styles.xml"] == parts(ORIGINAL)["xl/styles.xml"]


def test_libreoffice_opens_a_filled_template_and_works_it_out(
    libreoffice: Convert, template: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "mau.xlsx"
    file.write_bytes(
        typed_into(template, {FIGURES["nop_truc_tuyen"]: 30, FIGURES["nop_truc_tiep"]: 10})
    )
    saved = libreoffice(file, "xlsx").read_bytes()
    values = {cell.code: cell.value for cell in read_workbook(saved).cells}
    assert (values["tong_so_ho_so"], values["ty_le_truc_tuyen"]) == (40, 0.75)


_NUMBERS = st.one_of(
    st.integers(0, 10**12), st.floats(0, 1e9, allow_nan=False).map(lambda n: round(n, 3))
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    values=st.dictionaries(
        st.sampled_from(sorted(code for code, mark in figures(MARKS).items() if not mark.sums)),
        _NUMBERS,
        min_size=1,
    ),
    chosen=st.sets(st.sampled_from(sorted(figures(MARKS))), min_size=1),
)
def test_what_is_written_by_any_marks_is_read_back_by_them(
    values: dict[str, float], chosen: set[str]
) -> None:
    marks = tuple(mark for code, mark in figures(MARKS).items() if code in chosen)
    written = {code: float(value) for code, value in values.items() if code in chosen}
    content = annex(ORIGINAL, marks, unit="", unit_code="", period="", numbers=written)
    with opened(content) as (book, failed):
        sheets = OpenedSheets(
            book.sheet_names,
            lambda name: book.get_sheet_by_name(name).to_python(skip_empty_area=False),
            failed,
        )
        found = {each.code: each.value for each in marked_cells(marks, sheets).figures}
    assert {code: found[code] for code in written} == written


def ods() -> bytes:
    """A sheet as LibreOffice saves it in its own format."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a workbook", "workbook_not_xlsx"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "workbook_not_xlsx"),
        (b"PK\x03\x04 broken", "workbook_damaged"),
        (xls([extent(1, 1), number(0, 0)]), "workbook_not_xlsx"),
        (ods(), "workbook_not_xlsx"),
    ],
)
def test_what_is_no_xlsx_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        WorkbookGrids(content)
    assert caught.value.code == code


def rewritten(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for part, content in parts(ORIGINAL).items():
            archive.writestr(part, change(content) if part == name else content)
    return out.getvalue()


def _merged_again_and_again(sheet: bytes) -> bytes:
    ranges = b'<mergeCell ref="A1:E16"/>' * 3_000
    return sheet.replace(b"</mergeCells>", ranges + b"</mergeCells>")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_merged_again_and_again, "workbook_too_large_to_mark"),
        (lambda sheet: sheet + b" " * 21 * 1024 * 1024, "workbook_sheets_too_large"),
        (lambda sheet: sheet[:-20], "workbook_damaged"),
        (
            lambda sheet: sheet.replace(b"SUM(D9:D10)", b"_xlfn.WEBSERVICE(&quot;x&quot;)"),
            "workbook_calls_out",
        ),
    ],
)
def test_a_hostile_sheet_is_refused(change: Callable[[bytes], bytes], code: str) -> None:
    content = rewritten("xl/worksheets/sheet1.xml", change)
    with pytest.raises(RuleError) as caught:
        WorkbookGrids(content).all()
    assert caught.value.code == code


@pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_a_workbook_that_calls_out_is_refused(part: str) -> None:
    out = BytesIO(ORIGINAL)
    with ZipFile(out, "a") as archive:
        archive.writestr(part, b"<x/>")
    with pytest.raises(RuleError) as caught:
        Package(out.getvalue())
    assert (caught.value.code, caught.value.params["where"]) == ("workbook_calls_out", part)


RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="{}" TargetMode="{}"/></Relationships>'
)
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"


def related(kind: str, target: str, mode: str) -> bytes:
    relation = RELATION.format(kind, target, mode).encode()
    return rewritten(BOOK_RELATIONS, lambda part: part.replace(b"</Relationships>", relation, 1))


@pytest.mark.parametrize(
    ("kind", "target", "mode", "code"),
    [
        ("externalLink", "other/a.xml", "Internal", "workbook_calls_out"),
        ("ExternalLinkPath", "other/a.xml", "Internal", "workbook_calls_out"),
        ("connections", "other/c.xml", "Internal", "workbook_calls_out"),
        ("queryTable", "other/q.xml", "Internal", "workbook_calls_out"),
        ("oleObject", "other/o.bin", "Internal", "workbook_calls_out"),
        ("package", "other/p.docx", "Internal", "workbook_calls_out"),
        ("control", "other/k.xml", "Internal", "workbook_calls_out"),
        ("image", "http://example.org/a.png", "External", "workbook_calls_out"),
        ("image", "http://example.org/a.png", "EXTERNAL", "workbook_calls_out"),
        ("hyperlink", "file:///C:/a.exe", "External", "workbook_calls_out"),
        ("vbaProject", "other/v.bin", "Internal", "workbook_with_macros"),
    ],
)
def test_a_relation_that_calls_out_is_refused_whatever_its_part_is_called(
    kind: str, target: str, mode: str, code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        Package(related(kind, target, mode))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "target", ["https://example.org/", "HTTP://example.org/", "mailto:a@example.org", "#Sheet1!A1"]
)
def test_a_link_that_somebody_must_click_is_taken(target: str) -> None:
    assert Package(related("hyperlink", target, "External")).has_sheet(SERVICES)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/vnd.ms-excel.sheet.MACROENABLED.main+xml", "workbook_with_macros"),
        ("application/vnd.ms-office.vbaProject", "workbook_with_macros"),
        ("application/vnd.openxmlformats-officedocument.oleObject", "workbook_calls_out"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
            "workbook_calls_out",
        ),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml",
            "workbook_calls_out",
        ),
    ],
)
def test_a_content_type_that_calls_out_is_refused(kind: str, code: str) -> None:
    said = f'<Override PartName="/xl/other/a" ContentType="{kind}"/></Types>'.encode()
    content = rewritten("[Content_Types].xml", lambda part: part.replace(b"</Types>", said))
    with pytest.raises(RuleError) as caught:
        Package(content)
    assert caught.value.code == code


def test_a_part_that_calls_out_is_refused_in_capitals() -> None:
    out = BytesIO(ORIGINAL)
    with ZipFile(out, "a") as archive:
        archive.writestr("xl/EXTERNALLINKS/externalLink1.xml", b"<x/>")
    with pytest.raises(RuleError) as caught:
        Package(out.getvalue())
    assert caught.value.code == "workbook_calls_out"


def test_a_part_whose_bytes_were_damaged_is_said_so() -> None:
    with ZipFile(BytesIO(ORIGINAL)) as archive:
        place = archive.getinfo("xl/styles.xml").header_offset + 60
    with pytest.raises(RuleError) as caught:
        Package(ORIGINAL[:place] + b"\xff" * 40 + ORIGINAL[place + 40 :])
    assert caught.value.code == "workbook_damaged"


def test_a_template_of_ours_is_no_workbook_to_be_marked(
    cast: Cast, regime: Regime, template: bytes
) -> None:
    with pytest.raises(RuleError) as caught:
        begin_map(regime=regime, unit=None, name="a.xlsx", content=template, by=cast.chi, now=NOW)
    assert caught.value.code == "workbook_is_a_template"


def test_a_workbook_with_macros_is_refused() -> None:
    content = rewritten(
        "[Content_Types].xml", lambda part: part.replace(b"sheet.main", b"sheet.macroEnabled.main")
    )
    with pytest.raises(RuleError) as caught:
        Package(content)
    assert caught.value.code == "workbook_with_macros"


def test_a_validation_that_the_workbook_has_already_stays() -> None:
    book = load_workbook(BytesIO(ORIGINAL))
    theirs = DataValidation(type="whole", operator="greaterThan", formula1="5")
    theirs.add("D9:D10")
    book[SERVICES].add_data_validation(theirs)
    out = BytesIO()
    book.save(out)
    patched = PatchedWorkbook(out.getvalue())
    for cell in ("D9", "D13"):
        patched.validate(SERVICES, cell, patched.rule(type="decimal"))
    kept = load_workbook(BytesIO(patched.content()))[SERVICES].data_validations.dataValidation
    assert sorted((str(each.sqref), each.type) for each in kept) == [
        ("D13", "decimal"),
        ("D9:D10", "whole"),
    ]


def test_a_cell_that_a_sheet_does_not_have_is_made_in_its_place() -> None:
    patched = PatchedWorkbook(ORIGINAL)
    for cell, value in (("C30", 5.0), ("A30", "chữ"), ("B30", 1e15), ("F2", "=1+1")):
        patched.put(SERVICES, cell, value)
    sheet = load_workbook(BytesIO(patched.content()))[SERVICES]
    assert [sheet[cell].value for cell in ("A30", "B30", "C30")] == ["chữ", 1e15, 5]
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")
