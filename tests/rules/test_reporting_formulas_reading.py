"""What is a formula, and what is refused where?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.formulas import FormulaError, Reference, When, parse, references
from giaoban.rules.reporting.formulas.parser import parse_tree
from giaoban.rules.reporting.formulas.tree import (
    Comparison,
    Logic,
    Negative,
    Not,
    Number,
    Product,
    Sum,
    Term,
)

KINDS = {
    "processed": "count",
    "processed_online": "count",
    "budget": "amount",
    "share": "ratio",
    "has_plan": "yes_no",
    "remarks": "text",
    "grade": "choice",
    "decision": "file",
}


def refused(text: str) -> tuple[str, int, dict[str, object]]:
    with pytest.raises(FormulaError) as caught:
        parse(text, KINDS)
    params = dict(caught.value.params)
    assert params.pop("column") == caught.value.column
    return caught.value.code, caught.value.column, params


@pytest.mark.parametrize(
    ("text", "code", "column", "params"),
    [
        ("", "empty", 1, {}),
        ("  ", "empty", 1, {}),
        ("budget > 1" + " " * 491, "too_long", 501, {"length": 501, "limit": 500}),
        ("(" * 60 + "budget", "too_deep", 52, {"limit": 50}),
        ("not " * 51 + "budget > 1", "too_deep", 205, {"limit": 50}),
        ("budget % 2 > 1", "unexpected_character", 8, {"character": "%"}),
        ("budget > đ", "unexpected_character", 10, {"character": "đ"}),
        ("budget ^ 2 > 1", "unexpected_character", 8, {"character": "^"}),
        ("budget.real > 1", "unexpected_character", 7, {"character": "."}),
        ("budget = 1", "other_spelling", 8, {"found": "=", "expected": "=="}),
        ("budget <> 1", "other_spelling", 8, {"found": "<>", "expected": "!="}),
        ("budget => 1", "other_spelling", 8, {"found": "=>", "expected": ">="}),
        ("budget ≤ 1", "other_spelling", 8, {"found": "≤", "expected": "<="}),
        ("budget <= 0,5", "decimal_comma", 12, {}),
        ("(budget <= 0,5)", "decimal_comma", 13, {}),
        ("budget <= 1.", "bad_number", 11, {"found": "1."}),
        ("budget <= .5", "bad_number", 11, {"found": ".5"}),
        ("budget <= 1e3", "bad_number", 11, {"found": "1e3"}),
        ("budget <= 1.000.000", "bad_number", 11, {"found": "1.000.000"}),
        ("budget <= 1234567890.123456", "number_too_long", 11, {"limit": 15}),
        ("budget <= 5 6", "unexpected", 13, {"found": "6"}),
        ("budget <= )", "unexpected", 11, {"found": ")"}),
        ("budget + and 1", "unexpected", 10, {"found": "and"}),
        ("+budget > 1", "unexpected", 1, {"found": "+"}),
        ("budget <=", "unexpected_end", 10, {}),
        ("(budget + 1 <= 2", "parenthesis_not_closed", 1, {}),
        ("0 < budget < 5", "chained_comparison", 12, {}),
        ("runde(budget) > 1", "unknown_function", 1, {"name": "runde", "suggestions": ("round",)}),
        ("1 < MAX(budget)", "unknown_function", 5, {"name": "MAX", "suggestions": ("max",)}),
        (
            "abs(budget, 1) > 1",
            "wrong_number_of_arguments",
            1,
            {"name": "abs", "expected": 1, "found": 2},
        ),
        (
            "sum() > budget",
            "wrong_number_of_arguments",
            1,
            {"name": "sum", "expected": 1, "found": 0},
        ),
        ("previous(budget + 1) > 1", "code_expected", 10, {"name": "previous"}),
        ("previous(last_year(budget)) > 1", "code_expected", 20, {"name": "previous"}),
        ("is_missing(1)", "code_expected", 12, {"name": "is_missing"}),
        (
            "coalesce(budget, processed) > 1",
            "number_literal_expected",
            18,
            {"name": "coalesce"},
        ),
        ("round(budget, 0.5) > 1", "places_expected", 15, {"least": -9, "most": 9}),
        ("round(budget, 10) > 1", "places_expected", 15, {"least": -9, "most": 9}),
        ("if(budget > 1, budget, budget > 2)", "branches_differ", 24, {}),
        ("(budget > 1) + 2 > 3", "number_expected", 2, {}),
        ("(budget > 1) == (processed > 1)", "number_expected", 2, {}),
        ("-(budget > 1) > 3", "number_expected", 3, {}),
        ("budget", "condition_expected", 1, {}),
        ("budget - 1 and processed > 2", "condition_expected", 1, {}),
        ("not budget", "condition_expected", 5, {}),
        ("if(budget, budget > 1, budget < 1)", "condition_expected", 4, {}),
        (
            "processed_onlin <= processed",
            "unknown_code",
            1,
            {"found": "processed_onlin", "suggestions": ("processed_online", "processed")},
        ),
        ("1 < previous(zzz)", "unknown_code", 14, {"found": "zzz", "suggestions": ()}),
        ("remarks > 1", "code_is_no_number", 1, {"found": "remarks", "kind": "text"}),
        ("is_missing(grade)", "code_is_no_number", 12, {"found": "grade", "kind": "choice"}),
        ("1 < decision", "code_is_no_number", 5, {"found": "decision", "kind": "file"}),
        ("1 < 2", "no_indicator", 1, {}),
        ("(" * 12 + "budget" + " + 1) * 2" * 12 + " > 1", "too_complex", 13, {}),
    ],
)
def test_what_is_outside_the_language_is_refused_with_its_place(
    text: str, code: str, column: int, params: dict[str, object]
) -> None:
    assert refused(text) == (f"formula_{code}", column, params)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "a + b * c <= 1",
            Comparison(
                "<=",
                Sum(
                    (
                        Term(False, Reference("a")),
                        Term(False, Product("*", Reference("b"), Reference("c"))),
                    )
                ),
                Number(1.0),
            ),
        ),
        (
            "a / b / -c > 0",
            Comparison(
                ">",
                Product(
                    "/", Product("/", Reference("a"), Reference("b")), Negative(Reference("c"))
                ),
                Number(0.0),
            ),
        ),
        (
            "a - (b - -c) == sum(a, b)",
            Comparison(
                "==",
                Sum(
                    (
                        Term(False, Reference("a")),
                        Term(True, Reference("b")),
                        Term(True, Reference("c")),
                    )
                ),
                Sum((Term(False, Reference("a")), Term(False, Reference("b")))),
            ),
        ),
        (
            "not a > 1 and b > 2 or c > 3",
            Logic(
                "or",
                (
                    Logic(
                        "and",
                        (
                            Not(Comparison(">", Reference("a"), Number(1.0))),
                            Comparison(">", Reference("b"), Number(2.0)),
                        ),
                    ),
                    Comparison(">", Reference("c"), Number(3.0)),
                ),
            ),
        ),
    ],
)
def test_operators_bind_as_at_school(text: str, tree: object) -> None:
    assert parse_tree(text) == tree


def test_a_formula_names_what_it_looks_at_in_the_order_of_its_text() -> None:
    formula = parse(
        "abs(budget - previous(budget)) <= 0.5 * last_year(processed) and budget > has_plan", KINDS
    )
    assert references(formula) == (
        Reference("budget"),
        Reference("budget", When.PREVIOUS),
        Reference("processed", When.LAST_YEAR),
        Reference("has_plan"),
    )
    assert formula.codes == ("budget", "processed", "has_plan")


def test_only_what_may_not_be_missing_is_needed() -> None:
    formula = parse("is_missing(a) or coalesce(b, 0) <= previous(c)")
    assert formula.needed == (Reference("c", When.PREVIOUS),)
    assert formula.codes == ("a", "b", "c")


def test_a_code_may_bear_the_name_of_a_function() -> None:
    assert parse("sum(sum, min) <= max(max)").codes == ("sum", "min", "max")


WORDS = ("a", "b", "0.5", "12", "(", ")", ",", "+", "-", "*", "/", "<", "<=", "==", "!=", ">")
WORDS += ("and", "or", "not", "if(", "abs(", "min(", "round(", "previous(", "coalesce(", "is_")
WORDS += ("missing(a)", " ", "=", "%", "ữ", ".", "'", "\n")


@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join) | st.text(max_size=30))
def test_any_text_is_a_formula_or_is_refused_with_a_place_in_it(text: str) -> None:
    try:
        column = parse(text).references[0].column
    except FormulaError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1
