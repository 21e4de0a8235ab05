"""Who works in the demo? A committee of twenty, and in nearly every commune an officer and its
head."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from django.contrib.auth.hashers import make_password

from giaoban.actions.people.accounts import NewPerson, make_account
from giaoban.actions.people.appointments import add_appointment
from giaoban.actions.people.committees import edit_committee
from giaoban.actions.reporting.contacts import import_contacts
from giaoban.management.demo.calendar import FOUNDED
from giaoban.management.demo.content import content, draw
from giaoban.management.demo.stories import WITHOUT_ACCOUNT
from giaoban.models import Committee, Person, Unit
from giaoban.rules.people.permissions import Role

PASSWORD = "giaoban-demo"
"""Of everyone in the demo, said plainly when it starts; nobody else's installation has it."""

DOMAIN = "giaoban.example"


@dataclass
class People:
    """Who plays which part; officers and approvers by the id of their commune."""

    committee: Committee
    by_key: dict[str, Person] = field(default_factory=dict)
    officers: dict[int, Person] = field(default_factory=dict)
    approvers: dict[int, Person] = field(default_factory=dict)
    secretaries: list[Person] = field(default_factory=list)

    @property
    def secretary(self) -> Person:
        return self.by_key["thu-ky"]

    @property
    def chair(self) -> Person:
        return self.by_key["truong-ban"]


def add_people(*, host: Unit, communes: Sequence[Unit], now: datetime) -> People:
    """Found the committee at its host unit and appoint everyone, as of its founding day.

    Only communes under a province of the demo's own size get an approver beside the officer.
    """
    people = People(_found(host, now))
    for rank, row in enumerate(content("committee")["people"], start=1):
        role = Role(row["role"])
        new = NewPerson(f"{row['key']}@{DOMAIN}", row["name"], row["post"])
        if "seat" in row:  # seated by a decision, once there are the units that seats stand for
            person = make_account(new=new, by=None, now=now)
        else:
            person = appointed(new, host, role, now, duties=row["duties"], rank=rank)
        people.by_key[row["key"]] = person
        if role is Role.SECRETARIAT:
            people.secretaries.append(person)
    has_approvers = len(communes) < 500
    for unit in communes:
        if unit.code in WITHOUT_ACCOUNT:
            continue
        chance = draw("people", unit.code)
        officer = NewPerson(
            f"{unit.code}@{DOMAIN}", _name(chance), "Công chức Văn hóa - Xã hội", _telephone(chance)
        )
        people.officers[unit.pk] = appointed(officer, unit, Role.UNIT_OFFICER, now)
        if has_approvers:
            head = NewPerson(
                f"{unit.code}.lanh-dao@{DOMAIN}", _name(chance), "Phó Chủ tịch Ủy ban nhân dân"
            )
            people.approvers[unit.pk] = appointed(head, unit, Role.UNIT_APPROVER, now)
    _name_contacts(communes, people.secretary, now)
    Person.objects.update(password=make_password(PASSWORD))
    return people


def _name_contacts(communes: Sequence[Unit], by: Person, now: datetime) -> None:
    """Each commune's office has an address, to which a link to a report can be sent."""
    rows = [
        (line, (unit.code, "Văn phòng Ủy ban nhân dân", f"van-phong.{unit.code}@{DOMAIN}"))
        for line, unit in enumerate(communes, start=2)
    ]
    import_contacts(
        header=("unit", "name", "email"),
        rows=rows,
        units={unit.code: unit for unit in communes},
        by=by,
        today=FOUNDED,
        now=now,
        file_name="lien-he.csv",
    )


def _found(host: Unit, now: datetime) -> Committee:
    made_up = content("committee")
    fields = dict(made_up["committee"])
    if host.code != "15":
        fields |= made_up["national"]
    fields = {name: text.strip() for name, text in fields.items()}
    return edit_committee(
        unit=host, fields={**fields, "founded_on": FOUNDED, "term_ends_on": None}, by=None, now=now
    )


def appointed(
    new: NewPerson,
    unit: Unit,
    role: Role,
    now: datetime,
    duties: str = "",
    rank: int = 100,
    since: date = FOUNDED,
) -> Person:
    """A new person with this one appointment."""
    person = make_account(new=new, by=None, now=now)
    add_appointment(
        person=person,
        unit=unit,
        role=role,
        since=since,
        duties=duties,
        rank=rank,
        by=None,
        now=now,
    )
    return person


def _name(chance: Random) -> str:
    words = content("words")
    given = chance.choice(words["men"] if chance.random() < 0.5 else words["women"])
    return f"{chance.choice(words['families'])} {given}"


def _telephone(chance: Random) -> str:
    """Begins with 0000, which no telephone does."""
    return f"0000 {chance.randint(100, 999)} {chance.randint(100, 999)}"
