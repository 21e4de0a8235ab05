"""The clerk with 99 communes closes the quarter with three missing, and takes one figure later."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import (
    ConsolidatedReport,
    DeadlineRule,
    OutlineSection,
    Period,
    Unit,
    UnitContact,
    Value,
    Version,
)
from giaoban.rules.reporting.states import ReportState
from tests.browser import OpenPage
from tests.cast import Cast, make_cast
from tests.factories import VIETNAM_TIME, make_period, make_regime, make_unit, make_version
from tests.journeys.walking import agree, look, open_at, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MISSING = ("Xã Lùng Phình", "Xã Mường Khương", "Xã Tả Van")
ERROR = "Trực tuyến lớn hơn tổng số."


def quarter() -> str:
    """The one before the present one."""
    today = datetime.now(VIETNAM_TIME).date()
    before = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return f"{before.year}Q{(before.month - 1) // 3 + 1}"


def make_quarter(cast: Cast) -> Period:
    """99 communes, of which 93 have reported 10 each; six have not."""
    cache.clear()
    regime = make_regime(
        cast.lao_cai,
        frequency="quarter",
        calendar="calendar",
        committee=cast.committee,
        indicators=[
            {"code": "processed", "name": "Hồ sơ tiếp nhận"},
            {"code": "online", "name": "Hồ sơ trực tuyến"},
        ],
        checks=[{"formula": "online <= processed", "message": ERROR}],
    )
    DeadlineRule.objects.create(regime=regime, working_days=60, at=time(17), roll="forward")
    text = "Toàn tỉnh tiếp nhận [[processed]] hồ sơ."
    OutlineSection.objects.create(regime=regime, position=0, title="I. Kết quả", text=text)
    period = make_period(regime, quarter())
    late = [make_unit(f"9{n}", name, under=cast.lao_cai) for n, name in enumerate(MISSING[:2])]
    done = [make_unit(f"1{n:03d}", f"Xã số {n}", under=cast.lao_cai) for n in range(93)]
    by_link = make_unit("95", "Xã Bản Lầu", under=cast.lao_cai)
    asked = [*late, *done, by_link, cast.ta_van, cast.y_ty, cast.sa_pa]
    for unit in done:
        accepted(unit, period)
    append_marks_for(unit_ids=[unit.pk for unit in asked], period=period)
    fold_all()
    for unit, email in ((by_link, "lau@example.vn"), (cast.y_ty, "ty@example.vn")):
        contact(unit, email)
    return period


def accepted(unit: Unit, period: Period) -> None:
    values = {"processed": 10, "online": 5}
    make_version(unit, period, values=values, state=ReportState.ACCEPTED)


def contact(unit: Unit, email: str) -> UnitContact:
    now = timezone.now()
    who = {"name": "Cán bộ đầu mối", "email": email, "telephone": ""}
    return set_contact(unit=unit, **who, by=None, today=now.date(), now=now)


def test_a_quarter_is_closed_with_three_missing_and_a_figure_taken_later(
    open_page: OpenPage, tmp_path: Path
) -> None:
    cast = make_cast()
    period = make_quarter(cast)
    status = f"/reports/status/?regime={period.regime.code}&period={period.key}"
    clerk = open_at(open_page, "desk")
    sign_in(clerk, "chi@example.vn", status)
    expect(clerk.locator("#closing + p")).to_contain_text("93/99")
    chase(clerk)
    send_an_estimate(open_at(open_page, "phone"))
    accepted(cast.sa_pa, period)
    append_marks_for(unit_ids=[cast.sa_pa.pk], period=period)
    clerk.goto(f"/reports/review/{period.pk}/{cast.lao_cai.pk}/")
    clerk.locator("button[name=which][value=clean]").click()
    agree(clerk)
    expect(clerk.locator("tr.review-row")).to_have_count(0)
    take_over_an_error(clerk, cast.y_ty, period)
    fold_all()

    clerk.goto(status)
    standing = clerk.locator("#closing + p")
    expect(standing).to_contain_text("96/99")
    look(clerk)
    clerk.locator("form[action$='/lock/'] button").click()
    expect(clerk.locator("#confirm")).to_contain_text("3")
    agree(clerk)
    expect(clerk.locator("#closing .icon, #closing svg").first).to_be_visible()
    fold_all()
    clerk.locator("form[action$='consolidated/draft/'] button").click()
    paper = clerk.locator(".paper-blocks, .paper")
    for words in ("96/99", *MISSING, "tiếp nhận khi còn lỗi", "ước thực hiện", "965 hồ sơ"):
        expect(paper.filter(has_text=words).first).to_be_visible()
    issue(clerk, open_at(open_page, "desk"), tmp_path)
    take_one_more(clerk, open_at(open_page, "desk"), cast.ta_van, period, status)
    assert list(
        Version.objects.filter(submission__unit=cast.ta_van).values_list("number", "state")
    ) == [(1, "accepted")]


def chase(clerk: Page) -> None:
    """One press tells everybody and makes the letter, which waits on the page that follows."""
    clerk.locator("button[formmethod=post]").click()
    with clerk.expect_download() as letter:
        clerk.locator("a[href$='letter.docx']").click()
    assert letter.value.suggested_filename.endswith(".docx")
    look(clerk)
    assert send_due(now=timezone.now()) == 3  # two by a link, the officer of Tả Van by account


def send_an_estimate(page: Page) -> None:
    letter = next(letter for letter in mail.outbox if letter.to == ["lau@example.vn"])
    found = re.search(r"https?://[^/]+(/link/\S+)", str(letter.body))
    assert found is not None
    page.goto(found[1])
    page.get_by_role("button", name=re.compile("Xã Bản Lầu")).click()
    page.locator("#cell-processed").press_sequentially("20~")
    page.locator("#cell-online").fill("5")
    page.locator("#cell-online").press("Tab")
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.locator("button[name=step][value=submit]:not(.visually-hidden)").click()
    expect(page.locator("#report-form")).to_have_count(0)
    assert Value.objects.filter(is_estimate=True).count() == 1


def take_over_an_error(clerk: Page, unit: Unit, period: Period) -> None:
    clerk.goto(f"/reports/{period.pk}/{unit.pk}/")
    clerk.locator("#begin-note").fill("Anh Sín, văn phòng UBND xã")
    clerk.locator("form[action$='for-the-unit/'] button").click()
    clerk.locator("#cell-processed").fill("5")
    clerk.locator("#cell-online").fill("6")
    clerk.locator("#cell-online").press("Tab")
    expect(clerk.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
    clerk.reload()
    clerk.get_by_text("Tiếp nhận dù còn lỗi").first.click()
    clerk.fill("#over-error-reason", "Cán bộ nghỉ ốm")
    clerk.get_by_role("button", name="Tiếp nhận dù còn lỗi").click()
    expect(clerk.get_by_text("Cán bộ nghỉ ốm").first).to_be_visible()


def issue(clerk: Page, chair: Page, tmp_path: Path) -> None:
    clerk.locator("#symbol").fill("15/BC-BCĐ")
    clerk.locator("#dated_on").fill(f"{datetime.now(VIETNAM_TIME):%Y-%m-%d}")
    clerk.locator("form[action$='number/'] button").click()
    clerk.locator("form[action$='fix/'] button").click()
    agree(clerk)
    expect(clerk.locator("form[action$='reopen/']")).to_be_visible()
    report = ConsolidatedReport.objects.get()
    sign_in(chair, "dung@example.vn", f"/reports/consolidated/{report.pk}/")
    chair.locator("form[action$='approve/'] button").click()
    agree(chair)
    expect(chair.locator("#issued")).to_be_visible()
    issued = tmp_path / "Báo cáo đã ký.pdf"
    issued.write_bytes(b"%PDF-1.7\n% signed and scanned\n%%EOF\n")
    clerk.reload()
    clerk.set_input_files("#copy-file", issued)
    clerk.locator("#issued form button").click()
    expect(clerk.locator("#issued")).to_contain_text("Báo cáo đã ký.pdf")
    report.refresh_from_db()
    assert report.state == "issued"


def take_one_more(clerk: Page, officer: Page, unit: Unit, period: Period, status: str) -> None:
    """The locked quarter is opened for one unit, and the next report shows what changed."""
    clerk.goto(status)
    clerk.locator("#closing").locator("xpath=../..").locator("a[href$='extension/']").click()
    look(clerk)
    clerk.locator("[name=unit]").fill(f"{unit.code} {unit.name}")
    tomorrow = datetime.now(VIETNAM_TIME).date() + timedelta(days=1)
    clerk.locator("[name=due_on]").fill(f"{tomorrow:%Y-%m-%d}")
    clerk.locator("[name=reason]").fill("Xã mất điện trong tuần chốt số liệu")
    clerk.locator("#main form button.primary").first.click()
    expect(clerk.locator("#main")).to_contain_text("Xã mất điện")

    sign_in(officer, "an@example.vn", f"/reports/{period.pk}/{unit.pk}/")
    officer.locator("#cell-processed").fill("30")
    officer.locator("#cell-online").fill("30")
    officer.locator("button.primary[value=submit]").click()
    expect(officer.locator("#report-form")).to_have_count(0)
    clerk.goto(f"/reports/{period.pk}/{unit.pk}/review/")
    clerk.locator(".foot-bar button[value=accept]").click()
    expect(clerk.locator(".notice.done").first).to_be_visible()
    fold_all()

    first = ConsolidatedReport.objects.get()
    clerk.goto(f"/reports/consolidated/{first.pk}/")
    expect(clerk.locator(".change-list")).to_contain_text("Hồ sơ tiếp nhận")
    clerk.locator("form[action$='again/'] button").click()
    second = clerk.locator(".paper")
    for words in ("97/99", "995 hồ sơ", unit.name):
        expect(second.filter(has_text=words).first).to_be_visible()
    expect(second.first).to_contain_text("Toàn tỉnh tiếp nhận 995 hồ sơ.")
    look(clerk)
    assert [report.number for report in ConsolidatedReport.objects.order_by("number")] == [1, 2]
