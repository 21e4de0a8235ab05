"""What becomes of a report? It is on time, late, missing, returned, corrected or suspicious."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from giaoban.management.demo.calendar import at, office_moment
from giaoban.management.demo.content import content, draw
from giaoban.management.demo.figures import Answer, Profile
from giaoban.models import Period
from giaoban.rules.reporting.states import Channel

SHOWN = ("03037", "03006")
"""The communes whose sign-ins are printed always report, so that a visitor finds a past."""

WITHOUT_ACCOUNT = ("02842", "03076", "04609")
"""Nobody there has an account: they write or telephone, or report by the link they are sent."""


class Course(StrEnum):
    PLAIN = "plain"
    MISSING = "missing"
    MENDED = "mended"  # returned first, then mended
    CORRECTED = "corrected"  # accepted first, then corrected


@dataclass(frozen=True)
class Story:
    """One unit's report of one period; `first` is what it said at first where that was wrong."""

    unit_id: int
    course: Course
    channel: Channel
    sent_at: datetime
    answer: Answer
    first: Answer | None = None

    @property
    def wrong_code(self) -> str:
        first = self.first or {}
        return next(code for code, value in self.answer.items() if first.get(code) != value)


def past_stories(
    period: Period, due_at: datetime, answers: Mapping[int, Answer], profiles: Mapping[int, Profile]
) -> list[Story]:
    """A story for each unit that sent anything, in the order of `answers`."""
    stories = []
    often = min(1.0, 200 / len(answers))  # a few of each kind are enough, however many units
    for unit_id, answer in answers.items():
        story = _story(period, due_at, unit_id, answer, profiles[unit_id], often)
        if story.course is not Course.MISSING:
            stories.append(story)
    return stories


def _story(
    period: Period,
    due_at: datetime,
    unit_id: int,
    answer: Answer,
    profile: Profile,
    often: float,
) -> Story:
    chance = draw("story", period.kind, period.key, profile.code)
    is_careless = draw("careless", profile.code).random() < 0.1 and profile.code not in SHOWN
    course, channel = _course(chance, is_careless, profile.code in SHOWN, often)
    if profile.code in WITHOUT_ACCOUNT:
        course = course if course is Course.MISSING else Course.PLAIN
        channel = Channel.LETTER if channel is Channel.PAGE else channel
    opens_at = at(period.ends_on - timedelta(days=2), 8)
    is_late = chance.random() < (0.45 if is_careless else 0.04) and profile.code not in SHOWN
    sent_at = (
        office_moment(due_at + timedelta(hours=2), due_at + timedelta(days=6), chance)
        if is_late
        else office_moment(opens_at, due_at, chance)
    )
    if chance.random() < 0.015:
        answer = suspicious(answer)
    story = Story(unit_id, course, channel, sent_at, answer)
    if course in {Course.MENDED, Course.CORRECTED}:
        wrong = _wrong(answer, profile, chance) if course is Course.MENDED else _short(answer)
        story = replace(story, first=wrong)
    return story


def _course(
    chance: Random, is_careless: bool, is_shown: bool, often: float
) -> tuple[Course, Channel]:
    drawn = chance.random()
    by_other_way = chance.random()
    channel = (
        Channel.TELEPHONE
        if by_other_way < 0.04
        else Channel.LETTER
        if by_other_way < 0.055
        else Channel.PAGE
    )
    if is_shown:
        return Course.PLAIN, Channel.PAGE
    if drawn < (0.2 if is_careless else 0.008):
        return Course.MISSING, channel
    if drawn > 1 - 0.02 * often:
        return Course.MENDED, Channel.PAGE
    if drawn > 1 - 0.03 * often:
        return Course.CORRECTED, Channel.PAGE
    return Course.PLAIN, channel


def suspicious(answer: Answer) -> Answer:
    """Nearly twice as much as usual: a warning that the unit explains."""
    code = "ho_so_giai_quyet" if "ho_so_giai_quyet" in answer else "doanh_thu_san"
    return {**answer, code: round(float(answer[code]) * (1.9 if code.startswith("ho") else 3.6))}


def _wrong(answer: Answer, profile: Profile, chance: Random) -> Answer:
    """What the secretariat returns; data/demo/words.toml has a remark for each."""
    if "doanh_thu_san" in answer:
        if chance.random() < 0.5:
            return {**answer, "doanh_thu_san": float(answer["doanh_thu_san"]) * 10}
        spent, given = float(answer["kinh_phi_giai_ngan"]), float(answer["kinh_phi_bo_tri"])
        return {**answer, "kinh_phi_giai_ngan": round(min(given, spent * 2.4), 1)}
    code = chance.choice(["so_tien_truc_tuyen", "luot_huong_dan", "ho_cap_quang"])
    if code == "so_tien_truc_tuyen" and answer[code]:
        return {**answer, code: round(float(answer[code]) * 10, 1)}
    if code == "ho_cap_quang":
        return {**answer, code: max(1, round(float(answer[code]) / 40))}
    return {**answer, "luot_huong_dan": profile.people}


def _short(answer: Answer) -> Answer:
    """What a unit finds out by itself: it had forgotten some."""
    code = "luot_huong_dan" if "luot_huong_dan" in answer else "ho_len_san"
    return {**answer, code: max(0, round(float(answer[code]) * 0.88) - 1)}


def remark_on(code: str) -> str:
    remarks = content("words")["remarks"]
    return str(remarks.get(code, remarks["overall"]))
