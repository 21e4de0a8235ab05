"""A commune without an account answers its task by a link, on a telephone, to the end."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Task, TaskLink
from tests.browser import OpenPage
from tests.journeys.scene import Scene, make_scene
from tests.journeys.walking import look, open_at, sign_in
from tests.obligations import make_body, make_document, make_obligation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TEXT = "Rà soát dữ liệu dân cư"
RESULT = "Đã rà soát 640 hộ."
MENDED = "Đã rà soát 640 hộ, kèm biên bản có chữ ký."
TO_MEND = "Bổ sung biên bản có chữ ký."


def give_to_a_contact(scene: Scene) -> Task:
    """To a commune in which nobody has an account, but somebody an address."""
    cast, now = scene.cast, timezone.now()
    set_contact(
        unit=cast.y_ty,
        name="Bà Mẩy",
        email="may@example.vn",
        telephone="",
        by=None,
        today=now.date(),
        now=now,
    )
    document = make_document(make_body(cast.lao_cai), symbol="05/KH-BCĐ")
    due = {"term_kind": "date", "due_on": now.date() + timedelta(days=9)}
    obligation = make_obligation(document, cast.y_ty, text=TEXT, clause="Mục II.1", **due)
    (task,) = give_obligation(obligation=obligation, unit_ids=[cast.y_ty.pk], by=cast.chi, now=now)
    return task


def test_a_contact_answers_by_a_link_mends_what_is_returned_and_it_is_confirmed(
    open_page: OpenPage, tmp_path: Path
) -> None:
    task = give_to_a_contact(make_scene())
    evidence = tmp_path / "bien-ban.pdf"
    evidence.write_bytes(b"%PDF-1.7 bien ban")
    secretary = open_at(open_page, "desk")
    sign_in(secretary, "chi@example.vn", f"/tasks/{task.pk}/")
    secretary.locator("form[action$='/link/'] button[value=send]").click()
    look(secretary)
    address = address_in_the_letter()
    assert Client().get(address).status_code == 200  # the mail scanner
    assert TaskLink.objects.get().confirmed_at is None

    contact = open_at(open_page, "phone")
    contact.goto(address)
    look(contact)
    contact.get_by_role("button", name=re.compile("Xã Y Tý")).click()
    expect(contact.locator("h1")).to_have_text(TEXT)
    assert address not in contact.url
    look(contact)
    contact.locator("form[action$='/step/acknowledge/'] button").click()
    hand_in(contact, RESULT, None)
    expect(contact.locator(".notice.done").last).to_be_visible()
    look(contact)

    secretary.goto(f"/tasks/{task.pk}/")
    expect(secretary.locator(".task-thread")).to_contain_text("Bà Mẩy, qua liên kết")
    back = secretary.locator("details", has=secretary.locator("form[action$='/decide/return/']"))
    back.locator("summary").click()
    back.locator("textarea").fill(TO_MEND)
    back.locator("button").click()

    contact.reload()  # the same link, the same page
    expect(contact.locator(".notice.returned")).to_contain_text(TO_MEND)
    hand_in(contact, MENDED, evidence)

    secretary.goto(f"/tasks/{task.pk}/")
    with secretary.expect_download() as download:
        secretary.get_by_text("bien-ban.pdf").click()
    assert download.value.path().read_bytes() == evidence.read_bytes()
    secretary.locator("form[action$='/decide/confirm/'] button").click()
    expect(secretary.locator(".page-state .badge").first).to_have_class("badge done")
    look(secretary)

    contact.reload()
    expect(contact.locator("form[action*='/step/']")).to_have_count(0)
    contact.set_viewport_size({"width": 1280, "height": 800})
    look(contact)
    task.refresh_from_db()
    assert (task.state, task.events.count()) == ("confirmed", 5)
    assert set(task.events.exclude(link=None).values_list("by", flat=True)) == {None}
    contact.goto("/")
    expect(contact.locator("[name=login]")).to_be_visible()


def address_in_the_letter() -> str:
    assert send_due(now=timezone.now()) == 1
    found = re.search(r"https?://[^/]+(/link/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def hand_in(page: Page, words: str, evidence: Path | None) -> None:
    form = page.locator("form[action$='/step/submit/']")
    form.locator("[name=words]").fill(words)
    if evidence is not None:
        chosen = form.locator("input[type=file]")
        chosen.evaluate("input => { input.dataset.mostMegabytes = 0; }")
        chosen.set_input_files(evidence)
        form.locator("button").click()  # nothing that is too large goes over the line
        assert "bien-ban.pdf" in str(chosen.evaluate("input => input.validationMessage"))
        chosen.evaluate("input => { input.dataset.mostMegabytes = 20; }")
        with page.expect_file_chooser() as chooser:
            chosen.click()
        chooser.value.set_files(evidence)
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_have_count(0)
