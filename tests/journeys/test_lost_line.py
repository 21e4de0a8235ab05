"""An officer's line breaks, the power fails, the session ends, the report is closed: nothing typed
is lost, and nothing newer is overwritten."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Playwright, expect

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.links import send_link
from giaoban.actions.reporting.typed_cells import Typed, TypedCell, save_typed
from giaoban.actions.reporting.typed_lists import TypedList, save_typed_list
from giaoban.models import Period, Person, Unit, Version
from giaoban.queries.reporting.answers import answers_of
from giaoban.queries.reporting.list_rows import rows_of
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.factories import PASSWORD, VIETNAM_TIME, make_period, make_regime
from tests.journeys.scene import make_scene
from tests.offline import all_saved, kept_on_disk, lose_power, machine, open_report
from tests.structured_form import publish_structured

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Place:
    """A report with rows, a breakdown, a table and a list, which two people fill in."""

    def __init__(self) -> None:
        scene = make_scene()
        self.cast, self.unit = scene.cast, scene.cast.ta_van
        regime = make_regime(self.cast.lao_cai, code="courses", calendar="calendar", link_days=30)
        publish_structured(regime, scene.before.regime.forms.get().published_at)
        self.period = make_period(regime, scene.before.key)
        self.address = f"/reports/{self.period.pk}/{self.unit.pk}/"

    @property
    def version(self) -> Version:
        return Version.objects.latest("pk")

    def numbers(self) -> dict[str, float]:
        return dict(answers_of(self.version).numbers)

    def somebody_else_types(self, **cells: tuple[str, str]) -> None:
        """(what stands, what is typed) by code."""
        somebody_types(self.unit, self.period, self.cast.binh, cells)


def somebody_types(
    unit: Unit, period: Period, person: Person, cells: dict[str, tuple[str, str]]
) -> None:
    typed = Typed(cells={code: TypedCell(text, known) for code, (known, text) in cells.items()})
    now = datetime.now(VIETNAM_TIME)
    saved = save_typed(unit=unit, period=period, typed=typed, language="vi", by=person, now=now)
    assert not saved.newer


def test_all_that_was_typed_survives_a_loss_of_power_and_nothing_newer_is_overwritten(
    driver: Playwright, live_server: object, tmp_path: Path
) -> None:
    place, site = Place(), live_server.url  # type: ignore[attr-defined]
    with machine(driver, tmp_path, site) as context:
        page = open_report(context, place.address, "an@example.vn")
        page.locator("#cell-trained").fill("10")
        all_saved(page)
        context.set_offline(True)
        page.locator("#cell-trained").fill("61")
        page.locator("#cell-trained__sex__female").fill("35")
        page.locator("#cell-damage__houses__number").fill("3")
        page.locator("[data-list=courses] [data-add]").click()
        page.locator("#row-courses-1-topic").fill("Chữ ký số")
        page.locator("#remark").fill("Mất điện từ sáng.")
        page.locator("summary", has=page.locator(".cell-note-word")).first.click()
        page.locator("#note-trained").fill("Tính cả học viên thôn.")
        expect(page.locator("#save-state")).to_contain_text("6 ô đang giữ trên máy này")
        kept_on_disk(page)
        lose_power(tmp_path)
    place.somebody_else_types(trained=("10", "99"), officials=("", "20"))
    save_typed_list(
        version=place.version,
        list_code="courses",
        typed=TypedList([{"topic": "An toàn thông tin"}], []),
        language="vi",
        by=place.cast.binh,
        now=timezone.now(),
    )
    with machine(driver, tmp_path, site) as context:
        page = open_report(context, place.address, "an@example.vn")
        all_saved(page)
        conflict = page.locator("#conflicts li")
        expect(conflict).to_have_count(1)
        expect(conflict.locator("[data-name]")).to_have_text("Số người được tập huấn")
        expect(conflict.locator("[data-mine]")).to_have_text("61")
        expect(conflict.locator("[data-theirs]")).to_have_text("99")
        expect(page.locator("#conflicts")).to_contain_text(str(place.cast.binh))
        kept = {"trained": 99, "trained__sex__female": 35, "officials": 20, "courses__rows": 2}
        assert place.numbers() == kept | {"damage__houses__number": 3}
        assert [row["topic"] for row in rows_of(place.version)["courses"]] == [
            "An toàn thông tin",
            "Chữ ký số",
        ]
        assert place.version.note == "Mất điện từ sáng."
        assert place.version.values.get(indicator__code="trained").note == "Tính cả học viên thôn."
        assert_accessible(page)
        # A report is not sent before it is chosen; what is to be chosen outlives the page.
        page.locator("button.primary[value=submit]").click()
        expect(page.locator("#conflicts")).to_be_focused()
        page.reload()
        page.locator("#conflicts [data-take]").click()
        all_saved(page)
        expect(page.locator("#conflicts")).to_be_hidden()
        assert place.numbers()["trained"] == 61
        page.reload()
        expect(page.locator("#cell-trained")).to_have_value("61")
        expect(page.locator("#conflicts")).to_be_hidden()


def test_what_was_typed_by_a_link_is_found_again_on_the_telephone(open_page: OpenPage) -> None:
    place = Place()
    now = timezone.now()
    contact = {"name": "Văn phòng", "email": "tavan@example.vn", "telephone": ""}
    set_contact(unit=place.unit, by=None, today=now.date(), now=now, **contact)
    send_link(unit=place.unit, period=place.period, by=None, now=now, site="http://giaoban.vn")
    send_due(now=timezone.now())
    found = re.search(r"(/link/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    page = open_page(390, 844, phone=True)
    page.goto(found[1])
    page.locator("main form button.primary").click()
    page.locator("#cell-trained").fill("10")
    all_saved(page)
    page.context.set_offline(True)
    page.locator("#cell-trained").fill("61")
    page.locator("#cell-officials").fill("20")
    expect(page.locator("#save-state")).to_be_visible()
    address, context = page.url, page.context
    page.close()
    place.somebody_else_types(trained=("10", "99"))
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    all_saved(again)
    expect(again.locator("#conflicts [data-mine]")).to_have_text("61")
    assert_fits(again)
    assert_accessible(again)
    again.locator("#conflicts [data-leave]").click()
    expect(again.locator("#conflicts")).to_be_hidden()
    assert place.numbers() == {"trained": 99, "officials": 20}


def test_who_was_signed_out_signs_in_again_and_all_is_sent(open_page: OpenPage) -> None:
    place = Place()
    page = open_page()
    open_at = open_report(page.context, place.address, "an@example.vn")
    page.context.clear_cookies()
    open_at.locator("#cell-trained").fill("61")
    expect(open_at.locator("#save-state")).to_contain_text("Số ô đang giữ trên máy này: 1.")
    with page.context.expect_page() as opened:
        open_at.locator("[data-sign-in]").click()
    signing_in = opened.value
    signing_in.fill("#id_login", "an@example.vn")
    signing_in.fill("#id_password", PASSWORD)
    signing_in.keyboard.press("Enter")
    expect(signing_in.locator(".menu-end")).to_be_visible()
    signing_in.close()
    open_at.bring_to_front()
    all_saved(open_at)
    assert place.numbers() == {"trained": 61}


def test_what_was_typed_for_a_report_that_was_closed_meanwhile_can_be_copied(
    open_page: OpenPage,
) -> None:
    place = Place()
    page = open_report(open_page().context, place.address, "an@example.vn")
    page.context.set_offline(True)
    page.locator("#cell-trained").fill("61")
    page.locator("#remark").fill("Đã xong.")
    expect(page.locator("#save-state")).to_be_visible()
    place.period.locked_at = timezone.now()
    place.period.save()
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_contain_text("Số ô đang giữ trên máy này: 2.")
    expect(page.locator("#cell-trained")).to_have_value("61")
    page.reload()
    left = page.locator("#left-over")
    expect(left).to_be_visible()
    expect(left.locator("textarea")).to_have_value(
        "Số người được tập huấn\t61\nGhi chú chung của báo cáo\tĐã xong."
    )
    assert_accessible(page)
    left.locator("[data-forget]").click()
    expect(left).to_be_hidden()
    page.reload()
    expect(page.locator("h1").first).to_be_visible()
    expect(left).to_be_hidden()
    assert not Version.objects.filter(submission__period=place.period).exists()
