"""What a country's profile says, and every way in which its file can be wrong."""

from datetime import date
from pathlib import Path

import pytest

import giaoban
from giaoban.rules.country.dates import DayForm
from giaoban.rules.country.layouts import PLAIN, VIETNAM
from giaoban.rules.country.profile_file import ProfileRefused, read_profile
from giaoban.rules.reporting.periods import Calendar
from giaoban.rules.reporting.working_days import HolidaySource, public_calendar

COUNTRIES = Path(giaoban.__file__).parent / "data" / "countries"
LEAST = """
code = "here"
name = "Here"
languages = ["en"]
time_zone = "Europe/Paris"
weekend = ["friday", "saturday"]
calendar = "calendar"
[holidays]
country = "FR"
[currency]
code = "EUR"
measure = "EUR"
[layout]
base = "plain"
"""


def problems_of(written: str) -> list[tuple[str, object]]:
    with pytest.raises(ProfileRefused) as refused:
        read_profile(written.encode())
    return [(problem.code, problem.params["key"]) for problem in refused.value.problems]


def test_the_shipped_profile_of_vietnam_is_what_its_decrees_say():
    vietnam = read_profile((COUNTRIES / "vietnam.toml").read_bytes())
    assert vietnam.languages == ("vi", "en")
    assert vietnam.weekend == {5, 6}
    assert vietnam.holidays == HolidaySource("VN")
    assert (vietnam.calendar, vietnam.year_starts) == (Calendar.ND09, 1)
    assert vietnam.layout == VIETNAM
    assert vietnam.phrases.frame.report == "BÁO CÁO"
    assert vietnam.words == {}


def test_the_international_profile_is_plain_english_in_financial_years():
    abroad = read_profile((COUNTRIES / "international.toml").read_bytes())
    assert (abroad.language, abroad.languages) == ("en", ("en",))
    assert (abroad.calendar, abroad.year_starts) == (Calendar.FISCAL, 7)
    assert abroad.layout == PLAIN
    assert abroad.dates == DayForm.NAMED
    assert abroad.holidays == HolidaySource()


def test_the_least_that_a_profile_says_is_enough():
    here = read_profile(LEAST.encode())
    assert here.weekend == {4, 5}
    days = public_calendar([2026], (), here.holidays, here.weekend)
    assert days.is_working_day(date(2026, 7, 12))  # a Sunday, where Friday is the day off
    assert not days.is_working_day(date(2026, 7, 10))
    assert not days.is_working_day(date(2026, 7, 14))


def test_single_rows_of_a_layout_can_be_changed():
    changed = LEAST + 'margin_left = 30\nannex_word = "Appendix"\nfaces = ["Georgia"]\n'
    layout = read_profile(changed.encode()).layout
    assert (layout.margin_left, layout.annex_word, layout.faces) == (30, "Appendix", ("Georgia",))
    assert layout.margin_right == PLAIN.margin_right


def test_terms_are_replaced_in_the_phrases_of_documents_too():
    words = LEAST + '[words.en]\n"unit" = "office"\n'
    phrases = read_profile(words.encode()).phrases
    assert phrases.tables.unit == "Office"
    assert phrases.prose.usual_sections[1] == "Results"
    deadlines = read_profile((LEAST + '[words.en]\n"month" = "moon"\n').encode()).phrases
    assert deadlines.assignment.every["month"] == "Every moon"


def test_what_people_type_is_known_by_the_shipped_word_and_by_the_one_in_its_place():
    words = LEAST + '[words.en]\n"proposal" = "Suggestion"\n"results" = "outcomes"\n'
    typed = read_profile(words.encode()).phrases.typed
    assert typed.proposals == ("proposal", "request", "recommendation", "suggestion")
    assert typed.results == ("results", "outcomes")


@pytest.mark.parametrize(
    "old, new, problem",
    [
        ('code = "here"', "", ("profile_missing", "code")),
        ('name = "Here"', "name = 3", ("profile_wrong_type", "name")),
        ('["en"]', '["en", "fr"]', ("profile_unknown", "languages")),
        ('["en"]', "[]", ("profile_empty", "languages")),
        ("Europe/Paris", "Europe/Atlantis", ("profile_unknown", "time_zone")),
        ('["friday", "saturday"]', '["freitag"]', ("profile_unknown", "weekend")),
        (
            '"calendar"\n',
            '"calendar"\nyear_starts = 4\n',
            ("profile_year_not_fiscal", "year_starts"),
        ),
        ('"calendar"\n', '"fiscal"\nyear_starts = 13\n', ("profile_out_of_range", "year_starts")),
        ('"calendar"\n', '"moon"\n', ("profile_unknown", "calendar")),
        ('"calendar"\n', '"calendar"\ndates = "mm/dd/yyyy"\n', ("profile_unknown", "dates")),
        ('country = "FR"', 'country = "XX"', ("profile_unknown", "holidays")),
        (
            'country = "FR"',
            'country = "FR"\nregion = "75"',
            ("profile_key_unknown", "holidays.region"),
        ),
        ('measure = "EUR"', "", ("profile_missing", "currency.measure")),
        ('base = "plain"', 'base = "fancy"', ("profile_unknown", "layout.base")),
        ('base = "plain"', 'base = "plain"\nmargin = 3', ("profile_key_unknown", "layout.margin")),
        (
            'base = "plain"',
            'base = "plain"\nmargin_left = "3"',
            ("profile_wrong_type", "layout.margin_left"),
        ),
        (
            'base = "plain"',
            'base = "plain"\n[words.vi]\n"a" = "b"',
            ("profile_unknown", "words.vi"),
        ),
        ('name = "Here"', 'name = "Here"\nflag = "blue"', ("profile_key_unknown", "flag")),
    ],
)
def test_what_is_wrong_is_named_by_its_key(old, new, problem):
    assert old in LEAST
    assert problem in problems_of(LEAST.replace(old, new, 1))


def test_types_of_documents_are_added_renamed_and_retired():
    types = '[document_types]\nPCV = "Phiếu công việc"\nGNP = ""\n'
    assert read_profile((LEAST + types).encode()).document_types == {
        "PCV": "Phiếu công việc",
        "GNP": "",
    }
    wrong = '[document_types]\n"Q/Đ" = "Quyết định"\n'
    assert problems_of(LEAST + wrong) == [("profile_unknown", "document_types.Q/Đ")]


def test_a_week_keeps_a_day_to_work_on():
    week = '["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]'
    written = LEAST.replace('["friday", "saturday"]', week)
    assert problems_of(written) == [("profile_no_working_day", "weekend")]


def test_everything_wrong_is_named_at_once():
    written = LEAST.replace('code = "here"\n', "").replace("Europe/Paris", "Mars")
    assert problems_of(written) == [
        ("profile_missing", "code"),
        ("profile_unknown", "time_zone"),
    ]


def test_a_file_that_is_no_toml_is_refused_with_its_line():
    with pytest.raises(ProfileRefused) as refused:
        read_profile(b"code = \n")
    (problem,) = refused.value.problems
    assert problem.code == "profile_malformed"
    assert "line 1" in str(problem.params["reason"])
