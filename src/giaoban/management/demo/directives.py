"""What came down to the demo's committee, what did it make of it, and what was asked of whom?"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from giaoban.actions.register.bodies import BodyText, add_body
from giaoban.actions.register.files import attach_files, read_file
from giaoban.actions.register.importing_obligations import import_obligations
from giaoban.actions.register.incoming import IncomingText, register_incoming
from giaoban.actions.register.obligations import ProofText, edit_obligation, take_obligations
from giaoban.actions.register.outgoing import (
    OutgoingText,
    call_off_document,
    draft_document,
    issue_document,
)
from giaoban.actions.register.relations import relate_documents
from giaoban.exchange.register.annex_tables import annex_in, tables_of
from giaoban.management.demo.calendar import FOUNDED, at
from giaoban.management.demo.directive_papers import annex_paper, clauses_paper
from giaoban.models import Document, Indicator, NumberedBody, Obligation, Person, Unit
from giaoban.queries.country import country
from giaoban.queries.register.named_units import units_named_by
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.written_days import day_text
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.documents import Access, Direction
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.terms import Every, Term, TermKind
from giaoban.rules.reporting.working_days import WorkingCalendar


@dataclass
class Office:
    """Who keeps the registers, and what was entered in them so far, by the keys of the content."""

    body: NumberedBody
    said: Mapping[str, Any]
    by: Person
    chair: Person
    now: datetime
    calendar: WorkingCalendar
    documents: dict[str, Document] = field(default_factory=dict)
    obligations: dict[tuple[str, str], Obligation] = field(default_factory=dict)

    def day(self, days: int) -> date:
        """So many days from today, or the working day before."""
        return self.calendar.roll_backward(self.now.date() + timedelta(days=days))

    def moment(self, days: int, hour: int = 9) -> datetime:
        return min(self.now, at(self.day(days), hour))

    def words(self, text: str) -> str:
        """The text with the days and years that its places name."""
        year = self.day(self.plan_days).year
        days = {"soon": 10, "later": 25, "passed": -15}
        named = {
            name: day_text(self.day(number), country().language) for name, number in days.items()
        }
        return text % {"year": year, "next_year": year + 1, **named}

    @property
    def plan_days(self) -> int:
        plan: int = next(row["days"] for row in self.said["documents"] if row["key"] == "plan")
        return plan


def begin_office(
    *, unit: Unit, said: Mapping[str, Any], by: Person, chair: Person, now: datetime
) -> Office:
    """The body that keeps the registers; first of all it enters the decision that founded it."""
    text = BodyText(name=said["body"]["name"], symbol=said["body"]["symbol"])
    began = at(FOUNDED + timedelta(days=35), 9)
    body = add_body(unit=unit, text=text, by=by, now=began)
    if founding := said.get("founding"):
        register_incoming(
            body=body,
            text=IncomingText(
                author=founding["author"],
                symbol=founding["symbol"],
                dated_on=FOUNDED,
                title=founding["title"],
                type_code=founding["type"],
                access=Access.PUBLIC,
                note=founding["note"],
            ),
            arrived_on=began.date(),
            by=by,
            today=began.date(),
            now=began,
        )
    years = working_calendar((now.year - 1, now.year, now.year + 1))
    return Office(body, said, by, chair, now, years)


def enter_documents(office: Office, until: Callable[[datetime], None]) -> None:
    """Day by day, as their numbers follow each other; then their files.

    `until` lets happen what comes before a moment and takes numbers of its own.
    """
    for row in sorted(office.said["documents"], key=lambda row: row["days"]):
        until(at(office.day(row["days"]), 0))
        is_incoming = row["direction"] == Direction.INCOMING
        document = _incoming(office, row) if is_incoming else _outgoing(office, row)
        office.documents[row["key"]] = document
        for change in row.get("changes", ()):
            relate_documents(
                later=document,
                earlier=office.documents[change["document"]],
                kind=Relation(change["kind"]),
                since=office.day(row["days"]),
                note=change.get("note", ""),
                by=office.by,
                now=office.moment(row["days"], 11),
            )
        if row.get("paper") == "annex":
            _take_annex(office, document, office.moment(row["days"], 14))
        if row.get("paper") == "clauses":
            _attach_clauses(office, document, office.moment(row["days"], 14))
    until(office.now)


def take_what_they_oblige(office: Office) -> None:
    """The obligations that were typed, and what proves some of them."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in office.said["obligations"]:
        rows.setdefault(row["document"], []).append(row)
    for key, asked in rows.items():
        document = office.documents[key]
        taken_at = at(document.dated_on or office.now.date(), 15)
        drafts = [_draft(office, row) for row in asked]
        taken = take_obligations(document=document, drafts=drafts, by=office.by, now=taken_at)
        for row, draft, obligation in zip(asked, drafts, taken, strict=True):
            if "proof" in row:
                obligation = edit_obligation(
                    obligation=obligation,
                    draft=draft,
                    proof=_proof(row["proof"]),
                    revision=obligation.revision,
                    by=office.by,
                    now=taken_at,
                )
            office.obligations[key, row["clause"]] = obligation


def _incoming(office: Office, row: Mapping[str, Any]) -> Document:
    """A document is a day or two on its way."""
    arrived_on = office.day(row["days"])
    return register_incoming(
        body=office.body,
        text=IncomingText(
            author=row["author"],
            symbol=row["symbol"],
            dated_on=office.day(row["days"] - 2),
            title=office.words(row["title"]),
            type_code=row.get("type", ""),
            signer=row.get("signer", ""),
            forwarded_to=row.get("to", ""),
            forwarded_on=arrived_on,
            received_by=office.by.name,
            access=_access(row),
            reader_ids=_readers(row),
            note=row.get("note", ""),
        ),
        arrived_on=arrived_on,
        by=office.by,
        today=arrived_on,
        now=office.moment(row["days"]),
    )


def _outgoing(office: Office, row: Mapping[str, Any]) -> Document:
    """Drafted, and issued on the same day unless it is still a draft."""
    day, now = office.day(row["days"]), office.moment(row["days"])
    text = OutgoingText(
        type_code=row.get("type", ""),
        title=office.words(row["title"]),
        signer=office.chair.name,
        recipients=row.get("to", ""),
        kept_by=office.said["body"].get("kept_by", ""),
        access=_access(row),
        reader_ids=_readers(row),
    )
    document = draft_document(body=office.body, text=text, by=office.by, now=now)
    if row.get("is_draft"):
        return document
    document = issue_document(
        document=document,
        dated_on=day,
        revision=document.revision,
        by=office.by,
        today=day,
        now=now,
    )
    if "called_off" in row:
        document = call_off_document(
            document=document, reason=row["called_off"], by=office.by, now=now + timedelta(hours=3)
        )
    return document


def _access(row: Mapping[str, Any]) -> Access:
    return Access(row.get("access", Access.INTERNAL))


def _readers(row: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(unit_ids(row.get("readers", ())))


def unit_ids(codes: Collection[str]) -> list[int]:
    """Of these units, in the order of the ids."""
    return list(Unit.objects.filter(code__in=codes).order_by("pk").values_list("pk", flat=True))


def _take_annex(office: Office, document: Document, now: datetime) -> None:
    """The table of a Word file becomes obligations, as the page does it."""
    said = office.said["annex"]
    made = annex_paper(said, office.words)
    attach_files(document=document, files=[read_file(said["file"], made)], by=office.by, now=now)
    units = units_named_by(office.body, now.date())
    annex = annex_in(tables_of(said["file"], made), units)
    import_obligations(document=document, rows=annex.rows, by=office.by, now=now)
    for obligation in document.obligations.all():
        office.obligations["annex", obligation.clause] = obligation


def _attach_clauses(office: Office, document: Document, now: datetime) -> None:
    """Its clauses are proposed beside the text, and nobody has taken one yet."""
    said = office.said["clauses"]
    read = read_file(said["file"], clauses_paper([office.words(line) for line in said["lines"]]))
    attach_files(document=document, files=[read], by=office.by, now=now)


def _draft(office: Office, row: Mapping[str, Any]) -> ObligationDraft:
    (lead_id,) = unit_ids([row["lead"]])
    return ObligationDraft(
        clause=row["clause"],
        heading=row.get("heading", ""),
        text=office.words(row["text"]),
        lead_id=lead_id,
        co_operating_ids=tuple(unit_ids(row.get("co", ()))),
        co_operating_words=row.get("co_words", ""),
        term=_term(office, row.get("term", {"kind": TermKind.NONE})),
        product=row.get("product", ""),
        note=row.get("note", ""),
    )


def _term(office: Office, said: Mapping[str, Any]) -> Term:
    return Term(
        kind=TermKind(said["kind"]),
        on=office.day(said["days"]) if "days" in said else None,
        working_days=said.get("working_days"),
        every=Every(said["every"]) if "every" in said else None,
        day=said.get("day"),
    )


def _proof(said: Mapping[str, Any]) -> ProofText:
    indicator = Indicator.objects.filter(code=said["indicator"]).order_by("pk").first()
    if indicator is None:
        raise ValueError(f"no form asks {said['indicator']}")
    return ProofText(indicator, said["target"], is_share=said.get("is_share", False))
