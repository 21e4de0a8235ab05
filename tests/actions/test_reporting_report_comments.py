"""What people say about a report before it is approved, and the chair's way of sending it back."""

import pytest

from giaoban.actions.reporting import report_comments as actions
from giaoban.actions.reporting.consolidation import approve_consolidated, fix_report
from giaoban.models import ConsolidatedReport, Event, Message, Person, ReportComment
from giaoban.queries.reporting.consolidated_reports import figures_of, readiness
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import gaps, may_be_fixed
from tests.cast import Cast
from tests.factories import NOW
from tests.outline_scene import make_outline_scene


@pytest.fixture
def report(cast: Cast) -> ConsolidatedReport:
    return make_outline_scene(cast).report


def say(report: ConsolidatedReport, by: Person, **said: object) -> ReportComment:
    said = {"section": "s2", "text": "Cần nêu nguyên nhân."} | said
    return actions.write_comment(report=report, by=by, now=NOW, **said)  # type: ignore[arg-type]


def refusal(action: object, **arguments: object) -> str:
    with pytest.raises(RuleError) as refused:
        action(**arguments)  # type: ignore[operator]
    return refused.value.code


def open_comments(report: ConsolidatedReport) -> int:
    return readiness(report, figures_of(report).facts).open_comments


def test_a_comment_is_open_until_it_is_settled_and_an_answer_opens_it_again(
    report: ConsolidatedReport, cast: Cast
) -> None:
    comment = say(report, cast.dung)
    assert open_comments(report) == 1
    actions.settle_comment(comment=comment, by=cast.chi, now=NOW)
    assert open_comments(report) == 0
    say(report, cast.dung, answers=comment, text="Chưa rõ.")
    assert open_comments(report) == 1


def test_open_comments_are_listed_before_fixing_and_do_not_stop_it(
    report: ConsolidatedReport, cast: Cast
) -> None:
    say(report, cast.dung)
    say(report, cast.dung, section="")
    found = gaps(readiness(report, figures_of(report).facts))
    assert [(gap.code, gap.params) for gap in found if gap.code == "gap_comments"] == [
        ("gap_comments", {"count": 2})
    ]
    assert may_be_fixed(found)


def test_whoever_is_answered_hears_of_it(report: ConsolidatedReport, cast: Cast) -> None:
    comment = say(report, cast.dung)
    say(report, cast.chi, answers=comment, text="Đã bổ sung.")
    assert Message.objects.get(person=cast.dung).text == "Đã bổ sung."


@pytest.mark.parametrize(
    ("said", "code"),
    [({"text": " "}, "comment_is_empty"), ({"section": "s9"}, "section_unknown")],
)
def test_what_says_nothing_or_nowhere_is_refused(
    report: ConsolidatedReport, cast: Cast, said: dict[str, str], code: str
) -> None:
    assert refusal(say, report=report, by=cast.dung, **said) == code


def test_nothing_is_said_after_approval(report: ConsolidatedReport, cast: Cast) -> None:
    fix_report(report=report, by=cast.chi, now=NOW)
    say(report, cast.dung)
    approve_consolidated(report=report, by=cast.dung, now=NOW)
    assert refusal(say, report=report, by=cast.dung) == "report_approved_already"


def test_the_chair_returns_a_report_with_a_comment(report: ConsolidatedReport, cast: Cast) -> None:
    fix_report(report=report, by=cast.chi, now=NOW)
    back = {"report": report, "by": cast.dung, "now": NOW}
    assert refusal(actions.return_consolidated, text="", **back) == "comment_is_empty"
    held = actions.return_consolidated(text="Bổ sung phần II.", **back)
    assert (held.state, held.figures, held.figures_digest) == ("draft", None, "")
    assert open_comments(held) == 1
    assert Message.objects.get(person=cast.chi).text == "Bổ sung phần II."
    event = Event.objects.get(action="return_consolidated_report")
    assert (event.actor, event.after) == (cast.dung, {"reason": "Bổ sung phần II."})
