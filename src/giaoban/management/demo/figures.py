"""Which figures would a commune report? Made up, with size, trend, season and chance in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from giaoban.management.demo.content import content, draw
from giaoban.rules.reporting.list_rows import RowCells

_SEASON = {1: 0.95, 2: 0.72, 3: 1.05, 4: 1.04, 5: 1.0, 6: 0.98}
_SEASON |= {7: 0.94, 8: 1.02, 9: 1.06, 10: 1.04, 11: 1.02, 12: 1.1}
"""By month: few apply at Tết, many before the end of a year."""

_GROWN = (0.4, 0.75, 1.0)

Answer = dict[str, float | str]


@dataclass(frozen=True)
class Profile:
    """What stays the same of a commune; `level` is how far along it is, from 0 to 1."""

    code: str
    people: int
    villages: int
    level: float

    @classmethod
    def of(cls, code: str, kind: str) -> "Profile":
        chance = draw("profile", code)
        is_ward = kind == "phường"
        people = int((26_000 if is_ward else 8_500) * chance.lognormvariate(0, 0.35))
        villages = max(6, round(people / (1_100 if is_ward else 420)))
        level = min(1.0, max(0.0, chance.gauss(0.68 if is_ward else 0.45, 0.16)))
        return cls(code, people, villages, level)


def month_answer(profile: Profile, month: int, step: int) -> Answer:
    """The monthly form; `step` counts the months since the first, `month` is that of the year."""
    chance = draw("month", profile.code, step)
    growth = 1 + 0.012 * step
    season = _SEASON[month]
    solved = _whole(profile.people * 0.021 * season * growth, chance, 0.09)
    online = min(solved, round(solved * _share(0.34 + 0.4 * profile.level, step, 0.017, chance)))
    on_time = min(solved, round(solved * _share(0.955, step, 0.001, chance)))
    digital = min(solved, round(solved * _share(0.3 + 0.45 * profile.level, step, 0.015, chance)))
    payments = min(online, round(online * _share(0.4 + 0.3 * profile.level, step, 0.01, chance)))
    members = draw("members", profile.code).randint(3, 6) * profile.villages
    covered = profile.villages - round((1 - profile.level) * 4 * max(0.0, 1 - step / 20))
    classes = max(0, round(chance.gauss(1.2 + 2 * profile.level, 0.9) * season))
    trained = sum(chance.randint(22, 55) for _ in range(classes))
    answer: Answer = {
        "ho_so_giai_quyet": solved,
        "ho_so_truc_tuyen": online,
        "ho_so_dung_han": on_time,
        "ho_so_so_hoa": digital,
        "giao_dich_truc_tuyen": payments,
        "so_tien_truc_tuyen": round(payments * chance.uniform(0.11, 0.19), 1) if payments else 0,
        "co_so_nhan_qr": round(profile.people / 95 * (0.4 + 0.6 * profile.level) * growth),
        "to_cong_nghe_so": profile.villages,
        "thanh_vien_to": members + step // 4,
        "luot_huong_dan": _whole(profile.people * 0.03 * season * growth, chance, 0.2),
        "buoi_ra_quan": max(0, round(chance.gauss(profile.villages * 0.35, 1.5))),
        "tong_so_thon": profile.villages,
        "thon_co_mang": max(0, min(profile.villages, covered)),
        "ho_cap_quang": round(profile.people / 4.1 * (0.42 + 0.4 * profile.level) * growth),
        "chat_luong_mang": _quality(profile.level, chance),
        "lop_tap_huan": classes,
        "nguoi_tap_huan": trained,
        "can_bo_tap_huan": round(trained * chance.uniform(0.1, 0.4)),
        "da_sao_luu": float(chance.random() < 0.72 + 0.25 * profile.level),
    }
    if chance.random() < 0.3:
        answer["kho_khan"] = _difficulty(chance)
    return answer


def quarter_answer(profile: Profile, quarter: int, step: int) -> Answer:
    """The quarterly form; `step` counts the quarters since the first, `quarter` is 1 to 4."""
    chance = draw("quarter", profile.code, step)
    firms = max(4, round(profile.people / 260))
    adults = round(profile.people * 0.74 * (1 + 0.002 * step))
    budget = round(profile.people * 0.022 * draw("budget", profile.code).uniform(0.8, 1.3), 1)
    sent = _whole(profile.people / 24, chance, 0.1)
    in_quarter = _spent(profile, quarter, step)
    spent = round(budget * min(0.98, _spent_so_far(profile, quarter, step)), 1)
    households = round(profile.people / 4.1 * 0.09 * (0.5 + profile.level))
    answer: Answer = {
        "co_ke_hoach": float(quarter > 1 or chance.random() < 0.86),
        "cuoc_hop": chance.randint(1, 4),
        "van_ban_chi_dao": chance.randint(2, 11),
        "kinh_phi_bo_tri": budget,
        "kinh_phi_giai_ngan": spent,
        "van_ban_di": sent,
        "van_ban_ky_so": min(sent, round(sent * _share(0.8 + 0.15 * profile.level, step, 0.01))),
        **_devices(profile, step),
        "hai_long": round(min(100.0, 84 + 10 * profile.level + chance.gauss(step * 0.4, 1.2)), 1),
        "doanh_nghiep": firms,
        "doanh_nghiep_so": min(firms, round(firms * _share(0.3 + 0.4 * profile.level, step, 0.03))),
        "ho_len_san": round(households * (1 + 0.06 * step)),
        "doanh_thu_san": round(households * chance.uniform(3.2, 5.4) * (1 + 0.07 * step), 1),
        "dan_so": adults,
        "tai_khoan_dinh_danh": round(adults * _share(0.66 + 0.2 * profile.level, step, 0.02)),
        **_signatures(round(adults * _share(0.08 + 0.12 * profile.level, step, 0.025)), profile),
        "muc_do": _achievement(in_quarter, chance),
    }
    if chance.random() < 0.35:
        answer["nguyen_nhan"] = _difficulty(chance)
    if chance.random() < 0.2:
        answer["kien_nghi"] = _difficulty(chance)
    return answer


def quarter_lists(profile: Profile, starts_on: date, step: int) -> dict[str, list[RowCells]]:
    """The courses of the quarter that begins on the day; in many there is none."""
    chance = draw("courses", profile.code, step)
    topics = content("words")["courses"]
    rows: list[RowCells] = []
    for topic in chance.sample(topics, chance.choice([0, 0, 1, 1, 2])):
        people = chance.randint(12, 45)
        rows.append(
            {
                "noi_dung": topic,
                "ngay": (starts_on + timedelta(days=chance.randint(5, 80))).isoformat(),
                "hoc_vien": float(people),
                "kinh_phi": round(people * chance.uniform(0.08, 0.2), 1),
            }
        )
    return {"boi_duong": rows}


def share_known(number: int) -> float:
    """How much of an incident's damage is known in its first report, the second and so on."""
    return _GROWN[min(number, len(_GROWN)) - 1]


def _devices(profile: Profile, step: int) -> Answer:
    chance = draw("devices", profile.code, step)
    used = {"may_tinh": 6 + profile.people // 1_500, "may_quet": 2 + profile.people // 6_000}
    broken = {"may_tinh": chance.randint(0, 4), "may_quet": chance.randint(0, 1)}
    answer: Answer = {}
    for row in used:
        answer[f"thiet_bi__{row}__dang_dung"] = used[row]
        answer[f"thiet_bi__{row}__hong"] = broken[row]
    answer["thiet_bi__cong__dang_dung"] = sum(used.values())
    answer["thiet_bi__cong__hong"] = sum(broken.values())
    return answer


def _signatures(people: int, profile: Profile) -> Answer:
    women = round(people * draw("women", profile.code).uniform(0.44, 0.53))
    return {
        "chu_ky_so": people,
        "chu_ky_so__gioi_tinh__nu": women,
        "chu_ky_so__gioi_tinh__nam": people - women,
    }


def _whole(mean: float, chance: Random, spread: float) -> int:
    return max(1, round(mean * chance.gauss(1, spread)))


def _share(start: float, step: int, rise: float, chance: Random | None = None) -> float:
    """A share that rises towards 98 % and never beyond."""
    noise = chance.gauss(0, 0.015) if chance else 0.0
    return max(0.02, min(0.98, start + rise * step + noise))


def _spent(profile: Profile, quarter: int, step: int) -> float:
    """Of the year's money most is spent towards its end."""
    chance = draw("spent", profile.code, step)
    return {1: 0.1, 2: 0.2, 3: 0.24, 4: 0.38}[quarter] * chance.uniform(0.7, 1.15)


def _spent_so_far(profile: Profile, quarter: int, step: int) -> float:
    return sum(_spent(profile, each, step - quarter + each) for each in range(1, quarter + 1))


def _quality(level: float, chance: Random) -> str:
    drawn = level + chance.gauss(0, 0.2)
    return "Tốt" if drawn > 0.5 else "Trung bình" if drawn > 0.2 else "Kém"


def _achievement(share: float, chance: Random) -> str:
    drawn = share + chance.gauss(0.1, 0.1)
    return (
        "Vượt kế hoạch" if drawn > 0.45 else "Đạt kế hoạch" if drawn > 0.2 else "Chưa đạt kế hoạch"
    )


def _difficulty(chance: Random) -> str:
    return str(chance.choice(content("words")["difficulties"]))
