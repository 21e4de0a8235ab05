"""The days of a stored term know the holidays of every year in which they lie."""

from datetime import UTC, date, datetime

import pytest

from giaoban.queries.register.terms import occurrence_of, spans_begun_of
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.terms import Every, TermKind
from tests.cast import Cast
from tests.obligations import make_body, make_document, make_obligation


@pytest.mark.django_db
def test_what_recurs_for_many_years_never_falls_due_on_a_holiday(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai), dated_on=date(2026, 11, 20))
    monthly = {"term_kind": TermKind.RECURRING, "every": Every.MONTH, "day": 30}
    obligation = make_obligation(document, cast.ta_van, **monthly)
    found = occurrence_of(obligation, "2032-04")
    assert found is not None
    assert found.due_on == date(2032, 4, 29)  # the 30th, a Friday, is Reunification Day


@pytest.mark.django_db
def test_what_has_no_date_obliges_from_the_day_of_its_register_as_it_was_here(cast: Cast) -> None:
    evening = datetime(2026, 12, 31, 18, tzinfo=UTC)  # already the new year in Việt Nam
    document = make_document(
        make_body(cast.lao_cai),
        state=DocumentState.DRAFT,
        dated_on=None,
        registered_at=evening,
    )
    monthly = {"term_kind": TermKind.RECURRING, "every": Every.MONTH, "day": 30}
    obligation = make_obligation(document, cast.ta_van, **monthly)
    begun = spans_begun_of(obligation, date(2027, 1, 2))
    assert [span.begins_on for span in begun] == [date(2027, 1, 1)]
