"""How does the form in the making stand on its page: section by section, with what is wrong?"""

from typing import Any

from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.rules.reporting.form_structure import depths
from giaoban.rules.reporting.placed_problems import PlacedProblem
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.reporting.structure_texts import ADDED_KINDS
from giaoban.web.reporting.regime_labels import (
    KINDS,
    LEVELS,
    OVER_TIME,
    OVER_UNITS,
    PARTS_RULES,
)


def shown_entries(
    text: FormText, problems: list[PlacedProblem], fixed: set[str]
) -> list[dict[str, Any]]:
    """Section by section the indicators, tables and lists; `fixed` are the published codes."""
    indicators = _indicator_rows(text, problems, fixed)
    tables, lists = _block_rows(text, "tables", problems), _block_rows(text, "lists", problems)
    shown = []
    for title in ("", *text.sections):
        rows = [row for row in indicators if row["asked"].section == title]
        blocks = [row for row in (*tables, *lists) if row["block"].section == title]
        if title or rows or blocks or not text.sections:
            shown.append({"title": title, "rows": rows, "blocks": blocks})
    return shown


def _indicator_rows(
    text: FormText, problems: list[PlacedProblem], fixed: set[str]
) -> list[dict[str, Any]]:
    wrong = _wrong("indicators", problems)
    names = {breakdown.code: breakdown.name for breakdown in text.breakdowns}
    wholes = {asked.part_of for asked in text.asked}
    return [
        {
            "number": number,
            "asked": asked,
            "depth": min(depth, 4),
            "may_have_parts": asked.kind in ADDED_KINDS,
            "parts": PARTS_RULES.get(asked.parts) if asked.code in wholes else None,
            "breakdowns": [names.get(code, code) for code in asked.breakdowns],
            "kind": KINDS[asked.kind].label if asked.kind in KINDS else asked.kind,
            "over_time": OVER_TIME.get(asked.over_time),
            "over_units": OVER_UNITS.get(asked.over_units),
            "is_fixed": asked.code in fixed,
            "problems": wrong.get(number, []),
        }
        for number, (asked, depth) in enumerate(zip(text.asked, depths(text), strict=True), start=1)
    ]


def _block_rows(text: FormText, key: str, problems: list[PlacedProblem]) -> list[dict[str, Any]]:
    wrong = _wrong(key, problems)
    return [
        {
            "key": key,
            "one": {"tables": "table", "lists": "list"}[key],
            "block": block,
            "problems": wrong.get(number, []),
        }
        for number, block in enumerate(getattr(text, key), start=1)
    ]


def shown_breakdowns(text: FormText, problems: list[PlacedProblem]) -> list[dict[str, Any]]:
    wrong = _wrong("breakdowns", problems)
    return [
        {
            "breakdown": breakdown,
            "rule": PARTS_RULES.get(breakdown.rule),
            "divides": [a.name for a in text.asked if breakdown.code in a.breakdowns],
            "problems": wrong.get(number, []),
        }
        for number, breakdown in enumerate(text.breakdowns, start=1)
    ]


def _wrong(key: str, problems: list[PlacedProblem]) -> dict[int, list[str]]:
    wrong: dict[int, list[str]] = {}
    for problem in problems:
        if len(problem.place) > 1 and problem.place[0] == key:
            wrong.setdefault(int(problem.place[1]), []).append(problem_in_words(problem.problem))
    return wrong


def shown_checks(text: FormText, problems: list[PlacedProblem]) -> list[dict[str, Any]]:
    wrong = _wrong("checks", problems)
    return [
        {
            "number": number,
            "check": check,
            "level": LEVELS.get(check.level),
            "problem": wrong.get(number + 1, [None])[-1],
        }
        for number, check in enumerate(text.checks)
    ]


def linked(problem: PlacedProblem, text: FormText) -> dict[str, str]:
    """The problem with the place on the page at which it is mended."""
    anchor = "indicators"
    name = ""
    if len(problem.place) > 1 and problem.place[0] == "shared":
        name = str(problem.place[1])  # the generated code of a category or a cell
    elif len(problem.place) > 1:
        table, number = str(problem.place[0]), int(problem.place[1])
        if table == "indicators":
            name = text.asked[number - 1].name or text.asked[number - 1].code
            anchor = f"indicator-{text.asked[number - 1].code}"
        elif table == "checks":
            name, anchor = text.checks[number - 1].formula, f"check-{number - 1}"
        elif table in {"breakdowns", "tables", "lists"}:
            block = getattr(text, table)[number - 1]
            name, anchor = block.name or block.code, f"{table}-{block.code}"
    return {"name": name, "anchor": anchor, "words": problem_in_words(problem.problem)}
