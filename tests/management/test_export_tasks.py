"""Tasks as a table: one row each, wholes and parts, as docs/contracts.md says."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from openpyxl import load_workbook

from giaoban.exchange.tasks.tasks_table import task_rows
from giaoban.models import Document, Task
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.management.shell import giaoban, must
from tests.obligations import make_body, make_document, make_obligation

SUBMITTED_ON = date(2026, 11, 10)


@pytest.fixture
def whole(cast: Cast) -> Task:
    """Done by Lào Cai in time, with a part of Tả Van; and an instruction that begins with =."""
    body = make_body(cast.lao_cai)
    make_document(body, symbol="06/QĐ-BCĐ", bare_symbol="6/qđ-bcđ")
    document = make_document(body, bare_symbol="5/qđ-bcđ")
    obligation = make_obligation(document, cast.lao_cai, clause="2.a")
    fields = {
        "obligation": obligation,
        "whole": TaskState.CONFIRMED,
        "whole_handed_in_on": SUBMITTED_ON,
        "due_on": TODAY,
        "first_due_on": date(2026, 11, 1),
        "given_at": NOW,
        "text": "Rà soát",
        "occurrence": "2026-11",
    }
    whole = Task.objects.create(unit=cast.lao_cai, giver=cast.lao_cai, **fields)
    part = fields | {"whole": TaskState.SUBMITTED}
    Task.objects.create(unit=cast.ta_van, giver=cast.lao_cai, parent=whole, **part)
    Task.objects.create(
        unit=cast.y_ty,
        giver=cast.lao_cai,
        text="=1+1",
        given_at=NOW,
        due_on=localdate() - timedelta(days=1),
    )
    return whole


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.django_db
def test_every_task_is_a_row(whole: Task) -> None:
    written = must("export_tasks")
    assert written.splitlines()[0] == (
        "directive,obligation,task,unit,state,due_on,done_on,count,given_on,first_due_on,"
        "handed_in_on,occurrence,part_of,text"
    )
    first, second, third = read(written)
    assert list(first.values()) == [
        *("05/QĐ-BCĐ", "2.a", str(whole.pk), "15", "confirmed", "2026-11-20", "2026-11-10"),
        *("done_on_time", "2026-11-20", "2026-11-01", "2026-11-10", "2026-11", "", "Rà soát"),
    ]
    assert [second[name] for name in ("unit", "state", "done_on", "handed_in_on", "part_of")] == [
        *("03037", "submitted", "", "2026-11-10", str(whole.pk)),
    ]
    assert [third[name] for name in ("directive", "obligation", "count", "text")] == [
        *("", "", "overdue", "'=1+1"),
    ]


@pytest.mark.django_db
def test_one_directive_can_be_asked_for(whole: Task) -> None:
    assert len(read(must("export_tasks", "--directive", "Số: 05/QĐ–BCĐ"))) == 2
    assert read(must("export_tasks", "--directive", "06/QĐ-BCĐ", "--body", "BCĐ")) == []
    refused = giaoban("export_tasks", "--directive", "99/QĐ-BCĐ")
    assert (refused.code, len(refused.errors)) == (1, 1)


@pytest.mark.django_db
def test_a_workbook_holds_the_same_with_days_as_days(whole: Task, tmp_path: Path) -> None:
    file = tmp_path / "tasks.xlsx"
    must("export_tasks", "--format", "xlsx", "--to", file)
    rows = list(load_workbook(BytesIO(file.read_bytes())).active.iter_rows(values_only=True))
    assert (rows[1][2], rows[1][5].date(), rows[3][13]) == (whole.pk, TODAY, "=1+1")
    table = tmp_path / "tasks.csv"
    must("export_tasks", "--to", table)
    assert len(read(table.read_text(encoding="utf-8"))) == len(rows) - 1
    assert giaoban("export_tasks", "--to", tmp_path / "none" / "tasks.csv").code == 1


@pytest.mark.django_db
def test_it_is_one_statement_however_many_there_are(whole: Task, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert len(list(task_rows(Task.objects.all(), TODAY))) == 3


@pytest.mark.django_db
def test_what_documents_for_named_units_oblige_to_is_asked_for_by_name(whole: Task) -> None:
    Document.objects.filter(symbol="05/QĐ-BCĐ").update(access=Access.LIMITED)
    ran = giaoban("export_tasks")
    assert [row["text"] for row in read(ran.out)] == ["'=1+1"]
    assert [": 2 (" in line for line in ran.errors] == [True]
    assert len(read(must("export_tasks", "--with-limited"))) == 3
