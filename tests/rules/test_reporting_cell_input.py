"""What an officer types, and the number it stands for."""

import pytest

from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.cell_input import plain_number, typed_number, yes_or_no


@pytest.mark.parametrize(
    "language, text, number",
    [
        ("vi", "", None),
        ("vi", "   ", None),
        ("vi", "0", 0.0),
        ("vi", "1284", 1284.0),
        ("vi", "1.284", 1284.0),
        ("vi", "1.234.567,5", 1234567.5),
        ("vi", "12,5", 12.5),
        ("vi", ",5", 0.5),
        ("vi", "12,", 12.0),
        ("vi", "-3", -3.0),
        ("vi", "\u22123,25", -3.25),
        ("vi", "+7", 7.0),
        ("vi", "1 284", 1284.0),
        ("vi", "1\u00a0284,5", 1284.5),
        ("en", "1,284", 1284.0),
        ("en", "1,234,567.5", 1234567.5),
        ("en", "12.5", 12.5),
        ("en", ".5", 0.5),
    ],
)
def test_a_typed_number_is_read_as_its_language_writes_numbers(language, text, number):
    assert typed_number(text, language) == number


@pytest.mark.parametrize(
    "language, text, code",
    [
        ("vi", "1.5", "misplaced_grouping"),
        ("vi", "12.34", "misplaced_grouping"),
        ("vi", "1234.567", "misplaced_grouping"),
        ("en", "1,5", "misplaced_grouping"),
        ("vi", "1,5,5", "not_a_number"),
        ("vi", "1,234.5", "not_a_number"),
        ("vi", "khoảng 20", "not_a_number"),
        ("vi", "20 người", "not_a_number"),
        ("vi", "-", "not_a_number"),
        ("vi", ",", "not_a_number"),
        ("vi", "nan", "not_a_number"),
        ("vi", "1e5", "not_a_number"),
        ("vi", "²", "not_a_number"),
        ("vi", "9" * 20, "too_large"),
        ("vi", "9" * 400, "too_large"),
    ],
)
def test_what_is_no_number_is_refused_and_not_guessed(language, text, code):
    with pytest.raises(RuleError) as refused:
        typed_number(text, language)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text, number",
    [
        ("", None),
        ("12", 12.0),
        (" 7.50 ", 7.5),
        ("2.5e15", 2.5e15),
        ("-9e15", -9e15),
        ("+.5", 0.5),
    ],
)
def test_a_file_writes_points_for_decimals(text, number):
    assert plain_number(text) == number


@pytest.mark.parametrize("text", ["1e300", "-1e300", "9000000000000001", "1e999"])
def test_a_number_beyond_what_can_be_counted_is_refused_in_a_file_too(text):
    with pytest.raises(RuleError) as refused:
        plain_number(text)
    assert refused.value.problem == Problem("too_large", {"text": text})


@pytest.mark.parametrize("text", ["1,5", "1.234,5", "nan", "inf", "-inf", "0x10", "1_000", "١٢"])
def test_a_file_with_anything_else_is_refused(text):
    with pytest.raises(RuleError) as refused:
        plain_number(text)
    assert refused.value.code == "not_a_number"


@pytest.mark.parametrize(
    "text, answer",
    [("Có", 1.0), ("không", 0.0), ("yes", 1.0), ("No", 0.0), ("1", 1.0), ("0.0", 0.0), ("", None)],
)
def test_yes_and_no_are_read_in_both_languages(text, answer):
    assert yes_or_no(text) == answer


def test_neither_yes_nor_no_is_refused():
    with pytest.raises(RuleError) as refused:
        yes_or_no("có lẽ")
    assert refused.value.code == "not_yes_or_no"
