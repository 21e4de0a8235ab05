"""What is said where an indicator and the dictionary do not go together."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

DICTIONARY_TEXTS: dict[str, str | Promise] = {
    "shared_not_for_kind": gettext_lazy(
        "Only counts, amounts, yes/no, choices and texts are in the dictionary. Of a ratio, link "
        "its two parts."
    ),
    "shared_twice": gettext_lazy(
        "Indicator no. %(first)s is the dictionary’s “%(code)s” already. A form asks it once."
    ),
    "shared_contradicts": gettext_lazy(
        "In the dictionary “%(code)s” has %(entry)s here, and this indicator %(use)s. Make them "
        "alike, or do not link it."
    ),
    "shared_code_taken": gettext_lazy(
        "The dictionary has “%(code)s” already. Choose another code, or use that entry."
    ),
    "shared_in_use": gettext_lazy(
        "A regime uses this entry, so that code, kind, unit of measure and rules stay. Unlink it "
        "there first, or add another entry."
    ),
    "shared_of_nothing": gettext_lazy(
        "“%(code)s” is no category of a breakdown and no cell of a table of this form. An "
        "indicator names its entry itself; what lists count and add up is not in the dictionary."
    ),
    "shared_not_for_list": gettext_lazy(
        "“%(code)s” is worked out from the rows of a list, so it is not in the dictionary: nobody "
        "could take a figure for it."
    ),
    "shared_twice_in_regime": gettext_lazy(
        "The regime uses this entry already, in its indicator “%(code)s”."
    ),
}
