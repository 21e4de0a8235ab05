"""Who sees which document, and which of them the words of a search find."""

from datetime import date

import pytest
from django.db import connection

from giaoban.models import Document, DocumentReader, Person
from giaoban.queries.people.reach import grants_of
from giaoban.queries.register.document_page import document_found, relations_of, standing_of
from giaoban.queries.register.listed import Shown, Sought, documents_listed, years_listed
from giaoban.queries.register.seen import Reading, may_see
from giaoban.rules.people.permissions import Permission, units_where
from giaoban.rules.register.documents import Access, Direction, DocumentState
from giaoban.rules.register.standing import Relation, Standing
from giaoban.rules.units.naming import search_key
from tests.cast import PEOPLE, Cast
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document, make_obligation


def reading(person: Person) -> Reading:
    grants = grants_of(person)
    return Reading(
        units_where(grants, Permission.VIEW, TODAY),
        units_where(grants, Permission.MANAGE_REGISTER, TODAY),
    )


def readers(cast: Cast, document: Document) -> set[str]:
    return {name for name in PEOPLE if may_see(reading(getattr(cast, name)), document.pk, TODAY)}


AT_THE_BODY = {"chi", "dung", "giang", "ha", "khanh"}
OF_TA_VAN = {"an", "binh"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields, obliges, names, expected",
    [
        ({"access": Access.PUBLIC}, False, False, AT_THE_BODY | OF_TA_VAN),
        ({"access": Access.INTERNAL}, False, False, AT_THE_BODY),
        ({"access": Access.INTERNAL}, True, False, AT_THE_BODY | OF_TA_VAN),
        ({"access": Access.LIMITED}, False, False, {"chi"}),
        ({"access": Access.LIMITED}, True, False, {"chi"}),
        ({"access": Access.LIMITED}, False, True, {"chi"} | OF_TA_VAN),
        ({"access": Access.PUBLIC, "state": DocumentState.DRAFT}, True, False, {"chi"}),
    ],
)
def test_a_document_is_seen_by_those_whom_its_access_names(
    cast: Cast, fields: dict[str, object], obliges: bool, names: bool, expected: set[str]
) -> None:
    document = make_document(make_body(cast.lao_cai), **fields)
    if obliges:
        make_obligation(document, cast.ta_van)
    if names:
        DocumentReader.objects.create(document=document, unit=cast.ta_van)
    assert readers(cast, document) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("access", [Access.PUBLIC, Access.INTERNAL])
def test_what_obliges_a_unit_that_hangs_elsewhere_is_read_there(cast: Cast, access: Access) -> None:
    document = make_document(make_body(cast.tuyen_quang), access=access)
    assert readers(cast, document) == ({"lan"} if access == Access.PUBLIC else set())
    make_obligation(document, cast.ta_van)
    elsewhere = {"lan"} if access == Access.PUBLIC else set()
    assert readers(cast, document) == elsewhere | OF_TA_VAN | AT_THE_BODY


def searched(text: str, **fields: object) -> dict[str, object]:
    return {"search_text": search_key(text), **fields}


@pytest.fixture
def register(cast: Cast) -> dict[str, Document]:
    body = make_body(cast.lao_cai)
    return {
        "plan": make_document(
            body, symbol="12/KH-BCĐ", **searched("12/KH-BCĐ Đề án chuyển đổi số; kế hoạch năm 2026")
        ),
        "came": make_document(
            body,
            symbol="749/QĐ-TTg",
            direction=Direction.INCOMING,
            state=DocumentState.REGISTERED,
            dated_on=date(2025, 6, 3),
            arrived_on=date(2025, 6, 9),
            type_code="QĐ",
            **searched("749/QĐ-TTg Chương trình quốc gia Thủ tướng Chính phủ"),
        ),
        "secret": make_document(
            body, symbol="9/QĐ-BCĐ", access=Access.LIMITED, **searched("Đề án nhân sự")
        ),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words, found",
    [
        ("de an", {"plan", "secret"}),
        ("Đề án", {"plan", "secret"}),
        ("đề án chuyển", {"plan"}),
        ("12/KH-BCĐ", {"plan"}),
        ("12/kh", {"plan"}),
        ("749", {"came"}),
        ("chuyen doi so ke hoach", {"plan"}),
        ("thu tuong", {"came"}),
        ("chinh ph", {"came"}),
        ("khong co", set()),
        ("' OR 1=1 -- \" * & | :", set()),
        ("***", set()),
    ],
)
def test_words_find_documents_without_marks_and_the_last_word_may_be_begun(
    cast: Cast, register: dict[str, Document], words: str, found: set[str]
) -> None:
    listed = documents_listed(Sought(words=words), reading(cast.chi), TODAY)
    assert {one.pk for one in listed} == {register[name].pk for name in found}


@pytest.mark.django_db
def test_a_search_finds_only_what_may_be_seen(cast: Cast, register: dict[str, Document]) -> None:
    listed = documents_listed(Sought(words="de an"), reading(cast.dung), TODAY)
    assert [one.pk for one in listed] == [register["plan"].pk]
    assert listed.count() == 1


@pytest.mark.django_db
def test_the_search_follows_what_is_changed_and_taken_away(
    cast: Cast, register: dict[str, Document]
) -> None:
    def found(words: str) -> list[int]:
        return [one.pk for one in documents_listed(Sought(words=words), reading(cast.chi), TODAY)]

    plan = register["plan"]
    Document.objects.filter(pk=plan.pk).update(search_text="hoi nghi so ket")
    assert (found("chuyen doi so"), found("so ket")) == ([], [plan.pk])
    Document.objects.filter(pk=plan.pk).delete()
    assert found("so ket") == []


@pytest.mark.django_db
def test_the_database_itself_keeps_the_index_of_words() -> None:
    """A migration that alters the table makes the triggers again: SQLite drops them with it."""
    kept = {
        "sqlite": (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = 'giaoban_document' ORDER BY name",
            [f"giaoban_document_words_{when}" for when in ("added", "changed", "gone")],
        ),
        "postgresql": (
            "SELECT indexname FROM pg_indexes WHERE tablename = 'giaoban_document'"
            " AND indexname = 'giaoban_document_words'",
            ["giaoban_document_words"],
        ),
    }
    statement, expected = kept[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert [name for (name,) in cursor.fetchall()] == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sought, found",
    [
        (Sought(), {"plan", "came", "secret"}),
        (Sought(shown=Shown.INCOMING), {"came"}),
        (Sought(shown=Shown.OUTGOING), {"plan", "secret"}),
        (Sought(shown=Shown.DRAFT), set()),
        (Sought(year=2025), {"came"}),
        (Sought(type_code="KH"), set()),
        (Sought(type_code=""), set()),
        (Sought(body=-1), set()),
    ],
)
def test_the_list_is_narrowed(
    cast: Cast, register: dict[str, Document], sought: Sought, found: set[str]
) -> None:
    listed = documents_listed(sought, reading(cast.chi), TODAY)
    assert {one.pk for one in listed} == {register[name].pk for name in found}
    assert years_listed(reading(cast.chi), TODAY) == [2026, 2025]


@pytest.mark.django_db
def test_a_limited_document_that_replaces_one_is_not_named_but_the_end_is_said(
    cast: Cast, register: dict[str, Document]
) -> None:
    plan, secret = register["plan"], register["secret"]
    secret.changes.create(earlier=plan, kind=Relation.REPLACES, since=TODAY)
    said = {}
    for name in ("chi", "dung"):
        whose = reading(getattr(cast, name))
        related = relations_of(plan, whose, TODAY)
        standing = standing_of(plan, related, whose, TODAY, TODAY)
        assert standing is not None
        said[name] = (
            standing.standing,
            [one.pk for one in standing.by],
            [one.later_id for one in related.undergoes],
        )
    assert said == {
        "chi": (Standing.REPLACED, [secret.pk], [secret.pk]),
        "dung": (Standing.REPLACED, [], []),
    }
    assert document_found(secret.pk, reading(cast.dung), TODAY) is None


@pytest.mark.django_db
def test_the_list_asks_as_often_for_three_documents_as_for_one(
    cast: Cast, constant_queries
) -> None:
    body = make_body(cast.lao_cai)
    whose = reading(cast.chi)
    constant_queries(
        lambda: make_document(body, registered_at=NOW),
        lambda: [one.body.name for one in documents_listed(Sought(), whose, TODAY)],
    )


@pytest.mark.django_db
def test_what_was_called_off_ends_nothing_and_a_chain_leads_to_what_holds(
    cast: Cast, register: dict[str, Document]
) -> None:
    plan, whose = register["plan"], reading(cast.chi)
    second = make_document(plan.body, symbol="06/KH-BCĐ")
    third = make_document(plan.body, symbol="07/KH-BCĐ")
    for later, earlier in ((second, plan), (third, second)):
        later.changes.create(earlier=earlier, kind=Relation.REPLACES, since=TODAY)

    def shown() -> tuple[Standing, list[str], list[str]]:
        related = relations_of(plan, whose, TODAY)
        found = standing_of(plan, related, whose, TODAY, TODAY)
        assert found is not None
        return found.standing, [one.symbol for one in found.by], [one.symbol for one in found.heirs]

    assert shown() == (Standing.REPLACED, ["06/KH-BCĐ"], ["07/KH-BCĐ"])
    third.state = DocumentState.CALLED_OFF
    third.save()
    assert shown() == (Standing.REPLACED, ["06/KH-BCĐ"], [])
    second.state = DocumentState.CALLED_OFF
    second.save()
    assert shown() == (Standing.IN_FORCE, [], [])
