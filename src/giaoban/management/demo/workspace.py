"""How is a demo workspace filled? Units, people, regimes, then period by period what happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.periods import extend_deadline, lock_period, open_period
from giaoban.actions.units.importing import import_units
from giaoban.exchange.units.units_csv import VIETNAM, read_units_csv
from giaoban.management.demo.calendar import (
    FOUNDED,
    REFORM,
    YEARS_REVIEWED,
    at,
    last_whole_year,
    period_keys,
)
from giaoban.management.demo.closing import close_quarter, silent_units
from giaoban.management.demo.committee_work import ask_questions, consolidate_past
from giaoban.management.demo.content import content, draw
from giaoban.management.demo.directive_tasks import add_all_directives, add_offices
from giaoban.management.demo.earlier_years import carry_totals_over
from giaoban.management.demo.figures import (
    Answer,
    Profile,
    month_answer,
    quarter_answer,
    quarter_lists,
)
from giaoban.management.demo.incident import add_storm
from giaoban.management.demo.meeting_seats import seat_members
from giaoban.management.demo.newest import play_newest
from giaoban.management.demo.people import People, add_people
from giaoban.management.demo.reform import add_dictionary, add_reform
from giaoban.management.demo.regimes import add_regimes, add_targets
from giaoban.management.demo.reports import Desk, play_by_hand, play_past
from giaoban.management.demo.safety import add_safety
from giaoban.management.demo.sections import add_departments
from giaoban.management.demo.stories import SHOWN, Course, Story, past_stories, suspicious
from giaoban.management.demo.word_papers import add_word_template
from giaoban.management.demo.workbooks import import_workbooks
from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.periods import span_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.periods import PeriodKind, parse_key
from giaoban.rules.reporting.states import Channel

PROVINCE = "15"
WORKBOOKS = 12

Say = Callable[[str], None]


def is_empty() -> bool:
    """Whether nothing has been put into this installation yet."""
    return not Unit.objects.exists()


@transaction.atomic
def fill(*, is_national: bool, now: datetime, say: Say) -> People:
    """Fill an empty installation: all of it, or nothing where it is broken off."""
    say("units")
    _add_units(is_national)
    host = Unit.objects.get(code="VN" if is_national else PROVINCE)
    communes = list(
        Unit.objects.filter(placements__parent__kind__in=["tỉnh", "thành phố trung ương"])
    )
    say("people")
    people = add_people(host=host, communes=communes, now=at(FOUNDED, 9))
    if not is_national:
        add_departments(host=host, by=people.secretary, now=at(FOUNDED, 9))
        add_offices(host=host, people=people, said=content("directives"), now=at(FOUNDED, 9))
    rows = content("committee")["people"]
    seat_members(people=people, rows=rows, since=FOUNDED, now=at(FOUNDED, 9))
    profiles = {unit.pk: Profile.of(unit.code, unit.kind) for unit in communes}
    months = period_keys(PeriodKind.MONTH, now.date())
    quarters = period_keys(PeriodKind.QUARTER, now.date())
    founded = at(FOUNDED + timedelta(days=32), 10)
    add_dictionary(now=at(FOUNDED + timedelta(days=30), 9))
    regimes = add_regimes(
        host=host,
        first_month=months[0],
        first_quarter=quarters[0],
        is_large=is_national,
        now=at(FOUNDED + timedelta(days=30), 10),
    )
    years = sorted({parse_key(key).year for key in months})
    add_targets(
        regimes=regimes,
        host=host,
        profiles=profiles,
        years=years,
        now=at(FOUNDED + timedelta(days=31), 10),
    )
    desk = Desk(people, load_dated_tree(), now)
    for regime, keys in ((regimes.month, months), (regimes.quarter, quarters)):
        _play_periods(desk, regime, keys, communes, profiles, say)
        carry_totals_over(
            people=people,
            host=host,
            regime=regime,
            first_key=keys[0],
            profiles=profiles,
            since=last_whole_year(now.date()) - YEARS_REVIEWED + 1,
        )
    if not is_national:
        add_reform(desk=desk, host=host, keys=months, profiles=profiles, founded=founded)
        say("a second committee")
        add_safety(desk=desk, host=host, keys=months, profiles=profiles)
    say("totals")
    fold_all()
    say("consolidated reports")
    consolidate_past(people=people, host=host, regime=regimes.quarter, keys=quarters, now=now)
    add_word_template(people=people, host=host, regime=regimes.quarter, now=now - timedelta(days=1))
    ask_questions(people=people, regime=regimes.month, key=months[-2], now=now)
    add_storm(people=people, host=host, communes=communes, founded=founded, now=now)
    if not is_national:
        say("documents and tasks")
        add_all_directives(people=people, host=host, communes=communes, now=now)
    fold_all()
    return people


def _add_units(is_national: bool) -> None:
    """The map of Việt Nam since 1 July 2025; without `is_national` the one province's communes."""
    file = read_units_csv(VIETNAM.read_bytes(), name=VIETNAM.name)
    if not is_national:
        parent = file.header.index("parent_code")
        code = file.header.index("code")
        file = replace(
            file,
            rows=tuple(
                (line, cells)
                for line, cells in file.rows
                if PROVINCE in (cells[code], cells[parent]) or not cells[parent]
            ),
        )
    import_units(
        header=file.header,
        rows=file.rows,
        under=None,
        on=REFORM,
        by=None,
        now=at(REFORM, 9),
        file_name=file.name,
        file_sha256=file.sha256,
    )


def _play_periods(
    desk: Desk,
    regime: Regime,
    keys: Sequence[str],
    communes: Sequence[Unit],
    profiles: Mapping[int, Profile],
    say: Say,
) -> None:
    """From the first period to the newest; all but the last few are locked in the end."""
    periods = []
    for step, key in enumerate(keys):
        say(f"{regime.name} {key}")
        period = _opened(regime, key)
        answers = {
            unit_id: _answer(regime, profile, key, step) for unit_id, profile in profiles.items()
        }
        if regime.frequency == PeriodKind.QUARTER:
            for unit_id, profile in profiles.items():
                desk.lists[key, unit_id] = quarter_lists(profile, period.starts_on, step)
        if step == len(keys) - 2:
            largest = max(profiles, key=lambda unit_id: profiles[unit_id].people)
            answers[largest] = suspicious(answers[largest])  # for the chair's page to show
        if period.ends_on < desk.now.date():
            is_recent = step >= len(keys) - 3 and regime.frequency == PeriodKind.MONTH
            is_closed = step == len(keys) - 2 and regime.frequency == PeriodKind.QUARTER
            silent = silent_units(period, profiles) if is_closed else []
            due_at = _play_ended(
                desk, period, answers, profiles, silent=silent, is_recent=is_recent
            )
            if is_closed:
                close_quarter(
                    desk=desk, period=period, due_at=due_at, silent=silent, answers=answers
                )
        else:
            play_newest(desk=desk, period=period, units=communes, answers=answers)
        periods.append(period)
    for period in periods[: -3 if regime.frequency == PeriodKind.MONTH else -2]:
        locked_at = min(desk.now, at(period.ends_on + timedelta(days=40), 9))
        lock_period(period=period, by=desk.people.secretary, now=locked_at)


def _play_ended(
    desk: Desk,
    period: Period,
    answers: Mapping[int, Answer],
    profiles: Mapping[int, Profile],
    *,
    silent: Sequence[int],
    is_recent: bool,
) -> datetime:
    """Everybody but the silent ones; when it was due."""
    due_at = next(iter(deadlines_of(period, list(answers)[:1], desk.tree).values()))
    told = past_stories(period, due_at, answers, profiles)
    stories = [story for story in told if story.unit_id not in silent]
    if is_recent:
        _extend_for_one(desk, period, due_at, profiles)
        by_workbook = _by_workbook(period, stories, due_at, profiles)
        stories = [story for story in stories if story not in by_workbook]
        read_at = min(due_at - timedelta(hours=2), desk.now)
        import_workbooks(desk=desk, period=period, stories=by_workbook, now=read_at)
        by_hand = [story for story in stories if profiles[story.unit_id].code in SHOWN]
        stories = [story for story in stories if story not in by_hand]
        for story in by_hand:
            if story.sent_at > desk.now:
                continue
            play_by_hand(desk=desk, period=period, story=story)
    play_past(desk=desk, period=period, due_at=due_at, stories=stories)
    return due_at


def _by_workbook(
    period: Period, stories: Sequence[Story], due_at: datetime, profiles: Mapping[int, Profile]
) -> list[Story]:
    """Those who send a workbook by e-mail instead of typing."""
    able = [
        story
        for story in stories
        if story.course is Course.PLAIN
        and story.channel is Channel.PAGE
        and story.sent_at < due_at
        and profiles[story.unit_id].code not in SHOWN
    ]
    return draw("workbooks", period.key).sample(able, min(WORKBOOKS, len(able)))


def _extend_for_one(
    desk: Desk, period: Period, due_at: datetime, profiles: Mapping[int, Profile]
) -> None:
    """One commune was cut off for days and is given a week more."""
    chosen = draw("extension", period.key).choice(
        [unit_id for unit_id, profile in profiles.items() if profile.code not in SHOWN]
    )
    extend_deadline(
        period=period,
        unit=Unit.objects.get(pk=chosen),
        due_at=due_at + timedelta(days=7),
        reason=content("words")["said"]["extension"],
        by=desk.people.secretary,
        now=min(due_at - timedelta(hours=6), desk.now),
    )


def _opened(regime: Regime, key: str) -> Period:
    first_day = span_of(regime, key).starts_on
    return open_period(regime=regime, key=key, by=None, today=first_day, now=at(first_day, 0, 5))


def _answer(regime: Regime, profile: Profile, key: str, step: int) -> Answer:
    number = parse_key(key).number
    if regime.frequency == PeriodKind.MONTH:
        return month_answer(profile, number, step)
    return quarter_answer(profile, number, step)
