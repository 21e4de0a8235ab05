"""Can people sign in, set a password by a link, and can nobody else?"""

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from giaoban.actions.messages.sending import send_due
from tests.cast import Cast
from tests.factories import PASSWORD

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
NEW_PASSWORD = "ba con trau tren doi"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def sign_in_by_page(client: Client, email: str, password: str = PASSWORD) -> str:
    response = client.post(
        "/account/login/", {"login": email, "password": password}, follow=True, **ENGLISH
    )
    return response.content.decode()


def test_the_right_password_leads_home_in_the_persons_language(cast: Cast, client: Client) -> None:
    response = client.post(
        "/account/login/", {"login": "An@Example.vn", "password": PASSWORD}, **ENGLISH
    )
    assert (response.status_code, response["Location"]) == (302, "/")
    assert response.cookies["django_language"].value == "vi"


def test_a_wrong_password_and_an_unknown_e_mail_are_told_alike(cast: Cast, client: Client) -> None:
    told = "E-mail or password is not right. Check both, or set a new password."
    assert told in sign_in_by_page(client, "an@example.vn", "sai mat khau")
    assert told in sign_in_by_page(client, "nobody@example.vn", "sai mat khau")


def test_after_five_failures_even_the_right_password_waits(cast: Cast, client: Client) -> None:
    for _ in range(5):
        sign_in_by_page(client, "an@example.vn", "sai mat khau")
    html = sign_in_by_page(client, "an@example.vn")
    assert "Too many failed attempts. Wait five minutes" in html
    assert not get_user(client).is_authenticated


def test_failures_of_one_person_do_not_stop_another(cast: Cast, client: Client) -> None:
    for _ in range(5):
        sign_in_by_page(client, "an@example.vn", "sai mat khau")
    sign_in_by_page(client, "binh@example.vn")
    assert get_user(client) == cast.binh


def test_asking_for_links_without_end_is_stopped_in_words(cast: Cast, client: Client) -> None:
    for _ in range(5):
        client.post("/account/password/reset/", {"email": "an@example.vn"}, **ENGLISH)
    response = client.post("/account/password/reset/", {"email": "an@example.vn"}, **ENGLISH)
    assert response.status_code == 429
    assert "Wait five minutes, then try again." in response.content.decode()


def test_a_link_sets_a_password_once(cast: Cast, client: Client) -> None:
    client.post("/account/password/reset/", {"email": "an@example.vn"}, **ENGLISH)
    send_due(now=timezone.now())
    letter = mail.outbox[0]
    assert letter.to == ["an@example.vn"]
    link = re.findall(r"http://testserver(\S+)", letter.body)[0]
    form_page = client.get(link, follow=True, **ENGLISH)
    address = form_page.redirect_chain[-1][0]
    done = client.post(
        address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True, **ENGLISH
    )
    assert "Your password is set" in done.content.decode()
    again = Client().get(link, follow=True, **ENGLISH)
    assert "This link no longer works" in again.content.decode()
    sign_in_by_page(client, "an@example.vn", NEW_PASSWORD)
    assert get_user(client) == cast.an


@pytest.mark.parametrize("weak", ["ngan", "1234567890", "password123"])
def test_a_weak_password_is_refused(cast: Cast, client: Client, weak: str) -> None:
    client.force_login(cast.an)
    response = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
        **ENGLISH,
    )
    assert (response.status_code, "error-summary" in response.content.decode()) == (200, True)


def test_nobody_signs_up_by_themselves(cast: Cast, client: Client) -> None:
    made = {"email": "new@example.vn", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    html = client.post("/account/signup/", made, **ENGLISH).content.decode()
    assert "Accounts are made by invitation" in html
    assert not type(cast.an).objects.filter(email="new@example.vn").exists()


def test_a_closed_account_cannot_be_used(cast: Cast, client: Client) -> None:
    cast.an.is_active = False
    cast.an.save()
    sign_in_by_page(client, "an@example.vn")
    assert not get_user(client).is_authenticated
