"""What is wrong with a regime as it is written, before it is held against units and reports?"""

from collections.abc import Iterator

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.assigned_sections import LONGEST_DAYS
from giaoban.rules.reporting.deadlines import deadline_problems
from giaoban.rules.reporting.form_problems import form_problems, kinds_asked
from giaoban.rules.reporting.incidents import LONGEST_FIRST_HOURS, Rhythm
from giaoban.rules.reporting.indicator_problems import LONGEST_NAME
from giaoban.rules.reporting.indicators import NUMERIC_KINDS
from giaoban.rules.reporting.links import LONGEST_LINK_DAYS
from giaoban.rules.reporting.periods import Calendar, PeriodKind, kind_of
from giaoban.rules.reporting.placed_problems import PlacedProblem, placed
from giaoban.rules.reporting.projects import project_problems
from giaoban.rules.reporting.regime_facts import RegimeFacts, RegimeSettings
from giaoban.rules.reporting.reminders import reminder_problems
from giaoban.rules.reporting.working_days import WorkingCalendar

LONGEST_REGIME_CODE = 60
FIRST_TARGET_YEAR, LAST_TARGET_YEAR = 1900, 2999


def regime_problems(facts: RegimeFacts) -> list[PlacedProblem]:
    """Everything that refuses the regime, and warnings that do not."""
    return [
        *settings_problems(facts.settings),
        *form_problems(facts.form),
        *_effective_from_problems(facts),
        *_outline_problems(facts),
        *_target_problems(facts),
        *_project_problems(facts),
    ]


def settings_problems(settings: RegimeSettings) -> list[PlacedProblem]:
    """Codes are those of the rules for periods and deadlines, and `text_missing`, `text_too_long`,
    `code_has_spaces`, `window_incomplete`, `window_ends_before_start`, `window_not_for_frequency`,
    `link_days_out_of_range`, `first_hours_out_of_range`, `rhythm_not_for_frequency`,
    `reminder_hours_not_for_frequency`, `year_start_out_of_range`, `year_start_not_for_calendar`,
    and those of reminder_problems.
    """
    problems = []
    for key, text, longest in (
        ("code", settings.code, LONGEST_REGIME_CODE),
        ("name", settings.name, LONGEST_NAME),
        ("recipient", settings.recipient, None),
        ("method", settings.method, None),
    ):
        if longest is not None and not text:
            problems.append(placed((key,), "text_missing"))
        elif len(text) > (longest or LONGEST_NAME):
            problems.append(placed((key,), "text_too_long", longest=longest or LONGEST_NAME))
    if any(letter.isspace() or letter in "/\\" for letter in settings.code):
        problems.append(placed(("code",), "code_has_spaces"))
    problems += _window_problems(settings)
    problems += _year_problems(settings)
    problems += _rhythm_problems(settings)
    if settings.first_period:
        problems += period_key_problems("first_period", settings.first_period, settings.frequency)
    for key, rules in (
        ("deadlines", settings.deadlines),
        ("delivery", (settings.delivery,) if settings.delivery else ()),
    ):
        # What a rule says about real dates is shown as a preview, where holidays are known.
        found = deadline_problems(rules, (), WorkingCalendar())
        problems += [PlacedProblem((key,), problem) for problem in found]
    problems += [
        PlacedProblem(("reminders",), problem) for problem in reminder_problems(settings.reminders)
    ]
    is_by_hours = any(rule.hours is not None for rule in settings.reminders)
    if is_by_hours and settings.frequency is not PeriodKind.INCIDENT:
        problems.append(placed(("reminders",), "reminder_hours_not_for_frequency"))
    if not 1 <= settings.link_days <= LONGEST_LINK_DAYS:
        problems.append(placed(("link_days",), "link_days_out_of_range", longest=LONGEST_LINK_DAYS))
    return problems


def period_key_problems(key: str, written: str, frequency: PeriodKind) -> list[PlacedProblem]:
    """What is wrong with a period named under `key`; it must be one that the regime reports."""
    try:
        if kind_of(written) is not frequency:
            return [placed((key,), "period_not_of_frequency", key=written, frequency=frequency)]
    except RuleError as error:
        return [PlacedProblem((key,), error.problem)]
    return []


def _year_problems(settings: RegimeSettings) -> Iterator[PlacedProblem]:
    if not 1 <= settings.year_starts <= 12:
        yield placed(("year_starts",), "year_start_out_of_range")
    elif settings.year_starts != 1 and settings.calendar is not Calendar.FISCAL:
        yield placed(("year_starts",), "year_start_not_for_calendar")


def _rhythm_problems(settings: RegimeSettings) -> Iterator[PlacedProblem]:
    if not 1 <= settings.rhythm.first_hours <= LONGEST_FIRST_HOURS:
        place = ("rhythm", "first_hours")
        yield placed(place, "first_hours_out_of_range", longest=LONGEST_FIRST_HOURS)
    if settings.rhythm != Rhythm() and settings.frequency is not PeriodKind.INCIDENT:
        yield placed(("rhythm",), "rhythm_not_for_frequency")


def _window_problems(settings: RegimeSettings) -> Iterator[PlacedProblem]:
    starts_on, ends_on = settings.once_starts_on, settings.once_ends_on
    if starts_on is None and ends_on is None:
        return
    if settings.frequency is not PeriodKind.ONCE:
        yield placed(("window",), "window_not_for_frequency")
    elif starts_on is None or ends_on is None:
        yield placed(("window",), "window_incomplete")
    elif ends_on < starts_on:
        yield placed(("window", "ends_on"), "window_ends_before_start")


def _effective_from_problems(facts: RegimeFacts) -> list[PlacedProblem]:
    if not facts.effective_from:
        return []
    return period_key_problems("effective_from", facts.effective_from, facts.settings.frequency)


def _outline_problems(facts: RegimeFacts) -> Iterator[PlacedProblem]:
    for number, section in enumerate(facts.outline, start=1):
        if not section.title:
            yield placed(("outline", number, "title"), "text_missing")
        elif len(section.title) > LONGEST_NAME:
            yield placed(("outline", number, "title"), "text_too_long", longest=LONGEST_NAME)
        if section.regime == facts.settings.code:
            yield placed(("outline", number, "regime"), "outline_draws_on_itself")
        days = section.working_days
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            place = ("outline", number, "working_days")
            yield placed(place, "outline_days_out_of_range", longest=LONGEST_DAYS)
        if not section.author and (days is not None or section.instruction):
            yield placed(("outline", number, "author"), "outline_without_author")


def _project_problems(facts: RegimeFacts) -> Iterator[PlacedProblem]:
    seen: set[str] = set()
    for number, project in enumerate(facts.projects, start=1):
        place = ("projects", number)
        yield from project_problems(project, place)
        if project.code in seen:
            yield placed((*place, "code"), "repeated_part_code", code=project.code)
        seen.add(project.code)


def _target_problems(facts: RegimeFacts) -> Iterator[PlacedProblem]:
    kinds = kinds_asked(facts.form)
    seen: set[tuple[str, int, str]] = set()
    for number, target in enumerate(facts.targets, start=1):
        place = ("targets", number)
        kind = kinds.get(target.indicator)
        if kind is None:
            yield placed((*place, "indicator"), "indicator_unknown", code=target.indicator)
        elif kind not in NUMERIC_KINDS:
            yield placed((*place, "indicator"), "target_not_for_kind", kind=kind)
        if not FIRST_TARGET_YEAR <= target.year <= LAST_TARGET_YEAR:
            yield placed((*place, "year"), "target_year_out_of_range", year=target.year)
        key = (target.unit, target.year, target.indicator)
        if key in seen:
            yield placed(place, "target_twice", unit=target.unit, year=target.year)
        seen.add(key)
