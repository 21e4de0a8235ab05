"""To whom did the demo's committee give what the documents oblige, and what became of it?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from giaoban.actions.people.accounts import NewPerson
from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.actions.tasks.closed_units import hand_on_tasks
from giaoban.actions.tasks.giving import give_instruction
from giaoban.actions.tasks.holding import hand_task
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.units.changes import add_unit, close_unit
from giaoban.management.demo.calendar import FOUNDED, REFORM, at
from giaoban.management.demo.content import content, draw, regime_of
from giaoban.management.demo.directive_answers import CLOSING, Play, course_of
from giaoban.management.demo.directive_letters import tell
from giaoban.management.demo.directives import (
    Office,
    begin_office,
    enter_documents,
    take_what_they_oblige,
    unit_ids,
)
from giaoban.management.demo.meeting_others import Meetings
from giaoban.management.demo.meeting_stage import Meanwhile
from giaoban.management.demo.people import DOMAIN, PASSWORD, People, appointed
from giaoban.models import Obligation, Person, Task, Unit
from giaoban.queries.register.terms import occurrences_of
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.tasks.states import OPEN

_SECRETARIES = 4
"""So many of the committee's secretaries follow what was given."""


def add_offices(*, host: Unit, people: People, said: Mapping[str, Any], now: datetime) -> None:
    """The departments and centres that do what a plan asks, each with one officer."""
    for row in said["units"]:
        unit = add_unit(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=Unit.objects.get(code=row["parent"]) if "parent" in row else host,
            opened_on=REFORM,
            reason=content("sections")["departments"][0]["reason"],
            by=people.secretary,
            now=now,
            today=FOUNDED,
        )
        new = NewPerson(f"{row['key']}@{DOMAIN}", row["person"], row["post"])
        people.officers[unit.pk] = appointed(new, unit, Role.UNIT_OFFICER, now)
    added = [f"{row['key']}@{DOMAIN}" for row in said["units"]]
    Person.objects.filter(email__in=added).update(password=make_password(PASSWORD))


def add_all_directives(
    *, people: People, host: Unit, communes: Sequence[Unit], now: datetime
) -> None:
    """Those of the province's committee, and two documents of the one above it."""
    add_directives(
        unit=host,
        said=content("directives"),
        chair=people.chair,
        secretaries=people.secretaries,
        officers=people.officers,
        communes=communes,
        now=now,
        meetings=Meetings(people, content("meetings"), content("committee")["people"]),
    )
    said = content("safety_committee")
    chair, secretary = (
        Person.objects.get(email=f"{row['key']}@{DOMAIN}") for row in said["people"]
    )
    add_directives(
        unit=Unit.objects.get(code=regime_of("safety").unit),
        said=said,
        chair=chair,
        secretaries=[secretary],
        officers=people.officers,
        communes=(),
        now=now,
    )


def add_directives(
    *,
    unit: Unit,
    said: Mapping[str, Any],
    chair: Person,
    secretaries: Sequence[Person],
    officers: Mapping[int, Person],
    communes: Sequence[Unit],
    now: datetime,
    meetings: Meetings | None = None,
) -> None:
    """A year of a committee's documents, and their tasks up to this moment; with its meetings."""
    office = begin_office(unit=unit, said=said, by=secretaries[0], chair=chair, now=now)
    play = Play(said["said"], officers, secretaries[:_SECRETARIES], now, office.calendar)
    beside = Meanwhile(meetings.held(office, play) if meetings else iter(()))
    enter_documents(office, beside.until)
    take_what_they_oblige(office)
    for row in said["obligations"]:
        obligation = office.obligations[row["document"], row["clause"]]
        for given in row.get("given", ()):
            _give(office, play, obligation, row, given, communes)
        if "split" in row:
            _split(office, play, obligation, row["split"])
    for row in said.get("annex", {}).get("rows", ()):
        if "given" in row:
            obligation = office.obligations["annex", row["cells"][0]]
            given = {"to": list(row["given"]), "fixed": row["given"], "after": 2}
            _give(office, play, obligation, {}, given, communes)
    for row in said.get("instructions", ()):
        _instruct(office, play, unit, row)
    if "closing" in said:
        _close_a_unit(office, play, said["closing"])
    if meetings is not None:
        meetings.let_come(office, play)
    tell(now, with_results=True)


def _give(
    office: Office,
    play: Play,
    obligation: Obligation,
    row: Mapping[str, Any],
    given: Mapping[str, Any],
    communes: Sequence[Unit],
) -> None:
    """Handed out by the worker's way, to all communes or to those named; then each its course."""
    units = communes if given["to"] == "communes" else _units(given["to"])
    occurrence = _occurrence(office, obligation, given)
    now = _given_at(office, obligation, given)
    for choice in _choices(office, given):
        cascade = queue_cascade(
            obligation=obligation,
            choice=choice,
            occurrence=occurrence,
            by=office.by,
            today=now.date(),
            now=now,
        )
        while give_next_batch(today=now.date(), now=now, only=cascade.pk):
            pass
    about = f"{obligation.clause}:{occurrence}"
    tasks = Task.objects.filter(obligation=obligation, occurrence=occurrence, parent=None)
    by_unit = {task.unit_id: task for task in tasks}
    fixed = given.get("fixed", {})
    courses = {
        unit: fixed.get(unit.code) or course_of(about, unit.code, given["courses"])
        for unit in units
    }

    def take(unit: Unit) -> None:
        chance = draw("answers", about, unit.code)
        play.take(by_unit[unit.pk], courses[unit], row.get("answers", ()), chance)

    at_once = [unit for unit in units if courses[unit] in CLOSING and unit.pk in play.officers]
    for unit in at_once:
        take(unit)
    # A letter to everybody about everything takes longer than all else: those are told that it
    # was given who have it yet.
    tell(now)
    for unit in units:
        if unit not in at_once:
            take(unit)


def _units(codes: Sequence[str]) -> list[Unit]:
    return list(Unit.objects.filter(code__in=codes).order_by("pk"))


def _choices(office: Office, given: Mapping[str, Any]) -> list[Choice]:
    under = office.body.unit_id
    if given["to"] == "communes":
        kinds = office.said.get("commune_kinds", ["xã", "phường"])
        return [Choice(ChoiceKind.KIND, under, unit_kinds=tuple(sorted(kinds)))]
    return [Choice(ChoiceKind.CHOSEN, under, unit_ids=tuple(unit_ids(given["to"])))]


def _occurrence(office: Office, obligation: Obligation, given: Mapping[str, Any]) -> str:
    """Of what recurs the one whose span runs, or so many before it."""
    if obligation.term_kind != TermKind.RECURRING:
        return ""
    today = office.now.date()
    found = occurrences_of(obligation, today + timedelta(days=400))
    coming = next(place for place, one in enumerate(found) if one.due_on and one.due_on >= today)
    back: int = given["back"]
    return found[coming + back].key


def _given_at(office: Office, obligation: Obligation, given: Mapping[str, Any]) -> datetime:
    """So many days after the document, or from today where it recurs."""
    if "days" in given:
        return office.moment(given["days"], 8)
    dated_on = obligation.document.arrived_on or obligation.document.dated_on
    assert dated_on is not None
    day = office.calendar.roll_forward(dated_on + timedelta(days=given["after"]))
    return min(office.now, at(day, 8))


def _split(office: Office, play: Play, obligation: Obligation, split: Mapping[str, Any]) -> None:
    """A department gives parts of what it leads to the centres under it, and waits for them."""
    task = Task.objects.get(obligation=obligation, parent=None)
    now = office.moment(split["days"])
    units = {unit.code: unit for unit in _units(list(split["parts"]))}
    parts = split_task(
        task=task,
        parts={units[code].pk: text for code, text in split["parts"].items()},
        due_on=office.day(split["due"]),
        by=play.officers[task.unit_id],
        today=now.date(),
        now=now,
    )
    tell(now)
    # What was split off is decided on by whoever split it.
    above = replace(play, secretaries=[play.officers[task.unit_id]])
    codes = {unit.pk: code for code, unit in units.items()}
    for part in parts:
        code = codes[part.unit_id]
        above.take(part, split["courses"][code], (), draw("parts", code))


def _instruct(office: Office, play: Play, host: Unit, row: Mapping[str, Any]) -> None:
    """The chair's own word; who gave it decides on it."""
    now = office.moment(row["days"])
    unit = Unit.objects.get(code=row["unit"])
    task = give_instruction(
        unit=unit,
        giver=host,
        text=row["text"],
        product=row["product"],
        due_on=office.day(row["due"]),
        by=office.chair,
        today=now.date(),
        now=now,
    )
    if row.get("is_held"):
        officer = play.officers[unit.pk]
        held_at = now + timedelta(hours=2)
        hand_task(task=task, holder=officer, by=officer, today=held_at.date(), now=held_at)
        task.refresh_from_db()
    tell(now)
    chairs = replace(play, secretaries=[office.chair])
    chairs.take(task, row["course"], (), draw("instructions", row["unit"], row["text"]))


def _close_a_unit(office: Office, play: Play, said: Mapping[str, Any]) -> None:
    """A centre is merged into another one, which gets what was left open."""
    closed, successor = (Unit.objects.get(code=said[name]) for name in ("unit", "successor"))
    now = office.moment(said["days"])
    close_unit(
        unit=closed, on=now.date(), reason=said["reason"], by=office.by, today=now.date(), now=now
    )
    moved_at = min(office.now, now + timedelta(days=1))
    hand_on_tasks(
        tasks=list(Task.objects.filter(unit=closed, state__in=OPEN)),
        successor=successor,
        reason=said["handed_on"],
        by=office.by,
        today=moved_at.date(),
        now=moved_at,
    )
