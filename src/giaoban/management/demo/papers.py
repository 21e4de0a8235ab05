"""What lies beside a report in the demo? A signed copy or a list, saying that it is not real."""

from datetime import datetime

from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.documents.content import (
    AdministrativeDocument,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    text,
)
from giaoban.documents.pdf import to_pdf
from giaoban.documents.period_titles import period_title
from giaoban.management.demo.content import content
from giaoban.models import Period, Person, SourceFile, Unit


def signed_copy(*, unit: Unit, period: Period, by: Person | None, now: datetime) -> SourceFile:
    """The report as the head of the unit might have signed it."""
    return _paper("signed", unit, period, by, now)


def evidence(*, unit: Unit, period: Period, by: Person | None, now: datetime) -> SourceFile:
    """A list that a unit might send to prove its figures."""
    return _paper("evidence", unit, period, by, now)


def _paper(kind: str, unit: Unit, period: Period, by: Person | None, now: datetime) -> SourceFile:
    words = content("words")["papers"]
    said = words[kind]
    document = AdministrativeDocument(
        letterhead=Letterhead(
            agency=("ỦY BAN NHÂN DÂN", unit.name.upper()),
            symbol=said["symbol"],
            number="00",
            place=unit.name.split(" ", 1)[-1],
            issued_on=now.date(),
        ),
        type_line=said["type"],
        subject=f"{period.regime.name}, {period_title(period.key, 'vi')}",
        blocks=(Heading(1, words["made_up"]), *(Paragraph(text(line)) for line in said["lines"])),
        signature=Signature(
            authority=tuple(said["authority"]), post=said["post"], name=said["name"]
        ),
        notices=(words["made_up"],),
    )
    made = to_pdf(document)
    file = source_rows([(f"{said['file']}-{unit.code}-{period.key}.pdf", made)], by=by, now=now)[0]
    keep_bytes(file, made)
    return file
