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
    return replace(_resectioned(form, old, new), sections=tuple(sections))


def remove_section(form: FormText, title: str) -> FormText:
    """What it asks stays, in no section, so that nothing asked is lost by one press."""
    sections = tuple(section for section in form.sections if section != title)
    return in_section_order(replace(_resectioned(form, title, ""), sections=sections))


def _resectioned(form: FormText, old: str, new: str) -> FormText:
    return replace(
        form,
        asked=tuple(replace(a, section=new) if a.section == old else a for a in form.asked),
        tables=tuple(replace(t, section=new) if t.section == old else t for t in form.tables),
        lists=tuple(replace(k, section=new) if k.section == old else k for k in form.lists),
    )


def move_section(form: FormText, title: str, steps: int) -> FormText:
    """`steps` below 0 moves it up; at either end it stays."""
    sections = _moved(form.sections, form.sections.index(title), steps)
    return in_section_order(replace(form, sections=sections))


def put_indicator(form: FormText, asked: Asked, instead_of: str = "") -> FormText:
    """Change the indicator of the code `instead_of`, or add one at the end of its section.

    Ratios and parts follow where a code is changed; formulas do not, and are then named as
    mistakes. A part that was added stands after the parts there are.
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
        if entry.part_of == instead_of:
            entry = replace(entry, part_of=asked.code)
        changed.append(entry)
    return in_section_order(replace(form, asked=tuple(changed)))


def remove_indicator(form: FormText, code: str) -> FormText:
    """What is nested under it is from now on nested where it was itself."""
    gone = _of_code(form, code)
    kept = (
        replace(asked, part_of=gone.part_of) if asked.part_of == code else asked
        for asked in form.asked
        if asked.code != code
    )
    return in_section_order(replace(form, asked=tuple(kept)))


def move_indicator(form: FormText, code: str, steps: int) -> FormText:
    """One place up (-1) or down (1) among its siblings, with all that is nested under it.

    Past the end of its section into the neighbouring one; a nested one stays under its parent.
    """
    groups = ["", *form.sections]
    asked = _of_code(form, code)
    siblings = [entry.code for entry in form.asked if _are_siblings(form, entry, asked)]
    place = siblings.index(code) + steps
    if 0 <= place < len(siblings):
        return _among_siblings(form, asked, place)
    group = groups.index(asked.section) + (1 if steps > 0 else -1)
    if _is_nested(form, asked) or not 0 <= group < len(groups):
        return form
    moved = replace(asked, section=groups[group])
    return _among_siblings(form, moved, 0 if steps > 0 else len(form.asked))


def place_indicator(form: FormText, code: str, section: str, place: int) -> FormText:
    """Put the indicator at a place of a section; `section` empty is the part without a title.

    The place counts the rows of the section without the moved one. A nested one keeps its parent.
    """
    asked = replace(_of_code(form, code), section=section)
    rows = [entry for entry in form.asked if entry.section == section and entry.code != code]
    before = sum(_are_siblings(form, entry, asked) for entry in rows[: max(0, place)])
    return _among_siblings(form, asked, before)


def _among_siblings(form: FormText, asked: Asked, place: int) -> FormText:
    """Put the indicator, as it is from now on, at a place among those beside it."""
    others = [entry for entry in form.asked if entry.code != asked.code]
    siblings = [entry for entry in others if _are_siblings(form, entry, asked)]
    rest = [entry for entry in others if entry not in siblings]
    siblings.insert(max(0, min(place, len(siblings))), asked)
    return in_section_order(replace(form, asked=(*rest, *siblings)))


def _of_code(form: FormText, code: str) -> Asked:
    """Raises StopIteration where the form does not ask it."""
    return next(entry for entry in form.asked if entry.code == code)


def _is_nested(form: FormText, asked: Asked) -> bool:
    return any(entry.code == asked.part_of for entry in form.asked)


def _are_siblings(form: FormText, one: Asked, other: Asked) -> bool:
    if _is_nested(form, other):
        return one.part_of == other.part_of
    return not _is_nested(form, one) and one.section == other.section


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
