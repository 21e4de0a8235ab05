"""What did the province report before the demo's first period? Totals carried over from paper."""

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


def carry_totals_over(
    *,
    people: People,
    host: Unit,
    regime: Regime,
    first_key: str,
    profiles: Mapping[int, Profile],
) -> None:
    """Load the year before the first reported period: the same periods one year earlier."""
    is_monthly = regime.frequency == PeriodKind.MONTH
    codes, answer = (_MONTHLY, month_answer) if is_monthly else (_QUARTERLY, quarter_answer)
    lines: list[CarriedLine] = []
    for step, key in enumerate(_keys_before(first_key, 12 if is_monthly else 4), start=1):
        for code, total in _totals(codes, answer, profiles.values(), key, -step).items():
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
) -> dict[str, int]:
    """The sum over the communes, in tens as such documents print it."""
    number = parse_key(key).number
    answers = [answer(profile, number, step) for profile in profiles]
    return {code: round(sum(float(one[code]) for one in answers) / 10) * 10 for code in codes}
