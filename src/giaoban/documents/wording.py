"""Which lines does a document's frame consist of, once the profile's fixed words are filled in?

The renderers share these lines, so that Word, PDF and preview cannot say different things.
"""

from dataclasses import dataclass, replace
from datetime import date

from giaoban.documents.content import (
    AdministrativeDocument,
    Letterhead,
    Quote,
    Run,
    Signature,
    Table,
)
from giaoban.documents.numbers import padded_day, padded_month
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.text_widths import balanced_lines, text_width

# The earliest day that a zip can hold, and so no day in particular.
NO_DAY = date(1980, 1, 1)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Frame:
    """Every line around the blocks, for a page that shows the document as it will be printed.

    `annexes` holds (label, reference) for each annex of the document, in order.
    """

    national_title: str
    motto: str
    number: str
    place: str
    addressees: tuple[str, ...]
    grounds: tuple[str, ...]
    recipients_title: str
    recipients: tuple[str, ...]
    notices: tuple[str, ...]
    annexes: tuple[tuple[str, str], ...]


def frame(document: AdministrativeDocument, profile: LayoutProfile = LAYOUT) -> Frame:
    """The lines that the three formats print, for the preview to print too."""
    reference = annex_reference(document, profile)
    return Frame(
        national_title=profile.national_title,
        motto=profile.motto,
        number=number_line(document.letterhead, profile),
        place=place_line(document.letterhead, profile),
        addressees=tuple(addressee_lines(document, profile)),
        grounds=tuple(ground_lines(document, profile)),
        recipients_title=profile.recipients_title,
        recipients=tuple(recipient_lines(document, profile)),
        notices=tuple(notice_lines(document, profile)),
        annexes=tuple(
            (annex_label(document, index, profile), reference)
            for index in range(len(document.annexes))
        ),
    )


@dataclass(frozen=True, slots=True)
class WrappedSignature:
    """The bold lines above the signature and those below it."""

    capacity: tuple[str, ...]
    person: tuple[str, ...]


def wrapped_letterhead(letterhead: Letterhead, profile: LayoutProfile) -> Letterhead:
    """The agencies' names broken evenly where they are wider than their column."""
    width = text_width(profile)
    if profile.national_title:  # else the agency has the page's whole width
        width *= profile.letterhead_left_share
    return replace(
        letterhead,
        parent_agency=_even(letterhead.parent_agency, profile.size_agency, width),
        agency=_even(letterhead.agency, profile.size_agency, width) or ("",),
    )


def wrapped_signature(
    document: AdministrativeDocument, profile: LayoutProfile
) -> WrappedSignature | None:
    """Posts broken evenly where they are wider than their column."""
    return _wrapped(document.signature, 1 - profile.signature_left_share, profile)


def wrapped_co_signature(
    document: AdministrativeDocument, profile: LayoutProfile
) -> WrappedSignature | None:
    """Of whoever signs at the left."""
    return _wrapped(document.co_signature, profile.signature_left_share, profile)


def _wrapped(
    signature: Signature | None, share: float, profile: LayoutProfile
) -> WrappedSignature | None:
    if signature is None:
        return None
    width = text_width(profile) * share
    capacity = filter(None, (*signature.authority, signature.post))
    person = filter(None, (signature.agency_post, signature.name))
    return WrappedSignature(
        _even(tuple(capacity), profile.size_signature, width),
        _even(tuple(person), profile.size_signature, width),
    )


def _even(lines: tuple[str, ...], size: float, width: float) -> tuple[str, ...]:
    return tuple(part for line in lines for part in balanced_lines(line, size, width))


def number_line(letterhead: Letterhead, profile: LayoutProfile) -> str:
    """ "Số: 05/BC-BCĐ"; dots stand for a number not yet given. Empty for a sheet that gets none."""
    if not letterhead.symbol:
        return ""
    return profile.number_text.format(
        number=letterhead.number or profile.dots, symbol=letterhead.symbol
    )


def letter_subject(document: AdministrativeDocument, profile: LayoutProfile) -> str:
    """What stands under the number of an official letter; empty for every other document."""
    return f"{profile.letter_about}{document.subject}" if document.is_letter else ""


def place_line(letterhead: Letterhead, profile: LayoutProfile) -> str:
    return profile.place_and_date.format(
        place=letterhead.place, date=_date_words(letterhead, profile)
    )


def ground_lines(document: AdministrativeDocument, profile: LayoutProfile) -> list[str]:
    """Each ground closed by the profile's marks, whichever the caller typed."""
    closed = [ground.rstrip(" ;.,") + profile.ground_end for ground in document.grounds]
    if closed:
        closed[-1] = closed[-1].removesuffix(profile.ground_end) + profile.ground_last_end
    return closed


def addressee_lines(document: AdministrativeDocument, profile: LayoutProfile) -> list[str]:
    """One addressee stands on the same line; several follow, each on a line with a dash."""
    names = [name.rstrip(" ;.") for name in document.addressees]
    if len(names) < 2:
        return [f"{profile.addressed_to} {name}." for name in names]
    marked = [f"- {name};" for name in names[:-1]] + [f"- {names[-1]}."]
    return [profile.addressed_to, *marked]


def recipient_lines(document: AdministrativeDocument, profile: LayoutProfile) -> list[str]:
    """The list under "Nơi nhận", the keeping of a copy last."""
    lines = [f"- {name.rstrip(' ;.')};" for name in document.recipients]
    if document.filing:
        lines.append(f"- {profile.filing_text.format(filing=document.filing.rstrip(' ;.'))}.")
    elif lines:
        lines[-1] = lines[-1].removesuffix(";") + "."
    return lines


def notice_lines(document: AdministrativeDocument, profile: LayoutProfile) -> list[str]:
    """What every page says at its head until it is no longer so."""
    return [profile.draft_word, *document.notices] if document.is_draft else [*document.notices]


def quote_paragraphs(quote: Quote, profile: LayoutProfile) -> list[list[Run]]:
    """A unit's words in italics between quotation marks, its name after the last of them."""
    paragraphs = [[Run(words, italic=True)] for words in quote.paragraphs]
    if paragraphs:
        paragraphs[0][0] = Run(f"“{paragraphs[0][0].text}", italic=True)
        last = paragraphs[-1][0]
        paragraphs[-1] = [
            Run(f"{last.text}”", italic=True),
            Run(" " + profile.quote_by.format(unit=quote.unit)),
        ]
    return paragraphs


def unit_note(table: Table, profile: LayoutProfile) -> str:
    return profile.unit_note.format(unit=table.unit_note) if table.unit_note else ""


def annex_label(document: AdministrativeDocument, index: int, profile: LayoutProfile) -> str:
    """ "Phụ lục" when there is one, else "Phụ lục I", "Phụ lục II"…"""
    annex = document.annexes[index]
    if annex.label or len(document.annexes) == 1:
        return annex.label or profile.annex_word
    return f"{profile.annex_word} {_roman(index + 1)}"


def annex_reference(document: AdministrativeDocument, profile: LayoutProfile) -> str:
    """The italic line naming the document; empty where the agency's name in text is not given."""
    letterhead = document.letterhead
    if not letterhead.agency_in_text:
        return ""
    return profile.annex_reference.format(
        kind=document.type_line.capitalize() or profile.letter_word,
        number=letterhead.number or profile.dots,
        symbol=letterhead.symbol,
        date=_date_words(letterhead, profile),
        agency=letterhead.agency_in_text,
    )


def property_date(document: AdministrativeDocument) -> date:
    """The date kept in a file's properties, which PDF/A and Word both require."""
    return document.made_on or document.letterhead.issued_on or NO_DAY


def _date_words(letterhead: Letterhead, profile: LayoutProfile) -> str:
    day = letterhead.issued_on
    if day is None:
        dots = profile.dots
        return profile.date.format(
            day=dots, month=dots, year=letterhead.year or dots, plain_day=dots, month_name=""
        ).replace("  ", " ")
    return profile.date.format(
        day=padded_day(day),
        month=padded_month(day),
        year=day.year,
        plain_day=day.day,
        month_name=f"{day:%B}",  # in English: names of months stand in no other layout
    )


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
