"""A meeting is held: two secretaries, a line that breaks, a telephone at the door, the wall."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from giaoban.models import AgendaItem, Conclusion, Meeting, Task
from giaoban.queries.meetings.check_in import check_in_code
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.people.permissions import Role
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.factories import appoint, make_person
from tests.journeys.walking import look, open_at, sign_in
from tests.meeting_scene import Sitting, make_sitting

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SAVED = "[data-status]:has-text('Đã lưu')"


@pytest.fixture
def sitting(db: None) -> Sitting:
    """Announced and about to begin, with two items; a second secretary helps."""
    cast = make_cast()
    helper = make_person("thu-ky-2@example.vn", "Lò Văn Hai")
    appoint(helper, Role.SECRETARIAT, cast.lao_cai)
    made = make_sitting(cast, at=timezone.now() + timedelta(minutes=10), there=0, runs=False)
    Meeting.objects.filter(pk=made.meeting.pk).update(
        state="announced", announced_at=timezone.now()
    )
    AgendaItem.objects.create(
        meeting=made.meeting, position=2, kind=ItemKind.OTHER, title="Nhân sự", minutes=15
    )
    return made


def record_of(sitting: Sitting) -> str:
    return f"/meetings/{sitting.meeting.pk}/run/"


def test_a_meeting_is_held_by_two_secretaries_a_telephone_and_the_wall(
    open_page: OpenPage, sitting: Sitting
) -> None:
    first = open_at(open_page, "desk")
    sign_in(first, "chi@example.vn", record_of(sitting))
    look(first)
    telephone = open_at(open_page, "phone")
    telephone.goto(f"/check-in/{sitting.meeting.pk}/{check_in_code(sitting.meeting)}/")
    look(telephone)
    for seat in sitting.seats[:3]:
        first.locator(f"#here-{seat.pk}").click()
        expect(first.locator(f"#left-{seat.pk}")).to_be_visible()
    telephone.locator(f"button[value='{sitting.seats[3].pk}']").click()
    expect(telephone.locator("[data-waits]")).to_be_visible()
    first.locator(f"#let-in-{sitting.seats[3].pk}").click()
    expect(telephone.locator(".notice.done")).to_be_visible()
    first.locator("button[formaction$='begin/']").click()
    first.locator(f"button[formaction$='items/{sitting.item.pk}/hear/']").first.click()
    wall = open_at(open_page, "desk")
    sign_in(wall, "dung@example.vn")
    wall.goto(record_of(sitting))  # the chair is shown what the room sees
    expect(wall.locator("h1")).to_have_text("Kinh phí")
    expect(wall.locator(".projector-code svg")).to_be_visible()
    second = open_at(open_page, "phone")
    sign_in(second, "thu-ky-2@example.vn", record_of(sitting))
    look(second)
    both_type(first, second)
    vote_and_conclude(first, wall, sitting)
    close(first)


def both_type(first: Page, second: Page) -> None:
    first.locator("#notes").fill("Bà Chi: thống nhất mức chi.")
    second.locator("#notes").fill("Ông Hai: đề nghị giải trình.")
    for page in (first, second):
        expect(page.locator("#notes")).to_have_value(
            re.compile("^(Bà Chi: .+\\nÔng Hai: .+|Ông Hai: .+\\nBà Chi: .+)$")
        )


def vote_and_conclude(page: Page, wall: Page, sitting: Sitting) -> None:
    page.locator("summary", has_text="Đưa một vấn đề ra biểu quyết").click()
    page.locator("form[action$='/vote/'] [name=text]").fill("Thông qua mức chi?")
    page.locator("form[action$='/vote/'] button[name=open]").click()
    expect(wall.locator(".projector-vote h2")).to_have_text("Thông qua mức chi?")
    look(wall)
    page.locator("a[href*='/run/votes/']").click()
    page.locator("#all").select_option(index=1)
    page.locator(f"#place-{sitting.seats[1].pk}").select_option(index=2)
    look(page)
    page.locator("button", has_text="Ghi kết quả giơ tay").click()
    page.locator("form[action$='/close/'] button").click()
    expect(page.locator(".run-vote .badge.done")).to_be_visible()
    page.locator("summary", has_text="Ghi kết luận").click()
    form = page.locator("form[action$='/run/conclusions/']")
    form.locator("[name=text]").fill("Xã Tả Van rà soát mức chi.")
    form.locator("[name=lead]").fill("03037")
    form.locator("button").last.click()
    expect(page.locator("[data-part=conclusions] .run-missing li")).to_have_count(2)
    expect(page.locator("#write-conclusion summary")).to_be_focused()
    page.evaluate("scrollTo(0, 0)")  # no button lies half under the bar at the top
    look(page)


def close(page: Page) -> None:
    conclusion = Conclusion.objects.get()
    page.locator("a[href$='/close/']").click()
    look(page)
    page.locator(f"a[href$='/conclusions/{conclusion.pk}/']").click()
    page.locator("[name=product]").fill("Báo cáo rà soát")
    page.locator("[name=term]").select_option("working_days")
    page.locator("[name=working_days]").fill("5")
    look(page)
    page.locator("main button.primary").click()
    expect(page.locator("#close-first, #close-now").first).to_be_visible()  # back on the record
    page.goto(page.url.split("run/")[0] + "close/")
    page.locator("main button.primary").click()
    expect(page.locator("[data-part=conclusions] a[href^='/tasks/']")).to_be_visible()
    assert Task.objects.get().unit.code == "03037"


def test_notes_typed_while_the_line_is_broken_are_sent_when_it_is_back(
    open_page: OpenPage, sitting: Sitting
) -> None:
    page = open_at(open_page, "desk")
    sign_in(page, "chi@example.vn", record_of(sitting))
    page.locator("#notes").fill("Dòng một.")
    expect(page.locator(SAVED)).to_be_visible()
    page.context.set_offline(True)
    page.locator("#notes").press("Control+End")
    page.locator("#notes").press_sequentially("\nDòng hai, khi mất mạng.")
    expect(page.locator("[data-status].unsaved")).to_be_visible()
    AgendaItem.objects.filter(pk=sitting.item.pk).update(notes="Dòng không.\nDòng một.", revision=2)
    # The tab is closed before the line is back: another page of the record sends what was kept.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{record_of(sitting)}?item={AgendaItem.objects.last().pk}")
    expect(page.locator("#notes")).to_have_value("")
    page.goto(f"{record_of(sitting)}?item={sitting.item.pk}")
    kept = "Dòng không.\nDòng một.\nDòng hai, khi mất mạng."
    expect(page.locator("#notes")).to_have_value(kept)
    sitting.item.refresh_from_db()
    assert sitting.item.notes == kept


def test_a_conclusion_typed_while_the_line_is_broken_waits_where_it_was_typed(
    open_page: OpenPage, sitting: Sitting
) -> None:
    page = open_at(open_page, "desk")
    sign_in(page, "chi@example.vn", record_of(sitting))
    form = write_a_conclusion(page)
    page.context.set_offline(True)
    form.locator("button").last.click()
    expect(form.locator("[data-refused]")).to_be_visible()
    page.context.set_offline(False)
    other = AgendaItem.objects.last()
    page.locator(f"#line-{other.pk}").click()  # nothing asks whether it may leave
    expect(page.locator("[data-unsent] li")).to_have_text(re.compile("Xã Tả Van rà soát mức chi"))
    look(page)
    page.locator("[data-unsent] a").click()
    form = page.locator("form[action$='/run/conclusions/']")
    expect(form.locator("[name=text]")).to_have_value("Xã Tả Van rà soát mức chi.")
    expect(form.locator("p[data-found]")).to_be_visible()
    look(page)
    form.locator("button.button").last.click()
    expect(page.locator("[data-part=conclusions] .row-title")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-part=conclusions] .row-title")).to_have_count(1)
    expect(page.locator("p[data-found], [data-unsent] li")).to_have_count(0)
    assert Conclusion.objects.get().item == sitting.item


def test_who_is_signed_out_while_typing_finds_it_again(
    open_page: OpenPage, sitting: Sitting
) -> None:
    page = open_at(open_page, "desk")
    sign_in(page, "chi@example.vn", record_of(sitting))
    page.context.clear_cookies(name="sessionid")
    page.locator("#notes").fill("Ghi khi phiên đã hết.")
    expect(page.locator("[data-status].unsaved")).to_be_visible()
    form = write_a_conclusion(page)
    form.locator("button").last.click()
    expect(form.locator("[data-refused]")).to_be_visible()
    sign_in(page, "chi@example.vn", record_of(sitting))
    expect(page.locator("#notes")).to_have_value("Ghi khi phiên đã hết.")
    expect(page.locator(SAVED)).to_be_visible()
    form = page.locator("form[action$='/run/conclusions/']")
    expect(form.locator("[name=text]")).to_have_value("Xã Tả Van rà soát mức chi.")
    form.locator("p[data-found] button").click()
    expect(form.locator("[name=text]")).to_have_value("")
    page.reload()
    expect(page.locator("p[data-found]")).to_have_count(0)


def write_a_conclusion(page: Page) -> Locator:
    page.locator("summary", has_text="Ghi kết luận").click()
    form = page.locator("form[action$='/run/conclusions/']")
    form.locator("[name=text]").fill("Xã Tả Van rà soát mức chi.")
    return form


def test_the_record_is_kept_without_scripts(open_page: OpenPage, sitting: Sitting) -> None:
    page = open_at(open_page, "desk")
    sign_in(page, "chi@example.vn", record_of(sitting))
    bare = page.context.browser.new_context(
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
        base_url=page.url.split("/meetings/")[0],
        locale="vi-VN",
    )
    plain = bare.new_page()
    plain.goto(record_of(sitting))
    plain.locator("#notes").fill("Ghi tay.")
    plain.locator("form[data-notes] button").click()
    plain.locator("button[formaction$='begin/']").click()
    plain.locator(f"#here-{sitting.seats[0].pk}").click()
    expect(plain.locator(f"#left-{sitting.seats[0].pk}")).to_be_visible()
    expect(plain.locator("#notes")).to_have_value("Ghi tay.")
    bare.close()
