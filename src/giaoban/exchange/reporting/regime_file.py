"""A regime as a TOML file: what does the file say, and what is wrong with it?

The keys are described in docs/contracts.md; regime_file_writer.py writes what is read here.
"""

from collections.abc import Collection
from datetime import time
from enum import StrEnum
from typing import TypeVar

from giaoban.exchange.reporting.structure_file import (
    read_breakdowns,
    read_lists,
    read_projects,
    read_tables,
)
from giaoban.exchange.reporting.toml_tables import TomlTable, parsed_toml
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.deadlines import DeadlineRule, Roll
from giaoban.rules.reporting.form_problems import with_default_rules
from giaoban.rules.reporting.incidents import Rhythm
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.links import LINK_DAYS
from giaoban.rules.reporting.periods import FREQUENCIES, Calendar, PeriodKind
from giaoban.rules.reporting.placed_problems import PlacedProblem
from giaoban.rules.reporting.regime_facts import (
    Asked,
    CheckText,
    FormText,
    OutlineText,
    RegimeFacts,
    RegimeSettings,
    TargetText,
    in_section_order,
)
from giaoban.rules.reporting.regime_problems import regime_problems
from giaoban.rules.reporting.reminders import Audience, ReminderRule, in_order
from giaoban.rules.reporting.reporters import format_reporters, parse_reporters
from giaoban.rules.reporting.structure_texts import PartsRule, ProjectText

Choice = TypeVar("Choice", bound=StrEnum)
_FIVE = time(17, 0)


def read_regime(content: bytes) -> tuple[RegimeFacts | None, list[PlacedProblem]]:
    """What the file says and everything that is wrong with it.

    The facts are None where the file is no TOML or names no frequency or calendar; errors beside
    facts still refuse the file. Warnings do not.
    """
    written, problems = parsed_toml(content)
    if written is None:
        return None, problems
    facts = _read(TomlTable(written, (), problems))
    if facts is None:
        return None, problems
    # What was left out or mistyped is named once, not again as an unknown kind or an empty name.
    named = {problem.place for problem in problems}
    problems += [problem for problem in regime_problems(facts) if problem.place not in named]
    return facts, problems


def _read(top: TomlTable) -> RegimeFacts | None:
    settings = _settings(top)
    unit = top.text("unit")
    effective_from = top.text("effective_from")
    projects = read_projects(top)
    form = _form(top, projects)
    outline = []
    for table in top.tables("outline"):
        outline.append(_outline_section(table))
        table.close()
    targets = [_target(table) for table in top.tables("targets")]
    top.close()
    if settings is None:
        return None
    return RegimeFacts(
        settings, unit, form, effective_from, tuple(outline), tuple(targets), projects
    )


def _outline_section(table: TomlTable) -> OutlineText:
    return OutlineText(
        table.text("title", is_needed=True),
        table.text("text"),
        regime=table.text("regime"),
        author=table.text("author"),
        working_days=table.whole("working_days"),
        instruction=table.text("instruction"),
    )


def _settings(top: TomlTable) -> RegimeSettings | None:
    code = top.text("code", is_needed=True)
    name = top.text("name", is_needed=True)
    frequency = _one_of(top, "frequency", PeriodKind, FREQUENCIES)
    calendar = _one_of(top, "calendar", Calendar)
    year_starts = _year_starts(top, calendar)
    window = top.table("window")
    starts_on = window.day("starts_on") if window else None
    ends_on = window.day("ends_on") if window else None
    if window:
        window.close()
    rhythm = _rhythm(top.table("rhythm"))
    reporters = _reporters(top)
    first_period = top.text("first_period")
    content, legal_basis = top.text("content"), top.lines("legal_basis")
    recipient, method, guidance = top.text("recipient"), top.text("method"), top.text("guidance")
    needs_approval, is_made_up = top.flag("needs_approval"), top.flag("made_up")
    ended_on = top.day("ended_on")
    deadlines = tuple(_deadline(table, Roll.FORWARD) for table in top.tables("deadlines"))
    reminders = tuple(_reminder(table) for table in top.tables("reminders"))
    link_days = top.whole("link_days") if top.holds("link_days") else LINK_DAYS
    delivery = top.table("delivery")
    delivery_rule = _deadline(delivery, Roll.BACKWARD) if delivery else None
    if frequency is None or calendar is None:
        return None
    return RegimeSettings(
        code=code,
        name=name,
        frequency=frequency,
        calendar=calendar,
        year_starts=year_starts,
        reporters=reporters,
        first_period=first_period,
        content=content,
        legal_basis=legal_basis,
        recipient=recipient,
        method=method,
        guidance=guidance,
        needs_approval=needs_approval,
        is_made_up=is_made_up,
        once_starts_on=starts_on,
        once_ends_on=ends_on,
        ended_on=ended_on,
        deadlines=tuple(
            sorted(deadlines, key=lambda rule: (rule.level is not None, rule.level or 0))
        ),
        delivery=delivery_rule,
        reminders=in_order(reminders),
        link_days=LINK_DAYS if link_days is None else link_days,
        rhythm=rhythm,
    )


def _one_of(
    top: TomlTable, key: str, choices: type[Choice], offered: Collection[Choice] | None = None
) -> Choice | None:
    if not top.holds(key):
        top.text(key, is_needed=True)
        return None
    written = top.text(key, default="\0")
    if written == "\0":  # no text, and refused as such
        return None
    known = [choice.value for choice in offered or choices]
    if written in known:
        return choices(written)
    top.refuse(key, "choice_unknown", written=written, known=known)
    return None


def _rhythm(table: TomlTable | None) -> Rhythm:
    usual = Rhythm()
    if table is None:
        return usual
    first_hours = table.whole("first_hours")
    daily_at = table.time_of_day("daily_at", usual.daily_at)
    table.close()
    return Rhythm(usual.first_hours if first_hours is None else first_hours, daily_at)


def _year_starts(top: TomlTable, calendar: Calendar | None) -> int:
    """Needed under `fiscal`, so that a file means the same on every machine; 1 elsewhere."""
    if calendar is Calendar.FISCAL and not top.holds("year_starts"):
        top.refuse("year_starts", "key_missing", key="year_starts")
    if not top.holds("year_starts"):
        return 1
    year_starts = top.whole("year_starts")
    return 1 if year_starts is None else year_starts


def _reporters(top: TomlTable) -> str:
    if not top.holds("reporters"):
        return "leaves"
    written = top.text_or_texts("reporters")
    try:
        return format_reporters(parse_reporters(written))
    except RuleError as error:
        top.refuse("reporters", error.code, **error.params)
        return "leaves"


def _deadline(table: TomlTable, roll: Roll) -> DeadlineRule:
    level = table.whole("level") if table.place[0] == "deadlines" else None
    working_days, day = table.whole("working_days"), table.whole("day")
    month_offset = table.whole("month_offset") or 0
    at = table.time_of_day("at", _FIVE)
    if table.holds("roll"):
        roll = _one_of(table, "roll", Roll) or roll
    table.close()
    return DeadlineRule(level, working_days, day, month_offset, at, roll)


def _reminder(table: TomlTable) -> ReminderRule:
    """By working days, or by the hour where it is of an incident."""
    if table.holds("hours") and table.holds("working_days"):
        table.refuse("hours", "reminder_needs_one_way")
    elif not table.holds("hours") and not table.holds("working_days"):
        table.refuse("working_days", "key_missing", key="working_days")
    level, working_days = table.whole("level"), table.whole("working_days")
    hours = table.whole("hours")
    to = _one_of(table, "to", Audience) or Audience.UNIT
    table.close()
    if hours is not None and working_days is None:
        return ReminderRule(None, to, level, hours)
    return ReminderRule(working_days or 0, to, level)


def _form(top: TomlTable, projects: tuple[ProjectText, ...]) -> FormText:
    sections = []
    for table in top.tables("sections"):
        sections.append(table.text("title", is_needed=True))
        table.close()
    breakdowns, tables, lists = (
        read_breakdowns(top, projects),
        read_tables(top),
        read_lists(top),
    )
    if not (top.holds("indicators") or tables or lists):
        top.refuse("indicators", "key_missing", key="indicators")
    asked = tuple(_asked(table) for table in top.tables("indicators"))
    if not sections:
        # The shortest way to write sections: their titles beside the indicators, in order.
        titles = [
            *(entry.section for entry in asked),
            *(table.section for table in tables),
            *(listed.section for listed in lists),
        ]
        sections = list(dict.fromkeys(title for title in titles if title))
    checks = []
    for table in top.tables("checks"):
        checks.append(
            CheckText(
                table.text("formula", is_needed=True),
                table.text("level", "error"),
                table.text("message"),
            )
        )
        table.close()
    links = top.table("shared")
    shared = tuple(sorted(links.every_text().items())) if links else ()
    return in_section_order(
        FormText(tuple(sections), asked, tuple(checks), breakdowns, tables, lists, shared)
    )


def _asked(table: TomlTable) -> Asked:
    asked = Asked(
        code=table.text("code", is_needed=True),
        name=table.text("name", is_needed=True),
        kind=table.text("kind", is_needed=True),
        measure=table.text("measure"),
        section=table.text("section"),
        help=table.text("help"),
        is_required=table.flag("required"),
        minimum=table.number("min"),
        maximum=table.number("max"),
        choices=tuple(table.texts("choices")),
        decimals=table.whole("decimals"),
        better=table.text("better", Better.HIGHER),
        over_time=table.text("over_time"),
        over_units=table.text("over_units"),
        numerator=table.text("numerator"),
        denominator=table.text("denominator"),
        part_of=table.text("part_of"),
        parts=table.text("parts", PartsRule.AT_MOST),
        breakdowns=tuple(table.texts("breakdowns")),
        shared=table.text("shared"),
    )
    table.close()
    return with_default_rules(asked)


def _target(table: TomlTable) -> TargetText:
    target = TargetText(
        unit=table.text("unit", is_needed=True),
        year=table.whole("year") or 0,
        indicator=table.text("indicator", is_needed=True),
        number=table.number("value", is_needed=True) or 0.0,
    )
    table.close()
    return target
