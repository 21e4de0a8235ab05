"""What is late stands where the secretariat and the chair look first, and nothing is left out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from giaoban.models import Document, Task, Unit
from giaoban.rules.tasks.states import TaskState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks
from giaoban.web.tasks.home_tasks import MOST_BUNDLES, task_blocks
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_unit
from tests.obligations import make_body, make_document, make_obligation

S = TaskState


def give(document: Document | None, unit: Unit, giver: Unit, days: int, state: str = "") -> Task:
    """Due so many days after today, by the page's own clock."""
    return Task.objects.create(
        obligation=make_obligation(document, unit) if document else None,
        unit=unit,
        giver=giver,
        text="Rà soát",
        due_on=timezone.localdate() + timedelta(days=days),
        state=state or S.ASSIGNED,
        whole=state or S.ASSIGNED,
        given_at=NOW,
    )


def blocks(person: object, *, shows_all: bool = False) -> HomeBlocks:
    with override("en"):
        return task_blocks(Acting(person, timezone.now()), shows_all=shows_all)


@pytest.fixture
def late(cast: Cast) -> Document:
    """Two communes are late with one directive, nobody with another."""
    body = make_body(cast.lao_cai)
    late, other = make_document(body, symbol="1/KH"), make_document(body, symbol="2/KH")
    for unit in (cast.ta_van, cast.sa_pa):
        give(late, unit, cast.lao_cai, -3)
        give(late, unit, cast.lao_cai, -1)
    give(late, cast.y_ty, cast.lao_cai, -3, S.SUBMITTED)
    give(other, cast.y_ty, cast.lao_cai, 3)
    give(None, cast.y_ty, cast.lao_cai, -9)
    return late


def test_the_secretariat_finds_at_home_which_directives_units_are_late_with(
    cast: Cast, late: Document
) -> None:
    rows = [row for row in blocks(cast.chi).owed if row.tone == "late"]
    assert [(row.title.split(" · ")[0], row.state, row.address) for row in rows] == [
        ("1/KH", "2 units are overdue", f"{reverse('task_load')}?document={late.pk}")
    ]
    assert [row.tone for row in blocks(cast.minh).owed] == []


def test_the_chair_reads_in_one_line_who_is_late_with_what(
    cast: Cast, sign_in: SignIn, late: Document
) -> None:
    context = sign_in(cast.dung).get(reverse("chair")).context
    found = [(one.document, one.units, one.tasks) for one in context["late_directives"]]
    assert found == [(late, 2, 4), (None, 1, 1)]


def test_late_directives_beyond_a_few_are_counted_and_led_to(cast: Cast, sign_in: SignIn) -> None:
    body = make_body(cast.lao_cai)
    for number in range(6):
        give(make_document(body, symbol=f"{number}/KH"), cast.ta_van, cast.lao_cai, -1)
    rows = [row for row in blocks(cast.chi).owed if row.tone == "late"]
    assert (len(rows), rows[-1].title, rows[-1].address) == (
        4,
        "3 other directives are overdue with units",
        reverse("task_glance"),
    )
    context = sign_in(cast.dung).get(reverse("chair")).context
    assert (len(context["late_directives"]), context["late_others"]) == (4, 2)


def test_home_and_the_chairs_page_ask_as_often_for_three_directives_as_for_one(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    body, numbers = make_body(cast.lao_cai), iter(range(99))

    def add() -> None:
        n = next(numbers)
        unit = make_unit(f"x{n}", f"Xã {n}", under=cast.lao_cai)
        give(make_document(body, symbol=f"{n}/KH"), unit, cast.lao_cai, -1)

    constant_queries(add, lambda: blocks(cast.chi))
    dung = sign_in(cast.dung)
    constant_queries(add, lambda: dung.get(reverse("chair")))


def test_what_waits_beyond_the_first_dozen_is_counted_and_shown_when_asked_for(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    for _number in range(MOST_BUNDLES + 2):
        give(document, cast.ta_van, cast.lao_cai, 3, S.SUBMITTED)
    found, everything = blocks(cast.chi), blocks(cast.chi, shows_all=True)
    assert (len(found.owed), found.more) == (MOST_BUNDLES, 2)
    assert (len(everything.owed), everything.more) == (MOST_BUNDLES + 2, 0)


@pytest.mark.parametrize("address", ["/tasks/", "/tasks/directives/", "/tasks/unanswered/"])
def test_a_page_says_whether_all_is_done_or_nothing_was_given(
    cast: Cast, sign_in: SignIn, address: str
) -> None:
    chi = sign_in(cast.chi)
    assert chi.get(address).context["nothing_given"]
    give(make_document(make_body(cast.lao_cai)), cast.ta_van, cast.lao_cai, -1, S.CONFIRMED)
    assert not chi.get(address).context["nothing_given"]
