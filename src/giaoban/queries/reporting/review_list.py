"""Which reports of a period lie with the secretariat, and what stands against each?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from giaoban.models import Finding, Period, Submission, Version
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.reporting.states import ReportState, Step, next_state

LISTED = ("waiting", "all", "returned", "accepted", "estimated")
FINDINGS = ("", "with", "without")
TIMELINESS = ("", "on_time", "late")

_STATES: dict[str, tuple[ReportState, ...]] = {
    "waiting": (ReportState.SUBMITTED, ReportState.APPROVED),
    "returned": (ReportState.RETURNED,),
    "accepted": (ReportState.ACCEPTED, ReportState.LOCKED),
    # Those whose estimates are still to be replaced.
    "estimated": (ReportState.ACCEPTED, ReportState.LOCKED),
    "all": tuple(state for state in ReportState if state is not ReportState.DRAFT),
}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; each is one of the names above."""

    state: str = "waiting"
    findings: str = ""
    timeliness: str = ""


def reports_listed(period: Period, unit_id: int, wanted: Wanted) -> QuerySet[Submission]:
    """Submissions of the units at and under the unit, in the tree's alphabetical order.

    Each has `finding_count`. A draft that corrects or mends hides nothing: what was sent stays.
    """
    found = (
        reports_under(period, unit_id)
        .filter(latest__state__in=[state.value for state in _STATES[wanted.state]])
        .annotate(finding_count=Count("latest__findings", distinct=True))
        .select_related("unit", "latest__submitted_by", "latest__source")
        .order_by("unit__sort_key", "unit_id")
    )
    if wanted.state == "estimated":
        found = found.filter(latest__has_estimates=True)
    if wanted.findings == "with":
        found = found.filter(finding_count__gt=0)
    elif wanted.findings == "without":
        found = found.filter(finding_count=0)
    if wanted.timeliness:
        found = found.filter(is_late=wanted.timeliness == "late")
    return found


def reports_under(period: Period, unit_id: int) -> QuerySet[Submission]:
    """Every report of the period that is the unit's own or of a unit below it."""
    found = Submission.objects.filter(period=period)
    if unit_id == period.regime.unit_id:
        return found  # only units under the regime's own unit are asked
    return found.filter(unit__in=subtree_ids([unit_id], period.ends_on))


def counts_listed(period: Period, unit_id: int) -> dict[str, int]:
    """How many reports each of `LISTED` holds; one query."""
    rows = list(
        reports_under(period, unit_id)
        .order_by()
        .values_list("latest__state", "latest__has_estimates")
        .annotate(count=Count("pk"))
        .values_list("latest__state", "latest__has_estimates", "count")
    )
    return {
        name: sum(
            count
            for state, has_estimates, count in rows
            if state in states and (has_estimates or name != "estimated")
        )
        for name, states in _STATES.items()
    }


def acceptable_states(period: Period) -> list[ReportState]:
    """The states from which a report of the period can be accepted."""
    needs_approval = period.regime.needs_approval
    return [
        state
        for state in ReportState
        if next_state(state, Step.ACCEPT, needs_approval=needs_approval)
    ]


def clean_versions(period: Period, unit_id: int) -> list[Version]:
    """The newest versions that can be accepted and have no findings; one query."""
    wanted = (
        reports_under(period, unit_id)
        .filter(latest__state__in=[state.value for state in acceptable_states(period)])
        .filter(latest__findings=None)
        .values("latest")
    )
    return list(Version.objects.filter(pk__in=wanted))


def neighbours(period: Period, unit_id: int, within: int, wanted: Wanted) -> tuple[int, int]:
    """The units before and after one in the list under `within`; 0 where there is none."""
    ids = list(reports_listed(period, within, wanted).values_list("unit_id", flat=True))
    if unit_id not in ids:
        # It has just been decided and left the list: the one that took its place comes next.
        return 0, ids[0] if ids else 0
    place = ids.index(unit_id)
    return (
        ids[place - 1] if place else 0,
        ids[place + 1] if place + 1 < len(ids) else 0,
    )


def findings_by_version(version_ids: Iterable[int]) -> dict[int, list[Finding]]:
    """What was found when each was sent; one query."""
    found: dict[int, list[Finding]] = {}
    rows = Finding.objects.filter(version__in=list(version_ids)).select_related("indicator")
    for finding in rows.order_by("pk"):
        found.setdefault(finding.version_id, []).append(finding)
    return found


def versions_of_units(period: Period, unit_ids: Sequence[int]) -> list[Version]:
    """The newest versions of these units that can be accepted."""
    return list(
        Version.objects.filter(
            pk__in=Submission.objects.filter(period=period, unit__in=unit_ids).values("latest"),
            state__in=[state.value for state in acceptable_states(period)],
        )
    )
