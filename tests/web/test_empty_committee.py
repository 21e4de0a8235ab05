"""A committee that has just begun: every page says what is to be done next, and none is broken."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, SignIn

REGIMES = "Go to the reporting regimes"


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    client = sign_in(cast.chi)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("reports", REGIMES),
        ("status", REGIMES),
        ("carried_totals", REGIMES),
        ("open_incident", REGIMES),
        ("consolidated_reports", "Once a reporting regime has a period"),
        ("results", "There are no figures yet."),
        ("chair", "There are no figures yet."),
    ],
)
def test_a_page_without_anything_says_what_comes_first(chi: Client, page: str, said: str) -> None:
    assert said in chi.get(reverse(page)).content.decode()


def test_without_a_regime_nothing_is_asked_for_totals(chi: Client) -> None:
    assert 'type="file"' not in chi.get(reverse("carried_totals")).content.decode()


def test_an_officer_is_not_sent_to_the_regimes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.an)
    client.cookies["django_language"] = "en"

    assert REGIMES not in client.get(reverse("status")).content.decode()
