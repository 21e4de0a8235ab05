"""What waits for one reader leaves as one letter, late first, and not on a day off."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from giaoban.actions.messages.queue import queue_letters
from giaoban.actions.messages.sending import send_due, token_digest
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.decisions import return_report
from giaoban.actions.reporting.links import send_link
from giaoban.actions.reporting.reminding import remind
from giaoban.actions.reporting.reopening import reopen_for_unit
from giaoban.actions.reporting.section_authors import hand_out_section, withdraw_section
from giaoban.jobs.rounds import Rounds
from giaoban.mail.letters import SECTION, Item, Letter, place
from giaoban.models import CalendarDay, Event, OutgoingMail, Period, ReminderRule, ReportLink, Unit
from giaoban.queries.messages.waiting import waiting
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version
from tests.outline_scene import make_outline_scene
from tests.smtp_server import SmtpServer

SITE = "https://giaoban.example.vn"
SATURDAY = NOW + timedelta(days=1)
MONDAY = NOW.replace(day=23, hour=8)
WEDNESDAY = NOW.replace(day=25, hour=8)


@pytest.fixture
def period(cast: Cast) -> Period:
    """Of November; its reports are due on Tuesday the 17th and late on Friday the 20th, today."""
    regime = make_regime(cast.lao_cai, code="hang-thang")
    ReminderRule.objects.create(regime=regime, working_days=3, to="unit")
    return make_period(regime, "2026-11")


def item(about: str, *, is_late: bool = False) -> Letter:
    text = f"Việc {about}"
    given = Item(about, text, is_late=is_late)
    return Letter("a@example.vn", "vi", text, text, greeting="Kính gửi,", items=(given,))


def queue(*letters: Letter, now: datetime = NOW) -> None:
    queue_letters(letters=letters, site=SITE, now=now)


def returned(cast: Cast, unit: Unit, period: Period, now: datetime, **changed: Any) -> None:
    version = make_version(unit, period)
    asked: dict[str, Any] = {
        "remarks": {},
        "overall": "Rà soát lại.",
        "mend_by": None,
        "by": cast.chi,
    }
    when: dict[str, Any] = {"today": now.date(), "now": now, "site": SITE}
    return_report(version=version, **asked | when | changed)


def contact(unit: Unit, email: str = "may@example.vn") -> None:
    named = {"name": "Bà Mẩy", "email": email, "telephone": ""}
    set_contact(unit=unit, **named, by=None, today=TODAY, now=NOW)


def bodies() -> list[str]:
    return [str(letter.body) for letter in mail.outbox]


def test_all_that_happened_to_one_person_is_one_letter_with_its_addresses(
    cast: Cast, period: Period
) -> None:
    """A returned report, a section to write and an overdue report, of three kinds of work."""
    given = make_outline_scene(cast)
    other = make_period(make_regime(cast.lao_cai, code="khac"), "2026-11")
    returned(cast, cast.ta_van, other, NOW)
    section: dict[str, Any] = {
        "section": "s2",
        "unit": cast.ta_van,
        "person": None,
        "instruction": "",
    }
    when: dict[str, Any] = {"today": TODAY, "now": NOW, "site": SITE}
    due_on = TODAY + timedelta(days=9)
    hand_out_section(report=given.report, **section, due_on=due_on, by=cast.chi, **when)
    assert "an@example.vn" in [one.email for one in remind(**when).readers]
    assert OutgoingMail.objects.filter(to="an@example.vn").count() == 3
    while send_due(now=NOW):
        pass
    (letter,) = [one for one in mail.outbox if one.to == ["an@example.vn"]]
    assert letter.subject == "3 việc về báo cáo, trong đó 1 việc quá hạn"
    late, back, write = (
        f"{SITE}/reports/{period.pk}/{cast.ta_van.pk}/",
        f"{SITE}/reports/{other.pk}/{cast.ta_van.pk}/",
        f"{SITE}/reports/sections/",
    )
    body = str(letter.body)
    assert body.count("Kính gửi") == 1
    assert re.findall(rf"^\d\. |{late}|{back}|{write}", body, re.MULTILINE) == [
        "1. ",
        late,
        "2. ",
        back,
        "3. ",
        write,
    ]


def test_one_of_one_thing_leaves_as_it_was_written(cast: Cast, period: Period) -> None:
    """The news of a report says more than the reminder that comes with it; both count as said."""
    returned(cast, cast.ta_van, period, NOW)
    remind(today=MONDAY.date(), now=MONDAY, site=SITE)
    news, reminder = OutgoingMail.objects.filter(to="an@example.vn").order_by("pk")
    while send_due(now=MONDAY):
        pass
    (letter,) = [one for one in mail.outbox if one.to == ["an@example.vn"]]
    assert (letter.subject, letter.body) == (news.subject, news.body)
    assert news.subject != reminder.subject
    assert not waiting().exists()


def test_each_report_of_a_contact_has_its_own_link_and_a_revoked_one_is_left_out(
    cast: Cast, period: Period
) -> None:
    regime = make_regime(cast.lao_cai, code="khac")
    others = [make_period(regime, key) for key in ("2026-10", "2026-11")]
    contact(cast.y_ty)
    for one in (period, *others):
        returned(cast, cast.y_ty, one, NOW)
    ReportLink.objects.filter(period=others[0]).update(revoked_at=NOW)
    assert send_due(now=NOW) == 1
    (body,) = bodies()
    addresses = re.findall(rf"{SITE}/link/\S+", body)
    assert (len(addresses), len(set(addresses)), "{{link" in body) == (2, 2, False)
    assert mail.outbox[0].subject == "2 việc về báo cáo"
    assert not waiting().exists()


def test_news_by_a_link_that_ended_does_not_hide_the_letter_with_the_link_that_opens(
    cast: Cast, period: Period
) -> None:
    """Returned, and before that letter left somebody sent the contact a link anew."""
    contact(cast.y_ty)
    returned(cast, cast.y_ty, period, NOW)
    link = send_link(unit=cast.y_ty, period=period, by=cast.chi, now=NOW, site=SITE)
    news, anew = OutgoingMail.objects.order_by("pk")
    assert send_due(now=NOW) == 1
    assert mail.outbox[0].subject == anew.subject != news.subject
    (token,) = re.findall(rf"{SITE}/link/([^/\s]+)/", bodies()[0])
    link.refresh_from_db()
    assert link.token_digest == token_digest(token)
    assert not waiting().exists()


def test_what_expired_while_the_server_was_away_hides_nothing(db: None) -> None:
    """Of a section as of a report: the newest word that still opens something is said."""
    gone = (SECTION, 1)
    news = Item("section:1", f"Trả lại {place()}", is_news=True, opens=gone)
    queue(Letter("a@example.vn", "vi", "Trả lại", news.text, (gone,), "Kính gửi,", (news,)))
    reminder = Item("section:1", "Nhắc việc")
    queue(Letter("a@example.vn", "vi", "Nhắc việc", "Nhắc việc", (), "Kính gửi,", (reminder,)))
    assert send_due(now=NOW) == 1
    assert [letter.subject for letter in mail.outbox] == ["Nhắc việc"]


def test_letters_to_others_in_another_language_or_of_one_thing_only_stay_apart(db: None) -> None:
    english = Letter("a@example.vn", "en", "Back", "Back", items=(Item("x", "Back"),))
    invitation = Letter("a@example.vn", "vi", "Mời", "Đặt mật khẩu")
    queue(item("1"), item("2", is_late=True), english, invitation)
    assert send_due(now=NOW) == 3
    assert [letter.subject for letter in mail.outbox] == [
        "2 việc về báo cáo, trong đó 1 việc quá hạn",
        "Back",
        "Mời",
    ]
    assert bodies()[0].index("Việc 2") < bodies()[0].index("Việc 1")


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def test_nothing_of_a_gathered_letter_is_lost_while_the_server_is_away(server: SmtpServer) -> None:
    queue(item("1"), item("2"))
    server.kill()
    assert send_due(now=NOW) == 0
    queue(item("3"))
    server.start()
    assert send_due(now=NOW + timedelta(minutes=1)) == 1
    (letter,) = server.taken
    assert [f"Việc {number}" in letter.get_content() for number in (1, 2, 3)] == [True] * 3
    assert send_due(now=NOW + timedelta(hours=1)) == 0


def test_what_happens_on_a_day_off_is_told_on_the_next_day_that_is_worked(
    cast: Cast, period: Period
) -> None:
    """The Monday is taken off by hand here, and the 24th of November is a public holiday."""
    CalendarDay.objects.create(day=MONDAY.date(), is_working=False)
    scene = make_outline_scene(cast)
    contact(cast.y_ty)
    returned(cast, cast.ta_van, period, SATURDAY)
    returned(cast, cast.y_ty, period, SATURDAY)
    when: dict[str, Any] = {"today": SATURDAY.date(), "now": SATURDAY, "site": SITE}
    asked: dict[str, Any] = {
        "section": "s2",
        "unit": cast.ta_van,
        "person": None,
        "instruction": "",
    }
    due_on = SATURDAY.date() + timedelta(days=9)
    section = hand_out_section(report=scene.report, **asked, due_on=due_on, by=cast.chi, **when)
    withdraw_section(assigned=section, by=cast.chi, **when)
    assert {timezone.localtime(one.send_after) for one in waiting()} == {WEDNESDAY}
    assert send_due(now=MONDAY) == 0
    send_due(now=WEDNESDAY)
    assert len(mail.outbox) == len({letter.to[0] for letter in mail.outbox})
    (letter,) = [one for one in mail.outbox if one.to == ["an@example.vn"]]
    said = ["không phải viết phần", "Đề nghị Xã Tả Van viết phần", "Rà soát lại."]
    assert [words in str(letter.body) for words in said] == [True, False, True]


def test_what_would_come_too_late_leaves_on_the_day_off(cast: Cast, period: Period) -> None:
    sunday = SATURDAY + timedelta(days=1)
    returned(cast, cast.ta_van, period, SATURDAY, mend_by=sunday)
    locked = make_period(make_regime(cast.lao_cai, code="khac"), "2026-11", is_locked=True)
    when: dict[str, Any] = {"today": SATURDAY.date(), "now": SATURDAY, "site": SITE}
    reason: dict[str, Any] = {"reason": "Bổ sung.", "by": cast.chi}
    reopen_for_unit(period=locked, unit=cast.ta_van, until=sunday, **reason, **when)
    assert [one.send_after for one in waiting()] == [SATURDAY, SATURDAY]


def test_a_link_that_is_asked_for_leaves_at_once(cast: Cast, period: Period) -> None:
    contact(cast.y_ty)
    send_link(unit=cast.y_ty, period=period, by=cast.chi, now=SATURDAY, site=SITE)
    assert waiting().get().send_after == SATURDAY


def test_what_waited_over_a_weekend_leaves_with_the_reminders_of_the_morning(
    cast: Cast, period: Period
) -> None:
    other = make_period(make_regime(cast.lao_cai, code="khac"), "2026-11")
    returned(cast, cast.ta_van, other, SATURDAY)
    moment = [MONDAY - timedelta(seconds=2)]
    rounds = Rounds(clock=lambda: moment[0])
    rounds.run()
    assert mail.outbox == []
    moment[0] = MONDAY + timedelta(seconds=2)
    rounds.run()
    (letter,) = [one for one in mail.outbox if one.to == ["an@example.vn"]]
    assert letter.subject == "2 việc về báo cáo, trong đó 1 việc quá hạn"


def test_the_days_round_records_the_units_that_no_letter_reaches(
    cast: Cast, period: Period, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = Rounds(clock=lambda: NOW)
    rounds.run()
    rounds.run()
    (event,) = Event.objects.filter(action="remind_units")
    assert event.after == {"told": 1, "unreached": 2}
    said = [record.getMessage() for record in caplog.records if "reaches" in record.msg]
    assert said == [
        f"No letter about {unit.code} {unit.name} reaches anybody."
        for unit in (cast.y_ty, cast.sa_pa)
    ]
