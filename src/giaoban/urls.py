"""Every address of the product; each area's own list is in web/<area>/urls.py."""

from allauth.account.urls import urlpatterns as allauth_addresses
from django.urls import include, path

ACCOUNT_ADDRESSES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # closed: it says that people are invited
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
"""Of allauth's addresses only these: nobody adds e-mail addresses or signs in by a code."""

urlpatterns = [
    path(
        "account/",
        include([address for address in allauth_addresses if address.name in ACCOUNT_ADDRESSES]),
    ),
    path("", include("giaoban.web.urls")),
]
