"""What is out of the ordinary, how do things develop, and what waits for the chair's decision?"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from giaoban.documents.content import Block
from giaoban.documents.numbers import format_change, format_number, format_percent
from giaoban.documents.reporting.report_prose import prose_blocks
from giaoban.documents.reporting.report_words import ratio_decimals
from giaoban.documents.sparklines import sparkline_svg
from giaoban.models import Period, Unit
from giaoban.queries.reporting.chair import Behind, Briefing, StandingOut, TrendCard, briefing
from giaoban.queries.reporting.consolidation import origin_periods
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting import exceptions
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import ShownIndicator
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.report_figures import facts_behind
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.reporting.chair_directives import late_with
from giaoban.web.reporting.explorer_choice import choice_from


@dataclass(frozen=True)
class ShownFigure:
    """A figure with the addresses of its origin and of asking about it (empty: may not)."""

    text: str
    origin: str
    ask: str


@dataclass(frozen=True)
class ShownOutlier:
    unit: str
    indicator: str
    before: str
    change: str
    now: ShownFigure


@dataclass(frozen=True)
class ShownTrend:
    indicator: ShownIndicator
    now: ShownFigure
    change_from_last_year: Change | None
    last_year: str
    share_of_target: str
    line: SafeString


@dataclass(frozen=True)
class ShownPace:
    indicator: str
    share: str
    gone: str
    reached: ShownFigure
    target: str
    is_limit: bool


@signed_in
def chair(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    choice = choice_from(request)
    acting = acting_on(request)
    if choice is None:
        return render(request, "reporting/chair/nothing.html", late_with(acting, None))
    choice.period.regime = choice.regime
    found = briefing(choice.unit, choice.period, acting.today)
    may_ask = acting.may(Permission.ASK_QUESTION, choice.unit.pk)
    figures = _Figures(choice.unit, choice.period, _ask_address() if may_ask else "")
    return render(
        request,
        "reporting/chair/chair.html",
        {
            "choice": choice,
            "found": found,
            "facts": found.facts,
            "today": acting.today,
            "outliers": [figures.outlier(row) for row in found.standing_out],
            "behind": [figures.pace(row) for row in found.behind],
            "trends": [figures.trend(card) for card in found.trends],
            "explained": [(row, figures.ask(row.unit_id)) for row in found.explained],
            "proposals": _proposals(found, origin_periods(found.facts, choice.regime.pk)),
            "rules": _rules(),
            "may_give": acting.may(Permission.GIVE_TASK, choice.unit.pk),
            "answers": len(found.waiting) + found.questions_count,
            **late_with(acting, choice.unit.pk),
        },
    )


def trends_of(found: Briefing, unit: Unit, period: Period) -> list[ShownTrend]:
    """How the main figures develop, for another page that shows them."""
    figures = _Figures(unit, period, "")
    return [figures.trend(card) for card in found.trends]


class _Figures:
    """Figures of one regime and period, written for a reader and tied to their addresses."""

    def __init__(self, unit: Unit, period: Period, ask_address: str):
        self._unit, self._period = unit, period
        self._ask = ask_address
        self._language = get_language() or "vi"

    def outlier(self, row: StandingOut) -> ShownOutlier:
        return ShownOutlier(
            unit=row.unit.name,
            indicator=row.indicator.name,
            before=self._text(row.indicator, row.outlier.before),
            change=format_change(row.outlier.change, self._language),
            now=self._figure(row.indicator, row.outlier.now, row.unit.unit_id),
        )

    def pace(self, row: Behind) -> ShownPace:
        reached = row.held.now if row.held.so_far is None else row.held.so_far
        return ShownPace(
            indicator=row.indicator.name,
            share=format_percent(row.pace.share, self._language),
            gone=format_percent(row.pace.gone, self._language, decimals=0),
            reached=self._figure(row.indicator, reached, self._unit.pk),
            target=self._text(row.indicator, row.held.target),
            is_limit=row.pace.better is Better.LOWER,
        )

    def trend(self, card: TrendCard) -> ShownTrend:
        held = card.held
        return ShownTrend(
            indicator=card.indicator,
            now=self._figure(card.indicator, held.now, self._unit.pk),
            change_from_last_year=held.change_from_last_year(card.indicator),
            last_year=self._text(card.indicator, held.last_year),
            share_of_target=format_percent(held.share_of_target, self._language)
            if held.target
            else "",
            line=mark_safe(
                sparkline_svg(
                    _until_known(card.series), width=170, height=34, css_class="trend-line"
                )
            ),
        )

    def ask(self, unit_id: int, code: str = "") -> str:
        if not self._ask:
            return ""
        asked = {"unit": unit_id, "period": self._period.pk}
        return f"{self._ask}?{urlencode({**asked, 'indicator': code} if code else asked)}"

    def _figure(self, indicator: ShownIndicator, value: float | None, unit_id: int) -> ShownFigure:
        return ShownFigure(
            self._text(indicator, value),
            reverse("origin", args=[unit_id, self._period.pk, indicator.code]),
            self.ask(unit_id, indicator.code),
        )

    def _text(self, indicator: ShownIndicator, value: float | None) -> str:
        if indicator.is_ratio:
            return format_percent(value, self._language, decimals=ratio_decimals(indicator))
        return format_number(value, self._language, decimals=indicator.decimals)


def _proposals(
    found: Briefing, periods: dict[str, int]
) -> list[tuple[tuple[Block, ...], dict[str, int]]]:
    """The proposals as they read in the report, their figures filled in.

    Beside each the periods in which its figures open their origin: those of another regime are
    opened from the report itself.
    """
    facts = found.proposals_facts
    if facts is None:
        return []
    return [
        (prose_blocks(section.text, behind, lambda part: ()), {} if section.regime else periods)
        for section in found.proposals
        if (behind := facts_behind(section, facts)) is not None
    ]


def _rules() -> dict[str, str]:
    """The rules by which figures were picked out, in words."""
    language = get_language() or "vi"
    return {
        "outliers": gettext(
            "A unit stands out where its figure changed from the period before by at least "
            "%(least)s, by %(times)s times the usual change of the units, and by %(share)s of the "
            "whole or more."
        )
        % {
            "least": format_percent(exceptions.LEAST_CHANGE, language, decimals=0),
            "times": exceptions.TIMES_USUAL,
            "share": format_percent(exceptions.LEAST_SHARE, language, decimals=0),
        },
        "ratios": gettext(
            "A unit's ratio stands out where it moved by at least %(least)s percentage points and "
            "by %(times)s times the usual change of the units."
        )
        % {
            "least": format_percent(exceptions.LEAST_POINTS, language, decimals=0, is_bare=True),
            "times": exceptions.TIMES_USUAL,
        },
        "behind": gettext(
            "A target is behind where less was reached than %(share)s of what the year so far "
            "would make even; where lower is better, where more was used up than %(limit)s of it."
        )
        % {
            "share": format_percent(exceptions.PACE_ALLOWANCE, language, decimals=0),
            "limit": format_percent(exceptions.LIMIT_ALLOWANCE, language, decimals=0),
        },
    }


def _until_known(series: Sequence[float | None]) -> list[float | None]:
    """Without the periods that are still to come."""
    known = [place for place, value in enumerate(series) if value is not None]
    return list(series[: known[-1] + 1]) if known else []


def _ask_address() -> str:
    try:
        return reverse("ask_question")
    except NoReverseMatch:
        return ""
