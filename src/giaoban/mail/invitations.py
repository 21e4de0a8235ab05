"""The letter that lets an invited person set a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from giaoban.mail.letters import PASSWORD, Letter, place
from giaoban.models import Person


def set_password_link(person: Person, *, site: str) -> str:
    """The address, below `site` (https://host), where the person sets a password, once.

    It stops working when it was used, when the e-mail changes, and after PASSWORD_RESET_TIMEOUT.
    """
    address = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )
    return f"{site.rstrip('/')}{address}"


def invitation(person: Person, *, inviter: str, unit: str) -> Letter:
    """The letter in the person's language; `inviter` and `unit` are names, or empty."""
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    with override(person.language):
        if inviter and unit:
            opening = _("%(inviter)s has given you access to Giaoban for %(unit)s.") % {
                "inviter": inviter,
                "unit": unit,
            }
        else:
            opening = _("You have been given access to Giaoban.")
        lines = [
            _("Dear %(name)s,") % {"name": person.name},
            "",
            opening,
            _("Set your password here:"),
            "",
            place(),
            "",
            ngettext(
                "The link works once and for %(days)s day. You sign in with this e-mail address.",
                "The link works once and for %(days)s days. You sign in with this e-mail address.",
                days,
            )
            % {"days": days},
            _("If you do not expect this letter, you need not do anything."),
        ]
        return Letter(
            to=person.email,
            language=person.language,
            subject=_("Your Giaoban account"),
            body="\n".join(lines),
            opens=((PASSWORD, person.pk),),
        )
