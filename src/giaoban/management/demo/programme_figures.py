"""Which figures would a field site of the international demo report? Made up, like its sites."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.management.demo.content import content, draw
from giaoban.management.demo.figures import Answer, share_known
from giaoban.rules.reporting.list_rows import RowCells

_DRY = {12: 0.8, 1: 0.8, 2: 0.9, 3: 1.0, 4: 1.1, 5: 1.2}
"""Less is done about the turn of the year, most before the season of storms."""


@dataclass(frozen=True)
class Site:
    """What stays the same of a site; `level` is how far along it is, from 0 to 1."""

    code: str
    communities: int
    stations: int
    level: float
    budget: float

    @classmethod
    def of(cls, code: str) -> "Site":
        chance = draw("site", code)
        level = min(1.0, max(0.0, chance.gauss(0.6, 0.18)))
        communities = chance.randint(8, 24)
        budget = round(communities * chance.uniform(9, 15), 1)
        return cls(code, communities, chance.randint(4, 12), level, budget)


def month_answer(site: Site, month: int, step: int) -> Answer:
    """`step` counts the months since the first, `month` is that on the wall."""
    chance = draw("site-month", site.code, step)
    season = _DRY.get(month, 1.0)
    stations = site.stations + step // 6
    working = max(0, stations - (chance.random() > site.level) - (chance.random() < 0.1))
    volunteers = round(site.communities * (4 + 3 * site.level) * (1 + 0.01 * step))
    answer: Answer = {
        "stations": stations,
        "stations_working": working,
        "tests": chance.randint(2, 5),
        "signal": "Good" if site.level > 0.55 else chance.choice(["Fair", "Fair", "Poor"]),
        "volunteers": volunteers,
        "hours": round(volunteers * chance.uniform(5, 9) * season),
        "visits": round(volunteers * chance.uniform(2.4, 3.4) * season),
        "kits": chance.randint(60, 80) + 5 * site.communities,
        "running_cost": round(site.communities * chance.uniform(110, 150) * season, 2),
    }
    if chance.random() < 0.25:
        answer["difficulties"] = chance.choice(content("international/words")["difficulties"])
    return answer


def quarter_answer(site: Site, quarter: int, step: int) -> Answer:
    """`step` counts the quarters since the first, `quarter` is that of the financial year."""
    chance = draw("site-quarter", site.code, step)
    courses = chance.randint(2, 6)
    trained = sum(chance.randint(14, 32) for _ in range(courses))
    share = min(0.98, 0.3 + 0.45 * site.level + 0.04 * step)
    spent = {1: 0.18, 2: 0.22, 3: 0.26, 4: 0.3}[quarter] * chance.uniform(0.85, 1.08)
    answer: Answer = {
        "communities": site.communities + step // 3,
        "communities_with_plan": round(site.communities * share),
        "drills": chance.randint(1, 2) + round(site.communities * 0.15 * (1 + 0.05 * step)),
        "households_reached": round(site.communities * chance.uniform(35, 60)),
        "trained": trained,
        "courses_held": courses,
        "stock_ready": float(chance.random() < 0.6 + 0.35 * site.level),
        "budget": site.budget,
        "spent": round(site.budget * spent, 1),
        "staff": 4 + site.communities // 5,
    }
    if chance.random() < 0.35:
        answer["difficulties"] = chance.choice(content("international/words")["difficulties"])
    return answer


def works(site: Site, starts_on: date, step: int) -> dict[str, list[RowCells]]:
    """What was finished in the quarter that begins on the day; often nothing."""
    chance = draw("site-works", site.code, step)
    done = chance.sample(content("international/words")["works"], chance.choice([0, 0, 1, 1, 2]))
    rows: list[RowCells] = [
        {
            "what": what,
            "cost": round(chance.uniform(0.8, 14), 1),
            "finished": (starts_on + timedelta(days=chance.randint(5, 85))).isoformat(),
        }
        for what in done
    ]
    return {"works": rows}


def situation(site: Site, number: int) -> Answer:
    """What is known in report `number` of the incident, since its beginning."""
    chance = draw("site-situation", site.code)
    homes = chance.randint(0, 30)
    known = share_known(number)
    answer: Answer = {
        "homes_damaged": round(homes * known),
        "roads_cut": round(chance.randint(0, 4) * known),
        "without_power": chance.randint(0, min(6, site.communities)),
        "households_moved": round((homes // 2 + chance.randint(0, 8)) * known),
        "responders": chance.randint(15, 60),
    }
    if homes > 22:
        answer["requests"] = content("international/words")["incident"]["request"]
    return answer


def with_parts(
    answer: Answer, site: Site, codes: Iterable[str], unasked: Collection[str]
) -> Answer:
    """The answer with what its breakdowns ask, adding up to the whole.

    `codes` are all of the form; those that the site is not asked are left out, and what is left
    takes the whole.
    """
    by_breakdown: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        whole, *rest = code.split("__")
        if whole in answer and len(rest) == 2 and code not in unasked:
            by_breakdown.setdefault((whole, rest[0]), []).append(code)
    found: dict[str, float | str] = dict(answer)
    for (whole, breakdown), parts in by_breakdown.items():
        shares = _shares(site, breakdown, len(parts))
        left = float(answer[whole])
        is_whole_number = left == int(left)
        for code, share in zip(parts[:-1], shares, strict=False):
            part = float(answer[whole]) * share
            found[code] = float(int(part)) if is_whole_number else round(part, 1)
            left -= float(found[code])
        # Age names the youngest and the oldest alone, so that its parts stay below the whole.
        found[parts[-1]] = left if breakdown != "age" else float(int(left * 0.3))
        found[parts[-1]] = round(float(found[parts[-1]]), 1)
    return found


def _shares(site: Site, breakdown: str, count: int) -> list[float]:
    chance = draw("site-shares", site.code, breakdown)
    weights = [chance.uniform(0.7, 1.3) for _ in range(count)]
    return [weight / sum(weights) for weight in weights]
