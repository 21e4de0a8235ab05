"""Filling a report: which draft is begun when, what its cells hold, what is carried on."""

from datetime import timedelta

import pytest

from giaoban.actions.reporting.drafts import (
    Cell,
    attach_file,
    begin_version,
    detach_file,
    discard_draft,
    explain_warning,
    save_cells,
    say_nothing_arose,
    write_note,
)
from giaoban.actions.reporting.source_files import source_rows
from giaoban.models import Attachment, Check, Event, Period, Regime, Submission, Version
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast
from tests.factories import NOW, make_form, make_period, make_regime, make_version

INDICATORS = [
    "processed",
    "online",
    {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
    {"code": "proof", "kind": "file"},
    {"code": "trouble", "kind": "text"},
]


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai,
        indicators=INDICATORS,
        checks=[{"formula": "online <= processed", "level": "warning", "message": "?"}],
    )


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026-10")


@pytest.fixture
def draft(cast: Cast, period: Period) -> Version:
    return begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)


def cells(version: Version) -> dict[str, tuple[float | None, str, str]]:
    return {
        value.indicator.code: (value.number, value.text, value.note)
        for value in version.values.select_related("indicator")
    }


def refusal(call: object, **arguments: object) -> str:
    with pytest.raises(RuleError) as refused:
        call(**arguments)  # type: ignore[operator]
    return refused.value.code


def test_the_first_draft_is_begun_once(cast: Cast, period: Period, draft: Version) -> None:
    again = begin_version(unit=cast.ta_van, period=period, by=cast.binh, now=NOW)
    assert again == draft
    assert (draft.number, draft.state, draft.begun_by) == (1, "draft", cast.an)
    assert draft.submission.latest == draft
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "key, code", [("2027-01", "period_not_begun"), ("2026-10", "unit_not_asked")]
)
def test_a_draft_is_refused(cast: Cast, regime: Regime, key: str, code: str) -> None:
    period = make_period(regime, key)
    unit = cast.ta_van if code == "period_not_begun" else cast.dong_van
    assert refusal(begin_version, unit=unit, period=period, by=cast.an, now=NOW) == code
    assert not Submission.objects.exists()


def test_a_locked_and_a_derived_period_take_no_draft(cast: Cast, regime: Regime) -> None:
    locked = make_period(regime, "2026-09", is_locked=True)
    quarter = Period.objects.get(regime=regime, key="2026Q3")
    who = {"unit": cast.ta_van, "by": cast.an, "now": NOW}
    assert refusal(begin_version, period=locked, **who) == "period_locked"
    assert refusal(begin_version, period=quarter, **who) == "period_is_derived"


@pytest.mark.parametrize(
    "state, reason, code",
    [
        (ReportState.SUBMITTED, "", "withdraw_first"),
        (ReportState.APPROVED, "", "withdraw_first"),
        (ReportState.ACCEPTED, " ", "correction_needs_reason"),
        (ReportState.LOCKED, "sai", "report_locked"),
    ],
)
def test_no_draft_follows_a_report_in_this_state(
    cast: Cast, period: Period, state: ReportState, reason: str, code: str
) -> None:
    make_version(cast.ta_van, period, state=state)
    asked = {"unit": cast.ta_van, "period": period, "by": cast.an, "now": NOW, "reason": reason}
    assert refusal(begin_version, **asked) == code


@pytest.mark.parametrize(
    "state, reason", [(ReportState.RETURNED, ""), (ReportState.ACCEPTED, "Nhập nhầm cột.")]
)
def test_the_next_version_carries_cells_reasons_notes_and_evidence_on(
    cast: Cast, period: Period, state: ReportState, reason: str
) -> None:
    before = make_version(cast.ta_van, period, values={"processed": 5, "online": 6}, state=state)
    before.note = "Đã rà soát."
    before.save()
    check = Check.objects.get()
    before.explanations.create(check_rule=check, text="Gồm hồ sơ kỳ trước.")
    evidence, signed = source_rows([("a.pdf", b"a"), ("b.pdf", b"b")], by=cast.an, now=NOW)
    before.attachments.create(purpose="evidence", file=evidence)
    before.attachments.create(purpose="signed", file=signed)
    following = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW, reason=reason)
    assert (following.number, following.reason, following.note) == (2, reason, "Đã rà soát.")
    assert cells(following) == {"processed": (5.0, "", ""), "online": (6.0, "", "")}
    assert [one.text for one in following.explanations.all()] == ["Gồm hồ sơ kỳ trước."]
    assert [one.file for one in following.attachments.all()] == [evidence]
    assert following.submission.latest == following


def test_what_a_newer_form_no_longer_asks_is_left_behind(
    cast: Cast, regime: Regime, period: Period
) -> None:
    before = make_version(
        cast.ta_van, period, values={"processed": 5, "online": 6}, state=ReportState.RETURNED
    )
    before.explanations.create(check_rule=Check.objects.get(), text="Đúng.")
    make_form(regime, indicators=["processed"], number=2, effective_on=period.starts_on)
    following = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    assert cells(following) == {"processed": (5.0, "", "")}
    assert list(following.explanations.all()) == []


def test_a_draft_taken_up_by_telephone_says_so(cast: Cast, period: Period, draft: Version) -> None:
    begin_version(
        unit=cast.ta_van,
        period=period,
        by=cast.chi,
        now=NOW,
        channel=Channel.TELEPHONE,
        channel_note="Ông An gọi lúc 9 giờ",
    )
    draft.refresh_from_db()
    assert (draft.channel, draft.channel_note) == ("telephone", "Ông An gọi lúc 9 giờ")


def test_saved_cells_replace_those_named_and_no_others(cast: Cast, draft: Version) -> None:
    who = {"by": cast.an, "now": NOW}
    save_cells(version=draft, cells={"processed": Cell(5), "online": Cell(3)}, **who)
    saved = save_cells(version=draft, cells={"online": Cell(4, origin="I!D7")}, **who)
    assert cells(draft) == {"processed": (5.0, "", ""), "online": (4.0, "", "")}
    assert saved.revision == 2
    assert saved.saved_by == cast.an
    assert draft.values.get(indicator__code="online").cell == "I!D7"


def test_emptying_a_cell_keeps_its_note_and_without_one_removes_it(
    cast: Cast, draft: Version
) -> None:
    who = {"version": draft, "by": cast.an, "now": NOW}
    save_cells(cells={"processed": Cell(5, note="Ước tính"), "online": Cell(3)}, **who)
    save_cells(cells={"processed": Cell(), "online": Cell()}, **who)
    assert cells(draft) == {"processed": (None, "", "Ước tính")}
    save_cells(cells={"processed": Cell(note="")}, **who)
    assert cells(draft) == {}


@pytest.mark.parametrize(
    "code, refused", [("nowhere", "unknown_indicator"), ("share", "ratio_is_computed")]
)
def test_a_cell_that_nobody_types_is_refused(
    cast: Cast, draft: Version, code: str, refused: str
) -> None:
    arguments = {"version": draft, "cells": {code: Cell(1)}, "by": cast.an, "now": NOW}
    assert refusal(save_cells, **arguments) == refused


def test_nothing_arose_replaces_every_cell_until_one_is_typed(cast: Cast, draft: Version) -> None:
    who = {"version": draft, "by": cast.an, "now": NOW}
    save_cells(cells={"online": Cell(3), "trouble": Cell(text="Thiếu máy")}, **who)
    said = say_nothing_arose(cells={"processed": Cell(0)}, **who)
    assert cells(draft) == {"processed": (0.0, "", "")}
    assert said.nothing_arose
    assert not save_cells(cells={"online": Cell(1)}, **who).nothing_arose


def test_a_reason_is_given_changed_and_taken_back(cast: Cast, draft: Version) -> None:
    who = {"version": draft, "check": Check.objects.get(), "by": cast.an, "now": NOW}
    for text, kept in [(" Đúng. ", ["Đúng."]), ("Đã soát.", ["Đã soát."]), (" ", [])]:
        explain_warning(text=text, **who)
        assert [one.text for one in draft.explanations.all()] == kept


def test_a_check_of_another_form_takes_no_reason(
    cast: Cast, regime: Regime, draft: Version
) -> None:
    other = make_form(
        regime, indicators=["processed"], checks=["processed > 0"], number=2, is_published=False
    )
    arguments = {"version": draft, "check": other.checks.get(), "by": cast.an, "now": NOW}
    assert refusal(explain_warning, text="?", **arguments) == "check_of_another_form"


def test_a_file_answers_its_indicator_and_a_newer_one_replaces_it(
    cast: Cast, draft: Version
) -> None:
    first, second = source_rows([("cũ.pdf", b"1"), ("mới.pdf", b"2")], by=cast.an, now=NOW)
    proof = draft.form.regime.indicators.get(code="proof")
    who = {"version": draft, "by": cast.an, "now": NOW}
    answer = Attachment.Purpose.ANSWER
    attach_file(file=first, purpose=answer, indicator=proof, **who)
    attached = attach_file(file=second, purpose=answer, indicator=proof, **who)
    assert [one.file for one in draft.attachments.all()] == [second]
    assert cells(draft) == {"proof": (None, "mới.pdf", "")}
    detach_file(attachment=attached, by=cast.an, now=NOW)
    assert cells(draft) == {}
    assert list(draft.attachments.all()) == []
    missing = {"file": first, "purpose": answer, "indicator": None}
    assert refusal(attach_file, **missing, **who) == "answer_needs_indicator"


def test_evidence_lies_beside_the_report_and_can_be_taken_away(cast: Cast, draft: Version) -> None:
    (file,) = source_rows([("ảnh.png", b"1")], by=cast.an, now=NOW)
    attached = attach_file(
        version=draft,
        file=file,
        purpose=Attachment.Purpose.EVIDENCE,
        indicator=None,
        by=cast.an,
        now=NOW,
    )
    assert list(draft.attachments.all()) == [attached]
    detach_file(attachment=attached, by=cast.an, now=NOW)
    assert list(draft.attachments.all()) == []


def test_a_discarded_draft_leaves_the_version_before_it_as_the_newest(
    cast: Cast, period: Period
) -> None:
    before = make_version(cast.ta_van, period, state=ReportState.RETURNED)
    draft = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    discard_draft(version=draft, by=cast.an, now=NOW)
    before.submission.refresh_from_db()
    assert before.submission.latest == before
    event = Event.objects.get()
    assert (event.action, event.before, event.after) == (
        "discard_draft",
        {"version": 2},
        {"version": 1},
    )


def test_what_is_no_draft_is_not_changed(cast: Cast, period: Period) -> None:
    sent = make_version(cast.ta_van, period)
    who = {"version": sent, "by": cast.an, "now": NOW + timedelta(hours=1)}
    assert refusal(save_cells, cells={"processed": Cell(1)}, **who) == "not_a_draft"
    assert refusal(write_note, note="?", **who) == "not_a_draft"
    assert refusal(discard_draft, **who) == "not_a_draft"


def test_a_draft_of_a_locked_period_is_not_changed(
    cast: Cast, period: Period, draft: Version
) -> None:
    period.locked_at = NOW
    period.save()
    arguments = {"version": draft, "note": "?", "by": cast.an, "now": NOW}
    assert refusal(write_note, **arguments) == "period_locked"


def test_no_action_takes_a_remark_that_is_too_long(cast: Cast, draft: Version) -> None:
    by = {"by": cast.an, "now": NOW}
    noted = {"processed": Cell(1.0, note="x" * 2001)}
    check = Check.objects.get()
    assert refusal(save_cells, version=draft, cells=noted, **by) == "note_too_long"
    assert refusal(write_note, version=draft, note="x" * 5001, **by) == "remark_too_long"
    assert refusal(explain_warning, version=draft, check=check, text="x" * 2001, **by) == (
        "reason_too_long"
    )
