"""The words that a country's profile puts in the place of others, as pages then say them."""

import gettext
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.translation.trans_real import DjangoTranslation

import giaoban
from giaoban.settings.country import chosen_profile, own_words

LOCALE = Path(giaoban.__file__).parent / "locale"


def catalogue(folder: Path, language: str) -> gettext.GNUTranslations:
    with (folder / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIAOBAN_HOME", str(tmp_path))
    terms = {"en": {"unit": "site", "units": "sites"}, "vi": {"đơn vị": "cơ sở"}}
    (folder,) = own_words(replace(settings.COUNTRY, words=terms), LOCALE)
    return folder


def test_a_term_changes_in_singular_and_plural(words: Path) -> None:
    english = catalogue(words, "en")
    said = ("%(count)s unit has not sent", "%(count)s units have not sent")
    assert [english.ngettext(*said, number) for number in (1, 2)] == [
        "%(count)s site has not sent",
        "%(count)s sites have not sent",
    ]


def test_pages_say_one_and_two_rightly_with_and_without_words_of_ones_own(
    words: Path,
) -> None:
    with override_settings(LOCALE_PATHS=[words, LOCALE]):
        pages = DjangoTranslation("en")
    replaced = ("%(count)s unit has not sent", "%(count)s units have not sent")
    shipped = ("%(n)s file", "%(n)s files")
    assert [pages.ngettext(*said, n) for said in (replaced, shipped) for n in (0, 1, 2)] == [
        "%(count)s sites have not sent",
        "%(count)s site has not sent",
        "%(count)s sites have not sent",
        "%(n)s files",
        "%(n)s file",
        "%(n)s files",
    ]


def test_each_language_has_terms_of_its_own(words: Path) -> None:
    assert catalogue(words, "vi").gettext("Unit") == "Cơ sở"
    assert catalogue(words, "en").gettext("Unit") == "Site"


def test_texts_without_the_term_are_left_to_the_shipped_catalogue(words: Path) -> None:
    assert catalogue(words, "vi").gettext("Person") == "Person"


def test_a_profile_without_words_needs_no_catalogue(tmp_path: Path) -> None:
    assert own_words(settings.COUNTRY, LOCALE) == []
    assert list(tmp_path.iterdir()) == []


def test_a_home_remembers_the_profile_that_its_demo_was_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIAOBAN_HOME", str(tmp_path))
    monkeypatch.delenv("GIAOBAN_PROFILE", raising=False)
    assert chosen_profile().code == "vietnam"
    (tmp_path / "profile").write_text("international\n")
    assert chosen_profile().code == "international"
    monkeypatch.setenv("GIAOBAN_PROFILE", "vietnam")
    assert chosen_profile().code == "vietnam"
