"""How days and moments are written here, whoever reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.conf import settings as configured
from django.utils.translation import override

from giaoban.queries.written_days import day_text, moment_text, near_day_text
from giaoban.rules.country.dates import DayForm

DAY = date(2026, 11, 5)
LATE = datetime(2026, 11, 5, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "language", "said"),
    [
        (DayForm.NUMBERS, "vi", ["05/11/2026", "06/11/2026", "05/11", "01:30 06/11/2026"]),
        (DayForm.NAMED, "en", ["5 Nov 2026", "6 Nov 2026", "5 Nov", "01:30 6 Nov 2026"]),
        (DayForm.NAMED, "vi", ["05/11/2026", "06/11/2026", "05/11", "01:30 06/11/2026"]),
    ],
)
def test_days_follow_the_country_and_moments_its_clock(settings, form, language, said) -> None:
    settings.COUNTRY = replace(configured.COUNTRY, dates=form)
    with override(language):
        assert [day_text(DAY), day_text(LATE), near_day_text(DAY), moment_text(LATE)] == said


def test_a_document_writes_its_days_in_its_own_language(settings) -> None:
    settings.COUNTRY = replace(configured.COUNTRY, dates=DayForm.NAMED)
    with override("vi"):
        assert day_text(DAY, "en-GB") == "5 Nov 2026"
