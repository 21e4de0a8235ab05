"""What does a second committee ask of some of the same communes? Partly what they said already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from giaoban.actions.people.accounts import NewPerson
from giaoban.actions.people.appointments import add_appointment
from giaoban.actions.people.committees import edit_committee
from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.decisions import accept_reports
from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.offered_values import take_offered_values
from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.submitting import submit_report
from giaoban.actions.reporting.workbook_maps import begin_map, use_map
from giaoban.management.demo.calendar import FOUNDED, at, office_moment
from giaoban.management.demo.content import content, draw, regime_of
from giaoban.management.demo.figures import Answer, Profile
from giaoban.management.demo.own_workbooks import Row, workbook_used_before
from giaoban.management.demo.people import DOMAIN, PASSWORD, appointed
from giaoban.management.demo.reminded import play_reminders
from giaoban.management.demo.reports import Desk, play_past
from giaoban.management.demo.stories import SHOWN, WITHOUT_ACCOUNT, Course, Story
from giaoban.models import Period, Person, Regime, Unit
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.periods import expected_units, span_of
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import Channel, ReportState

_SHARED = "tong_so_thon"


@dataclass(frozen=True)
class Safety:
    """The second committee's regime, and who works for it."""

    regime: Regime
    secretary: Person
    rows: Sequence[Row]
    """What its own workbook asks."""


def add_safety(
    *, desk: Desk, host: Unit, keys: Sequence[str], profiles: Mapping[int, Profile]
) -> None:
    """The last two ended months and the one that runs.

    Of the newest ended month one printed sign-in owes everything, with two figures offered; the
    other one has taken the first of them.
    """
    safety = _founded(desk, host, keys[-3])
    units = {unit.code: unit for unit in Unit.objects.filter(pk__in=profiles)}
    _mark_own_sheet(desk, safety, units[SHOWN[0]])
    for key in keys[-3:]:
        first_day = span_of(safety.regime, key).starts_on
        period = open_period(
            regime=safety.regime, key=key, by=None, today=first_day, now=at(first_day, 0, 5)
        )
        if period.ends_on >= desk.now.date():
            continue
        asked = {
            unit_id: _answer(profile, period)
            for unit_id, profile in profiles.items()
            if unit_id in expected_units(period, desk.tree)
        }
        due_at = next(iter(deadlines_of(period, list(asked)[:1], desk.tree).values()))
        is_newest = key == keys[-2]
        silent = {units[code].pk for code in (*WITHOUT_ACCOUNT, SHOWN[0])}
        silent |= {units[SHOWN[1]].pk} if is_newest else set()
        play_past(
            desk=desk, period=period, due_at=due_at, stories=_stories(period, due_at, asked, silent)
        )
        if is_newest:
            _take_one(desk, period, units[SHOWN[1]])
        else:
            _send_own_sheet(desk, safety, period, units[SHOWN[0]], due_at)
        linked = [(units[code], asked[units[code].pk]) for code in WITHOUT_ACCOUNT]
        play_reminders(desk=desk, period=period, due_at=due_at, linked=linked)
        if not is_newest:
            _accept_what_waits(safety, period, min(desk.now, due_at + timedelta(days=2)))
    fold_all()
    ended = Period.objects.get(regime=safety.regime, key=keys[-3])
    drafted_at = min(desk.now, at(ended.ends_on + timedelta(days=9), 9))
    draft_report(unit=safety.regime.unit, period=ended, by=safety.secretary, now=drafted_at)


def _founded(desk: Desk, host: Unit, first: str) -> Safety:
    """The committee above the province, its two people, the province's desk, regime, workbook."""
    made_up = content("safety_committee")
    now = at(FOUNDED + timedelta(days=40), 9)
    above = Unit.objects.get(code=regime_of("safety").unit)
    fields = {name: text.strip() for name, text in made_up["committee"].items()}
    edit_committee(unit=above, fields={**fields, "founded_on": FOUNDED}, by=None, now=now)
    people = {}
    for rank, row in enumerate(made_up["people"], start=1):
        new = NewPerson(f"{row['key']}@{DOMAIN}", row["name"], row["post"])
        role = Role(row["role"])
        people[role] = appointed(new, above, role, now, duties=row["duties"], rank=rank)
    for row in made_up["province"]:
        new = NewPerson(f"{row['key']}@{DOMAIN}", row["name"], row["post"])
        people[Role.UNIT_OFFICER] = appointed(new, host, Role.UNIT_OFFICER, now)
        desk.people.officers[host.pk] = people[Role.UNIT_OFFICER]
    # One person looks after the installation: its calendar and kinds of meetings hold for both.
    keeper, since = desk.people.by_key["quan-tri"], FOUNDED
    add_appointment(
        person=keeper, unit=above, role=Role.ADMINISTRATOR, since=since, by=None, now=now
    )
    added = [person.pk for person in people.values()]
    Person.objects.filter(pk__in=added).update(password=make_password(PASSWORD))
    secretary = people[Role.SECRETARIAT]
    facts = regime_of("safety")
    facts = replace(facts, settings=replace(facts.settings, first_period=first))
    regime = take_regime(facts=facts, by=None, today=now.date(), now=now).regime
    rows = [
        (asked.code, asked.name, asked.measure)
        for asked in facts.form.asked
        if asked.kind != "ratio"
    ]
    words = made_up["workbook"]
    held = begin_map(
        regime=regime,
        unit=None,
        name=words["file"],
        content=workbook_used_before(words, rows),
        by=secretary,
        now=now,
    )
    use_map(held=held, revision=held.revision, by=secretary, now=now)
    return Safety(regime, secretary, rows)


def _mark_own_sheet(desk: Desk, safety: Safety, unit: Unit) -> None:
    """A commune keeps a sheet of its own, marked once, empty."""
    words = content("safety_committee")["own_workbook"]
    sheet = workbook_used_before(words, safety.rows)
    officer = desk.people.officers[unit.pk]
    now = at(FOUNDED + timedelta(days=45), 9)
    held = begin_map(
        regime=safety.regime, unit=unit, name=words["file"], content=sheet, by=officer, now=now
    )
    use_map(held=held, revision=held.revision, by=officer, now=now)


def _send_own_sheet(
    desk: Desk, safety: Safety, period: Period, unit: Unit, due_at: datetime
) -> None:
    officer = desk.people.officers[unit.pk]
    sent_at = due_at - timedelta(hours=5)
    answer = _answer(Profile.of(unit.code, unit.kind), period)
    words = content("safety_committee")["own_workbook"]
    name = f"{period.key}-{words['file']}"
    version = fill_draft_from_workbook(
        unit=unit,
        period=period,
        file=IncomingFile(name, workbook_used_before(words, safety.rows, answer)),
        by=officer,
        now=sent_at,
    )
    submit_report(version=version, by=officer, now=sent_at)


def _accept_what_waits(safety: Safety, period: Period, now: datetime) -> None:
    sent = period.submissions.filter(latest__state=ReportState.SUBMITTED)
    waiting = [one.latest for one in sent.select_related("latest") if one.latest is not None]
    accept_reports(versions=waiting, by=safety.secretary, now=now)


def _take_one(desk: Desk, period: Period, unit: Unit) -> None:
    """The officer has taken one of the two figures that the other committee has already."""
    taken_from = Regime.objects.get(code="cds-thang")
    given = Period.objects.get(regime=taken_from, key=period.key).submissions.filter(unit=unit)
    if not given.exclude(counted=None).exists():
        return  # in the first days after a month nothing is given yet
    take_offered_values(
        unit=unit,
        period=period,
        wanted={_SHARED: taken_from.pk},
        by=desk.people.officers[unit.pk],
        now=desk.now - timedelta(hours=4),
    )


def _stories(
    period: Period, due_at: datetime, asked: Mapping[int, Answer], silent: set[int]
) -> list[Story]:
    stories = []
    for unit_id, answer in asked.items():
        if unit_id not in silent:
            chance = draw("safety", period.key, unit_id)
            sent_at = office_moment(at(period.ends_on, 8), due_at - timedelta(hours=2), chance)
            stories.append(Story(unit_id, Course.PLAIN, Channel.PAGE, sent_at, answer))
    return stories


def _answer(profile: Profile, period: Period) -> Answer:
    chance = draw("safety figures", period.key, profile.code)
    weak = draw("black spots", profile.code).randint(1, 6)
    accidents = chance.choice([0, 0, 0, 1, 1, 2])
    return {
        "tong_so_thon": profile.villages,
        "thon_co_song": max(0, profile.villages - round((1 - profile.level) * 3)),
        "vu_tai_nan": accidents,
        "nguoi_bi_thuong": sum(chance.randint(0, 2) for _each in range(accidents)),
        "diem_tiem_an": weak,
        "diem_da_khac_phuc": chance.randint(0, weak),
        "buoi_tuan_tra": chance.randint(4, 12),
        "kinh_phi_sua_chua": round(chance.uniform(0, 60), 1),
    }
