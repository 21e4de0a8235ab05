"""What the table of permissions asks: every address with whoever may get an answer from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

from giaoban.actions.reporting.chasing import chase_and_write
from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.document_templates import add_template
from giaoban.actions.reporting.forms import draft_form, edit_form
from giaoban.actions.reporting.incidents import IncidentText, open_incident
from giaoban.actions.reporting.issued_copies import add_issued_copy
from giaoban.actions.reporting.questions import ask_question
from giaoban.actions.reporting.queued_imports import SentFile, queue_import
from giaoban.actions.reporting.report_comments import write_comment
from giaoban.actions.reporting.section_authors import hand_out_section
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.actions.reporting.workbook_maps import begin_map, mark_cell, use_map
from giaoban.actions.tasks.cascading import queue_cascade
from giaoban.documents.word_templates.starter import starter_template
from giaoban.models import (
    Appointment,
    AssignedSection,
    Attachment,
    CalendarDay,
    Cascade,
    Committee,
    ConsolidatedReport,
    Document,
    DocumentFile,
    DocumentRelation,
    DocumentTemplate,
    DunningLetter,
    Form,
    Incident,
    IssuedCopy,
    Obligation,
    OutgoingMail,
    Period,
    Person,
    Project,
    Question,
    Regime,
    ReportComment,
    ReportImport,
    ReportLink,
    SectionLink,
    SharedIndicator,
    SourceFile,
    Submission,
    Task,
    TaskEvent,
    TaskExtension,
    TaskFile,
    Unit,
    UnitContact,
    Version,
    WorkbookMap,
)
from giaoban.rules.people.permissions import GRANTS, Permission, Role
from giaoban.rules.reporting.copy_comparison import CopyComparison
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.reporting.workbook_marks import Mark
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from tests.cast import make_cast
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_committee,
    make_form,
    make_period,
    make_person,
    make_regime,
    make_unit,
    make_version,
)
from tests.obligations import make_body, make_document, make_obligation
from tests.own_workbook import SERVICES, workbook_in_use
from tests.structured_form import STRUCTURED

SIGNED_IN = "anyone signed in"
PUBLIC = "public"
BY_LINK = "by a link alone (test_links.py)"
FOUND = {200, 302, 409}  # 409: found, and refused as things stand
Needs = Permission | frozenset[Permission] | str


class Scene:
    """What rows may name; a record is made when the first row asks for it. Add yours here."""

    def __init__(self) -> None:
        self.cast = make_cast()
        make_committee(self.cast.tuyen_quang, "Ban Chỉ đạo tỉnh Tuyên Quang")
        self.insiders = self._one_of_each("in", self.cast.lao_cai)
        self.outsiders = self._one_of_each("out", self.cast.tuyen_quang)

    @property
    def unit(self) -> Unit:
        return self.cast.ta_van

    @property
    def officer(self) -> Person:
        """An officer of the unit, whom the secretariat and the administrator look after."""
        return self.cast.an

    @cached_property
    def letter(self) -> OutgoingMail:
        """One that the mail server refused."""
        refused = {"given_up_at": NOW, "last_error": "550 no such mailbox"}
        return OutgoingMail.objects.create(
            to="gone@example.vn", subject="x", body="x", queued_at=NOW, send_after=NOW, **refused
        )

    @cached_property
    def dunning_letter(self) -> DunningLetter:
        """One that names a report of the unit."""
        done = chase_and_write(
            unit=self.cast.lao_cai,
            pairs=[(self.period, self.unit.pk)],
            by=self.cast.chi,
            today=TODAY,
            now=NOW,
            site="https://giaoban.example",
        )
        return done.letter

    @cached_property
    def project(self) -> Project:
        return Project.objects.create(unit=self.cast.lao_cai, code="water", name="Nước sạch")

    @cached_property
    def appointment(self) -> Appointment:
        return Appointment.objects.get(person=self.officer)

    @cached_property
    def calendar_day(self) -> CalendarDay:
        # The calendar is set by who looks after every committee there is: here only one is left.
        Committee.objects.filter(unit=self.cast.tuyen_quang).delete()
        return CalendarDay.objects.create(day=TODAY, is_working=False, name="nghỉ bù")

    @cached_property
    def regime(self) -> Regime:
        return make_regime(self.cast.lao_cai, committee=self.cast.committee)

    @cached_property
    def drafted_regime(self) -> Regime:
        """The regime, with a second version of its form in the making."""
        make_form(
            self.regime,
            indicators=["processed"],
            checks=["processed >= 0"],
            number=2,
            is_published=False,
        )
        return self.regime

    @cached_property
    def structured_regime(self) -> Regime:
        """The regime, with a version in the making that has one of each block."""
        form = draft_form(regime=self.regime, by=None, now=NOW)
        edit_form(form=form, text=STRUCTURED, by=None, now=NOW)
        return self.regime

    @cached_property
    def shared(self) -> SharedIndicator:
        """An entry of the dictionary that the regime uses."""
        entry = SharedIndicator.objects.create(
            code="processed", name="Hồ sơ", kind="count", created_at=NOW
        )
        self.regime.indicators.update(shared=entry)
        return entry

    @cached_property
    def form(self) -> Form:
        return self.regime.forms.get()

    @cached_property
    def period(self) -> Period:
        return make_period(self.regime, "2026-10")

    @cached_property
    def version(self) -> Version:
        """A submitted report of the unit in the period."""
        return make_version(
            self.unit, self.period, values={"processed": 12}, state=ReportState.SUBMITTED
        )

    @cached_property
    def report_import(self) -> ReportImport:
        sent = SentFile("a.xlsx", 2, BytesIO(b"PK"))
        return queue_import(regime=self.regime, files=[sent], by=self.officer, now=NOW)

    @cached_property
    def source(self) -> SourceFile:
        source = source_rows([("bieu-mau.xlsx", b"PK")], by=self.officer, now=NOW)[0]
        keep_bytes(source, b"PK")
        return source

    @cached_property
    def attachment(self) -> Attachment:
        return Attachment.objects.create(
            version=self.version, purpose=Attachment.Purpose.EVIDENCE, file=self.source
        )

    @cached_property
    def version_with_source(self) -> Version:
        self.version.source = self.source
        self.version.save()
        return self.version

    @cached_property
    def workbook_map(self) -> WorkbookMap:
        """The committee's workbook, being marked."""
        return begin_map(
            regime=self.regime,
            unit=None,
            name="bieu.xlsx",
            content=workbook_in_use(),
            by=self.officer,
            now=NOW,
        )

    @cached_property
    def used_workbook(self) -> WorkbookMap:
        mark = Mark("figure", SERVICES, "D9", "processed", "B9")
        held = mark_cell(held=self.workbook_map, mark=mark, revision=0, by=self.officer, now=NOW)
        return use_map(held=held, revision=held.revision, by=self.officer, now=NOW)

    @cached_property
    def spreadsheet_map(self) -> WorkbookMap:
        """The unit's own spreadsheet, being marked."""
        return begin_map(
            regime=self.regime,
            unit=self.unit,
            name="so.xlsx",
            content=workbook_in_use(),
            by=self.officer,
            now=NOW,
        )

    @cached_property
    def question(self) -> Question:
        return ask_question(
            unit=self.unit,
            period=self.period,
            indicator=None,
            text="Vì sao?",
            due_on=TODAY,
            by=self.cast.dung,
            today=TODAY,
            now=NOW,
        )

    @cached_property
    def incident(self) -> Incident:
        regime = make_regime(self.cast.lao_cai, code="bao", frequency="incident")
        text = IncidentText(
            code="BAO-13", name="Bão số 13", began_at=NOW, areas=[self.cast.lao_cai]
        )
        return open_incident(regime=regime, incident=text, by=None, now=NOW)

    @property
    def report(self) -> dict[str, Any]:
        """The unit and the period of `version`, as addresses of reports name them."""
        return {"period_id": self.version.submission.period_id, "unit_id": self.unit.pk}

    @cached_property
    def consolidated(self) -> ConsolidatedReport:
        """A draft about the province."""
        period = self.version.submission.period
        return draft_report(unit=self.cast.lao_cai, period=period, by=self.cast.chi, now=NOW)

    @cached_property
    def assigned(self) -> AssignedSection:
        """A section of that draft, given to the unit."""
        return hand_out_section(
            report=self.consolidated,
            section="s1",
            unit=self.unit,
            person=None,
            instruction="",
            due_on=TODAY,
            by=self.cast.chi,
            today=TODAY,
            now=NOW,
            site="https://giaoban.example",
        )

    @cached_property
    def comment(self) -> ReportComment:
        return write_comment(
            report=self.consolidated, section="", text="Rõ hơn.", by=self.cast.dung, now=NOW
        )

    @cached_property
    def own_report(self) -> ConsolidatedReport:
        """The unit's own, a draft that was not sent."""
        period = self.version.submission.period
        return draft_report(
            unit=self.unit, period=period, by=self.officer, now=NOW, to_superior=True
        )

    @cached_property
    def sent_report(self) -> ConsolidatedReport:
        """The same, sent to the province."""
        ConsolidatedReport.objects.filter(pk=self.own_report.pk).update(
            sent_to=self.cast.lao_cai, sent_at=NOW, state="approved"
        )
        return self.own_report

    @cached_property
    def issued_copy(self) -> IssuedCopy:
        assert self.assigned.pk  # what is made of a draft is made before it is none any more
        assert self.comment.pk
        ConsolidatedReport.objects.filter(pk=self.consolidated.pk).update(state="approved")
        return add_issued_copy(
            report=self.consolidated,
            name="bao-cao.pdf",
            content=b"%PDF-",
            note="",
            by=self.cast.chi,
            now=NOW,
        )

    @cached_property
    def compared_copy(self) -> IssuedCopy:
        self.issued_copy.comparison = {
            **CopyComparison(figures=1, matched=1).stored(),
            "state": "compared",
        }
        self.issued_copy.save()
        return self.issued_copy

    @cached_property
    def template(self) -> DocumentTemplate:
        """A Word template of the province, with a trial."""
        template = add_template(
            unit=self.cast.lao_cai,
            regime=None,
            name="mau.docx",
            content=starter_template(),
            by=self.cast.chi,
            now=NOW,
        )
        template.trial = self.source
        template.save()
        return template

    @cached_property
    def task(self) -> Task:
        """What the committee's secretariat gave to the unit by a document."""
        document = make_document(make_body(self.cast.lao_cai))
        return Task.objects.create(
            obligation=make_obligation(document, self.unit),
            unit=self.unit,
            giver=self.cast.lao_cai,
            text="Rà soát",
            due_on=TODAY,
            given_at=NOW,
            given_by=self.cast.chi,
        )

    @property
    def obligation(self) -> Obligation:
        assert self.task.obligation is not None
        return self.task.obligation

    @property
    def document(self) -> Document:
        return self.obligation.document

    @cached_property
    def document_file(self) -> DocumentFile:
        return DocumentFile.objects.create(document=self.document, file=self.source)

    @cached_property
    def document_relation(self) -> DocumentRelation:
        earlier = make_document(self.document.body, symbol="01/QĐ-BCĐ")
        return DocumentRelation.objects.create(
            later=self.document, earlier=earlier, kind="amends", since=TODAY
        )

    @cached_property
    def cascade(self) -> Cascade:
        choice = Choice(ChoiceKind.UNDER, self.cast.lao_cai.pk)
        who = {"by": self.cast.chi, "today": TODAY, "now": NOW}
        return queue_cascade(obligation=self.obligation, choice=choice, **who)

    @cached_property
    def task_file(self) -> TaskFile:
        event = TaskEvent.objects.create(task=self.task, step="begin", before="assigned", at=NOW)
        return TaskFile.objects.create(event=event, file=self.source)

    @cached_property
    def asked_time(self) -> TaskExtension:
        return TaskExtension.objects.create(
            task=self.task, until=TODAY + timedelta(days=9), reason="Chờ số liệu", asked_at=NOW
        )

    @cached_property
    def closed_units_task(self) -> Task:
        closed = make_unit("02702", "Xã Cũ", under=self.cast.lao_cai, closed_on=TODAY)
        return Task.objects.create(
            unit=closed, giver=self.cast.lao_cai, text="Rà soát", given_at=NOW
        )

    @cached_property
    def link(self) -> ReportLink:
        """A link to the report of another unit; nobody of this table has its cookie."""
        contact = UnitContact.objects.create(
            unit=self.cast.y_ty, email="yty@example.vn", since=TODAY
        )
        return ReportLink.objects.create(
            unit=self.cast.y_ty,
            period=self.period,
            contact=contact,
            token_digest="0" * 64,
            made_at=NOW,
            expires_at=NOW + timedelta(days=3650),
        )

    @cached_property
    def section_link(self) -> SectionLink:
        """A link to the section that was given to the unit; nobody of this table has its cookie."""
        contact = UnitContact.objects.create(
            unit=self.assigned.unit, email="so@example.vn", since=TODAY, until=TODAY
        )
        return SectionLink.objects.create(
            assigned=self.assigned,
            contact=contact,
            token_digest="1" * 64,
            made_at=NOW,
            expires_at=NOW + timedelta(days=3650),
        )

    @property
    def submission(self) -> Submission:
        return self.version.submission

    @staticmethod
    def _one_of_each(key: str, unit: Unit) -> dict[Role, Person]:
        people = {}
        for role in Role:
            people[role] = make_person(f"{key}-{role}@example.vn", f"{role} {unit.name}")
            appoint(people[role], role, unit)
        return people


@dataclass(frozen=True)
class Row:
    """One address. `is_list` is one that shows each person their own part: it is found wherever
    the permission is held, and not only at the unit of the record that it names.
    """

    name: str
    needs: Needs
    asked_with: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    method: str = "get"
    is_list: bool = False

    def is_found_by(self, role: Role | None) -> bool:
        if self.needs in {SIGNED_IN, PUBLIC}:
            return True
        if self.needs == BY_LINK:
            return False
        wanted = {self.needs} if isinstance(self.needs, Permission) else set(self.needs)
        return role is not None and bool(wanted & GRANTS[role])
