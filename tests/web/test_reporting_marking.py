"""The pages on which a workbook is loaded, its cells marked, and taken into use."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook as Book

from giaoban.actions.reporting.workbook_maps import begin_map, use_map
from giaoban.models import Regime, WorkbookMap
from giaoban.rules.reporting.workbook_marks import figures, read
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_regime
from tests.own_workbook import CLASSES, SERVICES, workbook_in_use


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(
        cast.lao_cai,
        indicators=[{"code": "online", "name": "Nộp trực tuyến"}, {"code": "remark"}],
    )


def upload(client: Client, address: str, content: bytes, name: str = "bieu.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(address, {"workbook": file}, follow=True)


def marked(client: Client, held: WorkbookMap, **given: str) -> Any:
    held.refresh_from_db()
    data = {"revision": str(held.revision), "name": SERVICES, "sheet": "0"}
    address = reverse("mark_workbook_cell", args=[held.pk])
    return client.post(address, data | given, follow=True)


def shown(page: Any, address: str) -> dict[str, str]:
    """What the page's form to this address posts of the state that it shows."""
    (form,) = re.findall(f'<form[^>]*action="{address}".*?</form>', page.content.decode(), re.S)
    inputs = re.findall(r'name="(revision|in_use)" value="([^"]*)"', form)
    return dict(inputs)


@pytest.fixture
def held(cast: Cast, regime: Regime) -> WorkbookMap:
    made = begin_map(
        regime=regime,
        unit=None,
        name="bieu.xlsx",
        content=workbook_in_use(),
        by=cast.chi,
        now=NOW,
    )
    return WorkbookMap.objects.get(pk=made.pk)


def test_an_upload_leads_to_the_marks_and_can_be_returned_to(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    address = reverse("regime_workbook", args=[regime.pk])
    page = upload(client, address, workbook_in_use()).content.decode()
    assert "Tổng số hồ sơ" in page
    assert CLASSES in page
    held = WorkbookMap.objects.get()
    assert reverse("workbook_map", args=[held.pk]) in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("content", "words"), [(b"PK\x03\x04", "Excel"), (b"%PDF-1.4", ".xlsx"), (b"", ".xlsx")]
)
def test_what_is_no_workbook_is_refused_in_words(
    cast: Cast, regime: Regime, sign_in: SignIn, content: bytes, words: str
) -> None:
    address = reverse("regime_workbook", args=[regime.pk])
    page = upload(sign_in(cast.chi), address, content)
    assert page.status_code == 200
    notices = [str(notice) for notice in page.context["messages"]]
    assert len(notices) == 1
    assert not WorkbookMap.objects.exists()


def test_a_cell_is_marked_changed_and_unmarked(
    cast: Cast, held: WorkbookMap, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    marked(
        client,
        held,
        cell="D13",
        kind="figure",
        code="spent",
        label="b13",
        **{"asking-name": "Kinh phí", "asking-asks": "amount", "asking-measure": "triệu đồng"},
    )
    held.refresh_from_db()
    mark = figures(read(held.marks))["spent"]
    assert (mark.label_text, mark.asking.measure) == ("Kinh phí đã chi", "triệu đồng")
    marked(client, held, cell="D13", take_away="1")
    held.refresh_from_db()
    assert "spent" not in figures(read(held.marks))
    marked(client, held, cell="A16", kind="unit")
    held.refresh_from_db()
    assert [each.cell for each in read(held.marks) if each.kind == "unit"] == ["A2", "A16"]


def test_words_are_said_to_name_a_figure(cast: Cast, held: WorkbookMap, sign_in: SignIn) -> None:
    marked(sign_in(cast.chi), held, cell="B12", kind="label", of="online")
    held.refresh_from_db()
    assert figures(read(held.marks))["online"].label_text == "Kinh phí"


@pytest.mark.parametrize(
    "given",
    [
        {"cell": "D13", "kind": "figure", "code": "spent", "label": "Z99", "asking-asks": "count"},
        {"cell": "D13", "kind": "figure", "code": "chi tiêu", "label": "B13"},
        {"cell": "D13", "kind": "nothing"},
        {"cell": "D13", "kind": "label", "of": "nobody"},
        {"cell": "D13", "kind": "unit", "revision": "7"},
        {"cell": "D13", "kind": "unit", "name": "Không có"},
    ],
)
def test_a_mark_that_means_nothing_is_refused_in_words(
    cast: Cast, held: WorkbookMap, sign_in: SignIn, given: dict[str, str]
) -> None:
    before = held.marks
    page = marked(sign_in(cast.chi), held, **given)
    assert len([str(notice) for notice in page.context["messages"]]) == 1
    held.refresh_from_db()
    assert held.marks == before


def test_a_block_becomes_a_table(cast: Cast, held: WorkbookMap, sign_in: SignIn) -> None:
    given = {
        "revision": "0",
        "name": CLASSES,
        "first": "B5",
        "last": "D6",
        "labels": "a",
        "heads": "4",
        "becomes": "table",
        "table": "lop",
    }
    client = sign_in(cast.chi)
    client.post(reverse("mark_workbook_block", args=[held.pk]), given)
    held.refresh_from_db()
    assert len([code for code in figures(read(held.marks)) if code.startswith("lop__")]) == 6
    for wrong in ({"first": "5"}, {"labels": "!"}, {"heads": "x"}, {"first": "D6", "last": "B5"}):
        page = client.post(
            reverse("mark_workbook_block", args=[held.pk]),
            given | {"revision": "1"} | wrong,
            follow=True,
        )
        assert len([str(notice) for notice in page.context["messages"]]) == 1


def test_a_block_becomes_a_breakdown(cast: Cast, held: WorkbookMap, sign_in: SignIn) -> None:
    given = {
        "revision": "0",
        "name": CLASSES,
        "sheet": "1",
        "cell": "C5",
        "first": "B5",
        "last": "D6",
        "labels": "a",
        "heads": "4",
        "becomes": "breakdown",
        "breakdown": "gioi_tinh",
        "breakdown_name": "Giới tính",
        "adds_up": "yes",
    }
    client, address = sign_in(cast.chi), reverse("mark_workbook_block", args=[held.pk])
    page = client.post(address, given, follow=True)
    held.refresh_from_db()
    codes = [code for code in figures(read(held.marks)) if "gioi_tinh" in code]
    assert codes == [
        f"khoa_{course}__gioi_tinh__{sex}"
        for course in ("co_ban", "nang_cao")
        for sex in ("nam", "nu")
    ]
    told = "Nhóm “Nam” của khoa_co_ban, trong phân tổ “Giới tính”."
    assert told in page.content.decode()
    for wrong in ({"breakdown": ""}, {"breakdown": "1,2"}, {"of": "nobody"}, {"becomes": "?"}):
        page = client.post(address, given | {"revision": "1"} | wrong, follow=True)
        assert len([str(notice) for notice in page.context["messages"]]) == 1


def test_a_block_becomes_a_list_whose_columns_get_their_kinds(
    cast: Cast, held: WorkbookMap, sign_in: SignIn
) -> None:
    given = {"revision": "0", "name": CLASSES, "sheet": "1", "cell": "B5", "first": "B5"}
    given |= {"last": "D6", "labels": "a", "heads": "4", "becomes": "list", "list": "lop"}
    client, address = sign_in(cast.chi), reverse("mark_workbook_block", args=[held.pk])
    page = client.post(address, given, follow=True)
    told = "Cột “Số lớp” của danh sách “lop”, có 2 dòng kể từ ô này."
    assert told in page.content.decode()
    page = marked(client, held, name=CLASSES, cell="B5", kind="list", column_kind="count")
    held.refresh_from_db()
    columns = [mark for mark in read(held.marks) if mark.kind == "list"]
    assert [(mark.code, mark.asking.kind) for mark in columns] == [
        ("lop__so_lop", "count"),
        ("lop__nam", "text"),
        ("lop__nu", "text"),
    ]
    assert columns[0].label_text == "Cộng"
    for cell, kind in (("B5", "choice"), ("A1", "count")):
        page = marked(client, held, name=CLASSES, cell=cell, kind="list", column_kind=kind)
        assert len([str(notice) for notice in page.context["messages"]]) == 1


def test_the_form_is_made_and_the_workbook_taken_into_use(
    cast: Cast, regime: Regime, held: WorkbookMap, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    page = client.post(reverse("make_form_from_workbook", args=[held.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("form_designer", args=[regime.pk])
    assert "tong_so_ho_so" in page.content.decode()
    page = client.post(reverse("use_workbook_map", args=[held.pk]), {"revision": "0"}, follow=True)
    assert page.context["in_use"] == held
    # "remark" was asked before, and the workbook has no cell for it.
    assert page.context["missing"] == ["remark"]
    in_use = shown(page, reverse("drop_workbook_map", args=[held.pk]))
    page = client.post(reverse("change_workbook_map", args=[held.pk]), follow=True)
    assert page.context["held"] != held
    client.post(reverse("drop_workbook_map", args=[held.pk]), in_use)
    assert list(WorkbookMap.objects.all()) == [page.context["held"]]


def test_throwing_marks_away_is_refused_once_another_took_them_into_use(
    cast: Cast, held: WorkbookMap, sign_in: SignIn
) -> None:
    client, address = sign_in(cast.chi), reverse("drop_workbook_map", args=[held.pk])
    draft = shown(client.get(reverse("workbook_map", args=[held.pk])), address)
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    page = client.post(address, draft, follow=True)
    assert [notice.level_tag for notice in page.context["messages"]] == ["error"]
    assert page.context["in_use"] == held
    client.post(address, shown(page, address))
    assert not WorkbookMap.objects.exists()


def test_an_officer_marks_the_own_spreadsheet_with_the_figures_of_the_form(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    address = reverse("own_workbook", args=[regime.pk, cast.ta_van.pk])
    page = upload(client, address, workbook_in_use())
    assert [each["mark"].code for each in page.context["marks"] if each["mark"].code] == ["online"]
    assert page.context["missing"] == ["remark"]
    held = WorkbookMap.objects.get()
    marked(client, held, cell="D13", kind="figure", code="remark", label="B13")
    held.refresh_from_db()
    client.post(reverse("use_workbook_map", args=[held.pk]), {"revision": str(held.revision)})
    assert client.get(address).context["in_use"] == held
    assert client.get(reverse("regime_workbook", args=[regime.pk])).status_code == 404
    assert client.post(reverse("make_form_from_workbook", args=[held.pk])).status_code == 404
    stranger = sign_in(cast.lan)
    assert stranger.get(reverse("workbook_map", args=[held.pk])).status_code == 404
    assert stranger.get(address).status_code == 404


def test_a_large_sheet_is_shown_a_stretch_at_a_time(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    book = Book()
    for row in range(1, 201):
        for column in range(1, 31):
            book.active.cell(row, column, f"<i>{row}/{column}")
    out = BytesIO()
    book.save(out)
    held = begin_map(
        regime=regime, unit=None, name="lon.xlsx", content=out.getvalue(), by=cast.chi, now=NOW
    )
    client = sign_in(cast.chi)
    address = reverse("workbook_map", args=[held.pk])
    page = client.get(address)
    assert (len(page.context["rows"]), len(page.context["window"].letters)) == (60, 20)
    page = client.get(f"{address}?row=180&column=20&cell=U181")
    assert (len(page.context["rows"]), len(page.context["window"].letters)) == (20, 10)
    assert page.context["panel"]["text"] == "<i>181/21"
    assert "<i>" not in page.content.decode()
    assert client.get(f"{address}?row=-1&sheet=7&cell=1A&column=99999999999").status_code == 200


def test_a_page_asks_as_often_however_much_is_marked(
    cast: Cast, held: WorkbookMap, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    cells = iter(["E8", "E9", "E10", "E11"])

    def mark_one_more() -> None:
        cell = next(cells)
        marked(
            client,
            held,
            cell=cell,
            kind="figure",
            code=f"note_{cell.lower()}",
            label=f"B{cell[1:]}",
            **{"asking-asks": "count"},
        )

    address = reverse("workbook_map", args=[held.pk])
    constant_queries(mark_one_more, lambda: client.get(address))


def test_a_file_that_is_gone_is_said(cast: Cast, held: WorkbookMap, sign_in: SignIn) -> None:
    held.file.content.delete(save=False)
    page = sign_in(cast.chi).get(reverse("workbook_map", args=[held.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("regime_workbook", args=[held.regime_id])
    assert len([str(notice) for notice in page.context["messages"]]) == 1


def test_taking_into_use_needs_a_figure(cast: Cast, held: WorkbookMap, sign_in: SignIn) -> None:
    WorkbookMap.objects.update(marks=[])
    client = sign_in(cast.chi)
    for name in ("use_workbook_map", "make_form_from_workbook"):
        page = client.post(reverse(name, args=[held.pk]), {"revision": "0"}, follow=True)
        assert len([str(notice) for notice in page.context["messages"]]) == 1
    held.refresh_from_db()
    assert held.used_since is None


def test_the_regime_s_page_names_the_workbook_in_use(
    cast: Cast, held: WorkbookMap, sign_in: SignIn
) -> None:
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    page = sign_in(cast.chi).get(reverse("regime", args=[held.regime_id]))
    assert page.context["workbook"] == held


def test_a_secretary_comes_to_a_unit_s_spreadsheet_by_its_code(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    address = reverse("regime_workbook", args=[regime.pk])
    own = reverse("own_workbook", args=[regime.pk, cast.ta_van.pk])
    assert client.get(f"{address}?unit=03037").headers["Location"] == own
    for code in ("00721", "15", "none"):
        page = client.get(f"{address}?unit={code}")
        assert len([str(notice) for notice in page.context["messages"]]) == 1
    held = WorkbookMap.objects.get(
        pk=begin_map(
            regime=regime,
            unit=cast.ta_van,
            name="so.xlsx",
            content=workbook_in_use(),
            by=cast.chi,
            now=NOW,
        ).pk
    )
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    assert client.get(address).context["of_units"] == [held]
