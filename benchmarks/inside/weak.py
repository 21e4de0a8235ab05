"""Forms of a stated length with the month before beside each cell, and who fills them in."""

from itertools import pairwise

from tests.factories import (
    appoint,
    make_period,
    make_person,
    make_regime,
    make_unit,
    make_version,
)

from giaoban.rules.people.permissions import Role


def with_forms(cells: list[int], email: str, password: str) -> dict[int, str]:
    """The address of each form by its number of cells."""
    province = make_unit("15", "Tỉnh Lào Cai", kind="tỉnh")
    commune = make_unit("03037", "Xã Tả Van", under=province)
    officer = make_person(email, "Cán bộ")
    officer.set_password(password)
    officer.save()
    appoint(officer, Role.UNIT_OFFICER, commune)
    addresses = {}
    for count in cells:
        codes = [f"c{number:03d}" for number in range(count)]
        regime = make_regime(
            province,
            code=f"dai-{count}",
            name=f"Báo cáo {count} ô",
            indicators=[
                {
                    "code": code,
                    "name": f"Số hồ sơ thủ tục hành chính nhóm {number}",
                    "section": f"Phần {number // 20 + 1}",
                    "measure": "hồ sơ",
                }
                for number, code in enumerate(codes)
            ],
            checks=[
                {"formula": f"{one} <= {other} + 900", "message": "Xem lại."}
                for one, other in list(pairwise(codes))[::6]
            ],
        )
        values = {code: 1000.0 + number for number, code in enumerate(codes)}
        make_version(commune, make_period(regime, "2025-09"), values=values, state="accepted")
        period = make_period(regime, "2025-10")
        addresses[count] = f"/reports/{period.pk}/{commune.pk}/"
    return addresses
