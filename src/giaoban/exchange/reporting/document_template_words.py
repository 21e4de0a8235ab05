"""What is said of a template's mistakes, and where each stands?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.rules.problems import Problem

_PARTS: Mapping[str, Promise] = {
    "header": gettext_lazy("page head"),
    "footer": gettext_lazy("page foot"),
    "footnote": gettext_lazy("footnotes"),
}
_SENTENCES: Mapping[str, Promise] = {
    # the file as a whole
    "file_missing": gettext_lazy("Choose a file first."),
    "template_not_word": gettext_lazy("Choose a Word file that ends in .docx."),
    "template_too_large": gettext_lazy("The file is too large: at most %(megabytes)s MB."),
    "too_large": gettext_lazy("The file has more text than a template can have."),
    "template_damaged": gettext_lazy(
        "The file is damaged. Open it in Word, save it under another name and choose that one."
    ),
    "template_locked": gettext_lazy("The file has a password. Take the password off first."),
    "template_has_macros": gettext_lazy(
        "The file holds macros. Save it in Word as an ordinary document (.docx)."
    ),
    "template_has_objects": gettext_lazy(
        "The file holds an embedded object (%(part)s). Take it out, or put a picture in its place."
    ),
    "template_is_attached": gettext_lazy(
        "The file hangs on another template (%(target)s). Detach it in Word first."
    ),
    "template_leaves": gettext_lazy(
        "The file fetches something from elsewhere (%(target)s). Put it into the file itself."
    ),
    "template_takes_in": gettext_lazy(
        "The file takes in another file (%(target)s). Copy its text into this one."
    ),
    "template_fetches": gettext_lazy(
        "The file holds a Word field that fetches or runs something (%(field)s). Take it out."
    ),
    "template_is_gone": gettext_lazy("The template's file is no longer there. Send it again."),
    "file_takes_too_much": gettext_lazy(
        "Filling the file took too much time or memory and was stopped. "
        "Are there loops inside loops that are not needed?"
    ),
    # its steps
    "template_has_problems": gettext_lazy("Mend the mistakes in Word and send the file again."),
    "template_without_figures": gettext_lazy("No unit has reported a figure to try it on yet."),
    "letter_without_missing": gettext_lazy(
        "No report is missing: there is no letter to try it on. Try it once one is."
    ),
    "template_not_tried": gettext_lazy("Try it first: it is used once a trial goes well."),
    "template_in_use_already": gettext_lazy("It is in use already."),
    "template_not_in_use": gettext_lazy("It is not in use any more."),
    # tags
    "template_fails": gettext_lazy("It could not be filled near “%(nearby)s”: %(said)s"),
    "bracket_not_closed": gettext_lazy(
        "“%(tag)s” is not closed, or its brackets stand in two paragraphs."
    ),
    "tag_not_closed": gettext_lazy("“%(tag)s” is never closed: its %(word)s is missing."),
    "tag_closes_nothing": gettext_lazy("“%(tag)s” closes nothing that was opened."),
    "tag_closes_another": gettext_lazy("“%(tag)s” stands where %(word)s is expected."),
    "tag_closes_elsewhere": gettext_lazy(
        "“%(tag)s” belongs to “%(opened)s”, and both must be of one kind and stand in one place: "
        "two paragraphs of one cell, two rows of one table, or two cells of one row."
    ),
    "tag_not_alone": gettext_lazy(
        "“%(tag)s” takes the place of all that stands beside it. "
        "Give it a paragraph, row or cell of its own."
    ),
    "tag_unknown": gettext_lazy("“%(tag)s” is nothing that a template understands."),
    "tag_too_long": gettext_lazy("“%(tag)s” is longer than %(most)s characters."),
    "tags_too_many": gettext_lazy("There are more than %(most)s tags."),
    "tags_too_deep": gettext_lazy("“%(tag)s” stands inside too many others."),
    "loop_unreadable": gettext_lazy("“%(tag)s” cannot be read. Write: for line in list."),
    "expression_unreadable": gettext_lazy(
        "“%(tag)s” cannot be read. Fields, comparisons and filters such as upper are allowed; "
        "calculating and calling are not."
    ),
    "field_unknown": gettext_lazy("There is no field %(field)s."),
    "field_unknown_near": gettext_lazy("There is no field %(field)s. Is it %(near)s?"),
    "field_has_no_fields": gettext_lazy("%(field)s has nothing called %(key)s."),
    "field_is_a_part": gettext_lazy(
        "%(field)s is a ready-made part. Write {{p %(field)s }} in a paragraph of its own."
    ),
    "field_is_no_part": gettext_lazy("%(field)s is a text. Write {{ %(field)s }}."),
    "field_is_a_list": gettext_lazy("%(field)s is a list. Go through it with a for."),
    "field_is_no_list": gettext_lazy("%(field)s is no list to go through."),
    "field_needs_a_code": gettext_lazy("%(field)s needs an indicator's code after a dot."),
    "field_is_yes_or_no": gettext_lazy("%(field)s is yes or no. Ask it with an if."),
}


@dataclass(frozen=True)
class ShownProblem:
    """`text` is what stands at the place, to be searched for in Word."""

    place: str
    sentence: str
    text: str


def sentence(problem: Problem) -> str:
    return _said(problem.code, problem.params)


def shown_problems(stored: list[dict[str, Any]]) -> list[ShownProblem]:
    """What `DocumentTemplate.problems` holds, in words."""
    return [
        ShownProblem(
            place=place_in_words(problem["place"]) if problem["place"] else "",
            sentence=_said(problem["code"], problem["params"]),
            text=problem["place"]["text"] if problem["place"] else "",
        )
        for problem in stored
    ]


def _said(code: str, params: Mapping[str, object]) -> str:
    return str(_SENTENCES[code]) % params


def place_in_words(place: Mapping[str, Any]) -> str:
    """Of a Word file; of a PDF a page is all that can be said."""
    if "page" in place:
        return _("page %(page)s") % place
    if place["table"]:
        where = _("table %(table)s, row %(row)s, column %(column)s") % place
    else:
        where = _("paragraph %(paragraph)s") % place
    part = _PARTS.get(place["part"])
    return f"{part}, {where}" if part else where
