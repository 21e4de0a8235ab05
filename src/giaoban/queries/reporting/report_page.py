"""What stands on the page of one unit's report of one period?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giaoban.models import (
    Attachment,
    Form,
    FormItem,
    Indicator,
    Period,
    Remark,
    Submission,
    Target,
    Unit,
    Value,
    Version,
)
from giaoban.queries.reporting.answers import Answers, comparison
from giaoban.queries.reporting.deadlines import calendar_around, deadlines_of
from giaoban.queries.reporting.due_dates import Due, counted
from giaoban.queries.reporting.form_structure import place_of
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for
from giaoban.queries.reporting.list_rows import RowsOfLists, rows_of
from giaoban.queries.reporting.offers import Offered, offered_to
from giaoban.queries.reporting.periods import period_span, target_year
from giaoban.queries.reporting.projects import NOTHING, unasked_codes
from giaoban.queries.units.browse import names_on
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.change import Change, change
from giaoban.rules.reporting.checks import Finding, Progress, findings, progress
from giaoban.rules.reporting.form_structure import ItemPlace
from giaoban.rules.reporting.indicators import IndicatorKind, with_ratios
from giaoban.rules.reporting.list_rows import row_findings
from giaoban.rules.reporting.offers import Offer, Taken
from giaoban.rules.reporting.periods import previous_key, same_period_last_year
from giaoban.rules.reporting.states import ReportState


@dataclass(frozen=True)
class Line:
    """One indicator of the form with its cell and what stands beside it.

    A ratio's number is worked out. `remark` is why it is to be mended, empty where it is not.
    """

    item: FormItem
    indicator: Indicator
    number: float | None
    text: str
    note: str
    origin: str
    previous: float | None
    previous_text: str
    last_year: float | None
    last_year_text: str
    target: float | None
    remark: str
    files: tuple[Attachment, ...]
    is_estimate: bool = False
    offers: tuple[Offer, ...] = ()  # what other reports say, of an empty cell
    taken: Taken | None = None
    corrected: Offer | None = None  # what that report says by now, where that is something else

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def kind(self) -> str:
        return self.indicator.kind

    @property
    def place(self) -> ItemPlace:
        return place_of(self.item)

    @property
    def is_asked(self) -> bool:
        """Whether somebody answers it; a ratio and what comes from a list are worked out."""
        return self.kind != IndicatorKind.RATIO and not self.place.is_computed

    @property
    def is_filled(self) -> bool:
        return self.number is not None or bool(self.text.strip())

    @property
    def change(self) -> Change | None:
        """Against the period before."""
        return change(self.number, self.previous, is_ratio=self.kind == IndicatorKind.RATIO)


@dataclass(frozen=True)
class Part:
    """A section of the form; a form without sections has one part without a title."""

    number: int
    title: str
    lines: tuple[Line, ...]


@dataclass
class Report:
    """A report as one of its versions says it; without a version nothing has been typed yet."""

    unit: Unit
    unit_name: str  # on the period's last day
    period: Period
    submission: Submission | None
    version: Version | None
    form: Form
    facts: FormFacts
    answers: Answers
    earlier: dict[str, Answers]
    compared_keys: dict[str, str]  # of the periods compared with
    parts: list[Part]
    reasons: dict[int, str]  # by check id
    overall_remark: str
    returned: Version | None  # the version whose remarks are to be mended
    files: list[Attachment]
    due: Due
    unasked: frozenset[str] = NOTHING  # codes of projects that the unit is not asked about
    rows: RowsOfLists = field(default_factory=dict)
    offered: Offered = field(default_factory=Offered)
    found: list[Finding] = field(default_factory=list)
    progress: Progress = field(default_factory=lambda: Progress(0, 0, 0, 0, 0))

    @property
    def state(self) -> ReportState | None:
        return ReportState(self.version.state) if self.version else None

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def complete_numbers(self) -> dict[str, float]:
        return with_ratios(self.facts.indicators, self.answers.numbers)

    def reason_for(self, finding: Finding) -> str:
        if finding.check is None:
            return ""
        return self.reasons.get(self.facts.check_ids[finding.check], "")

    @property
    def unexplained(self) -> list[Finding]:
        """The warnings that still want a reason."""
        return [one for one in self.found if not one.is_error and not self.reason_for(one)]


def report_of(
    unit: Unit,
    period: Period,
    now: datetime,
    *,
    version: Version | None = None,
    is_sending: bool = False,
    is_blank: bool = False,
) -> Report:
    """The newest version, or the one asked for; about twenty queries, however long the form is.

    While a draft is filled, its empty cells are no mistakes yet; when it is being sent they are.
    `is_blank` leaves out what was typed, for those who see only what was sent. Raises RuleError
    `regime_without_form`.
    """
    submission = (
        Submission.objects.filter(unit=unit, period=period)
        .select_related("latest__form", "latest__source", "latest__saved_by")
        .first()
    )
    shown = version or (submission.latest if submission and not is_blank else None)
    form = shown.form if shown else form_for(period)
    facts = form_facts(form)
    values = list(shown.values.select_related("indicator")) if shown else []
    answers = _answers(values)
    earlier = comparison(period, [unit.pk])
    previous = earlier.previous.get(unit.pk, Answers())
    last_year = earlier.last_year.get(unit.pk, Answers())
    returned = _returned(submission, shown)
    remarks = list(returned.remarks.all()) if returned else []
    files = list(shown.attachments.select_related("file")) if shown else []
    calendar = calendar_around(period_span(period))
    report = Report(
        unit=unit,
        unit_name=names_on([unit.pk], period.ends_on).get(unit.pk, (unit.name, ""))[0],
        period=period,
        submission=submission,
        version=shown,
        form=form,
        facts=facts,
        answers=answers,
        earlier={"previous": previous, "last_year": last_year},
        compared_keys=_compared_keys(period.key),
        parts=[],
        reasons=dict(shown.explanations.values_list("check_rule_id", "text")) if shown else {},
        overall_remark="\n".join(r.text for r in remarks if r.indicator_id is None),
        returned=returned,
        files=[file for file in files if file.indicator_id is None],
        due=counted(deadlines_of(period, [unit.pk])[unit.pk], now, calendar),
    )
    report.unasked = unasked_codes(facts, period, [unit.pk])[unit.pk]
    report.parts = _parts(report, values, remarks, files, _targets(unit, period))
    report.found = findings(
        facts.indicators,
        facts.checks,
        answers.numbers,
        answers.texts,
        previous.numbers,
        last_year.numbers,
        nothing_arose=bool(shown and shown.nothing_arose),
        is_draft=not is_sending and (shown is None or shown.state == ReportState.DRAFT),
        unasked=report.unasked,
    )
    if facts.lists and shown:
        report.rows = rows_of(shown)
        is_draft = not is_sending and shown.state == ReportState.DRAFT
        report.found += row_findings(facts.lists, report.rows, is_draft=is_draft)
    report.progress = progress(
        facts.indicators, report.found, answers.numbers, answers.texts, report.unasked
    )
    return report


def _compared_keys(key: str) -> dict[str, str]:
    keys = {}
    for name, key_of in (("previous", previous_key), ("last_year", same_period_last_year)):
        try:
            keys[name] = key_of(key)
        except RuleError:  # `once` has neither
            continue
    return keys


def _answers(values: Sequence[Value]) -> Answers:
    return Answers(
        numbers={v.indicator.code: v.number for v in values if v.number is not None},
        texts={v.indicator.code: v.text for v in values if v.number is None and v.text},
    )


def _returned(submission: Submission | None, shown: Version | None) -> Version | None:
    """The version that was returned: the one shown, or the one before a draft that mends it."""
    if submission is None or shown is None:
        return None
    if shown.state == ReportState.RETURNED:
        return shown
    if shown.state != ReportState.DRAFT:
        return None
    before = submission.versions.filter(number__lt=shown.number).order_by("-number").first()
    return before if before is not None and before.state == ReportState.RETURNED else None


def _parts(
    report: Report,
    values: Sequence[Value],
    remarks: Sequence[Remark],
    files: Sequence[Attachment],
    targets: Mapping[int, float],
) -> list[Part]:
    items = list(report.form.items.select_related("indicator", "section").order_by("position"))
    report.offered = offered_to(report.unit.pk, report.period, items, report.version)
    by_indicator = {value.indicator_id: value for value in values}
    reasons = {remark.indicator_id: remark.text for remark in remarks}
    estimated = {value.indicator.code for value in values if value.is_estimate}
    now = report.complete_numbers
    before = {
        name: with_ratios(report.facts.indicators, answers.numbers)
        for name, answers in report.earlier.items()
    }
    texts = {name: answers.texts for name, answers in report.earlier.items()}
    sections: dict[int | None, list[Line]] = {}
    titles: dict[int | None, str] = {}
    for item in items:
        code = item.indicator.code
        value = by_indicator.get(item.indicator_id)
        if code in report.unasked and code not in now:
            continue  # what holds a figure is shown, so that nothing hidden counts
        titles.setdefault(item.section_id, item.section.title if item.section else "")
        taken = report.offered.taken_in(code, now.get(code), report.answers.texts.get(code, ""))
        is_empty = code not in report.answers.said
        line = Line(
            item=item,
            indicator=item.indicator,
            number=now.get(code),
            text=report.answers.texts.get(code, ""),
            note=value.note if value else "",
            origin=value.cell if value else "",
            previous=before["previous"].get(code),
            previous_text=texts["previous"].get(code, ""),
            last_year=before["last_year"].get(code),
            last_year_text=texts["last_year"].get(code, ""),
            target=targets.get(item.indicator_id),
            remark=reasons.get(item.indicator_id, ""),
            files=tuple(file for file in files if file.indicator_id == item.indicator_id),
            is_estimate=not estimated.isdisjoint(
                (code, item.indicator.numerator, item.indicator.denominator)
            ),
            offers=report.offered.offers.get(code, ()) if is_empty else (),
            taken=taken,
            corrected=report.offered.corrected(code, taken) if taken else None,
        )
        sections.setdefault(item.section_id, []).append(line)
    return [
        Part(number, titles[key], tuple(lines))
        for number, (key, lines) in enumerate(sections.items(), start=1)
    ]


def _targets(unit: Unit, period: Period) -> dict[int, float]:
    rows = Target.objects.filter(
        unit=unit, indicator__regime=period.regime_id, year=target_year(period)
    )
    return dict(rows.values_list("indicator_id", "number"))
