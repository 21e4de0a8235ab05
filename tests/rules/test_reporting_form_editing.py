"""A form after one edit, and what differs between two of its versions."""

from dataclasses import replace

import pytest

from giaoban.rules.reporting.form_changes import (
    ChangeKind,
    FormChange,
    broken_meanings,
    form_differences,
)
from giaoban.rules.reporting.form_editing import (
    move_check,
    move_indicator,
    move_section,
    place_indicator,
    put_indicator,
    remove_section,
    rename_section,
)
from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText


def asked(code: str, section: str = "") -> Asked:
    return Asked(code, code.upper(), "count", section=section, over_time="sum", over_units="sum")


FORM = FormText(
    sections=("I", "II"),
    asked=(asked("a"), asked("b", "I"), asked("c", "I"), asked("d", "II")),
    checks=(CheckText("b <= c"), CheckText("a > 0")),
)


def shape(form: FormText) -> str:
    """ "a | b c | d": the codes, section by section."""
    groups = [
        " ".join(entry.code for entry in form.asked if entry.section == section)
        for section in ("", *form.sections)
    ]
    return " | ".join(groups)


@pytest.mark.parametrize(
    "code, steps, after",
    [
        ("c", -1, "a | c b | d"),
        ("b", 1, "a | c b | d"),
        ("b", -1, "a b | c | d"),
        ("c", 1, "a | b | c d"),
        ("a", 1, " | a b c | d"),
        ("a", -1, "a | b c | d"),
        ("d", 1, "a | b c | d"),
    ],
)
def test_an_indicator_moves_one_place_and_on_into_the_next_section(
    code: str, steps: int, after: str
) -> None:
    assert shape(move_indicator(FORM, code, steps)) == after


@pytest.mark.parametrize(
    "section, place, after",
    [("II", 0, "a | c | b d"), ("II", 9, "a | c | d b"), ("", 0, "b a | c | d")],
)
def test_an_indicator_is_dropped_at_a_place(section: str, place: int, after: str) -> None:
    assert shape(place_indicator(FORM, "b", section, place)) == after


def test_a_section_moves_with_its_indicators() -> None:
    moved = move_section(FORM, "II", -1)

    assert moved.sections == ("II", "I")
    assert [entry.code for entry in moved.asked] == ["a", "d", "b", "c"]


def test_what_a_removed_section_asked_is_still_asked() -> None:
    assert shape(remove_section(FORM, "I")) == "a b c | d"


def test_indicators_follow_the_new_title_of_their_section() -> None:
    assert shape(rename_section(FORM, "I", "I. Mới")) == "a | b c | d"


def test_a_ratio_follows_the_new_code_of_its_part() -> None:
    ratio = Asked("r", "R", "ratio", numerator="b", denominator="c")
    form = replace(FORM, asked=(*FORM.asked, ratio))

    changed = put_indicator(form, asked("x", "I"), instead_of="b")

    parts = {entry.code: (entry.numerator, entry.denominator) for entry in changed.asked}
    assert parts["r"] == ("x", "c")


def test_a_check_stays_at_the_end_of_the_list() -> None:
    assert move_check(FORM, 1, 1) == FORM
    assert move_check(FORM, 1, -1).checks == (FORM.checks[1], FORM.checks[0])


def test_a_form_does_not_differ_from_itself() -> None:
    assert form_differences(FORM, FORM) == []


def test_every_difference_is_named_once() -> None:
    after = FormText(
        sections=("I", "III"),
        asked=(asked("c", "I"), replace(asked("b", "I"), minimum=0.0), asked("e", "III")),
        checks=(replace(FORM.checks[0], level="warning"),),
    )

    assert form_differences(FORM, after) == [
        FormChange(ChangeKind.REMOVED, "section", "II"),
        FormChange(ChangeKind.ADDED, "section", "III"),
        FormChange(ChangeKind.REMOVED, "indicator", "A", before="a"),
        FormChange(ChangeKind.REMOVED, "indicator", "D", before="d"),
        FormChange(ChangeKind.CHANGED, "indicator", "B", "minimum", None, 0.0),
        FormChange(ChangeKind.ADDED, "indicator", "E", after="e"),
        FormChange(ChangeKind.MOVED, "order", ""),
        FormChange(ChangeKind.REMOVED, "check", "a > 0"),
        FormChange(ChangeKind.CHANGED, "check", "b <= c", "level", "error", "warning"),
    ]


@pytest.mark.parametrize(
    "change, key",
    [
        ({"kind": "amount"}, "kind"),
        ({"measure": "tờ"}, "measure"),
        ({"over_time": "last"}, "over_time"),
        ({"over_units": "most"}, "over_units"),
    ],
)
def test_a_published_code_keeps_its_meaning(change: dict[str, str], key: str) -> None:
    form = FormText(asked=(replace(asked("a"), **change),))

    problems = broken_meanings({"a": asked("a")}, form)

    assert [problem.place for problem in problems] == [("indicators", 1, key)]


@pytest.mark.parametrize("change", [{"name": "Khác"}, {"minimum": 1.0}, {"is_required": True}])
def test_a_published_code_may_be_worded_otherwise(change: dict[str, object]) -> None:
    form = FormText(asked=(replace(asked("a"), **change),))  # type: ignore[arg-type]

    assert broken_meanings({"a": asked("a")}, form) == []
