"""What recurs is given again by itself; a cascade that cannot go on holds up no other."""

from datetime import date, datetime, time

import pytest
from django.utils.timezone import make_aware

from giaoban.actions.register.outgoing import call_off_document
from giaoban.actions.register.relations import relate_documents
from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.actions.tasks.recurring import queue_recurring
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Cascade, Obligation, Task
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.terms import Every, TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 2)


def monthly(cast: Cast, **fields: object) -> Obligation:
    fields = {"term_kind": TermKind.RECURRING, "every": Every.MONTH, "day": 28, **fields}
    return make_obligation(make_document(make_body(cast.lao_cai)), cast.ta_van, **fields)


def given(
    cast: Cast,
    obligation: Obligation,
    *,
    occurrence: str = "2026-11",
    choice: Choice | None = None,
) -> None:
    queue_cascade(
        obligation=obligation,
        choice=choice or Choice(ChoiceKind.UNDER, cast.lao_cai.pk),
        by=cast.chi,
        today=TODAY,
        now=NOW,
        occurrence=occurrence,
    )
    give_next_batch(today=TODAY, now=NOW)


def a_round(on: date) -> list[tuple[str, str]]:
    """What the worker gives on that day: units and occurrences of the new tasks."""
    now = make_aware(datetime.combine(on, time(8)))
    before = set(Task.objects.values_list("pk", flat=True))
    queue_recurring(today=on, now=now)
    while give_next_batch(today=on, now=now):
        pass
    new = Task.objects.exclude(pk__in=before).order_by("occurrence", "unit__code")
    return list(new.values_list("unit__code", "occurrence"))


@pytest.mark.django_db
def test_each_time_begins_by_itself_with_the_units_of_that_day(cast: Cast) -> None:
    given(cast, monthly(cast))
    assert a_round(TODAY) == []
    make_unit("03999", "Xã Mới", under=cast.lao_cai, opened_on=DECEMBER)
    cast.y_ty.closed_on = DECEMBER
    cast.y_ty.save()
    units = ["03999", *sorted((cast.sa_pa.code, cast.ta_van.code))]
    assert a_round(DECEMBER) == [(code, "2026-12") for code in sorted(units)]
    assert a_round(DECEMBER) == []
    assert a_round(JANUARY) == [(code, "2027-01") for code in sorted(units)]
    assert set(Task.objects.values_list("given_by", flat=True)) == {cast.chi.pk}


@pytest.mark.django_db
def test_times_that_began_while_no_worker_ran_are_given_each(cast: Cast) -> None:
    given(cast, monthly(cast))
    assert {occurrence for _unit, occurrence in a_round(JANUARY)} == {"2026-12", "2027-01"}


@pytest.mark.django_db
def test_nothing_recurs_that_was_never_given(cast: Cast) -> None:
    monthly(cast)
    assert a_round(JANUARY) == []


@pytest.mark.django_db
def test_a_term_that_was_corrected_is_queued_once_for_each_time(cast: Cast) -> None:
    obligation = monthly(cast, every=Every.QUARTER)
    given(cast, obligation, occurrence="2026Q4")
    for every, on, key in (
        (Every.MONTH, DECEMBER, "2026-12"),
        (Every.QUARTER, JANUARY, "2027Q1"),
        (Every.MONTH, date(2027, 2, 1), "2027-02"),
    ):
        obligation.every = every
        obligation.save()
        assert {occurrence for _unit, occurrence in a_round(on)} == {key}
        assert queue_recurring(today=on, now=make_aware(datetime.combine(on, time(9)))) == 0


@pytest.mark.django_db
def test_a_time_given_late_by_hand_brings_back_none_of_those_between(cast: Cast) -> None:
    obligation = monthly(cast)
    obligation.document.dated_on = date(2026, 8, 1)
    obligation.document.save()
    given(cast, obligation)
    given(cast, obligation, occurrence="2026-08")
    assert a_round(TODAY) == []


@pytest.mark.django_db
def test_one_choice_goes_on_while_the_tasks_of_another_are_withdrawn(cast: Cast) -> None:
    obligation = monthly(cast)
    for unit in (cast.sa_pa, cast.y_ty):
        choice = Choice(ChoiceKind.CHOSEN, cast.lao_cai.pk, unit_ids=(unit.pk,))
        given(cast, obligation, choice=choice)
    task = Task.objects.get(unit=cast.sa_pa)
    withdraw_task(task=task, reason="Giao nhầm", by=cast.chi, today=TODAY, now=NOW)
    assert a_round(DECEMBER) == [(cast.y_ty.code, "2026-12")]


@pytest.mark.django_db
def test_units_that_an_obligation_names_are_those_it_names_when_each_time_begins(
    cast: Cast,
) -> None:
    obligation = monthly(cast)
    given(cast, obligation, choice=Choice(ChoiceKind.NAMED, cast.lao_cai.pk))
    assert list(Task.objects.values_list("unit__code", flat=True)) == [cast.ta_van.code]
    obligation.lead = cast.sa_pa
    obligation.save()
    obligation.co_operating.create(unit=cast.y_ty)
    units = sorted((cast.sa_pa.code, cast.y_ty.code))
    assert a_round(DECEMBER) == [(code, "2026-12") for code in units]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["until", "called_off", "replaced", "withdrawn"])
def test_it_ends_with_its_term_its_document_or_what_was_withdrawn(cast: Cast, how: str) -> None:
    until = date(2026, 11, 30) if how == "until" else None
    obligation = monthly(cast, until=until)
    given(cast, obligation)
    document = obligation.document
    if how == "called_off":
        call_off_document(document=document, reason="Ban hành nhầm", by=None, now=NOW)
    elif how == "replaced":
        relate_documents(
            later=make_document(document.body, symbol="06/QĐ-BCĐ"),
            earlier=document,
            kind=Relation.REPLACES,
            since=TODAY,
            by=None,
            now=NOW,
        )
    elif how == "withdrawn":
        for task in Task.objects.all():
            withdraw_task(task=task, reason="Giao nhầm", by=cast.chi, today=TODAY, now=NOW)
    assert a_round(DECEMBER) == []


@pytest.mark.django_db
def test_a_cascade_that_cannot_go_on_has_failed_and_the_next_one_is_given(cast: Cast) -> None:
    first, other = monthly(cast), make_body(cast.lao_cai, name="Ban An toàn", symbol="BAT")
    second = make_obligation(make_document(other), cast.sa_pa)
    to_all = Choice(ChoiceKind.UNDER, cast.lao_cai.pk)
    for obligation, occurrence in ((first, "2026-11"), (second, "")):
        queue_cascade(
            obligation=obligation,
            choice=to_all,
            by=None,
            today=TODAY,
            now=NOW,
            occurrence=occurrence,
        )
    call_off_document(document=first.document, reason="Ban hành nhầm", by=None, now=NOW)
    assert give_next_batch(today=TODAY, now=NOW) == 3
    assert list(Cascade.objects.order_by("pk").values_list("state", "done")) == [
        (Cascade.State.FAILED, 0),
        (Cascade.State.DONE, 3),
    ]
    assert not first.tasks.exists()


@pytest.mark.django_db
def test_a_choice_that_was_written_with_one_kind_goes_on_and_once(cast: Cast) -> None:
    chosen = Choice(ChoiceKind.KIND, cast.lao_cai.pk, unit_kinds=("xã",))
    given(cast, monthly(cast), choice=chosen)
    first = Cascade.objects.get()
    first.choice["unit_kind"] = first.choice.pop("unit_kinds")[0]
    first.save()
    communes = sorted((cast.ta_van.code, cast.y_ty.code))
    assert a_round(DECEMBER) == [(code, "2026-12") for code in communes]
    assert a_round(DECEMBER) == []
    assert Cascade.objects.count() == 2
