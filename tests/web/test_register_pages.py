"""The pages of documents: what is registered, taken from annex and clauses, and given to units."""

import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

import giaoban.actions.register
from giaoban.actions.tasks.cascading import give_next_batch
from giaoban.exchange.register.problem_words import PROBLEM_CODES
from giaoban.models import (
    Document,
    DocumentFile,
    NumberedBody,
    NumberSeries,
    SourceFile,
    Task,
)
from giaoban.rules.people.permissions import Role
from giaoban.rules.register import series, standing, terms
from giaoban.rules.register.documents import Access, DocumentState, Numbering
from giaoban.rules.register.standing import Relation, Standing
from giaoban.web.audit.words import ACTIONS
from giaoban.web.frame.document_labels import ACCESS_SHORT, DOCUMENT_STATES, DOES, NUMBERINGS
from giaoban.web.register.words import ACCESS, REFUSALS, SPANS, STANDINGS, UNDERGOES
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import appoint
from tests.obligations import make_body, make_document, make_obligation
from tests.register_files import word_text

DAY = timezone.localdate()
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def body(cast: Cast) -> NumberedBody:
    return make_body(cast.lao_cai)


@pytest.fixture
def document(body: NumberedBody) -> Document:
    return make_document(body, dated_on=YESTERDAY)


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


def incoming(body: NumberedBody, **typed: object) -> dict[str, object]:
    return {
        "body": body.pk,
        "arrived_on": DAY,
        "dated_on": YESTERDAY,
        "author": "Thủ tướng Chính phủ",
        "symbol": "749/QĐ-TTg",
        "type_code": "QĐ",
        "title": "Phê duyệt chương trình (giả định)",
        "access": Access.INTERNAL,
        **typed,
    }


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form_errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


@pytest.mark.django_db
def test_what_came_is_registered_with_its_file_and_found_by_what_the_file_says(
    chi: Client, body: NumberedBody
) -> None:
    file = upload("749.docx", word_text("QUYẾT ĐỊNH", "Sở Y tế báo cáo hạ tầng trạm phát sóng."))
    answer = chi.post(reverse("register_document"), incoming(body, files=file))
    document = Document.objects.get()
    assert answer["Location"] == reverse("document", args=[document.pk])
    assert (document.number, document.files.get().file.name) == (1, "749.docx")
    listed = chi.get(reverse("documents"), {"q": "ha tang tram"}).context["shown"]
    assert [one.document.pk for one in listed] == [document.pk]
    hits = chi.get(reverse("search"), {"q": "tram phat song"}).context["documents"]
    assert [(one.pk, to) for one, to in hits] == [(document.pk, answer["Location"])]
    page = chi.get(answer["Location"])
    assert "749/QĐ-TTg" in page.content.decode()
    sent = chi.get(reverse("document_file", args=[document.files.get().pk]))
    assert sent["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_a_document_that_is_there_is_named_with_the_way_to_it(
    chi: Client, body: NumberedBody
) -> None:
    chi.post(reverse("register_document"), incoming(body))
    first = Document.objects.get()
    again = chi.post(reverse("register_document"), incoming(body, symbol="Số: 749 / qđ–ttg"))
    assert again.context["twin"] == first.pk
    assert reverse("document", args=[first.pk]) in again.content.decode()
    assert NumberSeries.objects.get().given == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        {"files": ("a.docx", word_text("TUYỆT MẬT", "KẾ HOẠCH"))},
        {"title": "MẬT\nKế hoạch"},
        {"note": "Tối mật"},
    ],
)
def test_what_is_marked_as_a_state_secret_is_refused_and_nothing_is_kept(
    chi: Client, body: NumberedBody, typed: dict[str, object]
) -> None:
    if isinstance(typed.get("files"), tuple):
        typed = {"files": upload(*typed["files"])}
    answer = chi.post(reverse("register_document"), incoming(body, **typed))
    assert answer.status_code == 200
    assert list(form_errors(answer)) == ["__all__"]
    kept = (Document.objects, DocumentFile.objects, SourceFile.objects)
    assert [each.count() for each in kept] == [0, 0, 0]
    assert not NumberSeries.objects.filter(given__gt=0).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed, field",
    [
        ({"arrived_on": DAY + timedelta(days=1)}, "arrived_on"),
        ({"dated_on": DAY, "arrived_on": YESTERDAY}, "dated_on"),
        ({"files": ("a.txt", b"x")}, "files"),
        ({"access": Access.LIMITED}, "readers"),
        ({"access": Access.LIMITED, "readers": "Xã Không Có"}, "readers"),
        ({"author": " "}, "author"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(
    chi: Client, body: NumberedBody, typed: dict[str, object], field: str
) -> None:
    if isinstance(typed.get("files"), tuple):
        typed = {"files": upload(*typed["files"])}
    answer = chi.post(reverse("register_document"), incoming(body, **typed))
    assert list(form_errors(answer)) == [field]
    assert "749/QĐ-TTg" in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_issued_and_its_number_said_then_called_off(
    chi: Client, body: NumberedBody
) -> None:
    text = {"body": body.pk, "type_code": "KH", "title": "Kế hoạch", "access": Access.PUBLIC}
    chi.post(reverse("draft_document"), text)
    document = Document.objects.get()
    late = {"dated_on": DAY + timedelta(days=1), "revision": 0}
    refused = chi.post(reverse("issue_document", args=[document.pk]), late)
    assert list(refused.context["issue_form"].errors) == ["dated_on"]
    today = {"dated_on": DAY, "revision": 0}
    answer = chi.post(reverse("issue_document", args=[document.pk]), today, follow=True)
    assert "01/KH-BCĐ" in str(next(iter(answer.context["messages"])))
    stale = chi.post(reverse("issue_document", args=[document.pk]), today)
    assert stale.context["refused"].non_field_errors()
    assert chi.post(reverse("call_off_document", args=[document.pk]), {"reason": " "}).context
    chi.post(reverse("call_off_document", args=[document.pk]), {"reason": "Ban hành nhầm"})
    document.refresh_from_db()
    assert (document.state, document.number) == (DocumentState.CALLED_OFF, 1)
    assert "Ban hành nhầm" in chi.get(reverse("document", args=[document.pk])).content.decode()


@pytest.mark.django_db
def test_a_draft_is_issued_as_it_was_read_and_what_was_typed_meanwhile_is_not_dropped_unseen(
    chi: Client, body: NumberedBody
) -> None:
    document = make_document(body, symbol="", dated_on=None, state=DocumentState.DRAFT)
    edit, issue = (
        reverse(name, args=[document.pk]) for name in ("edit_document", "issue_document")
    )
    line = {"type_code": "QĐ", "access": "internal"}
    chi.post(edit, {**line, "title": "Phân công năm 2027", "revision": 0})
    attach = reverse("add_document_files", args=[document.pk])
    chi.post(attach, {"files": SimpleUploadedFile("ban-sua.docx", word_text("Sửa"))})
    refused = chi.post(issue, {"dated_on": DAY, "revision": 0})
    unread = refused.context["issue_form"]
    assert (len(unread.non_field_errors()), unread["revision"].value()) == (1, "2")
    assert [entry.action for entry in refused.context["meanwhile"]] == [
        ACTIONS["attach_files"],
        ACTIONS["edit_document"],
    ]
    chi.post(issue, {"dated_on": DAY, "revision": 2})
    late = chi.post(edit, {**line, "title": "Phân công năm 2028", "revision": 2})
    assert late.context["form"].non_field_errors()
    document.refresh_from_db()
    assert (document.symbol, document.title) == ("01/QĐ-BCĐ", "Phân công năm 2027")


@pytest.mark.django_db
def test_a_number_from_elsewhere_is_typed(chi: Client, body: NumberedBody) -> None:
    NumberedBody.objects.update(numbering=Numbering.GIVEN)
    document = make_document(body, symbol="", dated_on=None, state=DocumentState.DRAFT)
    issue = reverse("issue_document", args=[document.pk])
    today = {"dated_on": DAY, "revision": 0}
    assert list(chi.post(issue, today).context["issue_form"].errors) == ["symbol"]
    chi.post(issue, {**today, "symbol": "88/KH-BCĐ"})
    document.refresh_from_db()
    assert (document.symbol, document.number) == ("88/KH-BCĐ", 88)


@pytest.mark.django_db
def test_who_keeps_a_register_and_where_its_series_begins(chi: Client, cast: Cast) -> None:
    assert reverse("add_body") in chi.get(reverse("register_document")).content.decode()
    text = {"unit": "15", "name": "Ban Chỉ đạo", "symbol": "BCĐ", "numbering": "own"}
    outside = chi.post(reverse("add_body"), {**text, "unit": "08"})
    assert list(form_errors(outside)) == ["unit"]
    chi.post(reverse("add_body"), {**text, "by_type": "on"})
    body = NumberedBody.objects.get()
    page = reverse("body", args=[body.pk])
    begin = {"begin": "1", "direction": "incoming", "type_code": "", "year": 2026, "number": 240}
    chi.post(page, begin)
    assert NumberSeries.objects.get().next_number == 240
    too_far = chi.post(page, {**begin, "number": 0})
    assert list(too_far.context["series_form"].errors) == ["number"]
    chi.post(page, {**text, "is_active": ""})
    body.refresh_from_db()
    assert (body.is_active, body.by_type) == (False, False)


@pytest.mark.django_db
def test_a_line_is_filled_in_and_one_that_was_saved_meanwhile_is_not_overwritten(
    chi: Client, document: Document
) -> None:
    page = reverse("edit_document", args=[document.pk])
    typed = {"access": "internal", "revision": 0, "kept_by": "Văn thư", "sent_on": DAY}
    assert chi.post(page, typed)["Location"] == reverse("document", args=[document.pk])
    stale = chi.post(page, {**typed, "note": "chậm hơn"})
    assert stale.context["form"].non_field_errors()
    assert "chậm hơn" in stale.content.decode()
    document.refresh_from_db()
    assert (document.kept_by, document.note) == ("Văn thư", "")


@pytest.mark.django_db
def test_files_are_added_and_a_stamp_refuses_them(chi: Client, document: Document) -> None:
    add = reverse("add_document_files", args=[document.pk])
    assert list(chi.post(add).context["files_form"].errors) == ["files"]
    secret = {"files": upload("a.docx", word_text("MẬT"))}
    assert chi.post(add, secret).context["files_form"].non_field_errors()
    assert not SourceFile.objects.exists()
    plan = word_text("Kế hoạch")
    for _time in range(2):
        chi.post(add, {"files": upload("a.docx", plan)})
    assert document.files.count() == 1


@pytest.mark.django_db
def test_a_file_that_was_added_by_mistake_is_gone_with_its_words(
    chi: Client, document: Document
) -> None:
    add = reverse("add_document_files", args=[document.pk])
    chi.post(add, {"files": upload("a.docx", word_text("Đề án"))})
    chi.post(add, {"files": upload("c.docx", word_text("Nghị quyết"))})
    wrong, _right = document.files.all()
    name = wrong.file.content.name
    with TestCase.captureOnCommitCallbacks(execute=True):
        chi.post(reverse("remove_document_file", args=[wrong.pk]))
    document.refresh_from_db()
    assert "de an" not in document.search_text
    assert "nghi quyet" in document.search_text
    assert [each.file.name for each in document.files.all()] == ["c.docx"]
    assert not default_storage.exists(name)


@pytest.mark.django_db
def test_a_draft_names_what_it_carries_out_before_it_is_issued(
    chi: Client, document: Document
) -> None:
    Document.objects.filter(pk=document.pk).update(bare_symbol="5/qđ-bcđ")
    draft = make_document(
        document.body, symbol="", bare_symbol="", dated_on=None, state=DocumentState.DRAFT
    )
    page, relate = (reverse(name, args=[draft.pk]) for name in ("document", "relate_documents"))
    form = chi.get(page).context["relation_form"]
    assert {*form.fields} == {"kind", "symbol", "note", "which"}
    refused = chi.post(relate, {"kind": "replaces", "symbol": document.symbol})
    assert list(refused.context["relation_form"].errors) == ["kind"]
    chi.post(relate, {"kind": "carries_out", "symbol": document.symbol})
    assert [one.document for one in chi.get(page).context["relations"]] == [document]
    above = chi.get(reverse("document", args=[document.pk])).context["relations"]
    assert [one.document for one in above] == [draft]


@pytest.mark.django_db
def test_a_relation_is_said_by_symbol_and_changes_how_the_other_stands(
    chi: Client, cast: Cast, sign_in: SignIn, document: Document
) -> None:
    older = make_document(document.body, symbol="01/KH-BCĐ", bare_symbol="1/kh-bcđ")
    Document.objects.filter(pk=older.pk).update(dated_on=DAY - timedelta(days=30))
    relate = reverse("relate_documents", args=[document.pk])
    typed = {"kind": "replaces", "symbol": "1/KH-BCĐ", "since": DAY}
    unknown = chi.post(relate, {**typed, "symbol": "404/QĐ"})
    assert list(unknown.context["relation_form"].errors) == ["symbol"]
    early = chi.post(relate, {**typed, "since": DAY - timedelta(days=9)})
    assert list(early.context["relation_form"].errors) == ["since"]
    chi.post(relate, typed)
    page = reverse("document", args=[older.pk])
    assert chi.get(page).context["standing"].standing is Standing.REPLACED
    listed = chi.get(reverse("documents")).context["shown"]
    assert {one.document.pk: one.force for one in listed} == {
        document.pk: None,
        older.pk: STANDINGS[Standing.REPLACED],
    }
    before = chi.get(page, {"on": YESTERDAY.isoformat()}).context["standing"]
    assert before.standing is Standing.IN_FORCE
    relation = document.changes.get()
    assert (
        sign_in(cast.dung).post(reverse("unrelate_documents", args=[relation.pk])).status_code
        == 404
    )
    chi.post(reverse("unrelate_documents", args=[relation.pk]))
    assert chi.get(page).context["standing"].standing is Standing.IN_FORCE


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Relation)
def test_who_keeps_another_register_carries_a_document_out_and_ends_none_of_it(
    cast: Cast, sign_in: SignIn, body: NumberedBody, kind: Relation
) -> None:
    plan = make_document(
        body, symbol="5/KH", bare_symbol="5/kh", dated_on=YESTERDAY, access=Access.PUBLIC
    )
    own = make_document(make_body(cast.ta_van), symbol="1/TB", dated_on=YESTERDAY)
    appoint(cast.an, Role.SECRETARIAT, cast.ta_van)
    typed = {"kind": kind, "symbol": "5/KH", "since": DAY}
    answer = sign_in(cast.an).post(reverse("relate_documents", args=[own.pk]), typed)
    if kind is Relation.CARRIES_OUT:
        assert [each.earlier_id for each in own.changes.all()] == [plan.pk]
    else:
        assert list(answer.context["relation_form"].errors) == ["kind"]
        assert not own.changes.exists()


@pytest.mark.django_db
def test_of_several_that_bear_the_symbol_a_person_chooses_one(
    chi: Client, document: Document
) -> None:
    for author in ("UBND xã A", "UBND xã B"):
        make_document(
            document.body, symbol="7/KH", bare_symbol="7/kh", dated_on=YESTERDAY, author=author
        )
    relate = reverse("relate_documents", args=[document.pk])
    typed = {"kind": "carries_out", "symbol": "07/KH", "since": DAY}
    asked = chi.post(relate, typed).context["relation_form"]
    assert list(asked.errors) == ["which"]
    keys = [key for key, _words in asked.fields["which"].choices]
    chi.post(relate, {**typed, "which": keys[1]})
    assert str(document.changes.get().earlier_id) == keys[1]


@pytest.mark.django_db
def test_what_may_not_be_seen_is_found_nowhere(
    cast: Cast, sign_in: SignIn, body: NumberedBody
) -> None:
    secret = make_document(
        body, symbol="9/QĐ-BCĐ", access=Access.LIMITED, search_text="9/qd-bcd phuong an nhan su"
    )
    open_one = make_document(body, symbol="8/QĐ-BCĐ")
    secret.changes.create(earlier=open_one, kind=Relation.AMENDS, since=YESTERDAY)
    dung = sign_in(cast.dung)
    assert dung.get(reverse("document", args=[secret.pk])).status_code == 404
    assert dung.get(reverse("record_history", args=["Document", secret.pk])).status_code == 404
    listed = dung.get(reverse("documents"))
    assert [one.document.pk for one in listed.context["shown"]] == [open_one.pk]
    assert dung.get(reverse("search"), {"q": "nhan su"}).context["documents"] == []
    assert "9/QĐ-BCĐ" not in dung.get(reverse("document", args=[open_one.pk])).content.decode()
    assert not dung.get(reverse("document", args=[open_one.pk])).context["keeps"]


@pytest.mark.django_db
def test_the_pages_ask_as_often_for_three_rows_as_for_one(
    chi: Client, cast: Cast, document: Document, constant_queries: QueryCheck
) -> None:
    units = iter([cast.ta_van, cast.y_ty, cast.sa_pa])

    def add() -> None:
        unit = next(units)
        one = make_obligation(document, unit)
        one.co_operating.create(unit=cast.lao_cai)
        Task.objects.create(
            obligation=one, unit=unit, giver=cast.lao_cai, text="x", given_at=timezone.now()
        )
        other = make_document(document.body, symbol=f"{unit.code}/QĐ")
        document.changed_by.create(later=other, kind=Relation.AMENDS, since=DAY)

    constant_queries(
        add,
        lambda: (
            chi.get(reverse("document", args=[document.pk])),
            chi.get(reverse("documents")),
        ),
    )


def test_every_refusal_of_the_register_has_its_words() -> None:
    sources = [
        *Path(giaoban.actions.register.__path__[0]).glob("*.py"),
        Path(inspect.getfile(give_next_batch)),
        *(Path(inspect.getfile(module)) for module in (series, standing, terms)),
    ]
    raised = {
        code
        for source in sources
        for code in re.findall(
            r'(?:RuleError|Problem)\(\s*"(\w+)"', source.read_text(encoding="utf-8")
        )
    }
    # No page asks for the first; the second has the words of every other file.
    never = {"field_fixed", "file_too_large"}
    assert sorted(raised - set(REFUSALS) - PROBLEM_CODES - never) == []


@pytest.mark.parametrize(
    "words, members",
    [
        (DOCUMENT_STATES, DocumentState),
        (STANDINGS, Standing),
        (DOES, Relation),
        (UNDERGOES, Relation),
        (ACCESS, Access),
        (ACCESS_SHORT, Access),
        (NUMBERINGS, Numbering),
        (SPANS, terms.Every),
    ],
)
def test_everything_that_a_page_shows_has_its_words(words, members) -> None:
    assert set(words) == set(members)
