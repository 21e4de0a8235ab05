"""Letters wait in the database and leave by a real mail server, which is killed and comes back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from giaoban.actions.messages.queue import queue_letters
from giaoban.actions.messages.sending import send_due
from giaoban.actions.people.accounts import NewPerson, invite_person
from giaoban.mail.letters import Letter
from giaoban.models import Message, OutgoingMail
from giaoban.queries.messages.waiting import queue_state, waiting
from giaoban.rules.people.permissions import Role
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.smtp_server import SmtpServer

SITE = "https://giaoban.example.vn"


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def queue(*addresses: str) -> list[OutgoingMail]:
    letters = [Letter(to, "vi", f"Nhắc báo cáo {to}", "Kính gửi đơn vị,") for to in addresses]
    return queue_letters(letters=letters, site=SITE, now=NOW)


def test_a_queued_letter_is_sent_once(server: SmtpServer) -> None:
    queue("a@example.vn")
    assert send_due(now=NOW) == 1
    assert send_due(now=NOW + timedelta(hours=1)) == 0
    assert [letter["To"] for letter in server.taken] == ["a@example.vn"]
    assert server.taken[0]["Subject"] == "Nhắc báo cáo a@example.vn"
    assert server.taken[0].get_content().strip() == "Kính gửi đơn vị,"


def test_a_letter_of_what_was_rolled_back_never_leaves(server: SmtpServer) -> None:
    with transaction.atomic():
        queue("a@example.vn")
        transaction.set_rollback(True)
    assert send_due(now=NOW) == 0
    assert server.taken == []


def test_no_letter_is_lost_while_the_server_is_away(server: SmtpServer, cast: Cast) -> None:
    queue("a@example.vn", "b@example.vn", "c@example.vn")
    server.kill()
    moment = NOW
    for minutes in (1, 2, 5, 10, 15, 30, 30):
        assert send_due(now=moment) == 0
        assert send_due(now=moment + timedelta(minutes=minutes, seconds=-1)) == 0
        moment += timedelta(minutes=minutes)
        assert {letter.send_after for letter in waiting()} == {moment}
    assert "ConnectionRefusedError" in queue_state(moment).error
    server.start()
    assert send_due(now=moment) == 3
    assert [letter["To"] for letter in server.taken] == [
        "a@example.vn",
        "b@example.vn",
        "c@example.vn",
    ]


def test_administrators_are_told_once_of_each_outage(server: SmtpServer, cast: Cast) -> None:
    def outage(day: int) -> None:
        server.kill()
        queue("a@example.vn")
        for hour in range(3):
            send_due(now=NOW + timedelta(days=day, hours=hour))
        server.start()
        assert send_due(now=NOW + timedelta(days=day, hours=5)) == 1

    outage(day=1)
    assert [message.person for message in Message.objects.all()] == [cast.khanh]
    outage(day=2)
    assert Message.objects.filter(person=cast.khanh).count() == 2


def test_an_address_that_is_refused_for_good_is_given_up_and_the_others_are_sent(
    server: SmtpServer,
) -> None:
    server.refused_for_good = {"gone@example.vn"}
    queue("gone@example.vn", "b@example.vn")
    assert send_due(now=NOW) == 1
    given_up = OutgoingMail.objects.get(given_up_at__isnull=False)
    assert (given_up.to, given_up.last_error) == ("gone@example.vn", "550 no such mailbox")
    assert send_due(now=NOW + timedelta(days=1)) == 0


def test_an_address_that_is_refused_for_now_is_tried_again_by_itself(server: SmtpServer) -> None:
    server.refused_now = {"full@example.vn"}
    queue("full@example.vn", "b@example.vn")
    assert send_due(now=NOW) == 1
    server.refused_now = set()
    assert send_due(now=NOW + timedelta(seconds=59)) == 0
    assert send_due(now=NOW + timedelta(minutes=1)) == 1


def test_a_letter_that_a_killed_worker_had_taken_is_sent_by_the_next(server: SmtpServer) -> None:
    queue("a@example.vn")
    taken = NOW + timedelta(minutes=10)  # as the killed worker left it
    OutgoingMail.objects.update(send_after=taken)
    assert send_due(now=NOW + timedelta(minutes=9)) == 0
    assert send_due(now=taken) == 1


def test_an_invitation_waits_without_its_secret_and_leaves_with_it(
    server: SmtpServer, cast: Cast
) -> None:
    invite_person(
        new=NewPerson(email="hoa@example.vn", name="Lò Thị Hoa"),
        unit=cast.y_ty,
        role=Role.UNIT_OFFICER,
        since=TODAY,
        by=cast.chi,
        now=NOW,
        site=SITE,
    )
    assert "{{link 1}}" in OutgoingMail.objects.get().body
    assert send_due(now=NOW) == 1
    text = server.taken[0].get_content()
    assert "{{link 1}}" not in text
    assert f"{SITE}/account/password/reset/key/" in text
    assert "{{link 1}}" in OutgoingMail.objects.get().body
