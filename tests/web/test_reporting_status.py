"""Units × periods and the call sheet: who owes what, counted in working days."""

from datetime import timedelta

import pytest
from django.urls import reverse

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Extension, Period, Regime, Unit
from giaoban.rules.reporting.states import ReportState
from giaoban.web.reporting import status
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_period, make_regime, make_unit, make_version


@pytest.fixture
def regime(cast: Cast) -> Regime:
    """September: Tả Van on time, Y Tý late; October: Tả Van returned, Sa Pa never reports."""
    cast.an.telephone = "0912 345 678"
    cast.an.save()
    regime = make_regime(cast.vietnam)
    september, october = make_period(regime, "2025-09"), make_period(regime, "2025-10")
    make_version(cast.ta_van, september, values={"processed": 3})
    make_version(cast.y_ty, september, values={"processed": 3}, is_late=True)
    make_version(cast.ta_van, october, values={"processed": 3}, state=ReportState.RETURNED)
    make_version(cast.y_ty, october, values={"processed": 3})
    for period in (september, october):
        append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    fold_all()
    return regime


def test_each_square_says_how_the_unit_stands(cast: Cast, regime: Regime, sign_in: SignIn) -> None:
    answer = sign_in(cast.chi).get(reverse("status"), {"unit": cast.lao_cai.pk})
    shown = {
        row.name: [square.standing for square in row.squares] for row in answer.context["shown"]
    }
    assert shown == {
        "Tỉnh Lào Cai": ["missing", "missing"],
        "Phường Sa Pa": ["missing", "missing"],
        "Xã Tả Van": ["on_time", "returned"],
        "Xã Y Tý": ["received_late", "on_time"],
    }


def test_children_are_counted_in_their_parent(cast: Cast, regime: Regime, sign_in: SignIn) -> None:
    answer = sign_in(cast.chi).get(reverse("status"), {"unit": cast.lao_cai.pk})
    top = answer.context["shown"][0]
    counted = [(square.counts.received, square.counts.expected) for square in top.squares]
    assert counted == [(2, 3), (1, 3)]


@pytest.mark.parametrize(
    "state, names",
    [
        ("missing", ["Phường Sa Pa"]),
        ("returned", ["Xã Tả Van"]),
        ("received", ["Xã Y Tý"]),
        ("late", []),
    ],
)
def test_the_address_narrows_to_one_state(
    cast: Cast, regime: Regime, sign_in: SignIn, state: str, names: list[str]
) -> None:
    asked = {"unit": cast.lao_cai.pk, "state": state, "period": "2025-10"}
    answer = sign_in(cast.chi).get(reverse("status"), asked)
    assert [row.name for row in answer.context["shown"]][1:] == names


def test_a_unit_is_overdue_by_its_own_deadline_and_not_by_that_of_most(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    def sa_pa_and_counts() -> tuple[str, int, int]:
        asked = {"unit": cast.lao_cai.pk, "period": "2025-10"}
        context = sign_in(cast.chi).get(reverse("status"), asked).context
        by_name = {row.name: row.squares[-1].standing for row in context["shown"]}
        counted = {state: number for _, _, number, state in context["counts"]}
        return by_name["Phường Sa Pa"], counted["unsent"], counted["overdue"]

    before = sa_pa_and_counts()
    october = Period.objects.get(key="2025-10")
    later = NOW + timedelta(days=900)
    Extension.objects.create(period=october, unit=cast.sa_pa, due_at=later, reason="bão")
    assert (before, sa_pa_and_counts()) == (("missing", 0, 1), ("within_term", 1, 0))


def test_the_call_sheet_lists_whom_to_ring_up_and_what_is_missing(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    asked = {"unit": cast.lao_cai.pk, "period": "2025-10"}
    answer = sign_in(cast.chi).get(reverse("call_sheet"), asked)
    lines = {
        line.unit.name: (
            [period.key for period, _ in line.missing],
            [period.key for period in line.returned],
        )
        for line in answer.context["lines"]
    }
    assert lines == {
        "Phường Sa Pa": (["2025-10", "2025-09"], []),
        "Xã Tả Van": ([], ["2025-10"]),
    }
    assert "0912 345 678" in answer.content.decode()


def test_a_long_call_sheet_has_more(
    cast: Cast, regime: Regime, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "CALLED_AT_ONCE", 1)
    asked = {"unit": cast.lao_cai.pk, "period": "2025-10"}
    client = sign_in(cast.chi)
    found = [client.get(reverse("call_sheet"), {**asked, "page": page}) for page in (1, 2)]
    assert [[line.unit.name for line in answer.context["lines"]] for answer in found] == [
        ["Phường Sa Pa"],
        ["Phường Sa Pa", "Xã Tả Van"],
    ]
    assert [answer.context["rows"].more for answer in found] == [1, 0]


def test_picked_units_alone_are_on_the_call_sheet(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    asked = {"unit": cast.lao_cai.pk, "period": "2025-10", "pick": cast.sa_pa.pk}
    answer = sign_in(cast.chi).get(reverse("call_sheet"), asked)
    assert [line.unit.name for line in answer.context["lines"]] == ["Phường Sa Pa"]


def test_outsiders_find_nothing(cast: Cast, regime: Regime, sign_in: SignIn) -> None:
    asked = {"unit": cast.lao_cai.pk}
    for name in ("status", "call_sheet"):
        for person in (cast.lan, cast.an, cast.minh):
            assert sign_in(person).get(reverse(name), asked).status_code == 404


def test_an_officer_sees_the_own_unit(cast: Cast, regime: Regime, sign_in: SignIn) -> None:
    answer = sign_in(cast.an).get(reverse("status"))
    assert [row.name for row in answer.context["shown"]] == ["Xã Tả Van"]


def test_pages_ask_as_often_for_three_units_as_for_one(
    cast: Cast, regime: Regime, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    period = Period.objects.get(key="2025-10")
    numbers = iter(range(9))

    def add_unit() -> None:
        number = next(numbers)
        unit = make_unit(f"x{number}", f"Xã {number}", under=cast.lao_cai)
        append_marks_for(unit_ids=[unit.pk], period=period)
        fold_all()

    asked = {"unit": cast.lao_cai.pk, "period": "2025-10"}
    for name in ("status", "call_sheet"):
        constant_queries(add_unit, lambda name=name: client.get(reverse(name), asked))


def test_a_units_square_opens_its_report_and_an_areas_narrows_to_it(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    answer = sign_in(cast.chi).get("/reports/status/")
    newest = {row.name: row.squares[-1] for row in answer.context["shown"]}
    period = regime.periods.filter(is_reported=True).get(key=newest["Xã Tả Van"].key)
    assert newest["Xã Tả Van"].address == f"/reports/{period.pk}/{cast.ta_van.pk}/"
    assert newest["Tỉnh Lào Cai"].address == f"?unit={cast.lao_cai.pk}&period={period.key}"
