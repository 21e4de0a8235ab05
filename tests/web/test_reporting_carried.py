"""Totals of earlier years: loaded whole or refused whole, and never expected of anybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from giaoban.models import CarriedTotal, Event, Mark, Period, Regime
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=["processed", {"code": "remark", "kind": "text"}])


def load(client: Client, regime: Regime, *lines: str, source: str = "Niên giám 2024"):  # type: ignore[no-untyped-def]
    content = "\n".join(["unit,period,indicator,value", *lines]).encode()
    file = SimpleUploadedFile("totals.csv", content)
    asked = {"regime": regime.pk, "source": source, "file": file}
    return client.post(reverse("carried_totals"), asked)


def test_totals_from_before_a_unit_was_founded_are_its_own(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    answer = load(sign_in(cast.chi), regime, "15,2023,processed,12.5", "03037,2024-07,processed,3")
    assert answer.status_code == 302
    stored = CarriedTotal.objects.values_list("unit__code", "period__key", "number", "source")
    assert sorted(stored) == [
        ("03037", "2024-07", 3, "Niên giám 2024"),
        ("15", "2023", 12.5, "Niên giám 2024"),
    ]
    assert Event.objects.get().action == "load_carried_totals"


def test_nobody_is_expected_in_a_period_that_is_only_carried_over(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    load(sign_in(cast.chi), regime, "03037,2024-07,processed,3")
    assert list(Period.objects.values_list("key", "is_reported")) == [("2024-07", False)]
    assert not Mark.objects.exists()


def test_loading_again_replaces_the_same_figure(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    load(client, regime, "15,2023,processed,12")
    load(client, regime, "15,2023,processed,13", source="Đính chính")
    assert list(CarriedTotal.objects.values_list("number", "source")) == [(13, "Đính chính")]


def test_an_opened_period_stays_open(cast: Cast, regime: Regime, sign_in: SignIn) -> None:
    make_period(regime, "2026-07")
    load(sign_in(cast.chi), regime, "15,2026-07,processed,12")
    assert Period.objects.get(key="2026-07").is_reported


@pytest.mark.parametrize(
    "line, column",
    [
        ("99999,2023,processed,1", "unit"),
        ("00721,2023,processed,1", "unit"),
        ("15,2023W07,processed,1", "period"),
        ("15,last year,processed,1", "period"),
        ("15,2031,processed,1", "period"),
        ("15,2023,remark,1", "indicator"),
        ("15,2023,unheard,1", "indicator"),
        ("15,2022,processed,1", "indicator"),
        ('15,2023,processed,"1,5"', "value"),
        ("15,2023,processed,nan", "value"),
        ("15,2023,processed,1e999", "value"),
        ("15,2023,processed,", "value"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_loaded(
    cast: Cast, regime: Regime, sign_in: SignIn, line: str, column: str
) -> None:
    answer = load(sign_in(cast.chi), regime, "15,2022,processed,1", line)
    assert [(p.line, p.column) for p in answer.context["problems"]] == [(3, column)]
    assert not CarriedTotal.objects.exists()


@pytest.mark.parametrize("head", ["unit,period,value", "unit,period,indicator,value,note"])
def test_other_columns_are_refused_by_name(
    cast: Cast, regime: Regime, sign_in: SignIn, head: str
) -> None:
    file = SimpleUploadedFile("totals.csv", f"{head}\n15,2023,processed,1\n".encode())
    asked = {"regime": regime.pk, "source": "Niên giám", "file": file}
    answer = sign_in(cast.chi).post(reverse("carried_totals"), asked)
    assert list(answer.context["form"].errors) == ["file"]


def test_only_the_secretariat_loads_totals(cast: Cast, regime: Regime, sign_in: SignIn) -> None:
    for person in (cast.an, cast.dung, cast.giang, cast.ha, cast.khanh, cast.lan, cast.minh):
        assert sign_in(person).get(reverse("carried_totals")).status_code == 404
