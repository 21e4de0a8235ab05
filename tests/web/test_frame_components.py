"""Do the tags and filters write what docs/how-to/build-a-page.md says?"""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from giaoban.rules.reporting.change import Change
from giaoban.web.frame.paging import stretch

NUMBERS = {"n": 1234.5, "none": None, "part": 0.1234, "now": 115}
CHANGES = {"rise": Change(0.15), "points": Change(0.035, is_points=True)}
DATES = {
    "day": date(2026, 2, 5),
    "late": datetime(2026, 11, 20, 18, 30, tzinfo=UTC),  # the next day in Vietnam
    "key": "2026Q3",
}


def written(template: str, *, language: str = "vi", address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    loaded = "{% load figures components icons %}" + template
    with override(language):
        return Template(loaded).render(Context({**context, "request": request}))


@pytest.mark.parametrize(
    "template, vietnamese, english",
    [
        ("{{ n|figure }}", "1.234,5", "1,234.5"),
        ("{{ n|figure:0 }}", "1.235", "1,235"),
        ("{{ none|figure }}", "—", "—"),
        ("{{ now|signed }}", "+115", "+115"),
        ("{{ 'Ai làm?'|leading }} thiếu", "Ai làm? thiếu", "Ai làm? thiếu"),
        ("{{ 'Lý do'|leading }} thiếu", "Lý do: thiếu", "Lý do: thiếu"),
        ("{{ part|percent }}", "12,3\u00a0%", "12.3%"),
        ("{{ rise|change }}", "+15,0\u00a0%", "+15.0%"),
        ("{{ points|change }}", "+3,5\u00a0điểm\u00a0%", "+3.5\u00a0pp"),
        ("{{ none|change }}", "—", "—"),
        ("{{ day|day }}", "05/02/2026", "05/02/2026"),
        ("{{ late|day }}", "21/11/2026", "21/11/2026"),
        ("{{ late|moment }}", "01:30 21/11/2026", "01:30 21/11/2026"),
        ("{{ key|period }}", "quý III/2026", "Q3 2026"),
    ],
)
def test_figures_and_dates_are_written_in_the_readers_language(
    template: str, vietnamese: str, english: str
) -> None:
    assert written(template, **NUMBERS, **CHANGES, **DATES) == vietnamese
    assert written(template, language="en", **NUMBERS, **CHANGES, **DATES) == english


@pytest.mark.parametrize(
    "days, words",
    [
        (2, "2 working days left"),
        (1, "1 working day left"),
        (0, "due today"),
        (-1, "overdue by 1 working day"),
    ],
)
def test_days_left_are_counted_in_words(days: int, words: str) -> None:
    assert written("{{ days|days_left }}", language="en", days=days) == words


@pytest.mark.parametrize(
    "address, change, expected",
    [
        ("/x/?period=2026Q3&page=2", "period='2026Q4'", "?period=2026Q4"),
        ("/x/?period=2026Q3&state=late", "state=None", "?period=2026Q3"),
        ("/x/?state=late", "state=''", "/x/"),
    ],
)
def test_an_address_keeps_its_other_questions(address: str, change: str, expected: str) -> None:
    template = "{% query_replace " + change + " %}"
    assert written(template, address=address).replace("&amp;", "&") == expected


@pytest.mark.parametrize(
    "address, leads_to, direction",
    [
        ("/", "?sort=name", ""),
        ("/?sort=name", "?sort=-name", "ascending"),
        ("/?sort=-name", "?sort=name", "descending"),
    ],
)
def test_a_column_head_sorts_and_turns_round(address: str, leads_to: str, direction: str) -> None:
    head = written("{% sort_header 'name' 'Name' %}", address=address)
    assert f'href="{leads_to}"' in head
    assert (f'aria-sort="{direction}"' in head) == bool(direction)


class SinceForm(forms.Form):
    since = forms.DateField(help_text="dd/mm/yyyy")


def test_a_field_ties_its_help_and_its_error_to_the_input() -> None:
    html = written("{% field form.since %}", form=SinceForm({"since": "x"}))
    assert 'aria-describedby="id_since_helptext id_since_error"' in html
    assert 'id="id_since_helptext"' in html
    assert 'id="id_since_error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    "page, rows, more",
    [
        ("1", [0, 1], "?page=2"),
        ("2", [0, 1, 2, 3], "?page=3"),
        ("3", [0, 1, 2, 3, 4], ""),
        ("4", [0, 1], "?page=2"),
        ("x", [0, 1], "?page=2"),
        ("0", [0, 1], "?page=2"),
    ],
)
def test_a_long_list_is_shown_in_stretches(page: str, rows: list[int], more: str) -> None:
    request = RequestFactory().get("/", {"page": page})
    shown = stretch(request, list(range(5)), at_once=2)
    assert (shown.rows, shown.more_address) == (rows, more)


def test_htmx_gets_only_the_rows_that_are_added() -> None:
    request = RequestFactory().get(
        "/", {"page": "3", "sort": "-name"}, headers={"HX-Target": "rows"}
    )
    shown = stretch(request, list(range(7)), at_once=2)
    assert (shown.rows, shown.more, shown.more_address) == ([4, 5], 1, "?page=4&sort=-name")
