"""Which steps does a consolidated report go, and what is still missing before it can go out?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.problems import Problem, RuleError, Severity


class Stage(StrEnum):
    """Drafted with live figures; fixed with kept ones; approved by the chair; issued, signed."""

    DRAFT = "draft"
    FIXED = "fixed"
    APPROVED = "approved"
    ISSUED = "issued"


class ReportStep(StrEnum):
    FIX = "fix"
    REOPEN = "reopen"
    APPROVE = "approve"
    ADD_ISSUED_COPY = "add_issued_copy"
    SEND = "send"  # a unit's own report, to the unit above


_STEPS: dict[tuple[Stage, ReportStep], Stage] = {
    (Stage.DRAFT, ReportStep.FIX): Stage.FIXED,
    (Stage.FIXED, ReportStep.REOPEN): Stage.DRAFT,
    (Stage.FIXED, ReportStep.APPROVE): Stage.APPROVED,
    (Stage.APPROVED, ReportStep.ADD_ISSUED_COPY): Stage.ISSUED,
    (Stage.ISSUED, ReportStep.ADD_ISSUED_COPY): Stage.ISSUED,  # a better scan, put beside
    (Stage.APPROVED, ReportStep.SEND): Stage.APPROVED,
    (Stage.ISSUED, ReportStep.SEND): Stage.ISSUED,
}


def stage_after(stage: Stage, step: ReportStep) -> Stage:
    """Raises RuleError `report_step_not_allowed` (step, stage)."""
    after = _STEPS.get((stage, step))
    if after is None:
        raise RuleError("report_step_not_allowed", step=step, stage=stage)
    return after


def steps_from(stage: Stage) -> frozenset[ReportStep]:
    return frozenset(step for before, step in _STEPS if before is stage)


@dataclass(frozen=True, slots=True)
class ReadinessFacts:
    """How a draft stands. `prose_problems` counts figures in the prose that mean nothing."""

    missing_units: int
    unaccepted_reports: int
    unexplained_warnings: int
    prose_problems: int
    empty_sections: tuple[str, ...]
    is_stale: bool
    has_number: bool
    has_date: bool
    has_figures: bool
    open_comments: int = 0
    open_sections: int = 0  # that their authors have not handed in, or nobody took yet
    undrawn_regimes: tuple[str, ...] = ()  # that a section draws on and has no figures of


def gaps(facts: ReadinessFacts) -> list[Problem]:
    """What to look after before the report goes out, what stops it first.

    Errors keep a report from being fixed: `gap_no_figures`, `gap_prose` (count), `gap_stale`.
    Warnings are for the secretary to weigh: `gap_units` (count), `gap_unaccepted` (count),
    `gap_warnings` (count), `gap_sections` (titles), `gap_authors` (count), `gap_regimes`
    (regimes), `gap_comments` (count), `gap_number`, `gap_date`.
    """
    return [
        Problem(code, params, severity)
        for is_there, code, params, severity in (
            (not facts.has_figures, "gap_no_figures", {}, Severity.ERROR),
            (
                facts.prose_problems > 0,
                "gap_prose",
                {"count": facts.prose_problems},
                Severity.ERROR,
            ),
            (facts.is_stale, "gap_stale", {}, Severity.ERROR),
            (facts.missing_units > 0, "gap_units", _count(facts.missing_units), Severity.WARNING),
            (
                facts.unaccepted_reports > 0,
                "gap_unaccepted",
                _count(facts.unaccepted_reports),
                Severity.WARNING,
            ),
            (
                facts.unexplained_warnings > 0,
                "gap_warnings",
                _count(facts.unexplained_warnings),
                Severity.WARNING,
            ),
            (
                bool(facts.empty_sections),
                "gap_sections",
                {"titles": facts.empty_sections},
                Severity.WARNING,
            ),
            (
                facts.open_sections > 0,
                "gap_authors",
                _count(facts.open_sections),
                Severity.WARNING,
            ),
            (
                bool(facts.undrawn_regimes),
                "gap_regimes",
                {"regimes": facts.undrawn_regimes},
                Severity.WARNING,
            ),
            (
                facts.open_comments > 0,
                "gap_comments",
                _count(facts.open_comments),
                Severity.WARNING,
            ),
            (not facts.has_number, "gap_number", {}, Severity.WARNING),
            (not facts.has_date, "gap_date", {}, Severity.WARNING),
        )
        if is_there
    ]


def may_be_fixed(found: Iterable[Problem]) -> bool:
    return not any(problem.is_error for problem in found)


def _count(number: int) -> dict[str, object]:
    return {"count": number}
