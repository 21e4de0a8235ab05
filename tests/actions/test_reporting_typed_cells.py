"""What was typed on the page is stored, refused cell by cell, and never overwrites others'."""

from dataclasses import replace

import pytest

from giaoban.actions.reporting.drafts import Cell, save_cells, say_nothing_arose
from giaoban.actions.reporting.typed_cells import Saved, Typed, TypedCell, save_typed
from giaoban.models import Check, Period, Submission, Value
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version


@pytest.fixture
def period(cast: Cast) -> Period:
    regime = make_regime(
        cast.lao_cai,
        indicators=["processed", {"code": "spent", "kind": "amount"}],
        checks=[{"formula": "processed <= 10", "level": "warning"}],
    )
    return make_period(regime, "2026-10")


def save(cast: Cast, period: Period, typed: Typed) -> Saved:
    return save_typed(
        unit=cast.ta_van, period=period, typed=typed, language="vi", by=cast.an, now=NOW
    )


def typed(**cells: tuple[str, str]) -> Typed:
    return Typed(cells={code: TypedCell(text, known) for code, (text, known) in cells.items()})


def stored() -> dict[str, float | None]:
    return dict(Value.objects.values_list("indicator__code", "number"))


def test_the_first_cell_typed_begins_the_draft(cast: Cast, period: Period) -> None:
    saved = save(cast, period, typed(spent=("1.234,5", "")))
    assert stored() == {"spent": 1234.5}
    assert (saved.unreadable, saved.newer, saved.version.revision) == ({}, set(), 1)


def test_a_cell_that_cannot_be_read_leaves_what_is_stored_and_the_others_are_saved(
    cast: Cast, period: Period
) -> None:
    save(cast, period, typed(processed=("7", "")))
    saved = save(cast, period, typed(processed=("bảy", "7"), spent=("2", "")))
    assert stored() == {"processed": 7.0, "spent": 2.0}
    assert {code: problem.code for code, problem in saved.unreadable.items()} == {
        "processed": "not_a_number"
    }


def test_a_cell_that_somebody_else_changed_is_not_overwritten(cast: Cast, period: Period) -> None:
    version = save(cast, period, typed(processed=("7", ""))).version
    save_cells(version=version, cells={"processed": Cell(8)}, by=cast.binh, now=NOW)
    saved = save(cast, period, typed(processed=("9", "7"), spent=("1", "")))
    assert (saved.newer, stored()) == ({"processed"}, {"processed": 8.0, "spent": 1.0})
    save(cast, period, typed(processed=("9", "8")))  # having seen it, the officer insists
    assert stored()["processed"] == 9.0


def test_what_was_saved_already_is_sent_again_without_harm(cast: Cast, period: Period) -> None:
    save(cast, period, typed(processed=("7", "")))
    saved = save(cast, period, typed(processed=("7", "")))
    assert (saved.newer, saved.version.revision, stored()) == (set(), 1, {"processed": 7.0})


def test_notes_reasons_and_the_remark_are_saved_beside_the_cells(
    cast: Cast, period: Period
) -> None:
    check = Check.objects.get()
    saved = save(
        cast,
        period,
        Typed(
            cells={"processed": TypedCell("12", "")},
            notes={"processed": " Ước tính ", "spent": "Chưa quyết toán"},
            reasons={check.pk: "Gộp hai thôn."},
            note="Đã rà soát.",
        ),
    )
    rows = Value.objects.order_by("indicator__code").values_list("number", "note")
    assert list(rows) == [(12.0, "Ước tính"), (None, "Chưa quyết toán")]
    assert [one.text for one in saved.version.explanations.all()] == ["Gộp hai thôn."]
    assert saved.version.note == "Đã rà soát."


@pytest.mark.parametrize(
    "wrong, code",
    [
        (Typed(cells={"nowhere": TypedCell("1", "")}), "unknown_indicator"),
        (Typed(notes={"nowhere": "?"}), "unknown_indicator"),
        (Typed(reasons={0: "?"}), "check_of_another_form"),
    ],
)
def test_what_the_form_does_not_ask_is_refused_and_nothing_is_kept(
    cast: Cast, period: Period, wrong: Typed, code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        save(cast, period, wrong)
    assert refused.value.code == code
    assert not Submission.objects.exists()


def test_typing_on_a_returned_report_begins_the_version_that_mends_it(
    cast: Cast, period: Period
) -> None:
    make_version(
        cast.ta_van, period, values={"processed": 7, "spent": 2}, state=ReportState.RETURNED
    )
    saved = save(cast, period, typed(processed=("8", "7")))
    numbers = dict(saved.version.values.values_list("indicator__code", "number"))
    assert (saved.version.number, numbers) == (2, {"processed": 8.0, "spent": 2.0})


def test_a_whole_form_that_changes_nothing_keeps_nothing_arose_and_where_cells_were_read(
    cast: Cast, period: Period
) -> None:
    version = save(cast, period, typed()).version
    read = {"processed": Cell(number=0.0, origin="I!D7")}
    say_nothing_arose(version=version, cells=read, by=cast.an, now=NOW)
    whole = typed(processed=("0", "0"), spent=("", ""))
    saved = save(cast, period, replace(whole, notes={"processed": "", "spent": ""}))
    assert saved.version.nothing_arose
    assert Value.objects.get().cell == "I!D7"
    save(cast, period, Typed(notes={"processed": "Bộ phận một cửa"}))
    value = Value.objects.get()
    assert (value.number, value.note, value.cell) == (0.0, "Bộ phận một cửa", "I!D7")


def test_a_figure_larger_than_one_types_may_stay_as_a_file_brought_it_and_may_be_typed_over(
    cast: Cast, period: Period
) -> None:
    version = save(cast, period, typed(processed=("7", ""))).version
    save_cells(version=version, cells={"spent": Cell(1e20)}, by=cast.an, now=NOW)
    huge = "100.000.000.000.000.000.000"
    saved = save(cast, period, typed(spent=(huge, huge)))
    assert (saved.unreadable, saved.newer, stored()["spent"]) == ({}, set(), 1e20)
    saved = save(cast, period, typed(spent=("5", huge)))
    assert (saved.unreadable, saved.newer, stored()["spent"]) == ({}, set(), 5.0)
    saved = save(cast, period, typed(spent=(huge, "5")))
    assert {code: problem.code for code, problem in saved.unreadable.items()} == {
        "spent": "too_large"
    }


def test_a_remark_is_kept_up_to_its_longest_and_refused_beyond(cast: Cast, period: Period) -> None:
    check = Check.objects.get()
    save(cast, period, typed(processed=("11", "")))
    longest = Typed(
        notes={"processed": "n\r\n" + "n" * 1998},
        reasons={check.pk: "r\r\n" + "r" * 1998},
        note="b\r\n" + "b" * 4998,
    )
    kept = save(cast, period, longest)
    assert (kept.notes, kept.reasons, kept.remark) == ({}, {}, None)
    beyond = Typed(
        cells={"spent": TypedCell("5", "")},
        notes={"processed": "x" * 2001},
        reasons={check.pk: "x" * 2001},
        note="x" * 5001,
    )
    saved = save(cast, period, beyond)
    told = (saved.notes["processed"], saved.reasons[check.pk], saved.remark)
    assert [(one.code, dict(one.params)) for one in told if one] == [
        ("note_too_long", {"most": 2000, "length": 2001}),
        ("reason_too_long", {"most": 2000, "length": 2001}),
        ("remark_too_long", {"most": 5000, "length": 5001}),
    ]
    assert stored() == {"processed": 11.0, "spent": 5.0}
    version = saved.version
    assert Value.objects.get(indicator__code="processed").note == "n\n" + "n" * 1998
    assert version.explanations.get().text == "r\n" + "r" * 1998
    assert version.note == "b\n" + "b" * 4998
