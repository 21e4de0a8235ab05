"""How is a document of the register called in another one, in the language of its layout?"""

from giaoban.documents.numbers import long_date
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import Document
from giaoban.queries.register.kinds import kinds


def type_in_words(code: str) -> str:
    """ "Quyết định", "Công văn"; in the plain layout "Decision", "Letter"."""
    return kinds().name_of(code)


def named_in_text(document: Document) -> str:
    """ "Quyết định số 05/QĐ-BCĐ"; type and title of one without a number."""
    kind = type_in_words(document.type_code)
    if not document.symbol:
        return SAID.registers.title.format(type=kind, title=document.title)
    return SAID.assignment.named.format(type=kind, symbol=document.symbol)


def titled(document: Document) -> str:
    """ "Quyết định phân công nhiệm vụ": type and title, as a register writes them."""
    kind = type_in_words(document.type_code)
    title = document.title.strip()
    if title.casefold().startswith(kind.casefold()):
        return title
    return SAID.registers.title.format(type=kind, title=_in_sentence(title))


def ground_of(document: Document) -> str:
    """ "Căn cứ Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của …" (NĐ 30/2020, II.6a)."""
    return SAID.assignment.ground.format(document=cited(document))


def cited(document: Document) -> str:
    """ "Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của …": as a text names it first."""
    if not document.symbol:
        return named_in_text(document)
    said = SAID.assignment
    title = _in_sentence(document.title)
    about = said.about.format(title=title) if title else ""
    if LANGUAGE == "vi" and title.startswith(("về ", "ban hành ", "phê duyệt ")):
        about = f" {title}"
    author = author_of(document)
    kind = type_in_words(document.type_code)
    if document.dated_on is None:
        return said.cited_undated.format(
            type=kind, symbol=document.symbol, author=author, about=about
        )
    return said.cited.format(
        type=kind,
        symbol=document.symbol,
        day=long_date(document.dated_on, LANGUAGE),
        author=author,
        about=about,
    )


def author_of(document: Document) -> str:
    return document.author or document.body.name


def _in_sentence(title: str) -> str:
    """A title within a sentence: in Vietnamese with a small letter, but for a word in capitals."""
    words = title.strip()
    first = words.split(" ", 1)[0]
    if LANGUAGE != "vi" or (len(first) > 1 and first == first.upper()):
        return words
    return f"{words[:1].lower()}{words[1:]}"
