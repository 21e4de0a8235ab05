"""The standing cast: one committee in Lào Cai, its people, and outsiders in another province.

VN
├── 15 Tỉnh Lào Cai (the committee)  Chi secretariat · Dũng chair · Giang member · Hà auditor
│   ├── 03037 Xã Tả Van              An officer · Bình approver      · Khánh administrator
│   ├── 02701 Xã Y Tý
│   └── 03006 Phường Sa Pa
└── 08 Tỉnh Tuyên Quang
    └── 00721 Xã Đồng Văn            Lan officer, an outsider
Minh has an account and no role at all.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from giaoban.models import Appointment, Committee, Person, Placement, Unit
from giaoban.rules.people.permissions import Role
from tests.factories import REFORM, make_committee, new_person, new_unit


@dataclass(frozen=True)
class Cast:
    vietnam: Unit
    lao_cai: Unit
    ta_van: Unit
    y_ty: Unit
    sa_pa: Unit
    tuyen_quang: Unit
    dong_van: Unit
    committee: Committee
    an: Person  # officer of Tả Van
    binh: Person  # approver of Tả Van
    chi: Person  # secretariat of Lào Cai
    dung: Person  # chair of Lào Cai
    giang: Person  # member at Lào Cai
    ha: Person  # auditor of Lào Cai
    khanh: Person  # administrator of Lào Cai
    lan: Person  # officer of Đồng Văn, in another province
    minh: Person  # no role


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """The cast in the test's database; asking twice in one test fails on its unique codes.

    Stored by a few statements, as two thousand tests begin with it.
    """
    units = _units()
    people = Person.objects.bulk_create(
        new_person(f"{key}@example.vn", name) for key, (name, _role, _at) in _PEOPLE.items()
    )
    cast = dict(zip(_PEOPLE, people, strict=True))
    Appointment.objects.bulk_create(
        Appointment(person=cast[key], role=role, unit=units[at], since=REFORM)
        for key, (_name, role, at) in _PEOPLE.items()
        if role is not None
    )
    return Cast(
        vietnam=units["VN"],
        lao_cai=units["15"],
        ta_van=units["03037"],
        y_ty=units["02701"],
        sa_pa=units["03006"],
        tuyen_quang=units["08"],
        dong_van=units["00721"],
        committee=make_committee(
            units["15"], "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai", short_name="BCĐ chuyển đổi số"
        ),
        **cast,
    )


_UNITS = {  # code: name, kind and the code of the unit above
    "VN": ("Việt Nam", "quốc gia", ""),
    "15": ("Tỉnh Lào Cai", "tỉnh", "VN"),
    "03037": ("Xã Tả Van", "xã", "15"),
    "08": ("Tỉnh Tuyên Quang", "tỉnh", "VN"),
    "00721": ("Xã Đồng Văn", "xã", "08"),
    "02701": ("Xã Y Tý", "xã", "15"),
    "03006": ("Phường Sa Pa", "phường", "15"),
}
_PEOPLE = {  # key: name, role and the code of the unit where it is held
    "an": ("Lý A An", Role.UNIT_OFFICER, "03037"),
    "binh": ("Vàng Thị Bình", Role.UNIT_APPROVER, "03037"),
    "chi": ("Nguyễn Thị Chi", Role.SECRETARIAT, "15"),
    "dung": ("Trần Văn Dũng", Role.CHAIR, "15"),
    "giang": ("Phạm Hương Giang", Role.MEMBER, "15"),
    "ha": ("Đỗ Thu Hà", Role.AUDITOR, "15"),
    "khanh": ("Lê Quốc Khánh", Role.ADMINISTRATOR, "15"),
    "lan": ("Sùng Thị Lan", Role.UNIT_OFFICER, "00721"),
    "minh": ("Hoàng Minh", None, ""),
}
PEOPLE = tuple(_PEOPLE)


def _units() -> dict[str, Unit]:
    made = Unit.objects.bulk_create(
        new_unit(code, name, kind=kind) for code, (name, kind, _above) in _UNITS.items()
    )
    units = dict(zip(_UNITS, made, strict=True))
    Placement.objects.bulk_create(
        Placement(unit=units[code], parent=units.get(above), since=REFORM)
        for code, (_name, _kind, above) in _UNITS.items()
    )
    return units


SignIn = Callable[[Person], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """sign_in(person) → a client that is signed in as the person, without the sign-in page."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
