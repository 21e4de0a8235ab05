"""What a form asks is read from a form in the making each time, and from a published one once."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from giaoban.actions.reporting.forms import draft_form
from giaoban.models import Form, Regime
from giaoban.queries.reporting.forms import form_facts
from tests.factories import NOW, make_regime, make_unit


def regime() -> Regime:
    return make_regime(
        make_unit("VN", "Việt Nam"),
        indicators=["a", {"code": "b", "minimum": 2.0}],
        checks=["a > previous(b)"],
    )


def minima(form: Form) -> list[float | None]:
    return [indicator.minimum for indicator in form_facts(form).indicators]


@pytest.mark.django_db
def test_the_facts_of_a_form_in_the_making_follow_it() -> None:
    form = draft_form(regime=regime(), by=None, now=NOW)
    before = minima(form)
    form.items.filter(indicator__code="b").update(minimum=3.0)
    assert [before, minima(form)] == [[None, 2.0], [None, 3.0]]


@pytest.mark.django_db
def test_the_facts_of_a_published_form_are_read_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    form = regime().forms.get()
    first = form_facts(form)
    with django_assert_num_queries(0):
        assert form_facts(form) is first


@pytest.mark.django_db
def test_a_form_published_at_another_moment_is_another_form() -> None:
    form = regime().forms.get()
    form_facts(form)
    form.items.filter(indicator__code="b").update(minimum=3.0)
    assert form.published_at is not None
    form.published_at += timedelta(microseconds=1)
    assert minima(form) == [None, 3.0]


@pytest.mark.django_db
def test_the_facts_name_what_is_stored_and_what_is_compared() -> None:
    form = regime().forms.get()
    facts = form_facts(form)
    assert facts.check_ids == tuple(form.checks.values_list("pk", flat=True))
    assert dict(facts.id_of) == dict(form.items.values_list("indicator__code", "indicator"))
    assert facts.compared_codes == {"b"}


@pytest.mark.django_db
def test_of_a_ratio_that_is_compared_its_two_parts_are() -> None:
    share = {"code": "share", "kind": "ratio", "numerator": "a", "denominator": "b"}
    compared = make_regime(
        make_unit("VN", "Việt Nam"),
        indicators=["a", "b", "c", share],
        checks=["share >= last_year(share)"],
    )
    assert form_facts(compared.forms.get()).compared_codes == {"a", "b"}
