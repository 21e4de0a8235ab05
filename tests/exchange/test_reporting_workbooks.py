"""A workbook goes out for a unit and comes back: what it holds, and what the reader makes of it."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from giaoban.exchange.reporting.template_layout import HIDDEN_SHEET
from giaoban.exchange.reporting.workbook_reader import (
    UnreadableWorkbook,
    judge_cells,
    read_workbook,
)
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.models import Period, Unit
from giaoban.queries.reporting.template_facts import filled_from, form_of_period, template_units
from giaoban.rules.reporting.formulas import evaluate
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind
from tests.cast import Cast
from tests.conftest import Convert, QueryCheck
from tests.factories import NOW, make_period, make_regime, make_unit, make_version

INDICATORS = (
    {"code": "received", "name": "Hồ sơ tiếp nhận", "section": "I. Dịch vụ công", "is_required": 1},
    {"code": "online", "name": "Hồ sơ trực tuyến", "section": "I. Dịch vụ công", "maximum": 1e6},
    {
        "code": "share",
        "name": "Tỷ lệ trực tuyến",
        "kind": "ratio",
        "numerator": "online",
        "denominator": "received",
        "section": "I. Dịch vụ công",
    },
    {"code": "cost", "name": "Kinh phí", "kind": "amount", "decimals": 1, "measure": "triệu đồng"},
    {"code": "has_team", "name": "Có tổ công nghệ số cộng đồng", "kind": "yes_no"},
    {"code": "level", "name": "Mức độ", "kind": "choice", "choices": ["Tốt", "Khá, đạt", "Kém"]},
    {"code": "remark", "name": "Khó khăn, vướng mắc", "kind": "text", "help": "Nêu ngắn gọn"},
    {"code": "proof", "name": "Văn bản kèm theo", "kind": "file"},
)
CHECKS = (
    {"formula": "online <= received", "message": "Trực tuyến không quá tiếp nhận"},
    {
        "formula": "received <= 2 * previous(received)",
        "level": "warning",
        "message": "Tăng quá gấp đôi kỳ trước",
    },
)
FACTS = [
    IndicatorFacts(
        code=str(one["code"]),
        kind=IndicatorKind(one.get("kind", "count")),
        numerator=one.get("numerator"),  # type: ignore[arg-type]
        denominator=one.get("denominator"),  # type: ignore[arg-type]
    )
    for one in INDICATORS
]


@pytest.fixture
def period(cast: Cast) -> Period:
    regime = make_regime(cast.lao_cai, indicators=INDICATORS, checks=CHECKS)
    make_version(
        cast.ta_van, make_period(regime, "2026-09"), values={"received": 10, "has_team": 1}
    )
    return make_period(regime, "2026-10")


def workbook_of(period: Period, unit: Unit, language: str = "vi") -> bytes:
    shared = form_of_period(period)
    facts = template_units(shared, [unit.pk])[unit.pk]
    return TemplateWriter(shared, "tháng 10/2026", NOW, language).workbook(facts)


def filled(content: bytes, cells: dict[str, object], sheet: int = 0) -> bytes:
    """The workbook after somebody typed into the cells of a visible sheet."""
    workbook: Workbook = load_workbook(BytesIO(content))
    for name, value in cells.items():
        workbook.worksheets[sheet][name] = value
    return saved(workbook)


def cell_of(content: bytes, code: str) -> str:
    """Where the figure of an indicator is typed."""
    return {cell.code: cell.cell for cell in read_workbook(content).cells}[code]


def typed(content: bytes, **values: object) -> bytes:
    return filled(content, {cell_of(content, code): value for code, value in values.items()})


def judged(content: bytes) -> tuple[dict[str, float], dict[str, str], list[tuple[str, str]]]:
    read = judge_cells(read_workbook(content), FACTS)
    problems = [(bad.problem.code, bad.indicator) for bad in read.problems]
    return read.numbers, read.texts, problems


def test_a_template_says_whose_it_is_on_a_hidden_sheet(cast: Cast, period: Period) -> None:
    content = workbook_of(period, cast.ta_van)
    workbook = read_workbook(content)
    assert (workbook.regime, workbook.unit, workbook.period, workbook.form) == (
        "chuyen-doi-so",
        "03037",
        "2026-10",
        1,
    )
    assert [cell.code for cell in workbook.cells] == [str(one["code"]) for one in INDICATORS]
    assert judged(content) == ({}, {}, [])
    assert load_workbook(BytesIO(content))[HIDDEN_SHEET].sheet_state == "veryHidden"


def test_the_same_facts_give_the_same_bytes(cast: Cast, period: Period) -> None:
    assert workbook_of(period, cast.ta_van) == workbook_of(period, cast.ta_van)


def test_only_the_cells_to_fill_in_are_open(cast: Cast, period: Period) -> None:
    content = workbook_of(period, cast.ta_van)
    workbook = load_workbook(BytesIO(content))
    assert [sheet.protection.sheet for sheet in workbook.worksheets] == [True] * 4
    report = workbook.worksheets[0]
    is_open = {
        cell.code: not report[cell.cell].protection.locked for cell in read_workbook(content).cells
    }
    assert is_open == {
        str(one["code"]): one.get("kind") not in {"ratio", "file"} for one in INDICATORS
    }


def test_every_typed_kind_has_its_bounds_or_its_list(cast: Cast, period: Period) -> None:
    content = workbook_of(period, cast.ta_van)
    report = load_workbook(BytesIO(content)).worksheets[0]
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.formula2)
        for rule in report.data_validations.dataValidation
    }
    assert rules[cell_of(content, "received")] == ("whole", "0", "9000000000000000")
    assert rules[cell_of(content, "online")] == ("whole", "0", "1000000")
    assert rules[cell_of(content, "cost")][0] == "decimal"
    assert rules[cell_of(content, "has_team")][0] == "list"
    kind, source, _ = rules[cell_of(content, "level")]
    assert (kind, source) == ("list", "'giaoban'!$C$17:$C$19")
    hidden = load_workbook(BytesIO(content))[HIDDEN_SHEET]
    assert [hidden[f"C{row}"].value for row in (17, 18, 19)] == ["Tốt", "Khá, đạt", "Kém"]


def test_what_is_typed_comes_back_with_its_place(cast: Cast, period: Period) -> None:
    content = typed(
        workbook_of(period, cast.ta_van),
        received=120,
        online="1.100",
        cost="12,5",
        has_team="Không",
        level="Khá, đạt",
        remark=" Thiếu máy ",
    )
    numbers, texts, problems = judged(content)
    assert numbers == {"received": 120.0, "online": 1100.0, "cost": 12.5, "has_team": 0.0}
    assert texts == {"level": "Khá, đạt", "remark": "Thiếu máy"}
    assert problems == []


@pytest.mark.parametrize(
    ("code", "value", "problem"),
    [
        ("received", "nhiều", "not_a_number"),
        ("received", True, "not_a_number"),
        ("received", date(2026, 10, 1), "not_a_number"),
        ("cost", "1.5", "misplaced_grouping"),
        ("cost", "9" * 20, "too_large"),
        ("has_team", "có thể", "not_yes_or_no"),
        ("has_team", 2, "not_yes_or_no"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    cast: Cast, period: Period, code: str, value: object, problem: str
) -> None:
    content = typed(workbook_of(period, cast.ta_van), **{code: value})
    assert judged(content) == ({}, {}, [(problem, code)])


def test_numbers_are_read_in_the_language_of_the_workbook(cast: Cast, period: Period) -> None:
    content = workbook_of(period, cast.ta_van, "en")
    assert judged(typed(content, cost="1,234.5"))[0] == {"cost": 1234.5}


def test_files_that_are_no_template_are_refused_with_their_reason(
    cast: Cast, period: Period
) -> None:
    content = workbook_of(period, cast.ta_van)
    moved = load_workbook(BytesIO(content))
    moved.worksheets[0].insert_rows(9)
    renamed = load_workbook(BytesIO(content))
    renamed.worksheets[0].title = "Bảng 1"
    newer = load_workbook(BytesIO(content))
    newer[HIDDEN_SHEET]["B1"] = "99"
    refused = {
        "workbook_is_no_template": saved(Workbook()),
        "workbook_damaged": content[: len(content) // 2],
        "workbook_rows_moved": saved(moved),
        "workbook_sheet_missing": saved(renamed),
        "workbook_format_unknown": saved(newer),
    }
    for code, bad in refused.items():
        with pytest.raises(UnreadableWorkbook) as raised:
            read_workbook(bad)
        assert raised.value.problem.code == code
    with pytest.raises(UnreadableWorkbook):
        read_workbook(b"not a workbook at all")


def test_a_text_that_looks_like_a_formula_stays_a_text(cast: Cast, period: Period) -> None:
    regime = period.regime
    regime.name = "=1+1"
    regime.save()
    period.refresh_from_db()
    report = load_workbook(BytesIO(workbook_of(period, cast.ta_van))).worksheets[0]
    assert (report["A1"].value, report["A1"].data_type) == ("=1+1", "s")


def test_names_of_files_are_safe_everywhere() -> None:
    assert file_name("03037", "2026-10") == "03037-2026-10.xlsx"
    assert file_name("../Tả Van", "once:Bão số 3") == "_T__Van-once_B_o_s__3.xlsx"


def test_99_units_cost_as_many_queries_as_one(
    cast: Cast, period: Period, constant_queries: QueryCheck
) -> None:
    shared = form_of_period(period)
    units = [cast.ta_van.pk]
    constant_queries(
        lambda: units.append(make_unit(f"x{len(units)}", "Xã", under=cast.lao_cai).pk),
        lambda: template_units(shared, units),
    )


@pytest.mark.libreoffice
def test_a_workbook_survives_libreoffice_and_its_checks_say_what_the_server_says(
    cast: Cast, period: Period, libreoffice: Convert, tmp_path: Path
) -> None:
    shared = form_of_period(period)
    content = workbook_of(period, cast.ta_van)
    cases = [
        {"received": 30, "online": 31, "has_team": "Có"},
        {"received": 20, "online": 10},
        {"online": 10},
    ]
    said, lines = [], []
    for number, values in enumerate(cases):
        path = tmp_path / f"t{number}.xlsx"
        path.write_bytes(typed(content, **values))
        back = libreoffice(libreoffice(path, "ods"), "xlsx").read_bytes()
        workbook = read_workbook(back)
        assert workbook.unit == "03037"
        numbers = judged(back)[0]
        assert {code: numbers.get(code) for code in ("received", "online")} == {
            code: values.get(code) for code in ("received", "online")
        }
        sheets = load_workbook(BytesIO(back), data_only=True).worksheets
        lines.append(sheets[0]["A5"].value)
        checks = sheets[1]
        in_excel = [checks[f"F{row}"].value for row in (4, 5)]
        on_the_server = [
            {"holds": True, "fails": False, "not_evaluated": None}[
                evaluate(check.formula, numbers, {"received": 10.0}, {}).name.lower()
            ]
            for check in shared.facts.checks
        ]
        assert [None if value == "" else value for value in in_excel] == on_the_server
        said.append(on_the_server)
    assert said == [[False, False], [True, True], [None, None]]
    assert [line[-1] for line in lines] == ["2", ".", "1"]  # how many rows still need a look


def saved(workbook: Workbook) -> bytes:
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("typed_over", "problems"),
    [
        (None, []),
        (0.25, []),  # what the formula says as well
        (1 / 4 + 1e-12, []),
        (0.9, [("ratio_overtyped", "share")]),
        ("25 %", [("ratio_overtyped", "share")]),
        (True, [("ratio_overtyped", "share")]),
    ],
)
def test_a_ratio_that_was_typed_over_is_named_unless_it_says_the_same(
    cast: Cast, period: Period, typed_over: object, problems: list[tuple[str, str]]
) -> None:
    content = typed(workbook_of(period, cast.ta_van), received=8, online=2, share=typed_over)
    assert judged(content) == ({"received": 8.0, "online": 2.0}, {}, problems)


def test_a_ratio_typed_without_its_parts_is_named(cast: Cast, period: Period) -> None:
    content = typed(workbook_of(period, cast.ta_van), received=8, share=0.5)
    assert judged(content)[2] == [("ratio_overtyped", "share")]


def test_a_ratio_is_not_blamed_for_a_part_that_cannot_be_read(cast: Cast, period: Period) -> None:
    content = typed(workbook_of(period, cast.ta_van), received="nhiều", online=2, share="#VALUE!")
    assert judged(content)[2] == [("not_a_number", "received")]


def estimate_cell(content: bytes, code: str) -> str:
    return {cell.code: cell.estimate_cell for cell in read_workbook(content).cells}[code]


@pytest.mark.parametrize(
    "mark, expected",
    [("ước", True), ("Ước ", True), ("x", True), (1, True), ("est.", True), ("", False),
     ("không", False), (None, False)],
)  # fmt: skip
def test_a_figure_is_marked_as_an_estimate_beside_it(
    cast: Cast, period: Period, mark: object, expected: bool
) -> None:
    blank = workbook_of(period, cast.ta_van)
    sent = filled(blank, {cell_of(blank, "received"): 12, estimate_cell(blank, "received"): mark})
    read = judge_cells(read_workbook(sent), FACTS)
    assert (read.problems, read.numbers["received"]) == ([], 12)
    assert read.estimates == {"received": expected, "online": False, "cost": False}


def test_a_mark_that_says_nothing_is_refused_by_its_own_cell(cast: Cast, period: Period) -> None:
    blank = workbook_of(period, cast.ta_van)
    place = estimate_cell(blank, "cost")
    bad = judge_cells(read_workbook(filled(blank, {place: "khoảng"})), FACTS).problems
    assert [(one.problem.code, one.cell, one.indicator) for one in bad] == [
        ("estimate_mark_unknown", place, "cost")
    ]


def test_what_is_an_estimate_comes_back_from_its_workbook(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, values={"received": 12, "cost": 3})
    version.values.filter(indicator__code="cost").update(is_estimate=True)
    shared = form_of_period(period)
    unit = replace(
        template_units(shared, [cast.ta_van.pk])[cast.ta_van.pk],
        filled=filled_from(version, shared.facts),
    )
    content = TemplateWriter(shared, "tháng 10/2026", NOW, "vi").workbook(unit)
    read = judge_cells(read_workbook(content), FACTS)
    assert read.estimates == {"received": False, "online": False, "cost": True}
