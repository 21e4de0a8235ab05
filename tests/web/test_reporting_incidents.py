"""The pages of an incident: opened, seen by those it concerns, reported, ended."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.incidents import (
    IncidentText,
    ask_for_next_report,
    open_incident,
    say_final,
)
from giaoban.actions.reporting.submitting import submit_report
from giaoban.models import DunningLetter, Incident, Period, Regime, Unit
from giaoban.queries.reporting.incident_page import Reported, incident_now
from giaoban.rules.reporting.period_keys import parse_key
from giaoban.web.reporting.hour_words import hours_words
from tests.cast import Cast
from tests.conftest import QueryCheck
from tests.factories import make_regime, make_unit

SignIn = Callable[..., Client]


@pytest.fixture
def regime(cast: Cast) -> Regime:
    indicators = [
        {"code": "houses", "name": "Nhà bị hư hỏng", "measure": "nhà", "over_time": "last"},
        {"code": "moved", "name": "Hộ đã di dời", "over_time": "last"},
        {"code": "share", "kind": "ratio", "numerator": "moved", "denominator": "houses"},
    ]
    return make_regime(
        cast.vietnam, code="bao", frequency="incident", indicators=indicators, committee=None
    )


def opened(regime: Regime, *areas: Unit, hours_ago: float = 1) -> Incident:
    began = timezone.now() - timedelta(hours=hours_ago)
    text = IncidentText(code="BAO-13", name="Bão số 13", began_at=began, areas=areas)
    return open_incident(regime=regime, incident=text, by=None, now=began + timedelta(minutes=1))


def send(unit: Unit, period: Period, at: datetime, **values: float) -> None:
    version = begin_version(unit=unit, period=period, by=None, now=at)
    cells = {code: Cell(number=number) for code, number in values.items()}
    save_cells(version=version, cells=cells, by=None, now=at)
    submit_report(version=version, by=None, now=at)


def client_of(person: object) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_the_page_shows_the_latest_figures_and_what_changed_since_the_report_before(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.lao_cai, hours_ago=30)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, incident.began_at + timedelta(hours=2), houses=10, moved=5)
    send(cast.y_ty, first, incident.began_at + timedelta(hours=2), houses=4, moved=0)
    now = timezone.now()
    second = ask_for_next_report(incident=incident, now=now)
    assert second is not None
    send(cast.ta_van, second, now, houses=26, moved=10)
    fold_all()
    shown = incident_now(incident, cast.lao_cai, now)
    figures = {figure.measure.code: (figure.now, figure.before) for figure in shown.figures}
    assert figures == {"houses": (30, 14), "moved": (10, 5), "share": (10 / 30, 5 / 14)}
    assert [(one.number, one.coverage.received) for one in shown.rounds] == [(2, 1), (1, 2)]
    standings = {place.unit: place.standing for area in shown.map for place in area.places}
    assert standings == {
        cast.ta_van: Reported.ON_TIME,
        cast.y_ty: Reported.WITHIN_TERM,
        cast.sa_pa: Reported.WITHIN_TERM,
    }
    answer = client_of(cast.chi).get(reverse("incident", args=[incident.pk]))
    text = answer.content.decode()
    assert "report 2: 1 of 3 units have sent it" in text
    assert "Figures of 2 of 3 units stand in it." in text
    assert "+16" in text
    assert "2 units have not sent it" in text
    chased = re.search(r'action="(/reports/status/chase/[^"]+)"', text)
    assert chased is not None
    client_of(cast.chi).post(unescape(chased[1]))
    named = [one["unit"] for one in DunningLetter.objects.get().facts["missing"]]
    assert named == sorted([cast.sa_pa.name, cast.y_ty.name])


def test_an_officer_sees_the_own_unit_alone_and_says_which_report_was_the_last(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.lao_cai)
    period = incident.periods.get(is_reported=True)
    address = reverse("incident", args=[incident.pk])
    officer = client_of(cast.an)
    text = officer.get(address).content.decode()
    assert "Report for Xã Tả Van" in text
    assert "Xã Y Tý" not in text
    home = officer.get(reverse("home")).content.decode()
    assert reverse("report", args=[period.pk, cast.ta_van.pk]) in home
    assert "22 hours left" in home
    send(cast.ta_van, period, timezone.now(), houses=1, moved=1)
    officer.post(reverse("final_report", args=[incident.pk, cast.ta_van.pk]))
    assert incident.final_reports.get().unit == cast.ta_van
    assert "was report 1 the last one?" not in officer.get(address).content.decode()
    assert (
        officer.post(reverse("final_report", args=[incident.pk, cast.y_ty.pk])).status_code == 404
    )


def test_the_last_unit_is_told_that_its_final_report_ends_the_incident(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.ta_van, cast.y_ty)
    period = incident.periods.get(is_reported=True)
    for unit in (cast.ta_van, cast.y_ty):
        send(unit, period, timezone.now(), houses=1, moved=1)
    officer = client_of(cast.an)
    address = reverse("incident", args=[incident.pk])
    assert "this ends the incident" not in officer.get(address).content.decode()
    say_final(incident=incident, unit=cast.y_ty, by=None, now=timezone.now())
    assert "this ends the incident" in officer.get(address).content.decode()
    final = reverse("final_report", args=[incident.pk, cast.ta_van.pk])
    text = officer.post(final, follow=True).content.decode()
    assert "the incident is ended, its figures closed" in text
    assert Incident.objects.get().ended_by == cast.an


def test_who_is_not_concerned_sees_no_incident(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai)
    outsider = client_of(cast.lan)
    assert outsider.get(reverse("incident", args=[incident.pk])).status_code == 404
    assert "Bão số 13" not in outsider.get(reverse("incidents")).content.decode()
    assert "Bão số 13" in client_of(cast.an).get(reverse("incidents")).content.decode()


def test_the_secretariat_opens_and_ends_an_incident(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, code="bao", frequency="incident")
    secretary = client_of(cast.chi)
    began = timezone.localtime() - timedelta(hours=2)
    answer = secretary.post(
        reverse("open_incident"),
        {
            "regime": regime.pk,
            "name": "Bão số 13",
            "code": "BAO-13",
            "began_at": began.strftime("%Y-%m-%dT%H:%M"),
            "area": "03037 Xã Tả Van",
            "more": "02701\n",
            "first_hours": "12",
            "daily_at": "17:00",
        },
    )
    incident = Incident.objects.get()
    assert answer["Location"] == reverse("incident", args=[incident.pk])
    assert set(incident.areas.values_list("unit_id", flat=True)) == {cast.ta_van.pk, cast.y_ty.pk}
    secretary.post(reverse("end_incident", args=[incident.pk]))
    incident.refresh_from_db()
    assert incident.ended_at is not None
    assert not incident.periods.filter(is_reported=True, locked_at=None).exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"code": "bão 13"}, "cannot be a code"),
        ({"area": "không có"}, "No unit open on"),
        ({"began_at": "2199-01-01T00:00"}, "cannot begin later than now"),
        ({"area": "08 Tỉnh Tuyên Quang"}, "asks none of these units"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, given: dict[str, str], says: str
) -> None:
    regime = make_regime(cast.lao_cai, code="bao", frequency="incident")
    typed = {
        "regime": str(regime.pk),
        "name": "Bão số 13",
        "code": "BAO-13",
        "began_at": "2026-11-20T20:00",
        "area": "03037 Xã Tả Van",
        "more": "",
        "first_hours": "24",
        "daily_at": "17:00",
    } | given
    answer = client_of(cast.chi).post(reverse("open_incident"), typed)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert "Bão số 13" in answer.content.decode()
    assert not Incident.objects.exists()


def test_without_a_regime_for_incidents_the_page_says_what_to_do(cast: Cast) -> None:
    text = client_of(cast.chi).get(reverse("open_incident")).content.decode()
    assert "No regime is made for incidents yet" in text


def test_the_whole_incident_becomes_a_consolidated_report(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai)
    send(cast.ta_van, incident.periods.get(is_reported=True), timezone.now(), houses=3, moved=1)
    fold_all()
    secretary = client_of(cast.chi)
    whole = incident.periods.get(is_reported=False)
    answer = secretary.post(
        reverse("draft_consolidated"), {"period": whole.pk, "unit": cast.lao_cai.pk}
    )
    page = secretary.get(answer["Location"])
    assert page.status_code == 200
    pk = int(answer["Location"].rstrip("/").rpartition("/")[2])
    for form in ("docx", "pdf", "xlsx"):
        made = secretary.get(reverse("consolidated_file", args=[pk, form]))
        assert made.status_code == 200
    for name in ("results", "status", "chair"):
        for key in (whole.key, f"{whole.key}/01"):
            seen = secretary.get(
                reverse(name), {"regime": "bao", "period": key, "unit": cast.lao_cai.pk}
            )
            assert seen.status_code == 200, (name, key)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (300, "5 hours left"),
        (60, "1 hour left"),
        (30, "less than an hour left"),
        (0, "less than an hour left"),
        (-10, "overdue by less than an hour"),
        (-60, "overdue by 1 hour"),
        (-90, "overdue by 1 hour"),
        (-120, "overdue by 2 hours"),
    ],
)
def test_hours_in_words(minutes: int, words: str) -> None:
    now = timezone.now()
    with translation.override("en"):
        assert hours_words(now + timedelta(minutes=minutes), now) == words


def test_the_page_asks_as_often_however_many_units_and_reports_there_are(
    cast: Cast, regime: Regime, constant_queries: QueryCheck
) -> None:
    incident = opened(regime, cast.lao_cai)
    now = timezone.now()

    def add_row() -> None:
        unit = make_unit(f"N{Unit.objects.count()}", "N", under=cast.lao_cai)
        newest = max(
            incident.periods.filter(is_reported=True), key=lambda held: parse_key(held.key).number
        )
        send(unit, newest, newest.due_at or now, houses=1, moved=1)
        ask_for_next_report(incident=incident, now=newest.due_at)
        fold_all()

    constant_queries(add_row, lambda: incident_now(incident, cast.lao_cai, now))


def test_an_incident_is_opened_with_the_hours_of_its_regime(cast: Cast, regime: Regime) -> None:
    Regime.objects.filter(pk=regime.pk).update(first_hours=6, daily_at=time(11))
    regime.unit = cast.lao_cai
    regime.save(update_fields=["unit"])
    chi = client_of(cast.chi)
    page = chi.get(reverse("open_incident")).context["form"]
    assert (page["first_hours"].value(), page["daily_at"].value()) == (6, time(11))

    typed = {"regime": regime.pk, "name": "Bão số 13", "code": "BAO-13", "area": "15"}
    began = timezone.localtime() - timedelta(hours=1)
    chi.post(reverse("open_incident"), {**typed, "began_at": f"{began:%Y-%m-%dT%H:%M}"})

    incident = Incident.objects.get()
    assert (incident.first_hours, incident.daily_at) == (6, time(11))


def test_the_chair_and_the_secretariat_find_what_goes_on_at_home_and_by_its_name(
    cast: Cast, regime: Regime, constant_queries: QueryCheck
) -> None:
    Regime.objects.filter(pk=regime.pk).update(unit=cast.lao_cai)
    regime.refresh_from_db()
    incident = opened(regime, cast.lao_cai)
    fold_all()
    for person in (cast.chi, cast.dung):
        rows = client_of(person).get(reverse("home")).context["blocks"].owed
        assert [
            (row.title, row.detail) for row in rows if row.address.endswith(f"/{incident.pk}/")
        ] == [("Bão số 13", "0 of 3 units have reported in this round")]
    asked = client_of(cast.an).get(reverse("home")).context["blocks"].owed
    assert [row.title for row in asked] == ["Báo cáo chuyển đổi số, Bão số 13, report 1"]
    names = iter(f"BAO-{number}" for number in range(20, 30))

    def one_more() -> None:
        text = IncidentText(
            code=next(names), name="Lũ", began_at=timezone.now(), areas=[cast.lao_cai]
        )
        open_incident(regime=regime, incident=text, by=None, now=timezone.now())
        fold_all()

    constant_queries(one_more, lambda: client_of(cast.dung).get(reverse("home")))


@pytest.mark.parametrize(
    "name", ["status", "call_sheet", "chase", "results", "chair", "consolidated_reports"]
)
def test_every_page_calls_an_incident_by_its_name(cast: Cast, name: str) -> None:
    indicators = [{"code": "houses", "measure": "nhà", "over_time": "last"}]
    regime = make_regime(cast.lao_cai, code="bao", frequency="incident", indicators=indicators)
    incident = opened(regime, cast.lao_cai, hours_ago=26)
    assert ask_for_next_report(incident=incident, now=timezone.now()) is not None
    fold_all()
    asked = {"regime": "bao", "period": "incident:BAO-13/02"}
    found = client_of(cast.chi).get(reverse(name), asked)
    assert found.status_code == 200
    text = found.content.decode()
    assert "Bão số 13, report 2" in text
    assert "incident BAO-13" not in text


def test_the_next_report_says_what_the_unit_said_last_and_where(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai, hours_ago=26)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, timezone.now(), houses=12, moved=4)
    second = ask_for_next_report(incident=incident, now=timezone.now())
    assert second is not None
    text = client_of(cast.an).get(reverse("report", args=[second.pk, cast.ta_van.pk]))
    assert "12 · said last in Bão số 13, report 1" in text.content.decode()


def test_the_map_tells_each_standing_by_look_and_words_and_counts_it(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.lao_cai)
    period = incident.periods.get(is_reported=True)
    for unit in (cast.ta_van, cast.y_ty):
        send(unit, period, timezone.now(), houses=1, moved=1)
    say_final(incident=incident, unit=cast.y_ty, by=None, now=timezone.now())
    page = client_of(cast.chi).get(reverse("incident", args=[incident.pk]))
    counts = {key.standing: key.count for key in page.context["legend"]}
    assert counts == {
        Reported.ON_TIME: 1,
        Reported.LATE: 0,
        Reported.WITHIN_TERM: 1,
        Reported.MISSING: 0,
        Reported.FINAL: 1,
    }
    text = page.content.decode()
    for standing in (Reported.ON_TIME, Reported.WITHIN_TERM, Reported.FINAL):
        assert f"map-place-{standing.value} " in text
    assert "1 of 3 units have given their final report" in text
    assert [area.counts for area in page.context["map"]] == ["2 of 3"]
    ask_for_next_report(incident=incident, now=timezone.now() + timedelta(days=1))
    page = client_of(cast.chi).get(reverse("incident", args=[incident.pk]))
    assert [area.counts for area in page.context["map"]] == ["0 of 2"]  # of the new report alone


def test_an_incidents_report_says_its_hours_and_no_working_days(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai)
    period = incident.periods.get(is_reported=True)
    form = client_of(cast.an).get(reverse("report", args=[period.pk, cast.ta_van.pk]))
    assert "22 hours left" in form.content.decode()
    assert "figures up to" not in form.content.decode()
    asked = {"regime": "bao", "unit": cast.lao_cai.pk}
    assert "22 hours left" in client_of(cast.chi).get(reverse("status"), asked).content.decode()
