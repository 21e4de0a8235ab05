"""The report's page where the form has nested rows, breakdowns, a table and a list."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.actions.reporting.submitting import submit_report
from giaoban.models import Period, Version
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_period, make_regime, make_version
from tests.structured_form import publish_structured

ROWS = (
    {"topic": "Chữ ký số", "people": 30.0},
    {"topic": "An toàn thông tin", "people": 25.0, "level": "Xã"},
)
TEXTS = [
    {"topic": "Chữ ký số", "people": "30"},
    {"topic": "An toàn thông tin", "people": "25", "level": "Xã"},
]


@pytest.fixture
def period(cast: Cast) -> Period:
    form = publish_structured(make_regime(cast.lao_cai), NOW)
    return make_period(form.regime, "2025-10")


def address(name: str, period: Period, cast: Cast) -> str:
    return reverse(name, args=[period.pk, cast.ta_van.pk])


def newest(cast: Cast) -> Version:
    return Version.objects.filter(submission__unit=cast.ta_van).latest("pk")


def numbers(version: Version) -> dict[str, float | None]:
    return dict(version.values.values_list("indicator__code", "number"))


def save(client: Client, cast: Cast, period: Period, **fields: str) -> dict:  # type: ignore[type-arg]
    names = {name.replace("_of_", "-"): text for name, text in fields.items()}
    response = client.post(address("save_report", period, cast), names)
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def sent(rows: list[dict[str, str]], known: list[dict[str, str]] | None) -> dict[str, str]:
    """A list as the page sends it."""
    was = "" if known is None else json.dumps(known)
    return {"rows-courses": json.dumps(rows), "was-rows-courses": was}


def test_rows_are_counted_under_their_parent_and_cells_are_not(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    page = sign_in(cast.an).get(address("report", period, cast))
    blocks = [block for part in page.context["shown"].parts for block in part.blocks]
    assert [(block.kind, getattr(block, "number", None)) for block in blocks] == [
        ("row", None),
        ("row", None),
        ("row", None),
        ("list", "2"),
        ("grid", "3"),
    ]
    rows = [block.line for block in blocks if block.kind == "row"]
    assert [(line.line.code, line.number) for line in rows] == [
        ("trained", "1"),
        ("officials", "1.1"),
        ("commune_officials", "1.1.1"),
    ]
    assert [one.line.code for one in blocks[0].broken_down] == [
        "trained__sex__female",
        "trained__sex__male",
        "trained__disability__yes",
    ]


def test_parts_that_exceed_their_whole_are_named_beside_it_with_their_sum(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    answer = save(
        client,
        cast,
        period,
        cell_of_trained="10",
        cell_of_officials="12",
        cell_of_trained__sex__female="4",
    )
    assert answer["sums"]["trained-0"] == "12"
    assert answer["sums"]["trained-1"] == "4"
    assert answer["marks"]["trained"] == "error"
    assert "12" in answer["below"]["trained"]
    assert "trained__sex__female" not in answer["marks"]


def test_a_total_row_is_judged_in_its_own_cell(cast: Cast, period: Period, sign_in: SignIn) -> None:
    answer = save(
        sign_in(cast.an),
        cast,
        period,
        cell_of_damage__houses__number="3",
        cell_of_damage__schools__number="2",
        cell_of_damage__all__number="6",
    )
    assert answer["sums"]["damage__all__number-0"] == "5"
    assert {code for code, mark in answer["marks"].items() if mark} == {"damage__all__number"}


def test_a_list_is_saved_as_one_field_and_counted(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    answer = client.post(address("save_report", period, cast), sent(TEXTS, None)).json()
    assert rows_of(newest(cast)) == {"courses": [dict(row) for row in ROWS]}
    assert answer["figures"]["courses__people"] == "55"
    assert json.loads(answer["lists"]["rows-courses"]["known"]) == TEXTS
    assert answer["lists"]["rows-courses"]["problems"] == {}


def test_a_cell_of_a_row_that_cannot_be_read_is_named_beside_it(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    rows = [{}, {"topic": "Chữ ký số", "people": "ba mươi"}, {"people": "5"}]
    response = sign_in(cast.an).post(address("save_report", period, cast), sent(rows, None))
    problems = response.json()["lists"]["rows-courses"]["problems"]
    assert {number: list(columns) for number, columns in problems.items()} == {"1": ["people"]}
    assert rows_of(newest(cast)) == {"courses": [{"topic": "Chữ ký số"}, {"people": 5.0}]}


def test_a_row_that_somebody_else_changed_meanwhile_stands_beside_ones_own(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    client.post(address("save_report", period, cast), sent(TEXTS, None))
    theirs = [{**ROWS[0], "people": 40.0}, ROWS[1]]
    save_list_rows(version=newest(cast), list_code="courses", rows=theirs, by=cast.binh, now=NOW)
    mine = [{**TEXTS[0], "people": "41"}, TEXTS[1], {"topic": "Họp trực tuyến"}]
    answer = client.post(address("save_report", period, cast), sent(mine, TEXTS)).json()
    assert rows_of(newest(cast)) == {"courses": [*theirs, {"topic": "Họp trực tuyến"}]}
    assert answer["lists"]["rows-courses"]["is_newer"]
    assert answer["conflicts"] == [
        {"name": "rows-courses", "row": 0, "column": "people", "mine": "41", "theirs": "40"}
    ]


def test_a_list_in_which_somebody_else_removed_a_row_is_to_be_chosen_as_a_whole(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    client.post(address("save_report", period, cast), sent(TEXTS, None))
    save_list_rows(version=newest(cast), list_code="courses", rows=ROWS[:1], by=cast.binh, now=NOW)
    mine = [*TEXTS, {"topic": "Họp trực tuyến"}]
    answer = client.post(address("save_report", period, cast), sent(mine, TEXTS)).json()
    assert rows_of(newest(cast)) == {"courses": [dict(ROWS[0])]}
    assert answer["lists"]["rows-courses"]["is_newer"]
    assert answer["conflicts"] == [{"name": "rows-courses"}]
    assert answer["before"]["who"] == str(cast.binh)


def test_without_a_script_it_is_said_which_row_somebody_else_changed(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    client.post(address("save_report", period, cast), sent(TEXTS, None))
    theirs = [{**ROWS[0], "people": 40.0}, ROWS[1]]
    save_list_rows(version=newest(cast), list_code="courses", rows=theirs, by=cast.binh, now=NOW)
    mine = [{**TEXTS[0], "people": "41"}, TEXTS[1]]
    fields = sent(mine, TEXTS) | {"step": "save"}
    page = client.post(address("report", period, cast), fields).content.decode()
    assert f"{cast.binh}" in page
    assert "41" in page


def test_no_row_is_an_answer_only_where_it_is_said(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    client.post(
        address("report", period, cast),
        {"cell-trained": "1", "row-courses-1-topic": "", "was-rows-courses": "", "step": "save"},
    )
    assert numbers(newest(cast)) == {"trained": 1.0}
    client.post(address("report", period, cast), {"none-courses": "1", "was-rows-courses": ""})
    assert numbers(newest(cast))["courses__rows"] == 0.0


def test_rows_are_saved_without_scripts_field_by_field(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    client.post(
        address("report", period, cast),
        {
            "row-courses-1-topic": "Chữ ký số",
            "row-courses-1-people": "30",
            "row-courses-2-topic": "",
            "rows-courses": "",
            "was-rows-courses": "",
        },
    )
    assert rows_of(newest(cast)) == {"courses": [dict(ROWS[0])]}
    page = client.get(address("report", period, cast)).content.decode()
    assert 'name="row-courses-2-topic"' in page


def test_what_could_not_be_read_in_a_row_stays_as_it_was_typed(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    fields = {"row-courses-1-topic": "Chữ ký số", "row-courses-1-people": "ba mươi"}
    page = sign_in(cast.an).post(
        address("report", period, cast), fields | {"was-rows-courses": "", "step": "submit"}
    )
    assert newest(cast).state == "draft"
    content = page.content.decode()
    assert 'value="ba mươi"' in content
    assert 'href="#row-courses-1-people"' in content


def test_the_reading_view_has_rows_tables_and_lists(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)
    cells = {"damage__houses__number": Cell(number=7), "trained__sex__male": Cell(number=19)}
    save_cells(version=version, cells=cells, by=cast.an, now=NOW)
    page = sign_in(cast.an).get(address("read_report", period, cast)).content.decode()
    assert "An toàn thông tin" in page
    assert '<td class="number">7</td>' in page
    assert 'Nam <span class="strong">19</span>' in page
    assert 'id="list-courses"' in page


def test_a_table_is_mended_as_a_whole_where_one_cell_is_to_be_mended(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    version = make_version(cast.ta_van, period, state=ReportState.RETURNED)
    indicator = version.form.items.get(indicator__code="damage__houses__loss").indicator
    version.remarks.create(indicator=indicator, text="Sai đơn vị tính.")
    page = sign_in(cast.an).get(address("report", period, cast))
    pieces = page.context["mending_pieces"]
    assert [piece.kind for piece in pieces] == ["grid"]
    rest = [block.kind for piece in page.context["rest_pieces"] for block in piece.blocks]
    assert rest == ["row", "row", "row", "list"]


def test_a_form_of_many_rows_is_read_with_as_many_queries_as_one_of_few(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    asked = []
    for many in (1, 40):
        rows = [{"topic": f"Lớp {number}"} for number in range(many)]
        save_list_rows(version=version, list_code="courses", rows=rows, by=cast.an, now=NOW)
        asked.append(queries_of(client, address("report", period, cast)))
    assert asked[0] == asked[1]


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_origin_of_a_sum_leads_to_the_rows_of_the_list(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)
    submit_report(version=version, by=cast.an, now=NOW)
    fold_all()
    client = sign_in(cast.chi)
    for code, end in (
        ("courses__people", "#list-courses"),
        ("damage__all__number", "#table-damage"),
    ):
        page = client.get(reverse("origin", args=[cast.ta_van.pk, period.pk, code]))
        assert [report.address for report in page.context["reports"]] == [
            f"{address('read_report', period, cast)}?version=1{end}"
        ]


def test_the_reviewer_reads_the_rows_of_a_list(cast: Cast, period: Period, sign_in: SignIn) -> None:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)
    submit_report(version=version, by=cast.an, now=NOW)
    page = sign_in(cast.chi).get(address("review_report", period, cast)).content.decode()
    assert "An toàn thông tin" in page
    assert 'name="remark-damage__houses__number"' in page
