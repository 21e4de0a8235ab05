"""Whoever issues a draft that was changed beside its line is told what was changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from giaoban.actions.register.files import attach_files, read_file, remove_file
from giaoban.actions.register.obligations import (
    edit_obligation,
    remove_obligation,
    take_obligations,
)
from giaoban.actions.register.outgoing import issue_document
from giaoban.actions.register.relations import relate_documents, unrelate_documents
from giaoban.models import Document, Unit
from giaoban.queries.register.draft_changes import changes_since
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.terms import Term
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document
from tests.register_files import word_text

WHO = {"by": None, "now": NOW}


def obliged(lead: Unit, text: str = "Rà soát") -> ObligationDraft:
    return ObligationDraft("1", "", text, lead.pk, (), "", Term(), "", "")


def attach(document: Document, _lead: Unit, text: str = "Dự thảo") -> None:
    attach_files(document=document, files=[read_file("a.docx", word_text(text))], **WHO)


def name_ground(document: Document, _lead: Unit) -> None:
    above = make_document(document.body, symbol="9/QĐ-TTg", dated_on=TODAY - timedelta(days=9))
    relate_documents(later=document, earlier=above, kind=Relation.CARRIES_OUT, since=TODAY, **WHO)


def take_ground_back(document: Document, _lead: Unit) -> None:
    unrelate_documents(relation=document.changes.get(), **WHO)


def take(document: Document, lead: Unit) -> None:
    take_obligations(document=document, drafts=[obliged(lead)], **WHO)


def take_file_out(document: Document, _lead: Unit) -> None:
    remove_file(file=document.files.get(), **WHO)


def correct(document: Document, lead: Unit) -> None:
    edit_obligation(
        obligation=document.obligations.get(),
        draft=obliged(lead, "Rà soát lại"),
        proof=None,
        revision=0,
        **WHO,
    )


def take_out(document: Document, _lead: Unit) -> None:
    remove_obligation(obligation=document.obligations.get(), **WHO)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "before, change, action",
    [
        (None, attach, "attach_files"),
        (attach, take_file_out, "remove_document_file"),
        (None, name_ground, "relate_documents"),
        (name_ground, take_ground_back, "unrelate_documents"),
        (None, take, "take_obligations"),
        (take, correct, "edit_obligation"),
        (take, take_out, "remove_obligation"),
    ],
)
def test_a_draft_that_was_changed_is_not_issued_as_it_was_read(
    cast: Cast, before: Callable | None, change: Callable, action: str
) -> None:
    body = make_body(cast.lao_cai)
    draft = make_document(body, symbol="", dated_on=None, state=DocumentState.DRAFT)
    if before:
        before(draft, cast.ta_van)
    draft.refresh_from_db()
    read = draft.revision
    change(draft, cast.ta_van)
    issue = {"document": draft, "dated_on": TODAY, "by": None, "today": TODAY, "now": NOW}
    with pytest.raises(RuleError) as refused:
        issue_document(revision=read, **issue)
    assert refused.value.code == "document_changed_before_issue"
    draft.refresh_from_db()
    assert [entry.action for entry in changes_since(draft, read)] == [action]
    assert issue_document(revision=draft.revision, **issue).state == DocumentState.ISSUED


@pytest.mark.django_db
def test_a_draft_says_what_it_carries_out_and_that_holds_from_its_own_day(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    draft = make_document(body, symbol="", dated_on=None, state=DocumentState.DRAFT)
    above = make_document(body, symbol="9/QĐ-TTg", dated_on=TODAY - timedelta(days=9))
    relate = {"later": draft, "earlier": above, "since": TODAY - timedelta(days=3), **WHO}
    with pytest.raises(RuleError) as refused:
        relate_documents(kind=Relation.REPLACES, **relate)
    assert refused.value.code == "document_without_date"
    relate_documents(kind=Relation.CARRIES_OUT, **relate)
    draft.refresh_from_db()
    issue_document(
        document=draft, dated_on=TODAY, revision=draft.revision, by=None, today=TODAY, now=NOW
    )
    assert [(one.kind, one.since) for one in draft.changes.all()] == [("carries_out", TODAY)]


@pytest.mark.django_db
def test_the_line_of_what_came_is_edited_while_somebody_adds_its_file(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    attach(document, cast.ta_van)
    document.refresh_from_db()
    assert document.revision == 0
