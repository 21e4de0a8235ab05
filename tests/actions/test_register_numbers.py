"""Numbers of a series: unique and without a gap, whoever issues at the same moment."""

from collections import Counter
from contextlib import suppress
from datetime import date
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.actions.register.bodies import BodyText, edit_body
from giaoban.actions.register.incoming import IncomingText, register_incoming
from giaoban.actions.register.numbers import begin_series_at, take_number
from giaoban.actions.register.outgoing import (
    OutgoingText,
    call_off_document,
    draft_document,
    issue_document,
)
from giaoban.models import Document, NumberedBody, NumberSeries
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction, DocumentState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_document
from tests.threads import in_threads

EACH = 8


def a_body(*, by_type: bool = True) -> NumberedBody:
    unit = make_unit("15", "Tỉnh Lào Cai", kind="tỉnh")
    return NumberedBody.objects.create(unit=unit, name="Ban Chỉ đạo", symbol="BCĐ", by_type=by_type)


def issued(body: NumberedBody, type_code: str = "QĐ", dated_on: date = TODAY) -> Document:
    document = draft_document(
        body=body, text=OutgoingText(type_code, "Phân công nhiệm vụ"), by=None, now=NOW
    )
    return issue_document(
        document=document, dated_on=dated_on, revision=0, by=None, today=TODAY, now=NOW
    )


@pytest.mark.django_db(transaction=True)
def test_issuers_at_the_same_moment_get_every_number_once_and_leave_no_gap() -> None:
    body = a_body()

    def issue_some() -> None:
        for _ in range(EACH):
            issued(body)

    in_threads(*[issue_some] * 4)
    numbers = Document.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 4 * EACH + 1))


class BrokenOff(Exception):
    """Somebody's transaction is rolled back after the number was taken."""


def do(body: NumberedBody, step: str, name: str) -> None:
    if step == "break off":
        with suppress(BrokenOff), transaction.atomic():
            issued(body)
            raise BrokenOff
    elif step == "receive":
        text = IncomingText("Sở Y tế", f"{name}/BC-SYT", TODAY, f"Báo cáo {name}")
        register_incoming(body=body, text=text, arrived_on=TODAY, by=None, today=TODAY, now=NOW)
    else:
        document = issued(body, "KH" if step == "issue a plan" else "QĐ")
        if step == "call off":
            call_off_document(document=document, reason="Ban hành nhầm", by=None, now=NOW)


STEPS = ("issue", "issue", "issue a plan", "receive", "break off", "call off")
plans = st.lists(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), min_size=2, max_size=4)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=5, deadline=None)
@given(plan=plans)
def test_whatever_they_do_at_the_same_moment_each_series_is_whole(plan: list[list[str]]) -> None:
    """Each list is one issuer's; what is rolled back leaves no gap, what is called off none too."""
    number = NumberedBody.objects.count()
    unit = make_unit(f"u{number}", "Tỉnh", kind="tỉnh")
    body = NumberedBody.objects.create(unit=unit, name="Ban Chỉ đạo", symbol="BCĐ")

    def issuer(place: int, steps: list[str]) -> None:
        for turn, step in enumerate(steps):
            do(body, step, f"{place}{turn}")

    in_threads(*[partial(issuer, place, steps) for place, steps in enumerate(plan)])
    done = Counter(step for steps in plan for step in steps)
    expected = {
        ("outgoing", "QĐ"): done["issue"] + done["call off"],
        ("outgoing", "KH"): done["issue a plan"],
        ("incoming", ""): done["receive"],
    }
    found: dict[tuple[str, str], list[int]] = {key: [] for key in expected}
    documents = Document.objects.filter(body=body).exclude(number=None).order_by("number")
    for series, kind, taken in documents.values_list("direction", "series__type_code", "number"):
        found[series, kind].append(taken)
    assert found == {key: list(range(1, count + 1)) for key, count in expected.items()}
    kept = body.series.values_list("direction", "type_code", "next_number", "given")
    for direction, kind, following, given_out in kept:
        assert (following, given_out) == (expected[direction, kind] + 1, expected[direction, kind])


@pytest.mark.django_db(transaction=True)
def test_a_number_that_was_not_used_is_given_to_the_next() -> None:
    body = a_body()

    def take_and_break_off() -> None:
        with transaction.atomic():
            take_number(body=body, direction=Direction.OUTGOING, type_code="QĐ", dated_on=TODAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_and_break_off()
    assert issued(body).symbol == "01/QĐ-BCĐ"


@pytest.mark.django_db
def test_each_body_type_and_year_has_numbers_of_its_own(cast: Cast) -> None:
    agency = NumberedBody.objects.create(unit=cast.lao_cai, name="UBND tỉnh", symbol="UBND")
    body = NumberedBody.objects.create(unit=cast.lao_cai, name="Ban Chỉ đạo", symbol="BCĐ")
    last_year = date(2025, 12, 31)
    assert [
        issued(body, "KH", last_year).symbol,
        issued(body).symbol,
        issued(body).symbol,
        issued(body, "KH").symbol,
        issued(body, "").symbol,
        issued(agency).symbol,
    ] == ["01/KH-BCĐ", "01/QĐ-BCĐ", "02/QĐ-BCĐ", "01/KH-BCĐ", "01/BCĐ", "01/QĐ-UBND"]


@pytest.mark.django_db
def test_a_body_may_have_one_series_for_every_type() -> None:
    body = a_body(by_type=False)
    assert [issued(body, type_code).symbol for type_code in ("QĐ", "KH", "")] == [
        "01/QĐ-BCĐ",
        "02/KH-BCĐ",
        "03/BCĐ",
    ]


@pytest.mark.django_db
def test_a_series_goes_on_where_the_paper_register_ended() -> None:
    body = a_body()
    series = {"body": body, "direction": Direction.OUTGOING, "type_code": "QĐ", "year": 2026}
    begin_series_at(**series, number=318)
    assert issued(body).symbol == "318/QĐ-BCĐ"
    with pytest.raises(RuleError) as refused:
        begin_series_at(**series, number=400)
    assert refused.value.code == "series_has_begun"


@pytest.mark.django_db
def test_a_document_that_is_called_off_keeps_its_number() -> None:
    body = a_body()
    first = issued(body)
    call_off_document(document=first, reason="Ban hành nhầm", by=None, now=NOW)
    assert issued(body).symbol == "02/QĐ-BCĐ"
    first.refresh_from_db()
    assert (first.state, first.symbol) == (DocumentState.CALLED_OFF, "01/QĐ-BCĐ")


@pytest.mark.django_db
def test_a_document_is_issued_once_not_before_its_series_and_not_in_the_future() -> None:
    body = a_body()
    first = issued(body)
    tomorrow, yesterday = date(2026, 11, 21), date(2026, 11, 19)
    for document, day, code in (
        (first, TODAY, "document_not_a_draft"),
        (None, tomorrow, "issued_in_the_future"),
        (None, yesterday, "series_before_last"),
    ):
        draft = document or draft_document(
            body=body, text=OutgoingText("QĐ", "Việc khác"), by=None, now=NOW
        )
        with pytest.raises(RuleError) as refused:
            issue_document(
                document=draft,
                dated_on=day,
                revision=draft.revision,
                by=None,
                today=TODAY,
                now=NOW,
            )
        assert refused.value.code == code
    assert NumberSeries.objects.get().next_number == 2


@pytest.mark.django_db
def test_what_is_stamped_as_a_state_secret_is_not_stored() -> None:
    body = a_body()
    with pytest.raises(RuleError) as refused:
        draft_document(
            body=body, text=OutgoingText("KH", "Kế hoạch", note="Tối mật"), by=None, now=NOW
        )
    assert (refused.value.code, refused.value.params) == ("state_secret", {"mark": "Tối mật"})
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_numbers_that_were_brought_along_bound_what_comes_after_them() -> None:
    body = a_body()
    make_series = {"direction": Direction.OUTGOING, "year": TODAY.year, "type_code": "QĐ"}
    series = NumberSeries.objects.create(body=body, **make_series, next_number=11, last_on=TODAY)
    make_document(body, symbol="10/QĐ-BCĐ", series=series, number=10)
    with pytest.raises(RuleError) as refused:
        begin_series_at(body=body, **make_series, number=10)
    assert (refused.value.code, refused.value.params) == ("series_start_taken", {"borne": 10})
    text = BodyText(name=body.name, symbol=body.symbol, by_type=False)
    with pytest.raises(RuleError) as kept:
        edit_body(body=body, text=text, by=None, now=NOW)
    assert kept.value.code == "series_has_begun"
    assert issued(body).symbol == "11/QĐ-BCĐ"
