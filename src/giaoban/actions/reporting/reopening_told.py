"""Telling a unit that a locked period takes its report again."""

from datetime import date, datetime

from giaoban.actions.reporting.unit_told import ReportNews, tell_unit, title_told
from giaoban.mail.reopened_reports import Reopened, reopened_news
from giaoban.mail.unit_news import UnitNews
from giaoban.models import Person, Reopening


def tell_of_reopening(
    reopening: Reopening, *, by: Person | None, today: date, now: datetime, site: str
) -> int:
    """How many were told, once: of a later end of the same reopening nobody is; the report's page
    and home say it.
    """
    unit, period = reopening.unit, reopening.period

    def told(language: str) -> UnitNews:
        report = Reopened(
            unit=unit.name,
            regime=period.regime.name,
            period=title_told(period, language),
            until=reopening.until,
            reason=reopening.reason,
        )
        return reopened_news(report, language=language)

    news = ReportNews(unit, period, f"reopened:{reopening.pk}", reopening.until, told)
    return tell_unit(news, by=by, today=today, now=now, site=site)
