"""Two designers of one form at the same moment: what either did is there at the end."""

import threading
from dataclasses import replace

import pytest
from django.db import transaction

from giaoban.actions.reporting.dictionary import add_shared_indicator, link_indicator
from giaoban.actions.reporting.forms import discard_draft, draft_form, edit_form
from giaoban.models import Form, Regime
from giaoban.queries.reporting.forms import form_text
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.dictionary import EntryText
from giaoban.rules.reporting.regime_facts import Asked
from tests.factories import NOW, make_regime, make_unit
from tests.threads import in_threads

WAIT = 0.3  # seconds in which an edit that does not wait would be done


def designed() -> tuple[Regime, Form]:
    regime = make_regime(make_unit("r", "r"), indicators=[{"code": "a", "measure": "hồ sơ"}, "b"])
    return regime, draft_form(regime=regime, by=None, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_a_link_and_does_not_undo_it() -> None:
    regime, form = designed()
    entry = add_shared_indicator(
        entry=EntryText("ho_so", "Hồ sơ", "count", "hồ sơ"), by=None, now=NOW
    )
    seen = form_text(form)
    first, *rest = seen.asked
    # Names the entry for a new series, as nothing else used it when the page was opened.
    wanted = replace(seen, asked=(first, *rest, replace(first, code="c", name="c", shared="ho_so")))
    is_linked, is_edited = threading.Event(), threading.Event()
    refusals = []

    def link() -> None:
        with transaction.atomic():
            link_indicator(
                indicator=regime.indicators.get(code="a"), shared=entry, by=None, now=NOW
            )
            is_linked.set()
            assert not is_edited.wait(WAIT)

    def edit() -> None:
        is_linked.wait()
        try:
            edit_form(form=form, text=wanted, by=None, now=NOW, begun_from=seen)
        except RuleError as error:
            refusals.append(error.code)
        is_edited.set()

    in_threads(link, edit)
    assert refusals == ["form_changed_meanwhile"]
    links = regime.indicators.order_by("code").values_list("code", "shared__code")
    assert list(links) == [("a", "ho_so"), ("b", None)]


@pytest.mark.django_db(transaction=True)
def test_two_designers_who_begin_anew_when_refused_lose_nothing() -> None:
    _regime, form = designed()
    refusals = set()

    def add(letter: str) -> None:
        for number in range(3):
            while True:
                seen = form_text(form)
                asked = Asked(f"{letter}{number}", letter, "count", "hồ sơ")
                try:
                    edit_form(
                        form=form,
                        text=replace(seen, asked=(*seen.asked, asked)),
                        by=None,
                        now=NOW,
                        begun_from=seen,
                    )
                except RuleError as error:
                    refusals.add(error.code)
                else:
                    break

    in_threads(lambda: add("x"), lambda: add("y"))
    assert refusals <= {"form_changed_meanwhile"}
    codes = {asked.code for asked in form_text(form).asked}
    assert codes == {"a", "b", "x0", "x1", "x2", "y0", "y1", "y2"}


@pytest.mark.django_db
def test_a_version_that_was_discarded_meanwhile_is_said_to_have_changed() -> None:
    _regime, form = designed()
    text = form_text(form)
    discard_draft(form=form, by=None, now=NOW)
    with pytest.raises(RuleError) as refused:
        edit_form(form=form, text=text, by=None, now=NOW, begun_from=text)
    assert refused.value.code == "form_changed_meanwhile"
