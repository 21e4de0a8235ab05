"""How does a formula look in a template?"""

import pytest

from giaoban.rules.reporting.formulas import FormulaError, Reference, When, parse, to_excel


def cell_of(reference: Reference) -> str:
    column = {When.THIS: "C", When.PREVIOUS: "D", When.LAST_YEAR: "E"}[reference.when]
    return f"{column}{ord(reference.code) - ord('a') + 1}"


def test_a_comparison_writes_out_how_it_rounds() -> None:
    assert to_excel(parse("a <= 5"), cell_of) == (
        "IF(ISNUMBER(C1),IFERROR("
        "ROUND(ROUND(C1,9)-5,MAX(0,MIN(9,13-INT(LOG10(MAX(1,ABS(C1),5))+1E-9))))<=0"
        ',""),"")'
    )


def test_a_sum_keeps_fifteen_digits_of_its_largest_term() -> None:
    text = to_excel(parse("is_missing(c) or a - previous(b) == 0"), cell_of)
    total = "ROUND(C1-D2,MAX(0,14-INT(LOG10(MAX(1E-6,ABS(C1),ABS(D2)))+1E-9)))"
    assert text == (
        "IF(AND(ISNUMBER(C1),ISNUMBER(D2)),IFERROR(OR(NOT(ISNUMBER(C3)),"
        f"ROUND(ROUND({total},9)-0,MAX(0,MIN(9,13-INT(LOG10(MAX(1,ABS({total}),0))+1E-9))))=0"
        '),""),"")'
    )


def test_an_expression_in_place_of_a_cell_stands_in_parentheses() -> None:
    text = to_excel(parse("not is_missing(a)"), lambda _: 'IF(C1="Có",1,"")')
    assert text == 'IFERROR(NOT(NOT(ISNUMBER((IF(C1="Có",1,""))))),"")'


def test_a_cell_of_another_sheet_stands_as_it_is() -> None:
    text = to_excel(parse("is_missing(a)"), lambda _: "'Kỳ trước, năm 2025'!$C$1")
    assert text == "IFERROR(NOT(ISNUMBER('Kỳ trước, năm 2025'!$C$1)),\"\")"


def test_what_excel_would_not_take_is_refused() -> None:
    formula = parse("sum(a, b, c, d, e, f, g, h) <= 5")
    with pytest.raises(FormulaError) as caught:
        to_excel(formula, lambda _: "A" * 400)
    assert caught.value.code == "formula_too_complex"
