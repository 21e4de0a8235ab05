"""How are the states, parts and answers of a meeting called, and why was something refused?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from giaoban.exchange.register.problem_words import sentence
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.meetings.inviting import Answer, Part, SubstituteState
from giaoban.rules.meetings.kinds import PRACTICE
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
    Answer.COMING: pgettext_lazy("answer of mine", "I will come"),
    Answer.ONLINE: pgettext_lazy("answer of mine", "I will take part online"),
    Answer.NOT_COMING: pgettext_lazy("answer of mine", "I cannot come"),
    Answer.SUBSTITUTE: pgettext_lazy("answer of mine", "Somebody else will come for me"),
}

SUBSTITUTES: Mapping[str, Badge] = {
    SubstituteState.PROPOSED: Badge(
        "term", "clock", pgettext_lazy("substitute", "waits for the chair’s agreement")
    ),
    SubstituteState.AGREED: Badge("done", "circle-check", pgettext_lazy("substitute", "agreed")),
    SubstituteState.REFUSED: Badge("returned", "ban", pgettext_lazy("substitute", "not agreed")),
}

PAPER_STATES: Mapping[str, Badge] = {
    "draft": Badge("term", "pencil-line", pgettext_lazy("state of minutes", "draft")),
    "approved": Badge("done", "stamp", pgettext_lazy("state of minutes", "approved")),
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
    "comes_for_another": gettext_lazy(
        "They are to come in the place of %(name)s: an invitation of their own is not needed."
    ),
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
    # papers afterwards
    "meeting_not_closed": gettext_lazy("The meeting is not closed yet: its papers come after it."),
    "paper_approved": gettext_lazy(
        "The paper is approved: what is wrong in it is corrected, with the reason."
    ),
    "paper_not_approved": gettext_lazy("The paper is still a draft: write in it directly."),
    "paper_empty": gettext_lazy("There is nothing in the paper yet: draft it from the record."),
    "paper_changed_meanwhile": gettext_lazy(
        "The paper was changed since you opened it. Read it again, then approve it."
    ),
    "reach_unknown": gettext_lazy("Choose who may read the passage."),
    "reach_not_narrower": gettext_lazy(
        "Once approved, a passage can only go less far than it did."
    ),
    "paper_in_register": gettext_lazy("The paper stands in the register already."),
    "no_register": gettext_lazy("The committee keeps no register for papers of this type."),
    "passage_unknown": gettext_lazy("This passage is no longer in the paper."),
    "passage_empty": gettext_lazy("Write the words of the passage."),
    "passage_changed_meanwhile": gettext_lazy(
        "Somebody else saved this passage meanwhile. Their words stand below: take over what is "
        "missing and save again."
    ),
    "passage_too_long": gettext_lazy("A passage has at most %(longest)s characters."),
    "heading_too_long": gettext_lazy("A heading has at most %(longest)s characters."),
    "nothing_corrected": gettext_lazy("The words are the same as before."),
    # planning, series, agenda, papers and proposals
    "meeting_title_missing": gettext_lazy("Write what the meeting is about."),
    "meeting_ends_too_early": gettext_lazy("It must end after it begins."),
    "meeting_not_prepared": gettext_lazy(
        "The meeting has begun, was held or called off: it stays as it is."
    ),
    "meeting_changed_meanwhile": gettext_lazy(
        "Somebody else saved the meeting while you had this page open. What you typed still stands "
        "below; reload the page to go on from theirs."
    ),
    "kind_unknown": gettext_lazy("Choose one of the kinds."),
    "review_span_missing": gettext_lazy(
        "A review looks over a span: choose its first and last day."
    ),
    "silence_missing": gettext_lazy("Say what it means where somebody does not answer."),
    "state_secret": gettext_lazy(
        "It is marked “%(mark)s”: a state secret must not be kept here, and nothing of it was. "
        "Register it where state secrets are kept."
    ),
    "minutes_out_of_range": gettext_lazy("Type how many minutes, from 1 to %(longest)s."),
    "series_name_missing": gettext_lazy("Write what the series is called."),
    "series_name_taken": gettext_lazy("The committee has a series called “%(name)s” already."),
    "series_changed_meanwhile": gettext_lazy(
        "Somebody else saved the series while you had this page open. What you typed still stands "
        "below; reload the page to go on from theirs."
    ),
    "circulation_is_no_series": gettext_lazy(
        "A decision by circulation is asked for once: choose how people take part."
    ),
    "rule_missing": gettext_lazy("Write the rule."),
    "rule_too_long": gettext_lazy("Shorten the rule to %(longest)s characters."),
    "rule_unreadable": gettext_lazy(
        "This is no recurrence rule. Write it like FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH."
    ),
    "rule_part_unknown": gettext_lazy("A series of meetings cannot have the part %(part)s."),
    "rule_frequency_unknown": gettext_lazy("Begin with FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY."),
    "rule_out_of_reach": gettext_lazy("Choose a day between %(first)s and %(last)s."),
    "rule_never_falls": gettext_lazy("No day answers to this rule: no meeting would ever be held."),
    "item_title_missing": gettext_lazy("Write what the item is about."),
    "item_changed_meanwhile": gettext_lazy(
        "Somebody else changed the item while you had this page open. What you typed still stands "
        "below; save again to put it in the place of theirs."
    ),
    "item_was_heard": gettext_lazy("The item is being heard or was heard: it stays on the agenda."),
    "item_dropped": gettext_lazy("The item is no longer on the agenda."),
    "paper_kind_unknown": gettext_lazy(
        "%(name)s is of a kind that is not kept as a paper: choose a Word file, a PDF, a workbook, "
        "slides or a picture."
    ),
    "paper_replaced_meanwhile": gettext_lazy(
        "A newer version came meanwhile: see how it stands now."
    ),
    "paper_of_another_item": gettext_lazy("The paper was withdrawn, or belongs to another item."),
    "summary_missing": gettext_lazy(
        "“%(title)s” has %(pages)s pages, more than %(longest)s: add one page of summary first."
    ),
    "summary_of_summary": gettext_lazy("A page of summary needs none of its own."),
    "proposal_title_missing": gettext_lazy("Write what is to be heard."),
    "proposal_too_long": gettext_lazy("Shorten the text to %(longest)s characters."),
    "proposal_decided": gettext_lazy("The proposal was decided on or withdrawn meanwhile."),
    "proposal_of_another_committee": gettext_lazy(
        "It was sent to another committee: choose one of its meetings."
    ),
    # decisions in writing
    "questions_missing": gettext_lazy("There is no question to be answered: add one first."),
    "deadline_passed": gettext_lazy("The deadline lies in the past: choose a later one."),
    "circulation_sent": gettext_lazy("It was sent already: its questions stay as they are."),
    "nobody_votes": gettext_lazy("Nobody who is asked has a vote: see who is invited."),
    "answers_are_closed": gettext_lazy(
        "The deadline has passed or the answers are counted: more time cannot be given any more."
    ),
    "deadline_not_later": gettext_lazy("Choose a day or an hour after the deadline of now."),
    "answers_still_come": gettext_lazy(
        "%(waiting)s have not answered, and the deadline has not passed."
    ),
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
    "meeting_past": gettext_lazy("The day of the meeting is over."),
    "members_not_invited": gettext_lazy(
        "Not invited, though they have a seat on the day of the meeting: %(names)s."
    ),
    "invited_without_seat": gettext_lazy(
        "Invited as members, though they have no seat on the day of the meeting: %(names)s."
    ),
    "place_missing": gettext_lazy("The place is not said."),
    "online_url_missing": gettext_lazy("The address online is not said."),
    "agenda_empty": gettext_lazy("There is nothing on the agenda."),
    "agenda_too_long": gettext_lazy(
        "The items take %(minutes)s minutes more than the meeting lasts."
    ),
    "paper_missing": gettext_lazy("No paper has come yet for: %(titles)s."),
    "summary_too_long": gettext_lazy(
        "“%(title)s” sums a paper up on %(pages)s pages: one is asked for."
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
    "comes_for_another": ("email", "name"),
    "substitute_missing": ("substitute_name",),
    "substitute_is_oneself": ("substitute_email",),
    "substitute_sits_already": ("substitute_email",),
    "substitute_of_another": ("substitute_email",),
    "answer_not_offered": ("answer",),
    "reason_missing": ("reason", "words"),
    "deadline_passed": ("day",),
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
    "deadline_not_later": ("day",),
    "meeting_title_missing": ("title",),
    "meeting_ends_too_early": ("ends_at",),
    "ends_in_the_future": ("ended_at",),
    "ends_before_what_happened": ("ended_at",),
    "kind_unknown": ("kind",),
    "review_span_missing": ("review_from",),
    "minutes_out_of_range": ("minutes",),
    "series_name_missing": ("name",),
    "series_name_taken": ("name",),
    "item_title_missing": ("title",),
    "paper_kind_unknown": ("file",),
    "file_too_large": ("file",),
    "document_damaged": ("file",),
    "document_locked": ("file",),
    "document_too_large": ("file",),
    "document_kind_unknown": ("file",),
    "file_takes_too_much": ("file",),
    "paper_of_another_item": ("replaces", "summary_of"),
    "summary_of_summary": ("summary_of",),
    "proposal_title_missing": ("title",),
    "proposal_too_long": ("text",),
}
"""The field in which it is mended: the first of these that the form has."""


def meeting_refusal(problem: Problem) -> str:
    """Why something could not be done with a meeting, and what to do instead."""
    if problem.code not in REFUSALS:  # what a file is refused for has its words already
        return sentence(problem.code, problem.params)
    params = {name: _written(value) for name, value in problem.params.items()}
    return str(REFUSALS[problem.code]) % params


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    return day_text(value) if isinstance(value, date) else value


def notice_warning(problem: Problem) -> str:
    """What a meeting would break, or what stands in the way of its notice."""
    words = WARNINGS.get(problem.code) or REFUSALS[problem.code]
    params = dict(problem.params)
    if params.get("source") == PRACTICE:
        params["source"] = pgettext("source of a limit", "practice")
    return str(words) % params


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Say on the form why what is done within was refused, and go on behind it."""
    try:
        yield
    except RuleError as error:
        problem = error.problem
        if "revision" in problem.params and "revision" in form.data:
            # What stands was said to them: whoever saves once more goes on from there.
            form.data = {**form.data, "revision": str(problem.params["revision"])}
        fields = (name for name in MENDED_IN.get(problem.code, ()) if name in form.fields)
        form.add_error(next(fields, None), meeting_refusal(problem))
