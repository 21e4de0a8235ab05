"""Columns are chosen on the page; its address and the file taken from it keep the choice."""

import csv

import pytest
from django.test import RequestFactory
from django.urls import reverse

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.web.frame.columns import column_choice
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime, make_version

LABELS = {"post": "Post", "email": "E-mail"}


@pytest.mark.parametrize(
    ("asked", "shown", "sent_along"),
    [
        ("", {"post", "email"}, ()),
        ("columns=", set(), ("",)),
        ("columns=&columns=email", {"email"}, ("", "email")),
        ("columns=&columns=email&columns=post", {"post", "email"}, ()),
        ("columns=password", set(), ("",)),
    ],
)
def test_the_address_says_which_columns_are_shown(
    asked: str, shown: set[str], sent_along: tuple[str, ...]
) -> None:
    choice = column_choice(RequestFactory().get(f"/?q=a&page=3&{asked}"), LABELS)

    assert (choice.shown, choice.address_values) == (shown, sent_along)
    assert choice.kept == (("q", "a"),)


def test_the_explorer_and_its_file_have_the_columns_chosen(cast: Cast, sign_in: SignIn) -> None:
    regime = make_regime(cast.lao_cai, indicators=[{"code": "processed", "name": "Hồ sơ"}])
    period = make_period(regime, "2026-09")
    make_version(cast.ta_van, period, values={"processed": 130})
    append_marks_for(unit_ids=[cast.ta_van.pk], period=period)
    fold_all()
    client = sign_in(cast.chi)
    client.cookies["django_language"] = "en"
    asked = {"regime": regime.code, "columns": ["", "change"], "sort": "-now"}

    page = client.get(reverse("results"), asked).content.decode()
    table = client.get(reverse("results_file", args=["csv"]), asked).content.decode("utf-8-sig")

    labels = [f'data-label="{label}"' for label in ("Reported", "Change")]
    assert [label in page for label in labels] == [False, True]
    assert '<input type="hidden" name="columns" value="change">' in page
    assert "columns=change&amp;sort=name" in page
    assert next(csv.reader(table.splitlines())) == [
        "Unit",
        "Code",
        "Sep 2026",
        "Change from the period before",
        "Change from the year before",
    ]


def test_the_list_of_people_has_the_columns_chosen(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.khanh)
    addresses = [{}, {"columns": ["", "post"]}]

    shown = [client.get(reverse("people"), asked).content.decode() for asked in addresses]

    assert [cast.an.email in page for page in shown] == [True, False]
