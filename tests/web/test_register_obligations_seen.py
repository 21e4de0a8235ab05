"""A document's page counts the tasks and shows the figures that its reader may see, no others."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Document, Obligation, Person, Task, Unit
from giaoban.queries.tasks.follow_up import followed_in_book
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.queries.tasks.timeline import Happened
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.documents import Access, Direction
from giaoban.rules.tasks.counting import Count
from giaoban.web.frame.acting import Acting
from tests.cast import PEOPLE, Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import appoint, make_person, make_regime, make_unit
from tests.obligations import make_body, make_document, make_obligation

NOW = timezone.now()
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.mark.django_db
def test_a_unit_reads_of_a_document_its_own_counts_and_figures_alone(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    document = make_document(make_body(cast.lao_cai), access=Access.PUBLIC)
    indicator = make_regime(cast.lao_cai).indicators.get(code="processed")
    total = {"proof": "total", "indicator": indicator, "target": 5.0}
    both = make_obligation(document, cast.y_ty, **total)
    own = make_obligation(document, cast.ta_van, **total)
    shared = make_obligation(document, cast.ta_van, **(total | {"proof": "share"}))
    other = make_obligation(document, cast.y_ty)
    make_obligation(document, cast.sa_pa)
    for obligation, units in [
        (both, [cast.ta_van, cast.y_ty, cast.sa_pa]),
        (own, [cast.ta_van]),
        (other, [cast.y_ty]),
        (shared, [cast.sa_pa]),
    ]:
        unit_ids = [unit.pk for unit in units]
        give_obligation(obligation=obligation, unit_ids=unit_ids, by=cast.chi, now=NOW)
    both.tasks.exclude(unit=cast.ta_van).update(due_on=YESTERDAY)
    whole = other.tasks.get()
    Task.objects.create(
        unit=cast.ta_van, giver=cast.y_ty, parent=whole, obligation=other, text="x", given_at=NOW
    )
    page = reverse("document", args=[document.pk])

    def shown(person: Person) -> list[tuple[int, int, bool, bool]]:
        rows = sign_in(person).get(page).context["obligations"]
        return [
            (one.row.seen, one.row.counts[Count.OVERDUE], one.row.is_given, one.proof is not None)
            for one in rows
        ]

    assert shown(cast.an) == [
        (1, 0, True, False),
        (1, 0, True, True),
        (0, 0, True, False),
        (1, 0, True, False),
        (0, 0, False, False),
    ]
    assert shown(cast.chi) == [
        (3, 2, True, True),
        (1, 0, True, True),
        (1, 0, True, True),
        (1, 0, True, False),
        (0, 0, False, False),
    ]
    an = sign_in(cast.an)
    constant_queries(lambda: make_obligation(document, cast.ta_van, **total), lambda: an.get(page))


def given(
    obligation: Obligation, unit: Unit, giver: Unit, whole: str = "assigned", **fields: Any
) -> Task:
    return Task.objects.create(
        obligation=obligation,
        unit=unit,
        giver=giver,
        text="Rà soát",
        state=whole,
        whole=whole,
        given_at=NOW,
        **fields,
    )


def shown_in(response: Any) -> list[Task]:
    return [row.task for row in response.context["shown"]]


@pytest.mark.django_db
def test_the_count_on_a_document_leads_to_a_list_of_as_many(cast: Cast, sign_in: SignIn) -> None:
    """A part stands with its whole, for whoever sees that; what was withdrawn is not counted."""
    obligation = make_obligation(make_document(make_body(cast.lao_cai)), cast.ta_van)
    whole = given(obligation, cast.ta_van, cast.lao_cai)
    given(obligation, cast.y_ty, cast.lao_cai, "withdrawn")
    done = given(obligation, cast.sa_pa, cast.lao_cai, "confirmed", whole_handed_in_on=YESTERDAY)
    village = make_unit("0303701", "Thôn Tả Van Giáy", under=cast.ta_van)
    officer = make_person("thon@example.vn", "Giàng A Thôn")
    appoint(officer, Role.UNIT_OFFICER, village)
    part = given(obligation, village, cast.ta_van, parent=whole)
    page = reverse("document", args=[obligation.document_id])

    def listed(person: Person) -> tuple[int, list[Task], list[Task]]:
        client = sign_in(person)
        response = client.get(page)
        (row,) = response.context["obligations"]
        (address,) = re.findall(r'href="(/tasks/\?obligation=[^"]+)"', response.content.decode())
        counted = client.get(html.unescape(address))
        every = client.get(f"/tasks/?obligation={obligation.pk}&show=all")
        return row.row.seen, shown_in(counted), shown_in(every)

    assert [(seen, rows, len(every)) for seen, rows, every in map(listed, (cast.chi, cast.an))] == [
        (2, [done, whole], 4),
        (1, [whole], 2),
    ]
    assert listed(officer) == (1, [part], [part])
    told = sign_in(officer).get(reverse("task_timeline", args=[obligation.document_id]))
    assert (told.context["given"], [one.happened for one in told.context["rows"].rows]) == (
        1,
        [Happened.DATED, Happened.GIVEN],
    )


@pytest.mark.django_db
def test_the_follow_up_counts_what_its_reader_sees(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    came = make_document(
        body, access=Access.PUBLIC, direction=Direction.INCOMING, arrived_on=YESTERDAY
    )
    obligation = make_obligation(came, cast.ta_van)
    for unit in (cast.ta_van, cast.y_ty):
        given(obligation, unit, cast.lao_cai)
    make_obligation(came, cast.sa_pa)
    today = timezone.localdate()

    def counted(person: Person) -> list[int]:
        acting = Acting(person, None)
        (followed,) = followed_in_book(
            Document.objects.all(),
            seen=Document.objects.all(),
            tasks=tasks_seen(acting.seeing_tasks, today),
            today=today,
        )
        return [sum(counts.values()) for counts in followed.counts.values()]

    people = (cast.chi, cast.an, cast.lan)
    assert [counted(person) for person in people] == [[2], [1], [0]]


@pytest.mark.django_db
def test_who_finds_a_task_of_a_limited_document_has_it_in_the_list_too(
    cast: Cast, sign_in: SignIn
) -> None:
    """Also whoever decides above the unit that gave it, and who gave it in person."""
    document = make_document(make_body(cast.ta_van), access=Access.LIMITED)
    village = make_unit("0303701", "Thôn Tả Van Giáy", under=cast.ta_van)
    obligation = make_obligation(document, village)
    task = given(obligation, village, cast.ta_van, given_by=cast.dung)
    found = {}
    for name in PEOPLE:
        client = sign_in(getattr(cast, name))
        page = client.get(f"/tasks/{task.pk}/").status_code == 200
        listed = client.get("/tasks/")
        in_list = listed.status_code == 200 and task in shown_in(listed)
        found[name] = (page, in_list)
    yes, no = (True, True), (False, False)
    assert found == dict.fromkeys(PEOPLE, no) | dict.fromkeys(("an", "binh", "chi", "dung"), yes)
