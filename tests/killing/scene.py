"""Twelve communes under three provinces, a regime for each way of figures to come, a register."""

from dataclasses import dataclass
from functools import cached_property

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Period, Person, Unit
from giaoban.rules.people.permissions import Role
from tests.factories import NOW, TODAY, appoint, make_period, make_person, make_regime, make_unit
from tests.obligations import make_body

ALONE = "no worker yet"  # a file, while each work does its first step
KEY = "2026-07"
COMMUNES = 12
CODES = ("a", "b", "c")
TYPED, SENT, LINKED = "typed", "sent", "linked"
IMPORTED, UPLOADED, FILLED = "imported", "uploaded", "filled"
REGIMES = (TYPED, SENT, LINKED, IMPORTED, UPLOADED, FILLED)


def make_scene() -> None:
    root = make_unit("R", "R", kind="quốc gia")
    provinces = [make_unit(f"P{n}", f"P{n}", under=root) for n in range(3)]
    communes = [make_unit(f"C{n}", f"C{n}", under=provinces[n % 3]) for n in range(COMMUNES)]
    officer = make_person("can-bo@giaoban.example", "Cán bộ")
    appoint(officer, Role.UNIT_OFFICER, root)
    appoint(make_person("thu-ky@giaoban.example", "Thư ký"), Role.SECRETARIAT, root)
    for unit in communes:
        contact = {"email": f"{unit.code.lower()}@giaoban.example", "telephone": ""}
        set_contact(unit=unit, name="Văn phòng", **contact, by=None, today=TODAY, now=NOW)
    make_body(root)
    for code in REGIMES:
        indicators = [*CODES[:-1], {"code": CODES[-1], "over_time": "last"}]
        regime = make_regime(root, code=code, name=code, indicators=indicators)
        period = make_period(regime, KEY)
        append_marks_for(unit_ids=[unit.pk for unit in communes], period=period)


@dataclass(frozen=True)
class Scene:
    """The same, found again by a forked process."""

    code: str

    @cached_property
    def period(self) -> Period:
        return Period.objects.select_related("regime").get(regime__code=self.code, key=KEY)

    @cached_property
    def communes(self) -> list[Unit]:
        return list(Unit.objects.filter(code__startswith="C").order_by("pk"))

    @cached_property
    def officer(self) -> Person:
        return Person.objects.get(email="can-bo@giaoban.example")

    @cached_property
    def clerk(self) -> Person:
        return Person.objects.get(email="thu-ky@giaoban.example")
