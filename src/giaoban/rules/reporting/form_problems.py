"""What is wrong with a form, and where: sections, indicators, checks?"""

from collections.abc import Iterator
from dataclasses import replace

from giaoban.rules.reporting.checks import CheckLevel
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.formulas import FormulaError, parse
from giaoban.rules.reporting.indicator_problems import LONGEST_NAME, indicator_problems
from giaoban.rules.reporting.indicators import (
    TYPED_NUMBERS,
)
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_problems import nesting_problems, structure_problems

LONGEST_FORMULA = 500
KEPT_FROM_A_DRAFT = frozenset(
    {
        "repeated_code",
        "bad_code",
        "section_twice",
        "repeated_part_code",
        "bad_part_code",
        "generated_code_taken",
        "nested_in_circle",
        "shared_twice",
        "shared_twice_in_regime",
        "shared_not_for_kind",
    }
)
"""What not even a form in the making may hold: codes that could not be told apart, and links that
could not be (they hold at once, decision 0016)."""


def with_default_rules(asked: Asked) -> Asked:
    """The indicator as it is kept: `sum` where a kind that adds up names no rule.

    For the kinds that have no rules, `none` and nothing are the same and kept as nothing.
    """
    if asked.kind in TYPED_NUMBERS:
        return replace(
            asked, over_time=asked.over_time or "sum", over_units=asked.over_units or "sum"
        )
    return replace(
        asked,
        over_time="" if asked.over_time == "none" else asked.over_time,
        over_units="" if asked.over_units == "none" else asked.over_units,
    )


def form_problems(form: FormText) -> list[PlacedProblem]:
    """Everything that keeps a form from being published: sections, indicators, checks in turn."""
    problems = list(_section_problems(form))
    if not (form.asked or form.tables or form.lists):
        problems.append(placed(("indicators",), "form_without_indicators"))
    kinds = kinds_asked(form)
    seen: dict[str, int] = {}
    used: dict[str, int] = {}
    for number, asked in enumerate(form.asked, start=1):
        place: Place = ("indicators", number)
        if seen.setdefault(asked.code, number) != number:
            # Of two with one code it is the second that has to be called otherwise.
            problems.append(
                placed((*place, "code"), "repeated_code", code=asked.code, first=seen[asked.code])
            )
        problems += indicator_problems(asked, kinds, place)
        if asked.shared and used.setdefault(asked.shared, number) != number:
            problems.append(
                placed(
                    (*place, "shared"),
                    "shared_twice",
                    code=asked.shared,
                    first=used[asked.shared],
                )
            )
        problems += nesting_problems(asked, form, place)
        if asked.section and asked.section not in form.sections:
            problems.append(placed((*place, "section"), "section_unknown", title=asked.section))
    problems += structure_problems(form)
    problems += _link_problems(form, {asked.shared: asked.code for asked in form.asked})
    return problems + list(check_problems(form))


def _link_problems(form: FormText, used: dict[str, str]) -> Iterator[PlacedProblem]:
    """Of the links of categories and cells; `used` are the entries of what is written, by code."""
    asked = {item.asked.code for item in expanded(form) if item.place.is_category_or_cell}
    for code, entry in form.shared:
        place: Place = ("shared", code)
        if code not in asked:
            yield placed(place, "shared_of_nothing", code=code)
        elif used.setdefault(entry, code) != code:
            yield placed(place, "shared_twice_in_regime", code=used[entry])


def kinds_asked(form: FormText) -> dict[str, str]:
    """The kind of every code that formulas and ratios may name, generated ones among them."""
    return {item.asked.code: item.asked.kind for item in expanded(form)}


def check_problems(form: FormText) -> Iterator[PlacedProblem]:
    """Checks that cannot be made, with the column of the mistake in the formula."""
    kinds = kinds_asked(form)
    levels = [level.value for level in CheckLevel]
    for number, check in enumerate(form.checks, start=1):
        place: Place = ("checks", number)
        if check.level not in levels:
            yield placed((*place, "level"), "choice_unknown", written=check.level, known=levels)
        if len(check.message) > LONGEST_NAME:
            yield placed((*place, "message"), "text_too_long", longest=LONGEST_NAME)
        if len(check.formula) > LONGEST_FORMULA:
            yield placed((*place, "formula"), "text_too_long", longest=LONGEST_FORMULA)
            continue
        try:
            parse(check.formula, kinds)
        except FormulaError as error:
            yield PlacedProblem((*place, "formula"), error.problem)


def _section_problems(form: FormText) -> Iterator[PlacedProblem]:
    for number, title in enumerate(form.sections, start=1):
        place: Place = ("sections", number, "title")
        if not title.strip():
            yield placed(place, "text_missing")
        elif len(title) > LONGEST_NAME:
            yield placed(place, "text_too_long", longest=LONGEST_NAME)
        if title in form.sections[: number - 1]:
            yield placed(place, "section_twice", title=title)
