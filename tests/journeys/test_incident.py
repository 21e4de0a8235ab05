"""A storm through its first day: opened, reported from a telephone, followed, and asked again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.incidents import ask_for_due_reports
from giaoban.models import Incident
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.factories import make_regime
from tests.journeys.walking import agree, look, open_at, row_of, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HOUSES = {"code": "houses", "name": "Nhà bị hư hỏng", "measure": "nhà", "over_time": "last"}
MOVED = {"code": "moved", "name": "Hộ đã di dời", "measure": "hộ", "over_time": "last"}


def test_a_storm_through_its_first_day(open_page: OpenPage) -> None:
    cast = make_cast()
    make_regime(
        cast.lao_cai,
        code="thien-tai",
        name="Báo cáo nhanh thiên tai",
        frequency="incident",
        calendar="calendar",
        indicators=[HOUSES, MOVED],
    )

    desk = open_at(open_page, "desk")
    sign_in(desk, "chi@example.vn", to="/reports/")
    desk.get_by_role("link", name="Tình huống").click()
    look(desk)
    desk.get_by_role("link", name="Mở tình huống").click()
    look(desk)
    desk.locator("[name=name]").fill("Bão số 13")
    desk.locator("[name=code]").fill("BAO-13")
    began = timezone.localtime() - timedelta(hours=3)
    desk.locator("[name=began_at]").fill(f"{began:%Y-%m-%dT%H:%M}")
    desk.locator("[name=area]").fill("15")
    desk.get_by_role("button", name="Mở và yêu cầu báo cáo").click()
    expect(desk.locator("h1")).to_have_text("Bão số 13")
    expect(desk.locator("main")).to_contain_text("báo cáo lần 1: 0/3 đơn vị đã gửi")
    expect(desk.locator("main")).to_contain_text(re.compile(r"còn 2[01] giờ"))
    look(desk)

    phone = open_at(open_page, "phone")
    sign_in(phone, "an@example.vn")
    first = phone.locator("section[aria-labelledby=owed] li").first
    expect(first).to_contain_text("Báo cáo nhanh thiên tai, Bão số 13, lần 1")
    first.get_by_role("link", name="Nhập báo cáo").click()
    phone.locator("#cell-houses").fill("12")
    phone.locator("#cell-moved").fill("5")
    phone.locator("button[name=step][value=submit]").click()
    expect(phone.locator("main")).to_contain_text("đã gửi")

    desk.reload()
    expect(desk.locator("main")).to_contain_text("báo cáo lần 1: 1/3 đơn vị đã gửi")
    expect(desk.locator(".incident-figures div", has_text="Nhà bị hư hỏng")).to_contain_text("12")
    expect(desk.locator(".incident-map li", has_text="Xã Tả Van")).to_contain_text("đúng hạn")
    expect(desk.locator(".incident-map li", has_text="Xã Y Tý")).to_contain_text("còn hạn")
    expect(desk.locator("section[aria-labelledby=missing-title]")).to_contain_text("Phường Sa Pa")

    # The first deadline passes; the worker asks for the second report.
    incident = Incident.objects.get()
    moved_back = timedelta(hours=22)
    Incident.objects.update(
        began_at=incident.began_at - moved_back, counts_from=incident.counts_from - moved_back
    )
    assert ask_for_due_reports(now=timezone.now()) == 1
    fold_all()
    phone.goto("/")
    expect(phone.locator("section[aria-labelledby=owed] li").first).to_contain_text("lần 2")
    phone.locator("section[aria-labelledby=owed] li a.button").first.click()
    phone.locator("#cell-houses").fill("30")
    phone.locator("#cell-moved").fill("5")
    phone.locator("button[name=step][value=submit]").click()
    expect(phone.locator("main")).to_contain_text("đã gửi")
    phone.goto(f"/reports/incidents/{incident.pk}/")
    look(phone)
    phone.get_by_role("button", name="Đây là báo cáo cuối").first.click()
    agree(phone)
    expect(phone.locator("body")).to_contain_text("không phải báo cáo tiếp")

    desk.reload()
    figure = desk.locator(".incident-figures div", has_text="Nhà bị hư hỏng")
    expect(figure).to_contain_text("30")
    expect(figure.locator(".moved")).to_have_text("+18")
    expect(desk.locator(".incident-figures div", has_text="Hộ đã di dời")).to_contain_text(
        "không đổi"
    )
    expect(row_of(desk.locator("section[aria-labelledby=rounds-title]"), "Lần 1")).to_contain_text(
        "1/3 đơn vị"
    )
    look(desk)
    desk.get_by_role("button", name="Lập báo cáo").click()
    expect(desk.locator("main")).to_contain_text("Bão số 13")
    desk.goto(f"/reports/incidents/{incident.pk}/")
    desk.get_by_role("button", name="Kết thúc tình huống").click()
    agree(desk)
    expect(desk.locator("main")).to_contain_text("số liệu đã chốt")
