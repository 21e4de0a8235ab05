"""The pages of closing on time: with errors, with estimates, and one unit once more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.reporting.folding import fold_waiting
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.periods import lock_period
from giaoban.documents.reporting.report_tables import standing_notes
from giaoban.models import Period, Person, Reopening, Value, Version
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.rules.reporting.consolidated_facts import kept, restored
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_period, make_regime, make_version


@pytest.fixture
def period(cast: Cast) -> Period:
    regime = make_regime(
        cast.lao_cai,
        indicators=["processed", "online"],
        checks=[{"formula": "online <= processed", "message": "Trực tuyến lớn hơn tổng số."}],
    )
    return make_period(regime, "2026-10")


def address(name: str, cast: Cast, period: Period) -> str:
    return reverse(name, args=[period.pk, cast.ta_van.pk])


def draft_with_an_error(cast: Cast, period: Period) -> Version:
    return make_version(
        cast.ta_van,
        period,
        values={"processed": 5, "online": 6},
        state=ReportState.DRAFT,
        channel=Channel.TELEPHONE,
    )


def test_the_secretariat_takes_what_it_wrote_down_with_its_errors(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    version = draft_with_an_error(cast, period)
    chi = sign_in(cast.chi)
    page = chi.get(address("report", cast, period))
    assert address("take_over_errors", cast, period) in page.content.decode()

    chi.post(address("take_over_errors", cast, period), {"reason": "Cán bộ nghỉ ốm"})

    version.refresh_from_db()
    assert (version.state, version.over_error) == ("accepted", "Cán bộ nghỉ ốm")
    for name in ("read_report", "review_report"):
        assert "Cán bộ nghỉ ốm" in chi.get(address(name, cast, period)).content.decode()
    listed = chi.get(reverse("review_list", args=[period.pk, cast.lao_cai.pk]), {"state": "all"})
    assert "Cán bộ nghỉ ốm" in listed.content.decode()


def test_nothing_of_the_kind_is_offered_to_the_officer_or_without_an_error(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    version = draft_with_an_error(cast, period)
    an = sign_in(cast.an)
    page = an.get(address("report", cast, period)).content.decode()
    assert address("take_over_errors", cast, period) not in page
    version.values.filter(indicator__code="online").update(number=4)
    page = sign_in(cast.chi).get(address("report", cast, period)).content.decode()
    assert address("take_over_errors", cast, period) not in page


def marked() -> list[tuple[str, bool]]:
    return list(Value.objects.order_by("pk").values_list("indicator__code", "is_estimate"))


def test_the_mark_of_an_estimate_is_saved_with_the_form_and_by_itself(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    an = sign_in(cast.an)
    whole = {
        "cell-processed": "12",
        "was-cell-processed": "",
        "was-estimate-processed": "",
        "estimate-processed": "1",
        "cell-online": "3",
        "was-cell-online": "",
        "was-estimate-online": "",
    }
    an.post(address("report", cast, period), whole)
    assert marked() == [("processed", True), ("online", False)]
    page = an.get(address("report", cast, period)).content.decode()
    assert 'data-estimate="processed" aria-keyshortcuts="~" checked' in page

    one = {"estimate-processed": "", "was-estimate-processed": "1"}
    an.post(address("save_report", cast, period), one)
    assert marked() == [("processed", False), ("online", False)]


def test_a_report_says_which_figures_are_estimated(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    version = make_version(
        cast.ta_van, period, values={"processed": 12}, state=ReportState.ACCEPTED
    )
    version.values.update(is_estimate=True)
    Version.objects.update(has_estimates=True)
    page = sign_in(cast.an).get(address("report", cast, period)).content.decode()
    assert "12 (ước)" in page or "12 (est.)" in page

    sign_in(cast.an).post(address("correct_report", cast, period))

    assert Version.objects.get(number=2).reason == ""


def opened_again(client: Client, cast: Cast, period: Period) -> str:
    where = reverse("extend_period", args=[period.regime_id, period.pk])
    client.post(
        where,
        {
            "unit": "03037 Xã Tả Van",
            "due_on": "2030-01-31",
            "at": "17:00",
            "reason": "Nhầm số hộ",
        },
    )
    return where


def test_a_locked_period_is_opened_for_one_unit_and_closed_again(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    lock_period(period=period, by=cast.chi, now=NOW - timedelta(days=1))
    chi = sign_in(cast.chi)

    where = opened_again(chi, cast, period)

    reopening = Reopening.objects.get()
    assert (reopening.unit, reopening.reason) == (cast.ta_van, "Nhầm số hộ")
    assert "Nhầm số hộ" in chi.get(where).content.decode()
    assert (
        'id="report-form"' in sign_in(cast.an).get(address("report", cast, period)).content.decode()
    )

    chi.post(where, {"withdraw": reopening.pk})

    reopening.refresh_from_db()
    assert reopening.closed_at is not None
    page = sign_in(cast.an).get(address("report", cast, period)).content.decode()
    assert 'id="report-form"' not in page


def estimated(cast: Cast, period: Period) -> Version:
    """An accepted report whose one figure is estimated, folded up to the province."""
    version = make_version(
        cast.ta_van, period, values={"processed": 12, "online": 3}, state=ReportState.ACCEPTED
    )
    version.values.filter(indicator__code="processed").update(is_estimate=True)
    Version.objects.update(has_estimates=True)
    append_marks_for(unit_ids=[cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk], period=period)
    fold_waiting()
    return version


def test_a_total_says_that_it_is_partly_estimated(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    estimated(cast, period)
    facts = consolidated_facts(cast.lao_cai, period)
    assert [facts.unit.of(code).estimated for code in ("processed", "online")] == [("now",), ()]
    assert facts.unit.coverage.estimated == 1
    assert restored(kept(facts)) == facts
    quarter = Period.objects.get(key="2026Q4")
    assert consolidated_facts(cast.lao_cai, quarter).unit.of("processed").estimated == ("now",)

    query = {"regime": period.regime.code, "period": period.key, "unit": cast.lao_cai.pk}
    page = sign_in(cast.dung).get(reverse("results"), query | {"indicator": "processed"})
    rows = {row.name: row.is_estimated for row in page.context["explored"].rows}
    assert rows == {
        "Tỉnh Lào Cai": True,
        "Phường Sa Pa": False,
        "Xã Tả Van": True,
        "Xã Y Tý": False,
    }


def test_the_consolidated_report_says_what_was_taken_with_errors_and_why(
    cast: Cast, period: Period
) -> None:
    version = estimated(cast, period)
    Version.objects.filter(pk=version.pk).update(over_error="Cán bộ nghỉ ốm")
    facts = consolidated_facts(cast.lao_cai, period)
    assert standing_notes(facts) == [
        "(ước) Số liệu có phần ước thực hiện của 1 đơn vị, sẽ được thay bằng số chính thức.",
        "Báo cáo của Xã Tả Van được tiếp nhận khi còn lỗi. Lý do: Cán bộ nghỉ ốm",
    ]


def test_home_lists_what_is_open_again_and_the_estimates_to_replace(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    estimated(cast, period)

    def actions(person: Person) -> list[str]:
        blocks = sign_in(person).get(reverse("home"), headers={"accept-language": "en"})
        held = blocks.context["blocks"]
        return [row.address for row in (*held.owed, *held.waiting)]

    own = address("report", cast, period)
    review = reverse("review_list", args=[period.pk, cast.lao_cai.pk])
    assert actions(cast.an) == [own]
    assert f"{review}?state=estimated" in actions(cast.chi)

    lock_period(period=period, by=cast.chi, now=NOW - timedelta(days=1))
    assert actions(cast.an) == []
    opened_again(sign_in(cast.chi), cast, period)
    assert actions(cast.an) == [own, own]


def test_the_list_of_reports_lets_the_unit_in_for_which_a_locked_period_is_open(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    def is_locked() -> list[bool]:
        found = sign_in(cast.an).get(reverse("reports")).context["found"]
        return [row.is_locked for each in found for row in each.rows]

    assert is_locked() == [False]
    lock_period(period=period, by=cast.chi, now=NOW - timedelta(days=1))
    assert is_locked() == [True]
    opened_again(sign_in(cast.chi), cast, period)
    assert is_locked() == [False]


def test_the_page_of_who_has_reported_closes_the_period_and_comes_back(
    cast: Cast, sign_in: SignIn, period: Period
) -> None:
    query = {"regime": period.regime.code, "period": period.key}
    lock = reverse("lock_period", args=[period.regime_id, period.pk])
    for person, offered in ((cast.an, False), (cast.dung, False), (cast.ha, False)):
        page = sign_in(person).get(reverse("status"), query)
        assert (page.context["closing"] is not None) is offered
    chi = sign_in(cast.chi)
    assert lock in chi.get(reverse("status"), query).content.decode()
    back = chi.post(lock, {"back": "status"})["Location"]
    assert back == f"{reverse('status')}?regime={period.regime.code}&period={period.key}"
    page = chi.get(back).content.decode()
    assert lock not in page
    assert reverse("extend_period", args=[period.regime_id, period.pk]) in page


def test_a_period_that_still_runs_is_not_closed(cast: Cast, sign_in: SignIn) -> None:
    regime = make_regime(cast.lao_cai, code="nam", frequency="year", calendar="calendar")
    make_period(regime, str(timezone.localdate().year))
    page = sign_in(cast.chi).get(reverse("status"), {"regime": "nam"})
    assert page.context["closing"] is None
