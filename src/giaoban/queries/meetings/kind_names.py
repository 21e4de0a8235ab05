"""What is each kind of meeting called, by the decree's words or by an installation's own?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from giaoban.models import MeetingLimits
from giaoban.queries.meetings.kinds import kinds_here

KIND_NAMES: Mapping[str, Promise] = {
    "briefing": pgettext_lazy("kind of meeting", "briefing"),
    "work": pgettext_lazy("kind of meeting", "working meeting"),
    "advisory": pgettext_lazy("kind of meeting", "advisory meeting"),
    "professional": pgettext_lazy("kind of meeting", "professional meeting"),
    "preliminary_review": pgettext_lazy("kind of meeting", "preliminary review"),
    "final_review": pgettext_lazy("kind of meeting", "final review"),
    "thematic": pgettext_lazy("kind of meeting", "thematic meeting"),
    "training": pgettext_lazy("kind of meeting", "training"),
    "exchange": pgettext_lazy("kind of meeting", "meeting with other committees"),
}


def kind_names(*, with_unused: bool = True) -> Mapping[str, str]:
    """By code, in the reader's language; a name of the installation's own goes before."""
    own = dict(MeetingLimits.objects.exclude(name="").values_list("code", "name"))
    return {
        code: own.get(code) or str(KIND_NAMES.get(code, code))
        for code in kinds_here(with_unused=with_unused)
    }


def kind_name(code: str) -> str:
    """Of one kind; the code where nobody knows it any more."""
    return kind_names().get(code, code)
