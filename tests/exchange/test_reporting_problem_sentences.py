"""Whatever keeps an uploaded file from being taken is said with its place and how to mend it."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import giaoban
from giaoban.exchange.reporting.problem_words import PROBLEM_CODES, place, sentence
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.rules.problems import Problem, RuleError
from tests.exchange.test_reporting_failed_formulas import ods, xlsx
from tests.exchange.test_reporting_hostile_workbooks import book
from tests.old_workbooks import number, xls

SOURCE = Path(giaoban.__file__).parent
READING = (
    *("exchange/reporting/archives.py", "exchange/reporting/values_csv.py"),
    *("exchange/reporting/compound_files.py", "exchange/reporting/failed_formulas.py"),
    *("exchange/reporting/ma*ed_*.py", "exchange/reporting/old_*.py"),
    *("exchange/reporting/open*.py", "exchange/reporting/workbook_*.py"),
    *("exchange/reporting/outside_names.py", "exchange/reporting/calling_formulas.py"),
    *("actions/reporting/import*.py", "actions/reporting/queued_imports.py"),
    *("actions/reporting/draft_workbooks.py", "actions/reporting/opening_workbooks.py"),
    *("actions/reporting/mapped_reports.py", "actions/reporting/typed_lists.py"),
    *("actions/reporting/taking.py", "actions/reporting/taken_values.py"),
    *("rules/reporting/cell_input.py", "rules/reporting/workbook_shape.py"),
    *("rules/reporting/list_rows.py", "rules/reporting/listed_rows.py"),
    *("rules/reporting/row_numbers.py", "rules/reporting/part_sums.py"),
    *("rules/reporting/cumulative.py", "rules/reporting/checks.py"),
    *("rules/reporting/indicator_problems.py", "rules/reporting/period_keys.py"),
)
NO_FILE = {"step_not_allowed"}
"""Of whoever presses a button that the page does not offer."""
ITSELF_THE_REMEDY = {
    *("choose_a_workbook", "mark_asks_badly", "mark_kind_unknown", "mark_label_of_nothing"),
    *("required_missing", "sheet_renamed", "too_many_marks"),
}


def raised_codes() -> set[str]:
    """Every code that is written where a file is read."""
    paths = {path for pattern in READING for path in SOURCE.glob(pattern)}
    return {
        node.args[0].value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"RuleError", "Problem", "UnreadableWorkbook", "Finding"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_whatever_reading_a_file_may_find_wrong_has_a_sentence() -> None:
    codes = raised_codes()
    assert len(codes) > 60
    assert sorted(codes - PROBLEM_CODES) == sorted(NO_FILE)


@pytest.mark.parametrize("code", sorted(PROBLEM_CODES - {"in_list_row"}))
def test_each_sentence_says_what_is_wrong_and_how_to_mend_it_in_both_languages(code: str) -> None:
    said = {}
    for language in ("vi", "en"):
        with override(language):
            said[language] = sentence_of(code)
    named = {language: set(re.findall(r"<\w+>", words)) for language, words in said.items()}
    assert said["vi"] != said["en"]
    assert named["vi"] == named["en"]
    # What is wrong, then a colon or a full stop, then what to do.
    parts = [len(re.findall(r"[:.](?:\s|$)", words)) for words in said.values()]
    assert min(parts) >= (1 if code in ITSELF_THE_REMEDY | {"check_failed"} else 2)


def sentence_of(code: str) -> str:
    """With the name of each thing that it tells in its place."""
    told: dict[str, object] = {}
    while True:
        try:
            return sentence(Problem(code, told))
        except KeyError as missing:
            told[missing.args[0]] = f"<{missing.args[0]}>"


@pytest.mark.parametrize(
    ("language", "where"),
    [
        ("vi", ["trang tính “Báo cáo”, ô D9", "dòng 3, cột value", "dòng 3", ""]),
        ("en", ["sheet “Báo cáo”, cell D9", "row 3, column value", "row 3", ""]),
    ],
)
def test_the_place_is_said_by_sheet_and_cell_or_row_and_column(
    language: str, where: list[str]
) -> None:
    with override(language):
        places = [("Báo cáo", "D9", 0, ""), ("", "", 3, "value"), ("", "", 3, ""), ("", "", 0, "")]
        assert [place(*each) for each in places] == where


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (xlsx('<c r="B2"/><c r="XFD1048576"/>'), "The sheet “x” reaches as far as the cell XFD10"),
        (
            ods(
                "<table:table-row table:number-rows-repeated='900000'><table:table-cell/>"
                "<table:table-cell office:value='1'/></table:table-row>"
            ),
            "The sheet “x” reaches as far as the cell B900000",
        ),
        (
            xls([number(8_000, 255)]),
            "The sheet “s0000” of the .xls reaches as far as the cell IV8001",
        ),
        (
            book('<worksheet><sheetData><c r="XFD1048576"/></sheetData></worksheet>'),
            "A sheet of the workbook reaches as far as the cell XFD1048576",
        ),
    ],
    ids=["xlsx", "ods", "xls", "a sheet without a name"],
)
def test_a_sheet_that_is_too_large_is_named_with_its_last_cell_and_the_bound(
    content: bytes, says: str
) -> None:
    with pytest.raises(RuleError) as raised:
        refuse_unbounded(content)
    with override("en"):
        words = sentence(raised.value.problem)
    assert (words.startswith(says), "1,000,000 cells at most" in words) == (True, True)


@pytest.mark.parametrize(("language", "says"), [("vi", "Dòng 2"), ("en", "Row 2")])
def test_a_problem_of_a_row_says_what_is_wrong_with_it(language: str, says: str) -> None:
    params = {"problem": "negative", "row": 2, "column": "Số người", "value": -3}
    with override(language):
        inner = sentence(Problem("negative", {"value": -3}))
        said = sentence(Problem("in_list_row", params))
    assert (said.startswith(says), said.endswith(inner)) == (True, True)
