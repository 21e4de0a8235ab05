"""Who keeps registers, what is filled in later, and what is corrected of an obligation."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.actions.register.bodies import BodyText, add_body, begin_series, edit_body
from giaoban.actions.register.editing import edit_document
from giaoban.actions.register.obligations import (
    ProofText,
    edit_obligation,
    remove_obligation,
    take_obligations,
)
from giaoban.actions.register.outgoing import (
    OutgoingText,
    call_off_document,
    draft_document,
    issue_as_numbered_elsewhere,
    issue_document,
)
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.tasks.cascading import queue_cascade
from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Document, Event, NumberedBody, Obligation
from giaoban.queries.register.proofs import proofs_of
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.documents import Access, Direction, DocumentState, Numbering
from giaoban.rules.register.terms import Term, TermKind
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version
from tests.obligations import make_body, make_document, make_obligation

WHO = {"by": None, "now": NOW}
BODY = BodyText(name="Ban Chỉ đạo", symbol="BCĐ")
PLAN = OutgoingText(type_code="KH", title="Kế hoạch năm 2027")


def refused(code: str, act, **params: object) -> None:
    with pytest.raises(RuleError) as error:
        act()
    assert error.value.code == code
    assert {name: error.value.params[name] for name in params} == params


@pytest.mark.django_db
def test_a_body_is_added_once_and_its_series_begins_where_paper_ends(cast: Cast) -> None:
    body = add_body(unit=cast.lao_cai, text=BODY, **WHO)
    refused("body_known", lambda: add_body(unit=cast.lao_cai, text=BODY, **WHO))
    for name, code in [("name", "body_name_missing"), ("symbol", "body_symbol_missing")]:
        text = replace(BODY, **{name: " "})
        refused(code, lambda text=text: add_body(unit=cast.lao_cai, text=text, **WHO))
    begin = {"body": body, "direction": Direction.OUTGOING, "type_code": "KH", "year": 2026}
    begin_series(**begin, number=41, **WHO)
    draft = draft_document(body=body, text=PLAN, **WHO)
    issued = issue_document(document=draft, dated_on=TODAY, revision=0, today=TODAY, **WHO)
    assert issued.symbol == "41/KH-BCĐ"
    refused("series_has_begun", lambda: begin_series(**begin, number=50, **WHO), given=1)
    changed = replace(BODY, by_type=False)
    refused("series_has_begun", lambda: edit_body(body=body, text=changed, **WHO))
    edit_body(body=body, text=replace(BODY, symbol="BCĐ CĐS"), **WHO)
    assert NumberedBody.objects.get().symbol == "BCĐCĐS"
    actions = Event.objects.filter(record_type="NumberedBody").order_by("pk")
    assert [event.action for event in actions] == ["add_body", "begin_series", "edit_body"]


@pytest.mark.django_db
def test_where_numbers_come_from_elsewhere_they_are_written_down_once(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    own = draft_document(body=body, text=PLAN, **WHO)
    elsewhere = {"dated_on": TODAY, "revision": 0, "today": TODAY, **WHO}
    refused(
        "numbers_given_here",
        lambda: issue_as_numbered_elsewhere(document=own, symbol="7/KH-BCĐ", **elsewhere),
    )
    NumberedBody.objects.update(numbering=Numbering.GIVEN)
    refused("numbers_given_elsewhere", lambda: issue_document(document=own, **elsewhere))
    for symbol, code in [(" ", "symbol_missing"), ("9" * 61, "symbol_too_long")]:
        refused(
            code,
            lambda symbol=symbol: issue_as_numbered_elsewhere(
                document=own, symbol=symbol, **elsewhere
            ),
        )
    issued = issue_as_numbered_elsewhere(document=own, symbol="17/KH-BCĐ", **elsewhere)
    assert (issued.number, issued.symbol, issued.state) == (17, "17/KH-BCĐ", "issued")
    other = draft_document(body=body, text=PLAN, **WHO)
    for taken in ("17 / kh–bcđ", "17/KH-BCĐCĐS"):
        refused(
            "symbol_taken",
            lambda taken=taken: issue_as_numbered_elsewhere(
                document=other, symbol=taken, **elsewhere
            ),
        )
    again = issue_as_numbered_elsewhere(document=other, symbol="17a/KH-BCĐ", **elsewhere)
    assert (again.number, again.series.next_number) == (None, 18)


@pytest.mark.django_db
def test_a_line_is_filled_in_later_and_what_was_issued_stays(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))

    def edit(revision: int = 0, readers: tuple[int, ...] = (), **changes: object) -> Document:
        return edit_document(
            document=document, changes=changes, reader_ids=readers, revision=revision, **WHO
        )

    assert edit(sent_on=TODAY, signer="Trần Văn Dũng").revision == 1
    document.refresh_from_db()
    assert (document.sent_on, document.search_text.split()[-1]) == (TODAY, "dung")
    refused("document_changed_meanwhile", lambda: edit(note="x"))
    refused("field_fixed", lambda: edit(1, title="Khác"), fields=["title"])
    refused("state_secret", lambda: edit(1, note="Mật"))
    refused("readers_missing", lambda: edit(1, access=Access.LIMITED))
    refused("holds_until_before", lambda: edit(1, holds_until=TODAY))
    edit(1, (cast.ta_van.pk,), access=Access.LIMITED)
    assert [one.unit_id for one in document.readers.all()] == [cast.ta_van.pk]
    assert edit(2, (cast.ta_van.pk,), access=Access.LIMITED).revision == 2  # nothing new
    edit(2, access=Access.INTERNAL)
    assert not document.readers.exists()
    call_off_document(document=document, reason="Nhầm", **WHO)
    refused("document_called_off", lambda: edit(3, note="x"))
    draft = draft_document(body=document.body, text=PLAN, **WHO)
    edit_document(
        document=draft, changes={"title": "Kế hoạch khác"}, reader_ids=(), revision=0, **WHO
    )
    draft.refresh_from_db()
    assert (draft.title, "ke hoach khac" in draft.search_text) == ("Kế hoạch khác", True)


def a_draft(cast: Cast, **changes: object) -> ObligationDraft:
    plain = ObligationDraft("II.1", "", "Rà soát", cast.ta_van.pk, (), "", Term(), "", "")
    return replace(plain, **changes)


@pytest.mark.django_db
def test_an_obligation_is_corrected_once_at_a_time_and_taken_out_while_nobody_has_it(
    cast: Cast,
) -> None:
    document = make_document(make_body(cast.lao_cai))
    (one,) = take_obligations(document=document, drafts=[a_draft(cast)], lines=[(4, 6)], **WHO)
    assert (one.first_line, one.last_line) == (4, 6)
    term = Term(TermKind.DATE, on=date(2026, 12, 31))
    draft = a_draft(cast, term=term, co_operating_ids=(cast.y_ty.pk, cast.ta_van.pk))
    edit_obligation(obligation=one, draft=draft, proof=None, revision=0, **WHO)
    one.refresh_from_db()
    helping = [each.unit_id for each in one.co_operating.all()]
    assert (one.due_on, one.revision, helping) == (term.on, 1, [cast.y_ty.pk])
    again = {"obligation": one, "proof": None, **WHO}
    refused(
        "obligation_changed_meanwhile",
        lambda: edit_obligation(draft=a_draft(cast), revision=0, **again),
    )
    for change, code in [
        ({"text": " "}, "obligation_without_text"),
        ({"lead_id": None}, "obligation_without_lead"),
        ({"term": Term(TermKind.DATE)}, "term_needs_date"),
    ]:
        bad = a_draft(cast, **change)
        refused(code, lambda bad=bad: edit_obligation(draft=bad, revision=1, **again))
    give_obligation(obligation=one, unit_ids=[cast.ta_van.pk], **WHO)
    refused("obligation_given", lambda: remove_obligation(obligation=one, **WHO))
    other = make_obligation(document, cast.y_ty)
    remove_obligation(obligation=other, **WHO)
    assert [left.pk for left in Obligation.objects.all()] == [one.pk]


@pytest.mark.django_db
def test_another_lead_unit_answers_for_the_whole_of_what_was_given(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    (one,) = take_obligations(document=document, drafts=[a_draft(cast)], **WHO)
    give_obligation(obligation=one, unit_ids=[cast.ta_van.pk, cast.y_ty.pk], **WHO)
    other = a_draft(cast, lead_id=cast.y_ty.pk)
    edit_obligation(obligation=one, draft=other, proof=None, revision=0, **WHO)
    leads = dict(one.tasks.values_list("unit", "is_lead"))
    assert leads == {cast.ta_van.pk: False, cast.y_ty.pk: True}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [DocumentState.DRAFT, DocumentState.CALLED_OFF])
def test_what_does_not_count_obliges_nobody(cast: Cast, state: DocumentState) -> None:
    document = make_document(make_body(cast.lao_cai), state=state)
    choice = Choice(ChoiceKind.UNDER, cast.lao_cai.pk)
    given = {"choice": choice, "today": TODAY, **WHO}
    obligation = make_obligation(document, cast.ta_van)
    refused("document_obliges_nobody", lambda: queue_cascade(obligation=obligation, **given))


@pytest.mark.django_db
def test_the_proof_is_read_from_what_units_reported(cast: Cast, constant_queries) -> None:
    regime = make_regime(cast.lao_cai)
    period = make_period(regime, "2026-10")
    indicator = regime.indicators.get(code="processed")
    document = make_document(make_body(cast.lao_cai))

    def shared(target: float = 50.0) -> Obligation:
        one = make_obligation(
            document, cast.ta_van, proof="share", indicator=indicator, target=target
        )
        units = [cast.ta_van.pk, cast.y_ty.pk]
        give_obligation(obligation=one, unit_ids=units, **WHO)
        return one

    one = shared()
    assert proofs_of([one], TODAY)[one.pk].figure == 0.0
    assert proofs_of([one], TODAY)[one.pk].is_reached is False
    make_version(cast.ta_van, period, values={"processed": 12}, state=ReportState.ACCEPTED)
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    fold_all()
    total = make_obligation(document, cast.ta_van, proof="total", indicator=indicator, target=12.0)
    found = proofs_of([one, total], TODAY)
    assert [(proof.figure, proof.is_reached) for proof in found.values()] == [
        (50.0, True),
        (12.0, True),
    ]
    assert (found[one.pk].done, found[one.pk].asked, found[one.pk].period) == (1, 2, period)
    given = document.obligations
    constant_queries(shared, lambda: proofs_of(given.select_related("indicator__regime"), TODAY))
    refused(
        "proof_share_out_of_range",
        lambda: edit_obligation(
            obligation=one,
            draft=a_draft(cast),
            proof=ProofText(indicator, 101.0, is_share=True),
            revision=0,
            **WHO,
        ),
    )
