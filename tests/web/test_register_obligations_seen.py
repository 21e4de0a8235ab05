"""A document's page counts the tasks and shows the figures that its reader may see, no others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Person, Task
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.counting import Count
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import make_regime
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
