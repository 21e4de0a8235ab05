"""How are documents, their states and relations called, and why was something refused?"""

from collections.abc import Mapping

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.exchange.register.problem_words import sentence
from giaoban.queries.register.kinds import kinds
from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem
from giaoban.rules.register.documents import Access, Direction
from giaoban.rules.register.standing import Relation, Standing
from giaoban.rules.register.terms import Every
from giaoban.web.frame.labels import Badge

TYPE_CHOICES = [("", kinds().name_of("")), *kinds().offered.items()]
"""The decree's own words in every language: they are what stands on the paper."""
SYMBOL_EXAMPLE = "749/QĐ-TTg" if "QĐ" in kinds().known else "27/DEC-HQ"

DIRECTIONS: Mapping[str, Promise] = {
    Direction.INCOMING: pgettext_lazy("a document", "incoming"),
    Direction.OUTGOING: pgettext_lazy("a document", "outgoing"),
}
STANDINGS: Mapping[str, Badge] = {
    Standing.NOT_YET: Badge(
        "term", "clock", pgettext_lazy("force of a document", "not yet in force")
    ),
    Standing.IN_FORCE: Badge(
        "done", "circle-check", pgettext_lazy("force of a document", "in force")
    ),
    Standing.AMENDED: Badge(
        "term", "pencil-line", pgettext_lazy("force of a document", "in force as amended")
    ),
    Standing.REPLACED: Badge("returned", "ban", pgettext_lazy("force of a document", "replaced")),
    Standing.ENDED: Badge(
        "returned", "ban", pgettext_lazy("force of a document", "no longer in force")
    ),
    Standing.LAPSED: Badge(
        "returned", "ban", pgettext_lazy("force of a document", "its term is over")
    ),
}
UNDERGOES: Mapping[str, Promise] = {
    Relation.CARRIES_OUT: pgettext_lazy("done to a document", "carried out by"),
    Relation.AMENDS: pgettext_lazy("done to a document", "amended by"),
    Relation.REPLACES: pgettext_lazy("done to a document", "replaced by"),
    Relation.ENDS: pgettext_lazy("done to a document", "ended by"),
}
ACCESS: Mapping[str, Promise] = {
    Access.PUBLIC: gettext_lazy("everyone who can read the committee's pages"),
    Access.INTERNAL: gettext_lazy("the committee's own people and the units it obliges"),
    Access.LIMITED: gettext_lazy("only the people of the units named below"),
}
SPANS: Mapping[str, Promise] = {
    Every.MONTH: gettext_lazy("every month"),
    Every.QUARTER: gettext_lazy("every quarter"),
    Every.HALF: gettext_lazy("every half-year"),
    Every.YEAR: gettext_lazy("every year"),
}

REFUSALS: Mapping[str, Promise] = {
    "title_missing": gettext_lazy("Write what the document is about."),
    "author_missing": gettext_lazy("Write who sent the document."),
    "symbol_missing": gettext_lazy("Write the number and symbol that stand on the paper."),
    "symbol_too_long": gettext_lazy("The symbol is too long: at most %(longest)s characters."),
    "symbol_taken": gettext_lazy(
        "A document of the year bears %(symbol)s already: correct the symbol."
    ),
    "dated_after_arrival": gettext_lazy(
        "It arrived on %(arrived_on)s, before its date: correct one of them."
    ),
    "arrived_in_the_future": gettext_lazy("It cannot arrive after today: correct the day."),
    "issued_in_the_future": gettext_lazy("It cannot be dated after today: correct the day."),
    "document_known": gettext_lazy(
        "This document is there already, as number %(number)s of the register."
    ),
    "document_alike": gettext_lazy(
        "%(symbol)s of %(author)s is there as number %(number)s of the register, and looks the "
        "same. Open it; if yours is another document, tick so below and register it."
    ),
    "document_not_a_draft": gettext_lazy(
        "The document was issued or called off meanwhile. How it stands now is shown here."
    ),
    "document_changed_before_issue": gettext_lazy(
        "Somebody else changed the draft while you had this page open. It is shown here as it "
        "stands now: read it, then issue it."
    ),
    "document_changed_meanwhile": gettext_lazy(
        "Somebody else saved the document while you had this page open. What you typed still "
        "stands below; reload the page to go on from theirs."
    ),
    "document_without_date": gettext_lazy("Issue the draft first: it has no date yet."),
    "numbers_given_elsewhere": gettext_lazy(
        "%(body)s gets its numbers from the office's document system: write down the one it gave."
    ),
    "numbers_given_here": gettext_lazy("The numbers of %(body)s are given here: leave it empty."),
    "reason_missing": gettext_lazy("Write the reason."),
    "readers_missing": gettext_lazy("Name at least one unit whose people may read it."),
    "holds_until_before": gettext_lazy("It must end after the day on which it begins to hold."),
    "series_other_year": gettext_lazy("The numbers are those of %(year)s: choose a day of it."),
    "series_before_last": gettext_lazy(
        "The last number was given on %(last_on)s: nothing earlier gets one now."
    ),
    "series_has_begun": gettext_lazy(
        "%(given)s numbers were given already, so it cannot be changed this year."
    ),
    "series_start_out_of_range": gettext_lazy("Choose a number from 1 to %(largest)s."),
    "series_start_taken": gettext_lazy(
        "Documents bear numbers up to %(borne)s already: begin behind them."
    ),
    "body_name_missing": gettext_lazy("Write the name."),
    "body_symbol_missing": gettext_lazy("Write the symbol that stands in its numbers."),
    "body_known": gettext_lazy("The unit has “%(name)s” already."),
    "relation_to_itself": gettext_lazy("Choose another document: this is the same one."),
    "relation_known": gettext_lazy("This was said already."),
    "relation_backward": gettext_lazy("A document does nothing to one that is younger than it."),
    "relation_before_document": gettext_lazy(
        "The document is dated %(dated_on)s: choose that day or a later one."
    ),
    "relation_in_a_circle": gettext_lazy("The other document already rests on this one."),
    "obligation_without_text": gettext_lazy("Write what is to be done."),
    "obligation_without_lead": gettext_lazy("Name the one unit that leads."),
    "obligation_changed_meanwhile": gettext_lazy(
        "Somebody else saved this obligation while you had the page open. What you typed still "
        "stands below; reload the page to go on from theirs."
    ),
    "obligation_given": gettext_lazy(
        "Units have it as a task: withdraw the tasks instead of taking it out."
    ),
    "proof_share_out_of_range": gettext_lazy("A share is more than 0 and at most 100 %%."),
    "term_needs_date": gettext_lazy("Choose the day."),
    "term_out_of_reach": gettext_lazy("Choose a day between %(first)s and %(last)s."),
    "term_needs_working_days": gettext_lazy("Type how many working days, 1 to %(longest)s."),
    "term_needs_every": gettext_lazy("Choose how often."),
    "term_day_out_of_range": gettext_lazy("Choose a day from 1 to 31; 31 is the last one."),
    "files_too_many": gettext_lazy("Choose %(most)s files at most."),
    "document_obliges_nobody": gettext_lazy(
        "The document was not issued yet, or was called off: nothing of it is given to units."
    ),
    "document_still_holds": gettext_lazy(
        "The document holds again: its tasks stay with the units."
    ),
    "document_is_over": gettext_lazy(
        "The document has not held since %(since)s: nothing of it is given to units any more. Give "
        "it from what stands in its place."
    ),
    "unit_not_open": gettext_lazy(
        "%(unit)s is closed: name the unit that carries its work on, in the obligation too."
    ),
    "no_unit_chosen": gettext_lazy("Not one unit answers to this choice: choose others."),
    "choice_beyond_body": gettext_lazy("Choose the unit of the document's body, or one below it."),
    "occurrence_unknown": gettext_lazy("Choose the time for which it is given."),
}
_FIELDS: Mapping[str, str] = {
    "title_missing": "title",
    "author_missing": "author",
    "symbol_missing": "symbol",
    "symbol_too_long": "symbol",
    "symbol_taken": "symbol",
    "dated_after_arrival": "dated_on",
    "arrived_in_the_future": "arrived_on",
    "issued_in_the_future": "dated_on",
    "readers_missing": "readers",
    "holds_until_before": "holds_until",
    "series_other_year": "dated_on",
    "series_before_last": "dated_on",
    "series_start_out_of_range": "number",
    "series_start_taken": "number",
    "series_has_begun": "number",
    "reason_missing": "reason",
    "body_name_missing": "name",
    "body_symbol_missing": "symbol",
    "body_known": "name",
    "relation_before_document": "since",
    "files_too_many": "files",
    "document_kind_unknown": "files",
    "document_damaged": "files",
    "document_locked": "files",
    "document_too_large": "files",
    "file_too_large": "files",
    "file_takes_too_much": "files",
    "obligation_without_text": "text",
    "obligation_without_lead": "lead",
    "proof_share_out_of_range": "target",
    "term_needs_date": "due_on",
    "term_out_of_reach": "due_on",
    "term_needs_working_days": "working_days",
    "term_needs_every": "every",
    "term_day_out_of_range": "day",
}


def register_refusal(problem: Problem) -> str:
    """Why something could not be done with a document, and what to do instead."""
    if problem.code not in REFUSALS:
        return sentence(problem.code, problem.params)
    params = {
        name: day_text(value) if hasattr(value, "year") else value
        for name, value in problem.params.items()
    }
    return str(REFUSALS[problem.code]) % params


def refuse(form: Form, problem: Problem) -> None:
    """Say on the form why it was refused, beside the field that it is about if there is one."""
    field = refused_field(problem)
    form.add_error(field if field in form.fields else None, register_refusal(problem))


def refused_field(problem: Problem) -> str:
    """The field of a form that the refusal is about; empty for the whole form."""
    return _FIELDS.get(problem.code, "")
