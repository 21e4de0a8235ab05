"""What consolidated reports put on the home page of the chair and of the secretariat."""

from collections.abc import Callable

import pytest
from django.test import Client

from giaoban.models import ConsolidatedReport, Person
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.home_consolidated import consolidated_blocks
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime

State = ConsolidatedReport.State
SignIn = Callable[[Person], Client]


def make_report(cast: Cast, state: State) -> ConsolidatedReport:
    regime = make_regime(cast.lao_cai)
    return ConsolidatedReport.objects.create(
        unit=cast.lao_cai,
        period=make_period(regime, "2026-07"),
        state=state,
        title="Kết quả chuyển đổi số tháng 7",
        created_at=NOW,
        saved_at=NOW,
    )


def rows(person: Person) -> tuple[list[str], list[str]]:
    blocks = consolidated_blocks(Acting(person, None, NOW))
    return [row.action for row in blocks.owed], [row.state for row in blocks.waiting]


@pytest.mark.parametrize(
    "state, chair_owes, secretariat_owes, secretariat_waits",
    [
        (State.DRAFT, [], ["Soạn tiếp"], []),
        (State.FIXED, ["Duyệt"], [], ["chờ trưởng ban duyệt"]),
        (State.APPROVED, [], ["Đính bản đã ban hành"], []),
        (State.ISSUED, [], [], []),
    ],
)
def test_a_report_waits_for_the_one_whose_step_is_next(
    cast: Cast,
    state: State,
    chair_owes: list[str],
    secretariat_owes: list[str],
    secretariat_waits: list[str],
) -> None:
    make_report(cast, state)
    assert rows(cast.dung) == (chair_owes, [])
    assert rows(cast.chi) == (secretariat_owes, secretariat_waits)


def test_nobody_else_is_asked(cast: Cast) -> None:
    make_report(cast, State.FIXED)
    assert [rows(person) for person in (cast.an, cast.ha, cast.lan, cast.minh)] == [([], [])] * 4


def test_the_home_page_leads_the_chair_to_the_briefing(cast: Cast, sign_in: SignIn) -> None:
    report = make_report(cast, State.FIXED)
    shown = sign_in(cast.dung).get("/").content.decode()
    title_and_button = 2
    assert shown.count(f'href="/reports/consolidated/{report.pk}/"') == title_and_button
    assert shown.count('href="/results/chair/"') == 1


def test_an_officer_is_not_led_to_the_briefing(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.an).get("/").content.decode().count('href="/results/chair/"') == 0
