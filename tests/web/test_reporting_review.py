"""Review: the list, accepting in bulk, returning cell by cell, and the next report."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from giaoban.models import Period, Version
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import make_period, make_regime, make_unit, make_version


@pytest.fixture
def period(cast: Cast) -> Period:
    return make_period(make_regime(cast.lao_cai, indicators=["processed", "online"]), "2025-10")


@pytest.fixture
def sent(cast: Cast, period: Period) -> dict[str, Version]:
    """Tả Van without findings, Y Tý with one and late, Sa Pa accepted already."""
    y_ty = make_version(cast.y_ty, period, values={"processed": 9}, is_late=True)
    y_ty.findings.create(level="warning", code="check_failed", params={"message": "Nhiều."})
    return {
        "ta_van": make_version(cast.ta_van, period, values={"processed": 5}),
        "y_ty": y_ty,
        "sa_pa": make_version(cast.sa_pa, period, state=ReportState.ACCEPTED),
    }


def list_address(cast: Cast, period: Period) -> str:
    return reverse("review_list", args=[period.pk, cast.lao_cai.pk])


def states() -> dict[str, str]:
    return dict(Version.objects.values_list("submission__unit__name", "state"))


@pytest.mark.parametrize(
    "query, names",
    [
        ({}, ["Xã Tả Van", "Xã Y Tý"]),
        ({"state": "accepted"}, ["Phường Sa Pa"]),
        ({"state": "all"}, ["Phường Sa Pa", "Xã Tả Van", "Xã Y Tý"]),
        ({"findings": "with"}, ["Xã Y Tý"]),
        ({"findings": "without"}, ["Xã Tả Van"]),
        ({"sent": "late"}, ["Xã Y Tý"]),
        ({"sent": "on_time"}, ["Xã Tả Van"]),
        ({"state": "nonsense"}, ["Xã Tả Van", "Xã Y Tý"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    cast: Cast,
    period: Period,
    sent: dict[str, Version],
    sign_in: SignIn,
    query: dict[str, str],
    names: list[str],
) -> None:
    page = sign_in(cast.chi).get(list_address(cast, period), query)
    assert [row.submission.unit.name for row in page.context["shown"]] == names
    assert page.context["counts"] == {
        "waiting": 2,
        "all": 3,
        "returned": 0,
        "accepted": 1,
        "estimated": 0,
    }


def test_those_without_findings_are_accepted_at_one_click(
    cast: Cast, period: Period, sent: dict[str, Version], sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    assert client.get(list_address(cast, period)).context["clean_count"] == 1
    client.post(list_address(cast, period), {"which": "clean"})
    assert states() == {
        "Xã Tả Van": "accepted",
        "Xã Y Tý": "submitted",
        "Phường Sa Pa": "accepted",
    }


def test_those_ticked_are_accepted(
    cast: Cast, period: Period, sent: dict[str, Version], sign_in: SignIn
) -> None:
    picked = {"which": "picked", "pick": [cast.y_ty.pk]}
    sign_in(cast.chi).post(list_address(cast, period), picked)
    assert states()["Xã Y Tý"] == "accepted"
    assert states()["Xã Tả Van"] == "submitted"


def test_a_unit_elsewhere_is_not_accepted_by_its_number(
    cast: Cast, period: Period, sent: dict[str, Version], sign_in: SignIn
) -> None:
    outside = make_version(cast.dong_van, period)
    picked = {"which": "picked", "pick": [cast.y_ty.pk, cast.dong_van.pk]}
    address = reverse("review_list", args=[period.pk, cast.y_ty.pk])
    response = sign_in(cast.chi).post(address, picked)
    assert response.status_code == 404
    outside.refresh_from_db()
    assert outside.state == ReportState.SUBMITTED


def test_a_report_is_returned_cell_by_cell_and_the_next_one_follows(
    cast: Cast, period: Period, sent: dict[str, Version], sign_in: SignIn
) -> None:
    address = reverse("review_report", args=[period.pk, cast.ta_van.pk])
    response = sign_in(cast.chi).post(
        f"{address}?within={cast.lao_cai.pk}",
        {"step": "return", "remark-online": "Bỏ trống.", "overall": "", "mend_by": "2026-12-01"},
    )
    version = sent["ta_van"]
    version.refresh_from_db()
    assert (version.state, f"{version.mend_by:%d/%m/%Y %H:%M}") == (
        "returned",
        "01/12/2026 10:00",  # 17:00 in Vietnam, kept in UTC
    )
    remarks = version.remarks.values_list("indicator__code", "text")
    assert list(remarks) == [("online", "Bỏ trống.")]
    following = urlsplit(response["Location"])
    assert following.path == reverse("review_report", args=[period.pk, cast.y_ty.pk])
    assert parse_qs(following.query) == {"within": [str(cast.lao_cai.pk)]}


def test_a_return_without_a_reason_keeps_what_was_typed(
    cast: Cast, period: Period, sent: dict[str, Version], sign_in: SignIn
) -> None:
    address = reverse("review_report", args=[period.pk, cast.ta_van.pk])
    form = {"step": "return", "remark-online": "Bỏ trống.", "overall": "", "mend_by": "sai"}
    page = sign_in(cast.chi).post(address, form)
    assert page.status_code == 200
    assert "Bỏ trống." in page.content.decode()
    assert states()["Xã Tả Van"] == "submitted"


def test_accepting_the_last_one_leads_back_to_the_list(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    make_version(cast.ta_van, period)
    address = reverse("review_report", args=[period.pk, cast.ta_van.pk])
    query = f"?within={cast.lao_cai.pk}&findings=without"
    response = sign_in(cast.chi).post(f"{address}{query}", {"step": "accept"})
    assert response["Location"] == f"{list_address(cast, period)}?findings=without"
    assert states() == {"Xã Tả Van": "accepted"}


def test_a_report_that_waits_for_its_head_is_not_accepted(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    period.regime.needs_approval = True
    period.regime.save()
    make_version(cast.ta_van, period)
    client = sign_in(cast.chi)
    address = reverse("review_report", args=[period.pk, cast.ta_van.pk])
    assert 'value="accept"' not in client.get(address).content.decode()
    client.post(address, {"step": "accept"})
    assert states() == {"Xã Tả Van": "submitted"}


def test_the_list_asks_as_often_for_three_reports_as_for_one(
    cast: Cast, period: Period, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    names = iter("abc")

    def one_more() -> None:
        name = next(names)
        version = make_version(make_unit(name, f"Xã {name}", under=cast.lao_cai), period)
        version.findings.create(level="warning", code="check_failed", params={"message": "?"})

    constant_queries(one_more, lambda: client.get(list_address(cast, period)))
