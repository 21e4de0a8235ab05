"""What is stored: fields and constraints, area by area."""

from giaoban.models.audit import Event
from giaoban.models.meetings.committees import DecisionRules, MeetingLimits, RosterDecision
from giaoban.models.meetings.conclusions import (
    Conclusion,
    CoOperatingInConclusion,
    MeetingPaper,
    MeetingTold,
    PaperCorrection,
)
from giaoban.models.meetings.invitees import Invitee, InviteeLink, Presence, Recusal
from giaoban.models.meetings.meetings import (
    AgendaChange,
    AgendaItem,
    AgendaPaper,
    Meeting,
    MeetingSeries,
    Proposal,
)
from giaoban.models.meetings.votes import Ballot, BallotOption, BallotQuestion, Opinion
from giaoban.models.messages import Message, OutgoingMail
from giaoban.models.people import Appointment, Committee, Person
from giaoban.models.register.documents import (
    Document,
    DocumentFile,
    DocumentReader,
    DocumentRelation,
    NumberedBody,
    NumberSeries,
)
from giaoban.models.register.obligations import CoOperatingUnit, Obligation
from giaoban.models.reporting.consolidation import (
    AssignedSection,
    ConsolidatedReport,
    IssuedCopy,
    ReportComment,
)
from giaoban.models.reporting.dictionary import SharedIndicator
from giaoban.models.reporting.document_templates import DocumentTemplate
from giaoban.models.reporting.forms import Check, Form, FormItem, Indicator, Section
from giaoban.models.reporting.imports import (
    ImportedFile,
    ImportUpload,
    RefusedWorkbook,
    ReportImport,
)
from giaoban.models.reporting.incidents import FinalReport, Incident, IncidentArea
from giaoban.models.reporting.links import ReportLink, SectionLink, UnitContact
from giaoban.models.reporting.lists import ListRow
from giaoban.models.reporting.periods import CalendarDay, Extension, Period, Reopening
from giaoban.models.reporting.projects import Project
from giaoban.models.reporting.questions import Question
from giaoban.models.reporting.regimes import DeadlineRule, OutlineSection, Regime, Target
from giaoban.models.reporting.reminders import DunningLetter, ReminderRule, Told
from giaoban.models.reporting.submissions import (
    Attachment,
    Explanation,
    Finding,
    Remark,
    SourceFile,
    Submission,
    TakenValue,
    Value,
    Version,
)
from giaoban.models.reporting.totals import CarriedTotal, Mark, Total
from giaoban.models.reporting.workbook_maps import WorkbookMap
from giaoban.models.tasks.cascades import CalendarFeed, Cascade
from giaoban.models.tasks.tasks import Task, TaskEvent, TaskExtension, TaskFile, TaskLink
from giaoban.models.tasks.telling import TaskNews, TaskTold
from giaoban.models.units import ComingName, FormerName, Placement, Unit

__all__ = [
    "AgendaChange",
    "AgendaItem",
    "AgendaPaper",
    "Appointment",
    "AssignedSection",
    "Attachment",
    "Ballot",
    "BallotOption",
    "BallotQuestion",
    "CalendarDay",
    "CalendarFeed",
    "CarriedTotal",
    "Cascade",
    "Check",
    "CoOperatingInConclusion",
    "CoOperatingUnit",
    "ComingName",
    "Committee",
    "Conclusion",
    "ConsolidatedReport",
    "DeadlineRule",
    "DecisionRules",
    "Document",
    "DocumentFile",
    "DocumentReader",
    "DocumentRelation",
    "DocumentTemplate",
    "DunningLetter",
    "Event",
    "Explanation",
    "Extension",
    "FinalReport",
    "Finding",
    "Form",
    "FormItem",
    "FormerName",
    "ImportUpload",
    "ImportedFile",
    "Incident",
    "IncidentArea",
    "Indicator",
    "Invitee",
    "InviteeLink",
    "IssuedCopy",
    "ListRow",
    "Mark",
    "Meeting",
    "MeetingLimits",
    "MeetingPaper",
    "MeetingSeries",
    "MeetingTold",
    "Message",
    "NumberSeries",
    "NumberedBody",
    "Obligation",
    "Opinion",
    "OutgoingMail",
    "OutlineSection",
    "PaperCorrection",
    "Period",
    "Person",
    "Placement",
    "Presence",
    "Project",
    "Proposal",
    "Question",
    "Recusal",
    "RefusedWorkbook",
    "Regime",
    "Remark",
    "ReminderRule",
    "Reopening",
    "ReportComment",
    "ReportImport",
    "ReportLink",
    "RosterDecision",
    "Section",
    "SectionLink",
    "SharedIndicator",
    "SourceFile",
    "Submission",
    "TakenValue",
    "Target",
    "Task",
    "TaskEvent",
    "TaskExtension",
    "TaskFile",
    "TaskLink",
    "TaskNews",
    "TaskTold",
    "Told",
    "Total",
    "Unit",
    "UnitContact",
    "Value",
    "Version",
    "WorkbookMap",
]
