"""One piece of news that cannot be told is set aside, and the rest is told."""

import pytest

from giaoban.actions.tasks.giving import give_instruction
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.models import Event, Message, OutgoingMail, TaskNews
from giaoban.rules.people.permissions import Role
from tests.cast import Cast
from tests.factories import NOW, TODAY, appoint, make_person

SITE = "https://giaoban.example.vn"


@pytest.mark.django_db
@pytest.mark.parametrize("bad", [0, 2, 4])
def test_what_cannot_be_told_is_set_aside_and_all_others_are_told(cast: Cast, bad: int) -> None:
    keeper = make_person("quan-tri@example.vn", "Quản trị")
    appoint(keeper, Role.ADMINISTRATOR, cast.lao_cai)
    word = {"unit": cast.ta_van, "giver": cast.lao_cai, "due_on": None, "by": cast.chi}
    tasks = [give_instruction(text=f"Việc {n}", today=TODAY, now=NOW, **word) for n in range(5)]
    TaskNews.objects.filter(task=tasks[bad]).update(occasion="odd", words="Vì …")
    assert tell_task_news(today=TODAY, now=NOW, site=SITE, with_results=False) == 5
    assert not TaskNews.objects.exists()
    told = "".join(OutgoingMail.objects.filter(to="an@example.vn").values_list("body", flat=True))
    assert [f"Việc {n}" in told for n in range(5)] == [n != bad for n in range(5)]
    (event,) = Event.objects.filter(action="set_task_news_aside")
    assert (event.record_id, event.after) == (
        tasks[bad].pk,
        {"occasion": "odd", "words": "Vì …", "error": "ValueError: 'odd' is not a valid Occasion"},
    )
    (line,) = Message.objects.filter(person=keeper)
    assert line.address == f"/history/Task/{tasks[bad].pk}/"


@pytest.mark.django_db
def test_of_one_task_what_can_be_told_is_told(cast: Cast) -> None:
    word = {"unit": cast.ta_van, "giver": cast.lao_cai, "due_on": None, "by": cast.chi}
    task = give_instruction(text="Rà soát", today=TODAY, now=NOW, **word)
    TaskNews.objects.create(task=task, occasion="odd", at=NOW)
    tell_task_news(today=TODAY, now=NOW, site=SITE, with_results=False)
    assert OutgoingMail.objects.filter(to="an@example.vn").count() == 1
    assert Event.objects.filter(action="set_task_news_aside").count() == 1
