"""What a committee's regulation says of quorum, majorities, ties and silence."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.models import Committee, DecisionRules, Person
from giaoban.rules.meetings.majorities import Base, MajorityRule, Silence, Tie, majority_problems
from giaoban.rules.meetings.posts import LONGEST_WARNING
from giaoban.rules.problems import RuleError

MOST_WARNED_DAYS = 6


@dataclass(frozen=True)
class RulesText:
    """Shares of the seats; with `…_more_than` one beyond the share is needed, else at least it."""

    quorum: Fraction
    quorum_more_than: bool
    substitutes_count: bool
    secretariat_votes: bool
    base: Base
    majority: Fraction
    majority_more_than: bool
    tie: Tie
    silence: Silence
    summary_from_pages: int
    term_warned_days: tuple[int, ...]


@transaction.atomic
def set_decision_rules(
    *,
    committee: Committee,
    text: RulesText,
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> DecisionRules:
    """From now on; votes that were asked keep the majority that was said of them.

    Raises RuleError `quorum_out_of_range`, what rules.meetings.majorities.majority_problems says,
    `warned_days_out_of_range` (most, longest); ChangedMeanwhile after `seen`.
    """
    _refuse(text)
    held: Committee = Committee.objects.select_for_update().get(pk=committee.pk)
    rules = DecisionRules.objects.filter(committee=held).first() or DecisionRules(committee=held)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in _fields(text).items():
        old = getattr(rules, name)
        if old != value:
            before[name], after[name] = old, value
            setattr(rules, name, value)
    if not after and rules.pk is not None:
        return rules
    refuse_changed(on=held, actions={"set_decision_rules"}, seen=seen)
    rules.save()
    record(
        actor=by, action="set_decision_rules", on=held, at=now, before=before or None, after=after
    )
    return rules


def _refuse(text: RulesText) -> None:
    is_share = 0 < text.quorum <= 1
    if not is_share or (text.quorum == 1 and text.quorum_more_than):
        raise RuleError("quorum_out_of_range")
    rule = MajorityRule(text.base, text.majority, text.majority_more_than, text.tie)
    for problem in majority_problems(rule):
        raise RuleError(problem.code, **problem.params)
    days = text.term_warned_days
    if len(days) > MOST_WARNED_DAYS or any(not 0 < day <= LONGEST_WARNING for day in days):
        raise RuleError("warned_days_out_of_range", most=MOST_WARNED_DAYS, longest=LONGEST_WARNING)


def _fields(text: RulesText) -> dict[str, Any]:
    return {
        "quorum_over": text.quorum.numerator,
        "quorum_under": text.quorum.denominator,
        "quorum_more_than": text.quorum_more_than,
        "substitutes_count": text.substitutes_count,
        "secretariat_votes": text.secretariat_votes,
        "base": text.base.value,
        "majority_over": text.majority.numerator,
        "majority_under": text.majority.denominator,
        "majority_more_than": text.majority_more_than,
        "tie": text.tie.value,
        "silence": text.silence.value,
        "summary_from_pages": text.summary_from_pages,
        "term_warned_days": " ".join(map(str, sorted(set(text.term_warned_days), reverse=True))),
    }
