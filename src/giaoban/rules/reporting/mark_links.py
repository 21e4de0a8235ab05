"""Which cell of a workbook is probably a figure that the form asks already? Known by its name."""

from collections.abc import Mapping
from dataclasses import replace

from giaoban.rules.reporting.workbook_marks import Mark, MarkKind, Marks, renamed
from giaoban.rules.units.naming import search_key


def linked(marks: Marks, names: Mapping[str, str], *, keeps_others: bool) -> Marks:
    """The proposal with the codes of the form in place of new ones where the names are the same.

    `names` is the name of each code that is asked; a name that stands twice links nothing.
    `keeps_others`: whether cells of which the form knows nothing stay in the proposal.
    """
    by_name: dict[str, list[str]] = {}
    for code, name in names.items():
        by_name.setdefault(_key(name), []).append(code)
    found: Marks = ()
    taken: set[str] = set()
    for mark in marks:
        code = _link(mark, by_name) if mark.kind == MarkKind.FIGURE else ""
        if code and code not in taken:
            taken.add(code)
            found = (*renamed(found, mark.code, code), replace(mark, code=code))
            marks = renamed(marks, mark.code, code)
        elif mark.kind != MarkKind.FIGURE or (keeps_others and mark.code not in names):
            found = (*found, mark)
    return found


def _link(mark: Mark, by_name: Mapping[str, list[str]]) -> str:
    for name in (mark.asking.name, mark.label_text):
        codes = by_name.get(_key(name), [])
        if len(codes) == 1:
            return codes[0]
    return ""


def _key(name: str) -> str:
    return " ".join(search_key(name).replace("–", "-").split()).strip("-+*. :")
