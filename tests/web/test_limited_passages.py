"""Nothing of a meeting that is for few reaches who is not among them, however they look for it.

A marker is planted wherever a meeting can say something for the chair and the secretariat alone: in
an item, its papers, opinions, votes and conclusions, in minutes. Then people who see the meeting
walk its addresses, lists, files, histories, calendars and letters.
"""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import announce_meeting, send_changes
from giaoban.actions.meetings.attendance import check_in, recuse
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.inviting import Guest, invite_guest
from giaoban.actions.meetings.minutes import approve_paper, draft_paper
from giaoban.actions.meetings.notes import save_notes, write_opinion
from giaoban.actions.meetings.papers import PaperText, add_paper, read_paper
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, close_vote, open_vote
from giaoban.actions.messages.sending import send_due
from giaoban.actions.people.calendar_feeds import make_calendar_feed
from giaoban.models import AgendaItem, AgendaPaper, Invitee, Meeting, Message, Person, Presence
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.majorities import MajorityRule
from giaoban.rules.meetings.passages import Reach
from tests.cast import Cast, make_cast
from tests.management.shell import must
from tests.meeting_scene import Sitting, make_sitting
from tests.register_files import word_text
from tests.web.test_limited_documents import read_by

MARK = "Zungvanxoq"
SITE = "https://giaoban.example"
A_WEEK = timedelta(days=7)
PAGES = (
    "meeting",
    "meeting_notice",
    "meeting_invitees",
    "my_invitation",
    "my_meeting_calendar",
    "run_meeting",
    "run_now",
    "projector",
    "projector_now",
    "meeting_attendance",
    "meeting_votes",
    "close_meeting",
    "edit_meeting",
)
FILES = (("invitation_file", "docx"), ("invitation_file", "pdf"), ("attendance_file", "xlsx"))
PAPERS = ("minutes", "conclusions")
FORMS = ("docx", "pdf")
WIDEST = "?for=limited"


@pytest.fixture
def meetings(db: None) -> tuple[Cast, list[Meeting]]:
    """One that was held and written up, one that goes on, one that was announced."""
    cache.clear()
    cast, now = make_cast(), timezone.now()
    Person.objects.update(language="en")
    held = planted(cast, now - A_WEEK)
    held_at = now - A_WEEK + timedelta(hours=1)
    spoken(cast, held, held_at)
    close_meeting(meeting=held.meeting, by=cast.chi, now=held_at)
    held.meeting.refresh_from_db()
    for kind in PAPERS:
        paper = draft_paper(meeting=held.meeting, kind=kind, by=cast.chi, now=held_at)
        approve_paper(paper=paper, revision=paper.revision, by=cast.dung, now=held_at)
    running = planted(cast, now - timedelta(hours=1))
    spoken(cast, running, now)
    coming = planted(cast, now + A_WEEK)
    return cast, [one.meeting for one in (held, running, coming)]


def planted(cast: Cast, at: object) -> Sitting:
    """Announced, with an item and a paper for few; An is a guest with an account, Mẩy without."""
    sitting = make_sitting(cast, seats=2, runs=False, at=at)
    meeting, who = sitting.meeting, {"by": cast.chi, "now": timezone.now() - 2 * A_WEEK}
    for guest in (Guest("", person=cast.an), Guest("Bà Mẩy", email="may@example.vn")):
        invite_guest(meeting=meeting, guest=guest, **who)
    secret = ItemText(title=f"Nhân sự {MARK}", text=MARK, rapporteur=MARK, reach=Reach.LIMITED)
    item = add_item(meeting=meeting, text=secret, **who)
    paper = read_paper(f"{MARK}.docx", word_text(f"Danh sách {MARK}"))
    for of, reach in ((item, Reach.MEMBERS), (sitting.item, Reach.LIMITED)):
        add_paper(item=of, file=paper, text=PaperText(f"Hồ sơ {MARK}", reach), **who)
    today = who["now"].date()
    announce_meeting(meeting=meeting, today=today, site=SITE, **who)
    who["now"] += timedelta(hours=1)
    add_item(meeting=meeting, text=secret, **who)
    add_item(meeting=meeting, text=ItemText(title="Việc khác"), **who)
    send_changes(meeting=meeting, site=SITE, **who)
    meeting.refresh_from_db()
    return sitting


def spoken(cast: Cast, sitting: Sitting, at: object) -> None:
    """What was said, voted on and concluded for few, on an item for few and on one for all."""
    meeting, who = sitting.meeting, {"by": cast.chi, "now": at}
    begin_meeting(meeting=meeting, by=cast.chi, now=meeting.starts_at)
    for place in sitting.seats:
        how = Presence.How.SECRETARY
        check_in(invitee=place, how=how, at=meeting.starts_at, **who)
    secret = meeting.items.filter(reach=Reach.LIMITED).first()
    save_notes(item=secret, base="", typed=f"Đã bàn {MARK}", revision=0, by=cast.chi)
    write_opinion(item=sitting.item, text=MARK, speaker=MARK, reach=Reach.LIMITED, **who)
    write_opinion(item=secret, text=MARK, speaker=MARK, **who)
    # Who votes on something reads what it is: Giang takes no part in it.
    recuse(item=secret, invitee=sitting.seats[1], reason="Là người có liên quan", **who)
    question = ask_vote(item=secret, asked=Asked(f"Bổ nhiệm {MARK}?", MajorityRule()), **who)
    question = open_vote(question=question, **who)
    yes = question.options.get(means="yes")
    cast_ballot(question=question, invitee=sitting.seats[0], option=yes, words=MARK, **who)
    close_vote(question=question, **who)
    facts = ConclusionFacts(f"Thống nhất {MARK}", asks=False, product=MARK)
    for item, reach in ((secret, Reach.CIRCULATED), (sitting.item, Reach.LIMITED)):
        write_conclusion(meeting=meeting, text=ConclusionText(facts, reach, item), **who)


def addresses(meetings: list[Meeting]) -> list[str]:
    """Whether whoever asks finds them or not."""
    found = [
        "/",
        "/messages/",
        "/search/?q=zungvanxoq",
        "/search/?q=nhan+su",
        "/search/?q=ho+so",
        *(reverse(name) for name in ("meetings", "item_proposals", "tasks", "documents")),
        *(reverse("meetings_file", args=[form]) for form in ("csv", "xlsx")),
        f"{reverse('meetings')}?q=nhan+su",
        *(reverse("agenda_paper_file", args=[one.pk]) for one in AgendaPaper.objects.all()),
        *(reverse("edit_agenda_item", args=[one.pk]) for one in AgendaItem.objects.all()),
    ]
    for meeting in meetings:
        one = [meeting.pk]
        found += [reverse(name, args=one) for name in PAGES]
        found += [reverse(name, args=[*one, form]) for name, form in FILES]
        found += [reverse("record_history", args=["Meeting", meeting.pk])]
        found += [reverse("projector_exhibit", args=[*one, it.pk]) for it in meeting.items.all()]
        for kind in PAPERS:
            page = reverse("meeting_paper", args=[*one, kind])
            files = [reverse("meeting_paper_file", args=[*one, kind, f]) for f in FORMS]
            found += [f"{each}{version}" for each in (page, *files) for version in ("", WIDEST)]
    return found


def marked(client: Client, asked: Iterable[str]) -> list[str]:
    return [address for address in asked if MARK in read_by(client, address)]


def of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("who", ["giang", "ha", "an", "lan"])
def test_who_is_no_chair_and_no_secretary_is_told_nothing(
    meetings: tuple[Cast, list[Meeting]], who: str
) -> None:
    cast, rows = meetings
    person = getattr(cast, who)
    feed = reverse("calendar_feed", args=[make_calendar_feed(person=person, now=timezone.now())])
    assert marked(of(person), [*addresses(rows), feed]) == []


def test_the_secretariat_finds_what_was_planted_and_so_does_the_chair(
    meetings: tuple[Cast, list[Meeting]],
) -> None:
    """The walk looks where the marker would stand."""
    cast, rows = meetings
    held, running, coming = rows
    expected = {
        *(reverse("meeting", args=[one.pk]) for one in (held, running, coming)),
        reverse("meeting_paper", args=[held.pk, "minutes"]),
        *(reverse("meeting_paper_file", args=[held.pk, "minutes", f]) + WIDEST for f in FORMS),
        reverse("agenda_paper_file", args=[AgendaPaper.objects.latest("pk").pk]),
        "/search/?q=nhan+su",
    }
    for person in (cast.chi, cast.dung):
        assert expected - set(marked(of(person), addresses(rows))) == set()
        for form in FORMS:
            outside = reverse("meeting_paper_file", args=[held.pk, "minutes", form])
            assert marked(of(person), [f"{outside}?for=circulated"]) == []
    assert marked(of(cast.chi), [reverse("run_meeting", args=[running.pk])]) != []


def test_no_letter_and_no_calendar_names_it(meetings: tuple[Cast, list[Meeting]]) -> None:
    while send_due(now=timezone.now()):
        pass
    letters = [one.message().as_string() for one in mail.outbox]
    assert len(letters) >= 6
    assert [text for text in letters if MARK in text] == []
    bodies = [str(one.body) for one in mail.outbox] + [str(one.subject) for one in mail.outbox]
    assert [text for text in bodies if MARK in text] == []
    assert not Message.objects.filter(text__contains=MARK).exists()
    calendar = must("export_calendar")
    assert "BEGIN:VEVENT" in calendar
    assert MARK not in calendar


def test_a_guest_reads_nothing_of_it_by_the_link(meetings: tuple[Cast, list[Meeting]]) -> None:
    _cast, rows = meetings
    for place in Invitee.objects.filter(email="may@example.vn", meeting__in=rows):
        link = place.links.get()
        client = Client()
        session = opened(client, link.pk)
        papers = [f"{session}papers/{one.pk}/" for one in AgendaPaper.objects.all()]
        assert marked(client, [session, f"{session}meeting.ics", *papers]) == []


def opened(client: Client, pk: int) -> str:
    """Confirmed by the newest letter that brought it."""
    while send_due(now=timezone.now()):
        pass
    for letter in reversed(mail.outbox):
        for word in str(letter.body).split():
            if word.startswith(f"{SITE}/link/"):
                response = client.post(word.removeprefix(SITE))
                if response.status_code == 302 and response["Location"].endswith(f"/{pk}/"):
                    return str(response["Location"])
    raise AssertionError("no letter brings that link")
