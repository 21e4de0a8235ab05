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
    Paragraph,
    Row,
    Table,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.numbers import format_number
from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.report_words import LANGUAGE, MADE_UP, SAID
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.consolidated_facts import Heading

MOST_ADDRESSED = 5
"""Units named as addressees; of more, only the annex has the names."""


@dataclass(frozen=True, slots=True)
class MissingReport:
    """`late_by` are working days, of an incident (`is_by_hours`) whole hours; None within term.

    A returned one was sent and is not mended. `report` names it where that does not go without
    saying.
    """

    unit: str
    due_at: datetime
    late_by: int | None
    is_returned: bool = False
    report: str = ""
    is_by_hours: bool = False


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


@dataclass(frozen=True, slots=True)
class SeveralFacts:
    """The same of reports of several regimes or periods: each of `missing` says of which."""

    heading: Heading
    missing: Sequence[MissingReport]
    units: int  # that owe them
    at: datetime
    is_made_up: bool = False


def dunning_letter(facts: DunningFacts | SeveralFacts) -> AdministrativeDocument:
    """Raises ValueError where nobody owes anything: a letter to nobody is a mistake."""
    if not facts.missing:
        raise ValueError("no report is missing")
    if isinstance(facts, SeveralFacts):
        annex = Annex(SAID.dunning.annex_several, (_table_of_several(facts),))
        return _letter(facts, SAID.dunning.subject_several, _standing_of_several(facts), annex)
    subject = SAID.dunning.subject.format(period=_period(facts))
    annex = Annex(SAID.dunning.annex, (_table(facts),))
    return _letter(facts, subject, _standing(facts), annex)


def _letter(
    facts: DunningFacts | SeveralFacts, subject: str, standing: str, annex: Annex
) -> AdministrativeDocument:
    heading = facts.heading
    names = [report.unit for report in facts.missing]
    if isinstance(facts, SeveralFacts):
        names = list(dict.fromkeys(names))
    return AdministrativeDocument(
        letterhead=letterhead_of(heading, symbol=_symbol(heading), year=_local(facts.at).year),
        type_line="",
        subject=subject,
        blocks=tuple(Paragraph(text(words)) for words in _paragraphs(standing, heading)),
        addressees=tuple(names) if len(names) <= MOST_ADDRESSED else (SAID.dunning.listed,),
        signature=signature_of(heading),
        # Without a committee there is nobody of its leaders to be told.
        recipients=SAID.dunning.recipients if heading.authority else SAID.dunning.recipients[:1],
        filing=heading.filing,
        annexes=(annex,),
        notices=(MADE_UP,) if facts.is_made_up else (),
        made_on=_local(facts.at).date(),
    )


def _paragraphs(standing: str, heading: Heading) -> list[str]:
    agency = heading.agency_in_text
    return [
        SAID.dunning.list.format(standing=standing),
        SAID.dunning.request.format(agency=agency),
        SAID.dunning.closing.format(agency=agency),
    ]


def _standing(facts: DunningFacts) -> str:
    standing = SAID.dunning.standing.format(
        moment=_moment(facts.at),
        agency=facts.heading.agency_in_text,
        period=_period(facts),
        regime=facts.regime,
        count=format_number(len(facts.missing), LANGUAGE),
        whole=format_number(facts.expected, LANGUAGE),
    )
    if late := _count_late(facts):
        standing += SAID.dunning.late.format(late=format_number(late, LANGUAGE))
    return standing


def _standing_of_several(facts: SeveralFacts) -> str:
    standing = SAID.dunning.standing_several.format(
        moment=_moment(facts.at),
        agency=facts.heading.agency_in_text,
        count=format_number(len(facts.missing), LANGUAGE),
        units=format_number(facts.units, LANGUAGE),
    )
    if late := _count_late(facts):
        standing += SAID.dunning.late_several.format(late=format_number(late, LANGUAGE))
    return standing


def _count_late(facts: DunningFacts | SeveralFacts) -> int:
    return sum(report.late_by is not None for report in facts.missing)


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


def _table_of_several(facts: SeveralFacts) -> Table:
    rows = []
    for number, report in enumerate(facts.missing, start=1):
        rows.append(
            Row(
                (
                    Cell(str(number), number),
                    Cell(report.unit),
                    Cell(report.report),
                    Cell(_moment(report.due_at)),
                    Cell(_late_with_unit(report)),
                    Cell(SAID.dunning.returned if report.is_returned else ""),
                )
            )
        )
    widths = (0.5, 1.6, 2.2, 1.3, 1.0, 1.2)
    return Table(
        columns=tuple(
            Column(width, "center" if place in {0, 3, 4} else "left")
            for place, width in enumerate(widths)
        ),
        header=(tuple(Cell(title) for title in SAID.dunning.head_several),),
        rows=tuple(rows),
    )


def _late_with_unit(report: MissingReport) -> str:
    """Days and hours stand in one column."""
    if report.late_by is None:
        return SAID.dunning.in_term
    said = SAID.dunning.hours_late_text if report.is_by_hours else SAID.dunning.days_late
    return said.format(count=_late_text(report.late_by))


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
