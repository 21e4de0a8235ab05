"""What does the demo's committee ask for? Two regimes from files, and targets for each commune."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.targets import TargetChange, set_targets
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.management.demo.content import FOLDER
from giaoban.management.demo.figures import Profile, month_answer, quarter_answer
from giaoban.models import Regime, Unit
from giaoban.rules.reporting.regime_facts import RegimeFacts

_YEARLY = ("ho_so_giai_quyet", "luot_huong_dan", "buoi_ra_quan", "nguoi_tap_huan")
_SHARES = {"ty_le_truc_tuyen": 0.7, "ty_le_dung_han": 0.98, "ty_le_thon_co_mang": 1.0}
_QUARTERLY_SHARES = {"ty_le_ky_so": 0.95, "ty_le_dinh_danh": 0.85, "ty_le_doanh_nghiep_so": 0.55}


@dataclass(frozen=True)
class Regimes:
    month: Regime
    quarter: Regime


def add_regimes(
    *, host: Unit, first_month: str, first_quarter: str, is_large: bool, now: datetime
) -> Regimes:
    """Take both files for the host unit, beginning with the demo's first periods.

    In a large demo nobody approves in the communes, since they have an officer alone.
    """
    taken = []
    for name, first in (("month", first_month), ("quarter", first_quarter)):
        facts, problems = read_regime((FOLDER / f"{name}.toml").read_bytes())
        if facts is None or any(problem.is_error for problem in problems):
            raise ValueError(f"{name}.toml: {problems}")
        taken.append(_taken(facts, host, first, is_large, now))
    return Regimes(*taken)


def _taken(facts: RegimeFacts, host: Unit, first: str, is_large: bool, now: datetime) -> Regime:
    settings = replace(
        facts.settings,
        first_period=first,
        needs_approval=facts.settings.needs_approval and not is_large,
    )
    here = replace(facts, unit=host.code, settings=settings)
    return take_regime(facts=here, by=None, today=now.date(), now=now).regime


def add_targets(
    *,
    regimes: Regimes,
    host: Unit,
    profiles: Mapping[int, Profile],
    years: Sequence[int],
    now: datetime,
) -> None:
    """What each commune is to reach in each year, and the host unit their sum."""
    monthly: list[TargetChange] = []
    quarterly: list[TargetChange] = []
    for year in years:
        sums = dict.fromkeys(_YEARLY, 0.0)
        sold = 0.0
        for unit_id, profile in profiles.items():
            typical = month_answer(profile, 10, 6)
            for code in _YEARLY:
                target = _rounded(float(typical[code]) * 12.4)
                sums[code] += target
                monthly.append(TargetChange(unit_id, code, year, target))
            monthly += [TargetChange(unit_id, c, year, share) for c, share in _SHARES.items()]
            revenue = _rounded(float(quarter_answer(profile, 2, 2)["doanh_thu_san"]) * 4.2)
            sold += revenue
            quarterly.append(TargetChange(unit_id, "doanh_thu_san", year, revenue))
            quarterly += [
                TargetChange(unit_id, c, year, share) for c, share in _QUARTERLY_SHARES.items()
            ]
        monthly += [TargetChange(host.pk, code, year, total) for code, total in sums.items()]
        monthly += [TargetChange(host.pk, code, year, share) for code, share in _SHARES.items()]
        quarterly.append(TargetChange(host.pk, "doanh_thu_san", year, sold))
        quarterly += [
            TargetChange(host.pk, code, year, share) for code, share in _QUARTERLY_SHARES.items()
        ]
    set_targets(regime=regimes.month, changes=monthly, by=None, now=now)
    set_targets(regime=regimes.quarter, changes=quarterly, by=None, now=now)


def _rounded(number: float) -> float:
    """As targets are set: in tens, and from a thousand in hundreds."""
    step = 100 if number >= 1000 else 10
    return max(step, round(number / step) * step)
