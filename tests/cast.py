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

from giaoban.models import Committee, Person, Unit
from giaoban.rules.people.permissions import Role
from tests.factories import appoint, make_committee, make_person, make_unit

PEOPLE = ("an", "binh", "chi", "dung", "giang", "ha", "khanh", "lan", "minh")


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
    """The cast in the test's database; asking twice in one test fails on its unique codes."""
    vietnam = make_unit("VN", "Việt Nam", kind="quốc gia")
    lao_cai = make_unit("15", "Tỉnh Lào Cai", kind="tỉnh", under=vietnam)
    ta_van = make_unit("03037", "Xã Tả Van", under=lao_cai)
    tuyen_quang = make_unit("08", "Tỉnh Tuyên Quang", kind="tỉnh", under=vietnam)
    dong_van = make_unit("00721", "Xã Đồng Văn", under=tuyen_quang)
    return Cast(
        vietnam=vietnam,
        lao_cai=lao_cai,
        ta_van=ta_van,
        y_ty=make_unit("02701", "Xã Y Tý", under=lao_cai),
        sa_pa=make_unit("03006", "Phường Sa Pa", kind="phường", under=lao_cai),
        tuyen_quang=tuyen_quang,
        dong_van=dong_van,
        committee=make_committee(
            lao_cai, "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai", short_name="BCĐ chuyển đổi số"
        ),
        an=_with_role("an", "Lý A An", Role.UNIT_OFFICER, ta_van),
        binh=_with_role("binh", "Vàng Thị Bình", Role.UNIT_APPROVER, ta_van),
        chi=_with_role("chi", "Nguyễn Thị Chi", Role.SECRETARIAT, lao_cai),
        dung=_with_role("dung", "Trần Văn Dũng", Role.CHAIR, lao_cai),
        giang=_with_role("giang", "Phạm Hương Giang", Role.MEMBER, lao_cai),
        ha=_with_role("ha", "Đỗ Thu Hà", Role.AUDITOR, lao_cai),
        khanh=_with_role("khanh", "Lê Quốc Khánh", Role.ADMINISTRATOR, lao_cai),
        lan=_with_role("lan", "Sùng Thị Lan", Role.UNIT_OFFICER, dong_van),
        minh=make_person("minh@example.vn", "Hoàng Minh"),
    )


def _with_role(key: str, name: str, role: Role, unit: Unit) -> Person:
    person = make_person(f"{key}@example.vn", name)
    appoint(person, role, unit)
    return person


SignIn = Callable[[Person], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """sign_in(person) → a client that is signed in as the person, without the sign-in page."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
