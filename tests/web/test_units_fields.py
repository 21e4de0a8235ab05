"""Days that are typed into forms."""

import pytest
from django import forms

from giaoban.web.units.fields import DayField

BOUNDS = "Chọn một ngày trong khoảng từ 01/01/1900 đến 31/12/2199."


@pytest.mark.parametrize(
    "typed, said",
    [("9999-12-31", [BOUNDS]), ("0026-11-20", [BOUNDS]), ("2026-11-20", [])],
)
def test_a_day_that_nobody_can_mean_is_refused_with_words(db: None, typed: str, said: list) -> None:
    class OneDay(forms.Form):
        day = DayField()

    assert OneDay({"day": typed}).errors.get("day", []) == said
