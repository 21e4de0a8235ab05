"""What was typed on a report's page, what became of it, and in which words is that said?"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions.reporting.typed_cells import LastSave, Saved, Typed, TypedCell, save_typed
from giaoban.actions.reporting.typed_lists import SavedList, TypedList, save_typed_list
from giaoban.models import Version
from giaoban.queries.reporting.report_page import Report
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.states import Channel
from giaoban.rules.reporting.structure_texts import ListText
from giaoban.web.frame.access import acting_on
from giaoban.web.reporting.report_cells import TypedBack, TypedRemark
from giaoban.web.reporting.report_lists import TypedBackList, cell_answer, typed_lists
from giaoban.web.reporting.report_scope import Scope
from giaoban.web.reporting.report_words import refusal_words

CELL, NOTE, REASON, ESTIMATE = "cell-", "note-", "reason-", "estimate-"
REMARK = "remark"


@dataclass
class SavedForm:
    """What became of the fields, and by list code of the rows that were typed."""

    fields: Saved
    lists: dict[str, tuple[TypedList, SavedList]]

    @property
    def version(self) -> Version:
        return self.fields.version


def save_from(request: HttpRequest, scope: Scope) -> SavedForm:
    """Save what the request holds; raises RuleError as save_typed and save_typed_list do."""
    acting = acting_on(request)
    language = get_language() or "vi"
    saved = save_typed(
        unit=scope.unit,
        period=scope.period,
        typed=typed_from(request),
        language=language,
        by=acting.actor,
        now=acting.now,
    )
    lists = {}
    for code, typed in typed_lists(_given(request), request.POST.getlist).items():
        lists[code] = (
            typed,
            save_typed_list(
                version=saved.version,
                list_code=code,
                typed=typed,
                language=language,
                by=acting.actor,
                now=acting.now,
            ),
        )
        saved.version = lists[code][1].version
    return SavedForm(saved, lists)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def typed_from(request: HttpRequest) -> Typed:
    """The fields that were sent: `cell-CODE`, `note-CODE`, `reason-ID`, `remark`, `estimate-CODE`.

    Beside a field NAME stands `was-NAME`, what the page knew to be stored, and once or more often
    `sent-NAME`, what it sent since then and never heard of. A mark for estimates is sent where it
    is set; `was-estimate-CODE` says that the page has one.
    """
    given = _given(request)

    def known(name: str) -> list[str]:
        if f"was-{name}" not in given:
            return []
        return [given[f"was-{name}"], *_sent(request, name)]

    cells = {
        code: TypedCell(text, given.get(f"was-{CELL}{code}", ""), _sent(request, f"{CELL}{code}"))
        for code, text in _named(given, CELL).items()
    }
    notes = _named(given, NOTE)
    reasons = {int(key): text for key, text in _named(given, REASON).items() if _is_id(key)}
    marks = _named(given, f"was-{ESTIMATE}")
    return Typed(
        cells=cells,
        estimates={code: given.get(f"{ESTIMATE}{code}") == "1" for code in marks},
        were_estimates={code: was == "1" for code, was in marks.items()},
        notes=notes,
        known_notes={code: known(f"{NOTE}{code}") for code in notes},
        reasons=reasons,
        known_reasons={pk: known(f"{REASON}{pk}") for pk in reasons},
        note=given.get(REMARK),
        known_note=known(REMARK),
    )


def _named(given: Mapping[str, str], start: str) -> dict[str, str]:
    return {
        name.removeprefix(start): text for name, text in given.items() if name.startswith(start)
    }


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 19


def _sent(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(str(text) for text in request.POST.getlist(f"sent-{name}"))


def typed_back(request: HttpRequest, report: Report, form: SavedForm) -> TypedBack:
    """What could not be stored, and what somebody else had changed, in words."""
    saved = form.fields
    who = who_saved(saved.before)
    notes = {code: _too_long(request, f"{NOTE}{code}", why) for code, why in saved.notes.items()}
    reasons = {pk: _too_long(request, f"{REASON}{pk}", why) for pk, why in saved.reasons.items()}
    stored_notes = {line.code: line.note for line in report.lines}
    for code in saved.newer_notes:
        notes[code] = _both(request, f"{NOTE}{code}", who, stored_notes.get(code, ""))
    stored_reasons = dict(saved.version.explanations.values_list("check_rule_id", "text"))
    for pk in saved.newer_reasons:
        reasons[pk] = _both(request, f"{REASON}{pk}", who, stored_reasons.get(pk, ""))
    remark = _too_long(request, REMARK, saved.remark) if saved.remark else None
    if saved.is_remark_newer:
        remark = _both(request, REMARK, who, saved.version.note)
    return TypedBack(
        typed={code: request.POST.get(f"{CELL}{code}", "") for code in saved.unreadable},
        problems={code: refusal_words(problem) for code, problem in saved.unreadable.items()},
        newer={
            code: _changed_meanwhile(who, request.POST.get(f"{CELL}{code}", ""))
            for code in saved.newer
        },
        notes=notes,
        reasons=reasons,
        remark=remark,
        lists={
            listed.code: _list_back(listed, who, *form.lists[listed.code])
            for listed in report.facts.lists
            if listed.code in form.lists
        },
    )


def _changed_meanwhile(who: str, mine: str) -> str:
    return _("Changed meanwhile by somebody else (%(person)s). You had typed: %(mine)s.") % {
        "person": who,
        "mine": mine or _("nothing"),
    }


def _both(request: HttpRequest, name: str, who: str, theirs: str) -> TypedRemark:
    """One's own text stays in the field; sent once more it takes the other's place."""
    words = _("Changed meanwhile by %(person)s to “%(theirs)s”. Saved again, yours replaces it.")
    return TypedRemark(
        request.POST.get(name, ""), words % {"person": who, "theirs": theirs or _("nothing")}
    )


def _list_back(listed: ListText, who: str, typed: TypedList, saved: SavedList) -> TypedBackList:
    """Of a list that somebody else changed, theirs is shown and what one had typed is named."""
    if saved.is_newer:
        mine = [" · ".join(row.values()) for row in typed.rows if row not in typed.known]
        return TypedBackList(said=_changed_meanwhile(who, "; ".join(mine)))
    if saved.refused:
        return TypedBackList(typed.rows, said=refusal_words(saved.refused))
    if saved.conflicts:
        columns = {column.code: column for column in listed.columns}
        words = _("Row %(row)s, “%(column)s”: changed meanwhile by %(person)s. Typed: %(mine)s.")
        lines = [
            words
            % {
                "row": each.row + 1,
                "column": columns[each.column].name,
                "person": who,
                "mine": cell_answer(columns[each.column], each.mine),
            }
            for each in saved.conflicts
        ]
        return TypedBackList(said=" ".join(lines))
    problems = {
        index: {column: refusal_words(problem) for column, problem in of_row.items()}
        for index, of_row in saved.unreadable.items()
    }
    if saved.is_merged:
        return TypedBackList(problems=problems)
    return TypedBackList(typed.rows, problems)


def who_saved(before: LastSave) -> str:
    """The person, or the contact who typed by a link, or the system."""
    if before.by is not None:
        return str(before.by)
    return (before.note if before.channel == Channel.LINK else "") or _("the system")


def _too_long(request: HttpRequest, name: str, why: Problem) -> TypedRemark:
    return TypedRemark(request.POST.get(name, ""), refusal_words(why))
