"""What does the official letter (công văn đôn đốc) say to units whose report is missing?

An official letter has no type in its symbol, and its subject stands under the number (NĐ
30/2020/NĐ-CP appendix I, II.3b and II.5b). Number and date are left to the clerk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import make_naive

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Cell,
    Column,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    Table,
    text,
)
from giaoban.documents.numbers import format_number
from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.report_words import LANGUAGE, MADE_UP, SAID
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.consolidated_facts import Heading

MOST_ADDRESSED = 5
"""Units named as addressees; of more, only the annex has the names."""


@dataclass(frozen=True, slots=True)
class MissingReport:
    """`late_by` are working days, of an incident whole hours; None within term.

    A returned one was sent and is not mended.
    """

    unit: str
    due_at: datetime
    late_by: int | None
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class DunningFacts:
    regime: str
    period_key: str
    heading: Heading
    missing: Sequence[MissingReport]
    expected: int
    at: datetime
    is_made_up: bool = False
    year_starts: int = 1
    incident: str = ""  # the name of the incident that the period is a report of


def dunning_letter(facts: DunningFacts) -> AdministrativeDocument:
    """Raises ValueError where nobody owes anything: a letter to nobody is a mistake."""
    if not facts.missing:
        raise ValueError("no report is missing")
    heading = facts.heading
    names = [report.unit for report in facts.missing]
    return AdministrativeDocument(
        letterhead=Letterhead(
            agency=(heading.agency,),
            parent_agency=(heading.parent_agency,) if heading.parent_agency else (),
            symbol=_symbol(heading),
            place=heading.place,
            year=_local(facts.at).year,
            agency_in_text=heading.agency_in_text,
        ),
        type_line="",
        subject=SAID.dunning.subject.format(period=_period(facts)),
        blocks=tuple(Paragraph(text(words)) for words in _paragraphs(facts)),
        addressees=tuple(names) if len(names) <= MOST_ADDRESSED else (SAID.dunning.listed,),
        signature=Signature(
            authority=heading.authority,
            post=heading.signer_post,
            name=heading.signer_name,
            agency_post=heading.signer_agency_post,
        ),
        recipients=SAID.dunning.recipients,
        filing=heading.filing,
        annexes=(Annex(SAID.dunning.annex, (_table(facts),)),),
        notices=(MADE_UP,) if facts.is_made_up else (),
        made_on=_local(facts.at).date(),
    )


def _paragraphs(facts: DunningFacts) -> list[str]:
    count = format_number(len(facts.missing), LANGUAGE)
    whole = format_number(facts.expected, LANGUAGE)
    late = sum(report.late_by is not None for report in facts.missing)
    agency = facts.heading.agency_in_text
    standing = SAID.dunning.standing.format(
        moment=_moment(facts.at),
        agency=agency,
        period=_period(facts),
        regime=facts.regime,
        count=count,
        whole=whole,
    )
    if late:
        standing += SAID.dunning.late.format(late=format_number(late, LANGUAGE))
    return [
        SAID.dunning.list.format(standing=standing),
        SAID.dunning.request.format(agency=agency),
        SAID.dunning.closing.format(agency=agency),
    ]


def _late_text(late_by: int | None) -> str:
    """An incident's report may be late by less than one of the hours that are counted."""
    if late_by is None:
        return SAID.dunning.in_term
    return format_number(late_by, LANGUAGE) if late_by else f"< {format_number(1, LANGUAGE)}"


def _table(facts: DunningFacts) -> Table:
    rows = []
    for number, report in enumerate(facts.missing, start=1):
        rows.append(
            Row(
                (
                    Cell(str(number), number),
                    Cell(report.unit),
                    Cell(_moment(report.due_at)),
                    Cell(_late_text(report.late_by), report.late_by or 0),
                    Cell(SAID.dunning.returned if report.is_returned else ""),
                )
            )
        )
    return Table(
        columns=(
            Column(0.5, "center"),
            Column(2.4),
            Column(1.5, "center"),
            Column(1.1, "center"),
            Column(1.8),
        ),
        header=(tuple(Cell(title) for title in _head(facts)),),
        rows=tuple(rows),
    )


def _head(facts: DunningFacts) -> tuple[str, ...]:
    number, unit, due, late, remark = SAID.dunning.head
    return number, unit, due, SAID.dunning.hours_late if facts.incident else late, remark


def _symbol(heading: Heading) -> str:
    """BCĐ-TGV: the committee, then who drew it up; the report's own BC goes."""
    committee = heading.symbol.removeprefix(SAID.frame.symbol).strip("-")
    office = SAID.dunning.symbol
    return f"{committee}-{office}" if committee else office


def _local(moment: datetime) -> datetime:
    return make_naive(moment)


def _moment(moment: datetime) -> str:
    local = _local(moment)
    day: date = local.date()
    return SAID.dunning.moment.format(
        hour=f"{local:%H}", minute=f"{local:%M}", day=day_text(day, LANGUAGE)
    )


def _period(facts: DunningFacts) -> str:
    return period_title(
        facts.period_key, LANGUAGE, year_starts=facts.year_starts, incident=facts.incident
    )
