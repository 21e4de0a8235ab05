"""A section's author without an account writes by a link: that one section, and nothing beyond."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from giaoban.actions.messages.sending import send_due, token_digest
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.section_authors import (
    hand_out_section,
    return_section,
    withdraw_section,
)
from giaoban.actions.reporting.section_links import revoke_section_link, send_section_link
from giaoban.actions.reporting.section_news import remind_authors
from giaoban.models import AssignedSection, Event, OutgoingMail, SectionLink, Unit
from giaoban.rules.problems import RuleError
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_unit
from tests.outline_scene import SITE, OutlineScene, make_outline_scene
from tests.web.permissions_scene import Scene
from tests.web.test_links import reached
from tests.web.test_permissions_table import ROWS

TEXT = "Toàn tỉnh có [[online]] hồ sơ, do sở tổng hợp."
EMAIL = "van-phong.so@example.vn"


@pytest.fixture
def scene(cast: Cast) -> OutlineScene:
    cache.clear()
    return make_outline_scene(cast)


@pytest.fixture
def department(scene: OutlineScene) -> Unit:
    """A department under the province: nobody there has an account, its office has an address."""
    unit = make_unit("SCT", "Sở Công Thương", kind="sở", under=scene.cast.lao_cai)
    contact_of(unit)
    return unit


def contact_of(unit: Unit, email: str = EMAIL) -> None:
    named = {"name": "Văn phòng Sở", "email": email, "telephone": ""}
    set_contact(unit=unit, **named, by=None, today=TODAY, now=NOW)


def give(scene: OutlineScene, unit: Unit, section: str = "s2") -> AssignedSection:
    now = timezone.now()  # the pages of a link read the real clock
    return hand_out_section(
        report=scene.report,
        section=section,
        unit=unit,
        person=None,
        instruction="Viết ngắn.",
        due_on=now.date() + timedelta(days=5),
        by=scene.cast.chi,
        today=now.date(),
        now=now,
        site=SITE,
    )


@pytest.fixture
def given(scene: OutlineScene, department: Unit) -> AssignedSection:
    return give(scene, department)


def address_sent() -> str:
    """The path of the link in the newest letter, on whatever day this runs."""
    OutgoingMail.objects.filter(sent_at=None).update(send_after=timezone.now())
    now = timezone.now()
    OutgoingMail.objects.filter(sent_at=None).update(send_after=now)  # should today be a day off
    assert send_due(now=now) == 1
    found = re.search(rf"{SITE}(/link/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.fixture
def address(given: AssignedSection) -> str:
    return address_sent()


def confirmed(address: str) -> tuple[Client, str]:
    """A browser that confirmed the link, and where its section is."""
    client = Client()
    response = client.post(address)
    assert response.status_code == 302
    return client, response["Location"]


def autosave(client: Client, page: str, text: str, revision: int = 0) -> tuple[int, dict]:
    typed = {"text": text, "revision": revision}
    answer = client.post(page, typed, headers={"X-Autosave": "1"})
    is_json = answer["Content-Type"] == "application/json"
    return answer.status_code, json.loads(answer.content) if is_json else {}


def test_a_department_without_an_account_is_asked_by_its_name_and_gets_a_link(
    given: AssignedSection, department: Unit
) -> None:
    (letter,) = OutgoingMail.objects.all()
    link = SectionLink.objects.get()
    assert (letter.to, letter.opens) == (EMAIL, [["section", link.pk]])
    assert "Sở Công Thương" in letter.body
    assert "Tỉnh Lào Cai" not in letter.body.replace(given.report.title, "")
    address = address_sent()
    assert address not in str(list(OutgoingMail.objects.values()))
    token = address.removeprefix("/link/").strip("/")
    link.refresh_from_db()
    assert (len(token), link.token_digest) == (43, token_digest(token))


def test_a_scanner_that_opens_the_address_spends_nothing(address: str) -> None:
    for _ in range(3):
        response = Client().get(address)
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
        assert "Sở Công Thương" in response.content.decode()
    assert SectionLink.objects.get().confirmed_at is None
    assert not Event.objects.filter(action="confirm_section_link").exists()
    _, page = confirmed(address)
    link = SectionLink.objects.get()
    assert page == f"/link/section/{link.pk}/"
    assert link.confirmed_at is not None


def test_the_section_is_written_and_handed_in_by_the_link_and_recorded_as_such(
    address: str, given: AssignedSection
) -> None:
    client, page = confirmed(address)
    status, answer = autosave(client, page, TEXT)
    assert (status, answer["revision"]) == (200, 1)
    assert "100 hồ sơ, do sở tổng hợp." in answer["preview"]
    sent = client.post(page, {"text": TEXT, "revision": 1, "hand_in": "1"})
    assert (sent.status_code, sent["Location"]) == (302, page)
    given.refresh_from_db()
    assert (given.state, given.text) == ("handed_in", TEXT)
    assert (given.saved_by, given.handed_in_by) == (None, None)
    assert given.handed_in_as == f"Văn phòng Sở <{EMAIL}>"
    event = Event.objects.get(action="hand_in_section")
    link = SectionLink.objects.get()
    assert (event.actor, event.after["by_section_link"]) == (None, link.pk)
    assert event.after["address"].startswith("~")
    assert EMAIL not in str(event.after)


def test_the_page_of_a_link_leads_nowhere_else_and_takes_no_comment(
    address: str, given: AssignedSection
) -> None:
    client, page = confirmed(address)
    shown = client.get(page).content.decode()
    assert f'action="{page}"' in shown
    assert "/reports/" not in shown
    assert client.post(f"/reports/sections/{given.pk}/comment/", {"text": "x"}).status_code == 302
    assert client.get(f"/reports/sections/{given.pk}/").status_code == 302


def test_sending_again_makes_a_new_link_and_revokes_the_old_one(
    address: str, given: AssignedSection, cast: Cast
) -> None:
    client, page = confirmed(address)
    send_section_link(assigned=given, by=cast.chi, now=timezone.now(), site=SITE)
    newer = address_sent()
    assert (Client().get(address).status_code, client.get(page).status_code) == (404, 404)
    assert Client().get(newer).status_code == 200
    assert autosave(client, page, TEXT)[0] == 404
    assert SectionLink.objects.filter(revoked_at=None).count() == 1


def test_a_returned_section_comes_back_by_letter_and_the_open_page_goes_on(
    address: str, given: AssignedSection, cast: Cast
) -> None:
    client, page = confirmed(address)
    client.post(page, {"text": TEXT, "revision": 0, "hand_in": "1"})
    now = timezone.now()
    told = {"by": cast.chi, "today": now.date(), "now": now, "site": SITE}
    return_section(assigned=given, reason="Nêu nguyên nhân.", **told)
    newer = address_sent()
    assert "Nêu nguyên nhân." in mail.outbox[-1].body
    assert (newer != address, SectionLink.objects.count()) == (True, 1)
    assert Client().get(address).status_code == 404
    assert autosave(client, page, f"{TEXT} Thêm.", revision=1)[0] == 200


def test_what_is_typed_after_the_section_is_called_off_is_answered_and_not_stored(
    address: str, given: AssignedSection, cast: Cast
) -> None:
    client, page = confirmed(address)
    now = timezone.now()
    told = {"by": cast.chi, "today": now.date(), "now": now, "site": SITE}
    withdraw_section(assigned=given, **told)
    assert OutgoingMail.objects.latest("pk").opens == []
    assert autosave(client, page, TEXT)[0] == 410
    assert (client.get(page).status_code, Client().get(address).status_code) == (404, 404)
    given.refresh_from_db()
    assert given.text == "Toàn tỉnh có [[online]] hồ sơ."


def test_the_cookie_of_one_link_opens_no_other_section(
    address: str, scene: OutlineScene, cast: Cast
) -> None:
    client, page = confirmed(address)
    cookie = client.cookies["section_link"]
    assert (cookie["path"], cookie["httponly"]) == (page, True)
    contact_of(cast.sa_pa, "sapa@example.vn")
    give(scene, cast.sa_pa, "s3")
    other, other_page = confirmed(address_sent())
    moved = Client()
    moved.cookies["section_link"] = cookie.value
    assert moved.get(other_page).status_code == 404
    assert other.get(other_page).status_code == 200


@pytest.mark.parametrize("end", ["revoked", "expired", "another contact"])
def test_a_link_that_is_over_opens_nothing(
    address: str, cast: Cast, department: Unit, end: str
) -> None:
    client, page = confirmed(address)
    if end == "revoked":
        revoke_section_link(link=SectionLink.objects.get(), by=cast.chi, now=NOW)
    elif end == "expired":
        SectionLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        contact_of(department, "moi@example.vn")
    assert (Client().get(address).status_code, client.get(page).status_code) == (404, 404)


def test_the_author_is_reminded_once_by_a_letter_with_the_same_link(
    given: AssignedSection,
) -> None:
    AssignedSection.objects.update(due_on=date(2026, 11, 18))
    OutgoingMail.objects.all().delete()
    when = {"today": date(2026, 11, 19), "now": timezone.now(), "site": SITE}
    assert [remind_authors(**when), remind_authors(**when)] == [1, 0]
    assert [letter.to for letter in OutgoingMail.objects.all()] == [EMAIL]
    assert SectionLink.objects.count() == 1


def test_no_link_is_sent_where_an_account_writes_or_nobody_can_be_told(
    scene: OutlineScene, cast: Cast
) -> None:
    give(scene, cast.ta_van)
    AssignedSection.objects.update(state="withdrawn")
    withdrawn, unreached = AssignedSection.objects.get(), give(scene, cast.sa_pa)
    for assigned, code in ((withdrawn, "section_step_not_allowed"), (unreached, "no_contact")):
        with pytest.raises(RuleError) as refused:
            send_section_link(assigned=assigned, by=cast.chi, now=timezone.now(), site=SITE)
        assert refused.value.code == code
    assert not SectionLink.objects.exists()


def test_the_secretariat_sees_sends_and_revokes_the_link(
    given: AssignedSection, department: Unit, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    authors = f"/reports/consolidated/{given.report_id}/authors/"
    link = f"/reports/sections/{given.pk}/link/"
    assert EMAIL in client.get(authors).content.decode()
    client.post(link, {"step": "send"})
    assert SectionLink.objects.count() == 2
    client.post(link, {"step": "revoke"})
    assert not SectionLink.objects.filter(revoked_at=None).exists()
    actions = ["send_section_link", "send_section_link", "revoke_section_link"]
    found = Event.objects.filter(action__contains="section_link").order_by("pk")
    assert [event.action for event in found] == actions


@pytest.mark.django_db
def test_a_link_to_a_section_reaches_it_and_no_other_address() -> None:
    cache.clear()
    scene = Scene()
    link = scene.section_link
    token = "s" * 43
    SectionLink.objects.filter(pk=link.pk).update(token_digest=token_digest(token))
    client, page = confirmed(f"/link/{token}/")
    for name in ("section_link", "report_link"):
        client.cookies[name] = client.cookies["section_link"].value
        client.cookies[name]["path"] = "/"
    wrong = {
        row.name: status
        for row in ROWS
        if row.name != "link_write_section" and (status := reached(row, scene, client))
    }
    assert wrong == {}
    assert client.get(page).status_code == 200
