"""A made-up storm in its first day: most communes have sent the first report, some have not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.incidents import IncidentText, open_incident
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.management.demo.content import FOLDER, draw
from giaoban.management.demo.figures import Answer, Profile
from giaoban.management.demo.people import People
from giaoban.management.demo.reports import fill_and_submit
from giaoban.management.demo.stories import SHOWN
from giaoban.models import Incident, Regime, Unit

STRUCK, SILENT = 18, 5
SINCE = timedelta(hours=19)  # the first report is due in some hours


def add_storm(
    *, people: People, host: Unit, communes: Sequence[Unit], founded: datetime, now: datetime
) -> Incident:
    """Some communes round the two whose officers can sign in; one of these has still to report."""
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
    period = incident.periods.get(is_reported=True)
    chance = draw("storm", "times")
    for unit in struck[1 : len(struck) - SILENT + 1]:
        sent_at = opened_at + (now - opened_at) * chance.uniform(0.1, 0.95)
        officer = people.officers.get(unit.pk)
        fill_and_submit(
            version=begin_version(unit=unit, period=period, by=officer, now=sent_at),
            answer=_damage(Profile.of(unit.code, unit.kind)),
            by=officer,
            now=sent_at,
        )
    return incident


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
    rest = [unit for unit in communes if unit.code not in SHOWN][:60]
    return [*shown, *draw("storm", "where").sample(rest, STRUCK - len(shown))]


def _damage(profile: Profile) -> Answer:
    chance = draw("storm", profile.code)
    homes = chance.randint(0, 40)
    answer: dict[str, float | str] = {
        "nha_hu_hong": homes,
        "diem_sat_lo": chance.randint(0, 6),
        "thon_mat_dien": chance.randint(0, 9),
        "lua_ngap": round(chance.uniform(0, 25), 1),
        "ho_di_doi": homes // 2 + chance.randint(0, 10),
        "nguoi_ung_truc": chance.randint(30, 160),
    }
    if homes > 30:
        answer["de_nghi"] = "Đề nghị hỗ trợ bạt che và nước sạch cho các hộ bị ngập."
    return answer
