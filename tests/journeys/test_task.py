"""A commune answers what a plan obliges it to, with evidence; the chair asks for one thing more."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Task
from tests.browser import OpenPage
from tests.journeys.scene import Scene, make_scene
from tests.journeys.walking import agree, look, open_at, row_of, sign_in
from tests.obligations import make_body, make_document, make_obligation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TEXT = "Rà soát dữ liệu dân cư"
RESULT = "Đã rà soát 1.204 hộ."
MENDED = "Đã rà soát 1.204 hộ, kèm biên bản có chữ ký."
TO_MEND = "Bổ sung biên bản có chữ ký."
NOT_IN_TIME = "Mưa lũ chia cắt hai thôn."


def give_a_late_task(scene: Scene) -> Task:
    """Due long ago, to two communes; the first leads."""
    cast = scene.cast
    document = make_document(make_body(cast.lao_cai), symbol="05/KH-BCĐ")
    due = {"term_kind": "date", "due_on": document.dated_on}
    obligation = make_obligation(document, cast.ta_van, text=TEXT, clause="Mục II.1", **due)
    units = [cast.ta_van.pk, cast.y_ty.pk]
    tasks = give_obligation(obligation=obligation, unit_ids=units, by=cast.chi, now=timezone.now())
    return next(task for task in tasks if task.unit_id == cast.ta_van.pk)


def test_an_officer_answers_with_evidence_mends_what_is_returned_and_it_is_confirmed(
    open_page: OpenPage, tmp_path: Path
) -> None:
    task = give_a_late_task(make_scene())
    evidence = tmp_path / "bien-ban.pdf"
    evidence.write_bytes(b"%PDF-1.7 bien ban")
    officer, secretary = open_at(open_page, "phone"), open_at(open_page, "desk")
    sign_in(officer, "an@example.vn")
    look(officer)
    go_to_task(officer)
    look(officer)
    officer.locator("form[action$='/step/acknowledge/'] button").click()
    submit(officer, RESULT, evidence)
    expect(officer.locator(".notice.done").last).to_be_visible()

    sign_in(secretary, "chi@example.vn")
    look(secretary)
    go_to_task(secretary)
    expect(secretary.locator(".task-thread")).to_contain_text(NOT_IN_TIME)
    with secretary.expect_download() as download:
        secretary.get_by_text("bien-ban.pdf").click()
    assert download.value.path().read_bytes() == evidence.read_bytes()
    back = secretary.locator("details", has=secretary.locator("form[action$='/decide/return/']"))
    back.locator("summary").click()
    back.locator("textarea").fill(TO_MEND)
    look(secretary)
    back.locator("button").click()

    officer.goto("/")
    go_to_task(officer)
    expect(officer.locator(".notice.returned")).to_contain_text(TO_MEND)
    mend(officer, MENDED)
    look(officer)

    secretary.goto(f"/tasks/{task.pk}/")
    secretary.locator("form[action$='/decide/confirm/'] button").click()
    expect(secretary.locator(".page-state .badge").first).to_have_class("badge done")
    look(secretary)
    task.refresh_from_db()
    assert (task.state, task.events.count()) == ("confirmed", 5)
    read_who_is_late(open_at(open_page, "phone"))


def test_the_chair_gives_a_task_from_the_chairs_page_and_withdraws_it(
    open_page: OpenPage,
) -> None:
    make_scene()
    chair = open_at(open_page, "desk", language="en")
    sign_in(chair, "dung@example.vn", "/results/chair/")
    chair.locator(".page-actions a[href='/tasks/give/']").click()
    look(chair)
    chair.locator("[name=unit]").fill("03037")
    chair.locator("[name=text]").fill("Báo cáo nhanh tình hình mất sóng")
    chair.locator("main form button.primary").click()
    expect(chair.locator("h1")).to_have_text("Báo cáo nhanh tình hình mất sóng")
    look(chair)
    away = chair.locator("details", has=chair.locator("form[action$='/decide/withdraw/']"))
    away.locator("summary").click()
    away.locator("textarea").fill("Đã có báo cáo chung.")
    away.locator("button").click()
    agree(chair)
    expect(chair.locator(".task-thread")).to_contain_text("Đã có báo cáo chung.")
    assert Task.objects.get().state == "withdrawn"


def go_to_task(page: Page) -> None:
    row_of(page.locator("section[aria-labelledby=owed]"), TEXT).locator("a.button").click()
    expect(page.locator("h1")).to_have_text(TEXT)


def submit(page: Page, words: str, evidence: Path) -> None:
    """Without the reason for the delay it is refused, and what was typed is still there."""
    form = page.locator("form[action$='/step/submit/']")
    form.locator("[name=words]").fill(words)
    form.locator("[name=explanation]").evaluate("box => box.required = false")
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page)
    expect(form.locator("[name=words]")).to_have_value(words)
    form.locator("[name=explanation]").fill(NOT_IN_TIME)
    form.locator("input[type=file]").set_input_files(evidence)
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_have_count(0)


def mend(page: Page, words: str) -> None:
    """What was handed in before is there again, so that only what was wrong is typed."""
    form = page.locator("form[action$='/step/submit/']")
    expect(form.locator("[name=words]")).to_have_value(RESULT)
    expect(form.locator("[name=explanation]")).to_have_value(NOT_IN_TIME)
    form.locator("[name=words]").fill(words)
    form.locator("button").click()
    expect(form).to_have_count(0)


def read_who_is_late(chair: Page) -> None:
    """The other commune; two presses from the chair's page to its task."""
    sign_in(chair, "dung@example.vn", "/results/chair/")
    late = chair.locator("section[aria-labelledby=late-head]")
    expect(late.locator(".badge.late")).to_have_count(1)
    look(chair)
    late.locator("li a", has_text="05/KH-BCĐ").click()
    expect(chair.locator("#rows tr")).to_have_count(1)
    expect(chair.locator("#rows")).to_contain_text("Xã Y Tý")
    look(chair)
    chair.locator("#rows a").click()
    expect(chair.locator("#rows")).to_contain_text(TEXT)
    look(chair)
