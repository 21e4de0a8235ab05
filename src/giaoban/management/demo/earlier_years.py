"""What did the province report before the demo's first period? Totals carried over from paper.

Of the months one year, of the quarters as far back as the longest review looks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from giaoban.actions.reporting.carried_totals import load_carried_totals
from giaoban.management.demo.calendar import at
from giaoban.management.demo.content import content
from giaoban.management.demo.figures import Answer, Profile, month_answer, quarter_answer
from giaoban.management.demo.people import People
from giaoban.models import Regime, Unit
from giaoban.queries.reporting.periods import span_of
from giaoban.rules.reporting.carried import CarriedLine
from giaoban.rules.reporting.periods import PeriodKind, parse_key, previous_key

_MONTHLY = ("ho_so_giai_quyet", "ho_so_truc_tuyen", "ho_so_dung_han", "luot_huong_dan")
_QUARTERLY = ("van_ban_di", "van_ban_ky_so", "doanh_thu_san")
_A_YEAR_EARLIER = 0.86
"""So much of what there was a year later."""


def carry_totals_over(
    *,
    people: People,
    host: Unit,
    regime: Regime,
    first_key: str,
    profiles: Mapping[int, Profile],
    since: int,
) -> None:
    """Load what was reported before the first period; quarters from the year `since` on."""
    is_monthly = regime.frequency == PeriodKind.MONTH
    codes, answer = (_MONTHLY, month_answer) if is_monthly else (_QUARTERLY, quarter_answer)
    a_year = 12 if is_monthly else 4
    years = 1 if is_monthly else parse_key(first_key).year - since + 1
    lines: list[CarriedLine] = []
    for place, key in enumerate(_keys_before(first_key, a_year * years)):
        if parse_key(key).year < since and place >= a_year:
            break
        earlier, step = divmod(place, a_year)
        share = _A_YEAR_EARLIER**earlier
        for code, total in _totals(codes, answer, profiles.values(), key, -step - 1, share).items():
            lines.append(CarriedLine(len(lines) + 2, host.code, key, code, str(total)))
    loaded_at = at(span_of(regime, first_key).starts_on + timedelta(days=5), 9)
    load_carried_totals(
        regime=regime,
        lines=lines,
        source=content("words")["carried"]["source"],
        by=people.secretary,
        today=loaded_at.date(),
        now=loaded_at,
    )


def _keys_before(key: str, count: int) -> Iterator[str]:
    """So many periods before this one, the newest first."""
    for _ in range(count):
        earlier = previous_key(key)
        if earlier is None:
            return
        key = earlier
        yield key


def _totals(
    codes: Iterable[str],
    answer: Callable[[Profile, int, int], Answer],
    profiles: Iterable[Profile],
    key: str,
    step: int,
    share: float,
) -> dict[str, int]:
    """That share of the sum over the communes, in tens as such documents print it."""
    number = parse_key(key).number
    answers = [answer(profile, number, step) for profile in profiles]
    sums = {code: sum(float(one[code]) for one in answers) for code in codes}
    return {code: round(total * share / 10) * 10 for code, total in sums.items()}
