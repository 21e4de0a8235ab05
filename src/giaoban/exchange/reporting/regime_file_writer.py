"""A regime as a TOML file, written so that the same regime always gives the same bytes.

Only what differs from the default is written; export, import, export gives the same file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from giaoban.exchange.reporting.structure_file import (
    breakdown_blocks,
    list_blocks,
    project_blocks,
    table_blocks,
    written_number,
)
from giaoban.rules.reporting.deadlines import DeadlineRule, Roll
from giaoban.rules.reporting.incidents import Rhythm
from giaoban.rules.reporting.indicators import TYPED_NUMBERS, Better
from giaoban.rules.reporting.links import LINK_DAYS
from giaoban.rules.reporting.periods import Calendar
from giaoban.rules.reporting.regime_facts import Asked, RegimeFacts
from giaoban.rules.reporting.reporters import ReporterChoice, parse_reporters
from giaoban.rules.reporting.structure_texts import PartsRule


def write_regime(facts: RegimeFacts) -> bytes:
    """The file of docs/contracts.md, UTF-8; reading it gives the same facts."""
    blocks = [toml_block("", _top(facts))]
    settings = facts.settings
    if settings.once_dates:
        starts_on, ends_on = settings.once_dates
        blocks.append(toml_block("[window]", {"starts_on": starts_on, "ends_on": ends_on}))
    if settings.rhythm != Rhythm():
        rhythm = {"first_hours": settings.rhythm.first_hours, "daily_at": settings.rhythm.daily_at}
        blocks.append(toml_block("[rhythm]", rhythm))
    blocks += [
        toml_block("[[deadlines]]", _deadline(rule, Roll.FORWARD)) for rule in settings.deadlines
    ]
    if settings.delivery:
        blocks.append(toml_block("[delivery]", _deadline(settings.delivery, Roll.BACKWARD)))
    for reminder in settings.reminders:
        written_reminder = {
            "level": reminder.level,
            "working_days": reminder.working_days,
            "hours": reminder.hours,
            "to": reminder.to.value,
        }
        blocks.append(toml_block("[[reminders]]", written_reminder))
    blocks += [toml_block(*block) for block in project_blocks(facts.projects)]
    blocks += [toml_block("[[sections]]", {"title": title}) for title in facts.form.sections]
    blocks += [toml_block(*block) for block in breakdown_blocks(facts.form)]
    blocks += [toml_block("[[indicators]]", _asked(asked)) for asked in facts.form.asked]
    blocks += [
        toml_block(*block) for block in (*table_blocks(facts.form), *list_blocks(facts.form))
    ]
    if facts.form.shared:
        blocks.append(toml_block("[shared]", dict(facts.form.shared)))
    for check in facts.form.checks:
        written = {"formula": check.formula, "level": check.level, "message": check.message}
        blocks.append(toml_block("[[checks]]", written))
    for section in facts.outline:
        written_section = {
            "title": section.title,
            "text": section.text,
            "regime": section.regime,
            "author": section.author,
            "working_days": section.working_days,
            "instruction": section.instruction,
        }
        blocks.append(toml_block("[[outline]]", written_section))
    for target in facts.targets:
        blocks.append(
            toml_block(
                "[[targets]]",
                {
                    "unit": target.unit,
                    "year": target.year,
                    "indicator": target.indicator,
                    "value": written_number(target.number),
                },
            )
        )
    return "\n".join(blocks).encode()


def _top(facts: RegimeFacts) -> dict[str, Any]:
    settings = facts.settings
    reporters = parse_reporters(settings.reporters)
    return {
        "code": settings.code,
        "name": settings.name,
        "unit": facts.unit,
        "frequency": settings.frequency.value,
        "calendar": settings.calendar.value,
        "year_starts": settings.year_starts if settings.calendar is Calendar.FISCAL else None,
        "reporters": (
            list(reporters.codes)
            if reporters.choice is ReporterChoice.LISTED
            else _unless(settings.reporters, "leaves")
        ),
        "first_period": settings.first_period,
        "effective_from": facts.effective_from,
        "ended_on": settings.ended_on,
        "needs_approval": settings.needs_approval,
        "made_up": settings.is_made_up,
        "link_days": None if settings.link_days == LINK_DAYS else settings.link_days,
        "content": settings.content,
        "legal_basis": settings.legal_basis.split("\n") if settings.legal_basis else None,
        "recipient": settings.recipient,
        "method": settings.method,
        "guidance": settings.guidance,
    }


def _deadline(rule: DeadlineRule, usual_roll: Roll) -> dict[str, Any]:
    return {
        "level": rule.level,
        "working_days": rule.working_days,
        "day": rule.day,
        "month_offset": rule.month_offset or None,
        "at": rule.at,
        "roll": None if rule.roll is usual_roll else rule.roll.value,
    }


def _asked(asked: Asked) -> dict[str, Any]:
    adds_up = asked.kind in TYPED_NUMBERS
    return {
        "code": asked.code,
        "name": asked.name,
        "kind": asked.kind,
        "measure": asked.measure,
        "section": asked.section,
        "help": asked.help,
        "required": asked.is_required,
        "min": written_number(asked.minimum),
        "max": written_number(asked.maximum),
        "choices": list(asked.choices),
        "decimals": asked.decimals,
        "better": _unless(asked.better, Better.HIGHER),
        "over_time": _unless(asked.over_time, "sum") if adds_up else None,
        "over_units": _unless(asked.over_units, "sum") if adds_up else None,
        "numerator": asked.numerator,
        "denominator": asked.denominator,
        "part_of": asked.part_of,
        "parts": _unless(asked.parts, PartsRule.AT_MOST),
        "breakdowns": list(asked.breakdowns),
        "shared": asked.shared,
    }


def _unless(value: str, default: str) -> str | None:
    return None if value == default else value


def toml_block(head: str, content: Mapping[str, Any]) -> str:
    """A table under its head; what is nothing, no or empty is left out."""
    return "".join(_lines(head, content))


def _lines(head: str, content: Mapping[str, Any]) -> Iterator[str]:
    if head:
        yield head + "\n"
    for key, value in content.items():
        # 0 is a value (0 working days, a bound of 0); nothing, no and empty are the default.
        if value is None or value is False or value == "" or value == []:
            continue
        yield tomli_w.dumps({key: value}, multiline_strings=True)
