"""How do accounts behave? By invitation only, in the person's language, with errors in words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from giaoban.actions.messages.queue import queue_letters
from giaoban.mail.letters import PASSWORD, Letter, place
from giaoban.models import Person
from giaoban.web.frame.choices import remember_language
from giaoban.web.people.reach import site_of


class InvitationOnlyAdapter(DefaultAccountAdapter):
    # Our own sentences, since allauth has none in Vietnamese.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the administrator of your unit."),
        "email_password_mismatch": _(
            "E-mail or password is not right. Check both, or set a new password."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("E-mail or password is not right. Check both, or set a new password."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "too_many_login_attempts": _(
            "Too many failed attempts. Wait five minutes, then try again or set a new password."
        ),
        "unknown_email": _("No account has this e-mail."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Whoever signs in reads on in their own language, on any machine."""
        response = super().post_login(request, user, **kwargs)
        if isinstance(user, Person):
            remember_language(response, user.language)
        return response

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """In the language of the person who gets it, whoever asked."""
        with override(user.language if isinstance(user, Person) else None):
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters wait in the queue, since the mail server may be away; no secret waits there."""
        user = context.get("user")
        opens: tuple[tuple[str, int], ...] = ()
        if "password_reset_url" in context and isinstance(user, Person):
            opens = ((PASSWORD, user.pk),)
            context = context | {"password_reset_url": place()}
        message = self.render_mail(template_prefix, email, context)
        letter = Letter(
            to=email,
            language=get_language() or "vi",
            subject=str(message.subject),
            body=str(message.body),
            opens=opens,
        )
        queue_letters(letters=[letter], site=site_of(self.request), now=timezone.now())
