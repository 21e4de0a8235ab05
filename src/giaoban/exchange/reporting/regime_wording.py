"""What is wrong with a regime, in words, with where it stands and how to mend it."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext

from giaoban.exchange.reporting.dictionary_wording import DICTIONARY_TEXTS
from giaoban.exchange.reporting.formula_wording import FORMULA_TEXTS
from giaoban.exchange.reporting.structure_wording import STRUCTURE_TEXTS
from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem

_TEXTS: dict[str, str | Promise] = {
    "file_not_utf8": gettext_lazy("The file is not UTF-8 text. Save it as UTF-8 and try again."),
    "toml_malformed": gettext_lazy(
        "Line %(line)s, column %(column)s cannot be read as TOML. Look for a missing quotation "
        "mark or bracket, or a key given twice."
    ),
    "toml_cut_short": gettext_lazy(
        "The file ends in the middle of a value. Look for a missing quotation mark or bracket."
    ),
    "key_unknown": gettext_lazy(
        "No such key is known. Correct its spelling or delete the line; docs/contracts.md lists "
        "every key."
    ),
    "key_missing": gettext_lazy("This key is needed. Add it."),
    "value_wrong_type": gettext_lazy("The value is of the wrong kind. Write %(expected)s."),
    "choice_unknown": gettext_lazy("“%(written)s” is no choice here. Use one of: %(known)s."),
    "text_missing": gettext_lazy("Nothing is written here. Write a text."),
    "text_too_long": gettext_lazy("The text is too long. Use at most %(longest)s characters."),
    "code_has_spaces": gettext_lazy(
        "The code of a regime has no spaces and no slashes. Use letters, digits and hyphens."
    ),
    "no_units": gettext_lazy("There are no units yet. Import the units first."),
    "root_ambiguous": gettext_lazy(
        "There are several units at the top (%(codes)s). Say with the key “unit” which one asks."
    ),
    "unit_unknown": gettext_lazy("No unit has the code “%(code)s”. Correct it or import the unit."),
    "regime_unit_fixed": gettext_lazy(
        "The regime belongs to the unit %(code)s and cannot change to another. Give the new one "
        "a code of its own."
    ),
    "reporters_unknown_form": gettext_lazy(
        "“%(written)s” does not say who reports. Write leaves, all, level:N, kind:K, under:CODE, "
        "or a list of codes."
    ),
    "reporters_level_out_of_range": gettext_lazy(
        "“%(written)s” names no level. Write level:1 for the top, level:2 for the one below it, "
        "and so on."
    ),
    "reporters_list_empty": gettext_lazy(
        "The list of reporting units is empty. Name at least one."
    ),
    "reporters_list_malformed": gettext_lazy(
        'The list of reporting units cannot be read. Write it as ["CODE", "CODE"].'
    ),
    "reporters_code_twice": gettext_lazy("The code %(code)s is listed twice. Delete one."),
    "reporters_code_unknown": gettext_lazy(
        "No unit has the code “%(code)s”. Correct it or import the unit."
    ),
    "period_key_unknown_form": gettext_lazy(
        "“%(key)s” names no period. Write it like 2026-07, 2026Q3, 2026H1, 2026-9M, 2026, 2026W07 "
        "or once:NAME."
    ),
    "period_year_out_of_range": gettext_lazy(
        "The year of “%(key)s” must lie between %(first)s and %(last)s."
    ),
    "period_number_out_of_range": gettext_lazy("There is no period “%(key)s” in a year."),
    "period_name_malformed": gettext_lazy(
        "The name in “%(key)s” has letters, digits, single spaces, points and hyphens only, at "
        "most %(longest)s characters."
    ),
    "period_not_of_frequency": gettext_lazy(
        "“%(key)s” is not a period in which this regime reports. Name one of its own frequency."
    ),
    "period_once_without_dates": gettext_lazy(
        "The regime does not say from which day to which day it collects. Fill in the collection "
        "window first."
    ),
    "period_once_ends_before_start": gettext_lazy("The last day lies before the first."),
    "period_not_begun": gettext_lazy(
        "The period %(key)s begins on %(starts_on)s. It can be opened from that day on."
    ),
    "regime_ended": gettext_lazy(
        "The regime ended on %(ended_on)s. Clear that date to open later periods."
    ),
    "regime_without_form": gettext_lazy("No form has been published yet. Publish one first."),
    "window_incomplete": gettext_lazy("The collection window needs its first and its last day."),
    "window_ends_before_start": gettext_lazy("The last day lies before the first."),
    "year_start_out_of_range": gettext_lazy("Write a month as a number from 1 to 12."),
    "year_start_not_for_calendar": gettext_lazy(
        "Only a financial year can begin with another month: choose the calendar “fiscal”, or "
        "leave the month out."
    ),
    "first_hours_out_of_range": gettext_lazy(
        "The first report is due within 1 to %(longest)s hours."
    ),
    "rhythm_not_for_frequency": gettext_lazy(
        "Only a regime of incidents reports by the hour. Leave it out."
    ),
    "window_not_for_frequency": gettext_lazy(
        "Only a regime that reports once has a collection window. Leave it out."
    ),
    "deadline_needs_one_way": gettext_lazy(
        "Give either working days after the cut-off or a fixed day, not both."
    ),
    "deadline_day_out_of_range": gettext_lazy("The fixed day must lie between 1 and 31."),
    "deadline_working_days_negative": gettext_lazy("Working days cannot be negative."),
    "deadline_offset_out_of_range": gettext_lazy(
        "A deadline lies in the period's last month or at most %(longest)s months later."
    ),
    "deadline_level_out_of_range": gettext_lazy("Levels count from 1, the top."),
    "deadline_level_twice": gettext_lazy(
        "There are two deadlines for the same level. Keep one of them."
    ),
    "deadline_too_soon": gettext_lazy(
        "In %(period)s the deadline comes less than one working day after the cut-off. Give units "
        "at least one."
    ),
    "deadline_after_higher_level": gettext_lazy(
        "In %(period)s level %(level)s is due after level %(higher)s, which needs its figures."
    ),
    "reminder_days_out_of_range": gettext_lazy(
        "A reminder comes at most %(longest)s working days before or after the deadline."
    ),
    "reminder_hours_out_of_range": gettext_lazy(
        "A reminder by the hour comes at most %(longest)s hours before or after the deadline."
    ),
    "reminder_hours_not_for_frequency": gettext_lazy(
        "Only reports of incidents are reminded of by the hour. Give working days."
    ),
    "reminder_needs_one_way": gettext_lazy("Give either working days or hours, not both."),
    "reminder_level_out_of_range": gettext_lazy("Levels count from 1, the top."),
    "reminder_twice": gettext_lazy("The same reminder stands twice. Keep one of them."),
    "link_days_out_of_range": gettext_lazy("A link works for 1 to %(longest)s days."),
    "form_without_indicators": gettext_lazy("The form asks nothing yet. Add an indicator."),
    "section_twice": gettext_lazy("Two sections are called “%(title)s”. Rename one."),
    "section_unknown": gettext_lazy(
        "There is no section “%(title)s”. Add it or correct its title."
    ),
    "bad_code": gettext_lazy(
        "“%(code)s” cannot be a code. Use letters without diacritics, digits and _, and begin "
        "with a letter."
    ),
    "repeated_code": gettext_lazy(
        "The code “%(code)s” is already that of indicator %(first)s. Choose another."
    ),
    "rule_not_for_kind": gettext_lazy(
        "Only counts, amounts and yes/no add up. Leave this rule out."
    ),
    "cumulative_not_for_kind": gettext_lazy(
        "A yes or no does not come together over a year. Choose another rule."
    ),
    "bound_not_for_kind": gettext_lazy("Only counts and amounts have bounds. Leave this out."),
    "bound_not_finite": gettext_lazy("A bound is an ordinary number."),
    "bound_not_whole": gettext_lazy("A count has whole bounds."),
    "bounds_crossed": gettext_lazy("The least (%(least)s) is more than the most (%(most)s)."),
    "better_not_for_kind": gettext_lazy("Only a number can be better when it is lower."),
    "decimals_not_for_kind": gettext_lazy("Only amounts and ratios are shown with decimals."),
    "decimals_out_of_range": gettext_lazy("Show between 0 and %(most)s decimals."),
    "choices_not_for_kind": gettext_lazy("Only an indicator of the kind choice has choices."),
    "too_few_choices": gettext_lazy("Give at least two choices."),
    "empty_choice": gettext_lazy("A choice is empty. Write it or delete it."),
    "repeated_choice": gettext_lazy("“%(choice)s” is listed twice. Delete one."),
    "part_not_for_kind": gettext_lazy("Only a ratio has a numerator and a denominator."),
    "part_missing": gettext_lazy("A ratio needs a numerator and a denominator."),
    "part_unknown": gettext_lazy("The form has no indicator “%(code)s”."),
    "ratio_of_ratios": gettext_lazy("“%(code)s” is a ratio itself. Name a count or an amount."),
    "part_not_a_number": gettext_lazy("“%(code)s” is no number. Name a count or an amount."),
    "ratio_required": gettext_lazy(
        "A ratio is worked out and not typed. Make its two parts required instead."
    ),
    "meaning_changed": gettext_lazy(
        "“%(code)s” was published with %(before)s and cannot change to %(after)s: earlier figures "
        "would come to mean something else. Give the new meaning a new code."
    ),
    "indicator_unknown": gettext_lazy("The form has no indicator “%(code)s”."),
    "unknown_indicator": gettext_lazy("The form has no indicator “%(code)s”."),
    "target_not_for_kind": gettext_lazy("Only a number can have a target."),
    "outline_draws_on_itself": gettext_lazy(
        "A section draws on its own regime by itself. Name another regime, or leave it out."
    ),
    "outline_days_out_of_range": gettext_lazy(
        "An author has between 1 and %(longest)s working days."
    ),
    "outline_without_author": gettext_lazy(
        "Working days and instruction are for an author. Name the unit that writes the section."
    ),
    "target_year_out_of_range": gettext_lazy("Write the year of the target with four digits."),
    "target_twice": gettext_lazy("The unit %(unit)s has this target for %(year)s twice."),
    "regime_code_taken": gettext_lazy("Another regime has the code “%(code)s”. Choose another."),
    "regime_code_fixed": gettext_lazy("The code of a regime does not change. It is “%(code)s”."),
    "regime_frequency_fixed": gettext_lazy(
        "Periods have been opened, so frequency and calendar do not change any more. Make a new "
        "regime instead."
    ),
    "form_frozen": gettext_lazy(
        "Version %(number)s is published and does not change any more. Begin a new version."
    ),
    "form_changed_meanwhile": gettext_lazy(
        "Somebody else changed the form meanwhile. Look at it and try again."
    ),
    "form_unchanged": gettext_lazy("Nothing differs from the published version."),
    "form_in_the_making": gettext_lazy(
        "Version %(number)s of the form is being made on the page. Publish or discard it first."
    ),
    "effective_period_has_reports": gettext_lazy(
        "Units have already reported for %(newest)s with the version in force. Choose a later "
        "period."
    ),
    "period_locked": gettext_lazy("The figures of %(period)s are locked. Unlock the period first."),
    "reopening_in_the_past": gettext_lazy("This moment has passed: choose a later one."),
    "period_not_locked": gettext_lazy("The period %(period)s is not locked."),
    "period_not_reported": gettext_lazy("No unit reports for the period %(period)s itself."),
    "reason_missing": gettext_lazy("Say why."),
    "reason_too_long": gettext_lazy("The reason is too long. Use at most %(longest)s characters."),
    "extension_before_cut_off": gettext_lazy("An extension lies after the cut-off of %(ends_on)s."),
    **FORMULA_TEXTS,
    **STRUCTURE_TEXTS,
    **DICTIONARY_TEXTS,
}

_EXPECTED = {
    "text": gettext_lazy("a text in quotation marks"),
    "list": gettext_lazy("a list of texts in square brackets"),
    "flag": gettext_lazy("true or false"),
    "whole": gettext_lazy("a whole number"),
    "number": gettext_lazy("a number"),
    "day": gettext_lazy("a date such as 2026-07-01"),
    "time": gettext_lazy("a time of day such as 17:00:00"),
    "table": gettext_lazy("a table in single square brackets"),
    "tables": gettext_lazy("a table in double square brackets"),
}


def in_words(problem: PlacedProblem) -> str:
    """Where it stands and what is wrong: "indicators, no. 3, min: Only counts …"."""
    words = problem_in_words(problem.problem)
    where = place_in_words(problem.place)
    if not where:
        return words
    return gettext("%(where)s: %(problem)s") % {"where": where, "problem": words}


def place_in_words(place: Place) -> str:
    """The table, its number and the key, as the file writes them."""
    parts = []
    for part in place:
        if isinstance(part, int):
            parts.append(pgettext("place in a file", "no. %(number)s") % {"number": part})
        else:
            parts.append(part)
    return ", ".join(parts)


def problem_in_words(problem: Problem) -> str:
    """A sentence for every code that the rules and actions of regimes give."""
    text = _TEXTS.get(problem.code)
    if text is None:
        raise KeyError(f"no words for the problem {problem.code!r}")
    words = {name: _worded(name, value) for name, value in problem.params.items()}
    return (str(text) % words).strip()


def _worded(name: str, value: Any) -> str:
    if name == "expected" and value in _EXPECTED:
        return str(_EXPECTED[value])
    if name == "suggestions":
        return gettext("Did you mean %(codes)s?") % {"codes": ", ".join(value)} if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(str(entry) for entry in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return day_text(value)
    if value == "":
        return gettext("nothing")
    return str(value)
