"""What stands beside a task on its page: parts, the whole, other units, its document, its term."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from giaoban.actions.tasks.extensions import ask_for_time
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.models import DocumentReader, Task, Unit
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast, SignIn
from tests.factories import NOW, appoint, make_person, make_unit
from tests.obligations import make_body, make_document, make_obligation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()  # the page's own clock
WHEN = {"by": None, "today": TODAY, "now": NOW}


def a_task(unit: Unit, giver: Unit, **fields: object) -> Task:
    given = {"unit": unit, "giver": giver, "text": "Rà soát dữ liệu", "given_at": NOW}
    return Task.objects.create(**given | fields)


def shown(client: Client, task: Task) -> str:
    with override("en"):
        page = client.get(reverse("task", args=[task.pk]), headers={"accept-language": "en"})
    assert page.status_code == 200
    return page.content.decode()


def link_to(task: Task) -> str:
    return f'href="{reverse("task", args=[task.pk])}"'


def step(task: Task, *steps: TaskStep) -> None:
    for each in steps:
        take_step(task=task, step=each, words="Vì …", explanation="Vì …", **WHEN)
    task.refresh_from_db()


@pytest.fixture
def hamlet(cast: Cast) -> Unit:
    return make_unit("h1", "Thôn 1", kind="thôn", under=cast.ta_van)


def test_a_task_that_is_done_but_for_a_part_says_so_and_counts_as_overdue(
    cast: Cast, sign_in: SignIn, hamlet: Unit
) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, due_on=TODAY - timedelta(days=9))
    (part,) = split_task(task=task, parts={hamlet.pk: ""}, due_on=None, **WHEN)
    step(task, TaskStep.SUBMIT, TaskStep.CONFIRM)
    chi = sign_in(cast.chi)
    page = chi.get(reverse("task", args=[task.pk])).context
    assert (page["open_parts"], page["whole_term"].tone) == (True, "late")
    (listed,) = [
        one
        for one in chi.get(reverse("tasks"), {"show": "overdue"}).context["shown"]
        if one.task == task
    ]
    assert listed.term.label == page["whole_term"].label
    step(part, TaskStep.SUBMIT, TaskStep.CONFIRM)
    assert chi.get(reverse("task", args=[task.pk])).context["open_parts"] is False


def test_the_whole_is_named_and_linked_for_those_alone_who_find_it(
    cast: Cast, sign_in: SignIn, hamlet: Unit
) -> None:
    head = make_person("thon@example.vn", "Má A Thôn")
    appoint(head, Role.UNIT_OFFICER, hamlet)
    whole = a_task(cast.ta_van, cast.lao_cai, text="Việc của cả xã")
    part = a_task(hamlet, cast.ta_van, parent=whole, text="Việc của thôn")
    of_the_head = shown(sign_in(head), part)
    assert ("Việc của cả xã" in of_the_head, link_to(whole) in of_the_head) == (False, False)
    assert link_to(whole) in shown(sign_in(cast.an), part)


def test_the_other_units_tasks_are_links_for_those_alone_who_find_them(
    cast: Cast, sign_in: SignIn
) -> None:
    shared = {"obligation": make_obligation(make_document(make_body(cast.lao_cai)), cast.ta_van)}
    lead = a_task(cast.ta_van, cast.lao_cai, is_lead=True, **shared)
    other = a_task(cast.y_ty, cast.lao_cai, **shared)
    a_task(cast.y_ty, cast.lao_cai, state=TaskState.WITHDRAWN, **shared)
    auditor = make_person("kiem-tra@example.vn", "Kiểm Tra Xã")
    appoint(auditor, Role.AUDITOR, cast.ta_van)
    assert link_to(other) in shown(sign_in(cast.an), lead)
    page = shown(sign_in(auditor), lead)
    assert (page.count(other.unit.name), link_to(other) in page) == (1, False)


def test_a_task_that_was_withdrawn_from_the_lead_opens_no_other(
    cast: Cast, sign_in: SignIn
) -> None:
    shared = {"obligation": make_obligation(make_document(make_body(cast.lao_cai)), cast.ta_van)}
    a_task(cast.ta_van, cast.lao_cai, is_lead=True, state=TaskState.WITHDRAWN, **shared)
    other = a_task(cast.y_ty, cast.lao_cai, **shared)
    assert sign_in(cast.an).get(reverse("task", args=[other.pk])).status_code == 404


def test_of_a_limited_document_the_page_says_nothing_to_whom_it_does_not_name(
    cast: Cast, sign_in: SignIn
) -> None:
    document = make_document(make_body(cast.lao_cai), access=Access.LIMITED)
    task = a_task(cast.ta_van, cast.lao_cai, obligation=make_obligation(document, cast.ta_van))
    page = shown(sign_in(cast.an), task)
    assert (document.symbol in page, document.title in page) == (False, False)
    DocumentReader.objects.create(document=document, unit=cast.ta_van)
    page = shown(sign_in(cast.an), task)
    assert (document.symbol in page, document.title in page) == (True, True)


def test_a_request_for_time_waits_while_the_unit_has_the_task_and_ends_with_it(
    cast: Cast, sign_in: SignIn
) -> None:
    soon = TODAY + timedelta(days=30)
    task = a_task(cast.ta_van, cast.lao_cai, due_on=soon)
    until = soon + timedelta(days=9)
    ask_for_time(task=task, until=until, reason="Chờ số liệu", allowed=1, **WHEN)
    chi, address = sign_in(cast.chi), reverse("task", args=[task.pk])
    answers = [chi.get(address).context["time_answer"] is not None]
    for each in (TaskStep.SUBMIT, TaskStep.RETURN, TaskStep.SUBMIT, TaskStep.CONFIRM):
        step(task, each)
        answers.append(chi.get(address).context["time_answer"] is not None)
    assert answers == [True, False, True, False, False]
    step(task, TaskStep.REOPEN)
    page = chi.get(address).context
    assert page["asked"] is None
    assert not [one for one in page["happened"] if "refused" in one.title or "từ chối" in one.title]


def test_a_part_is_given_no_more_time_than_its_whole_has(
    cast: Cast, sign_in: SignIn, hamlet: Unit
) -> None:
    soon, until = TODAY + timedelta(days=9), TODAY + timedelta(days=20)
    whole = a_task(cast.ta_van, cast.lao_cai, due_on=TODAY + timedelta(days=15))
    part = a_task(hamlet, cast.ta_van, parent=whole, due_on=soon)
    asked = ask_for_time(task=part, until=until, reason="Chờ số liệu", allowed=1, **WHEN)
    an, address = sign_in(cast.an), reverse("answer_time", args=[part.pk, asked.pk])
    refused = an.post(address, {"decision": "give", "granted_until": until.isoformat()})
    assert list(refused.context["refused"].errors) == ["granted_until"]
    given = {"decision": "give", "granted_until": whole.due_on.isoformat()}
    assert an.post(address, given).status_code == 302
    part.refresh_from_db()
    assert part.due_on == whole.due_on
