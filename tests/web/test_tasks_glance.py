"""The secretariat sees who has answered what, goes down to the task, and takes it away."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.models import Document, Task, Unit
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, appoint, make_unit
from tests.obligations import make_body, make_document, make_obligation

S = TaskState
GLANCE, LOAD = "/tasks/directives/", "/tasks/unanswered/"


def give(document: Document | None, unit: Unit, giver: Unit, days: int = 9, **fields: Any) -> Task:
    """Due so many days after today, by the page's own clock."""
    state = fields.pop("state", S.ASSIGNED)
    obligation = fields.pop("obligation", None)
    if obligation is None and document is not None:
        obligation = make_obligation(document, unit)
    return Task.objects.create(
        obligation=obligation,
        unit=unit,
        giver=giver,
        text="Rà soát",
        due_on=timezone.localdate() + timedelta(days=days),
        state=state,
        whole=state,
        given_at=NOW,
        **fields,
    )


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(make_body(cast.lao_cai))


def squares(client: Client, **asked: object) -> dict[str, list[tuple[str, str]]]:
    """By unit: (done/given, where it leads) of each square."""
    response = client.get(GLANCE, asked)
    assert response.status_code == 200
    return {
        one.row.unit.name: [
            (f"{cell.done}/{cell.given}", cell.address) for cell in one.cells if cell
        ]
        for one in response.context["shown"]
    }


def test_a_square_leads_from_directive_to_obligation_to_unit_to_task(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    body = make_body(cast.vietnam, symbol="TW")
    national = make_document(body, symbol="1/QĐ-TW")
    obligation = make_obligation(national, cast.ta_van, clause="II.3")
    for unit in (cast.ta_van, cast.sa_pa):
        give(None, unit, cast.vietnam, obligation=obligation)
    chi = sign_in(cast.chi)
    top = chi.get(GLANCE).context
    assert [column.label for column in top["asked"].columns] == ["1/QĐ-TW"]
    to_obligations = top["asked"].columns[0].address
    inside = chi.get(f"{GLANCE}{to_obligations}").context
    assert [column.label for column in inside["asked"].columns] == ["II.3"]
    to_units = inside["asked"].columns[0].address
    units = chi.get(f"{GLANCE}{to_units}").context["shown"]
    assert [(one.row.unit, one.row.total["within_term"]) for one in units] == [
        (cast.sa_pa, 1),
        (cast.ta_van, 1),
    ]
    narrowed = f"obligation={obligation.pk}&unit={cast.sa_pa.pk}"
    assert units[0].address == f"/tasks/?show=all&parts=without&{narrowed}"
    to_task = units[1].cells[0].address
    assert (
        to_task
        == f"/tasks/?show=all&parts=without&obligation={obligation.pk}&unit={cast.ta_van.pk}"
    )
    listed = chi.get(to_task).context
    (row,) = [one.task for one in listed["shown"]]
    assert row.unit == cast.ta_van
    assert listed["narrowed_to"] == ["1/QĐ-TW", "II.3", "Xã Tả Van"]


def test_units_above_lead_down_the_tree_first(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    appoint(cast.minh, Role.SECRETARIAT, cast.vietnam)
    give(document, cast.ta_van, cast.lao_cai)
    assert squares(sign_in(cast.minh)) == {
        "Tỉnh Lào Cai": [("0/1", f"?unit={cast.lao_cai.pk}&document={document.pk}")],
        "Tỉnh Tuyên Quang": [],
    }


def test_the_four_counts_narrow_the_units(cast: Cast, sign_in: SignIn, document: Document) -> None:
    give(document, cast.ta_van, cast.lao_cai, days=-3)
    give(document, cast.sa_pa, cast.lao_cai)
    chi = sign_in(cast.chi)
    numbers = [number for _n, _w, number, _t in chi.get(GLANCE).context["counts"]]
    assert numbers == [0, 0, 1, 1]
    assert list(squares(chi, state="overdue")) == ["Xã Tả Van"]
    assert list(squares(chi, state="within_term")) == ["Phường Sa Pa"]
    assert squares(chi, state="done_late") == {}
    assert len(squares(chi, state="nonsense")) == 3


def test_directives_that_are_done_are_shown_when_asked_for(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    give(document, cast.ta_van, cast.lao_cai, state=S.CONFIRMED)
    chi = sign_in(cast.chi)
    assert chi.get(GLANCE).context["asked"].columns == []
    assert [one.key for one in chi.get(GLANCE, {"show": "all"}).context["asked"].columns] == [
        document.pk
    ]


def test_many_directives_are_shown_six_at_a_time(cast: Cast, sign_in: SignIn) -> None:
    body = make_body(cast.lao_cai)
    for number in range(8):
        give(make_document(body, symbol=f"{number}/QĐ"), cast.ta_van, cast.lao_cai)
    chi = sign_in(cast.chi)

    def labels(**asked: object) -> list[str]:
        return [one.label for one in chi.get(GLANCE, asked).context["asked"].columns]

    assert labels() == [f"{number}/QĐ" for number in (7, 6, 5, 4, 3, 2)]
    assert labels(across=6) == ["1/QĐ", "0/QĐ"]
    assert labels(across=600) == labels()


def test_a_document_for_named_units_is_seen_by_those_alone_whom_it_concerns(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    document.access = Access.LIMITED
    document.save()
    task = give(document, cast.ta_van, cast.lao_cai, days=-3)
    chi, ha = sign_in(cast.chi), sign_in(cast.ha)  # the secretariat, and an auditor beside it
    pages = [
        reverse("task_timeline", args=[document.pk]),
        f"{GLANCE}?document={document.pk}",
        f"{GLANCE}?obligation={task.obligation_id}",
        f"{LOAD}?document={document.pk}",
    ]
    assert [chi.get(address).status_code for address in pages] == [200] * 4
    assert [ha.get(address).status_code for address in pages] == [404] * 4
    assert ha.get(GLANCE).context["asked"].columns == []
    assert ha.get(LOAD).context["rows"].total == 0
    assert ha.get(f"/units/{cast.ta_van.pk}/").context["tasks"].total == 0
    assert chi.get(f"/units/{cast.ta_van.pk}/").context["tasks"].total == 1


def test_a_report_is_offered_to_whom_it_can_be_made_for(cast: Cast, sign_in: SignIn) -> None:
    make_body(cast.lao_cai)
    report = reverse("progress").encode()
    assert report in sign_in(cast.chi).get(GLANCE).content
    assert report not in sign_in(cast.an).get(GLANCE).content


def test_who_has_not_answered_is_told_in_working_days(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    today = timezone.localdate()
    give(document, cast.ta_van, cast.lao_cai, days=-7)
    give(document, cast.sa_pa, cast.lao_cai, days=0)
    calendar = working_calendar([today.year - 1, today.year])
    days = calendar.working_days_between(today - timedelta(days=7), today)
    (late, soon) = sign_in(cast.chi).get(LOAD).context["shown"]
    assert (late.unit, late.overdue, late.overdue_by, late.soon) == ("Xã Tả Van", 1, days, 0)
    assert (soon.unit, soon.overdue, soon.overdue_by, soon.soon) == ("Phường Sa Pa", 0, None, 1)
    assert late.address == f"/tasks/?unit={cast.ta_van.pk}"


def read_csv(client: Client, address: str) -> list[list[str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_what_is_shown_is_exported_and_no_cell_runs_as_a_formula(
    cast: Cast, sign_in: SignIn
) -> None:
    document = make_document(make_body(cast.lao_cai), symbol="+5/QĐ", title="=HYPERLINK(1)")
    sly = make_unit("x1", "@SUM(A1) Xã", under=cast.lao_cai)
    give(document, sly, cast.lao_cai, days=-3)
    chi = sign_in(cast.chi)
    (line,) = read_csv(chi, f"{GLANCE}csv/?state=overdue")
    assert line == ["'@SUM(A1) Xã", "x1", "'+5/QĐ", "'=HYPERLINK(1)", "0", "0", "0", "1"]
    (line,) = read_csv(chi, f"{LOAD}csv/")
    assert line[:2] == ["'@SUM(A1) Xã", "x1"]
    book = openpyxl.load_workbook(
        io.BytesIO(chi.get(f"{GLANCE}xlsx/?state=overdue").content)
    ).active
    cells = list(next(book.iter_rows(min_row=4, max_row=4)))
    assert [(cell.value, cell.data_type) for cell in cells[2:5]] == [
        ("+5/QĐ", "s"),
        ("=HYPERLINK(1)", "s"),
        (0, "n"),
    ]
    assert chi.get(f"{GLANCE}pdf/").status_code == 404


def test_fifty_units_are_shown_and_the_file_has_all(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    obligation = make_obligation(document, cast.ta_van)
    for number in range(52):
        unit = make_unit(f"x{number}", f"Xã {number}", under=cast.lao_cai)
        give(None, unit, cast.lao_cai, obligation=obligation)
    chi = sign_in(cast.chi)
    for address in (f"{GLANCE}?state=within_term", LOAD):
        context = chi.get(address).context
        assert (len(context["shown"]), context["rows"].total) == (50, 52)
    assert len(read_csv(chi, f"{GLANCE}csv/?state=within_term")) == 52
    assert len(read_csv(chi, f"{LOAD}csv/")) == 52


def test_pages_ask_the_database_as_often_for_three_units_as_for_one(
    cast: Cast, sign_in: SignIn, document: Document, constant_queries: QueryCheck
) -> None:
    numbers = iter(range(100))

    def add() -> None:
        n = next(numbers)
        unit = make_unit(f"x{n}", f"Xã {n}", under=cast.lao_cai)
        task = give(document, unit, cast.lao_cai, days=-3)
        task.events.create(step="begin", before="assigned", at=NOW, by=cast.an)
        give(make_document(document.body, symbol=f"{n}/KH"), cast.ta_van, cast.lao_cai)

    chi = sign_in(cast.chi)
    for address in (
        GLANCE,
        f"{GLANCE}?document={document.pk}",
        f"{GLANCE}?state=overdue",
        LOAD,
        f"{LOAD}?by=holder",
        reverse("task_timeline", args=[document.pk]),
        f"/units/{cast.ta_van.pk}/",
        f"{GLANCE}csv/",
    ):
        if "timeline" in address or "document" in address:
            add()
        constant_queries(add, lambda address=address: chi.get(address))


def test_a_units_page_shows_what_it_was_given_by_directive(
    cast: Cast, sign_in: SignIn, document: Document
) -> None:
    other = make_document(document.body, symbol="9/KH-BCĐ")
    give(document, cast.ta_van, cast.lao_cai)
    give(other, cast.ta_van, cast.lao_cai, days=-3)
    give(None, cast.ta_van, cast.lao_cai, state=S.CONFIRMED)
    give(other, cast.sa_pa, cast.lao_cai)
    card = sign_in(cast.chi).get(f"/units/{cast.ta_van.pk}/").context["tasks"]
    assert list(card.counts.values()) == [1, 0, 1, 1]
    assert [one.symbol for one, _counts in card.directives] == ["9/KH-BCĐ", "05/QĐ-BCĐ"]
    assert list(card.without.values()) == [1, 0, 0, 0]
