"""A calendar program reads what the home page lists, at an address that can be replaced."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.people.accounts import deactivate_person
from giaoban.actions.people.appointments import hand_over
from giaoban.actions.people.calendar_feeds import make_calendar_feed
from giaoban.models import Appointment, CalendarFeed, Event, Person, Task, Unit
from giaoban.web.frame.acting import Acting
from giaoban.web.home.blocks import home_blocks
from giaoban.web.links.rates import FEED_READS
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_period, make_person, make_regime

Entry = dict[str, str]


def entries(content: bytes) -> list[Entry]:
    """The events of a calendar, read by the grammar of RFC 5545 alone: lines unfolded, values
    unescaped, parameters kept with the name (`DTSTART;VALUE=DATE`).
    """
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found: list[Entry] = []
    inside = False
    for line in re.sub(rb"\r\n[ \t]", b"", content).decode().split("\r\n"):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            inside = True
            found.append({})
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            plain = re.sub(r"\\([nN;,\\])", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), value)
            found[-1][name] = plain
    return found


def a_task(unit: Unit, giver: Unit, text: str, due_on: date | None) -> Task:
    return Task.objects.create(unit=unit, giver=giver, text=text, due_on=due_on, given_at=NOW)


def address_of(person: Person) -> str:
    return reverse("calendar_feed", args=[make_calendar_feed(person=person, now=NOW)])


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


@pytest.fixture
def owing(cast: Cast) -> Task:
    """An officer with a report and two tasks, one of them without a day."""
    today = timezone.localdate()
    last_month = today.replace(day=1) - timedelta(days=1)
    make_period(make_regime(cast.lao_cai), f"{last_month:%Y-%m}")
    a_task(cast.ta_van, cast.lao_cai, "Không có hạn", None)
    return a_task(cast.ta_van, cast.lao_cai, "Rà soát; gửi, báo cáo \\ đề án " + "x" * 60, today)


def test_a_calendar_reads_exactly_the_deadlines_of_the_home_page(cast: Cast, owing: Task) -> None:
    response = Client().get(address_of(cast.an))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    listed = [row for row in home_blocks(Acting(cast.an, None), shows_all=True).owed if row.due_at]
    read = entries(response.content)
    assert [one["SUMMARY"] for one in read] == [row.title for row in listed]
    assert [one["URL"] for one in read] == [f"http://testserver{row.address}" for row in listed]
    by_key = {one["UID"].partition("@")[0]: one for one in read}
    task = by_key[f"task-{owing.pk}"]
    assert task["DTSTART;VALUE=DATE"] == f"{timezone.localdate():%Y%m%d}"
    (report,) = (one for key, one in by_key.items() if key.startswith("report-"))
    (row,) = (row for row in listed if row.key.startswith("report-"))
    due = datetime.strptime(report["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert row.due_at is not None
    assert due == row.due_at.replace(microsecond=0)


def test_what_was_handed_in_leaves_the_calendar(cast: Cast, owing: Task) -> None:
    address = address_of(cast.an)
    before = {one["UID"] for one in entries(Client().get(address).content)}
    Task.objects.filter(pk=owing.pk).update(state="submitted")
    after = {one["UID"] for one in entries(Client().get(address).content)}
    assert before - after == {f"task-{owing.pk}@testserver"}


def test_the_address_is_shown_once_and_only_its_digest_is_stored(
    cast: Cast, sign_in: SignIn
) -> None:
    an = sign_in(cast.an)
    page = an.post(reverse("make_calendar_feed"))
    assert page["Cache-Control"] == "no-store"
    token = re.search(r"/deadlines/([\w-]{43})\.ics", page.content.decode())
    assert token is not None
    assert token[1] not in an.get(reverse("profile")).content.decode()
    feed = CalendarFeed.objects.get()
    assert feed.person == cast.an
    assert token[1] not in feed.token_digest
    event = Event.objects.latest("pk")
    assert (event.action, event.actor, event.after) == ("make_calendar_feed", cast.an, None)


def closed(address: str) -> bool:
    return Client().get(address).status_code == 404


def test_an_address_that_was_replaced_or_taken_away_opens_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    first = address_of(cast.an)
    address_of(cast.an)
    assert closed(first)
    assert CalendarFeed.objects.count() == 1
    assert sign_in(cast.an).post(reverse("drop_calendar_feed")).status_code == 302
    assert CalendarFeed.objects.count() == 0


def test_handing_over_and_closing_the_account_close_the_address(cast: Cast) -> None:
    of_an, of_binh = address_of(cast.an), address_of(cast.binh)
    hand_over(
        appointment=Appointment.objects.get(person=cast.an),
        successor=make_person("moi@example.vn", "Giàng Mới"),
        on=timezone.localdate(),
        by=cast.chi,
        now=NOW,
        site="https://giaoban.example",
    )
    assert closed(of_an)
    deactivate_person(person=cast.binh, by=cast.khanh, now=NOW)
    assert closed(of_binh)


def test_an_address_is_read_so_often_in_ten_minutes_and_no_oftener(cast: Cast) -> None:
    address, client = address_of(cast.an), Client()
    answers = [client.get(address).status_code for _ in range(FEED_READS + 1)]
    assert answers == [200] * FEED_READS + [429]


def test_only_reading_is_allowed(cast: Cast) -> None:
    assert Client().post(address_of(cast.an)).status_code == 405
