"""One term takes the place of another: a table of examples."""

import pytest

from giaoban.rules.country.terms import with_terms

WORDS = {"committee": "board", "steering committee": "programme board", "unit": "site"}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Which committee?", "Which board?"),
        ("Committee", "Board"),
        ("COMMITTEE", "BOARD"),
        ("the steering committee's symbol", "the programme board's symbol"),
        ("Steering committee", "Programme board"),
        ("subcommittee and committees", "subcommittee and committees"),  # whole words alone
        ("unit of measure", "site of measure"),
        ("%(unit)s of the unit", "%(unit)s of the site"),
        ("%(count)d unit, {unit}", "%(count)d site, {unit}"),
        ('<a href="/unit/">unit</a>', '<a href="/unit/">site</a>'),
        ("nothing of the kind", "nothing of the kind"),
        ("", ""),
    ],
)
def test_a_term_is_replaced_as_a_whole_word_with_the_capital_of_its_place(text, expected):
    assert with_terms(text, WORDS) == expected


def test_without_terms_a_text_stays_as_it_is():
    assert with_terms("Which committee?", {}) == "Which committee?"


def test_a_term_of_another_alphabet_is_found_too():
    assert with_terms("Ban Chỉ đạo họp", {"ban chỉ đạo": "hội đồng"}) == "Hội đồng họp"
