"""Telling a unit that its report is returned to be mended."""

from datetime import date, datetime

from giaoban.actions.reporting.unit_told import ReportNews, tell_unit, title_told
from giaoban.mail.returned_reports import Returned, returned_news
from giaoban.mail.unit_news import UnitNews
from giaoban.models import Person, Version


def tell_of_return(
    version: Version,
    *,
    reason: str,
    cells: int,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
) -> int:
    """How many were told, none of them twice of one version; `reason` is that of the whole."""
    unit, period = version.submission.unit, version.submission.period

    def told(language: str) -> UnitNews:
        report = Returned(
            unit=unit.name,
            regime=period.regime.name,
            period=title_told(period, language),
            mend_by=version.mend_by,
            reason=reason,
            cells=cells,
        )
        return returned_news(report, language=language)

    news = ReportNews(unit, period, f"returned:{version.pk}", version.mend_by, told)
    return tell_unit(news, by=by, today=today, now=now, site=site)
