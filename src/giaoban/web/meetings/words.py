"""How are the states, parts and answers of a meeting called, and why was something refused?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.inviting import Answer, Part, SubstituteState
from giaoban.rules.problems import Problem, RuleError
from giaoban.web.frame.labels import Badge
from giaoban.web.meetings.running_words import RUNNING_REFUSALS

PARTS: Mapping[str, Promise] = {
    Part.MEMBER: pgettext_lazy("part in a meeting", "member"),
    Part.GUEST: pgettext_lazy("part in a meeting", "guest"),
    Part.RAPPORTEUR: pgettext_lazy("part in a meeting", "rapporteur"),
    Part.SECRETARIAT: pgettext_lazy("part in a meeting", "secretariat"),
}

ANSWERS: Mapping[str, Badge] = {
    Answer.NONE: Badge("neutral", "circle-dashed", pgettext_lazy("answer", "no answer yet")),
    Answer.COMING: Badge("done", "circle-check", pgettext_lazy("answer", "comes")),
    Answer.ONLINE: Badge("done", "circle-check", pgettext_lazy("answer", "takes part online")),
    Answer.NOT_COMING: Badge("neutral", "minus", pgettext_lazy("answer", "does not come")),
    Answer.SUBSTITUTE: Badge("term", "users", pgettext_lazy("answer", "sends a substitute")),
}

ANSWER_CHOICES: Mapping[str, Promise] = {
    Answer.COMING: pgettext_lazy("answer of mine", "I come"),
    Answer.ONLINE: pgettext_lazy("answer of mine", "I take part online"),
    Answer.NOT_COMING: pgettext_lazy("answer of mine", "I cannot come"),
    Answer.SUBSTITUTE: pgettext_lazy("answer of mine", "Somebody else comes for me"),
}

SUBSTITUTES: Mapping[str, Badge] = {
    SubstituteState.PROPOSED: Badge(
        "term", "clock", pgettext_lazy("substitute", "waits for the chair’s agreement")
    ),
    SubstituteState.AGREED: Badge("done", "circle-check", pgettext_lazy("substitute", "agreed")),
    SubstituteState.REFUSED: Badge("returned", "ban", pgettext_lazy("substitute", "not agreed")),
}

REFUSALS: dict[str, Promise] = {
    # inviting and announcing
    "meeting_over": gettext_lazy("The meeting is over or called off: this cannot be changed now."),
    "meeting_step_not_allowed": gettext_lazy(
        "The meeting has moved on meanwhile, perhaps in another window. See how it stands now."
    ),
    "meeting_not_announced": gettext_lazy("The notice of this meeting has not gone out."),
    "nothing_to_tell": gettext_lazy("Everybody who is invited knows the newest already."),
    "nobody_invited": gettext_lazy("Nobody is invited yet: invite the members first."),
    "no_chair": gettext_lazy("It is not said who presides: choose the chair first."),
    "invitee_without_name": gettext_lazy("Write the name of whoever is invited."),
    "invited_already": gettext_lazy("%(name)s is invited already."),
    "invitee_was_there": gettext_lazy(
        "They were at the meeting or voted: their place stays in the record."
    ),
    "invitee_removed": gettext_lazy("This invitation was taken back."),
    "everybody_answered": gettext_lazy("Everybody whom the notice reached has answered."),
    "reminded_today": gettext_lazy("They were reminded today already."),
    # answering
    "invitation_closed": gettext_lazy("The meeting is over or called off: no answer is needed."),
    "answer_not_offered": gettext_lazy("Choose one of the answers."),
    "substitute_missing": gettext_lazy("Write who comes for you."),
    "substitute_is_oneself": gettext_lazy("This is the address of whoever is invited."),
    "substitute_sits_already": gettext_lazy(
        "They are invited themselves: propose somebody who is not."
    ),
    "substitute_of_another": gettext_lazy(
        "They come for somebody else already, and nobody votes twice: propose somebody else."
    ),
    "no_substitute_proposed": gettext_lazy("No substitute is proposed any more."),
    "reason_missing": gettext_lazy("Write the reason."),
    "arrives_in_the_future": gettext_lazy("The time lies in the future."),
    "arrives_while_there": gettext_lazy("They are here already."),
    **RUNNING_REFUSALS,
}
"""Each area of meetings adds its own codes."""

WARNINGS: dict[str, Promise] = {
    "meeting_too_long": gettext_lazy(
        "It is planned for %(minutes)s minutes; %(source)s allows %(longest)s."
    ),
    "notice_too_short": gettext_lazy(
        "The notice goes out %(days)s working days before; %(source)s asks for %(asked)s."
    ),
    "papers_too_late": gettext_lazy(
        "Papers that come later than %(asked)s working days before, which %(source)s asks for: "
        "%(count)s."
    ),
    "place_missing": gettext_lazy("The place is not said."),
    "online_url_missing": gettext_lazy("The address online is not said."),
    "agenda_empty": gettext_lazy("There is nothing on the agenda."),
    "agenda_too_long": gettext_lazy(
        "The items take %(minutes)s minutes more than the meeting lasts."
    ),
    "paper_missing": gettext_lazy("No paper has come yet for: %(titles)s."),
    "summary_missing": gettext_lazy(
        "“%(title)s” has %(pages)s pages: more than %(longest)s ask for one page of summary."
    ),
    "without_address": gettext_lazy("No letter reaches: %(names)s. They get the paper alone."),
    "no_body": gettext_lazy(
        "The committee keeps no register of documents: the invitation gets no number here."
    ),
}
"""What is warned of before a meeting, with the figures and the source, and blocks nothing."""

MENDED_IN: Mapping[str, tuple[str, ...]] = {
    "invitee_without_name": ("name",),
    "invited_already": ("person", "email", "name"),
    "substitute_missing": ("substitute_name",),
    "substitute_is_oneself": ("substitute_email",),
    "substitute_sits_already": ("substitute_email",),
    "substitute_of_another": ("substitute_email",),
    "answer_not_offered": ("answer",),
    "reason_missing": ("reason", "words"),
    "opinion_empty": ("text",),
    "speaker_missing": ("speaker",),
    "question_missing": ("text",),
    "too_few_options": ("options",),
    "majority_out_of_range": ("share",),
    "majority_below_half": ("share",),
    "majority_too_fine": ("share",),
    "conclusion_empty": ("text",),
    "lead_co_operates": ("co_operating",),
    "term_needs_date": ("due_on",),
    "term_out_of_reach": ("due_on",),
    "term_needs_working_days": ("working_days",),
}
"""The field in which it is mended: the first of these that the form has."""


def meeting_refusal(problem: Problem) -> str:
    """Why something could not be done with a meeting, and what to do instead."""
    params = {
        name: day_text(value) if isinstance(value, date) else value
        for name, value in problem.params.items()
    }
    return str(REFUSALS[problem.code]) % params


def meeting_warning(problem: Problem) -> str:
    """What a meeting would break, or what stands in the way of its notice."""
    words = WARNINGS.get(problem.code) or REFUSALS[problem.code]
    return str(words) % problem.params


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Say on the form why what is done within was refused, and go on behind it."""
    try:
        yield
    except RuleError as error:
        problem = error.problem
        fields = (name for name in MENDED_IN.get(problem.code, ()) if name in form.fields)
        form.add_error(next(fields, None), meeting_refusal(problem))
