"""Accepting in bulk, returning cell by cell, locking and unlocking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.decisions import (
    accept_reports,
    lock_reports,
    return_report,
    unlock_reports,
)
from giaoban.models import Event, Mark, Message, OutgoingMail, Period, ReportLink, Version
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version

TELLING: dict[str, Any] = {"today": TODAY, "site": "https://giaoban.example.vn"}


@pytest.fixture
def period(cast: Cast) -> Period:
    return make_period(make_regime(cast.lao_cai, indicators=["processed", "online"]), "2026-10")


def sent_by_all(cast: Cast, period: Period) -> list[Version]:
    units = (cast.ta_van, cast.y_ty, cast.sa_pa)
    return [make_version(unit, period, values={"processed": 1}) for unit in units]


def test_reports_are_accepted_together(cast: Cast, period: Period) -> None:
    versions = sent_by_all(cast, period)
    accepted = accept_reports(versions=versions, by=cast.chi, now=NOW)
    assert sorted(one.pk for one in accepted) == [one.pk for one in versions]
    kept = set(Version.objects.values_list("state", "decided_at", "decided_by"))
    assert kept == {("accepted", NOW, cast.chi.pk)}
    assert Mark.objects.count() == 3
    assert sorted(Event.objects.values_list("action", "record_id")) == sorted(
        ("accept_report", one.submission_id) for one in versions
    )


def test_a_hundred_reports_ask_the_database_as_often_as_one(cast: Cast, period: Period) -> None:
    one, *two = sent_by_all(cast, period)

    def queries(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    of_one = queries(lambda: accept_reports(versions=[one], by=cast.chi, now=NOW))
    assert queries(lambda: accept_reports(versions=two, by=cast.chi, now=NOW)) == of_one


def test_one_that_moved_on_stops_all(cast: Cast, period: Period) -> None:
    versions = sent_by_all(cast, period)
    Version.objects.filter(pk=versions[1].pk).update(state=ReportState.RETURNED)
    with pytest.raises(RuleError) as refused:
        accept_reports(versions=versions, by=cast.chi, now=NOW)
    assert (refused.value.code, refused.value.params["unit"]) == ("step_not_allowed", "Xã Y Tý")
    states = Version.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["submitted", "returned", "submitted"]


def test_a_report_that_the_head_has_not_approved_is_not_accepted(
    cast: Cast, period: Period
) -> None:
    period.regime.needs_approval = True
    period.regime.save()
    version = make_version(cast.ta_van, period)
    with pytest.raises(RuleError, match="step_not_allowed"):
        accept_reports(versions=[version], by=cast.chi, now=NOW)
    approved = make_version(cast.y_ty, period, state=ReportState.APPROVED)
    accept_reports(versions=[approved], by=cast.chi, now=NOW)
    approved.refresh_from_db()
    assert approved.state == ReportState.ACCEPTED


def test_a_returned_report_names_cells_and_no_longer_counts(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, values={"processed": 1})
    mend_by = NOW + timedelta(days=3)
    returned = return_report(
        version=version,
        remarks={"processed": " Sai cột. ", "online": "  "},
        overall="Rà soát lại.",
        mend_by=mend_by,
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    assert (returned.state, returned.mend_by, returned.decided_by) == (
        "returned",
        mend_by,
        cast.chi,
    )
    remarks = returned.remarks.order_by("pk").values_list("indicator__code", "text")
    assert list(remarks) == [("processed", "Sai cột."), (None, "Rà soát lại.")]
    version.submission.refresh_from_db()
    assert (version.submission.counted, version.submission.latest) == (None, version)
    assert Mark.objects.count() == 1
    assert Event.objects.get().after == {"version": 1, "cells": ["processed"]}


def test_a_returned_correction_lets_the_version_before_it_count(cast: Cast, period: Period) -> None:
    accepted = make_version(cast.ta_van, period, state=ReportState.ACCEPTED)
    correction = make_version(cast.ta_van, period)
    return_report(
        version=correction,
        remarks={},
        overall="Sai.",
        mend_by=None,
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    accepted.submission.refresh_from_db()
    assert accepted.submission.counted == accepted


@pytest.mark.parametrize(
    "remarks, overall, code",
    [
        ({"processed": " "}, "", "return_needs_reason"),
        ({}, "  ", "return_needs_reason"),
        ({"nowhere": "?"}, "", "unknown_indicator"),
    ],
)
def test_a_report_is_not_returned_without_a_reason(
    cast: Cast, period: Period, remarks: dict[str, str], overall: str, code: str
) -> None:
    version = make_version(cast.ta_van, period)
    with pytest.raises(RuleError) as refused:
        return_report(
            version=version,
            remarks=remarks,
            overall=overall,
            mend_by=None,
            by=cast.chi,
            now=NOW,
            **TELLING,
        )
    assert refused.value.code == code
    version.refresh_from_db()
    assert version.state == ReportState.SUBMITTED


def test_an_officer_hears_of_each_return_in_letter_and_inbox(cast: Cast, period: Period) -> None:
    for day in (3, 5):
        return_report(
            version=make_version(cast.ta_van, period),
            remarks={"processed": "Sai cột."},
            overall="Rà soát lại.",
            mend_by=NOW + timedelta(days=day),
            by=cast.chi,
            now=NOW,
            **TELLING,
        )
    letters, messages = OutgoingMail.objects.order_by("pk"), Message.objects.order_by("pk")
    path = f"/reports/{period.pk}/{cast.ta_van.pk}/"
    assert [(one.to, one.opens) for one in letters] == [("an@example.vn", [])] * 2
    assert [(one.person, one.address) for one in messages] == [(cast.an, path)] * 2
    for letter, message, day in zip(letters, messages, ("23", "25"), strict=True):
        assert letter.subject == message.subject
        assert f"https://giaoban.example.vn{path}" in letter.body
        for said in (f"{day}/11/2026", "Rà soát lại."):
            assert (said in letter.body, said in message.text) == (True, True)


def test_a_contact_hears_of_a_return_by_a_link(cast: Cast, period: Period) -> None:
    who = {"name": "Bà Mẩy", "email": "may@example.vn", "telephone": ""}
    set_contact(unit=cast.y_ty, **who, by=None, today=TODAY, now=NOW)
    mend_by = NOW + timedelta(days=3)
    return_report(
        version=make_version(cast.y_ty, period),
        remarks={},
        overall="Sai.",
        mend_by=mend_by,
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    link = ReportLink.objects.get()
    assert OutgoingMail.objects.get().opens == [["report", link.pk]]
    assert (link.unit, link.period, link.revoked_at) == (cast.y_ty, period, None)
    assert link.expires_at >= mend_by
    assert Message.objects.count() == 0


def test_an_accepted_report_is_not_returned(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period, state=ReportState.ACCEPTED)
    with pytest.raises(RuleError, match="step_not_allowed"):
        return_report(
            version=version,
            remarks={},
            overall="Sai.",
            mend_by=None,
            by=cast.chi,
            now=NOW,
            **TELLING,
        )


def test_locking_touches_the_newest_accepted_versions_only(cast: Cast, period: Period) -> None:
    replaced = make_version(cast.ta_van, period, state=ReportState.ACCEPTED)
    newest = make_version(cast.ta_van, period, state=ReportState.ACCEPTED)
    waiting = make_version(cast.y_ty, period)
    assert lock_reports(period=period) == 1
    states = dict(Version.objects.values_list("pk", "state"))
    assert states == {replaced.pk: "accepted", newest.pk: "locked", waiting.pk: "submitted"}
    assert unlock_reports(period=period) == 1
    newest.refresh_from_db()
    assert newest.state == ReportState.ACCEPTED
