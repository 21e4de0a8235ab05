"""The secretary collects what the units owe, by telephone and by file, and decides about it."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from giaoban.actions.reporting.folding import fold_all
from giaoban.models import Unit, Version
from tests.browser import OpenPage
from tests.journeys.scene import NAME, Scene, fill, make_scene, send
from tests.journeys.walking import agree, look, open_at, row_of, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIZES = ["desk", "phone"]


@pytest.mark.parametrize("size", SIZES)
def test_who_is_missing_is_rung_up_and_the_report_is_written_down(
    open_page: OpenPage, size: str
) -> None:
    scene = make_scene()
    cast = scene.cast
    send(scene, cast.y_ty, 600, 500)
    page = open_at(open_page, size)
    sign_in(page, "chi@example.vn", "/reports/status/")
    look(page)
    expect(page.locator("#main")).to_contain_text("1/6")
    page.locator(".counts a.count", has_text=re.compile(r"^5 ")).click()
    expect(page.locator("table.grid tbody th", has_text="Xã Y Tý")).to_have_count(0)
    look(page)
    page.locator("button[formaction$='call-sheet/']").click()
    expect(page.locator("table.call-sheet tr", has_text="Xã Tả Van")).to_contain_text("Lý A An")
    look(page)
    page.go_back()
    page.locator(f"a.square[href='{scene.report(cast.sa_pa)}']").click()
    look(page)
    page.locator("#begin-note").fill("Chị Mai, văn phòng UBND phường")
    page.locator("form[action$='for-the-unit/'] button").click()
    page.locator("#cell-processed").fill("2.100")
    page.locator("#cell-online").fill("2.000")
    page.locator("#cell-staff").fill("8")
    look(page)
    page.locator("button.primary[value=submit]").click()
    expect(page.locator("#report-form")).to_have_count(0)
    look(page)
    version = Version.objects.latest("pk")
    assert (version.channel, version.state) == ("telephone", "submitted")
    assert version.channel_note == "Chị Mai, văn phòng UBND phường"
    page.goto("/reports/status/")
    expect(page.locator("#main")).to_contain_text("2/6")


@pytest.mark.parametrize("size", SIZES)
def test_filled_workbooks_are_taken_and_a_bad_one_is_refused_cell_by_cell(
    open_page: OpenPage, tmp_path: Path, size: str
) -> None:
    scene = make_scene()
    page = open_at(open_page, size)
    sign_in(page, "chi@example.vn", "/reports/")
    look(page)
    with page.expect_download() as download:
        page.locator(f"a[href*='/{scene.newest.pk}/'][href$='templates.zip']").click()
    templates = templates_by_unit(download.value.path().read_bytes())
    files = {
        "Tả Van.xlsx": ("Tả Van", {"processed": 1284, "online": 1210, "staff": 9}),
        "Y Tý.xlsx": ("Y Tý", {"processed": 600, "online": 550, "staff": 8}),
        "Sa Pa.xlsx": ("Sa Pa", {"processed": "hai nghìn", "online": -4, "staff": 8}),
    }
    for name, (unit, values) in files.items():
        (tmp_path / name).write_bytes(fill(templates[unit], values))
    page.goto(f"/reports/import/{scene.regime.pk}/")
    look(page)
    page.set_input_files("input[name=files]", [tmp_path / name for name in files])
    page.locator("button[name=take]").click()
    refused = page.locator("#problems tr")
    expect(refused).to_have_count(2)
    expect(refused.filter(has_text="Sa Pa.xlsx")).to_have_count(2)
    places = refused.locator("td:nth-of-type(2)").all_inner_texts()
    assert len({place.split()[-1] for place in places}) == 2, places
    expect(page.locator(".count.done")).to_contain_text("2")
    look(page)
    taken = Version.objects.filter(submission__period=scene.newest)
    assert sorted(taken.values_list("submission__unit__name", "source__name")) == [
        ("Xã Tả Van", "Tả Van.xlsx"),
        ("Xã Y Tý", "Y Tý.xlsx"),
    ]


def templates_by_unit(content: bytes) -> dict[str, bytes]:
    """The workbooks of a zip by the short names of the units, which their titles hold."""
    from giaoban.exchange.reporting.workbook_reader import read_workbook

    found = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                workbook = archive.read(name)
                unit = Unit.objects.get(code=read_workbook(workbook).unit)
                found[unit.name.split(maxsplit=1)[1]] = workbook
    return found


@pytest.mark.parametrize("size", SIZES)
def test_a_report_goes_back_for_two_cells_and_the_others_are_accepted_at_once(
    open_page: OpenPage, size: str
) -> None:
    scene = make_scene()
    cast = scene.cast
    send(scene, cast.ta_van, 1284, 1210)
    for unit in (cast.y_ty, cast.sa_pa):
        send(scene, unit, 900, 800)
    secretary = open_at(open_page, size)
    sign_in(secretary, "chi@example.vn")
    owed = secretary.locator("section[aria-labelledby=owed]")
    row_of(owed, NAME).locator("a.button[href*='/review/']").click()
    look(secretary)
    secretary.get_by_role("link", name="Xã Tả Van").click()
    look(secretary)
    secretary.locator("[name=remark-processed]").fill("Chưa cộng hồ sơ của bộ phận một cửa.")
    secretary.locator("[name=remark-staff]").fill("Kỳ trước 8 người; đề nghị kiểm tra lại.")
    secretary.locator(".foot-bar button[value=return]").click()
    expect(secretary.locator(".notice.done")).to_contain_text("Xã Tả Van")

    mend(open_at(open_page, size), scene)
    secretary.goto(f"/reports/review/{scene.newest.pk}/{cast.lao_cai.pk}/")
    look(secretary)
    secretary.locator("button[name=which][value=clean]").click()
    agree(secretary)
    expect(secretary.locator("tr.review-row")).to_have_count(0)
    look(secretary)
    states = Version.objects.filter(submission__period=scene.newest).values_list(
        "submission__unit__name", "number", "state"
    )
    assert sorted(states) == [
        ("Phường Sa Pa", 1, "accepted"),
        ("Xã Tả Van", 1, "returned"),
        ("Xã Tả Van", 2, "accepted"),
        ("Xã Y Tý", 1, "accepted"),
    ]


def mend(officer: Page, scene: Scene) -> None:
    """The officer sees the two cells alone, mends them, and sends the report again."""
    sign_in(officer, "an@example.vn")
    owed = officer.locator("section[aria-labelledby=owed]")
    row_of(owed, NAME).locator("a.button.primary", has_text="2").click()
    expect(officer.locator("#cell-processed")).to_be_visible()
    expect(officer.locator("#cell-staff")).to_be_visible()
    expect(officer.locator("#cell-online")).to_be_hidden()
    expect(officer.locator("tr.below", has_text="bộ phận một cửa")).to_be_visible()
    look(officer)
    officer.locator("#cell-processed").fill("1.350")
    officer.locator("#cell-staff").fill("9")
    officer.locator("button.primary[value=submit]").click()
    expect(officer.locator("#report-form")).to_have_count(0)
    look(officer)


@pytest.mark.parametrize("size", SIZES)
def test_a_total_is_followed_down_to_the_cell_that_it_came_from(
    open_page: OpenPage, tmp_path: Path, size: str
) -> None:
    scene = make_scene()
    cast = scene.cast
    send(scene, cast.y_ty, 600, 500)
    page = open_at(open_page, size)
    sign_in(page, "chi@example.vn", "/reports/")
    with page.expect_download() as download:
        page.locator(f"a[href*='/{scene.newest.pk}/'][href$='templates.zip']").click()
    template = templates_by_unit(download.value.path().read_bytes())["Tả Van"]
    (tmp_path / "Tả Van.xlsx").write_bytes(
        fill(template, {"processed": 1284, "online": 1210, "staff": 9})
    )
    page.goto(f"/reports/import/{scene.regime.pk}/")
    page.set_input_files("input[name=files]", tmp_path / "Tả Van.xlsx")
    page.locator("button[name=take]").click()
    expect(page.locator(".count.done")).to_contain_text("1")
    fold_all()
    page.goto(f"/results/?indicator=processed&period={scene.newest.key}")
    look(page)
    top = page.locator("table.explorer tr.total")
    expect(top.locator("td.now")).to_have_text("1.884")
    expect(top).to_contain_text("2/6")
    top.locator("td.now a").click()
    panel = page.locator("#side-panel-body")
    expect(panel).to_contain_text("Xã Y Tý")
    look(page)
    panel.get_by_role("link", name="Xã Tả Van").click()
    report = panel.locator(".origin-report")
    expect(report).to_contain_text("1.284")
    expect(report).to_contain_text("Nguyễn Thị Chi")
    expect(report).to_contain_text("Tả Van.xlsx")
    value = Version.objects.get(source__name="Tả Van.xlsx").values.get(indicator__code="processed")
    expect(report).to_contain_text(value.cell.split("!")[-1])
    expect(report).to_contain_text(re.compile(r"\d\d:\d\d"))
    look(page)
    report.locator("a").first.click()
    expect(page.locator("h1").first).to_contain_text(NAME)
    look(page)
