"""What must hold, in words: the sentence of the form's maker, or ours for a check nobody wrote."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from giaoban.rules.reporting.checks import CheckFacts


def check_words(check: CheckFacts, names: Mapping[str, str]) -> str:
    """`names` are those of the form's indicators by code."""
    if not check.is_implied:
        return check.message
    code = check.formula.references[0].code
    return _("“%(name)s” since the year began is not less than what was reported before.") % {
        "name": names.get(code, code)
    }
