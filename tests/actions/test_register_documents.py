"""Documents that came, what they do to one another, and what is taken from them."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.actions.register.incoming import IncomingText, register_incoming
from giaoban.actions.register.obligations import take_obligations
from giaoban.actions.register.outgoing import call_off_document
from giaoban.actions.register.relations import relate_documents, unrelate_documents
from giaoban.models import Document, DocumentRelation, NumberSeries, Obligation
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.terms import Term, TermKind
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document

CAME = IncomingText(
    author="Thủ tướng Chính phủ",
    symbol="749/QĐ-TTg",
    dated_on=date(2026, 11, 10),
    title="Phê duyệt chương trình (giả định)",
)
DRAFT = ObligationDraft("1", "", "Rà soát", None, (), "", Term(), "", "")


def came(
    body, text: IncomingText = CAME, arrived_on: date = TODAY, *, is_another: bool = False
) -> Document:
    return register_incoming(
        body=body,
        text=text,
        arrived_on=arrived_on,
        by=None,
        today=TODAY,
        now=NOW,
        is_another=is_another,
    )


@pytest.mark.django_db
def test_what_comes_is_numbered_as_it_arrives_whatever_it_is(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    other = replace(CAME, symbol="12/KH-BCĐ", type_code="KH")
    assert [came(body).number, came(body, other).number] == [1, 2]


@pytest.mark.django_db
def test_a_paper_that_is_there_is_found_however_it_is_spelled(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    first = came(body)
    again = replace(CAME, symbol="Số: 749 / qđ–ttg", author="THỦ TƯỚNG CHÍNH PHỦ")
    with pytest.raises(RuleError) as refused:
        came(body, again)
    assert refused.value.code == "document_known"
    assert refused.value.params == {"document": first.pk, "number": 1}
    assert NumberSeries.objects.get().next_number == 2
    came(body, replace(CAME, dated_on=date(2026, 11, 11)))
    with pytest.raises(RuleError) as doubted:
        came(body, replace(CAME, author="TTgCP"))
    assert (doubted.value.code, doubted.value.params["document"]) == ("document_alike", first.pk)
    came(body, replace(CAME, author="Bộ Y tế"), is_another=True)
    came(make_body(cast.lao_cai, name="UBND"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change, arrived_on, code",
    [
        ({"title": " "}, TODAY, "title_missing"),
        ({"author": ""}, TODAY, "author_missing"),
        ({"symbol": ""}, TODAY, "symbol_missing"),
        ({"secrecy": "Mật"}, TODAY, "state_secret"),
        ({"title": "TUYỆT MẬT\nKế hoạch"}, TODAY, "state_secret"),
        ({"title": "[Mật] Kế hoạch năm 2026"}, TODAY, "state_secret"),
        ({}, date(2026, 11, 21), "arrived_in_the_future"),
        ({}, date(2026, 11, 9), "dated_after_arrival"),
    ],
)
def test_what_cannot_be_entered_is_refused_and_takes_no_number(
    cast: Cast, change, arrived_on, code
) -> None:
    with pytest.raises(RuleError) as refused:
        came(make_body(cast.lao_cai), replace(CAME, **change), arrived_on)
    assert refused.value.code == code
    assert not Document.objects.exists()
    assert not NumberSeries.objects.filter(given__gt=0).exists()


@pytest.mark.django_db
def test_documents_are_related_and_the_relation_taken_back(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    first = make_document(body, symbol="1", dated_on=date(2026, 1, 1))
    second = make_document(body, symbol="2", dated_on=date(2026, 2, 1))
    third = make_document(body, symbol="3", dated_on=date(2026, 2, 1))

    def relate(later, earlier, kind=Relation.AMENDS, since=TODAY):
        return relate_documents(
            later=later, earlier=earlier, kind=kind, since=since, by=None, now=NOW
        )

    made = relate(second, first)
    relate(third, second)
    for later, earlier, code in (
        (second, first, "relation_known"),
        (first, second, "relation_backward"),
        (second, third, "relation_in_a_circle"),
        (
            make_document(body, symbol="", dated_on=None, state="draft"),
            first,
            "document_without_date",
        ),
    ):
        with pytest.raises(RuleError) as refused:
            relate(later, earlier)
        assert refused.value.code == code
    unrelate_documents(relation=made, by=None, now=NOW)
    assert list(DocumentRelation.objects.values_list("later", "earlier")) == [(third.pk, second.pk)]


@pytest.mark.django_db
def test_obligations_are_taken_all_or_none_behind_those_that_are_there(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))

    def take(*drafts: ObligationDraft) -> list[Obligation]:
        return take_obligations(document=document, drafts=drafts, by=cast.chi, now=NOW)

    mine = replace(DRAFT, lead_id=cast.ta_van.pk, co_operating_ids=(cast.sa_pa.pk, cast.ta_van.pk))
    take(mine)
    dated = Term(TermKind.DATE, on=date(2026, 12, 31))
    take(replace(mine, clause="2", term=dated), replace(mine, clause="3"))
    rows = Obligation.objects.values_list("position", "clause", "lead", "term_kind", "due_on")
    assert list(rows) == [
        (0, "1", cast.ta_van.pk, TermKind.NONE, None),
        (1, "2", cast.ta_van.pk, TermKind.DATE, date(2026, 12, 31)),
        (2, "3", cast.ta_van.pk, TermKind.NONE, None),
    ]
    assert [each.unit_id for each in Obligation.objects.first().co_operating.all()] == [
        cast.sa_pa.pk
    ]
    for bad, code in (
        (replace(mine, text=" "), "obligation_without_text"),
        (DRAFT, "obligation_without_lead"),
        (replace(mine, term=Term(TermKind.DATE)), "term_needs_date"),
    ):
        with pytest.raises(RuleError) as refused:
            take(mine, bad)
        assert refused.value.code == code
        assert refused.value.params["place"] == 2
    call_off_document(document=document, reason="Nhầm", by=None, now=NOW)
    with pytest.raises(RuleError) as refused:
        take(mine)
    assert refused.value.code == "document_called_off"
    assert Obligation.objects.count() == 3
