"""How does a form read after one edit: an indicator added, changed, removed or moved?

Each function takes the whole form and gives the whole form back; positions count from 0.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText, in_section_order

Entry = TypeVar("Entry")


def add_section(form: FormText, title: str) -> FormText:
    return replace(form, sections=(*form.sections, title))


def rename_section(form: FormText, old: str, new: str) -> FormText:
    """Raises ValueError where no section is called `old`."""
    sections = list(form.sections)
    sections[sections.index(old)] = new
    asked = (replace(a, section=new) if a.section == old else a for a in form.asked)
    return replace(form, sections=tuple(sections), asked=tuple(asked))


def remove_section(form: FormText, title: str) -> FormText:
    """Its indicators stay, in no section, so that nothing asked is lost by one press."""
    asked = tuple(replace(a, section="") if a.section == title else a for a in form.asked)
    sections = tuple(section for section in form.sections if section != title)
    return in_section_order(replace(form, sections=sections, asked=asked))


def move_section(form: FormText, title: str, steps: int) -> FormText:
    """`steps` below 0 moves it up; at either end it stays."""
    sections = _moved(form.sections, form.sections.index(title), steps)
    return in_section_order(replace(form, sections=sections))


def put_indicator(form: FormText, asked: Asked, instead_of: str = "") -> FormText:
    """Change the indicator of the code `instead_of`, or add one at the end of its section.

    Ratios follow where a code is changed; formulas do not, and are then named as mistakes.
    """
    if not instead_of:
        return in_section_order(replace(form, asked=(*form.asked, asked)))
    changed = []
    for entry in form.asked:
        if entry.code == instead_of:
            changed.append(asked)
            continue
        if entry.numerator == instead_of:
            entry = replace(entry, numerator=asked.code)
        if entry.denominator == instead_of:
            entry = replace(entry, denominator=asked.code)
        changed.append(entry)
    return in_section_order(replace(form, asked=tuple(changed)))


def remove_indicator(form: FormText, code: str) -> FormText:
    return replace(form, asked=tuple(asked for asked in form.asked if asked.code != code))


def move_indicator(form: FormText, code: str, steps: int) -> FormText:
    """One place up (-1) or down (1); past the end of its section into the neighbouring one."""
    groups = ["", *form.sections]
    asked = next(entry for entry in form.asked if entry.code == code)
    siblings = [entry.code for entry in form.asked if entry.section == asked.section]
    place = siblings.index(code) + steps
    if 0 <= place < len(siblings):
        return place_indicator(form, code, asked.section, place)
    group = groups.index(asked.section) + (1 if steps > 0 else -1)
    if not 0 <= group < len(groups):
        return form
    there = sum(entry.section == groups[group] for entry in form.asked)
    return place_indicator(form, code, groups[group], 0 if steps > 0 else there)


def place_indicator(form: FormText, code: str, section: str, place: int) -> FormText:
    """Put the indicator at a place of a section; `section` empty is the part without a title."""
    asked = next(entry for entry in form.asked if entry.code == code)
    others = [entry for entry in form.asked if entry.code != code]
    siblings = [entry for entry in others if entry.section == section]
    siblings.insert(max(0, min(place, len(siblings))), replace(asked, section=section))
    rest = [entry for entry in others if entry.section != section]
    return in_section_order(replace(form, asked=(*rest, *siblings)))


def put_check(form: FormText, check: CheckText, number: int | None = None) -> FormText:
    """Change the check at a place, or add one at the end."""
    checks = list(form.checks)
    if number is None:
        checks.append(check)
    else:
        checks[number] = check
    return replace(form, checks=tuple(checks))


def remove_check(form: FormText, number: int) -> FormText:
    return replace(form, checks=(*form.checks[:number], *form.checks[number + 1 :]))


def move_check(form: FormText, number: int, steps: int) -> FormText:
    return replace(form, checks=_moved(form.checks, number, steps))


def _moved(entries: Sequence[Entry], place: int, steps: int) -> tuple[Entry, ...]:
    moved = list(entries)
    entry = moved.pop(place)
    moved.insert(max(0, min(place + steps, len(moved))), entry)
    return tuple(moved)
