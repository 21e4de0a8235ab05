"""Nothing of what was concluded, voted, corrected or recused for few reaches who is not among them.

As test_limited_passages, of what comes later: tasks of limited conclusions, matters arising of the
next meeting, papers with corrections; and of readers from other committees and of no role.
"""

from datetime import date, timedelta
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
    addresses,
    marked,
    of,
    opened,
    planted,
    spoken,
)

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
    for kind in ("minutes", "conclusions"):
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
    recuse(item=secret, invitee=held.seats[0], reason=MARK, **who)
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
    """Those of meetings, of the tasks that came of them, and of one's own place."""
    tasks = list(Task.objects.order_by("pk"))
    assert len(tasks) == 4
    own = [
        reverse("my_meeting_minutes", args=[held.pk, kind, "docx"])
        for kind in ("minutes", "conclusions")
    ]
    return [
        *(one for one in addresses([held, coming]) if "pdf" not in one),
        *own,
        *(reverse("task", args=[task.pk]) for task in tasks),
        *(reverse("record_history", args=["Task", task.pk]) for task in tasks),
        *(f"{reverse(name)}?show=all" for name in ("tasks", "task_load", "progress")),
        f"{reverse('tasks_file', args=['xlsx'])}?show=all",
        reverse("progress_file", args=["docx"]),
        reverse("reviews"),
        reverse("reviews_file", args=["docx"]),
        "/search/?q=kiem+tra",
        "/search/?q=ket+luan",
    ]


def test_who_is_not_among_the_few_reads_nothing_of_it(meetings: Planted) -> None:
    cast, held, coming = meetings
    make_committee(cast.tuyen_quang, "Ban Chỉ đạo tỉnh khác")
    beside = make_person("ben-canh@example.vn", "Thư ký tỉnh bên")
    appoint(beside, Role.SECRETARIAT, cast.tuyen_quang)
    below = make_person("ben-duoi@example.vn", "Thư ký xã")
    appoint(below, Role.SECRETARIAT, cast.ta_van)
    asked = looked_at(held, coming)
    people = [cast.giang, cast.ha, cast.an, cast.binh, cast.khanh, cast.minh, beside, below]
    found = {person.name: marked(of(person), asked) for person in people}
    found["nobody"] = marked(Client(), asked)
    assert {name: where for name, where in found.items() if where} == {}


def test_the_walk_looks_where_the_mark_stands(meetings: Planted) -> None:
    cast, held, coming = meetings
    whole = f"{reverse('meeting_paper_file', args=[held.pk, 'minutes', 'docx'])}?for=limited"
    expected = {whole, reverse("meeting", args=[coming.pk])}
    assert expected <= set(marked(of(cast.dung), looked_at(held, coming)))


def test_the_room_sees_of_what_is_open_only_what_members_read(meetings: Planted) -> None:
    cast, _held, coming = meetings
    item = coming.items.get(kind=ItemKind.MATTERS_ARISING)
    address = reverse("projector_exhibit", args=[coming.pk, item.pk])
    page = of(cast.chi).get(address)
    assert (page.status_code, MARK in page.content.decode()) == (200, False)


def test_by_a_link_the_papers_are_those_for_members(meetings: Planted) -> None:
    _cast, held, coming = meetings
    for meeting, files in ((held, 2), (coming, 0)):
        link = meeting.invitees.get(email="may@example.vn").links.get()
        client = Client()
        session = opened(client, link.pk)
        asked = [f"{session}minutes/{kind}/docx/" for kind in ("minutes", "conclusions")]
        assert [client.get(one).status_code for one in asked].count(200) == files
        assert marked(client, [session, f"{session}meeting.ics", *asked]) == []


def test_no_event_keeps_the_words(meetings: Planted) -> None:
    assert Event.objects.count() > 40
    kept = [
        (one.action, one.before, one.after)
        for one in Event.objects.exclude(action__endswith="agenda_paper")
        if MARK in f"{one.before}{one.after}"
    ]
    assert kept == []


def test_the_unit_that_carries_it_out_reads_that_the_words_come_apart(meetings: Planted) -> None:
    cast, held, _coming = meetings
    [task, *_rest] = Task.objects.filter(unit=cast.ta_van).order_by("pk")
    page = of(cast.an).get(reverse("task", args=[task.pk])).content.decode()
    assert held.title in page
    assert (task.product, isinstance(task.due_on, date)) == ("", True)
