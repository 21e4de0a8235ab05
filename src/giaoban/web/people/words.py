"""The sentences for why an action on people was refused."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem

_SENTENCES: Mapping[str, str | Promise] = {
    "email_in_use": _("An account with this e-mail exists already: give that person the role."),
    "email_fixed": _("The e-mail can be corrected only until the first sign-in."),
    "password_already_set": _(
        "This person has set a password already; “Forgotten password” on the sign-in page helps."
    ),
    "person_inactive": _("This account is closed: open it again first."),
    "own_role": _("You cannot give yourself a role: ask another administrator."),
    "own_account": _("You cannot close your own account."),
    "until_before_since": _("The end must come after the beginning."),
    "unit_not_open": _("The unit is not open on %(on)s: choose another date."),
    "already_appointed": _("This person holds that role here already, since %(since)s."),
    "already_ended": _("The role ends on %(until)s already."),
    "same_person": _("Choose someone else: this person holds the role now."),
    "post_of_another_role": _("This seat goes with another role: end this one and give that."),
    "substitute_is_oneself": _("Nobody is their own substitute: choose somebody else."),
    "two_chairs": _("%(name)s is the chair in these days: end that seat first."),
    "role_not_yours": _("You cannot give or take this role at this unit."),
}
PROBLEM_CODES = frozenset(_SENTENCES)


def refusal(problem: Problem) -> str:
    """The sentence in the language in force."""
    params = {
        key: day_text(value) if isinstance(value, date) else value
        for key, value in problem.params.items()
    }
    return str(_SENTENCES[problem.code]) % params
