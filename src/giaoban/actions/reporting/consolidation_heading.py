"""What stands around the prose of a report: heading, signature, pictures; its number and date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation_held import draft_held, held_report, write_content
from giaoban.models import ConsolidatedReport, Person
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.report_content import content_of

TYPED_PARTICULARS = (
    "agency",
    "parent_agency",
    "authority",
    "signer_post",
    "signer_agency_post",
    "signer_name",
    "recipients",
    "filing",
    "grounds",
    "addressees",
)
"""Particulars of the heading that may be typed for one report alone."""


@transaction.atomic
def set_particulars(
    *,
    report: ConsolidatedReport,
    title: str,
    place: str,
    typed: Mapping[str, str | tuple[str, ...]],
    charts: tuple[str, ...] | None,
    has_unit_tables: bool,
    has_list_rows: bool = False,
    by: Person | None,
    now: datetime,
) -> ConsolidatedReport:
    """What stands around the prose; an empty particular follows the committee's own again.

    Raises RuleError `report_not_a_draft`, `report_without_title`, `particular_unknown` (name).
    """
    held = draft_held(report)
    if not title.strip():
        raise RuleError("report_without_title")
    for name in typed:
        if name not in TYPED_PARTICULARS:
            raise RuleError("particular_unknown", name=name)
    before = _particulars(held)
    held.title = title.strip()
    held.place = place.strip()
    content = replace(
        content_of(held.content),
        typed={name: value for name, value in typed.items() if value},
        charts=charts,
        has_unit_tables=has_unit_tables,
        has_list_rows=has_list_rows,
    )
    write_content(held, content, now)
    after = _particulars(held)
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    if changed:
        record(
            actor=by,
            action="set_particulars",
            on=held,
            at=now,
            before={name: before.get(name) for name in changed},
            after={name: after.get(name) for name in changed},
        )
    return held


@transaction.atomic
def number_report(
    *,
    report: ConsolidatedReport,
    symbol: str,
    dated_on: date | None,
    by: Person | None,
    now: datetime,
) -> ConsolidatedReport:
    """Give number, symbol and date; possible until the report is issued, figures stay as kept.

    Raises RuleError `report_issued`.
    """
    held = held_report(report)
    if held.state == Stage.ISSUED:
        raise RuleError("report_issued")
    before = {"symbol": held.symbol, "dated_on": _iso(held.dated_on)}
    held.symbol = symbol.strip()
    held.dated_on = dated_on
    held.saved_at = now
    held.save(update_fields=["symbol", "dated_on", "saved_at"])
    after = {"symbol": held.symbol, "dated_on": _iso(held.dated_on)}
    if before != after:
        record(
            actor=by,
            action="number_consolidated_report",
            on=held,
            at=now,
            before=before,
            after=after,
        )
    return held


def _particulars(held: ConsolidatedReport) -> dict[str, Any]:
    """Title, place, what was typed and which pictures and tables, as stored."""
    content = held.content
    return {
        "title": held.title,
        "place": held.place,
        "charts": content.get("charts"),
        "has_unit_tables": content.get("has_unit_tables", True),
        "has_list_rows": content.get("has_list_rows", False),
        **content.get("typed", {}),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
