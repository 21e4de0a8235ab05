"""Every action that is recorded has words, and a history reads as a clerk would tell it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import models
from django.urls import reverse
from django.utils.translation import override

import giaoban.actions
from giaoban.actions.people.appointments import edit_duties
from giaoban.actions.register.editing import edit_document
from giaoban.actions.register.obligations import ProofText, edit_obligation
from giaoban.actions.register.outgoing import call_off_document
from giaoban.actions.register.relations import relate_documents, unrelate_documents
from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.questions import ask_question
from giaoban.actions.reporting.regimes import edit_regime
from giaoban.actions.units.changes import close_unit, move_unit, rename_unit
from giaoban.exchange.units.problem_words import PROBLEM_CODES
from giaoban.queries.reporting.regimes import regime_settings
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.terms import Every, Term, TermKind
from giaoban.rules.units.csv_rows import REMEDIES
from giaoban.web.audit.history_panel import NEWEST, shown_history
from giaoban.web.audit.words import ACTIONS, FIELDS
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_regime, make_version
from tests.obligations import make_body, make_document, make_obligation

SOURCES = sorted(Path(giaoban.actions.__path__[0]).rglob("*.py"))


def test_every_action_that_is_recorded_has_words() -> None:
    recorded = {
        name
        for source in SOURCES
        for name in re.findall(
            r'(?:action=|_record\(\s*by,\s*)"(\w+)"', source.read_text(encoding="utf-8")
        )
    }
    assert sorted(recorded - set(ACTIONS)) == [], "add a line to web/audit/words.py for each"


def test_what_a_proof_asks_for_is_no_plan() -> None:
    with override("vi"):
        assert (str(FIELDS["proof"]), str(FIELDS["target"])) == ("Số liệu chứng minh", "Yêu cầu")


def test_every_problem_of_a_units_file_has_a_sentence() -> None:
    assert sorted(set(REMEDIES) - PROBLEM_CODES) == []


def test_the_history_of_a_document_tells_what_an_obligation_was_before(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai), dated_on=TODAY)
    one = make_obligation(document, cast.ta_van, clause="2")
    one.co_operating.create(unit=cast.sa_pa)
    indicator = make_regime(cast.lao_cai).indicators.earliest("pk")
    draft = ObligationDraft(
        clause="2",
        heading="",
        text="Rà soát và công khai",
        lead_id=cast.y_ty.pk,
        co_operating_ids=(cast.ta_van.pk, cast.sa_pa.pk),
        co_operating_words="Hội Nông dân",
        term=Term(TermKind.RECURRING, every=Every.QUARTER, day=20, until=date(2027, 12, 31)),
        product="",
        note="",
    )
    proof = ProofText(indicator, 70.5, is_share=True)
    edit_obligation(obligation=one, draft=draft, proof=proof, revision=0, by=cast.chi, now=NOW)
    with override("en"):
        (entry,) = shown_history(document)
        told = {str(each.label): (each.before, each.after) for each in entry.changes}
    assert told.pop("Proved by")[0] == ""
    assert told == {
        "Indicator": ("", indicator.items.latest("pk").name),
        "Clause": ("", "2"),
        "What is to be done": ("Rà soát dữ liệu dân cư", "Rà soát và công khai"),
        "Lead unit": ("Xã Tả Van", "Xã Y Tý"),
        "Co-operating units": ("Phường Sa Pa", "Xã Tả Van, Phường Sa Pa"),
        "Who else co-operates, in words": ("", "Hội Nông dân"),
        "Deadline": (
            "no term",
            "every quarter, by day 20 of its last month, for the last time by 31/12/2027",
        ),
        "Target": ("", "70.5"),
    }


def test_what_was_said_between_documents_by_mistake_is_told_when_it_is_taken_back(
    cast: Cast,
) -> None:
    body = make_body(cast.lao_cai)
    first, second = (make_document(body, symbol=symbol, dated_on=TODAY) for symbol in "12")
    relation = relate_documents(
        later=second,
        earlier=first,
        kind=Relation.AMENDS,
        since=TODAY,
        note="Điều 2",
        by=None,
        now=NOW,
    )
    unrelate_documents(relation=relation, by=None, now=NOW)
    with override("en"):
        entry = shown_history(second)[0]
        told = [(str(each.label), each.before, each.after) for each in entry.changes]
    assert told == [
        ("Note", "Điều 2", ""),
        ("From", "20/11/2026", ""),
        ("What it does to the other document", "amends", ""),
    ]


def test_a_history_names_units_and_days_instead_of_ids(cast: Cast) -> None:
    who = {"by": cast.khanh, "now": NOW, "today": TODAY}
    rename_unit(unit=cast.y_ty, name="Phường Y Tý", kind="phường", on=TODAY, **who)
    move_unit(unit=cast.y_ty, parent=cast.tuyen_quang, on=TODAY, **who)
    with override("en"):
        told = [
            (
                entry.actor,
                str(entry.action),
                [(str(change.label), change.before, change.after) for change in entry.changes],
            )
            for entry in shown_history(cast.y_ty)
        ]
    assert told == [
        (
            "Lê Quốc Khánh",
            "moved the unit",
            [
                ("Unit above", "Tỉnh Lào Cai", "Tỉnh Tuyên Quang"),
                ("In force from", "", "20/11/2026"),
            ],
        ),
        (
            "Lê Quốc Khánh",
            "renamed the unit",
            [
                ("Name", "Xã Y Tý", "Phường Y Tý"),
                ("Kind", "xã", "phường"),
                ("In force from", "", "20/11/2026"),
            ],
        ),
    ]


def test_a_history_asks_the_database_as_often_for_three_events_as_for_one(
    cast: Cast, constant_queries: object
) -> None:
    units = iter([cast.y_ty, cast.sa_pa, cast.dong_van])

    def change_one() -> None:
        unit = next(units)
        close_unit(unit=unit, on=TODAY, by=cast.khanh, now=NOW, today=TODAY)

    constant_queries(  # type: ignore[operator]
        change_one, lambda: shown_history(cast.y_ty, also=[cast.sa_pa, cast.dong_van])
    )


def test_whoever_only_views_finds_no_history_on_the_unit_page(cast: Cast, sign_in: SignIn) -> None:
    address = f"/units/{cast.y_ty.pk}/"
    assert sign_in(cast.giang).get(address).context["history"] is None
    assert sign_in(cast.ha).get(address).context["history"] == []


def test_a_regime_a_period_a_question_and_a_consolidated_report_show_their_history(
    cast: Cast, sign_in: SignIn
) -> None:
    regime = make_regime(cast.lao_cai, name="Trước", legal_basis="")
    period = open_period(regime=regime, key="2026-10", by=cast.chi, today=TODAY, now=NOW)
    asked = {
        "unit": cast.ta_van,
        "indicator": None,
        "text": "Vì sao?",
        "due_on": TODAY + timedelta(7),
    }
    question = ask_question(period=period, by=cast.chi, today=TODAY, now=NOW, **asked)
    report = draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)
    settings = replace(regime_settings(regime), name="Sau")
    edit_regime(regime=regime, settings=settings, by=cast.chi, now=NOW)
    chi = sign_in(cast.chi)
    for address, action in [
        (reverse("regime", args=[regime.pk]), "edit_regime"),
        (reverse("extend_period", args=[regime.pk, period.pk]), "open_period"),
        (reverse("question", args=[question.pk]), "ask_question"),
        (reverse("consolidated_report", args=[report.pk]), "draft_consolidated_report"),
    ]:
        shown = chi.get(address).context["history"]
        assert [(entry.actor, entry.action) for entry in shown] == [
            ("Nguyễn Thị Chi", ACTIONS[action])
        ]


def test_a_history_names_periods_and_passes_over_what_is_too_long_to_read(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    opened = open_period(regime=regime, key="2026-11", now=NOW, today=TODAY, by=cast.chi)
    settings = regime_settings(regime)
    edit_regime(
        regime=regime,
        settings=replace(settings, content="Số hồ sơ", first_period="2026-09"),
        by=cast.chi,
        now=NOW,
    )

    with override("vi"):
        (entry,) = shown_history(opened)
        (edited, *_) = shown_history(regime)

    assert [change.after for change in entry.changes if change.label == "Kỳ báo cáo"] == [
        "tháng 11/2026"
    ]
    assert [(str(change.label), change.after) for change in edited.changes] == [
        ("Nội dung báo cáo", "đã sửa"),
        ("Kỳ đầu tiên", "tháng 9/2026"),
    ]


def test_a_long_history_leads_to_a_page_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    for number in range(NEWEST + 1):
        set_up = {"duties": f"Lĩnh vực {number}", "rank": 1, "by": cast.khanh, "now": NOW}
        edit_duties(appointment=cast.chi.appointments.get(), **set_up)
    client = sign_in(cast.khanh)
    shown = client.get(reverse("person", args=[cast.chi.pk])).context["history"]
    assert (len(shown), shown.address) == (NEWEST, f"/history/Person/{cast.chi.pk}/")
    page = client.get(shown.address)
    assert len(page.context["history"]) == NEWEST + 1
    assert f'href="/people/{cast.chi.pk}/"' in page.content.decode()
    assert client.get(reverse("person", args=[cast.an.pk])).context["history"].address == ""


@pytest.mark.parametrize("record_type", ["Submission", "Period", "Regime", "Committee", "Question"])
def test_the_history_of_any_record_names_it_and_leads_back(
    cast: Cast, sign_in: SignIn, record_type: str
) -> None:
    regime = make_regime(cast.lao_cai, name="Báo cáo tháng")
    period = open_period(regime=regime, key="2026-10", by=cast.chi, today=TODAY, now=NOW)
    about = {"unit": cast.ta_van, "indicator": None, "text": "Vì sao?", "due_on": TODAY}
    records: dict[str, tuple[models.Model, str, str]] = {
        "Submission": (
            make_version(cast.ta_van, period).submission,
            "Xã Tả Van, tháng 10/2026",
            reverse("read_report", args=[period.pk, cast.ta_van.pk]),
        ),
        "Period": (period, "Báo cáo tháng, tháng 10/2026", reverse("regime", args=[regime.pk])),
        "Regime": (regime, "Báo cáo tháng", reverse("regime", args=[regime.pk])),
        "Committee": (
            cast.committee,
            cast.committee.name,
            reverse("committee_of", args=[cast.lao_cai.pk]),
        ),
        "Question": (
            ask_question(period=period, by=cast.chi, today=TODAY, now=NOW, **about),
            "Xã Tả Van: Vì sao?",
            "/questions/",
        ),
    }
    record, title, page = records[record_type]
    client = sign_in(cast.chi)
    html = client.get(f"/history/{record_type}/{record.pk}/").content.decode()
    assert title in html
    assert f'<a href="{page}' in html


def test_a_document_s_history_says_relations_states_and_access_in_words(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    earlier, later = make_document(body), make_document(body, symbol="06/QĐ-BCĐ")
    who = {"by": cast.chi, "now": NOW}
    relate_documents(later=later, earlier=earlier, kind=Relation.REPLACES, since=TODAY, **who)
    edit_document(document=later, changes={"access": "public"}, reader_ids=[], revision=0, **who)
    call_off_document(document=later, reason="Ban hành nhầm", **who)
    with override("en"):
        told = [
            (str(change.label), change.before, change.after)
            for entry in shown_history(later)
            for change in entry.changes
        ]
    assert told == [
        ("Reason", "", "Ban hành nhầm"),
        ("State", "issued", "called off"),
        ("Who may read it", "internal", "public"),
        ("From", "", "20/11/2026"),
        ("What it does to the other document", "", "replaces"),
    ]
