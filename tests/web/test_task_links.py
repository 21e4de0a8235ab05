"""A unit without an account answers a task by a link: that one task, and nothing beyond."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from giaoban.actions.messages.sending import send_due, token_digest
from giaoban.actions.reporting.contacts import remove_contact, set_contact
from giaoban.actions.tasks.closed_units import hand_on_tasks
from giaoban.actions.tasks.extensions import answer_extension
from giaoban.actions.tasks.links import (
    TaskLinkWanted,
    make_task_links,
    revoke_task_link,
)
from giaoban.actions.tasks.sending_links import send_task_link
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import (
    DocumentFile,
    DocumentReader,
    Event,
    SourceFile,
    Task,
    TaskEvent,
    TaskExtension,
    TaskFile,
    TaskLink,
    Unit,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import TaskState, TaskStep
from giaoban.web.links.rates import UPLOADS
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation
from tests.web.permission_rows.directives import DIRECTIVES
from tests.web.permission_rows.task_links import TASK_LINKS, task_link_of
from tests.web.permissions_scene import BY_LINK, Scene
from tests.web.test_links import reached
from tests.web.test_permissions_table import ROWS

SITE = "https://giaoban.example.vn"
EMAIL = "vanphong.yty@example.vn"
TEXT = "Rà soát dữ liệu dân cư"


@pytest.fixture(autouse=True)
def fresh_rates() -> None:
    cache.clear()


def today() -> date:
    """The pages of a link read the real clock."""
    return timezone.localdate()


def contact_of(unit: Unit, email: str = EMAIL) -> None:
    named = {"name": "Bà Mẩy", "email": email, "telephone": ""}
    set_contact(unit=unit, **named, by=None, today=TODAY, now=NOW)


@pytest.fixture
def task(cast: Cast) -> Task:
    """Of a commune in which nobody has an account."""
    contact_of(cast.y_ty)
    document = make_document(make_body(cast.lao_cai), title="Kế hoạch chuyển đổi số năm 2026")
    return Task.objects.create(
        obligation=make_obligation(document, cast.y_ty, clause="Mục II.1"),
        unit=cast.y_ty,
        giver=cast.lao_cai,
        text=TEXT,
        due_on=today() + timedelta(days=5),
        given_at=NOW,
        given_by=cast.chi,
    )


def send(task: Task, by: object = None) -> TaskLink:
    return send_task_link(task=task, by=by, today=today(), now=timezone.now(), site=SITE)


def address_sent() -> str:
    """The path of the link in the newest letter."""
    assert send_due(now=timezone.now()) == 1
    found = re.search(rf"{SITE}(/link/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.fixture
def address(task: Task) -> str:
    send(task)
    return address_sent()


def confirmed(address: str) -> tuple[Client, str]:
    """A browser that confirmed the link, and where its task is."""
    client = Client()
    response = client.post(address)
    assert response.status_code == 302
    return client, response["Location"]


def evidence(name: str = "bien-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 bien ban")


def test_a_scanner_that_opens_the_address_changes_nothing(address: str) -> None:
    for _ in range(2):
        page = Client().get(address).content.decode()
        assert all(words in page for words in (TEXT, "Xã Y Tý", "Tỉnh Lào Cai"))
    assert TaskLink.objects.get().confirmed_at is None
    assert not Event.objects.filter(action="confirm_task_link").exists()
    client, page = confirmed(address)
    link = TaskLink.objects.get()
    assert (page, link.confirmed_at is not None) == (f"/link/task/{link.pk}/", True)
    assert client.cookies["task_link"]["path"] == page


def test_only_a_digest_of_the_token_is_stored(address: str) -> None:
    token = address.removeprefix("/link/").strip("/")
    assert (len(token), TaskLink.objects.get().token_digest) == (43, token_digest(token))


def test_a_contact_takes_every_step_of_the_unit_and_is_recorded_as_a_link(
    address: str, task: Task
) -> None:
    client, page = confirmed(address)
    steps = [
        ("acknowledge", {}),
        ("query", {"words": "Tính cả hộ tạm trú?"}),
        ("acknowledge", {}),
        ("begin", {}),
        ("submit", {"words": "Đã rà soát 1.204 hộ.", "evidence": evidence()}),
        ("take_back", {}),
        ("submit", {"words": "Đã rà soát 1.205 hộ.", "evidence": [evidence(), evidence("b.pdf")]}),
    ]
    for step, typed in steps:
        answer = client.post(f"{page}step/{step}/", typed)
        assert (step, answer.status_code, answer["Location"]) == (step, 302, page)
    task.refresh_from_db()
    link = TaskLink.objects.get()
    assert (task.state, task.handed_in_on) == (TaskState.SUBMITTED, today())
    assert set(TaskEvent.objects.values_list("by", "link")) == {(None, link.pk)}
    events = Event.objects.filter(action__in=[f"{step}_task" for step, _ in steps])
    assert {(each.actor, each.after["by_task_link"]) for each in events} == {(None, link.pk)}
    assert events.count() == len(steps)
    assert all(each.after["address"].startswith("~") for each in events)
    shown = client.get(page).content.decode()
    file = TaskFile.objects.first()
    assert file is not None
    assert "Bà Mẩy" in shown
    assert f"{page}files/{file.pk}/" in shown
    received = client.get(f"{page}files/{file.pk}/")
    assert b"".join(received.streaming_content) == b"%PDF-1.7 bien ban"


def test_what_is_handed_in_late_is_explained(address: str, task: Task) -> None:
    client, page = confirmed(address)
    Task.objects.update(due_on=today() - timedelta(days=1))
    refused = client.post(f"{page}step/submit/", {"words": "Đã rà soát."})
    assert (refused.status_code, TaskEvent.objects.count()) == (200, 0)
    assert "Đã rà soát." in refused.content.decode()
    assert client.get(f"{page}step/submit/")["Location"] == page  # in another language, say
    client.post(f"{page}step/submit/", {"words": "Đã rà soát.", "explanation": "Mưa lũ."})
    assert TaskEvent.objects.get().explanation == "Mưa lũ."


def test_more_time_asked_for_by_a_link_prolongs_it_when_it_is_given(
    address: str, task: Task, cast: Cast
) -> None:
    client, page = confirmed(address)
    until = today() + timedelta(days=50)
    asked = client.post(f"{page}time/", {"until": until.isoformat(), "reason": "Mưa lũ."})
    assert (asked.status_code, asked["Location"]) == (302, page)
    extension = TaskExtension.objects.get()
    assert (extension.until, extension.asked_by) == (until, None)
    before = TaskLink.objects.get().expires_at
    who = {"by": cast.chi, "today": today(), "now": timezone.now()}
    answer_extension(extension=extension, granted_until=until, answer="Đồng ý.", **who)
    assert TaskLink.objects.get().expires_at - before == timedelta(days=45)
    (said,) = client.get(page).context["happened"]
    assert (said.who.split(",")[0], said.words) == ("Bà Mẩy", "Mưa lũ.")
    assert (said.answer.who, said.answer.words) == (cast.chi.name, "Đồng ý.")


def test_a_returned_task_is_mended_by_the_same_link(address: str, task: Task, cast: Cast) -> None:
    client, page = confirmed(address)
    client.post(f"{page}step/submit/", {"words": "Đã rà soát."})
    when = {"today": today(), "now": timezone.now()}
    take_step(task=task, step=TaskStep.RETURN, words="Thiếu biên bản.", by=cast.chi, **when)
    assert "Thiếu biên bản." in client.get(page).content.decode()
    client.post(f"{page}step/submit/", {"words": "Kèm biên bản.", "evidence": evidence()})
    take_step(task=task, step=TaskStep.CONFIRM, by=cast.chi, **when)
    done = client.get(page)
    assert (done.status_code, Task.objects.get().state) == (200, TaskState.CONFIRMED)
    assert "/step/" not in done.content.decode()


def test_a_letter_about_what_was_returned_lets_its_link_work_as_long_as_a_new_one(
    address: str, task: Task, cast: Cast
) -> None:
    client, page = confirmed(address)
    client.post(f"{page}step/submit/", {"words": "Đã rà soát."})
    almost_over = timezone.now() + timedelta(days=1)
    TaskLink.objects.update(expires_at=almost_over)
    now = timezone.now()
    took = {"by": cast.chi, "today": today(), "now": now}
    take_step(task=task, step=TaskStep.RETURN, words="Thiếu biên bản.", **took)
    tell_task_news(today=today(), now=now, site=SITE, with_results=True)
    link = TaskLink.objects.get()
    assert link.expires_at - almost_over > timedelta(days=30)
    cookie = client.get(page).cookies["task_link"]
    ends_at = parsedate_to_datetime(str(cookie["expires"]))
    assert abs(ends_at - link.expires_at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "path",
    ["step/confirm/", "step/return/", "step/withdraw/", "step/answer/", "step/x/"],
)
def test_a_link_does_not_decide(address: str, task: Task, path: str) -> None:
    client, page = confirmed(address)
    Task.objects.update(state=TaskState.SUBMITTED)
    assert client.post(f"{page}{path}", {"words": "Vì …"}).status_code == 404
    assert Task.objects.get().state == TaskState.SUBMITTED


def test_the_page_of_a_link_leads_nowhere_but_to_itself(
    address: str, task: Task, cast: Cast
) -> None:
    """Neither to other units' tasks, nor to parts, colleagues, lists or the history."""
    Task.objects.update(is_lead=True)
    whose = {"giver": cast.lao_cai, "text": "Việc của xã bạn", "given_at": NOW}
    Task.objects.create(obligation=task.obligation, unit=cast.ta_van, **whose)
    village = make_unit("02701-1", "Thôn Lao Chải", under=cast.y_ty)
    Task.objects.create(parent=task, unit=village, **whose)
    client, page = confirmed(address)
    shown = client.get(page).content.decode()
    inside = set(re.findall(r'(?:href|action)="(/[^"]*)"', shown))
    elsewhere = {one for one in inside if not one.startswith((page, "/static/"))}
    assert elsewhere == {"/choose/language/"}
    assert "Tả Van" not in shown
    assert "Lao Chải" not in shown


@pytest.mark.django_db
def test_a_link_to_a_task_reaches_it_and_neither_other_tasks_nor_what_other_links_open() -> None:
    scene = Scene()
    link = task_link_of(scene)
    token = "t" * 43
    TaskLink.objects.filter(pk=link.pk).update(token_digest=token_digest(token))
    client, page = confirmed(f"/link/{token}/")
    for name in ("section_link", "report_link", "task_link"):
        client.cookies[name] = client.cookies["task_link"].value
        client.cookies[name]["path"] = "/"
    own = {row.name for row in TASK_LINKS} - {"task_link"}
    near = [row for row in ROWS if row in DIRECTIVES or row.needs == BY_LINK]
    wrong = {
        row.name: status
        for row in near
        if row.name not in own and (status := reached(row, scene, client))
    }
    assert wrong == {}
    assert client.get(page).status_code == 200


def test_one_link_opens_neither_another_task_nor_another_tasks_files(
    address: str, task: Task, cast: Cast
) -> None:
    client, page = confirmed(address)
    other = Task.objects.create(
        unit=cast.y_ty, giver=cast.lao_cai, text="Việc khác", given_at=NOW, given_by=cast.chi
    )
    theirs = send(other)
    event = TaskEvent.objects.create(task=other, step="begin", before="assigned", at=NOW)
    file = TaskFile.objects.create(event=event, file=stored("khac.pdf"))
    assert client.get(f"{page}files/{file.pk}/").status_code == 404
    client.cookies["task_link"]["path"] = "/"
    assert client.get(f"/link/task/{theirs.pk}/").status_code == 404
    assert client.post(f"/link/task/{theirs.pk}/step/begin/").status_code == 404
    assert client.get(f"/tasks/{task.pk}/").status_code == 302
    other.refresh_from_db()
    assert other.state == TaskState.ASSIGNED


def stored(name: str) -> SourceFile:
    file = SourceFile(name=name, size=3, sha256="0" * 64, received_at=NOW)
    file.content.save(name, ContentFile(b"abc"), save=False)
    file.save()
    return file


@pytest.mark.parametrize(
    "access, is_named, is_shown",
    [
        ("public", False, True),
        ("internal", False, True),
        ("limited", False, False),
        ("limited", True, True),
    ],
)
def test_the_document_is_shown_where_the_unit_itself_may_read_it(
    address: str, task: Task, access: str, is_named: bool, is_shown: bool
) -> None:
    assert task.obligation is not None
    document = task.obligation.document
    document.access = access
    document.save()
    if is_named:
        DocumentReader.objects.create(document=document, unit=task.unit)
    file = DocumentFile.objects.create(document=document, file=stored("ke-hoach.pdf"))
    client, page = confirmed(address)
    shown = client.get(page).content.decode()
    assert TEXT in shown
    assert (document.title in shown, document.symbol in shown) == (is_shown, is_shown)
    assert ("ke-hoach.pdf" in shown) == is_shown
    status = client.get(f"{page}documents/{file.pk}/").status_code
    assert status == (200 if is_shown else 404)


def ends_by_hand(task: Task, cast: Cast) -> None:
    revoke_task_link(link=TaskLink.objects.get(), by=cast.chi, now=timezone.now())


def ends_by_time(task: Task, cast: Cast) -> None:
    TaskLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def ends_by_a_newer_one(task: Task, cast: Cast) -> None:
    send(task)


def ends_with_the_task(task: Task, cast: Cast) -> None:
    who = {"by": cast.chi, "today": today(), "now": timezone.now()}
    withdraw_task(task=task, reason="Đã có báo cáo chung.", **who)


def ends_with_the_contact(task: Task, cast: Cast) -> None:
    contact_of(task.unit, "moi@example.vn")


def ends_without_a_contact(task: Task, cast: Cast) -> None:
    remove_contact(unit=task.unit, by=None, today=TODAY, now=NOW)


def ends_with_the_unit(task: Task, cast: Cast) -> None:
    Unit.objects.filter(pk=task.unit_id).update(closed_on=today())


def ends_with_the_successor(task: Task, cast: Cast) -> None:
    ends_with_the_unit(task, cast)
    who = {"by": cast.chi, "today": today(), "now": timezone.now()}
    hand_on_tasks(tasks=[task], successor=cast.sa_pa, reason="Sáp nhập", **who)
    Unit.objects.filter(pk=cast.y_ty.pk).update(closed_on=None)


@pytest.mark.parametrize(
    "ends",
    [
        ends_by_hand,
        ends_by_time,
        ends_by_a_newer_one,
        ends_with_the_task,
        ends_with_the_contact,
        ends_without_a_contact,
        ends_with_the_unit,
        ends_with_the_successor,
    ],
)
def test_what_ended_opens_nothing_and_gives_back_what_was_typed(
    address: str, task: Task, cast: Cast, ends: Callable[[Task, Cast], None]
) -> None:
    client, page = confirmed(address)
    ends(task, cast)
    steps = TaskEvent.objects.count()
    assert [client.get(page).status_code, Client().get(address).status_code] == [404, 404]
    answer = client.post(f"{page}step/submit/", {"words": "Đã rà soát 1.204 hộ."})
    assert (answer.status_code, "1.204 hộ" in answer.content.decode()) == (404, True)
    stranger = Client().post(f"{page}step/submit/", {"words": "Đã rà soát 1.204 hộ."})
    assert (stranger.status_code, "1.204 hộ" in stranger.content.decode()) == (404, False)
    assert TaskEvent.objects.count() == steps


def test_a_step_that_meets_the_ending_of_its_link_is_refused(task: Task, cast: Cast) -> None:
    link = send(task)
    revoke_task_link(link=link, by=cast.chi, now=timezone.now())
    with pytest.raises(RuleError) as refused:
        take_step(task=task, step=TaskStep.BEGIN, by=link, today=today(), now=timezone.now())
    assert (refused.value.code, TaskEvent.objects.count()) == ("link_ended", 0)


def test_a_letter_that_goes_on_keeps_the_link_of_the_same_contact_under_another_address(
    address: str, task: Task, cast: Cast
) -> None:
    link = TaskLink.objects.select_related("contact").get()
    wanted = [TaskLinkWanted(task, link.contact)]
    kept = make_task_links(wanted=wanted, by=cast.chi, now=timezone.now(), goes_on=True)
    assert (kept[task.pk], TaskLink.objects.count()) == (link, 1)
    new = make_task_links(wanted=wanted, by=cast.chi, now=timezone.now())
    assert (new[task.pk] != link, TaskLink.objects.filter(revoked_at=None).count()) == (True, 1)


def test_files_sent_too_often_are_refused_with_words_and_what_was_typed(
    address: str, task: Task
) -> None:
    client, page = confirmed(address)
    cache.set(f"link-rate:task-upload:{TaskLink.objects.get().pk}", UPLOADS, 600)
    typed = {"words": "Đã rà soát 1.204 hộ.", "evidence": evidence()}
    answer = client.post(f"{page}step/submit/", typed)
    words = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert all(said in words for said in ("Đã rà soát 1.204 hộ.", "Tỉnh Lào Cai", page))
    del typed["evidence"]
    assert client.post(f"{page}step/submit/", typed).status_code == 302


def without_a_contact(task: Task) -> None:
    remove_contact(unit=task.unit, by=None, today=TODAY, now=NOW)


def closed(task: Task) -> None:
    Task.objects.update(state=TaskState.CONFIRMED)


def of_a_closed_unit(task: Task) -> None:
    Unit.objects.filter(pk=task.unit_id).update(closed_on=today())


@pytest.mark.parametrize(
    "becomes, code",
    [
        (without_a_contact, "no_contact"),
        (closed, "task_not_open"),
        (of_a_closed_unit, "unit_closed"),
    ],
)
def test_no_link_is_sent_where_nothing_is_to_be_answered_or_nobody_can_be_told(
    task: Task, cast: Cast, sign_in: SignIn, becomes: Callable[[Task], None], code: str
) -> None:
    becomes(task)
    with pytest.raises(RuleError) as refused:
        send(task)
    assert (refused.value.code, TaskLink.objects.count()) == (code, 0)
    client = sign_in(cast.chi)
    client.post(f"/tasks/{task.pk}/link/")
    assert "notice" in client.get(f"/tasks/{task.pk}/").content.decode()
    assert TaskLink.objects.count() == 0


def test_the_secretariat_sees_sends_replaces_and_revokes_the_link(
    task: Task, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    where = f"/tasks/{task.pk}/"
    assert EMAIL in client.get(where).content.decode()
    for step in ("send", "send", "revoke"):
        assert client.post(f"{where}link/", {"step": step})["Location"] == where
    assert TaskLink.objects.count() == 2
    assert not TaskLink.objects.filter(revoked_at=None).exists()
    found = Event.objects.filter(action__contains="task_link").order_by("pk")
    actions = ["send_task_link", "send_task_link", "revoke_task_link"]
    assert [event.action for event in found] == actions


def test_a_unit_with_an_account_is_offered_no_link(task: Task, cast: Cast, sign_in: SignIn) -> None:
    contact_of(cast.ta_van)
    Task.objects.update(unit=cast.ta_van)
    assert EMAIL not in sign_in(cast.chi).get(f"/tasks/{task.pk}/").content.decode()
