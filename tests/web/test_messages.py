"""The inbox with its bell, and the page that says whether letters leave."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from giaoban.actions.messages.queue import put_in_inbox, queue_letters
from giaoban.actions.messages.sending import send_due
from giaoban.mail.folder import FolderBackend, kept_letters
from giaoban.mail.letters import Letter
from giaoban.models import Event, Message, OutgoingMail
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_regime


def tell(cast: Cast, number: int = 1) -> None:
    put_in_inbox(person=cast.an, subject=f"Nhắc báo cáo số {number}", address="/reports/", now=NOW)


def test_the_bell_counts_what_is_unread(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.an)
    assert "bell-count" not in client.get("/").content.decode()
    tell(cast, 1)
    tell(cast, 2)
    assert (
        '<span class="bell-count" aria-hidden="true">2</span>' in client.get("/").content.decode()
    )
    opened = client.get(f"/inbox/{Message.objects.first().pk}/")  # type: ignore[union-attr]
    assert opened["Location"] == "/reports/"
    assert Message.objects.filter(read_at=None).count() == 1
    client.post("/inbox/read/")
    assert not Message.objects.filter(read_at=None).exists()


def test_nobody_reads_or_marks_the_messages_of_others(cast: Cast, sign_in: SignIn) -> None:
    tell(cast)
    client = sign_in(cast.binh)
    client.get(f"/inbox/{Message.objects.get().pk}/")
    client.post("/inbox/read/")
    assert Message.objects.get().read_at is None
    assert "Nhắc báo cáo" not in client.get("/inbox/").content.decode()


def test_one_thing_is_told_once_in_an_inbox(cast: Cast) -> None:
    for _ in range(2):
        put_in_inbox(person=cast.an, subject="Một lần", key="x", now=NOW)
        put_in_inbox(person=cast.binh, subject="Một lần", key="x", now=NOW)
    assert Message.objects.count() == 2


def test_the_inbox_asks_the_database_as_often_for_three_messages_as_for_one(
    cast: Cast, sign_in: SignIn, constant_queries: Any
) -> None:
    client = sign_in(cast.an)
    constant_queries(lambda: tell(cast), lambda: client.get("/inbox/"))


@pytest.mark.parametrize("is_made_up", [True, False])
def test_letters_are_shown_in_a_demo_and_nowhere_else(
    cast: Cast, sign_in: SignIn, settings: Any, tmp_path: Any, is_made_up: bool
) -> None:
    make_regime(cast.lao_cai, is_made_up=is_made_up)
    settings.EMAIL_BACKEND = "giaoban.mail.folder.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    body = "Mở báo cáo tại đây:\nhttps://giaoban.example.vn/link/abc/ <script>"
    letter = Letter("may@example.vn", "vi", "Báo cáo tháng 12", body)
    queue_letters(letters=[letter], site="https://giaoban.example.vn", now=NOW)
    assert send_due(now=NOW) == 1
    page = sign_in(cast.chi).get("/settings/mail/").content.decode()
    assert ("Báo cáo tháng 12" in page) is is_made_up
    assert ('href="https://giaoban.example.vn/link/abc/"' in page) is is_made_up
    assert "<script>\n" not in page
    assert (tmp_path / "mail" / "00000001.eml").stat().st_mode & 0o777 == 0o600


def test_letters_are_kept_in_their_order_though_another_process_keeps_some_too(
    settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    kept = FolderBackend()
    kept.send_messages(
        [EmailMessage(f"Thư {number}", "x", to=["an@example.vn"]) for number in "12"]
    )
    (tmp_path / "00000003.eml").write_bytes((tmp_path / "00000001.eml").read_bytes())
    kept.send_messages([EmailMessage("Thư 4", "x", to=["an@example.vn"])])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"0000000{number}.eml" for number in "1234"
    ]
    assert [letter.subject for letter in kept_letters(tmp_path)] == [
        "Thư 4",
        "Thư 1",
        "Thư 2",
        "Thư 1",
    ]


def test_an_address_that_was_refused_is_named(cast: Cast, sign_in: SignIn) -> None:
    OutgoingMail.objects.create(
        to="gone@example.vn",
        subject="Nhắc báo cáo",
        body="x",
        language="vi",
        site="https://giaoban.example.vn",
        queued_at=NOW,
        send_after=NOW,
        given_up_at=NOW,
        last_error="550 no such mailbox",
    )
    page = sign_in(cast.chi).get("/settings/mail/").content.decode()
    assert "gone@example.vn" in page
    assert "550 no such mailbox" in page


def test_a_refused_letter_is_tried_again_from_the_page(cast: Cast, sign_in: SignIn) -> None:
    letter = OutgoingMail.objects.create(
        to="back@example.vn",
        subject="Nhắc báo cáo",
        body="x",
        language="vi",
        queued_at=NOW,
        send_after=NOW,
        given_up_at=NOW,
        tries=5,
        last_error="550 mailbox full",
    )
    again = f"/settings/mail/{letter.pk}/again/"
    chi = sign_in(cast.chi)
    assert again in chi.get("/settings/mail/").content.decode()
    assert chi.post(again)["Location"] == "/settings/mail/"
    assert again not in chi.get("/settings/mail/").content.decode()
    assert send_due(now=timezone.now()) == 1
    letter.refresh_from_db()
    assert (letter.sent_at is None, letter.tries, letter.last_error) == (False, 1, "")
    chi.post(again)
    assert Event.objects.filter(action="try_letter_again").count() == 1


def test_letters_that_wait_out_days_off_are_said_to_wait(cast: Cast, sign_in: SignIn) -> None:
    letter = Letter("may@example.vn", "vi", "Trả lại", "…")
    (row,) = queue_letters(letters=[letter], site="https://giaoban.example.vn", now=NOW)
    client, english = sign_in(cast.chi), {"accept-language": "en"}
    assert "next working day" not in client.get("/settings/mail/", headers=english).content.decode()
    OutgoingMail.objects.filter(pk=row.pk).update(send_after=timezone.now() + timedelta(days=1))
    page = client.get("/settings/mail/", headers=english).content.decode()
    assert "1 letter waits for the next working day and leaves at" in page
