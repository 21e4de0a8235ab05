"""Breakdowns, tables and lists written out as indicators, and what is wrong with them."""

from dataclasses import replace

import pytest

from giaoban.rules.reporting.block_editing import code_from_name, put_breakdown, put_table
from giaoban.rules.reporting.form_changes import broken_meanings, form_differences
from giaoban.rules.reporting.form_editing import (
    move_indicator,
    place_indicator,
    put_indicator,
    remove_indicator,
    remove_section,
    rename_section,
)
from giaoban.rules.reporting.form_problems import form_problems
from giaoban.rules.reporting.form_structure import ItemPlace, expanded
from giaoban.rules.reporting.regime_facts import Asked, FormText, in_section_order
from giaoban.rules.reporting.structure_texts import (
    CategoryText,
    ColumnText,
    RowText,
    TableText,
)
from tests.structured_form import (
    CODES,
    COMMUNE,
    COURSES,
    DAMAGE,
    OFFICIALS,
    PEOPLE,
    SEX,
    STRUCTURED,
)


def by_code(form: FormText = STRUCTURED) -> dict[str, tuple[Asked, ItemPlace, str]]:
    return {item.asked.code: (item.asked, item.place, item.label) for item in expanded(form)}


def test_a_form_is_written_out_in_the_order_in_which_it_is_read() -> None:
    assert tuple(item.asked.code for item in expanded(STRUCTURED)) == CODES


def test_a_category_means_what_its_whole_means_and_has_no_bound_of_its_own() -> None:
    whole = replace(PEOPLE, minimum=0, maximum=500, is_required=True, over_time="last")
    asked, place, label = by_code(replace(STRUCTURED, asked=(whole,)))["trained__sex__female"]

    assert asked.meaning == whole.meaning
    assert (asked.minimum, asked.maximum, asked.is_required) == (0, None, True)
    assert (asked.name, label) == ("Số người được tập huấn – Nữ", "Nữ")
    assert place == ItemPlace("trained", 1, breakdown="sex", category="female")


def test_a_cell_has_its_row_and_column_and_a_total_row_no_yes() -> None:
    asked, place, label = by_code()["damage__houses__loss"]

    assert (asked.kind, asked.measure, asked.decimals) == ("amount", "triệu đồng", 1)
    assert (asked.name, label) == ("Thiệt hại – Nhà ở – Ước thiệt hại", "Nhà ở")
    assert place == ItemPlace(table="damage", row="houses", column="loss")
    assert "damage__all__insured" not in by_code()


def test_a_list_is_counted_and_its_numbers_are_summed() -> None:
    kinds = {code: entry[0].kind for code, entry in by_code().items() if entry[1].is_computed}

    assert kinds == {
        "courses__rows": "count",
        "courses__people": "count",
        "courses__cost": "amount",
        "courses__online": "count",  # of yes, which goes beyond 1
    }


def test_the_example_has_no_mistake() -> None:
    assert form_problems(STRUCTURED) == []


@pytest.mark.parametrize(
    "change, place, code",
    [
        (
            {"asked": (PEOPLE, replace(OFFICIALS, part_of="x"))},
            (2, "part_of"),
            "nested_under_unknown",
        ),
        (
            {"asked": (PEOPLE, replace(OFFICIALS, measure="lượt"))},
            (2, "part_of"),
            "nested_not_alike",
        ),
        (
            {"asked": (PEOPLE, replace(OFFICIALS, kind="amount"))},
            (2, "part_of"),
            "nested_not_alike",
        ),
        (
            {"asked": (replace(PEOPLE, part_of="officials"), OFFICIALS)},
            (1, "part_of"),
            "nested_in_circle",
        ),
        ({"asked": (replace(PEOPLE, part_of="trained"),)}, (1, "part_of"), "nested_in_circle"),
        ({"asked": (replace(PEOPLE, parts="half"),)}, (1, "parts"), "choice_unknown"),
        (
            {"asked": (replace(PEOPLE, breakdowns=("age",)),)},
            (1, "breakdowns"),
            "breakdown_unknown",
        ),
        (
            {"asked": (replace(PEOPLE, breakdowns=("sex", "sex")),)},
            (1, "breakdowns"),
            "breakdown_twice",
        ),
    ],
)
def test_what_is_wrong_with_an_indicators_place_is_named_there(
    change: dict[str, tuple[Asked, ...]], place: tuple[object, ...], code: str
) -> None:
    problems = form_problems(replace(STRUCTURED, **change))  # type: ignore[arg-type]

    assert (("indicators", *place), code) in [(p.place, p.problem.code) for p in problems]


def table(**change: object) -> FormText:
    return replace(STRUCTURED, tables=(replace(DAMAGE, **change),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form, place, code",
    [
        (table(code="thiệt hại"), ("tables", 1, "code"), "bad_code"),
        (table(code="courses"), ("lists", 1, "code"), "repeated_part_code"),
        (table(name=" "), ("tables", 1, "name"), "text_missing"),
        (table(section="Khác"), ("tables", 1, "section"), "section_unknown"),
        (
            table(rows=(RowText("all", "Cộng", is_total=True),)),
            ("tables", 1, "rows"),
            "table_without_rows",
        ),
        (table(columns=()), ("tables", 1, "columns"), "block_without_columns"),
        (
            table(rows=(RowText("a", "A"), RowText("a", "B"))),
            ("tables", 1, "rows", 2, "code"),
            "repeated_part_code",
        ),
        (table(rows=(RowText("a b", "A"),)), ("tables", 1, "rows", 1, "code"), "bad_part_code"),
        (table(rows=(RowText("x" * 31, "A"),)), ("tables", 1, "rows", 1, "code"), "text_too_long"),
        (
            table(rows=(RowText("a", "A"), RowText("b", "B", True), RowText("c", "C", True))),
            ("tables", 1, "rows", 3, "total"),
            "second_total_row",
        ),
        (
            table(columns=(ColumnText("n", "N", "text"),)),
            ("tables", 1, "columns", 1, "kind"),
            "choice_unknown",
        ),
        (
            table(columns=(ColumnText("n", "N", "count", minimum=0.5),)),
            ("tables", 1, "columns", 1, "min"),
            "bound_not_whole",
        ),
        (
            replace(STRUCTURED, breakdowns=(replace(SEX, categories=()),)),
            ("breakdowns", 1, "categories"),
            "breakdown_without_categories",
        ),
        (
            replace(STRUCTURED, breakdowns=(replace(SEX, rule="more"),)),
            ("breakdowns", 1, "rule"),
            "choice_unknown",
        ),
        (
            replace(
                STRUCTURED, lists=(replace(COURSES, columns=(ColumnText("c", "C", "choice"),)),)
            ),
            ("lists", 1, "columns", 1, "choices"),
            "too_few_choices",
        ),
        (
            replace(
                STRUCTURED, lists=(replace(COURSES, columns=(ColumnText("rows", "R", "count"),)),)
            ),
            ("lists", 1, "columns", 1, "code"),
            "generated_code_taken",
        ),
        (
            replace(
                STRUCTURED,
                asked=(
                    *STRUCTURED.asked,
                    replace(PEOPLE, code="trained__sex__male", breakdowns=()),
                ),
            ),
            ("indicators", 1, "code"),
            "generated_code_taken",
        ),
    ],
)
def test_what_is_wrong_with_a_block_is_named_in_it(
    form: FormText, place: tuple[object, ...], code: str
) -> None:
    assert (place, code) in [(p.place, p.problem.code) for p in form_problems(form)]


def test_formulas_and_ratios_may_name_what_is_written_out() -> None:
    share = Asked(
        "women", "Tỷ lệ nữ", "ratio", numerator="trained__sex__female", denominator="trained"
    )

    assert form_problems(replace(STRUCTURED, asked=(*STRUCTURED.asked, share))) == []


def test_the_longest_codes_fit_into_the_code_of_an_indicator() -> None:
    part = "x" * 30
    form = FormText(
        tables=(
            TableText(
                "t" * 60, "T", rows=(RowText(part, "R"),), columns=(ColumnText(part, "C", "count"),)
            ),
        )
    )

    assert form_problems(form) == []
    assert [len(item.asked.code) for item in expanded(form)] == [124]


def test_a_published_category_keeps_its_meaning_and_says_so_once() -> None:
    known = {item.asked.code: item.asked for item in expanded(STRUCTURED)}
    as_hours = replace(STRUCTURED, asked=(replace(PEOPLE, measure="giờ"), *STRUCTURED.asked[1:]))
    as_sums = table(columns=(replace(DAMAGE.columns[0], over_time="last"),))

    assert [p.place for p in broken_meanings(known, as_hours)] == [("indicators", 1, "measure")]
    assert [p.place for p in broken_meanings(known, as_sums)] == [
        ("tables", 1, "columns", 1, "over_time")
    ]


def test_a_category_or_row_that_is_added_later_breaks_nothing() -> None:
    known = {item.asked.code: item.asked for item in expanded(STRUCTURED)}
    wider = put_breakdown(
        STRUCTURED, replace(SEX, categories=(*SEX.categories, CategoryText("x", "Khác"))), "sex"
    )
    wider = put_table(
        wider, replace(DAMAGE, rows=(RowText("roads", "Đường"), *DAMAGE.rows)), "damage"
    )

    assert broken_meanings(known, wider) == []
    assert [(c.kind, c.what, c.key) for c in form_differences(STRUCTURED, wider)] == [
        ("changed", "breakdown", "categories"),
        ("changed", "table", "rows"),
    ]


def shape(form: FormText) -> str:
    return " ".join(f"{'-' * len(entry.part_of and '1')}{entry.code}" for entry in form.asked)


OTHER = Asked("other", "Khác", "count", "người", section="Tập huấn", part_of="trained")
FOREST = replace(STRUCTURED, asked=(*STRUCTURED.asked, OTHER, replace(PEOPLE, code="last")))


@pytest.mark.parametrize(
    "edited, codes",
    [
        (in_section_order(FOREST), "trained officials commune_officials other last"),
        (
            move_indicator(FOREST, "officials", 1),
            "trained other officials commune_officials last",
        ),
        (move_indicator(FOREST, "other", 1), "trained officials commune_officials other last"),
        (move_indicator(FOREST, "last", -1), "last trained officials commune_officials other"),
        (
            place_indicator(FOREST, "other", "Tập huấn", 0),
            "trained other officials commune_officials last",
        ),
        (
            place_indicator(FOREST, "trained", "Thiệt hại", 0),
            "last trained officials commune_officials other",
        ),
        (remove_indicator(FOREST, "officials"), "trained commune_officials other last"),
        (
            put_indicator(FOREST, replace(PEOPLE, code="all"), "trained"),
            "all officials commune_officials other last",
        ),
    ],
)
def test_parts_go_where_their_whole_goes(edited: FormText, codes: str) -> None:
    assert [entry.code for entry in edited.asked] == codes.split()
    assert form_problems(edited) == []


def test_tables_and_lists_follow_the_title_of_their_section() -> None:
    renamed = rename_section(STRUCTURED, "Thiệt hại", "II. Thiệt hại")
    removed = remove_section(STRUCTURED, "Tập huấn")

    assert [entry.section for entry in renamed.tables] == ["II. Thiệt hại"]
    assert [entry.section for entry in removed.lists] == [""]
    assert form_problems(renamed) == form_problems(removed) == []


def test_indicators_follow_the_new_code_of_their_breakdown() -> None:
    changed = put_breakdown(STRUCTURED, replace(SEX, code="gioi_tinh"), "sex")

    assert changed.asked[0].breakdowns == ("gioi_tinh", "disability")
    assert changed.asked[1:] == (OFFICIALS, COMMUNE)


@pytest.mark.parametrize(
    "name, taken, code",
    [
        ("Nhà ở", set(), "nha_o"),
        ("Nhà ở", {"nha_o"}, "nha_o_2"),
        ("Đường giao thông (km)", set(), "duong_giao_thong_km"),
        ("0–4 tuổi", set(), "0_4_tuoi"),
        ("—", set(), "x"),
        ("Cơ sở hạ tầng thủy lợi, đê điều, kè chống sạt lở", set(), "co_so_ha_tang_thuy_loi_de"),
    ],
)
def test_a_code_is_made_from_a_name(name: str, taken: set[str], code: str) -> None:
    made = code_from_name(name, taken)

    assert made == code
