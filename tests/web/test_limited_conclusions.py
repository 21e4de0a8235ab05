"""Nothing of what was concluded, voted, corrected or recused for few reaches who is not among them.

As test_limited_passages, of what comes later: tasks of limited conclusions, matters arising of the
next meeting, papers with corrections; and of readers from other committees and of no role.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.attendance import recuse
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.correcting import correct_passage, narrow_passage
from giaoban.actions.meetings.minutes import (
    add_passage,
    approve_paper,
    draft_paper,
    set_passage_reach,
)
from giaoban.actions.meetings.notes import edit_opinion, remove_opinion
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.models import Event, Meeting, Opinion, Person, Task
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.majorities import MajorityRule
from giaoban.rules.meetings.minutes import passages_read
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.terms import Term, TermKind
from tests.cast import Cast, make_cast
from tests.factories import appoint, make_committee, make_person
from tests.meeting_scene import Sitting
from tests.web.test_limited_passages import (
    A_WEEK,
    MARK,
    WIDEST,
    marked,
    of,
    opened,
    planted,
    spoken,
)

KINDS = ("minutes", "conclusions")
Planted = tuple[Cast, Meeting, Meeting]


@pytest.fixture
def meetings(db: None) -> Planted:
    """One that was held, with tasks and papers; one that goes on and hears what is open of it."""
    cache.clear()
    cast, now = make_cast(), timezone.now()
    Person.objects.update(language="en")
    held, at = planted(cast, now - A_WEEK), now - A_WEEK + timedelta(hours=1)
    spoken(cast, held, at)
    more_spoken(cast, held, at)
    close_meeting(meeting=held.meeting, by=cast.chi, now=at)
    held.meeting.refresh_from_db()
    for kind in KINDS:
        written_up(cast, held.meeting, kind, at)
    coming = planted(cast, now - timedelta(minutes=30)).meeting
    heard = ItemText(kind=ItemKind.MATTERS_ARISING, minutes=10)
    add_item(meeting=coming, text=heard, by=cast.chi, now=now)
    begin_meeting(meeting=coming, by=cast.chi, now=now)
    return cast, held.meeting, coming


def more_spoken(cast: Cast, held: Sitting, at: Any) -> None:
    who = {"by": cast.chi, "now": at}
    secret = held.meeting.items.filter(reach=Reach.LIMITED).first()
    asked = Asked(f"Chọn {MARK}", MajorityRule(), options=(f"{MARK} 1", f"{MARK} 2"))
    question = open_vote(question=ask_vote(item=secret, asked=asked, **who), **who)
    first = question.options.first()
    cast_ballot(question=question, invitee=held.seats[0], option=first, words=MARK, **who)
    close_vote(question=question, **who)
    other = held.meeting.items.filter(reach=Reach.LIMITED).last()
    recuse(item=other, invitee=held.seats[0], reason=MARK, **who)
    [first_said, *_others] = Opinion.objects.filter(item__meeting=held.meeting).order_by("pk")
    edited = {"text": f"{MARK} khác", "reach": Reach.LIMITED, "revision": 0}
    remove_opinion(opinion=edit_opinion(opinion=first_said, **edited, **who), **who)
    due = Term(TermKind.DATE, on=at.date() + timedelta(days=2))
    others = {"lead_id": cast.ta_van.pk, "co_operating_ids": (cast.y_ty.pk,), "term": due}
    facts = ConclusionFacts(f"Kiểm tra {MARK}", product=MARK, **others)
    for item, reach in ((secret, Reach.CIRCULATED), (held.item, Reach.LIMITED)):
        write_conclusion(meeting=held.meeting, text=ConclusionText(facts, reach, item), **who)


def written_up(cast: Cast, meeting: Meeting, kind: str, at: Any) -> None:
    """With a passage of its own, a correction of it, and an open one that is called back."""
    who = {"by": cast.chi, "now": at}
    paper = draft_paper(meeting=meeting, kind=kind, **who)
    own = add_passage(paper=paper, behind="", heading=MARK, text=MARK, **who)
    also = add_passage(paper=paper, behind="", heading="", text=f"Gửi nhầm {MARK}", **who)
    set_passage_reach(paper=paper, key=own.key, reach=Reach.LIMITED, **who)
    paper.refresh_from_db()
    paper = approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=at)
    before = next(each for each in passages_read(paper.passages) if each.key == own.key)
    correct_passage(
        paper=paper, key=own.key, text=f"{MARK} mới", reason=MARK, revision=before.revision, **who
    )
    narrow_passage(paper=paper, key=also.key, reach=Reach.LIMITED, reason=MARK, **who)


def looked_at(held: Meeting, coming: Meeting) -> list[str]:
    """Where it would stand, of meetings, of the tasks that came of them, and in files of both."""
    tasks = list(Task.objects.order_by("pk"))
    assert len(tasks) == 4
    both = [
        reverse(name, args=[one.pk])
        for one in (held, coming)
        for name in ("meeting", "my_invitation", "meeting_votes", "run_meeting", "projector")
    ]
    papers = [reverse("meeting_paper", args=[held.pk, kind]) for kind in KINDS]
    return [
        *both,
        *(f"{page}{version}" for page in papers for version in ("", WIDEST)),
        *(f"{page}file/docx/{version}" for page in papers for version in ("", WIDEST)),
        *(reverse("my_meeting_minutes", args=[held.pk, kind, "docx"]) for kind in KINDS),
        *(reverse("record_history", args=["Meeting", one.pk]) for one in (held, coming)),
        *(reverse("task", args=[task.pk]) for task in tasks),
        reverse("record_history", args=["Task", tasks[0].pk]),
        f"{reverse('tasks')}?show=all",
        f"{reverse('tasks_file', args=['xlsx'])}?show=all",
        reverse("progress_file", args=["docx"]),
        reverse("reviews_file", args=["docx"]),
        "/search/?q=kiem+tra",
    ]


def test_who_is_not_among_the_few_reads_nothing_of_it(meetings: Planted) -> None:
    """Who is among them finds it on the same walk; the room sees what members read, and events
    keep none of it.
    """
    cast, held, coming = meetings
    make_committee(cast.tuyen_quang, "Ban Chỉ đạo tỉnh khác")
    beside = make_person("ben-canh@example.vn", "Thư ký tỉnh bên")
    appoint(beside, Role.SECRETARIAT, cast.tuyen_quang)
    below = make_person("ben-duoi@example.vn", "Thư ký xã")
    appoint(below, Role.SECRETARIAT, cast.ta_van)
    asked = looked_at(held, coming)
    pages = [one for one in asked if "docx" not in one and "xlsx" not in one]
    found = {one.name: marked(of(one), asked) for one in (cast.giang, cast.ha, cast.an)}
    found |= {one.name: marked(of(one), pages) for one in (cast.khanh, beside, below)}
    found["nobody"] = marked(Client(), pages)
    assert {name: where for name, where in found.items() if where} == {}
    whole = f"{reverse('meeting_paper_file', args=[held.pk, 'minutes', 'docx'])}{WIDEST}"
    there = {whole, reverse("meeting", args=[coming.pk])}
    assert set(marked(of(cast.dung), sorted(there))) == there
    item = coming.items.get(kind=ItemKind.MATTERS_ARISING)
    page = of(cast.chi).get(reverse("projector_exhibit", args=[coming.pk, item.pk]))
    assert (page.status_code, MARK in page.content.decode()) == (200, False)
    told = [one for one in Event.objects.all() if MARK in f"{one.before}{one.after}"]
    assert (Event.objects.count() > 40, told) == (True, [])
    [task, *_rest] = Task.objects.filter(unit=cast.ta_van).order_by("pk")
    page = of(cast.an).get(reverse("task", args=[task.pk]))
    assert (held.title in page.content.decode(), task.product) == (True, "")

    for meeting, files in ((held, 2), (coming, 0)):
        link = meeting.invitees.get(email="may@example.vn").links.get()
        client = Client()
        session = opened(client, link.pk)
        asked = [f"{session}minutes/{kind}/docx/" for kind in KINDS]
        assert [client.get(one).status_code for one in asked].count(200) == files
        assert marked(client, [session, f"{session}meeting.ics", *asked]) == []
