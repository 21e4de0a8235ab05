"""A made-up storm on its fourth day: a report a day, of which the newest figures count."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from giaoban.actions.reporting.decisions import accept_reports
from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.incidents import (
    IncidentText,
    ask_for_next_report,
    open_incident,
    say_final,
)
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.management.demo.content import FOLDER, draw
from giaoban.management.demo.figures import Answer, Profile, share_known
from giaoban.management.demo.people import People
from giaoban.management.demo.reports import fill_and_submit
from giaoban.management.demo.stories import SHOWN, WITHOUT_ACCOUNT
from giaoban.models import Incident, Period, Regime, Unit

STRUCK, SILENT, FINAL = 18, 5, 2
SINCE = timedelta(hours=78)
"""Three reports have fallen due, or two where the second one is due at night: and one runs."""


def add_storm(
    *, people: People, host: Unit, communes: Sequence[Unit], founded: datetime, now: datetime
) -> Incident:
    """Some communes round the two whose officers can sign in; one of these has still to report.

    In the rounds that are over everybody reported; two gave their final report in the second one.
    """
    regime = _regime(host, founded)
    began_at = now - SINCE
    opened_at = began_at + timedelta(minutes=40)
    struck = _struck(communes)
    incident = open_incident(
        regime=regime,
        incident=IncidentText(
            code="MO-PHONG-1", name="Bão số 0 (mô phỏng)", began_at=began_at, areas=struck
        ),
        by=people.secretary,
        now=opened_at,
    )
    done = struck[-FINAL:]

    def report(period: Period, number: int, *, is_newest: bool) -> None:
        reporting = struck if number <= 2 else struck[:-FINAL]
        if is_newest:
            reporting = reporting[1 : len(reporting) - SILENT + 1]
        ends_at = min(now, period.due_at or now)
        sent = []
        for unit in reporting:
            chance = draw("storm", "times", number, unit.code)
            sent_at = period.opened_at + (ends_at - period.opened_at) * chance.uniform(0.1, 0.95)
            officer = people.officers.get(unit.pk)
            version = fill_and_submit(
                version=begin_version(unit=unit, period=period, by=officer, now=sent_at),
                answer=_damage(Profile.of(unit.code, unit.kind), number),
                by=officer,
                now=sent_at,
            )
            sent.append(version)
            if number == 2 and unit in done:
                say_final(incident=incident, unit=unit, by=officer, now=sent_at)
        if not is_newest:
            accept_reports(versions=sent, by=people.secretary, now=ends_at)

    play_rounds(incident, now, report)
    return incident


def play_rounds(incident: Incident, now: datetime, report: Callable[..., None]) -> None:
    """Each report of an incident as it was asked for: `report(period, number, is_newest=…)`."""
    period: Period | None = incident.periods.get(is_reported=True)
    number = 0
    while period is not None:
        number += 1
        due_at = period.due_at or now
        report(period, number, is_newest=due_at > now)
        period = ask_for_next_report(incident=incident, now=due_at) if due_at <= now else None


def _regime(host: Unit, founded: datetime) -> Regime:
    facts, problems = read_regime((FOLDER / "incident.toml").read_bytes())
    if facts is None or any(problem.is_error for problem in problems):
        raise ValueError(f"incident.toml: {problems}")
    here = replace(facts, unit=host.code)
    return take_regime(facts=here, by=None, today=founded.date(), now=founded).regime


def _struck(communes: Sequence[Unit]) -> list[Unit]:
    """The commune that prints its sign-in first and is silent; the other one reports."""
    by_code = {unit.code: unit for unit in communes}
    shown = [by_code[code] for code in SHOWN]
    rest = [unit for unit in communes if unit.code not in (*SHOWN, *WITHOUT_ACCOUNT)][:60]
    return [*shown, *draw("storm", "where").sample(rest, STRUCK - len(shown))]


def _damage(profile: Profile, number: int) -> Answer:
    """What is known in report `number`, since the beginning."""
    chance = draw("storm", profile.code)
    known = share_known(number)
    homes = chance.randint(0, 40)
    answer: dict[str, float | str] = {
        "nha_hu_hong": round(homes * known),
        "diem_sat_lo": round(chance.randint(0, 6) * known),
        "thon_mat_dien": round(chance.randint(0, 9) * (1.4 - known)),
        "lua_ngap": round(chance.uniform(0, 25) * known, 1),
        "ho_di_doi": round((homes // 2 + chance.randint(0, 10)) * known),
        "nguoi_ung_truc": chance.randint(30, 160),
    }
    if homes > 30:
        answer["de_nghi"] = "Đề nghị hỗ trợ bạt che và nước sạch cho các hộ bị ngập."
    return answer
