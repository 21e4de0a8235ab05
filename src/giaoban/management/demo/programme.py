"""How is the international demo filled? A programme of five country offices and thirty sites."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from giaoban.actions.people.accounts import NewPerson, make_account
from giaoban.actions.people.committees import edit_committee
from giaoban.actions.reporting.contacts import import_contacts
from giaoban.actions.reporting.decisions import accept_reports, return_report
from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.incidents import IncidentText, open_incident
from giaoban.actions.reporting.periods import lock_period, open_period
from giaoban.actions.reporting.questions import ask_question
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.taking import IncomingReport, take_reports
from giaoban.actions.reporting.targets import TargetChange, set_targets
from giaoban.actions.units.importing import import_units
from giaoban.exchange.units.units_csv import read_units_csv
from giaoban.management.demo.calendar import MONTHS, QUARTERS, at, next_morning, office_moment
from giaoban.management.demo.content import FOLDER, content, draw, regime_of
from giaoban.management.demo.figures import Answer
from giaoban.management.demo.incident import SINCE, play_rounds
from giaoban.management.demo.meeting_seats import seat_members
from giaoban.management.demo.people import DOMAIN, PASSWORD, People, appointed
from giaoban.management.demo.programme_directives import add_programme_directives
from giaoban.management.demo.programme_figures import (
    Site,
    month_answer,
    quarter_answer,
    situation,
    with_parts,
    works,
)
from giaoban.management.demo.programme_papers import consolidate
from giaoban.management.demo.reports import Desk, begin_report, cells_of, fill_and_submit
from giaoban.management.demo.sections import SITE
from giaoban.models import Incident, Period, Person, Regime, Unit, Version
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.forms import form_facts, form_for
from giaoban.queries.reporting.periods import span_of
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.periods import (
    Calendar,
    PeriodKind,
    current_key,
    previous_key,
    year_of,
)
from giaoban.rules.reporting.states import Channel, ReportState

SHOWN = ("ARV-01", "ARV-02")
"""The sites whose officers' sign-ins are printed: one has begun its report, one got it back."""

SIGN_INS = (
    ("officer of Amber Bay field site", SHOWN[0]),
    ("officer of Ashford Quay field site", SHOWN[1]),
    ("officer of Arvelle country office", "ARV"),
    ("secretariat", "secretary"),
    ("chair", "chair"),
    ("member of the board", "member"),
    ("auditor", "auditor"),
    ("administrator", "administrator"),
)
FOUNDED = date(2024, 7, 1)
SENT, RETURNED, DRAFTS = 11, 2, 3

Say = Callable[[str], None]


@transaction.atomic
def fill_programme(*, now: datetime, say: Say) -> None:
    """Fill an empty installation: all of it, or nothing where it is broken off."""
    say("units")
    _add_units()
    root = Unit.objects.get(code="CRRP")
    sites = list(Unit.objects.filter(kind="field site").order_by("code"))
    say("people")
    people = _add_people(root, sites)
    desk = Desk(people, load_dated_tree(), now)
    figures = {unit.pk: Site.of(unit.code) for unit in sites}
    months = _played(desk, _regime("month"), MONTHS, sites, figures, say)
    quarters = _played(desk, _regime("quarter"), QUARTERS, sites, figures, say)
    _add_targets(quarters[0].regime, root, [period.key for period in quarters])
    say("totals")
    fold_all()
    say("consolidated reports")
    consolidate(people=people, host=root, earlier=quarters[-3], ended=quarters[-2], now=now)
    ask_question(
        unit=sites[0],
        period=months[-2],
        indicator=months[0].regime.indicators.get(code="stations_working"),
        text=content("international/words")["question"]["open"],
        due_on=(now + timedelta(days=4)).date(),
        by=people.by_key["chair"],
        today=now.date(),
        now=now - timedelta(hours=6),
    )
    _add_storm(desk, root, sites, figures)
    say("documents and tasks")
    add_programme_directives(people=people, root=root, sites=sites, now=now)
    fold_all()


def _add_units() -> None:
    file = read_units_csv((FOLDER / "international" / "units.csv").read_bytes(), name="units.csv")
    import_units(
        header=file.header,
        rows=file.rows,
        under=None,
        on=FOUNDED,
        by=None,
        now=at(FOUNDED, 9),
        file_name=file.name,
        file_sha256=file.sha256,
    )


def _add_people(root: Unit, sites: Sequence[Unit]) -> People:
    now = at(FOUNDED, 10)
    made_up, words = content("international/committee"), content("international/words")
    fields = {name: text.strip() for name, text in made_up["committee"].items()}
    people = People(edit_committee(unit=root, fields=fields | _founded(), by=None, now=now))
    for rank, row in enumerate(made_up["people"], start=1):
        role = Role(row["role"])
        new = NewPerson(f"{row['key']}@{DOMAIN}", row["name"], row["post"])
        if "seat" in row:
            person = make_account(new=new, by=None, now=now)
        else:
            person = appointed(new, root, role, now, duties=row["duties"], rank=rank, since=FOUNDED)
        people.by_key[row["key"]] = person
        if role is Role.SECRETARIAT:
            people.secretaries.append(person)
    seat_members(people=people, rows=made_up["people"], since=FOUNDED, now=now)
    offices = Unit.objects.filter(kind="country office").order_by("code")
    for unit in (*offices, *sites):
        chance = draw("programme-people", unit.code)
        name = f"{chance.choice(words['first_names'])} {chance.choice(words['families'])}"
        post = words["officer_post" if unit in sites else "office_post"]
        new = NewPerson(f"{unit.code.lower()}@{DOMAIN}", name, post)
        people.officers[unit.pk] = appointed(new, unit, Role.UNIT_OFFICER, now, since=FOUNDED)
    rows = [
        (line, (unit.code, words["office_contact"], f"office.{unit.code.lower()}@{DOMAIN}"))
        for line, unit in enumerate(sites, start=2)
    ]
    import_contacts(
        header=("unit", "name", "email"),
        rows=rows,
        units={unit.code: unit for unit in sites},
        by=people.secretaries[0],
        today=FOUNDED,
        now=now,
        file_name="contacts.csv",
    )
    Person.objects.update(password=make_password(PASSWORD))
    return people


def _founded() -> dict[str, date | None]:
    return {"founded_on": FOUNDED, "term_ends_on": None}


def _regime(name: str) -> Regime:
    now = at(FOUNDED + timedelta(days=30), 10)
    facts = regime_of(f"international/{name}")
    return take_regime(facts=facts, by=None, today=now.date(), now=now).regime


def _keys(regime: Regime, count: int, today: date) -> list[str]:
    frequency = PeriodKind(regime.frequency)
    key = current_key(frequency, Calendar(regime.calendar), today, regime.year_starts)
    keys: list[str] = []
    while key is not None and len(keys) < count:
        keys.insert(0, key)
        key = previous_key(key)
    return keys


def _add_targets(regime: Regime, root: Unit, keys: Sequence[str]) -> None:
    """What the whole programme is to reach in each of its financial years."""
    years = sorted({year_of(key, regime.year_starts) for key in keys})
    changes = [
        TargetChange(root.pk, code, year, number)
        for year in years
        for code, number in (("drills", 560.0), ("trained", 11_000.0), ("plan_share", 0.75))
    ]
    set_targets(regime=regime, changes=changes, by=None, now=at(FOUNDED + timedelta(days=31), 9))


def _played(
    desk: Desk,
    regime: Regime,
    count: int,
    sites: Sequence[Unit],
    figures: Mapping[int, Site],
    say: Say,
) -> list[Period]:
    """Open the newest periods one after another, and let the sites report in them."""
    periods = []
    for step, key in enumerate(_keys(regime, count, desk.now.date())):
        say(f"{regime.name} {key}")
        first_day = span_of(regime, key).starts_on
        period = open_period(
            regime=regime, key=key, by=None, today=first_day, now=at(first_day, 0, 5)
        )
        answers = _answers(desk, period, figures, step)
        if period.ends_on < desk.now.date():
            _play_ended(desk, period, answers, figures)
        else:
            _play_newest(desk, period, sites, answers)
        periods.append(period)
    for period in periods[:-3]:
        locked_at = min(desk.now, at(period.ends_on + timedelta(days=40), 9))
        lock_period(period=period, by=desk.people.secretaries[0], now=locked_at)
    return periods


def _answers(
    desk: Desk, period: Period, figures: Mapping[int, Site], step: int
) -> dict[int, Answer]:
    facts = form_facts(form_for(period))
    codes = [indicator.code for indicator in facts.indicators]
    unasked = unasked_codes(facts, period, list(figures), desk.tree)
    is_month = period.kind == PeriodKind.MONTH
    number = int(period.key[-2:]) if is_month else int(period.key[-1])
    answers = {}
    for unit_id, site in figures.items():
        answer = (
            month_answer(site, number, step) if is_month else quarter_answer(site, number, step)
        )
        answers[unit_id] = with_parts(answer, site, codes, unasked[unit_id])
        if not is_month:
            desk.lists[period.key, unit_id] = works(site, period.starts_on, step)
    return answers


def _play_ended(
    desk: Desk, period: Period, answers: Mapping[int, Answer], figures: Mapping[int, Site]
) -> None:
    """Most report in time, some late, one or two never; all that came is accepted."""
    due_at = next(iter(deadlines_of(period, list(answers)[:1], desk.tree).values()))
    on_time: list[IncomingReport] = []
    late: list[IncomingReport] = []
    reason = content("international/words")["reason"]
    explanations = dict.fromkeys(range(len(form_facts(form_for(period)).checks)), reason)
    for unit_id, answer in answers.items():
        site = figures[unit_id]
        chance = draw("programme-story", period.kind, period.key, site.code)
        drawn = chance.random()
        if drawn < 0.03 and site.code not in SHOWN:
            continue
        is_late = drawn > 0.93 and site.code not in SHOWN
        first = due_at if is_late else at(period.ends_on, 8)
        last = due_at + timedelta(days=5) if is_late else due_at
        sent_at = office_moment(first, last, chance)
        if sent_at <= desk.now:
            (late if is_late else on_time).append(
                IncomingReport(
                    unit_id,
                    cells_of(answer),
                    origin="",
                    explanations=explanations,
                    sent_by=desk.people.officers[unit_id],
                    sent_at=sent_at,
                    lists=desk.lists.get((period.key, unit_id)),
                )
            )
    for group in (on_time, late):
        if group:
            _take(desk, period, group)


def _take(desk: Desk, period: Period, group: Sequence[IncomingReport]) -> None:
    newest = max(report.sent_at for report in group if report.sent_at)
    decided_at = next_morning(newest)
    is_decided = decided_at <= desk.now
    taken = take_reports(
        period=period,
        reports=group,
        channel=Channel.PAGE,
        state=ReportState.ACCEPTED if is_decided else ReportState.SUBMITTED,
        by=desk.people.secretaries[0],
        now=min(decided_at, desk.now),
        tree=desk.tree,
    )
    if taken.refusals:
        refusal = taken.refusals[0]
        raise ValueError(f"{period.key} {refusal.report.unit_id}: {refusal.problem}")


def _play_newest(
    desk: Desk, period: Period, sites: Sequence[Unit], answers: Mapping[int, Answer]
) -> None:
    """Open: some sent, of which two come back, some begun, most missing."""
    chance = draw("programme-newest", period.key)
    begun, returned = (next(unit for unit in sites if unit.code == code) for code in SHOWN)
    others = [unit for unit in sites if unit.code not in SHOWN]
    chance.shuffle(others)
    sent = [_sent(desk, period, unit, answers[unit.pk]) for unit in (returned, *others[:SENT])]
    secretary, words = desk.people.secretaries[0], content("international/words")
    code = "visits" if period.kind == PeriodKind.MONTH else "trained"
    for version in sent[:RETURNED]:
        return_report(
            version=version,
            remarks={code: words["returned"]},
            overall="",
            mend_by=at((desk.now + timedelta(days=3)).date(), 17),
            by=secretary,
            today=desk.now.date(),
            now=desk.now,
            site=SITE,
        )
    accept_reports(versions=sent[RETURNED:-4], by=secretary, now=desk.now)
    for unit in (begun, *others[SENT : SENT + DRAFTS]):
        some = dict(list(answers[unit.pk].items())[:4])
        begin_report(desk=desk, unit=unit, period=period, answer=some, now=desk.now)


def _sent(desk: Desk, period: Period, unit: Unit, answer: Answer) -> Version:
    chance = draw("programme-sent", period.key, unit.code)
    opened = at(period.starts_on, 9)
    moment = office_moment(max(opened, desk.now - timedelta(days=3)), desk.now, chance)
    moment = min(desk.now, max(moment, opened))
    officer = desk.people.officers[unit.pk]
    version = begin_version(unit=unit, period=period, by=officer, now=moment)
    lists = desk.lists.get((period.key, unit.pk))
    return fill_and_submit(version=version, answer=answer, by=officer, now=moment, lists=lists)


def _add_storm(
    desk: Desk, root: Unit, sites: Sequence[Unit], figures: Mapping[int, Site]
) -> Incident:
    """A made-up storm on its fourth day: in the round that runs most sites have reported."""
    words = content("international/words")["incident"]
    began_at = desk.now - SINCE
    struck = [unit for unit in sites if unit.code.startswith(("ARV", "BRN"))]
    incident = open_incident(
        regime=_regime("incident"),
        incident=IncidentText(
            code=words["code"], name=words["name"], began_at=began_at, areas=struck
        ),
        by=desk.people.secretaries[0],
        now=began_at + timedelta(minutes=40),
    )

    def report(period: Period, number: int, *, is_newest: bool) -> None:
        ends_at = min(desk.now, period.due_at or desk.now)
        for unit in struck[1:-3] if is_newest else struck:
            _send_from(desk, period, unit, situation(figures[unit.pk], number), ends_at)

    play_rounds(incident, desk.now, report)
    return incident


def _send_from(desk: Desk, period: Period, unit: Unit, answer: Answer, ends_at: datetime) -> None:
    chance = draw("programme-storm", period.key, unit.code)
    sent_at = period.opened_at + (ends_at - period.opened_at) * chance.uniform(0.2, 0.95)
    officer = desk.people.officers[unit.pk]
    version = begin_version(unit=unit, period=period, by=officer, now=sent_at)
    fill_and_submit(version=version, answer=answer, by=officer, now=sent_at)
