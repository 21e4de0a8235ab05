"""A link opens exactly one report: confirmed by POST, filled, sent, revoked, and nothing beyond."""

import logging
import re
from copy import copy
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from giaoban.actions.messages.sending import send_due, token_digest
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.links import revoke_link, send_link
from giaoban.models import Attachment, Event, Period, ReportLink, Unit, Value, Version
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_period, make_regime, make_version
from tests.web.permissions_scene import BY_LINK, PUBLIC, Row, Scene
from tests.web.test_permissions_table import ROWS

SITE = "https://giaoban.example.vn"
ENGLISH: Any = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def period(cast: Cast) -> Period:
    cache.clear()
    regime = make_regime(cast.lao_cai, indicators=["processed", "online"], link_days=3650)
    return make_period(regime, "2025-10")


def contact_of(unit: Unit, email: str = "vanphong.tavan@example.vn") -> None:
    set_contact(
        unit=unit,
        name="Văn phòng UBND xã",
        email=email,
        telephone="",
        by=None,
        today=TODAY,
        now=NOW,
    )


def sent_address(unit: Unit, period: Period) -> str:
    """The path of the link in the newest letter."""
    send_link(unit=unit, period=period, by=None, now=timezone.now(), site=SITE)
    assert send_due(now=timezone.now()) == 1
    found = re.search(rf"{SITE}(/link/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.fixture
def address(cast: Cast, period: Period) -> str:
    contact_of(cast.ta_van)
    return sent_address(cast.ta_van, period)


def confirmed(address: str) -> tuple[Client, str]:
    """A browser that confirmed the link, and where its report is."""
    client = Client()
    response = client.post(address)
    assert response.status_code == 302
    return client, response["Location"]


def test_a_scanner_that_opens_the_address_spends_and_records_nothing(
    address: str, cast: Cast
) -> None:
    for _ in range(3):
        response = Client().get(address)
        assert response.status_code == 200
        assert "Xã Tả Van" in response.content.decode()
    link = ReportLink.objects.get()
    assert (link.confirmed_at, Event.objects.filter(action="confirm_link").count()) == (None, 0)
    _, report = confirmed(address)
    assert report == f"/link/{link.pk}/report/"


def test_only_a_digest_of_the_token_is_stored(address: str) -> None:
    token = address.removeprefix("/link/").strip("/")
    assert len(token) == 43  # 32 random bytes
    assert ReportLink.objects.get().token_digest == token_digest(token)
    assert token not in str(list(ReportLink.objects.values()))


def test_a_contact_fills_and_sends_the_report_and_is_recorded_as_a_link(
    address: str, cast: Cast, period: Period
) -> None:
    client, report = confirmed(address)
    assert 'name="cell-processed"' in client.get(report).content.decode()
    saved = client.post(
        report.replace("report/", "save/"), {"cell-processed": "12", "was-cell-processed": ""}
    )
    assert saved.status_code == 200
    sent = client.post(
        report, {"step": "submit", "cell-processed": "12", "was-cell-processed": "12"}
    )
    assert (sent.status_code, sent["Location"]) == (302, report)
    version = Version.objects.get()
    assert (version.state, version.channel) == (ReportState.SUBMITTED, Channel.LINK)
    assert version.channel_note == "Văn phòng UBND xã <vanphong.tavan@example.vn>"
    assert (version.begun_by, version.saved_by, version.submitted_by) == (None, None, None)
    assert Value.objects.get(version=version).number == 12
    event = Event.objects.get(action="submit_report")
    link = ReportLink.objects.get()
    assert (event.actor, event.after["by_link"]) == (None, link.pk)
    assert event.after["address"].startswith("~")
    assert "vanphong" not in str(event.after)


def test_by_a_link_nothing_arose_is_said_withdrawn_and_discarded(address: str, cast: Cast) -> None:
    client, report = confirmed(address)
    client.post(report.replace("report/", "nothing-arose/"))
    assert Version.objects.get().nothing_arose
    client.post(report, {"step": "submit"})
    client.post(report.replace("report/", "withdraw/"))
    assert Version.objects.get().state == ReportState.DRAFT
    client.post(report.replace("report/", "discard/"))
    assert not Version.objects.exists()


def test_by_a_link_an_accepted_report_is_corrected_with_a_reason(
    address: str, cast: Cast, period: Period
) -> None:
    make_version(cast.ta_van, period, values={"processed": 12}, state=ReportState.ACCEPTED)
    client, report = confirmed(address)
    assert report.replace("report/", "correct/") in client.get(report).content.decode()
    client.post(report.replace("report/", "correct/"), {"reason": " "})
    assert Version.objects.get().number == 1
    client.post(report.replace("report/", "correct/"), {"reason": "Cộng nhầm một thôn."})
    client.post(report, {"step": "submit", "cell-processed": "11", "was-cell-processed": "12"})
    version = Version.objects.get(number=2)
    assert (version.state, version.channel) == (ReportState.SUBMITTED, Channel.LINK)
    assert (version.reason, version.begun_by) == ("Cộng nhầm một thôn.", None)
    assert version.values.get(indicator__code="processed").number == 11


def test_by_a_link_estimates_and_notes_are_written_and_replaced(
    address: str, cast: Cast, period: Period
) -> None:
    client, report = confirmed(address)
    fields = {
        "cell-processed": "12",
        "was-cell-processed": "",
        "estimate-processed": "1",
        "was-estimate-processed": "",
        "note-processed": "Chưa tính ngày cuối tháng.",
        "was-note-processed": "",
        "remark": "Số liệu ước.",
        "was-remark": "",
    }
    assert client.post(report.replace("report/", "save/"), fields).status_code == 200
    value = Value.objects.get(indicator__code="processed")
    assert (value.number, value.is_estimate, value.note) == (12, True, "Chưa tính ngày cuối tháng.")
    assert value.version.note == "Số liệu ước."
    Version.objects.update(state=ReportState.ACCEPTED, has_estimates=True)
    client.post(report.replace("report/", "correct/"))
    assert Version.objects.get(number=2).channel == Channel.LINK


def test_by_a_link_nothing_is_taken_over_its_errors(
    address: str, cast: Cast, period: Period
) -> None:
    client, report = confirmed(address)
    client.post(report.replace("report/", "save/"), {"remark": "?"})
    page = client.get(report).content.decode()
    assert "over-error" not in page
    assert client.post(report.replace("report/", "over-errors/")).status_code == 404


def test_nothing_is_saved_in_the_name_of_whoever_signed_in_meanwhile(
    address: str, cast: Cast, period: Period, sign_in: SignIn
) -> None:
    where = reverse("save_report", args=[period.pk, cast.ta_van.pk])
    typed = {"cell-processed": "12", "was-cell-processed": "", "as": str(cast.an.pk)}
    assert sign_in(cast.binh).post(where, typed).status_code == 401
    assert not Version.objects.exists()
    assert sign_in(cast.an).post(where, typed).status_code == 200


def test_by_a_link_a_workbook_is_fetched_and_loaded_and_evidence_attached(
    address: str, cast: Cast
) -> None:
    client, report = confirmed(address)
    template = client.get(report.replace("report/", "template/"))
    book = load_workbook(BytesIO(template.content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "processed" and sheet.cell(cell.row, cell.column + 2).value is None:
                break
    filled = BytesIO()
    book.save(filled)
    upload = SimpleUploadedFile("mau.xlsx", filled.getvalue())
    loaded = client.post(report.replace("report/", "workbook/"), {"workbook": upload})
    assert loaded["Location"] == report
    assert Version.objects.get().channel == Channel.WORKBOOK
    evidence = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.7 so lieu")
    client.post(report, {"evidence": evidence})
    attachment = Attachment.objects.get()
    found = client.get(report.replace("report/", f"files/{attachment.pk}/"))
    assert found["Content-Disposition"] == 'attachment; filename="bao-cao.pdf"'
    source = client.get(report.replace("report/", f"sources/{Version.objects.get().pk}/"))
    assert source.status_code == 200


def test_sending_again_makes_a_new_link_and_revokes_the_old_one(
    address: str, cast: Cast, period: Period
) -> None:
    client, report = confirmed(address)
    newer = sent_address(cast.ta_van, period)
    assert newer != address
    assert Client().get(address).status_code == 404
    assert client.get(report).status_code == 404
    assert Client().get(newer).status_code == 200
    assert ReportLink.objects.filter(revoked_at=None).count() == 1


def test_what_is_typed_in_a_page_whose_link_is_revoked_is_refused_in_words(
    address: str, cast: Cast
) -> None:
    client, report = confirmed(address)
    revoke_link(link=ReportLink.objects.get(), by=cast.chi, now=NOW)
    refused = client.post(
        report.replace("report/", "save/"), {"cell-processed": "1"}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 409
    assert refused.json()["message"]
    assert not Version.objects.exists()


def test_unknown_revoked_and_expired_links_look_the_same(
    address: str, cast: Cast, period: Period
) -> None:
    newer = sent_address(cast.ta_van, period)
    unknown = Client().get("/link/" + "x" * 43 + "/")
    revoked = Client().get(address)
    ReportLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = Client().get(newer)
    pages = {
        re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]  # type: ignore[index]
        for page in (unknown, revoked, expired)
    }
    assert ({page.status_code for page in (unknown, revoked, expired)}, len(pages)) == ({404}, 1)


def test_another_contact_of_the_unit_ends_the_links_of_the_one_before(
    address: str, cast: Cast
) -> None:
    contact_of(cast.ta_van, "moi@example.vn")
    assert Client().get(address).status_code == 404


def test_the_cookie_of_one_link_opens_no_other_report(
    address: str, cast: Cast, period: Period
) -> None:
    client, report = confirmed(address)
    contact_of(cast.y_ty, "yty@example.vn")
    other, other_report = confirmed(sent_address(cast.y_ty, period))
    cookie = client.cookies["report_link"]
    assert (cookie["path"], cookie["httponly"]) == (report.removesuffix("report/"), True)
    moved = Client()
    moved.cookies["report_link"] = cookie.value
    assert moved.get(other_report).status_code == 404
    make_version(cast.y_ty, period, values={"processed": 5})
    assert other.get(other_report).status_code == 200
    theirs = Version.objects.get(submission__unit=cast.y_ty)
    address_of_source = report.replace("report/", f"sources/{theirs.pk}/")
    assert client.get(address_of_source).status_code == 404


def test_the_token_goes_to_no_other_site_no_cache_and_no_log(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = Client().get(address)
    assert (response["Referrer-Policy"], response["Cache-Control"]) == (
        "strict-origin",
        "no-store",
    )
    with caplog.at_level(logging.DEBUG):
        Client().get("/link/" + "secret" * 7 + "/")
        logging.getLogger("django.server").info('"GET %s HTTP/1.1" 200', address)
    assert [record.getMessage() for record in caplog.records] == [
        "Not Found: /link/…/",
        '"GET /link/…/ HTTP/1.1" 200',
    ]


def test_a_stranger_who_tries_tokens_is_stopped_and_those_who_have_one_are_not(
    address: str,
) -> None:
    tried = [Client().get(f"/link/{'x' * 40}{n}/", **ENGLISH) for n in range(62)]
    assert [page.status_code for page in tried] == [404] * 60 + [429] * 2
    words = tried[-1].content.decode()
    assert "Wait ten minutes, then open the address in the newest letter" in words
    assert ("password" in words, tried[-1]["Retry-After"]) == (False, "600")
    assert Client().get(address).status_code == 200


def test_a_link_that_asks_for_copies_without_end_is_stopped_and_may_still_report(
    address: str,
) -> None:
    client, report = confirmed(address)
    copy_to_mend = report.replace("report/", "to-mend/")
    asked = [client.get(copy_to_mend, **ENGLISH) for _ in range(32)]
    assert [page.status_code for page in asked] == [302] * 30 + [429] * 2
    words = asked[-1].content.decode()
    assert "call the secretariat of the steering committee at Tỉnh Lào Cai" in words
    assert (f'href="{report}"' in words, "password" in words) == (True, False)
    assert client.get(report).status_code == 200


@pytest.mark.django_db
def test_a_link_reaches_its_report_and_no_other_address() -> None:
    cache.clear()
    scene = Scene()
    scene.regime.link_days = 3650
    scene.regime.save()
    contact_of(scene.unit)
    client, report = confirmed(sent_address(scene.unit, scene.period))
    # The cookie is for the link's own path; here it is sent along everywhere.
    client.cookies["report_link"]["path"] = "/"
    wrong = {row.name: status for row in ROWS if (status := reached(row, scene, client))}
    assert wrong == {}
    assert client.get(report).status_code == 200


def reached(row: Row, scene: Scene, client: Client) -> int:
    """The status where the link got to more than a stranger does; 0 where it did not."""
    with transaction.atomic():
        # What a row adds to the scene is gone with it: the next one begins as this one did.
        address = reverse(row.name, kwargs=row.asked_with(copy(scene)))
        answer = getattr(client, row.method)(address)
        transaction.set_rollback(True)
    if row.needs == PUBLIC:
        return 0
    if row.needs == BY_LINK:  # of the table's link, which is another one
        return 0 if answer.status_code == 404 else answer.status_code
    is_sent_away = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    return 0 if is_sent_away else answer.status_code


def test_the_secretariat_sends_and_revokes_a_link_on_the_report(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    contact_of(cast.ta_van)
    client = sign_in(cast.chi)
    where = f"/reports/{period.pk}/{cast.ta_van.pk}/"
    client.post(f"{where}send-link/")
    page = client.get(f"{where}read/").content.decode()
    assert "vanphong.tavan@example.vn" in page
    link = ReportLink.objects.get()
    assert (link.made_by, link.revoked_at) == (cast.chi, None)
    client.post(f"{where}revoke-link/")
    assert ReportLink.objects.get().revoked_at is not None
