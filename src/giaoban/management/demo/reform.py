"""A further regime asks partly the same: where does a visitor see a figure given once?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from giaoban.actions.reporting.dictionary import take_dictionary
from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.exchange.reporting.dictionary_file import read_dictionary
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.management.demo.calendar import at, office_moment
from giaoban.management.demo.content import FOLDER, draw
from giaoban.management.demo.figures import Answer, Profile
from giaoban.management.demo.reports import Desk, play_past
from giaoban.management.demo.stories import SHOWN, WITHOUT_ACCOUNT, Course, Story
from giaoban.models import Period, Submission, Unit, Value
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.periods import span_of
from giaoban.rules.reporting.states import Channel

_TAKEN = {
    "ho_so_giai_quyet": "giai_quyet",
    "ho_so_dung_han": "dung_han",
    "ho_so_so_hoa": "so_hoa",
    "ho_so_truc_tuyen": "truc_tuyen",
}
"""From the code of the monthly regime to that of this one."""


def add_dictionary(*, now: datetime) -> None:
    """The entries that the regimes' files name."""
    entries, problems = read_dictionary((FOLDER / "dictionary.toml").read_bytes())
    if problems:
        raise ValueError(f"dictionary.toml: {problems}")
    take_dictionary(entries=entries, by=None, now=now)


def add_reform(
    *,
    desk: Desk,
    host: Unit,
    keys: Sequence[str],
    profiles: Mapping[int, Profile],
    founded: datetime,
) -> None:
    """The last two ended months and the one that runs.

    Of the newest ended month the communes whose sign-ins are printed have still to report: what
    they gave in the monthly report is offered to them.
    """
    facts, problems = read_regime((FOLDER / "reform.toml").read_bytes())
    if facts is None or problems:
        raise ValueError(f"reform.toml: {problems}")
    settings = replace(facts.settings, first_period=keys[-3])
    here = replace(facts, unit=host.code, settings=settings)
    regime = take_regime(facts=here, by=None, today=founded.date(), now=founded).regime
    for key in keys[-3:]:
        opened_on = span_of(regime, key).starts_on
        period = open_period(
            regime=regime, key=key, by=None, today=opened_on, now=at(opened_on, 0, 5)
        )
        if period.ends_on < desk.now.date():
            due_at = next(iter(deadlines_of(period, list(profiles)[:1], desk.tree).values()))
            is_newest = key == keys[-2]
            stories = _stories(desk, period, profiles, due_at, is_newest=is_newest)
            play_past(desk=desk, period=period, due_at=due_at, stories=stories)


def _stories(
    desk: Desk,
    period: Period,
    profiles: Mapping[int, Profile],
    due_at: datetime,
    *,
    is_newest: bool,
) -> list[Story]:
    """Who sends what: nearly everybody, once their monthly report counts."""
    stories = []
    for unit_id, given in _given(period).items():
        profile = profiles[unit_id]
        chance = draw("reform", period.key, profile.code)
        if is_newest and (profile.code in SHOWN or chance.random() < 0.3):
            continue
        first = at(period.ends_on + timedelta(days=4), 8)
        sent_at = office_moment(first, due_at - timedelta(hours=8), chance)
        channel = Channel.LETTER if profile.code in WITHOUT_ACCOUNT else Channel.PAGE
        stories.append(
            Story(unit_id, Course.PLAIN, channel, sent_at, _answer(given, profile, period))
        )
    return stories


def _given(period: Period) -> dict[int, Answer]:
    """What counts of the monthly report of the same days, by unit."""
    counted = Submission.objects.filter(
        period__regime__code="cds-thang", period__key=period.key, counted__isnull=False
    )
    rows = Value.objects.filter(
        version__in=counted.values("counted"), indicator__code__in=_TAKEN
    ).values_list("version__submission__unit_id", "indicator__code", "number")
    found: dict[int, Answer] = {}
    for unit_id, code, number in rows:
        found.setdefault(unit_id, {})[_TAKEN[code]] = float(number or 0)
    return {unit_id: answer for unit_id, answer in found.items() if len(answer) == len(_TAKEN)}


def _answer(given: Answer, profile: Profile, period: Period) -> Answer:
    chance = draw("reform figures", period.key, profile.code)
    received = round(float(given["giai_quyet"]) * chance.uniform(1.0, 1.12))
    return {
        **given,
        "tiep_nhan": received,
        "phi_dia_gioi": round(received * chance.uniform(0.02, 0.12)),
        "niem_yet": 361 if chance.random() < 0.9 else 358,
    }
