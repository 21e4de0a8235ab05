"""A register of many documents, and how long one waits for the words that one looks for."""

import random
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import override_settings
from tests.factories import NOW, appoint, make_person, make_unit
from tests.obligations import make_body

from giaoban.models import Document, Person
from giaoban.queries.people.reach import grants_of
from giaoban.queries.register.listed import Sought, documents_listed
from giaoban.queries.register.seen import Reading
from giaoban.rules.people.permissions import Permission, Role, units_where
from giaoban.rules.register.documents import Direction, DocumentState
from giaoban.rules.units.naming import search_key

ROUNDS = 9
BATCH = 2000
WORDS_EACH = 300
TODAY = date(2026, 11, 20)
ALL = "all documents, the newest"
RARE, COMMON, SYMBOL, BEGUN = "two rare words", "words of every document", "a symbol", "a beginning"
PAGE, TRIVIAL = "the page with two rare words", "the sign-in page"
# Syllables of directives; a document has some of them, in an order of its own.
_TEXT = """
    chuyển đổi số dữ liệu hạ tầng dịch vụ công trực tuyến kết nối chia sẻ cơ sở an toàn thông tin
    mạng kế hoạch nhiệm giải pháp thủ tục hành chính người dân doanh nghiệp xã phường tỉnh ban
    ngành sở phối hợp chủ trì báo cáo định kỳ tháng quý năm hoàn thành trước ngày triển khai thực
    hiện tổ chức rà soát cập nhật kiểm tra đôn đốc kinh phí bố trí đào tạo tập huấn kỹ năng tuyên
    truyền y tế giáo dục nông môi trường giao thông xây dựng văn hóa du lịch quốc phòng công nghệ
    khoa học tài nguyên đất đai dân cư định danh điện tử chữ ký thanh toán hồ sơ bệnh án
"""
_SYLLABLES = _TEXT.split()
_RARE = "lõm sóng"
_EVERY = "Ban Chỉ đạo"


def fill(documents: int) -> dict[str, float]:
    """Store so many documents of three hundred words; one in a thousand holds the rare words."""
    unit = make_unit("15", "Tỉnh Lào Cai", kind="tỉnh")
    body = make_body(unit)
    secretary = make_person("thu-ky@giaoban.example", "Nguyễn Thị Chi")
    secretary.password = make_password(None)
    secretary.save()
    appoint(secretary, Role.SECRETARIAT, unit)
    dice = random.Random(20261120)
    began = perf_counter()
    for start in range(0, documents, BATCH):
        Document.objects.bulk_create(
            _document(number, body, dice) for number in range(start, min(start + BATCH, documents))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"seconds": perf_counter() - began}


def _document(number: int, body: object, dice: random.Random) -> Document:
    symbol = f"{number + 1}/QĐ-BCĐ"
    words = dice.choices(_SYLLABLES, k=WORDS_EACH)
    if number % 1000 == 7:
        words[WORDS_EACH // 2 :] = [_RARE]
    title = " ".join(words[:12]).capitalize()
    return Document(
        body=body,
        direction=Direction.OUTGOING,
        state=DocumentState.ISSUED,
        type_code="QĐ",
        number=number + 1,
        symbol=symbol,
        bare_symbol=symbol.lower(),
        dated_on=TODAY - timedelta(days=number % 1500),
        title=title,
        search_text=search_key(f"{symbol} {_EVERY} {' '.join(words)}"),
        registered_at=NOW,
    )


@override_settings(ALLOWED_HOSTS=["testserver"])
def ask() -> dict[str, dict[str, float]]:
    """Milliseconds of each question, and of reading every text for the same words.

    Each takes what one page shows, the newest first. Raises where both do not find the same.
    """
    secretary = Person.objects.get(email="thu-ky@giaoban.example")
    grants = grants_of(secretary)
    reading = Reading(
        units_where(grants, Permission.VIEW, TODAY),
        units_where(grants, Permission.MANAGE_REGISTER, TODAY),
    )
    asked = {RARE: _RARE, COMMON: _EVERY, SYMBOL: "31007/QĐ", BEGUN: "lom son"}
    found = {}
    for what, words in asked.items():
        ours, theirs = _with_words(words, reading), _read_through(words, reading)
        if [one.pk for one in ours()] != [one.pk for one in theirs()]:
            raise RuntimeError(f"different answers: {what}")
        found[what] = {"ours": _milliseconds(ours), "theirs": _milliseconds(theirs)}
    client = Client(headers={"accept-language": "vi"})
    client.force_login(secretary)
    pages = {
        PAGE: lambda: client.get("/documents/", {"q": _RARE}),
        ALL: lambda: client.get("/documents/"),
    }
    trivial = _milliseconds(lambda: Client().get("/account/login/"))
    for what, page in pages.items():
        if page().status_code != 200:
            raise RuntimeError(what)
        found[what] = {"ours": _milliseconds(page), "theirs": trivial}
    return found


def _with_words(words: str, reading: Reading) -> Callable[[], list[Document]]:
    return lambda: list(documents_listed(Sought(words=words), reading, TODAY)[:50])


def _read_through(words: str, reading: Reading) -> Callable[[], list[Document]]:
    """Without an index: every word somewhere in the text."""
    all_there = Q()
    for word in search_key(words).split():
        all_there &= Q(search_text__contains=word)
    return lambda: list(documents_listed(Sought(), reading, TODAY).filter(all_there)[:50])


def _milliseconds(question: Callable[[], object]) -> float:
    """The median of warm rounds."""
    question()
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        question()
        times.append(perf_counter() - began)
    return statistics.median(times) * 1000
