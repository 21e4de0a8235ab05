"""A whole document is given in one step, to whom it names, with as few statements as one task."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions.tasks.giving_documents import Given, give_document
from giaoban.models import Cascade, Document, Task
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import Every, TermKind
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation


def give(document: Document) -> Given:
    return give_document(
        document=document,
        obligation_ids=[one.pk for one in document.obligations.all()],
        by=None,
        today=TODAY,
        now=NOW,
    )


@pytest.mark.django_db
def test_only_what_a_unit_does_not_have_yet_is_counted_as_given(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    every = {"term_kind": TermKind.RECURRING, "every": Every.MONTH, "day": 28}
    first = make_obligation(document, cast.ta_van, **every)
    first.co_operating.create(unit=cast.y_ty)
    assert give(document) == Given(obligations=1, tasks=2, passed=0)
    make_obligation(document, cast.sa_pa)
    make_obligation(document, cast.sa_pa, **every, until=date(2026, 11, 1))
    assert give(document) == Given(obligations=2, tasks=1, passed=1)
    given = Task.objects.order_by("pk").values_list("unit__code", "occurrence", "is_lead")
    assert set(given) == {
        ("03037", "2026-11", True),
        ("02701", "2026-11", False),
        ("03006", "", True),
    }
    assert list(Cascade.objects.order_by("pk").values_list("state", "total", "done")) == [
        (Cascade.State.DONE, 2, 2),
        (Cascade.State.DONE, 2, 2),
        (Cascade.State.DONE, 1, 1),
    ]


@pytest.mark.django_db
def test_many_obligations_cost_as_many_statements_as_one(cast: Cast) -> None:
    body, asked = make_body(cast.lao_cai), []
    for symbol, count in (("01/QĐ", 1), ("02/QĐ", 12)):
        document = make_document(body, symbol=symbol)
        for _ in range(count):
            make_obligation(document, cast.ta_van).co_operating.create(unit=cast.y_ty)
        give_document_of = Document.objects.get(pk=document.pk)
        with CaptureQueriesContext(connection) as statements:
            give(give_document_of)
        asked.append(len(statements))
    assert asked[0] == asked[1]


@pytest.mark.django_db
def test_one_obligation_of_a_closed_unit_holds_back_the_whole_document(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    make_obligation(document, cast.ta_van)
    make_obligation(document, make_unit("c1", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY))
    with pytest.raises(RuleError) as refused:
        give(document)
    assert (refused.value.code, refused.value.params) == ("unit_not_open", {"unit": "Xã Cũ"})
    assert not Task.objects.exists()
